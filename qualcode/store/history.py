"""The log: one line for each verb done, and the way back.

Triggers remember each changed row (see `schema`), so undo is one mechanism for every verb there is or will be: the rows
are put back as they were, last changed first.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.store.database import new_id, transaction
from qualcode.store.order import following, now
from qualcode.store.schema import keys

_DONE_BY = "coder IN (SELECT ?1 UNION ALL SELECT name FROM coder_alias WHERE coder = ?1)"
"""Of a log line: that a coder did it, under whichever name they had then."""


class _Cancelled(Exception):
    """Leaves a transaction without keeping anything, quietly: a dry run, or a verb that had nothing to do."""


class _Changed(Exception):
    """A row that was to be put back is not as it was left."""


@dataclass
class Verb:
    """One verb being done. `details` go into the log: names, ids and numbers, never a transcript's words.

    `time` is what the clock said when it began, `tick` its place in the order of all that is done (see `order`).
    """

    name: str
    coder: str
    time: str = ""
    tick: int = 0
    id: str = field(default_factory=new_id)
    details: dict[str, object] = field(default_factory=dict)
    changed: bool = False


@contextmanager
def doing(
    db: sqlite3.Connection, name: str, coder: str, *, why: str = "", undoable: bool = True, dry_run: bool = False
) -> Iterator[Verb]:
    """Do one verb: one transaction, one log line. Nothing changed, nothing logged. A dry run is rolled back whole."""
    verb = Verb(name, coder)
    try:
        with transaction(db):
            verb.time = now()
            verb.tick = following(db, verb.time)
            log = db.execute(
                "INSERT INTO log (id, time, tick, coder, verb, details, why, undoable, about, via)"
                " VALUES (?, ?, ?, ?, ?, '{}', ?, ?, '', '')",
                [verb.id, verb.time, verb.tick, coder, name, why, int(undoable)],
            ).lastrowid
            db.execute("INSERT INTO doing VALUES (?)", [log])
            yield verb
            db.execute("DELETE FROM doing")
            remembered = db.execute("SELECT EXISTS (SELECT 1 FROM change WHERE log = ?)", [log]).fetchone()[0] == 1
            verb.changed = verb.changed or remembered
            if dry_run or not verb.changed:
                raise _Cancelled
            details = json.dumps(verb.details, ensure_ascii=False)
            db.execute("UPDATE log SET details = ? WHERE seq = ?", [details, log])
    except _Cancelled:
        pass


def undo(db: sqlite3.Connection, coder: str, only: Collection[str] = ()) -> Mapping[str, object]:
    """Take back this coder's last verb that still stands; returns its log line. Another verb than `only` is refused."""
    with _travelling(db):
        row = db.execute(
            f"SELECT * FROM line WHERE {_DONE_BY} AND undoable AND undone IS NULL ORDER BY seq DESC LIMIT 1", [coder]
        ).fetchone()
        if row is None:
            raise QualcodeError(f"there is nothing left to undo{_by(coder)}")
        _is_one_of(only, row["verb"])
        for change in db.execute("SELECT * FROM change WHERE log = ? ORDER BY seq DESC", [row["seq"]]).fetchall():
            _put(db, change["name"], expected=change["after"], wanted=change["before"])
        _note(db, "undo", coder, row)
    return dict(row)


def redo(db: sqlite3.Connection, coder: str, only: Collection[str] = ()) -> Mapping[str, object]:
    """Do again what this coder undid last, as long as they have done nothing else since; returns its log line.

    Another verb than `only` is refused.
    """
    with _travelling(db):
        undone = _undone(db, coder)
        if not undone:
            raise QualcodeError(f"there is nothing to do again{_by(coder)}")
        row = db.execute("SELECT * FROM line WHERE id = ?", [undone[-1]]).fetchone()
        _is_one_of(only, row["verb"])
        for change in db.execute("SELECT * FROM change WHERE log = ? ORDER BY seq", [row["seq"]]).fetchall():
            _put(db, change["name"], expected=change["before"], wanted=change["after"])
        _note(db, "redo", coder, row)
    return dict(row)


