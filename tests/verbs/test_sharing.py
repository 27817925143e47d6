"""A round is drawn and written down, a package holds what its coder may see, and comes back whole."""

import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.errors import ExitCode, ProjectUnavailable, QualcodeError, WrongUsage
from qualcode.model import Selection, Source
from qualcode.project import STORE, Project
from qualcode.protect.sealing import AGE
from qualcode.store import codings, history, rounds, transcripts
from qualcode.verbs import coding, sharing
from qualcode.verbs.blind_coding import coded_blind
from qualcode.verbs.erasing import transcripts as erase
from qualcode.verbs.setup import check
from qualcode.verbs.sharing import NewRound

NOTE = "hemmelig notat om granmo"


def never(name: str) -> str:
    raise AssertionError(f"asked for the passphrase of {name}")


@pytest.fixture
def coded(project: Project) -> Project:
    """Kari has coded, undone, noted and finished; there is a removed transcript, and one for nobody's round."""
    coding.tag(project, "granmo-1:2", ["internt"], coder="Kari", memo=NOTE)
    coding.tag(project, "granmo-1:4", ["økonomi"], coder="Kari")
    coding.untag(project, "granmo-1:4", "økonomi", coder="Kari")
    coding.tag(project, "granmo-1:4", ["barn"], coder="Ola")
    coding.finish(project, ["granmo-1"], coder="Kari")
    with project.verb("import", "Kari") as verb:
        transcripts.add(project.db, Source("borte", "Dette er fjernet XYZZY."), (), verb.time)
    with project.verb("transcripts remove", "Kari") as verb:
        transcripts.remove(project.db, [transcripts.uid(project.db, "borte")], verb.time)
    return project


@pytest.fixture
def unpacked(coded: Project, tmp_path: Path) -> Iterator[Project]:
    """Ola's package of granmo-1, unpacked."""
    sharing.sample(coded, NewRound(["Kari", "Ola"], share=1.0), Selection(transcripts=("granmo-1",)), coder="Kari")
    sharing.package(coded, "Ola", tmp_path / "ola.qualcode")
    with sharing.unpack(tmp_path / "ola.qualcode", tmp_path / "ola", ask=never) as project:
        yield project


def test_a_sample_is_written_down_and_can_be_undone(project: Project) -> None:
    output, sentence = sharing.sample(
        project, NewRound(["Kari", "Ola"], number=1, strata=("office_group",), seed=7), lang="en", coder="Kari"
    )
    (drawn,) = rounds.load(project.db)
    assert drawn.name == "round 1"
    assert drawn.sentence == sentence
    assert "1 of 2 transcripts (50%)" in sentence
    assert "stratified by office_group" in sentence
    assert (drawn.blind, drawn.seed) == (True, 7)
    assert drawn.assigned["Kari"] == drawn.assigned["Ola"] == tuple(output.table["transcript"])
    assert drawn.assigned["Ola"][0] in coded_blind(project, "Ola")
    assert list(output.table.columns) == ["round", "transcript", "coders", "added", "office_group"]
    history.undo(project.db, "Kari")
    assert rounds.load(project.db) == []


def test_a_sample_holds_every_code_that_was_used(coded: Project) -> None:
    coding.tag(coded, "lyngdalen-1:2", ["økonomi"], coder="Kari")
    output, sentence = sharing.sample(coded, NewRound(["Kari", "Ola"], number=1), coder="Kari")
    assert set(output.table["transcript"]) == {"granmo-1", "lyngdalen-1"}
    assert output.table["added"].sum() == 1
    assert "lagt til" in sentence


def test_a_dry_sample_writes_nothing(project: Project) -> None:
    sharing.sample(project, NewRound(["Kari", "Ola"], number=1), dry_run=True)
    assert rounds.load(project.db) == []
    with pytest.raises(WrongUsage):
        sharing.sample(project, NewRound(["Kari", "Ola"]))


def test_a_round_has_a_name_of_its_own(project: Project) -> None:
    sharing.sample(project, NewRound(["Kari", "Ola"], number=1, name="høst"), coder="Kari")
    with pytest.raises(QualcodeError, match="a round 'høst' already"):
        sharing.sample(project, NewRound(["Kari", "Ola"], number=1, name="høst"), coder="Kari")
    with pytest.raises(QualcodeError, match="no round 'vår'"):
        rounds.of(project.db, "Kari", "vår")
    with pytest.raises(QualcodeError, match="Tuva codes nothing"):
        rounds.of(project.db, "Tuva", "høst")
    assert rounds.of(project.db, "Tuva") is None


