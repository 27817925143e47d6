"""All that a project holds, as plain rows beside an exchange file: what the standard has no place for comes back whole.

The register of stored kinds says which rows go out. The log, what it remembers and what was removed stay at home, as
they do for packages.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import closing
from typing import Any

from qualcode.store.kinds import KINDS
from qualcode.store.packing import pack
from qualcode.store.schema import columns

Tables = Mapping[str, list[dict[str, Any]]]
"""Rows by table."""
_GOING = ("body", *(kind.table for kind in KINDS if kind.refi != "stays"))
_NAMES = {"transcript": "name", "code": "id"}
"""What else no two rows may share, beside the permanent id `uid`."""


def rows(db: sqlite3.Connection, uids: Collection[str], codings: Collection[str], coders: Collection[str]) -> Tables:
    """What goes out with these transcripts and codings; of the work of these `coders` only, where there are any."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        copy.deserialize(pack(db, coder="", uids=uids, blind=False, about={}))
        copy.row_factory = sqlite3.Row
        _leave_out(copy, codings, coders)
        return {table: [dict(row) for row in copy.execute(f"SELECT * FROM {table}")] for table in _GOING}


def _leave_out(copy: sqlite3.Connection, codings: Collection[str], coders: Collection[str]) -> None:
    gone = {row[0] for row in copy.execute("SELECT id FROM coding")} - set(codings)
    copy.executemany("DELETE FROM coding WHERE id = ?", [(number,) for number in gone])
    copy.executemany("DELETE FROM memo WHERE kind = 'coding' AND target = ?", [(number,) for number in gone])
    for kind in KINDS if coders else ():
        if kind.whose and kind.table != "coding":
            marks = ", ".join("?" * len(coders))
            copy.execute(f"DELETE FROM {kind.table} WHERE {kind.whose} NOT IN ('', {marks})", list(coders))
    copy.execute("DELETE FROM memo_link WHERE memo NOT IN (SELECT id FROM memo)")


def in_the_way(db: sqlite3.Connection, tables: Tables) -> list[str]:
    """The names that something else has here already: then the rows cannot come in as they are."""
    found = []
    for table, name in _NAMES.items():
        here = {row[name]: row["uid"] for row in db.execute(f"SELECT uid, {name} FROM {table}")}
        found += [row[name] for row in tables.get(table, ()) if here.get(row[name], row["uid"]) != row["uid"]]
    return found


def insert(db: sqlite3.Connection, tables: Tables) -> Counter[str]:
    """Add the rows that are not here, by table; a row that is here stays as it is. Returns how many were new."""
    new: Counter[str] = Counter()
    for table in _GOING:
        known = columns(db, table)
        for row in tables.get(table, ()):
            fields = [name for name in known if name in row]
            sql = f"INSERT OR IGNORE INTO {table} ({_listed(fields)}) VALUES ({', '.join('?' * len(fields))})"
            new[table] += db.execute(sql, [row[name] for name in fields]).rowcount
    return new


def _listed(fields: Collection[str]) -> str:
    return ", ".join(f'"{name}"' for name in fields)
