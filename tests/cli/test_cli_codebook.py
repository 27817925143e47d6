import json
from pathlib import Path

import pytest


def test_load_show_and_load_again(begun):
    found = json.loads(begun("codebook", "show", "--format", "json").out)
    assert [r["id"] for r in found] == ["samarbeid", "internt", "økonomi"]
    assert begun("codebook", "load", "book.yaml").err == "the codebook is this one already\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("codes:\n- id: a\n- id: a\n", "bad.yaml:3"),
        ("codes:\n- name: uten id\n", "bad.yaml:2"),
        ("codes:\n- id: a b\n", "bad.yaml:2"),
        ("codes:\n- id: a\n  keyword: [x]\n", "bad.yaml:3"),
        ("codes: [\n", "bad.yaml"),
        ("", "bad.yaml"),
    ],
)
def test_a_broken_codebook_is_refused_with_file_and_line(begun, tmp_path: Path, text: str, line: str):
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    before = begun("codebook", "show", "--format", "json").out
    done = begun("codebook", "load", "bad.yaml")
    assert done.code == 1
    assert line in done.err
    assert len(done.err.strip().splitlines()) <= 2
    assert begun("codebook", "show", "--format", "json").out == before


def test_a_code_with_codings_that_the_file_leaves_out_is_retired(begun, tmp_path: Path):
    begun("tag", "granmo:2", "internt")
    (tmp_path / "new.yaml").write_text("name: Ny\ncodes:\n- id: økonomi\n", encoding="utf-8")
    assert begun("codebook", "load", "new.yaml").code == 0
    assert len(json.loads(begun("excerpts", "--format", "json").out)) == 1
    assert begun("tag", "granmo:4", "internt").code == 1
    begun("undo")
    assert begun("tag", "granmo:4", "internt").code == 0
