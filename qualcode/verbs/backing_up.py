"""Backups: make one, list them, go back to one."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from qualcode.document import Output, Table
from qualcode.errors import QualcodeError
from qualcode.names import meant
from qualcode.project import Project
from qualcode.store import backups, history
from qualcode.store.database import Connection
from qualcode.store.history import Verb
from qualcode.verbs.setup import provenance

COLUMNS = ("backup", "made", "megabytes")
_WHEN = "%Y-%m-%d %H:%M:%S"


def back_up(project: Project) -> backups.Backup:
    """Make a backup now, and let go of those that the rule does not keep."""
    made = backups.make(project.db, project.backup_folder, datetime.now(UTC))
    backups.thin(project.backup_folder, project.settings.backups)
    return made


def listing(project: Project) -> Output:
    """The backups, the newest first: name, local time, size."""
    found = backups.listed(project.backup_folder)
    rows = [(b.path.stem, b.made.astimezone().strftime(_WHEN), round(b.bytes / 1e6, 1)) for b in found]
    return Output(Table.of(rows, COLUMNS), provenance(project), title="Backups")


def chosen(project: Project, when: str) -> Path:
    """The backup that is meant: `last`, or the beginning of its name or of its local time."""
    found = backups.listed(project.backup_folder)
    if not found:
        raise QualcodeError("there are no backups", where=str(project.backup_folder))
    if when == "last":
        return found[0].path
    names = {b.path.stem: b.path for b in found}
    local = {b.made.astimezone().strftime(_WHEN): b.path for b in found}
    if any(time.startswith(when) for time in local):
        return local[meant(when, local, "backup", "backups")]
    return names[meant(when, names, "backup", "backups")]


def losing(project: Project, backup: Path) -> Output:
    """What was done since a backup was made and goes with it: columns time, coder, verb."""
    rows = [tuple(row.values()) for row in backups.lost(project.db, backup)]
    return Output(Table.of(rows, ("time", "coder", "verb")), provenance(project), title="Since then")


def restore(project: Project, backup: Path) -> backups.Backup:
    """Go back to a backup, inside the open file; the present state is backed up first, and that backup returned."""
    present = backups.make(project.db, project.backup_folder, datetime.now(UTC))
    backups.put_back(project.db, backup)
    return present


def carry(project: Project, name: str, coder: str, change: Callable[[Connection, Verb], object]) -> list[str]:
    """Do in every backup what takes words away for good, so that none brings them back.

    Returns the names of those that could not be opened, and were deleted.
    """

    def inside(db: Connection) -> None:
        with history.doing(db, name, coder, undoable=False) as verb:
            change(db, verb)

    return backups.in_each(project.backup_folder, inside)