def standing(db: sqlite3.Connection, coder: str) -> int:
    """How many steps of a coder stand: those that could be undone one after the other."""
    standing = f"SELECT count(*) FROM line WHERE {_DONE_BY} AND undoable AND undone IS NULL"
    row = db.execute(standing, [coder]).fetchone()
    return int(row[0])


def lines(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """The whole log, oldest first: time, coder, verb, details, why, undone."""
    rows = db.execute(
        "SELECT id, time, coalesce((SELECT a.coder FROM coder_alias a WHERE a.name = line.coder), coder) AS coder,"
        " verb, details, why, undone FROM line ORDER BY tick, seq"
    )
    return [{**dict(row), "details": json.loads(row["details"])} for row in rows]


def last_change(db: sqlite3.Connection) -> str:
    """The time of the last log line, '' in a project to which nothing was done yet."""
    row = db.execute("SELECT time FROM log ORDER BY tick DESC, id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _is_one_of(only: Collection[str], verb: str) -> None:
    if only and verb not in only:
        raise QualcodeError(f"the step is '{verb}', which is not done here", hint="Use `qualcode undo` or `redo`.")


def _by(coder: str) -> str:
    return f" for {coder}" if coder else ""


@contextmanager
def _travelling(db: sqlite3.Connection) -> Iterator[None]:
    """The transaction of an undo or redo, which can fail only because something was done since that stands on it."""
    try:
        with transaction(db):
            yield
    except (_Changed, sqlite3.IntegrityError):
        hint = "Undo what was done to it or with it since, first."
        raise QualcodeError("this cannot be taken back or done again: it has been built on since", hint=hint) from None


def _undone(db: sqlite3.Connection, coder: str) -> list[str]:
    """The ids of the lines that a coder has undone, and not done again, since they last did something new."""
    undone: list[str] = []
    for note in db.execute(
        f"SELECT verb, about FROM log WHERE {_DONE_BY} AND via = '' AND about <> '' AND seq >"
        f" (SELECT coalesce(max(seq), 0) FROM log WHERE {_DONE_BY} AND undoable) ORDER BY seq",
        [coder],
    ):
        if note["verb"] == "undo":
            undone.append(note["about"])
        else:
            undone.remove(note["about"])
    return undone


def _note(db: sqlite3.Connection, verb: str, coder: str, row: sqlite3.Row) -> None:
    details = json.dumps({"of": row["id"], "verb": row["verb"]})
    time = now()
    db.execute(
        "INSERT INTO log (id, time, tick, coder, verb, details, why, undoable, about, via)"
        " VALUES (?, ?, ?, ?, ?, ?, '', 0, ?, '')",
        [new_id(), time, following(db, time), coder, verb, details, row["id"]],
    )


def _put(db: sqlite3.Connection, table: str, *, expected: str | None, wanted: str | None) -> None:
    """Bring one row from the state `expected` to the state `wanted`, unless it has been changed in between."""
    before, after = (json.loads(state) if state else None for state in (expected, wanted))
    key = {k: (before or after or {})[k] for k in keys(db, table)}
    if find(db, table, key) != before:
        raise _Changed
    put(db, table, key, after)


def find(db: sqlite3.Connection, table: str, key: Mapping[str, object]) -> dict[str, object] | None:
    """One row by its primary key."""
    where = " AND ".join(f'"{k}" IS ?' for k in key)
    row = db.execute(f"SELECT * FROM {table} WHERE {where}", list(key.values())).fetchone()
    return dict(row) if row else None


def put(db: sqlite3.Connection, table: str, key: Mapping[str, object], row: Mapping[str, object] | None) -> None:
    """Make `row` what stands under `key`; None takes away what does."""
    where = " AND ".join(f'"{k}" IS ?' for k in key)
    if row is None:
        db.execute(f"DELETE FROM {table} WHERE {where}", list(key.values()))
        return
    sets, names = ", ".join(f'"{c}" = ?' for c in row), ", ".join(f'"{c}"' for c in row)
    values = list(row.values())
    if not db.execute(f"UPDATE {table} SET {sets} WHERE {where}", [*values, *key.values()]).rowcount:
        db.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in row)})", values)
