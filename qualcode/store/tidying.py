"""What follows from a merge by itself, found alike in every copy."""

import json
import sqlite3
from hashlib import sha256

from qualcode.store.journal import MERGE
from qualcode.store.replay import Key, Row

Change = tuple[Key, Row | None, Row | None]
"""A row as it was and as it has to be."""


def same_coding_twice(db: sqlite3.Connection) -> list[Change]:
    """The same coder, code and span in both copies is one coding: the older; memos follow it."""
    alike = '"transcript", "revision", "code", "coder", "start", "end"'
    changes: list[Change] = []
    stays: dict[tuple[object, ...], str] = {}
    for row in db.execute(
        f"SELECT * FROM coding WHERE removed IS NULL AND ({alike}) IN (SELECT {alike} FROM coding"
        f" WHERE removed IS NULL GROUP BY {alike} HAVING count(*) > 1) ORDER BY created, id"
    ):
        place = tuple(row[c] for c in ("transcript", "revision", "code", "coder", "start", "end"))
        if (first := stays.setdefault(place, row["id"])) == row["id"]:
            continue
        changes.append((("coding", (row["id"],)), dict(row), {**dict(row), "removed": row["created"]}))
        for memo in db.execute("SELECT * FROM memo WHERE kind = 'coding' AND target = ?", [row["id"]]):
            changes.append((("memo", (memo["id"],)), dict(memo), {**dict(memo), "target": first}))
    return changes


def united_codebook(db: sqlite3.Connection, time: str, tick: int) -> list[Change]:
    """The united codebook is a version of its own, made at `time` (its number: `tick`), unless it is the newest."""
    book = [dict(row) for row in db.execute("SELECT * FROM code ORDER BY position, id, uid")]
    last = db.execute("SELECT * FROM codebook_version ORDER BY tick DESC, id DESC LIMIT 1").fetchone()
    snapshot = json.dumps(book, ensure_ascii=False)
    if last is None or json.loads(last["book"]) == book:
        return []
    older = [row[0] for row in db.execute("SELECT id FROM codebook_version ORDER BY id")]
    id_ = sha256("\0".join((*older, snapshot)).encode()).hexdigest()[:32]
    row = {
        **dict(last),
        "id": id_,
        "created": time,
        "tick": tick,
        "coder": "",
        "why": MERGE,
        "book": snapshot,
        "source": "",
    }
    return [(("codebook_version", (id_,)), None, row)]
