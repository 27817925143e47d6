"""Open, make and migrate a project file; run one verb's transaction."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeGuard
from uuid import uuid4

from qualcode.errors import ProjectUnavailable, QualcodeError
from qualcode.store import migrating
from qualcode.store.schema import APPLICATION, VERSION, remember_changes

WAIT = 30.0
"""Seconds that a verb waits while another process writes."""


def new_id() -> str:
    """A permanent id that no other copy of the project will ever make again."""
    return uuid4().hex


def written(number: float | None) -> str | None:
    """A number as the tables keep it: with every digit (see steps/0001.sql)."""
    return None if number is None else repr(float(number))


Connection = sqlite3.Connection
"""An open project file; what is above the store needs to know no more of it."""


def create(path: Path) -> sqlite3.Connection:
    """Make a new project file, readable by its owner only, and open it."""
    if path.exists():
        raise QualcodeError("there is a project here already", where=str(path))
    part = path.with_name(
        f"{path.name}.{new_id()}.part"
    )  # so that a project that was killed at birth is not in the way
    try:
        _touch(part)
        with closing(_connect(part)) as connection:
            _migrate(connection)
        part.rename(path)
    except OSError as error:
        raise ProjectUnavailable(f"cannot be made: {error.strerror}", where=str(path)) from None
    finally:
        part.unlink(missing_ok=True)
    return _connect(path)


def open_file(path: Path) -> sqlite3.Connection:
    """Open a project file and bring it up to date, after a backup, if an older version made it."""
    if not path.is_file():
        raise ProjectUnavailable(
            "there is no project file", where=str(path), hint="Make a project with `qualcode init DIR`."
        )
    db = None
    try:
        db = _connect(path)
        application, version = (
            db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        _check_ours(application, version, path)
        if version < VERSION:
            backup(db, path.with_suffix(f".v{version}.db"))
            with closing(_connect(path)) as connection:
                _migrate(connection)
    except sqlite3.DatabaseError as error:
        if db:
            db.close()
        raise unavailable(error, path) from None
    except ProjectUnavailable:
        if db:
            db.close()
        raise
    return db


_AGAIN = "Have it sent or made once more; nothing was changed here."


@contextmanager
def other(source: Path | bytes, name: str) -> Iterator[sqlite3.Connection]:
    """Another project file, from the disk or from memory, to read from and to leave as it is.

    One that an older version made is brought up to date in memory.
    """
    try:
        if isinstance(source, bytes):
            opened = sqlite3.connect(":memory:", isolation_level=None)
            opened.deserialize(source or b"\0")  # nothing at all would pass for want of memory
        else:
            place = f"{source.resolve().as_uri()}?mode=ro"
            opened = sqlite3.connect(place, uri=True, timeout=WAIT, isolation_level=None)
    except sqlite3.DatabaseError as error:
        raise unavailable(error, Path(name), _AGAIN) from None
    with closing(opened) as db:
        db.row_factory = sqlite3.Row
        try:
            pragmas = ("application_id", "user_version")
            application, version = (db.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas)
            db.execute("BEGIN")  # what another process writes to it meanwhile is not seen by halves
            _check_ours(application, version, Path(name))
            whole = db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        except sqlite3.DatabaseError as error:
            raise unavailable(error, Path(name), _AGAIN) from None
        if not whole:
            raise ProjectUnavailable("the file is damaged", where=name, hint=_AGAIN)
        if version == VERSION:
            yield db
            return
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as renewed:
            db.backup(renewed)
            renewed.row_factory = sqlite3.Row
            _migrate(renewed)
            yield renewed


def write_private(data: bytes, path: Path) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    part = path.with_name(f"{path.name}.{new_id()}.part")
    try:
        _touch(part)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise QualcodeError(f"cannot be written: {error.strerror}", where=str(path)) from None
    finally:
        part.unlink(missing_ok=True)


def backup(db: sqlite3.Connection, target: Path) -> None:
    """Write a whole, compact copy of the project file, readable by its owner only."""
    target.unlink(missing_ok=True)
    _touch(target)
    db.execute("VACUUM INTO ?", [str(target)])


@contextmanager
def transaction(db: sqlite3.Connection, *, write: bool = True) -> Iterator[sqlite3.Connection]:
    """All or nothing. IMMEDIATE, because a deferred transaction that reads first loses to another writer."""
    path = Path(db.execute("PRAGMA database_list").fetchone()[2])
    try:
        db.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # SQLite itself rolls back when the disk is full
                db.execute("ROLLBACK")
            raise
    except sqlite3.OperationalError as error:
        raise unavailable(error, path) from None


def integrity(db: sqlite3.Connection) -> list[str]:
    """What SQLite itself finds wrong with the file: damaged pages, references to rows that are not there."""
    damage = [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
    dangling = [
        f"a row of {row[0]} refers to a {row[2]} that is not there" for row in db.execute("PRAGMA foreign_key_check")
    ]
    return damage + dangling


def is_fault(error: BaseException | None) -> TypeGuard[sqlite3.DatabaseError]:
    """Whether something is wrong with the file, and not with how it is used."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.ProgrammingError)


def unavailable(error: sqlite3.Error, path: Path, hint: str = "Go back to a backup.") -> ProjectUnavailable:
    """SQLite's complaint in words for people."""
    reason = str(error)
    if "locked" in reason or "busy" in reason:
        wait = "Another program is writing to it. Try again when it has finished."
        return ProjectUnavailable("the project is locked", where=str(path), hint=wait)
    if "not a database" in reason or "malformed" in reason:
        return ProjectUnavailable("the project file is damaged or not ours", where=str(path), hint=hint)
    return ProjectUnavailable(f"the project file cannot be used ({reason})", where=str(path))


def _touch(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _check_ours(application: int, version: int, path: Path) -> None:
    if application != APPLICATION:
        raise ProjectUnavailable("this is not a qualcode project file", where=str(path))
    if version > VERSION:
        hint = "Install the newer version to open it."
        raise ProjectUnavailable("this project was made by a newer qualcode", where=str(path), hint=hint)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    db.row_factory = sqlite3.Row
    # The rollback journal, not WAL: projects live on network shares, where WAL fails.
    for pragma in ("foreign_keys=on", "secure_delete=on", "synchronous=full", "journal_mode=delete"):
        db.execute(f"PRAGMA {pragma}")
    return db


def _migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing. sqlite-utils is imported here only: it brings pandas, which costs a third of a second."""
    from sqlite_utils import Database, Migrations
    from sqlite_utils.db import Database as _Database

    steps = Migrations("qualcode")

    @steps(name="0001_ground")
    def ground(database: _Database) -> None:
        migrating.ground(database.conn)

    @steps(name="0002_for_all_that_is_made")
    def for_all_that_is_made(database: _Database) -> None:
        migrating.for_all_that_is_made(database.conn)

    with transaction(connection):
        steps.apply(Database(connection, execute_plugins=False))
        remember_changes(connection)
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("INSERT OR IGNORE INTO meta VALUES ('project', ?)", [new_id()])
