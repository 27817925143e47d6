"""Projects, copies and packages that version 0.1.0 made: they open, are brought up to date once, merge and undo.

What stood in them is in `forventet.json`, written by 0.1.0 itself. All of it is invented.
"""

import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.project import STORE, Project
from qualcode.store import codebook, codings, database, decisions, history, rounds, settlements, summaries, transcripts
from qualcode.store.kinds import KINDS
from qualcode.store.order import microseconds
from qualcode.store.schema import VERSION, columns
from qualcode.verbs import setup, sharing

MADE = Path(__file__).parents[1] / "data" / "0.1.0"
EXPECTED = json.loads((MADE / "forventet.json").read_text(encoding="utf-8"))
NAMES = ("prosjekt", "kopi", "berit")
PASSPHRASE = "blåbær og lyng"  # noqa: S105 - of test data


def folder(name: str, at: Path) -> Path:
    with zipfile.ZipFile(MADE / f"{name}.zip") as made:
        made.extractall(at / name)
    return at / name


def package(name: str, at: Path) -> Path:
    with zipfile.ZipFile(MADE / "pakker.zip") as made:
        made.extract(f"pakke-{name}.qualcode", at)
    return at / f"pakke-{name}.qualcode"


def ask(_: str) -> str:
    return PASSPHRASE


