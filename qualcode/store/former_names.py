"""Names that transcripts and codes had, so that sheets and files made before a rename are understood."""

import sqlite3
from typing import Literal

Named = Literal["transcript", "code"]


def remember(db: sqlite3.Connection, kind: Named, name: str, target: str, time: str) -> None:
    """Note what a transcript or code was called; `target` is the permanent id of what stands for it now."""
    db.execute("INSERT OR IGNORE INTO former_name VALUES (?, ?, ?, ?)", [kind, name, target, time])


def now_called(db: sqlite3.Connection, kind: Named, name: str) -> str | None:
    """What the transcript or code is called that had a name; None where none had, or several."""
    query = {
        "transcript": "SELECT DISTINCT t.name FROM former_name f JOIN transcript t ON t.uid = f.target"
        " WHERE f.kind = 'transcript' AND f.name = ? AND t.removed IS NULL",
        "code": "SELECT DISTINCT c.id FROM former_name f JOIN code c ON c.uid = f.target"
        " WHERE f.kind = 'code' AND f.name = ?",
    }
    found = db.execute(query[kind], [name]).fetchall()
    return str(found[0][0]) if len(found) == 1 else None
