"""The log: one line for each verb done, and the way back.

Triggers remember each changed row (see `schema`), so undo is one mechanism for every verb there is or will be: the rows
are put back as they were, last changed first.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from qualcode.errors import QualcodeError
from qualcode.store.database import new_id, now, transaction
from qualcode.store.schema import columns, keys


class _Cancelled(Exception):
    """Leaves a transaction without keeping anything, quietly: a dry run, or a verb that had nothing to do."""


@dataclass
class Verb:
    """One verb being done. `details` go into the log: names, ids and numbers, never a transcript's words."""

    name: str
    coder: str
    time: str
    details: dict[str, object] = field(default_factory=dict)
    changed: bool = False


@contextmanager
def doing(
    db: sqlite3.Connection, name: str, coder: str, *, why: str = "", undoable: bool = True, dry_run: bool = False
) -> Iterator[Verb]:
    """Do one verb: one transaction, one log line. Nothing changed, nothing logged. A dry run is rolled back whole."""
    verb = Verb(name, coder, now())
    try:
        with transaction(db):
            log = db.execute(
                "INSERT INTO log (id, time, coder, verb, details, why, undoable) VALUES (?, ?, ?, ?, '{}', ?, ?)",
                [new_id(), verb.time, coder, name, why, int(undoable)],
            ).lastrowid
            db.execute("INSERT INTO doing VALUES (?)", [log])
            yield verb
            db.execute("DELETE FROM doing")
            verb.changed = db.execute("SELECT EXISTS (SELECT 1 FROM change WHERE log = ?)", [log]).fetchone()[0] == 1
            if dry_run or not verb.changed:
                raise _Cancelled
            details = json.dumps(verb.details, ensure_ascii=False)
            db.execute("UPDATE log SET details = ? WHERE seq = ?", [details, log])
    except _Cancelled:
        pass


def undo(db: sqlite3.Connection, coder: str) -> Mapping[str, object]:
    """Take back this coder's last verb that still stands; returns its log line."""
    with transaction(db):
        row = db.execute(
            "SELECT * FROM log WHERE coder = ? AND undoable AND undone IS NULL ORDER BY seq DESC LIMIT 1", [coder]
        ).fetchone()
        if row is None:
            raise QualcodeError(f"there is nothing that {coder} did to undo")
        changes = db.execute("SELECT * FROM change WHERE log = ? ORDER BY seq DESC", [row["seq"]]).fetchall()
        for change in changes:
            _put(db, change["name"], expected=change["after"], wanted=change["before"], verb=row["verb"])
        db.execute("UPDATE log SET undone = ? WHERE seq = ?", [now(), row["seq"]])
        _note(db, "undo", coder, row)
    return dict(row)


def redo(db: sqlite3.Connection, coder: str) -> Mapping[str, object]:
    """Do again what this coder undid last, as long as they have done nothing else since; returns its log line."""
    with transaction(db):
        row = db.execute(
            "SELECT * FROM log WHERE coder = ?1 AND undone IS NOT NULL AND seq > (SELECT coalesce(max(seq), 0) FROM log"
            " WHERE coder = ?1 AND undoable AND undone IS NULL) ORDER BY seq LIMIT 1",
            [coder],
        ).fetchone()
        if row is None:
            raise QualcodeError(f"there is nothing that {coder} undid to do again")
        for change in db.execute("SELECT * FROM change WHERE log = ? ORDER BY seq", [row["seq"]]).fetchall():
            _put(db, change["name"], expected=change["before"], wanted=change["after"], verb=row["verb"])
        db.execute("UPDATE log SET undone = NULL WHERE seq = ?", [row["seq"]])
        _note(db, "redo", coder, row)
    return dict(row)


def lines(db: sqlite3.Connection) -> list[dict[str, object]]:
    """The whole log, oldest first: time, coder, verb, details, why, undone."""
    rows = db.execute("SELECT id, time, coder, verb, details, why, undone FROM log ORDER BY seq")
    return [{**dict(row), "details": json.loads(row["details"])} for row in rows]


def last_change(db: sqlite3.Connection) -> str:
    """The time of the last log line, else of the project's making."""
    row = db.execute("SELECT max(time) FROM log").fetchone()[0]
    return str(row) if row else ""


def _note(db: sqlite3.Connection, verb: str, coder: str, row: sqlite3.Row) -> None:
    db.execute(
        "INSERT INTO log (id, time, coder, verb, details, why, undoable) VALUES (?, ?, ?, ?, ?, '', 0)",
        [new_id(), now(), coder, verb, json.dumps({"of": row["id"], "verb": row["verb"]})],
    )


def _put(db: sqlite3.Connection, table: str, *, expected: str | None, wanted: str | None, verb: str) -> None:
    """Bring one row from the state `expected` to the state `wanted`; refuse if it has been changed in between."""
    before, after = (json.loads(state) if state else None for state in (expected, wanted))
    present = before or after or {}
    where = " AND ".join(f'"{k}" IS ?' for k in keys(db, table))
    key = [present[k] for k in keys(db, table)]
    found = db.execute(f"SELECT * FROM {table} WHERE {where}", key).fetchone()
    if (dict(found) if found else None) != before:
        hint = "Undo what was done to it since, first."
        raise QualcodeError(
            f"this '{verb}' cannot be taken back or done again: its {table} has changed since", hint=hint
        )
    if after is None:
        db.execute(f"DELETE FROM {table} WHERE {where}", key)
    elif before is None:
        marks = ", ".join("?" for _ in after)
        names = ", ".join(f'"{c}"' for c in after)
        db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(after.values()))
    else:
        sets = ", ".join(f'"{c}" = ?' for c in columns(db, table))
        db.execute(f"UPDATE {table} SET {sets} WHERE {where}", [after[c] for c in columns(db, table)] + key)