def told(project: Project) -> dict[str, object]:
    """What `forventet.json` says of a project, as it is now."""
    db = project.db
    return {
        "codings": sorted([c.transcript, c.code, c.coder, c.start, c.end, c.memo, c.version] for c in codings.load(db)),
        "unsettled": sorted(
            [c.transcript, c.code, c.coder, c.anchor, c.quote] for c in codings.load(db, unsettled=True)
        ),
        "readings": codings.readings(db),
        "words": {t.name: t.words for t in transcripts.load(db)},
        "versions": codebook.account(db)[-1]["version"],
        "summaries": sorted([s.case, s.theme, s.text] for s in summaries.load(db, "office")),
        "decisions": [list(d) for d in decisions.load(db)],
        "settled": [[s.transcript, s.choice, s.reason] for s in settlements.load(db, "consensus").values()],
        "rounds": [r.name for r in rounds.load(db)],
        "log": len(history.lines(db)),
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_released_project_opens_and_says_what_it_said(name: str, tmp_path: Path) -> None:
    with Project.open(folder(name, tmp_path)) as project:
        assert told(project) == EXPECTED[name]
        assert setup.check(project).table.empty
        assert project.db.execute("PRAGMA user_version").fetchone()[0] == VERSION


def test_it_is_brought_up_to_date_once_after_a_backup(tmp_path: Path) -> None:
    at = folder("prosjekt", tmp_path)
    Project.open(at).close()
    with sqlite3.connect(at / "project.v1.db") as before:
        assert before.execute("PRAGMA user_version").fetchone()[0] == 1
    os.remove(at / "project.v1.db")
    once = (at / STORE).read_bytes()
    Project.open(at).close()
    assert (at / STORE).read_bytes() == once
    assert not (at / "project.v1.db").exists()


def test_an_upgrade_that_breaks_leaves_the_project_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = folder("prosjekt", tmp_path)
    before = (at / STORE).read_bytes()

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qualcode.store.migrating._move_summaries", broken)
    with pytest.raises(KeyboardInterrupt):
        Project.open(at)
    monkeypatch.undo()
    with sqlite3.connect(at / STORE) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert "tick" not in columns(db, "log")
    assert len((at / STORE).read_bytes()) == len(before)
    with Project.open(at) as project:
        assert told(project) == EXPECTED["prosjekt"]


def test_what_is_new_is_filled_in(tmp_path: Path) -> None:
    with Project.open(folder("prosjekt", tmp_path)) as project:
        db = project.db
        for row in db.execute("SELECT time, tick FROM log"):
            assert row["tick"] == microseconds(row["time"])
        for row in db.execute("SELECT text, turns, turn_words, words FROM body"):
            words = [len(row["text"][start:end].split()) for start, end, *_ in json.loads(row["turns"])]
            assert (json.loads(row["turn_words"]), sum(words)) == (words, row["words"])
        former = {(row["kind"], row["name"]) for row in db.execute("SELECT kind, name FROM former_name")}
        assert former == {("code", "internt"), ("transcript", "slettet_notat")}
        assert [row["kind"] for row in db.execute("SELECT kind FROM unsettled")] == ["lost"]
        assert not db.execute("SELECT 1 FROM memo WHERE kind = 'cell'").fetchone()


def test_the_log_remembers_rows_as_they_are_now(tmp_path: Path) -> None:
    with Project.open(folder("prosjekt", tmp_path)) as project:
        have = {kind.table: set(columns(project.db, kind.table)) for kind in KINDS}
        for row in project.db.execute("SELECT name, before, after FROM change"):
            for state in (row["before"], row["after"]):
                assert state is None or set(json.loads(state)) == have[row["name"]]


def test_everything_that_could_be_undone_still_can(tmp_path: Path) -> None:
    with Project.open(folder("prosjekt", tmp_path)) as project:
        steps = {coder: history.standing(project.db, coder) for coder in ("Anna", "Berit")}
        assert steps == {"Anna": 21, "Berit": 6}
        assert history.undo(project.db, "Anna")["verb"] == "adjudicate"
        assert not settlements.load(project.db, "consensus")
        for _ in range(3):
            history.undo(project.db, "Anna")
        assert not list(summaries.load(project.db, "office"))
        history.redo(project.db, "Anna")
        assert len(list(summaries.load(project.db, "office"))) == 3
        assert setup.check(project).table.empty


@pytest.mark.parametrize("first", ["old", "new"])
def test_a_copy_that_went_on_with_the_old_version_merges(
    first: str, tmp_path: Path, tables: Callable[..., object]
) -> None:
    """The other copy may be brought up to date before it is merged, or on the way."""
    here, there = folder("prosjekt", tmp_path), folder("kopi", tmp_path)
    if first == "new":
        Project.open(there).close()
    with Project.open(here) as project:
        merged = sharing.merge(project, [there], coder="Anna", ask=ask)
        assert not merged.conflicts
        now = told(project)
        assert {k: now[k] for k in now if k != "log"} == {k: v for k, v in EXPECTED["kopi"].items() if k != "log"}
        assert sharing.merge(project, [there], coder="Anna", ask=ask).reports[str(there)].lines == 0
        with Project.open(there) as other:
            sharing.merge(other, [here], coder="Anna", ask=ask)
            assert tables(other) == tables(project)
        history.undo(project.db, "Anna")
        assert {**told(project), "log": 0} == {**EXPECTED["prosjekt"], "log": 0}
        assert setup.check(project).table.empty


def test_merging_leaves_an_old_file_as_it_was(tmp_path: Path) -> None:
    here, there = folder("prosjekt", tmp_path), folder("kopi", tmp_path)
    before = (there / STORE).read_bytes()
    with Project.open(here) as project:
        sharing.merge(project, [there], coder="Anna", ask=ask, dry_run=True)
    assert (there / STORE).read_bytes() == before


def test_work_in_a_released_package_comes_back(tmp_path: Path) -> None:
    with Project.open(folder("prosjekt", tmp_path)) as project:
        for file in (folder("berit", tmp_path), package("tilbake", tmp_path)):
            sharing.merge(project, [file], coder="Anna", ask=ask)
        made = {(c.transcript, c.code, c.start, c.memo) for c in codings.load(project.db) if c.coder == "Berit"}
        assert {("elvestad_koordinator", "barn", 294, "spørsmålet"), ("granvik_leder", "økonomi", 43, "")} <= made
        assert codings.readings(project.db)["granvik_leder"] == ["Anna", "Berit"]
        assert setup.check(project).table.empty


@pytest.mark.parametrize("name", ["blind", "apen", "tilbake", "lukket"])
def test_a_released_package_is_unpacked(name: str, tmp_path: Path) -> None:
    file = MADE / "pakke-lukket.qualcode" if name == "lukket" else package(name, tmp_path)
    with sharing.unpack(file, tmp_path / "ut", ask=ask) as project:
        assert project.settings.coder == "Berit"
        assert ({c.coder for c in codings.load(project.db)} == {"Berit"}) is (name != "apen")
        assert setup.check(project).table.empty
        with database.transaction(project.db):
            assert project.db.execute("SELECT value FROM meta WHERE key = 'tick'").fetchone()
    assert not list((tmp_path / "ut").glob("*.part"))
