"""Who has read which transcript to its end, and in which text. What is new in a corrected text nobody has read yet."""

import sqlite3
from typing import NamedTuple

_READ = (
    "coalesce(r.revision, (SELECT max(n) FROM revision WHERE transcript = r.transcript AND created <= r.finished), 1)"
)
"""The revision that a coder read. 0.1.0 did not write it down: the newest that there was then."""


class ReadBefore(NamedTuple):
    """A transcript, by name, that a coder finished while it had another text than now."""

    transcript: str
    coder: str
    text: str


def finish(db: sqlite3.Connection, uid: str, coder: str, time: str) -> bool:
    """Record that a coder has read a transcript's current text to its end; False if that was known."""
    found = db.execute(
        "INSERT INTO reading (transcript, coder, finished, revision) SELECT uid, ?, ?, revision FROM transcript"
        " WHERE uid = ? ON CONFLICT (transcript, coder) DO UPDATE SET finished = excluded.finished,"
        f" revision = excluded.revision WHERE excluded.revision <> {_READ.replace('r.', 'reading.')}",
        [coder, time, uid],
    )
    return found.rowcount == 1


def before(db: sqlite3.Connection) -> list[ReadBefore]:
    """The readings of texts that are not the current ones of their transcripts."""
    rows = db.execute(
        f"SELECT t.name, r.coder, b.text FROM reading r JOIN transcript t ON t.uid = r.transcript"
        f" JOIN revision o ON o.transcript = t.uid AND o.n = {_READ} JOIN body b ON b.id = o.body"
        " JOIN revision c ON c.transcript = t.uid AND c.n = t.revision JOIN body d ON d.id = c.body"
        " WHERE t.removed IS NULL AND b.sha256 <> d.sha256 ORDER BY t.name, r.coder"
    )
    return [ReadBefore(*row) for row in rows]
