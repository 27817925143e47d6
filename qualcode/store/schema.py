"""What is in a project file, and the triggers that remember every changed row so that any verb can be undone."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from qualcode.store.kinds import KINDS

APPLICATION = 0x71636F64  # "qcod", in the file's header: tells our files from other people's databases
VERSION = 2

TRACKED = tuple(kind.table for kind in KINDS)
"""The tables that verbs change, all of whose changes are remembered."""


def statements(step: str) -> Iterator[str]:
    """The statements of a step of the schema, one at a time."""
    statement = ""
    text = Path(__file__).with_name("steps").joinpath(f"{step}.sql").read_text(encoding="utf-8")
    for line in text.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    """A table's columns in order."""
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def keys(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table's primary key."""
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[5]]


def remember_changes(db: sqlite3.Connection) -> None:
    """(Re)make the triggers that copy every changed row of a tracked table into `change` while a verb is being done."""
    for table in TRACKED:
        old, new = (_as_json(db, table, row) for row in ("OLD", "NEW"))
        for event, before, after in (("INSERT", "NULL", new), ("UPDATE", old, new), ("DELETE", old, "NULL")):
            row = "OLD" if event == "DELETE" else "NEW"
            key = f"json_array({', '.join(f'{row}.{k}' for k in keys(db, table))})"
            db.execute(f"DROP TRIGGER IF EXISTS {table}_{event}")
            db.execute(
                f"CREATE TRIGGER {table}_{event} AFTER {event} ON {table} WHEN EXISTS (SELECT 1 FROM doing) BEGIN"
                f" INSERT INTO change (log, name, key, before, after)"
                f" SELECT log, '{table}', {key}, {before}, {after} FROM doing; END"
            )


def _as_json(db: sqlite3.Connection, table: str, row: str) -> str:
    return "json_object(" + ", ".join(f"'{c}', {row}.\"{c}\"" for c in columns(db, table)) + ")"
