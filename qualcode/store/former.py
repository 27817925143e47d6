"""Names that transcripts and codes had, so that what was handed out before a change of name is still understood."""

import sqlite3
from typing import Literal

_NAMED = {"code": ("code", "id"), "transcript": ("transcript", "name")}
_TIME = "coalesce((SELECT time FROM log WHERE seq = (SELECT log FROM doing)), '')"


def remember(db: sqlite3.Connection, kind: Literal["code", "transcript"], name: str, target: str) -> None:
    """Note that something was called `name`, and the permanent id of what stands for it now."""
    db.execute(f"INSERT OR REPLACE INTO former_name VALUES (?, ?, ?, {_TIME})", [kind, name, target])


def called_now(db: sqlite3.Connection, kind: Literal["code", "transcript"], name: str) -> str | None:
    """What is called now what had this name; None where there is nothing of it, or several things had it."""
    table, column = _NAMED[kind]
    stands = " AND removed IS NULL" * (kind == "transcript")
    rows = db.execute(
        f"SELECT DISTINCT n.{column} FROM former_name f JOIN {table} n ON n.uid = f.target{stands}"
        " WHERE f.kind = ? AND f.name = ?",
        [kind, name],
    ).fetchall()
    return str(rows[0][0]) if len(rows) == 1 else None
