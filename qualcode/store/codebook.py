"""The codebook: codes as rows, each version of the whole as a snapshot."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

from qualcode.model import Code, Codebook
from qualcode.store import former
from qualcode.store.database import new_id
from qualcode.store.kinds import ANY, KINDS
from qualcode.store.order import OF_THIS_VERB

_LISTS = ("keywords", "rules", "examples")
_NEWEST = "ORDER BY tick DESC, id DESC LIMIT 1"


def load(db: sqlite3.Connection, *, with_retired: bool = True) -> Codebook:
    """The current codebook; empty, version 0, if none was loaded."""
    below: dict[str | None, list[sqlite3.Row]] = defaultdict(list)
    for row in db.execute("SELECT * FROM code ORDER BY position, id, uid"):
        if with_retired or not row["retired"]:
            below[row["parent"]].append(row)
    last = db.execute(f"SELECT name, language FROM codebook_version {_NEWEST}").fetchone()
    name, language = last or ("", "nb")
    return Codebook(tuple(_code(row, below) for row in below[None]), name, language, len(versions(db)))


def save(db: sqlite3.Connection, book: Codebook, *, coder: str, time: str, why: str = "", source: str = "",
         meaning: Collection[str] = ()) -> int:  # fmt: skip
    """Make `book` the current codebook as a new version and return its number.

    Codes keep their permanent ids; one without gets a new one. `meaning` are the permanent ids of the codes whose
    meaning this version changes; `source` is the file's text, kept for its comments. A code that is not in `book` any
    more must have no codings.
    """
    this = new_id()
    old = {row["uid"]: row for row in db.execute("SELECT * FROM code")}
    rows = _rows(book, old)
    for uid in old.keys() - {row["uid"] for row in rows}:
        db.execute("DELETE FROM code WHERE uid = ?", [uid])
    for row in rows:
        before = old.get(str(row["uid"]))
        row["meaning"] = this if before is None or row["uid"] in meaning else before["meaning"]
        if before is not None and before["id"] != row["id"]:
            former.remember(db, "code", before["id"], before["uid"])
        if before is None or dict(before) != row:
            sets = ", ".join(f'"{c}" = excluded."{c}"' for c in row if c != "uid")
            db.execute(
                f"INSERT INTO code ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})"
                f" ON CONFLICT(uid) DO UPDATE SET {sets}",
                list(row.values()),
            )
    snapshot = json.dumps(rows, ensure_ascii=False)
    db.execute(
        f"INSERT INTO codebook_version VALUES (?, ?, ?, ?, ?, ?, ?, ?, {OF_THIS_VERB})",
        [this, time, coder, why, book.name, book.language, snapshot, source],
    )
    return len(versions(db))


def versions(db: sqlite3.Connection) -> list[str]:
    """The permanent ids of the codebook's versions, oldest first: version 1 is the first of them."""
    return [row[0] for row in db.execute("SELECT id FROM codebook_version ORDER BY tick, id")]


def version(db: sqlite3.Connection, n: int) -> Codebook | None:
    """The codebook as it was in version `n`, or None if there was no such version."""
    known = versions(db)
    if not 1 <= n <= len(known):
        return None
    row = db.execute("SELECT * FROM codebook_version WHERE id = ?", [known[n - 1]]).fetchone()
    below: dict[str | None, list[dict[str, object]]] = defaultdict(list)
    for code in json.loads(row["book"]):
        below[code["parent"]].append(code)
    return Codebook(tuple(_code(c, below) for c in below[None]), row["name"], row["language"], n)


def account(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every version, oldest first: version, time, coder, why, codes (how many)."""
    rows = db.execute(
        "SELECT created AS time, coder, why, json_array_length(book) AS codes FROM codebook_version ORDER BY tick, id"
    )
    return [{"version": n, **dict(row)} for n, row in enumerate(rows, start=1)]


def hand_over(db: sqlite3.Connection, old: str, new: str, name: str = "") -> None:
    """Give what refers to a code to another (permanent ids); its codings and what is below it follow elsewhere.

    Where two rows would become one, that of the other code stays. The `name` that it had is
    remembered as one of the other.
    """
    for kind in KINDS:
        for column, table in kind.refers.items():
            if table in ("code", ANY) and kind.table not in ("code", "coding"):
                db.execute(f"UPDATE OR IGNORE {kind.table} SET {column} = ? WHERE {column} = ?", [new, old])
                db.execute(f"DELETE FROM {kind.table} WHERE {column} = ?", [old])
    if name:
        former.remember(db, "code", name, new)


def source(db: sqlite3.Connection) -> str:
    """The text of the codebook file loaded last, '' if there was none."""
    row = db.execute(f"SELECT source FROM codebook_version WHERE source <> '' {_NEWEST}").fetchone()
    return str(row[0]) if row else ""


def used(db: sqlite3.Connection) -> dict[str, int]:
    """How many codings (removed ones too, since they may come back) each code has, by permanent id."""
    return {row[0]: row[1] for row in db.execute("SELECT code, count(*) FROM coding GROUP BY code")}


def in_use(db: sqlite3.Connection, uid: str) -> str:
    """What people made with a code (its permanent id), taken away or not, in words; '' where there is nothing."""
    found = []
    for kind in KINDS:
        columns = [column for column, table in kind.refers.items() if table in ("code", ANY)]
        if columns and kind.table not in ("code", "foreign_id", "former_name"):
            where = " OR ".join(f"{column} = ?1" for column in columns)
            if n := db.execute(f"SELECT count(*) FROM {kind.table} WHERE {where}", [uid]).fetchone()[0]:
                found.append(f"{n} {kind.table.replace('_', ' ')}{'s' * (n != 1)}")
    return ", ".join(found)


def meanings(db: sqlite3.Connection) -> dict[str, int]:
    """The version in which each code's meaning last changed, by id."""
    numbers = {version: n for n, version in enumerate(versions(db), start=1)}
    return {row["id"]: numbers.get(row["meaning"], 0) for row in db.execute("SELECT id, meaning FROM code")}


def _rows(book: Codebook, old: Collection[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    taken = {code.uid for code in book.walk()} | set(old)

    def visit(code: Code, parent: str | None, position: int) -> None:
        uid = code.uid or _new_uid(code.id, taken)
        taken.add(uid)
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


def _new_uid(code: str, taken: Collection[str]) -> str:
    """A new code's permanent id, from what people call it: two copies of a project that add it mean the same code."""
    uid = sha256(f"code\0{code}".encode()).hexdigest()[:32]
    return new_id() if uid in taken else uid


def _code(row: sqlite3.Row | dict[str, object], below: Mapping[str | None, Sequence[Any]]) -> Code:
    fields: dict[str, Any] = {field: tuple(json.loads(str(row[field]))) for field in _LISTS}
    fields |= {field: str(row[field]) for field in ("id", "name", "definition", "include", "exclude", "color", "uid")}
    children = tuple(_code(child, below) for child in below[fields["uid"]])
    return Code(**fields, codes=children, retired=bool(row["retired"]))
