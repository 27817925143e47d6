"""What other programs call our things, and what of their files we keep for the way out."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Literal

Kind = Literal["code", "transcript", "coder", "coding", "memo", "person", "saved_set", "project"]


def known(db: sqlite3.Connection, kind: Kind) -> dict[str, str]:
    """Our permanent ids (of a coder: the name) by the numbers of other programs."""
    return {row["guid"]: row["target"] for row in db.execute("SELECT * FROM foreign_id WHERE kind = ?", [kind])}


def details(db: sqlite3.Connection, kind: Kind) -> dict[str, Mapping[str, Any]]:
    """What else the files said, by the numbers of other programs."""
    rows = db.execute("SELECT guid, details FROM foreign_id WHERE kind = ?", [kind])
    return {row["guid"]: json.loads(row["details"]) for row in rows}


def remember(
    db: sqlite3.Connection,
    kind: Kind,
    origin: tuple[str, str],
    guid: str,
    target: str,
    said: Mapping[str, Any] | None = None,
    coder: str = "",
) -> None:
    """Note what a program's project (`origin`: both by name) calls one of our things, in place of what was noted."""
    row = [kind, *origin, guid, target, coder, json.dumps(said or {}, ensure_ascii=False, sort_keys=True)]
    old = db.execute(
        "SELECT target, coder, details FROM foreign_id WHERE kind = ? AND program = ? AND project = ? AND guid = ?",
        row[:4],
    ).fetchone()
    if old is None:
        db.execute("INSERT INTO foreign_id VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    elif list(old) != row[4:]:
        db.execute(
            "UPDATE foreign_id SET target = ?, coder = ?, details = ? WHERE kind = ? AND program = ? AND project = ?"
            " AND guid = ?",
            [*row[4:], *row[:4]],
        )


def keep(db: sqlite3.Connection, origin: tuple[str, str], parts: Iterable[tuple[str, str]], time: str) -> int:
    """Keep elements (kind, XML) for the way out; returns how many were not kept already."""
    new = 0
    for kind, content in parts:
        number = sha256("\0".join((*origin, kind, content)).encode()).hexdigest()[:32]
        row = [number, *origin, kind, "", content, time]
        new += db.execute("INSERT OR IGNORE INTO foreign_part VALUES (?, ?, ?, ?, ?, ?, ?)", row).rowcount
    return new


def kept(db: sqlite3.Connection) -> list[str]:
    """The elements that are kept, in the order in which they came."""
    return [row[0] for row in db.execute("SELECT content FROM foreign_part ORDER BY created, rowid")]