def test_a_blind_package_holds_nothing_of_others(coded: Project, unpacked: Project, tmp_path: Path) -> None:
    assert list(transcripts.names(unpacked.db)) == ["granmo-1"]
    assert [c.coder for c in codings.load(unpacked.db)] == ["Ola"]
    assert unpacked.settings.coder == "Ola"
    assert history.lines(unpacked.db) == []
    assert not len(check(unpacked).table)
    data = (tmp_path / "ola.qualcode").read_bytes()
    for secret in (NOTE, "XYZZY", "pengene er borte", "Kari\x00"):
        assert secret.encode() not in data
    with closing(sqlite3.connect(tmp_path / "ola.qualcode")) as db:
        people = {
            row[0]
            for table in ("coding", "memo", "reading", "decision", "assignment")
            for row in db.execute(f"SELECT coder FROM {table}")  # noqa: S608
        }
        assert people <= {"Ola"}
        assert db.execute("SELECT count(*) FROM change").fetchone()[0] == 0
        assert db.execute("SELECT count(*) FROM body").fetchone()[0] == 1
    for file in (tmp_path / "ola.qualcode", unpacked.folder / STORE):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_open_package_holds_what_others_coded(coded: Project, tmp_path: Path) -> None:
    made = sharing.package(coded, "Ola", tmp_path / "p", Selection(transcripts=("granmo*",)), blind=False)
    assert made == sharing.Package(("granmo-1",), "", False)
    with sharing.unpack(tmp_path / "p", tmp_path / "ola", ask=never) as project:
        assert {c.coder for c in codings.load(project.db)} == {"Kari", "Ola"}
        assert not len(check(project).table)


def test_packing_changes_nothing(coded: Project, tmp_path: Path) -> None:
    before = (coded.folder / STORE).read_bytes()
    sharing.package(coded, "Ola", tmp_path / "p")
    assert (coded.folder / STORE).read_bytes() == before
    assert sorted(f.name for f in tmp_path.iterdir()) == ["p", "project"]


def test_what_a_coder_did_in_a_package_comes_back(coded: Project, unpacked: Project) -> None:
    coding.tag(unpacked, "granmo-1:2", ["barn"], coder="Ola", memo="enig")
    coding.untag(unpacked, "granmo-1:4", "barn", coder="Ola")
    coding.finish(unpacked, ["granmo-1"], coder="Ola")
    before = {c.id for c in codings.load(coded.db) if c.coder == "Kari"}
    merged = sharing.merge(coded, [unpacked.folder], coder="Kari", ask=never)
    found = merged.output.table
    assert found[["what", "who", "change", "number"]].values.tolist() == [
        ["coding", "Ola", "new", 1],
        ["coding", "Ola", "removed", 1],
        ["memo", "Ola", "new", 1],
        ["reading", "Ola", "new", 1],
    ]
    assert [(c.code, c.memo) for c in codings.load(coded.db, Selection(coders=("Ola",)))] == [("barn", "enig")]
    assert {c.id for c in codings.load(coded.db) if c.coder == "Kari"} == before
    assert codings.readings(coded.db) == {"granmo-1": ["Kari", "Ola"]}
    assert list(transcripts.names(coded.db)) == ["granmo-1", "lyngdalen-1"]
    assert not len(check(coded).table)
    again = sharing.merge(coded, [unpacked.folder / STORE, unpacked.folder], coder="Kari", ask=never)
    assert not len(again.output.table)


def test_two_packages_come_back_in_any_order(coded: Project, tmp_path: Path) -> None:
    for who in ("Ola", "Tuva"):
        sharing.package(coded, who, tmp_path / who)
        with sharing.unpack(tmp_path / who, tmp_path / f"{who}-folder", ask=never) as theirs:
            coding.tag(theirs, "granmo-1:2", ["barn"], coder=who)
            coding.tag(theirs, "lyngdalen-1:2", ["økonomi"], coder=who)
    shutil.copytree(coded.folder, tmp_path / "other")
    folders = [tmp_path / "Ola-folder", tmp_path / "Tuva-folder"]
    with Project.open(tmp_path / "other") as other:
        sharing.merge(coded, folders, coder="Kari", ask=never)
        for folder in reversed(folders):
            sharing.merge(other, [folder], coder="Kari", ask=never)
        assert list(codings.load(other.db)) == list(codings.load(coded.db))
        assert len(list(codings.load(coded.db))) == 6


