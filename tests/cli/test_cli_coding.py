import json
from pathlib import Path

import pytest


def shown(cli, name="granmo"):
    return json.loads(cli("transcripts", "show", name, "--format", "json").out)


def test_tag_a_segment_and_see_it(begun):
    assert begun("tag", "granmo:2", "internt", "økonomi", "--memo", "fast dag").code == 0
    codings = shown(begun)["codings"]
    assert [(c["code"], c["coder"], c["memo"], c["origin"]) for c in codings] == [
        ("internt", "Anna", "fast dag", "manual"),
        ("økonomi", "Anna", "fast dag", "manual"),
    ]
    text = shown(begun)["text"]
    assert {text[c["start"] : c["end"]] for c in codings} == {codings[0]["quote"]}
    assert codings[0]["quote"].startswith("Vi har teammøte")


def test_tag_a_range_and_a_span(begun):
    begun("tag", "granmo:2-4", "samarbeid")
    start = shown(begun)["text"].index("Husleia")
    begun("tag", f"granmo@{start}-{start + 7}", "økonomi")
    assert [c["quote"] for c in shown(begun)["codings"] if c["code"] == "økonomi"] == ["Husleia"]
    assert "Og økonomien i familiene?" in next(c["quote"] for c in shown(begun)["codings"] if c["code"] == "samarbeid")


def test_tagging_twice_is_one_coding(begun):
    begun("tag", "granmo:2", "internt")
    assert "already" in begun("tag", "granmo:2", "internt").err
    assert len(shown(begun)["codings"]) == 1
    begun("tag", "granmo:2", "internt", "--coder", "Berit")
    assert len(shown(begun)["codings"]) == 2


def test_untag_removes_ones_own_only(begun):
    begun("tag", "granmo:2", "internt")
    begun("tag", "granmo:2", "internt", "--coder", "Berit")
    assert begun("untag", "granmo:2", "internt", "--dry-run").code == 0
    assert len(shown(begun)["codings"]) == 2
    assert begun("untag", "granmo:2", "internt").code == 0
    assert [c["coder"] for c in shown(begun)["codings"]] == ["Berit"]
    assert begun("untag", "granmo:2", "internt").code == 1


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (("tag", "granmo:2", "bolig"), 1, "bolig"),
        (("tag", "granmo:2", "okonomi"), 1, "økonomi"),
        (("tag", "granmoo:2", "internt"), 1, "granmo"),
        (("tag", "granmo:99", "internt"), 1, "1-6"),
        (("tag", "granmo:0", "internt"), 1, "1-6"),
        (("tag", "granmo:3-2", "internt"), 1, "1-6"),
        (("tag", "granmo@5-5", "internt"), 1, "5-5"),
        (("tag", "granmo@0-99999", "internt"), 1, "runs from"),
        (("tag", "granmo", "internt"), 2, "NAME:SEGMENT"),
        (("tag", "granmo:2"), 2, "code"),
        (("finish", "nobody"), 1, "nobody"),
        (("undo", "--coder", "Nobody"), 1, "nothing"),
        (("tag", "--from", "nowhere.csv"), 1, "nowhere.csv"),
    ],
)
def test_what_cannot_be_is_said_in_two_lines_and_changes_nothing(begun, args, code, word):
    before = begun("log", "--format", "json").out
    done = begun(*args)
    assert done.code == code
    assert word in done.err
    assert done.out == ""
    assert len(done.err.strip().splitlines()) <= 2
    assert begun("log", "--format", "json").out == before


def test_codings_from_a_table(begun, tmp_path: Path):
    (tmp_path / "c.csv").write_text(
        "transcript,segment,code,quote,memo,coder\n"
        "granmo,2,internt,,,Anna\n"
        'granmo,4,økonomi,Husleia er verst.,"tydelig, her",Berit\n'
        "lyngdalen,2-4,samarbeid,,,\n",
        encoding="utf-8-sig",
    )
    done = begun("tag", "--from", "c.csv")
    assert (done.code, done.err) == (0, "coded 3 new, 0 were there already\n")
    found = {(c["code"], c["coder"], c["quote"], c["memo"]) for c in shown(begun)["codings"]}
    assert ("økonomi", "Berit", "Husleia er verst.", "tydelig, her") in found
    assert begun("tag", "--from", "c.csv").err == "coded 0 new, 3 were there already\n"


