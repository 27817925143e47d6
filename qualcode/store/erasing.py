"""Delete transcripts so that nothing of them is left in the file: rows, what the log remembers, and free pages."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from qualcode.store.history import Verb
from qualcode.store.schema import columns

_ERASED = "(erased)"
_LONG = 40
"""Characters of a line that make it the transcript's own, so that finding it elsewhere says something."""


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
    rows = [row for u in uids for row in _rows(db, u)]
    bodies = {body for u in uids for body in _bodies(db, u)}
    for table, column, value in rows:
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", [value])
    for u in uids:  # so that a merge does not bring it back from another copy
        db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", [f"erased {u}", verb.time])
    for body in bodies:
        db.execute("DELETE FROM body WHERE id = ? AND id NOT IN (SELECT body FROM revision)", [body])
    names |= _forget(db, {value for _, _, value in rows})
    _strike_out(db, names - {row[0] for row in db.execute("SELECT name FROM transcript")})


def lines(db: sqlite3.Connection, uids: Iterable[str]) -> set[str]:
    """The longer lines of all revisions of transcripts, to look for after erasing (see `left`)."""
    texts = (
        row[0]
        for u in uids
        for body in _bodies(db, u)
        for row in db.execute("SELECT text FROM body WHERE id = ?", [body])
    )
    return {line.strip()[-2 * _LONG :] for text in texts for line in text.splitlines() if len(line.strip()) >= _LONG}


def left(db: sqlite3.Connection, lines: Iterable[str]) -> int:
    """How many of the lines still stand somewhere in the project file, byte for byte, after it was written anew."""
    db.execute("VACUUM")
    data = Path(db.execute("PRAGMA database_list").fetchone()[2]).read_bytes()
    return sum(line.encode() in data for line in lines)


def _bodies(db: sqlite3.Connection, uid: str) -> list[str]:
    """The texts of all revisions of a transcript, those that were undone too."""
    rows = db.execute(
        "SELECT body FROM revision WHERE transcript = ?1 UNION SELECT json_extract(after, '$.body') FROM change"
        " WHERE name = 'revision' AND json_extract(after, '$.transcript') = ?1",
        [uid],
    )
    return [row[0] for row in rows]


def _rows(db: sqlite3.Connection, uid: str) -> Iterator[tuple[str, str, str]]:
    """Table, column and value of all that belongs to a transcript."""
    for (target,) in db.execute(
        "SELECT target FROM memo WHERE substr(target, 1, 32) = ?1 OR target IN"
        " (SELECT id FROM coding WHERE transcript = ?1)",
        [uid],
    ):
        yield "memo", "target", target
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        if "transcript" in columns(db, table):
            yield table, "transcript", uid
    yield "transcript", "uid", uid


def _forget(db: sqlite3.Connection, gone: set[str]) -> set[str]:
    """Take the rows that are gone out of what the log remembers; returns the names that the transcripts had."""
    names: set[str] = set()
    changes = db.execute("SELECT seq, name, before, after FROM change").fetchall()
    old = [(seq, table, [json.loads(state) for state in states if state]) for seq, table, *states in changes]
    gone |= {row["id"] for _, table, rows in old for row in rows if table == "coding" and row["transcript"] in gone}
    for seq, table, rows in old:
        places = {str(row.get("target")).partition("@")[0] for row in rows}  # where a memo is, or was
        if gone & places or gone & {row.get(key) for row in rows for key in ("transcript", "uid")}:
            db.execute("DELETE FROM change WHERE seq = ?", [seq])
            names |= {row["name"] for row in rows if table == "transcript"}
    return names


def _strike_out(db: sqlite3.Connection, names: Collection[str]) -> None:
    """Take the names out of older log lines, and all details out of lines that were about nothing else."""
    for seq, details in db.execute("SELECT seq, details FROM log").fetchall():
        if any(name in details for name in names):
            known = json.loads(details)
            struck = _struck(known, names)
            others = [name for name in struck.get("transcripts", []) if name != _ERASED]
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