def test_one_bad_file_and_nothing_is_merged(coded: Project, unpacked: Project, tmp_path: Path) -> None:
    coding.tag(unpacked, "granmo-1:2", ["barn"], coder="Ola")
    before = list(codings.load(coded.db))
    (tmp_path / "text.txt").write_text("ikke et prosjekt")
    for bad, kind in ((tmp_path / "text.txt", ProjectUnavailable), (tmp_path / "nowhere", QualcodeError)):
        with pytest.raises(kind):
            sharing.merge(coded, [unpacked.folder, bad], coder="Kari", ask=never)
    assert list(codings.load(coded.db)) == before
    assert not coded.db.in_transaction


def test_a_dry_merge_shows_and_changes_nothing(coded: Project, unpacked: Project) -> None:
    coding.tag(unpacked, "granmo-1:2", ["barn"], coder="Ola")
    before = (list(codings.load(coded.db)), history.lines(coded.db))
    merged = sharing.merge(coded, [unpacked.folder], coder="Kari", ask=never, dry_run=True)
    assert merged.output.table["number"].tolist() == [1]
    assert (list(codings.load(coded.db)), history.lines(coded.db)) == before


def test_the_other_project_is_left_as_it_was(coded: Project, unpacked: Project) -> None:
    coding.tag(unpacked, "granmo-1:2", ["barn"], coder="Ola")
    before = (unpacked.folder / STORE).read_bytes()
    sharing.merge(coded, [unpacked.folder], coder="Kari", ask=never)
    assert (unpacked.folder / STORE).read_bytes() == before


def test_a_passphrase_keeps_a_package_closed(coded: Project, tmp_path: Path) -> None:
    pytest.importorskip("pyrage")
    target = tmp_path / "ola.age"
    sharing.package(coded, "Ola", target, passphrase="løyndom")  # noqa: S106
    data = target.read_bytes()
    assert data.startswith(AGE)
    assert b"SQLite" not in data
    assert b"Intervjuer" not in data
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(QualcodeError, match="does not open it"):
        sharing.unpack(target, tmp_path / "ola", ask=lambda name: "feil")
    assert not (tmp_path / "ola").exists()
    with sharing.unpack(target, tmp_path / "ola", ask=lambda name: "løyndom") as project:
        assert len(transcripts.names(project.db)) == 2
    assert not len(sharing.merge(coded, [target], coder="Kari", ask=lambda name: "løyndom").output.table)


def test_without_pyrage_a_passphrase_is_refused_clearly(
    coded: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(QualcodeError, match=r"qualcode\[encrypt\]"):
        sharing.package(coded, "Ola", tmp_path / "p", passphrase="løyndom")  # noqa: S106
    assert not (tmp_path / "p").exists()


def test_unpacking_refuses_what_is_no_package_and_where_a_project_is(coded: Project, tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="already"):
        sharing.unpack(tmp_path / "p", coded.folder, ask=never)
    with pytest.raises(QualcodeError, match="no package"):
        sharing.unpack(coded.folder / STORE, tmp_path / "new", ask=never)
    (tmp_path / "p").write_bytes(b"SQLite format 3\0" + bytes(200))
    with pytest.raises(ProjectUnavailable) as refused:
        sharing.unpack(tmp_path / "p", tmp_path / "new", ask=never)
    assert refused.value.exit_code == ExitCode.PROJECT
    assert not (tmp_path / "new").exists()


def test_what_was_erased_does_not_come_back_with_a_package(coded: Project, unpacked: Project) -> None:
    coding.tag(unpacked, "granmo-1:2", ["barn"], coder="Ola", memo="om granmo")
    erase(coded, ["granmo-1"], coder="Kari")
    sharing.merge(coded, [unpacked.folder], coder="Kari", ask=never)
    assert list(transcripts.names(coded.db)) == ["lyngdalen-1"]
    assert "om granmo" not in str([dict(m) for m in codings.memos(coded.db)])
    data = (coded.folder / STORE).read_bytes()
    assert b"alle familiene" not in data
    assert b"om granmo" not in data
    assert not len(check(coded).table)
