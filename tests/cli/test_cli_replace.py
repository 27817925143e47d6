import json
from pathlib import Path

from qualcode.cli import run

CORRECTED = """\
Intervjuer: Hvordan samarbeider dere egentlig på kontoret?

Kari: Vi har teammøte hver tirsdag. Da går vi gjennom alle familiene.

Intervjuer: Og økonomien i familiene?

Kari: Strømmen er verst. Pengene er borte den tjuende, ikke sant.

Intervjuer: Ja.
"""


def shown(cli):
    return json.loads(cli("transcripts", "show", "granmo", "--format", "json").out)


def coded(cli, tmp_path: Path):
    (tmp_path / "new.txt").write_text(CORRECTED, encoding="utf-8")
    text = shown(cli)["text"]
    house = text.index("Husleia")
    cli("tag", "granmo:2", "internt")
    cli("tag", f"granmo@{house}-{house + len('Husleia')}", "økonomi")
    cli("tag", "granmo:6", "samarbeid", "--memo", "banken")


def test_codings_follow_the_corrected_text(begun, tmp_path: Path):
    coded(begun, tmp_path)
    done = begun("transcripts", "replace", "granmo", "new.txt", "--format", "json")
    assert done.code == 0
    fate = {row["code"]: row["status"] for row in json.loads(done.out)}
    assert fate["internt"] == "moved"
    assert fate["samarbeid"] == "lost"
    assert fate["økonomi"] in ("lost", "ambiguous")
    after = shown(begun)
    assert after["revision"] == 2
    (coding,) = after["codings"]
    assert after["text"][coding["start"] : coding["end"]] == coding["quote"]
    assert coding["quote"].startswith("Vi har teammøte")
    assert begun("check").code == 0


def test_memos_on_places_follow(begun, tmp_path: Path):
    coded(begun, tmp_path)
    begun("memo", "granmo:2", "Hver tirsdag")
    begun("memo", "granmo:6", "Om banken")
    begun("transcripts", "replace", "granmo", "new.txt")
    memos = {m["text"]: m for m in json.loads(begun("memo", "--format", "json").out)}
    found = memos["Hver tirsdag"]
    assert shown(begun)["text"][found["start"] : found["end"]].startswith("Vi har teammøte")
    assert (memos["Om banken"]["kind"], memos["Om banken"]["transcript"]) == ("transcript", "granmo")
    begun("undo")
    memos = {m["text"]: m for m in json.loads(begun("memo", "--format", "json").out)}
    assert memos["Om banken"]["segment"] == 6


def test_a_dry_run_shows_the_same_and_changes_nothing(begun, tmp_path: Path):
    coded(begun, tmp_path)
    dry = begun("transcripts", "replace", "granmo", "new.txt", "--dry-run", "--format", "json").out
    assert shown(begun)["revision"] == 1
    assert dry == begun("transcripts", "replace", "granmo", "new.txt", "--format", "json").out


def test_lost_codings_wait_until_they_are_settled(begun, tmp_path: Path):
    coded(begun, tmp_path)
    begun("transcripts", "replace", "granmo", "new.txt")
    waiting = json.loads(begun("transcripts", "unsettled", "--format", "json").out)
    assert {row["quote"] for row in waiting} == {"Husleia", "Så vi ringer banken. (ler)"}
    ids = {row["code"]: row["id"] for row in waiting}
    assert begun("transcripts", "settle", ids["økonomi"][:12], "granmo:4").code == 0
    assert begun("transcripts", "settle", ids["samarbeid"], "lyngdalen:2").code == 1
    assert begun("transcripts", "settle", ids["samarbeid"], "--drop", "--dry-run").code == 0
    assert len(json.loads(begun("transcripts", "unsettled", "--format", "json").out)) == 1
    assert begun("transcripts", "settle", ids["samarbeid"], "--drop").code == 0
    assert json.loads(begun("transcripts", "unsettled", "--format", "json").out) == []
    assert sorted(c["code"] for c in shown(begun)["codings"]) == ["internt", "økonomi"]
    assert begun("check").code == 0


def test_undo_brings_the_old_text_and_places_back(begun, tmp_path: Path):
    coded(begun, tmp_path)
    before = shown(begun)
    begun("transcripts", "replace", "granmo", "new.txt")
    assert run(["undo", "--quiet"]) == 0
    assert shown(begun) == before


def test_a_second_correction_may_bring_back_what_the_first_lost(begun, tmp_path: Path):
    coded(begun, tmp_path)
    begun("transcripts", "replace", "granmo", "new.txt")
    begun("transcripts", "replace", "granmo", "in/granmo.txt")
    assert json.loads(begun("transcripts", "unsettled", "--format", "json").out) == []
    assert len(shown(begun)["codings"]) == 3


def test_the_same_text_is_no_revision(begun):
    assert begun("transcripts", "replace", "granmo", "in/granmo.txt").code == 1
    assert begun("transcripts", "replace", "nobody", "in/granmo.txt").code == 1


def covered(cli, coder="Anna"):
    rows = json.loads(cli("coverage", "--format", "json").out)
    return {r["transcript"]: (r["finished"], r["unread"]) for r in rows if r["coder"] == coder}


def test_what_came_in_after_somebody_had_read_is_unread_for_them_and_missing(begun, tmp_path: Path):
    begun("tag", "granmo:2", "internt", "--coder", "Berit")
    begun("finish", "granmo", "--coder", "Anna")
    begun("finish", "granmo", "--coder", "Berit")
    was = shown(begun)["text"]
    (tmp_path / "new.txt").write_text(
        was.replace("hver tirsdag", "hver onsdag") + "\nKari: Og helsa er det ingen som spør oss om lenger.\n",
        encoding="utf-8",
    )
    assert begun("transcripts", "replace", "granmo", "new.txt").code == 0
    assert covered(begun)["granmo"] == (True, 1)
    assert "Anna has not read 1 new segment of granmo" in begun("coverage").err
    cells = {c["code"]: c for c in json.loads(begun("compare", "Anna", "Berit", "--format", "json").out)["codes"]}
    assert (
        sum(cells["internt"][k] for k in ("both", "neither")) + sum(cells["internt"]["only"].values()) == 3
    )  # of 4 of hers
    begun("tag", "granmo:7", "økonomi", "--coder", "Berit")
    assert covered(begun, "Berit")["granmo"] == (True, 0)
    cells = {c["code"]: c for c in json.loads(begun("compare", "Anna", "Berit", "--format", "json").out)["codes"]}
    assert "økonomi" not in cells or not any(cells["økonomi"]["only"].values())
    assert begun("finish", "granmo", "--coder", "Anna").err == "finished: granmo\n"
    assert covered(begun)["granmo"] == (True, 0)
    begun("undo")
    assert covered(begun)["granmo"] == (True, 1)


def test_a_corrected_text_with_the_same_words_stays_read(begun, tmp_path: Path):
    begun("finish", "granmo", "--coder", "Anna")
    (tmp_path / "new.txt").write_text(shown(begun)["text"].replace("Husleia", "Husleien"), encoding="utf-8")
    begun("transcripts", "replace", "granmo", "new.txt")
    begun("tag", "granmo:2", "internt", "--coder", "Anna")
    assert covered(begun)["granmo"] == (True, 0)
