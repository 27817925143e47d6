"""One rule for doubles: of one coder, code and span there is one coding, the oldest, with the memos of all."""

import sqlite3
from collections.abc import Iterator

from qualcode.store.history import put
from qualcode.store.replay import Key, Row

Change = tuple[Key, Row | None, Row | None]
"""A row as it was and as it has to be."""

_OWN = (("memo", "target"), ("memo_link", "target"), ("theme_review", "coding"))
"""The tables and columns that hold a coding's id, and follow it."""

_ALIKE = '"transcript", "revision", "code", "coder", "start", "end"'


def doubles(db: sqlite3.Connection, transcript: str = "") -> Iterator[tuple[sqlite3.Row, str]]:
    """Codings that say what an older one says, each with the id of that; in all transcripts or in one."""
    stays: dict[tuple[object, ...], str] = {}
    where = "removed IS NULL" + " AND transcript = ?1" * bool(transcript)
    for row in db.execute(
        f"SELECT * FROM coding WHERE {where} AND ({_ALIKE}) IN (SELECT {_ALIKE} FROM coding WHERE {where}"
        f" GROUP BY {_ALIKE} HAVING count(*) > 1) ORDER BY created, id",
        [transcript] if transcript else [],
    ).fetchall():
        place = tuple(row[c] for c in ("transcript", "revision", "code", "coder", "start", "end"))
        if (first := stays.setdefault(place, row["id"])) != row["id"]:
            yield row, first


def united(db: sqlite3.Connection, transcript: str = "", time: str = "") -> list[Change]:
    """What has to change so that there are no doubles: they are removed (at `time`, else when they were made)."""
    changes: list[Change] = []
    for row, first in doubles(db, transcript):
        changes.append((("coding", (row["id"],)), dict(row), {**dict(row), "removed": time or row["created"]}))
        for table, column in _OWN:
            for own in db.execute(f"SELECT * FROM {table} WHERE {column} = ?", [row["id"]]):
                changes.append(((table, (own["id"],)), dict(own), {**dict(own), column: first}))
    return changes


def unite(db: sqlite3.Connection, transcript: str, time: str) -> int:
    """Make one of the doubles in a transcript; returns how many codings went into others."""
    changes = united(db, transcript, time)
    for (table, key), _, row in changes:
        put(db, table, {"id": key[0]}, row)
    return sum(key[0] == "coding" for key, _, _ in changes)
