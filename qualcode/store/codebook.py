"""The codebook: codes as rows, each version of the whole as a snapshot."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from qualcode.model import Code, Codebook
from qualcode.store.database import new_id

_LISTS = ("keywords", "rules", "examples")


def load(db: sqlite3.Connection, *, with_retired: bool = True) -> Codebook:
    """The current codebook; empty, version 0, if none was loaded."""
    below: dict[str | None, list[sqlite3.Row]] = defaultdict(list)
    for row in db.execute("SELECT * FROM code ORDER BY position"):
        if with_retired or not row["retired"]:
            below[row["parent"]].append(row)
    version = db.execute("SELECT n, name, language FROM codebook_version ORDER BY n DESC LIMIT 1").fetchone()
    n, name, language = version or (0, "", "nb")
    return Codebook(tuple(_code(row, below) for row in below[None]), name, language, n)


def save(db: sqlite3.Connection, book: Codebook, *, coder: str, time: str, why: str = "", source: str = "",
         meaning: Collection[str] = ()) -> int:  # fmt: skip
    """Make `book` the current codebook as a new version and return its number.

    Codes keep their permanent ids; one without gets a new one. `meaning` are the permanent ids of the codes whose
    meaning this version changes; `source` is the file's text, kept for its comments. A code that is not in `book` any
    more must have no codings.
    """
    n = int(db.execute("SELECT coalesce(max(n), 0) + 1 FROM codebook_version").fetchone()[0])
    old = {row["uid"]: row for row in db.execute("SELECT * FROM code")}
    rows = _rows(book)
    for uid in old.keys() - {row["uid"] for row in rows}:
        db.execute("DELETE FROM code WHERE uid = ?", [uid])
    for row in rows:
        before = old.get(str(row["uid"]))
        row["meaning"] = n if before is None or row["uid"] in meaning else before["meaning"]
        if before is None or dict(before) != row:
            sets = ", ".join(f'"{c}" = excluded."{c}"' for c in row if c != "uid")
            db.execute(
                f"INSERT INTO code ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})"
                f" ON CONFLICT(uid) DO UPDATE SET {sets}",
                list(row.values()),
            )
    snapshot = json.dumps(rows, ensure_ascii=False)
    db.execute(
        "INSERT INTO codebook_version VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [n, time, coder, why, book.name, book.language, snapshot, source],
    )
    return n


def version(db: sqlite3.Connection, n: int) -> Codebook | None:
    """The codebook as it was in version `n`, or None if there was no such version."""
    row = db.execute("SELECT * FROM codebook_version WHERE n = ?", [n]).fetchone()
    if row is None:
        return None
    below: dict[str | None, list[dict[str, object]]] = defaultdict(list)
    for code in json.loads(row["book"]):
        below[code["parent"]].append(code)
    return Codebook(tuple(_code(c, below) for c in below[None]), row["name"], row["language"], n)


def source(db: sqlite3.Connection) -> str:
    """The text of the codebook file loaded last, '' if there was none."""
    row = db.execute("SELECT source FROM codebook_version WHERE source <> '' ORDER BY n DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def used(db: sqlite3.Connection) -> dict[str, int]:
    """How many codings (removed ones too, since they may come back) each code has, by permanent id."""
    return {row[0]: row[1] for row in db.execute("SELECT code, count(*) FROM coding GROUP BY code")}


def meanings(db: sqlite3.Connection) -> dict[str, int]:
    """The version in which each code's meaning last changed, by id."""
    return {row["id"]: row["meaning"] for row in db.execute("SELECT id, meaning FROM code")}


def _rows(book: Codebook) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []

    def visit(code: Code, parent: str | None, position: int) -> None:
        uid = code.uid or new_id()
        row: dict[str, Any] = (
            {"uid": uid, "id": code.id, "parent": parent, "position": position, "name": code.name}
            | {"definition": code.definition, "include": code.include, "exclude": code.exclude}
            | {field: json.dumps(getattr(code, field), ensure_ascii=False) for field in _LISTS}
            | {"color": code.color, "retired": int(code.retired), "meaning": 0}
        )
        rows.append(row)
        for i, child in enumerate(code.codes):
            visit(child, uid, i)

    for i, top in enumerate(book.codes):
        visit(top, None, i)
    return rows


def _code(row: sqlite3.Row | dict[str, object], below: Mapping[str | None, Sequence[Any]]) -> Code:
    fields: dict[str, Any] = {field: tuple(json.loads(str(row[field]))) for field in _LISTS}
    fields |= {field: str(row[field]) for field in ("id", "name", "definition", "include", "exclude", "color", "uid")}
    children = tuple(_code(child, below) for child in below[fields["uid"]])
    return Code(**fields, codes=children, retired=bool(row["retired"]))
