"""`sample`, `package`, `unpack` and `merge` as typed, with what they print and how they end."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from qualcode.cli import sharing


def test_a_round_from_the_draw_to_the_merge(begun: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    done = begun("sample", "Anna", "Bjørn", "--share", "1", "--by", "office_group", "--format", "csv")
    assert done.code == 0
    assert done.out.splitlines()[0].lstrip("\ufeff") == "round,transcript,coders,added,office_group"
    assert "2 av 2 intervjuer (100 %)" in done.err
    done = begun("package", "Bjørn", "-o", "bjørn.qualcode")
    assert done.code == 0
    assert "2 transcripts for Bjørn, blind" in done.err
    assert "not encrypted" in done.err
    assert begun("unpack", "bjørn.qualcode", "bjørn").code == 0
    assert begun("tag", "granmo:2", "internt", "-p", "bjørn").code == 0
    assert begun("finish", "*", "-p", "bjørn").code == 0
    done = begun("merge", "bjørn", "--dry-run", "--format", "csv")
    assert "bjørn,coding,Bjørn,new,1" in done.out
    assert "tag" not in begun("log", "--by-coder", "Bjørn").out
    assert begun("merge", "bjørn").code == 0
    assert begun("merge", "bjørn").code == 0
    assert "tag" in begun("log", "--by-coder", "Bjørn").out
    assert begun("check").code == 0
    assert begun("undo").code == 0
    assert "Bjørn" not in begun("status").out


def test_codes_changed_on_both_sides_are_shown_and_settled(begun: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    begun("package", "Bjørn", "-o", "p")
    begun("unpack", "p", "bjørn")
    book = (tmp_path / "book.yaml").read_text(encoding="utf-8")
    for folder, word in ((".", "HER"), ("bjørn", "DER")):
        (tmp_path / "new.yaml").write_text(book.replace("name: Økonomi", f"name: Økonomi {word}"), encoding="utf-8")
        assert begun("codebook", "load", "new.yaml", "-p", folder).code == 0
    done = begun("merge", "bjørn")
    assert done.code == 1
    assert "both sides changed codes: økonomi (name)" in done.err
    assert len(done.err.strip().splitlines()) == 2
    done = begun("merge", "bjørn", "--dry-run")
    assert done.code == 1
    assert "Økonomi HER" in done.out
    assert "Økonomi DER" in done.out
    assert begun("merge", "bjørn", "--settle", "økonomi=mine").code == 2
    assert begun("merge", "bjørn", "--settle", "økonomi=theirs").code == 0
    assert "Økonomi DER" in begun("codebook", "show").out
    assert begun("merge", ".", "-p", "bjørn").code == 0
    assert "Økonomi DER" in begun("codebook", "show", "-p", "bjørn").out


def test_a_passphrase_is_asked_for(begun: Callable, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[type-arg]
    pytest.importorskip("pyrage")
    monkeypatch.setattr(click, "prompt", lambda *args, **options: "løyndom")
    done = begun("package", "Bjørn", "-o", "p.age", "--passphrase")
    assert (done.code, "at a terminal" in done.err, Path("p.age").exists()) == (2, True, False)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    done = begun("package", "Bjørn", "-o", "p.age", "--passphrase")
    assert done.code == 0
    assert "not encrypted" not in done.err
    assert begun("unpack", "p.age", "bjørn").code == 0
    assert begun("merge", "p.age").code == 0
    monkeypatch.setattr(sharing, "_ask", lambda name: "feil")
    done = begun("unpack", "p.age", "igjen")
    assert done.code == 1
    assert "passphrase" in done.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["sample", "Anna"], 2),
        (["sample", "Anna", "--share", "2"], 2),
        (["sample", "Anna", "--number", "1", "--where", "office=Oslo"], 1),
        (["package", "Anna"], 2),
        (["package", "Anna", "-o", "p", "--round", "vår"], 1),
        (["package", "Anna", "-o", "no/such/folder"], 1),
        (["merge", "no-such-file"], 1),
        (["merge", "book.yaml"], 3),
        (["unpack", "no-such-file", "d"], 1),
        (["unpack", "book.yaml", "d"], 3),
    ],
)
def test_what_cannot_be_done_ends_with_one_or_two_lines(begun: Callable, words: list[str], code: int) -> None:  # type: ignore[type-arg]
    done = begun(*words)
    assert done.code == code
    assert 1 <= len(done.err.strip().splitlines()) <= 2
    assert "Traceback" not in done.err
    assert done.out == ""
