"""Backups of the project file: verified copies in a folder beside it, thinned by a stated rule.

A copy is made with `VACUUM INTO`, so that it is whole and compact, then opened and checked before it gets its name. The
name is the moment (UTC) at which it was made.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.store.database import new_id, other, unavailable
from qualcode.store.order import FORMAT

FOLDER = "backups"
_NAME = "%Y-%m-%dT%H%M%SZ"
_ENDING = ".db"
APART = timedelta(minutes=10)
"""Before bulk verbs, a backup is made at most so often."""
BULK = frozenset({"import", "merge", "transcripts replace", "codebook load", "codebook split", "adjudicate"})
"""Verbs that change much at once."""
NEVER_BEFORE = frozenset(
    {"transcripts erase", "erase speaker", "erase person", "erase revisions", "pseudonymise", "pseudonymise reverse"}
)
"""Verbs that take words away for good: a copy made just before would keep them."""


@dataclass(frozen=True)
class Rule:
    """Which backups stay: the last `last`, the newest of each of `days` days and of each of `weeks` weeks, as far as
    `megabytes` go. The newest always stays. None are made unless `wanted`. `folder` may lie elsewhere.
    """

    last: int = 10
    days: int = 14
    weeks: int = 12
    megabytes: int = 5_000
    folder: str = FOLDER
    wanted: bool = True


@dataclass(frozen=True)
class Backup:
    """A copy: where it lies, when it was made (UTC), how large it is."""

    path: Path
    made: datetime
    bytes: int


def listed(folder: Path) -> list[Backup]:
    """The backups in a folder, the newest first. Files that are called otherwise are none."""
    found = []
    for path in folder.glob(f"*{_ENDING}") if folder.is_dir() else ():
        try:
            made = datetime.strptime(path.stem, _NAME).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, made, path.stat().st_size))
    return sorted(found, key=lambda b: b.made, reverse=True)


def due(db: sqlite3.Connection, verb: str, folder: Path, now: datetime) -> bool:
    """Whether a backup is to be made before a verb: on the first write of a day, and before bulk verbs."""
    if verb in NEVER_BEFORE:
        return False
    row = db.execute("SELECT max(time) FROM log").fetchone()
    if not row[0]:  # nothing was ever done here
        return False
    newest = next(iter(listed(folder)), None)
    if verb in BULK:
        return newest is None or now - newest.made >= APART
    last = datetime.strptime(row[0], FORMAT).date()
    return last < now.date() and (newest is None or newest.made.date() < now.date())


def make(db: sqlite3.Connection, folder: Path, now: datetime) -> Backup:
    """Copy the project file into the folder and prove the copy. A `QualcodeError` where that cannot be."""
    while (target := folder / f"{now.strftime(_NAME)}{_ENDING}").exists():
        now += timedelta(seconds=1)
    part = folder / f"{target.name}.{new_id()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.touch(mode=0o600, exist_ok=False)
        db.execute("VACUUM INTO ?", [str(part)])
        with other(part, target.name):
            part.replace(target)
    except OSError as error:
        hint = 'Say in qualcode.toml where backups are to lie: [backups] folder = "...".'
        raise QualcodeError(f"no backup can be written: {error.strerror}", where=str(folder), hint=hint) from None
    except sqlite3.DatabaseError as error:
        raise unavailable(error, target) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Backup(target, now.replace(microsecond=0), target.stat().st_size)


def staying(made: Iterable[Backup], rule: Rule) -> list[Backup]:
    """The backups that the rule keeps, the newest first."""
    newest_first = sorted(made, key=lambda b: b.made, reverse=True)
    wanted = {b.path for b in newest_first[: rule.last]}
    wanted |= set(_newest_of(newest_first, lambda b: b.made.strftime("%Y-%m-%d"), rule.days))
    wanted |= set(_newest_of(newest_first, lambda b: b.made.strftime("%G-%V"), rule.weeks))
    kept: list[Backup] = []
    room = rule.megabytes * 1_000_000
    for backup in newest_first:
        if backup.path in wanted and (not kept or backup.bytes <= room):
            kept.append(backup)
            room -= backup.bytes
    return kept


def _newest_of(newest_first: Iterable[Backup], period: Callable[[Backup], str], most: int) -> Iterator[Path]:
    """The newest backup of each of the last so many periods that have one."""
    seen: set[str] = set()
    for backup in newest_first:
        if period(backup) not in seen and len(seen) < most:
            seen.add(period(backup))
            yield backup.path


def thin(folder: Path, rule: Rule) -> list[Path]:
    """Delete the backups that the rule does not keep; returns them."""
    made = listed(folder)
    stay = {b.path for b in staying(made, rule)}
    gone = [b.path for b in made if b.path not in stay]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def in_each(folder: Path, change: Callable[[sqlite3.Connection], object]) -> list[str]:
    """Carry a change (an erasure, pseudonyms) into every backup; what cannot be changed is deleted, and named."""
    deleted = []
    for backup in listed(folder):
        try:
            with closing(sqlite3.connect(backup.path, isolation_level=None)) as db:
                db.row_factory = sqlite3.Row
                db.execute("PRAGMA secure_delete=on")
                change(db)
                db.execute("VACUUM")
        except (sqlite3.Error, QualcodeError, OSError):
            backup.path.unlink(missing_ok=True)
            deleted.append(backup.path.name)
    return deleted


def lost(db: sqlite3.Connection, path: Path) -> list[dict[str, str]]:
    """What was done since a backup was made and is lost with it: time, coder, verb."""
    with other(path, path.name) as then:
        there = {row["id"] for row in then.execute("SELECT id FROM log")}
    rows = db.execute("SELECT id, time, coder, verb FROM line ORDER BY tick, seq")
    return [{key: row[key] for key in ("time", "coder", "verb")} for row in rows if row["id"] not in there]


def put_back(db: sqlite3.Connection, path: Path) -> None:
    """Make the project what it was in a backup, inside the file that is open: other programs that have it live on."""
    with other(path, path.name) as then:
        if then.in_transaction:
            then.execute("COMMIT")
        try:
            then.backup(db)
        except sqlite3.DatabaseError as error:
            raise unavailable(error, path) from None


def conflict_copies(folder: Path, store: str) -> list[str]:
    """Files beside the project that a sync program made of it when two machines wrote at once."""
    stem, ending = Path(store).stem, Path(store).suffix
    names = (path.name for path in folder.glob(f"{stem}*{ending}*") if path.is_file())
    ours = (store, f"{store}-journal", f"{store}-wal", f"{store}-shm")
    return sorted(
        name for name in names if name not in ours and ".part" not in name and not name.startswith(f"{stem}.v")
    )
