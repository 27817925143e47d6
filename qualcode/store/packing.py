"""A copy of the project for one coder: some of the transcripts, and nothing that this coder should not see.

Made in memory, so that no bigger copy than the one handed out ever lies on a disk.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing

from qualcode.errors import ProjectUnavailable
from qualcode.store import order
from qualcode.store.kinds import ANY, KINDS, NOT_KINDS, Kind
from qualcode.store.schema import columns


def pack(db: sqlite3.Connection, *, coder: str, uids: Collection[str], blind: bool, about: Mapping[str, str]) -> bytes:
    """The project file for `coder` with the transcripts `uids`; `about` is written into its `meta`.

    The log and what it remembers stay behind, since they quote codings; the package knows which lines there were.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        db.backup(copy)
        known = json.dumps([row[0] for row in copy.execute("SELECT id FROM line ORDER BY id")])
        tick = str(order.last(copy))
        _leave_out_transcripts(copy, uids)
        for kind in KINDS:
            _leave_out_others(copy, kind, coder, blind=blind)
        _leave_out_loose_ends(copy)
        for key, value in {**about, "known": known, "tick": tick}.items():
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


def _leave_out_others(copy: sqlite3.Connection, kind: Kind, coder: str, *, blind: bool) -> None:
    """What of a kind this coder is not to have: see `Kind`."""
    if kind.pack == "never":
        copy.execute(f"DELETE FROM {kind.table}")
    elif blind and kind.pack == "own":
        copy.execute(f"DELETE FROM {kind.table} WHERE {kind.whose} NOT IN ('', ?)", [coder])
    if kind.table != "transcript" and "removed" in columns(copy, kind.table):
        copy.execute(f"DELETE FROM {kind.table} WHERE removed IS NOT NULL")


def _leave_out_loose_ends(copy: sqlite3.Connection) -> None:
    """Rows that refer to what is not there any more, and those that refer to them; texts that nobody needs."""
    while sum(_loose_ends(copy, kind, column, table) for kind in KINDS for column, table in kind.refers.items()):
        pass
    copy.execute("DELETE FROM round WHERE id NOT IN (SELECT round FROM assignment)")
    copy.execute(
        "DELETE FROM revision WHERE (transcript, n) NOT IN (SELECT uid, revision FROM transcript"
        " UNION SELECT transcript, revision FROM coding UNION SELECT transcript, revision FROM quotation"
        " UNION SELECT transcript, revision FROM theme_review"
        " UNION SELECT transcript, revision FROM reading WHERE revision IS NOT NULL)"
    )
    copy.execute("DELETE FROM body WHERE id NOT IN (SELECT body FROM revision)")
    for table in NOT_KINDS.keys() - _STAY:
        copy.execute(f"DELETE FROM {table}")


_STAY = {"meta", "body", "_sqlite_migrations"}
"""What of the tables that are no kinds a package has."""


def _loose_ends(copy: sqlite3.Connection, kind: Kind, column: str, table: str) -> int:
    if table in ("code", "codebook_version", "body"):
        return 0  # what is said of a code that was taken out may come back with it
    there = f"SELECT {_key(table)} FROM {table}" if table != ANY else _EVERY_ID
    looked = column if table != ANY else f"substr({column}, 1, 32)"
    is_id = f" AND length({column}) >= 32" * (table == ANY)
    where = f"{column} <> ''{is_id} AND {looked} NOT IN ({there})"
    return copy.execute(f"DELETE FROM {kind.table} WHERE {where}").rowcount


def _key(table: str) -> str:
    return "uid" if table in ("transcript", "code") else "id"


_EVERY_ID = " UNION ".join(
    f"SELECT {_key(table)} FROM {table}"
    for table in ("transcript", "code", "coding", "memo", "person", "saved_set", "draft_theme", "quotation")
)
"""What the columns that hold any permanent id may refer to."""
