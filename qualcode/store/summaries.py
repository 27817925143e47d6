"""Summaries in the cells of the framework matrix, under what is meant and not under what it is called."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.store.database import new_id

TRANSCRIPT = "transcript"
"""The attribute of a matrix whose cases are transcripts."""


_CELLS = (
    "SELECT s.id, coalesce(t.name, s.value) AS case_, coalesce(k.id, '') AS theme, s.coder, s.text, s.created"
    " FROM summary s LEFT JOIN code k ON k.uid = s.code"
    f" LEFT JOIN transcript t ON s.attribute = '{TRANSCRIPT}' AND t.uid = s.value"
    " WHERE s.attribute = ? AND {} AND (s.code = '' OR k.uid IS NOT NULL) ORDER BY s.created, s.id"
)


@dataclass(frozen=True)
class Summary:
    """What somebody wrote in a cell. `case` and `theme` are what people call them; '' is the whole case."""

    id: str
    case: str
    theme: str
    coder: str
    text: str
    created: str


def load(db: sqlite3.Connection, attribute: str) -> Iterator[Summary]:
    """The summaries that stand in the matrix by an attribute, oldest first; those whose theme is gone are left out."""
    for row in db.execute(_CELLS.format("s.removed IS NULL"), [attribute]):
        yield Summary(*row)


def replaced(db: sqlite3.Connection, attribute: str) -> dict[tuple[str, str], set[str]]:
    """The texts that once stood in each cell (case and theme) and were replaced."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in db.execute(_CELLS.format("s.removed IS NOT NULL"), [attribute]):
        found.setdefault((row["case_"], row["theme"]), set()).add(row["text"])
    return found


def put(db: sqlite3.Connection, attribute: str, case: str, theme: str, coder: str, text: str, time: str) -> None:
    """Make `text` this coder's summary of a cell; '' takes it away. What stood before is marked removed."""
    value = case
    if attribute == TRANSCRIPT:
        value = db.execute("SELECT uid FROM transcript WHERE name = ? AND removed IS NULL", [case]).fetchone()[0]
    code = db.execute("SELECT uid FROM code WHERE id = ?", [theme]).fetchone()[0] if theme else ""
    db.execute(
        "UPDATE summary SET removed = ?"
        " WHERE attribute = ? AND value = ? AND code = ? AND coder = ? AND removed IS NULL",
        [time, attribute, value, code, coder],
    )
    if text:
        row = [new_id(), attribute, value, code, coder, text, time]
        db.execute("INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", row)
