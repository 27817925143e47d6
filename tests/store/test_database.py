"""The project file: who may read it, what is refused, what a transaction leaves behind."""

import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from qualcode.errors import ExitCode, ProjectUnavailable, QualcodeError
from qualcode.project import STORE, Project, Settings
from qualcode.store import codebook, database
from qualcode.store.schema import TRACKED, VERSION


@pytest.fixture
def file(project: Project) -> Path:
    project.close()
    return project.folder / STORE


def test_only_its_owner_may_read_it(project: Project, tmp_path: Path) -> None:
    with project.verb("codebook load", "Kari") as verb:
        codebook.save(project.db, codebook.load(project.db), coder="Kari", time=verb.time)
        journal = project.folder / f"{STORE}-journal"
        assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    database.backup(project.db, tmp_path / "copy.db")
    assert {stat.S_IMODE(f.stat().st_mode) for f in (project.folder / STORE, tmp_path / "copy.db")} == {0o600}


def test_a_new_project_leaves_nothing_else_in_its_folder(project: Project) -> None:
    assert {f.name for f in project.folder.iterdir()} == {"qualcode.toml", STORE}


def test_tables_are_strict_and_references_are_kept(project: Project) -> None:
    strict = {row["name"]: row["strict"] for row in project.db.execute("PRAGMA table_list")}
    assert all(strict[table] for table in TRACKED)
    pragmas = {
        p: project.db.execute(f"PRAGMA {p}").fetchone()[0] for p in ("foreign_keys", "secure_delete", "synchronous")
    }
    assert pragmas == {"foreign_keys": 1, "secure_delete": 1, "synchronous": 2}
    assert project.db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    with pytest.raises(sqlite3.IntegrityError), project.verb("import", "Kari"):
        project.db.execute("INSERT INTO attribute VALUES ('no transcript', 'office', 'Granmo')")
    assert not project.db.in_transaction
    assert database.integrity(project.db) == []


def test_a_foreign_database_is_refused(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE theirs (x)")
    _refused(file, "not a qualcode project")


def test_an_empty_file_is_refused(file: Path) -> None:
    file.write_bytes(b"")
    _refused(file, "not a qualcode project")


def test_a_newer_project_is_refused(file: Path) -> None:
    with sqlite3.connect(file) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    _refused(file, "newer")


def test_a_missing_file_is_refused(file: Path) -> None:
    file.unlink()
    _refused(file, "no project file")
    assert not file.exists()


def test_what_is_no_database_is_refused(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04" + os.urandom(4096))
    _refused(file, "damaged or not ours")


def test_damaged_pages_are_refused(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    file.write_bytes(data)
    with pytest.raises(ProjectUnavailable) as refused, Project.open(file.parent) as project:
        codebook.load(project.db)
    assert refused.value.exit_code == ExitCode.PROJECT


def test_a_file_that_may_not_be_read_is_refused(file: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    file.chmod(0)
    _refused(file, "unable to open")


def test_a_locked_project_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT", 0.05)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    _refused(file, "locked")
    other.execute("ROLLBACK")
    with Project.open(file.parent) as project:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectUnavailable, match="locked"), project.verb("tag", "Kari"):
            pass
    other.close()


def test_a_reader_that_never_ends_locks_and_leaves_no_transaction(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT", 0.05)
    reader = sqlite3.connect(file, isolation_level=None)
    reading = reader.execute("SELECT * FROM code")
    reading.fetchone()
    with Project.open(file.parent) as project:
        before = codebook.load(project.db)
        with pytest.raises(ProjectUnavailable, match="locked"), project.verb("codebook load", "Kari") as verb:
            codebook.save(project.db, before, coder="Kari", time=verb.time)
        assert not project.db.in_transaction
        reading.close()
        assert codebook.load(project.db) == before
        with project.verb("codebook load", "Kari") as verb:
            codebook.save(project.db, before, coder="Kari", time=verb.time)


def test_a_verb_waits_for_another(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lambda: other.execute("ROLLBACK"))
    timer.start()
    with Project.open(file.parent) as project, project.verb("codebook load", "Kari") as verb:
        codebook.save(project.db, codebook.load(project.db), coder="Kari", time=verb.time)
    timer.join()
    assert verb.changed


def test_an_older_project_is_brought_up_to_date_after_a_backup(file: Path) -> None:
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 0")
        db.execute("DROP TRIGGER coding_INSERT")
    with Project.open(file.parent) as project:
        assert project.db.execute("PRAGMA user_version").fetchone()[0] == VERSION
        assert project.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'coding_INSERT'").fetchone()
        assert "barn" in codebook.load(project.db).by_id
    kept = file.with_suffix(".v0.db")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with sqlite3.connect(kept) as db:
        assert db.execute("SELECT count(*) FROM transcript").fetchone()[0] == 2


def test_a_second_project_in_the_same_folder_is_refused(project: Project) -> None:
    with pytest.raises(QualcodeError, match="already"):
        Project.create(project.folder, Settings("to"))
    with pytest.raises(QualcodeError, match="already"):
        database.create(project.folder / STORE)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(QualcodeError) as refused:
        Project.create(tmp_path / "file" / "project", Settings("prøve"))
    assert "Traceback" not in str(refused.value)


def _refused(file: Path, because: str) -> None:
    with pytest.raises(ProjectUnavailable, match=because) as refused:
        Project.open(file.parent)
    assert refused.value.exit_code == ExitCode.PROJECT