def test_one_wrong_row_refuses_the_whole_table(begun, tmp_path: Path):
    rows = ["granmo,2,internt,", "granmo,2,intern,", "granmo,77,internt,", "granmo,4,økonomi,finnes ikke"]
    (tmp_path / "c.csv").write_text("transcript,segment,code,quote\n" + "\n".join(rows), encoding="utf-8")
    done = begun("tag", "--from", "c.csv")
    assert done.code == 1
    assert "c.csv, row 3" in done.err
    assert "3 rows are wrong: 3, 4, 5" in done.err
    assert shown(begun)["codings"] == []


def test_undo_and_redo(begun):
    begun("tag", "granmo:2", "internt")
    begun("tag", "granmo:4", "økonomi")
    begun("undo")
    assert [c["code"] for c in shown(begun)["codings"]] == ["internt"]
    begun("undo")
    assert shown(begun)["codings"] == []
    begun("redo")
    begun("redo")
    assert [c["code"] for c in shown(begun)["codings"]] == ["internt", "økonomi"]
    assert begun("redo").code == 1


def test_undo_goes_back_to_the_empty_project(begun):
    begun("tag", "granmo:2", "internt")
    while begun("undo").code == 0:
        pass
    assert json.loads(begun("transcripts", "list", "--format", "json").out) == []
    while begun("redo").code == 0:
        pass
    assert [c["code"] for c in shown(begun)["codings"]] == ["internt"]


def test_finish_and_take_back(begun):
    assert begun("finish", "gran*", "--coder", "Berit").err == "finished: granmo\n"
    assert shown(begun)["readings"] == ["Berit"]
    assert begun("finish", "granmo", "--coder", "Berit").err == "nothing changed\n"
    begun("finish", "granmo", "--coder", "Berit", "--take-back")
    assert shown(begun)["readings"] == []


def test_status_counts(begun):
    begun("tag", "granmo:2", "internt")
    begun("finish", "granmo")
    rows = {(r["what"], r["who"]): r["number"] for r in json.loads(begun("status", "--format", "json").out)}
    assert rows["transcripts", ""] == 2
    assert rows["codes", ""] == 3
    assert rows["codings", "Anna"] == 1
    assert rows["finished", "Anna"] == 1


def test_the_log_says_who_did_what_and_quotes_nobody(begun):
    begun("tag", "granmo:2", "internt", "--memo", "hemmelig notat")
    log = begun("log", "--format", "csv").out
    assert "codebook load" in log
    assert "granmo:2" in log
    assert "hemmelig" not in log
    assert "teammøte" not in log
    assert len(json.loads(begun("log", "--verb", "tag", "--format", "json").out)) == 1


def test_check_finds_a_moved_quote(begun, tmp_path: Path):
    import sqlite3

    begun("tag", "granmo:2", "internt")
    assert begun("check").code == 0
    with sqlite3.connect(tmp_path / "project.db") as db:
        db.execute('UPDATE coding SET "start" = "start" + 1')
    done = begun("check")
    assert done.code == 4
    assert "granmo" in done.out
    with sqlite3.connect(tmp_path / "project.db") as db:
        db.execute('UPDATE coding SET "start" = "start" - 1')
        db.execute("UPDATE body SET text = replace(text, 'Husleia', 'Leiehus')")
    assert "SHA-256" in begun("check").out


def test_nobody_is_asked_for_a_name_twice(begun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    toml = (tmp_path / "qualcode.toml").read_text(encoding="utf-8").replace('coder = "Anna"', 'coder = ""')
    (tmp_path / "qualcode.toml").write_text(toml, encoding="utf-8")
    assert begun("tag", "granmo:2", "internt").code == 2
    monkeypatch.setenv("QUALCODE_CODER", "Cecilie")
    begun("tag", "granmo:2", "internt")
    assert [c["coder"] for c in shown(begun)["codings"]] == ["Cecilie"]


def test_turns_that_cannot_be_read_are_a_fault_of_the_file(begun, tmp_path: Path):
    import sqlite3

    begun("tag", "granmo:2", "internt")
    with sqlite3.connect(tmp_path / "project.db") as db:
        db.execute("UPDATE body SET turns = 'x' WHERE id IN (SELECT body FROM revision LIMIT 1)")
    done = begun("excerpts")
    assert (done.code, len(done.err.strip().splitlines())) == (3, 2)
    done = begun("check")
    assert done.code == 4
    assert "cannot be read" in done.out
