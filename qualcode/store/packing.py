"""A copy of the project for one coder: some of the transcripts, and nothing that this coder should not see.

Made in memory, so that no bigger copy than the one handed out ever lies on a disk.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing

from qualcode.errors import ProjectUnavailable

_OF_BOTH = ("coding", "reading", "decision", "settlement", "assignment")
_OF_TRANSCRIPT = ("attribute", "speaker", "speaker_attribute", *_OF_BOTH)
_OF_CODER = (*_OF_BOTH, "memo")


def pack(db: sqlite3.Connection, *, coder: str, uids: Collection[str], blind: bool, about: Mapping[str, str]) -> bytes:
    """The project file for `coder` with the transcripts `uids`; `about` is written into its `meta`.

    The log and what it remembers stay behind, since they quote codings; the package knows which lines there were.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        db.backup(copy)
        known = json.dumps([row[0] for row in copy.execute("SELECT id FROM line ORDER BY id")])
        _leave_out_transcripts(copy, uids)
        if blind:
            for table in _OF_CODER:
                copy.execute(f"DELETE FROM {table} WHERE coder <> ?", [coder])
        _leave_out_loose_ends(copy)
        for key, value in {**about, "known": known}.items():
            copy.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])
        if copy.execute("PRAGMA foreign_key_check").fetchone():
            raise ProjectUnavailable("the project refers to rows that are not there", hint="See `qualcode check`.")
        copy.execute("VACUUM")
        return copy.serialize()


def about(db: sqlite3.Connection, key: str) -> str:
    """What a package says of itself under `key`, '' in a project that began otherwise."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return str(row[0]) if row else ""


def _leave_out_transcripts(copy: sqlite3.Connection, uids: Collection[str]) -> None:
    copy.execute("CREATE TEMP TABLE wanted (uid TEXT PRIMARY KEY)")
    copy.executemany("INSERT INTO wanted VALUES (?)", [(uid,) for uid in uids])
    copy.execute("DELETE FROM transcript WHERE removed IS NOT NULL OR uid NOT IN (SELECT uid FROM wanted)")
    for table in (*_OF_TRANSCRIPT, "revision"):
        copy.execute(f"DELETE FROM {table} WHERE transcript NOT IN (SELECT uid FROM transcript)")
    copy.execute("DELETE FROM coding WHERE removed IS NOT NULL")


def _leave_out_loose_ends(copy: sqlite3.Connection) -> None:
    copy.execute("DELETE FROM round WHERE id NOT IN (SELECT round FROM assignment)")
    copy.execute(
        "DELETE FROM memo WHERE removed IS NOT NULL"
        " OR (kind = 'coding' AND target NOT IN (SELECT id FROM coding))"
        " OR (kind IN ('transcript', 'segment') AND substr(target, 1, 32) NOT IN (SELECT uid FROM transcript))"
    )
    copy.execute(
        "DELETE FROM revision WHERE (transcript, n) NOT IN (SELECT uid, revision FROM transcript)"
        " AND (transcript, n) NOT IN (SELECT transcript, revision FROM coding)"
    )
    copy.execute("DELETE FROM body WHERE id NOT IN (SELECT body FROM revision)")
    for table in ("log", "change", "bookmark"):
        copy.execute(f"DELETE FROM {table}")
