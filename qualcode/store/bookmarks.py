"""Where each coder left the reader. A place to come back to, not data: neither logged nor undone."""

import sqlite3

from qualcode.store.database import transaction


def put(db: sqlite3.Connection, coder: str, uid: str, segment: int) -> None:
    """Remember the segment at which a coder is."""
    with transaction(db):
        db.execute("INSERT OR REPLACE INTO bookmark VALUES (?, ?, ?)", [coder, uid, segment])


def get(db: sqlite3.Connection, coder: str) -> tuple[str, int] | None:
    """The transcript's name and the segment at which a coder left; None if nowhere, or if it is gone."""
    row = db.execute(
        "SELECT t.name, b.segment FROM bookmark b JOIN transcript t ON t.uid = b.transcript"
        " WHERE b.coder = ? AND t.removed IS NULL",
        [coder],
    ).fetchone()
    return (row["name"], row["segment"]) if row else None
