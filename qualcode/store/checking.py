"""What `check` looks for in every stored kind, as the register says, beside the texts and the codings' places."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from qualcode.store import transcripts
from qualcode.store.kinds import KINDS, Kind
from qualcode.store.schema import keys
from qualcode.store.uniting import doubles


def faults(db: sqlite3.Connection) -> list[str]:
    """JSON and times that cannot be read, quotes that are not what stands there, codings that are there twice."""
    found = [fault for kind in KINDS for fault in (*_unreadable(db, kind), *_misplaced(db, kind))]
    for row, first in doubles(db):
        found.append(f"coding {row['id']} says what {first} says: the same coder, code and place")
    return found


def _unreadable(db: sqlite3.Connection, kind: Kind) -> Iterator[str]:
    named = "id" if "id" in keys(db, kind.table) else "rowid"
    for column in kind.json:
        for row in db.execute(f'SELECT {named}, "{column}" FROM {kind.table} WHERE "{column}" <> \'\''):
            if not _is_json(row[1]):
                yield f"{kind.table} {row[0]}: its {column} cannot be read"
    for column in kind.times:
        for row in db.execute(f"SELECT {named}, {column} FROM {kind.table} WHERE coalesce({column}, '') <> ''"):
            if not _is_time(row[1]):
                yield f"{kind.table} {row[0]}: its {column} is no time"


def _misplaced(db: sqlite3.Connection, kind: Kind) -> Iterator[str]:
    """Of the kinds with a span other than codings, which have their own check."""
    if kind.placed != "span" or kind.table == "coding":
        return
    for row in db.execute(f"SELECT * FROM {kind.table} WHERE removed IS NULL ORDER BY id"):
        text = transcripts.text(db, row["transcript"], row["revision"])
        if text is None or text[row["start"] : row["end"]] != row["quote"]:
            yield f"{kind.table} {row['id']} ({row['start']}-{row['end']}): its quote is not what stands there"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
