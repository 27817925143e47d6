import csv
import io
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
    assert begun("codebook", "load", "new.yaml", "--retire-missing").code == 0
    assert len(json.loads(begun("excerpts", "--format", "json").out)) == 1
    assert begun("tag", "granmo:4", "internt").code == 1
    begun("undo")
    assert begun("tag", "granmo:4", "internt").code == 0


def ids(cli):
    return [r["id"] for r in json.loads(cli("codebook", "show", "--format", "json").out)]


def codes_of(cli):
    return [(r["transcript"], r["segment"], r["code"]) for r in json.loads(cli("excerpts", "--format", "json").out)]


def test_each_change_says_what_it_did_and_is_one_step_back(begun):
    begun("tag", "granmo:2", "internt")
    first = begun("codebook", "show", "--format", "json").out
    steps = [
        (("add", "bolig", "--parent", "økonomi", "--keywords", "leie, husleie"), "“Bolig” (bolig) is new under"),
        (("edit", "bolig", "--definition", "Hvor familien bor.", "--drop-keyword", "leie"), "lost “leie”"),
        (("rename", "internt", "på_huset"), "“på_huset”"),
        (("move", "bolig", "--top"), "at the top level"),
        (("merge", "bolig", "økonomi"), "is gone"),
        (("retire", "samarbeid"), "was retired"),
        (("retire", "samarbeid", "--take-back"), "in use again"),
    ]
    for args, said in steps:
        before = begun("codebook", "show", "--format", "json").out
        tried = begun("codebook", *args, "--dry-run")
        assert tried.code == 0
        assert said in tried.err
        assert begun("codebook", "show", "--format", "json").out == before
        done = begun("codebook", *args, "--why", "prøvd ut")
        assert (done.code, done.out) == (0, "")
        assert said in done.err
    assert codes_of(begun) == [("granmo", 2, "på_huset")]
    lines = json.loads(begun("log", "--format", "json").out)
    assert [line["verb"] for line in lines if line["why"] == "prøvd ut"] == [f"codebook {args[0]}" for args, _ in steps]
    for _ in steps:
        assert begun("undo").code == 0
    assert begun("codebook", "show", "--format", "json").out == first
    assert codes_of(begun) == [("granmo", 2, "internt")]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("add", "økonomi"), 1),
        (("add", "to ord"), 1),
        (("add", "x", "--parent", "finnes_ikke"), 1),
        (("add", "x", "--rule", "(leie"), 1),
        (("edit", "økonomi"), 2),
        (("edit", "okonomi", "--name", "x"), 1),
        (("edit", "økonomi", "--color", "blå"), 1),
        (("edit", "økonomi", "--example-from", "granmo:2"), 1),
        (("rename", "økonomi", "internt"), 1),
        (("move", "samarbeid", "--parent", "internt"), 1),
        (("move", "samarbeid"), 2),
        (("merge", "samarbeid", "internt"), 1),
        (("merge", "internt"), 2),
        (("split", "internt"), 2),
        (("split", "internt", "a"), 0),
        (("diff", "1", "7"), 1),
        (("show", "finnes_ikke"), 1),
        (("export", "bok.pdf"), 1),
        (("export", "ingen/bok.csv"), 1),
    ],
)
def test_wrong_requests_are_refused_in_two_lines(begun, args, code):
    done = begun("codebook", *args)
    assert done.code == code
    assert len(done.err.strip().splitlines()) <= (2 if code else 3)
    assert "Traceback" not in done.err


def test_an_example_can_be_a_coding(begun):
    begun("tag", "granmo:4", "økonomi")
    assert begun("codebook", "edit", "økonomi", "--example-from", "granmo:4").code == 0
    (row,) = [r for r in json.loads(begun("codebook", "show", "--format", "json").out) if r["id"] == "økonomi"]
    assert row["examples"] == "Husleia er verst. Pengene er borte den tjuende, ikke sant. (granmo:4)"
    assert "Husleia" not in begun("log", "--format", "json").out


def test_show_draws_a_tree_and_one_code_whole(begun):
    begun("tag", "granmo:4", "økonomi")
    assert begun("codebook", "show").out.splitlines()[1].startswith("└─ internt")
    found = {r["field"]: r["value"] for r in json.loads(begun("codebook", "show", "økonomi", "--format", "json").out)}
    assert found["codings"] == "1 by Anna"
    assert found["keywords"] == "penger, husleie"


def test_diff_reads_like_a_paragraph(begun):
    begun("codebook", "edit", "økonomi", "--definition", "Om penger.")
    begun("codebook", "rename", "internt", "på_huset")
    done = begun("codebook", "diff", "1", "3", "--lang", "en")
    assert " ".join(done.out.split()) == (
        "“Internt samarbeid” (på_huset) is now written “på_huset” (it was “internt”)."
        " In “Økonomi” (økonomi), the definition is new: “Om penger.”."
    )
    assert [r["version"] for r in json.loads(begun("codebook", "versions", "--format", "json").out)] == [1, 2, 3]


@pytest.mark.parametrize("ending", ["yaml", "csv", "xlsx"])
def test_what_is_exported_loads_as_the_same_codebook(begun, ending: str):
    begun("codebook", "edit", "økonomi", "--definition", "=Om penger; og slikt.", "--rule", "leie NEAR/3 dyr")
    begun("codebook", "retire", "internt")
    assert begun("codebook", "export", f"bok.{ending}").code == 0
    assert begun("codebook", "load", f"bok.{ending}").err == "the codebook is this one already\n"


