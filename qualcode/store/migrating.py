"""Bring a project file that an older version made up to date, with what its log remembers."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from qualcode.store.order import microseconds
from qualcode.store.schema import statements

Row = dict[str, Any]


def ground(db: sqlite3.Connection) -> None:
    """Step 1: version 0.1.0."""
    for statement in statements("0001"):
        db.execute(statement)


def for_all_that_is_made(db: sqlite3.Connection) -> None:
    """Step 2: what the issues after 0.1.0 store.

    What is filled in follows from the row alone, so that two copies that are brought up to date apart say the same.
    """
    for statement in statements("0002"):
        db.execute(statement)
    db.create_function("microseconds", 1, microseconds, deterministic=True)
    db.execute("UPDATE log SET tick = microseconds(time)")
    for table in ("codebook_version", "settlement", "decision", "round"):
        db.execute(f"UPDATE {table} SET tick = microseconds(created)")
    _rewrite(db, _with_new_columns)
    _count_words(db)
    _move_summaries(db)
    _remember_former_names(db)
    known = "SELECT tick FROM log UNION SELECT tick FROM codebook_version UNION SELECT n FROM revision"
    db.execute(f"INSERT INTO meta SELECT 'tick', coalesce(max(tick), 0) FROM ({known})")


_NEW: Mapping[str, Mapping[str, object]] = {
    "codebook_version": {"tick": None},
    "settlement": {"tick": None, "revision": None},
    "decision": {"tick": None, "revision": None, "source": ""},
    "round": {"tick": None},
    "reading": {"revision": None},
    "attribute_type": {"label": ""},
}
"""The columns that rows of 0.1.0 do not have, with their values; `tick` follows from when the row was made."""


def _with_new_columns(table: str, row: Row) -> tuple[str, Row]:
    new = dict(_NEW.get(table, {}))
    if "tick" in new:
        new["tick"] = microseconds(str(row["created"]))
    return table, row | new


def _rewrite(db: sqlite3.Connection, change: Callable[[str, Row], tuple[str, Row]]) -> None:
    """Rewrite the rows that the log remembers: their tables and columns."""
    for seq, table, *states in db.execute("SELECT seq, name, before, after FROM change").fetchall():
        rows = [change(table, json.loads(state)) if state else None for state in states]
        names = {row[0] for row in rows if row}
        told = [json.dumps(row[1], ensure_ascii=False) if row else None for row in rows]
        if names != {table} or table in _NEW:
            db.execute("UPDATE change SET name = ?, before = ?, after = ? WHERE seq = ?", [*names, *told, seq])


def _count_words(db: sqlite3.Connection) -> None:
    for id_, text, turns in db.execute("SELECT id, text, turns FROM body").fetchall():
        words = [len(text[start:end].split()) for start, end, *_ in json.loads(turns)]
        db.execute("UPDATE body SET turn_words = ? WHERE id = ?", [json.dumps(words), id_])


def _move_summaries(db: sqlite3.Connection) -> None:
    """Summaries of the matrix were memos on [attribute, value, theme] by name; now they are on what is meant."""
    named = _names_ever(db)

    def moved(table: str, row: Row) -> tuple[str, Row]:
        return ("summary", _summary(row, named)) if table == "memo" and row["kind"] == "cell" else (table, row)

    for memo in db.execute("SELECT * FROM memo WHERE kind = 'cell'").fetchall():
        db.execute("INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?, ?, ?)", list(_summary(dict(memo), named).values()))
    db.execute("DELETE FROM memo WHERE kind = 'cell'")
    _rewrite(db, moved)


def _summary(memo: Row, named: Mapping[tuple[str, str], str]) -> Row:
    attribute, value, theme = json.loads(memo["target"])
    code = named.get(("code", theme)) or (sha256(f"code\0{theme}".encode()).hexdigest()[:32] if theme else "")
    return {
        "id": memo["id"],
        "attribute": attribute,
        "value": named.get(("transcript", value), value) if attribute == "transcript" else value,
        "code": code,
        **{column: memo[column] for column in ("coder", "text", "created", "removed")},
    }


def _names_ever(db: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The permanent id of every transcript and code by the names it has had; who has a name now comes first."""
    found: dict[tuple[str, str], str] = {}
    for table, name, uid, _ in _called(db):
        found.setdefault((table, name), uid)
    return found


def _called(db: sqlite3.Connection) -> list[tuple[str, str, str, str]]:
    """Table, name, permanent id and when: of the names that transcripts and codes have, then of those they had."""
    now = db.execute(
        "SELECT 'code', id, uid, '' FROM code UNION ALL"
        " SELECT 'transcript', name, uid, created FROM transcript WHERE removed IS NULL"
    ).fetchall()
    once = db.execute(
        "SELECT c.name, json_extract(c.before, iif(c.name = 'code', '$.id', '$.name')),"
        " json_extract(c.before, '$.uid'), l.time FROM change c JOIN log l ON l.seq = c.log"
        " WHERE c.name IN ('code', 'transcript')"
        " AND c.before IS NOT NULL ORDER BY c.seq DESC"
    ).fetchall()
    return [tuple(row) for row in (*now, *once)]


def _remember_former_names(db: sqlite3.Connection) -> None:
    have = {(table, name, uid) for table, name, uid, _ in _called(db)[: _standing(db)]}
    for table, name, uid, time in _called(db)[_standing(db) :]:
        if (table, name, uid) not in have:
            db.execute("INSERT OR REPLACE INTO former_name VALUES (?, ?, ?, ?)", [table, name, uid, time])


def _standing(db: sqlite3.Connection) -> int:
    query = "SELECT (SELECT count(*) FROM code) + (SELECT count(*) FROM transcript WHERE removed IS NULL)"
    return int(db.execute(query).fetchone()[0])
