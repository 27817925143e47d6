"""What qualcode puts beside the standard's parts of a QDPX file: rows of all that REFI-QDA has no place for.

It counts only as long as the project file is the one that it was written beside: another program that changes the file
changes what is meant.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

SIDECAR = "qualcode.json"
"""The member of the archive."""
_FORM = 1


def packed_sidecar(tables: Mapping[str, Sequence[Mapping[str, Any]]], xml: bytes) -> bytes:
    """The rows as JSON, with the hash of the project file that they belong to."""
    held = {"form": _FORM, "project.qde": sha256(xml).hexdigest(), "tables": tables}
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unpacked_sidecar(data: bytes, xml: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows by table; none where the project file is another one by now, or the rows are not as we write them."""
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(held, dict) or held.get("form") != _FORM or held.get("project.qde") != sha256(xml).hexdigest():
        return {}
    tables = held.get("tables")
    if not isinstance(tables, dict):
        return {}
    plain = all(isinstance(rows, list) and all(_plain(row) for row in rows) for rows in tables.values())
    return tables if plain else {}


def _plain(row: object) -> bool:
    """Whether it is a row of a database: values by column."""
    return isinstance(row, dict) and all(v is None or isinstance(v, str | int | float) for v in row.values())