def test_yaml_keeps_the_comments_of_the_loaded_file(begun, tmp_path: Path):
    text = "# vår bok\nname: Prøve\ncodes:\n- id: a\n  # om a\n  definition: Første.\n- id: b\n"
    (tmp_path / "egen.yaml").write_text(text, encoding="utf-8")
    begun("codebook", "load", "egen.yaml")
    begun("codebook", "edit", "b", "--definition", "Andre.")
    begun("codebook", "export", "ut.yaml")
    written = (tmp_path / "ut.yaml").read_text(encoding="utf-8")
    assert "# vår bok\n" in written
    assert "# om a\n  definition: Første.\n" in written
    assert "definition: Andre." in written


def test_the_appendix_counts_uses_per_group(begun, tmp_path: Path):
    begun("tag", "granmo:4", "økonomi")
    begun("tag", "lyngdalen:4", "økonomi")
    begun("tag", "lyngdalen:2", "internt")
    assert begun("codebook", "export", "bok.md", "--by", "office_group").code == 0
    lines = (tmp_path / "bok.md").read_text(encoding="utf-8").splitlines()
    cells = {c[0]: c[-3:] for line in lines if len(c := [x.strip() for x in line.strip("|").split("|")]) > 3}
    assert cells["Kode"] == ["sammenligningskontor", "tiltakskontor", "I alt"]
    assert cells["Økonomi"] == ["1", "1", "2"]
    assert cells["– Internt samarbeid"] == ["0", "1", "1"]
    assert begun("codebook", "export", "bok.docx", "--where", "office=Granmo").code == 0


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """What somebody types at the terminal."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    return lambda *lines: monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))


def test_split_asks_at_the_terminal_where_each_passage_goes(begun, typed):
    for place in ("granmo:2", "granmo:4", "lyngdalen:2", "lyngdalen:4"):
        begun("tag", place, "samarbeid")
    typed("1", "møter, 1", "9", "", "q")
    done = begun("codebook", "split", "samarbeid", "team", "møter", "--why", "for vid")
    assert done.code == 0
    assert "1 of 4: granmo:2, Kari (coded by Anna)" in done.err
    assert "Write a number from 1 to 2" in done.err
    assert codes_of(begun) == [
        ("lyngdalen", 2, "samarbeid"), ("lyngdalen", 4, "samarbeid"),
        ("granmo", 2, "team"), ("granmo", 4, "team"), ("granmo", 4, "møter"),
    ]  # fmt: skip
    begun("undo")
    assert {code for *_, code in codes_of(begun)} == {"samarbeid"}


def test_split_without_a_terminal_takes_a_table(begun, tmp_path: Path):
    begun("tag", "granmo:4", "økonomi")
    begun("tag", "lyngdalen:4", "økonomi")
    assert begun("codebook", "split", "økonomi", "leie", "inntekt").code == 2
    begun("excerpts", "--code", "økonomi", "--exact", "-o", "del.csv")
    text = (tmp_path / "del.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), csv.Sniffer().sniff(text.partition("\n")[0])))

    def sorted_to(*column: str) -> None:
        with (tmp_path / "del.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([*row, to] for row, to in zip(rows, ("to", *column), strict=True))

    sorted_to("leie", "lei")
    refused = begun("codebook", "split", "økonomi", "leie", "inntekt", "--from", "del.csv")
    assert (refused.code, refused.err.splitlines()[0]) == (1, "qualcode: del.csv, row 3: no code 'lei' in the codebook")
    sorted_to("leie", "inntekt")
    assert begun("codebook", "split", "økonomi", "leie", "inntekt", "--from", "del.csv").code == 0
    assert codes_of(begun) == [("granmo", 4, "leie"), ("lyngdalen", 4, "inntekt")]
    assert begun("tag", "granmo:4", "økonomi").code == 1


def test_codings_older_than_their_codes_meaning_are_listed_until_confirmed(begun):
    begun("tag", "granmo:4", "økonomi")
    assert json.loads(begun("codebook", "outdated", "--format", "json").out) == []
    begun("codebook", "edit", "økonomi", "--exclude", "Bolig.")
    (row,) = json.loads(begun("codebook", "outdated", "--format", "json").out)
    assert (row["made_under"], row["meaning_changed"], row["transcript"]) == (1, 2, "granmo")
    assert "to look at again" in begun("status").out
    assert begun("codebook", "outdated", "--confirm").err == "confirmed 1 coding\n"
    assert "to look at again" not in begun("status").out
    begun("undo")
    assert "to look at again" in begun("status").out


def test_keywords_are_proposed_from_what_sets_the_passages_apart(begun, tmp_path: Path):
    about, other = "Husleia steg igjen, og vi snakket om den.", "Møtet ble flyttet, og vi snakket om det."
    (tmp_path / "lang.txt").write_text("\n\n".join([about] * 4 + [other] * 30), encoding="utf-8")
    begun("import", "lang.txt")
    begun("search", "husleie", "--transcript", "lang", "--tag", "økonomi", "--yes")
    rows = json.loads(begun("codebook", "keywords", "økonomi", "--transcript", "lang", "--format", "json").out)
    assert [(r["word"], r["lemma"], r["codings"], r["elsewhere"], r["known"]) for r in rows[:1]] == [
        ("husleia", "husleie", 4, 0, True)
    ]
    assert "møte" not in {r["lemma"] for r in rows}
    assert all(r["z"] > 1.96 for r in rows)
    assert begun("codebook", "keywords", "internt").code == 1
    assert begun("codebook", "keywords", "finnes_ikke").code == 1
