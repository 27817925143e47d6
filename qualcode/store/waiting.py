"""What waits for a person: conflicts, proposals and rows that did not fit. See the table `waiting`, and `unsettled`.

Codings and quotations without a sure place wait too; they are seen from themselves (the view), not from a row here.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from qualcode.errors import QualcodeError

Kind = Literal["conflict", "removed", "row", "proposal", "summary", "settlement"]


class Waiting(NamedTuple):
    """One thing that waits. `about` is the permanent id of what it is about; `payload` says the rest, by kind."""

    id: str
    kind: str
    about: str
    transcript: str | None
    coder: str
    payload: Mapping[str, Any]
    created: str


def add(
    db: sqlite3.Connection,
    kind: Kind,
    payload: Mapping[str, Any],
    time: str,
    *,
    about: str = "",
    transcript: str | None = None,
    coder: str = "",
) -> bool:
    """Have something wait; False where the same waits already, or was settled before.

    The id is made of the content, so that two copies that meet the same ask once.
    """
    written = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    number = sha256("\0".join((kind, about, transcript or "", coder, written)).encode()).hexdigest()[:32]
    if db.execute("SELECT 1 FROM waiting WHERE id = ?", [number]).fetchone():
        return False
    row = [number, kind, about, transcript, coder, written, time]
    db.execute("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?, NULL, '')", row)
    return True


def load(db: sqlite3.Connection) -> Iterator[Waiting]:
    """All that waits, in the order in which it came."""
    columns = ", ".join(Waiting._fields)
    for row in db.execute(f"SELECT {columns} FROM unsettled ORDER BY created, id"):
        yield Waiting(**{**dict(row), "payload": json.loads(row["payload"])})


def one(db: sqlite3.Connection, number: str) -> Waiting:
    """What waits under an id, or under the beginning of one."""
    found = [w for w in load(db) if w.id.startswith(number)] if number else []
    if len(found) != 1:
        what = f"several things wait under '{number}'" if found else f"nothing waits under '{number}'"
        raise QualcodeError(what, hint="`qualcode unsettled` lists what waits, with its ids.")
    return found[0]


def settle(db: sqlite3.Connection, number: str, verdict: str, time: str) -> None:
    """Note that somebody settled it, and how."""
    db.execute("UPDATE waiting SET settled = ?, verdict = ? WHERE id = ?", [time, verdict, number])
