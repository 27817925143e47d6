"""The rows of another program's SQLite file, read without changing it."""

import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError

MOST_BYTES = 500_000_000
"""A larger file is no project of texts."""


def tables(path: Path, wanted: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of those of the wanted tables that the file has. A `QualcodeError` for what is no such file."""
    if path.stat().st_size > MOST_BYTES:
        raise QualcodeError(f"larger than {MOST_BYTES // 1_000_000} MB", where=path.name)
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        raise QualcodeError("the file cannot be opened", where=path.name) from None
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA trusted_schema = off")
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in db.execute(f'SELECT * FROM "{name}"')] for name in names if name in wanted}
    except sqlite3.Error:
        raise QualcodeError("not a readable SQLite file", where=path.name) from None
    finally:
        db.close()
