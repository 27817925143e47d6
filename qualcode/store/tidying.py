"""What follows from a merge by itself, found alike in every copy."""

import json
import sqlite3
from hashlib import sha256

from qualcode.store.journal import MERGE
from qualcode.store.uniting import Change


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
