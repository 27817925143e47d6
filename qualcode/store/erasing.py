"""Delete transcripts so that nothing of them is left in the file: rows, what the log remembers, and free pages."""

import json
import sqlite3
from collections.abc import Collection
from typing import Any

from qualcode.store.history import Verb
from qualcode.store.kinds import BY_TABLE, KINDS

_ERASED = "(erased)"


def called(db: sqlite3.Connection, name: str) -> list[str]:
    """The permanent ids of every transcript of this name, removed ones and those whose import was undone too."""
    rows = db.execute(
        "SELECT uid FROM transcript WHERE name = ?1 UNION SELECT json_extract(after, '$.uid') FROM change"
        " WHERE name = 'transcript' AND json_extract(after, '$.name') = ?1 ORDER BY 1",
        [name],
    )
    return [row[0] for row in rows]


def erase(db: sqlite3.Connection, uids: Collection[str], verb: Verb) -> None:
    """Delete transcripts with all that was made on them, and the memory of those rows, inside a verb.

    The verb's log line stays; what it deletes is not remembered, so nothing can bring it back. In older lines the
    transcripts' names are struck out.
    """
    db.execute("DELETE FROM doing")
    verb.changed = True
    names = {row[0] for u in uids for row in db.execute("SELECT name FROM transcript WHERE uid = ?", [u])}
    rows, gone = belonging(db, uids)
    bodies = {body for u in uids for body in bodies_of(db, u)}
    for table, rowid in rows:
        db.execute(f"DELETE FROM {table} WHERE rowid = ?", [rowid])
    for table in ("bookmark", "source_file"):
        for u in uids:
            db.execute(f"DELETE FROM {table} WHERE transcript = ?", [u])
    for u in uids:  # so that a merge does not bring it back from another copy
        db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", [f"erased {u}", verb.time])
    for body in bodies:
        db.execute("DELETE FROM body WHERE id = ? AND id NOT IN (SELECT body FROM revision)", [body])
    names |= forget(db, gone)
    _strike_out(db, names - {row[0] for row in db.execute("SELECT name FROM transcript")})


def bodies_of(db: sqlite3.Connection, uid: str) -> list[str]:
    """The texts of all revisions of a transcript, those that were undone too."""
    rows = db.execute(
        "SELECT body FROM revision WHERE transcript = ?1 UNION SELECT json_extract(after, '$.body') FROM change"
        " WHERE name = 'revision' AND json_extract(after, '$.transcript') = ?1",
        [uid],
    )
    return [row[0] for row in rows]


def belonging(db: sqlite3.Connection, uids: Collection[str]) -> tuple[list[tuple[str, int]], set[str]]:
    """Table and rowid of all that belongs to transcripts, the rows that belong to such rows included; and their ids."""
    found: dict[tuple[str, int], None] = {}
    gone, new = set(uids), set(uids)
    while new:
        wanted, new = json.dumps(sorted(new)), set()
        for kind in KINDS:
            for column in ("uid",) if kind.table == "transcript" else kind.refers:
                meant = f"substr({column}, 1, 32) IN (SELECT value FROM json_each(?))"
                rows = db.execute(f"SELECT rowid, * FROM {kind.table} WHERE {meant}", [wanted]).fetchall()
                for row in rows:
                    found[kind.table, row["rowid"]] = None
                    new |= {row["id"]} - gone if "id" in row.keys() else set()
        gone |= new
    return list(found), gone


def forget(db: sqlite3.Connection, gone: set[str]) -> set[str]:
    """Take the rows that are gone out of what the log remembers; returns the names that the transcripts had."""
    names: set[str] = set()
    changes = db.execute("SELECT seq, name, before, after FROM change").fetchall()
    old = [(seq, table, [json.loads(state) for state in states if state]) for seq, table, *states in changes]
    grown = -1
    while grown != len(gone):  # what belonged to what is gone, in rows that were taken away before
        grown = len(gone)
        told = ((BY_TABLE[table], row) for _, table, rows in old for row in rows if "id" in row)
        gone |= {str(row["id"]) for kind, row in told if kind.belongs(row, gone)}
    for seq, table, rows in old:
        if any(BY_TABLE[table].belongs(row, gone) or gone & {row.get("id"), row.get("uid")} for row in rows):
            db.execute("DELETE FROM change WHERE seq = ?", [seq])
            names |= {row["name"] for row in rows if table == "transcript"}
    return names


def _strike_out(db: sqlite3.Connection, names: Collection[str]) -> None:
    """Take the names out of older log lines, and all details out of lines that were about nothing else."""
    for seq, details in db.execute("SELECT seq, details FROM log").fetchall():
        if any(name in details for name in names):
            known = json.loads(details)
            struck = _struck(known, names)
            named = struck.get("transcripts", [])  # a number, of an erasure
            others = [name for name in named if name != _ERASED] if isinstance(named, list) else []
            told = struck if others or struck == known else {"transcripts": _ERASED}
            db.execute("UPDATE log SET details = ? WHERE seq = ?", [json.dumps(told, ensure_ascii=False), seq])


def _struck(value: Any, names: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {key: _struck(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_struck(inner, names) for inner in value]
    if isinstance(value, str) and any(value == n or value.startswith((f"{n}:", f"{n}@", f"{n}.")) for n in names):
        return _ERASED
    return value
