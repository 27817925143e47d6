"""What coders said to suggestions, accepted or rejected. Both tell how often suggestions are right."""

import sqlite3
from collections.abc import Iterator
from typing import Literal, NamedTuple

from qualcode.model import Suggestion
from qualcode.store.database import new_id, written
from qualcode.store.order import OF_THIS_VERB

Verdict = Literal["accepted", "rejected"]


class Decision(NamedTuple):
    """One coder's verdict on one suggestion; `transcript` and `code` are names, as people write them."""

    transcript: str
    code: str
    coder: str
    start: int
    end: int
    verdict: Verdict
    score: float
    confidence: float | None
    why: str
    created: str


def add(db: sqlite3.Connection, suggestion: Suggestion, coder: str, verdict: Verdict, time: str) -> str:
    """Remember a verdict on a suggestion; returns its id. The span is the suggestion's own, not a corrected one."""
    made = new_id()
    s = suggestion
    db.execute(
        "INSERT INTO decision SELECT ?, uid, (SELECT uid FROM code WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?,"
        f" {OF_THIS_VERB}, revision, '' FROM transcript WHERE name = ? AND removed IS NULL",
        [
            made,
            s.code,
            coder,
            s.start,
            s.end,
            verdict,
            written(s.score),
            written(s.confidence),
            s.why,
            time,
            s.transcript,
        ],
    )
    return made


def withdraw(db: sqlite3.Connection, suggestion: Suggestion, coder: str) -> None:
    """Forget what a coder said to a suggestion, to make room for what they say now."""
    s = suggestion
    db.execute(
        "DELETE FROM decision WHERE transcript = (SELECT uid FROM transcript WHERE name = ? AND removed IS NULL)"
        ' AND code = (SELECT uid FROM code WHERE id = ?) AND coder = ? AND "start" = ? AND "end" = ?',
        [s.transcript, s.code, coder, s.start, s.end],
    )


def load(db: sqlite3.Connection, transcript: str | None = None) -> Iterator[Decision]:
    """Every verdict, or those on one transcript, oldest first."""
    rows = db.execute(
        'SELECT t.name AS transcript, k.id AS code, d.coder, d."start", d."end", d.verdict, d.score, d.confidence,'
        " d.why, d.created FROM decision d JOIN transcript t ON t.uid = d.transcript JOIN code k ON k.uid = d.code"
        " WHERE t.removed IS NULL AND (?1 IS NULL OR t.name = ?1) ORDER BY d.tick, d.id",
        [transcript],
    )
    for row in rows:
        confidence = None if row["confidence"] is None else float(row["confidence"])
        yield Decision(**{**dict(row), "score": float(row["score"]), "confidence": confidence})
