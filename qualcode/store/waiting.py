"""What waits for a person: the view `unsettled` (see steps/0002.sql), and the rows that are written into its table."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `about` is the permanent id of what it is about; `transcript` its name, or ''.

    `payload` depends on the kind: lost and ambiguous have `what` (coding or quotation), `code` (its id), `revision`,
    `start`, `end` and `quote`; see whoever adds a kind for the others.
    """

    id: str
    kind: str
    about: str
    transcript: str
    coder: str
    payload: Mapping[str, Any]
    created: str


def load(db: sqlite3.Connection) -> Iterator[Waiting]:
    """Everything that waits, what came first first; what is about a removed transcript does not."""
    codes = {row["uid"]: row["id"] for row in db.execute("SELECT uid, id FROM code")}
    for row in db.execute(
        "SELECT u.*, t.name FROM unsettled u LEFT JOIN transcript t ON t.uid = u.transcript"
        " WHERE u.transcript IS NULL OR t.removed IS NULL ORDER BY u.created, u.id"
    ):
        payload = json.loads(row["payload"])
        if "code" in payload:
            payload["code"] = codes.get(payload["code"], "")
        if theirs := payload.get("theirs"):
            theirs["code"] = codes.get(theirs["code"], "")
        for side in payload.get("sides", ()):
            side["code"] = codes.get(side["code"])
        yield Waiting(row["id"], row["kind"], row["about"], row["name"] or "", row["coder"], payload, row["created"])


def add(
    db: sqlite3.Connection,
    kind: str,
    payload: Mapping[str, object],
    time: str,
    *,
    about: str = "",
    transcript: str | None = None,
    coder: str = "",
) -> str:
    """Let something wait; `transcript` is a permanent id. Returns the id under which it is settled.

    The id is made of the content, so that what is met again, here or in another copy, is asked once.
    """
    said = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    content = "\0".join((kind, about, transcript or "", coder, said))
    id_ = sha256(content.encode()).hexdigest()[:32]
    row = [id_, kind, about, transcript, coder, said, time]
    db.execute("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?, NULL, '')", row)
    return id_


def settle(db: sqlite3.Connection, id_: str, verdict: str, time: str) -> None:
    """Say that something waits no more, and what was said to it."""
    db.execute("UPDATE waiting SET settled = ?, verdict = ? WHERE id = ?", [time, verdict, id_])
