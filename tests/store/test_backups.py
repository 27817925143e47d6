"""Backups: when they are due, which stay, that they are whole, and the way back."""

import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qualcode.errors import ProjectUnavailable, QualcodeError
from qualcode.project import Project, Settings, read_settings
from qualcode.store import backups, codings
from qualcode.store.backups import Backup, Rule
from qualcode.verbs import backing_up, coding, erasing, history, transcripts

NOON = datetime(2018, 3, 1, 12, tzinfo=UTC)


def every(hours: int, n: int, megabytes: int = 1) -> list[Backup]:
    """So many backups, the newest at noon and each so many hours before the next."""
    times = (NOON - timedelta(hours=hours * k) for k in range(n))
    return [Backup(Path(f"{t:%Y-%m-%dT%H}"), t, megabytes * 1_000_000) for t in times]


def test_the_last_a_day_each_and_a_week_each_stay() -> None:
    made = every(1, 24 * 120)  # an hour apart, for 120 days
    stay = backups.staying(made, Rule(last=10, days=14, weeks=12))
    assert [b.path for b in stay[:10]] == [b.path for b in made[:10]]
    days = {b.made.date() for b in stay if NOON - b.made < timedelta(days=14)}
    assert len(days) >= 13
    weeks = {b.made.strftime("%G-%V") for b in stay}
    assert len(weeks) == 12
    assert len(stay) <= 10 + 14 + 12
    for b in stay[10:]:  # the newest of its day
        assert b.made.hour == 23


def test_a_limit_takes_the_oldest_and_never_the_newest() -> None:
    assert len(backups.staying(every(24, 10, megabytes=100), Rule(megabytes=350))) == 3
    assert len(backups.staying(every(24, 10, megabytes=100), Rule(megabytes=1))) == 1


def test_when_one_is_due(project: Project, tmp_path: Path) -> None:
    folder, today = tmp_path / "b", datetime.now(UTC)
    with Project.create(tmp_path / "new", Settings("new")) as new:
        assert not backups.due(new.db, "import", folder, today)  # nothing was ever done
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    assert not backups.due(project.db, "tag", folder, today)
    assert backups.due(project.db, "tag", folder, today + timedelta(days=1))
    assert backups.due(project.db, "merge", folder, today)
    assert not backups.due(project.db, "erase speaker", folder, today + timedelta(days=1))
    backups.make(project.db, folder, today)
    assert not backups.due(project.db, "merge", folder, today + timedelta(minutes=9))
    assert backups.due(project.db, "merge", folder, today + timedelta(minutes=11))


def test_a_backup_is_whole_private_and_leaves_nothing_half_done(project: Project, tmp_path: Path) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    made = backups.make(project.db, tmp_path / "b", NOON)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert [p.name for p in (tmp_path / "b").iterdir()] == ["2018-03-01T120000Z.db"]
    with sqlite3.connect(made.path) as copy:
        assert copy.execute("SELECT count(*) FROM coding").fetchone() == (1,)
    (tmp_path / "file").write_text("")
    with pytest.raises(QualcodeError, match="no backup can be written"):
        backups.make(project.db, tmp_path / "file", NOON)


def test_a_verb_makes_one_where_it_is_due_and_is_not_held_up_by_one_that_cannot_be_made(project: Project) -> None:
    told: list[str] = []
    project.tell = told.append
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    assert backups.listed(project.backup_folder) == []
    with project.verb("import", "Kari"):
        pass
    (made,) = backups.listed(project.backup_folder)
    made.path.unlink()
    project.backup_folder.rmdir()
    project.backup_folder.write_text("in the way")
    with project.verb("import", "Kari"):
        pass
    assert told == ["no backup was made: no backup can be written: File exists"]


def test_going_back_and_forth_while_another_has_the_file_open(project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    first = backups.make(project.db, project.backup_folder, NOON)
    coding.tag(project, "granmo-1:4", ["barn"], coder="Kari")
    with Project.open(project.folder) as screen:
        assert len(list(codings.load(screen.db))) == 2
        (line,) = backing_up.losing(project, first.path).plain["verb"]
        assert line == "tag"
        present = backing_up.restore(project, backing_up.chosen(project, "2018-03-01"))
        assert [c.start for c in codings.load(screen.db)] == [c.start for c in codings.load(project.db)]
        assert len(list(codings.load(screen.db))) == 1
        coding.tag(screen, "granmo-1:3", ["barn"], coder="Ola")  # and it works on
        history.undo(screen, coder="Ola")
    backing_up.restore(project, present.path)
    assert len(list(codings.load(project.db))) == 2


def test_a_damaged_backup_is_refused_and_changes_nothing(project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    made = backups.make(project.db, project.backup_folder, NOON)
    made.path.write_bytes(made.path.read_bytes()[:4000])
    with pytest.raises(ProjectUnavailable):
        backing_up.restore(project, made.path)
    assert len(list(codings.load(project.db))) == 1


def test_a_change_is_carried_into_each_and_what_cannot_be_changed_is_deleted(project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    kept = backups.make(project.db, project.backup_folder, NOON)
    broken = backups.make(project.db, project.backup_folder, NOON + timedelta(hours=1))
    broken.path.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    assert backups.in_each(project.backup_folder, lambda db: db.execute("DELETE FROM coding")) == [broken.path.name]
    with sqlite3.connect(kept.path) as copy:
        assert copy.execute("SELECT count(*) FROM coding").fetchone() == (0,)


def test_the_settings_say_how_they_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "qualcode.toml"
    file.write_text('name = "x"\n[backups]\nlast = 3\nfolder = "../b"\n')
    assert read_settings(file).backups == Rule(last=3, folder="../b")
    file.write_text("backups = false\n")
    assert not read_settings(file).backups.wanted
    for odd in ('backups = "often"', "[backups]\nlast = 0", '[backups]\ndays = "all"', "[backups]\nyears = 3"):
        file.write_text(odd)
        with pytest.raises(ProjectUnavailable):
            read_settings(file)
    file.write_text('language = ["nb"]')
    with pytest.raises(ProjectUnavailable, match="language must be a text"):
        read_settings(file)


def test_copies_of_sync_programs_are_seen(tmp_path: Path) -> None:
    for name in ("project.db", "project-PC.db", "project (1).db", "project.sync-conflict-20180301.db", "other.db",
                 "project.db-journal", "project.v1.db"):  # fmt: skip
        (tmp_path / name).touch()
    assert backups.conflict_copies(tmp_path, "project.db") == [
        "project (1).db", "project-PC.db", "project.sync-conflict-20180301.db",
    ]  # fmt: skip


def test_what_is_erased_is_in_no_backup(project: Project) -> None:
    words = b"Barna snakker vi for lite om"
    made = backups.make(project.db, project.backup_folder, NOON)
    assert words in made.path.read_bytes()
    erasing.transcripts(project, ["granmo-1"], coder="Kari")
    assert words not in made.path.read_bytes()
    assert words not in (project.folder / "project.db").read_bytes()
    backing_up.restore(project, made.path)
    assert [row["name"] for row in transcripts.listing(project).table.to_dict("records")] == ["lyngdalen-1"]
