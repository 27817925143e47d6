"""Rounds of double coding: which transcripts, who codes them, and whether they see each other's work."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualcode.errors import QualcodeError
from qualcode.store.database import new_id
from qualcode.store.order import OF_THIS_VERB


@dataclass(frozen=True)
class Round:
    """One round. `assigned` gives each coder's transcripts by name, in order.

    `sentences` are for the methods section, by language; the one that was printed comes first.
    """

    name: str
    blind: bool
    seed: int
    sentences: Mapping[str, str]
    created: str
    assigned: Mapping[str, tuple[str, ...]]

    @property
    def sentence(self) -> str:
        """The sentence for the methods section, as it was printed."""
        return next(iter(self.sentences.values()), "")


def add(
    db: sqlite3.Connection,
    name: str,
    uids: Iterable[str],
    coders: Iterable[str],
    *,
    blind: bool,
    seed: int,
    sentences: Mapping[str, str],
    time: str,
) -> None:
    """Write a round down: every one of `coders` codes every one of the transcripts. A known name is refused."""
    if any(known.name == name for known in load(db)):
        raise QualcodeError(f"there is a round '{name}' already", hint="Give it another --name.")
    made, said = new_id(), json.dumps(sentences, ensure_ascii=False)
    db.execute(
        f"INSERT INTO round VALUES (?, ?, ?, ?, ?, ?, {OF_THIS_VERB})", [made, name, int(blind), seed, said, time]
    )
    who = list(coders)
    db.executemany("INSERT INTO assignment VALUES (?, ?, ?)", [(made, uid, coder) for uid in uids for coder in who])


def load(db: sqlite3.Connection) -> list[Round]:
    """Every round, oldest first. Transcripts that were removed since are not in it."""
    found = []
    for row in db.execute("SELECT * FROM round ORDER BY tick, created, id").fetchall():
        assigned: dict[str, tuple[str, ...]] = {}
        for coder, name in db.execute(
            "SELECT a.coder, t.name FROM assignment a JOIN transcript t ON t.uid = a.transcript"
            " WHERE a.round = ? AND t.removed IS NULL ORDER BY a.coder, t.name",
            [row["id"]],
        ):
            assigned[coder] = (*assigned.get(coder, ()), name)
        found.append(
            Round(row["name"], bool(row["blind"]), row["seed"], _said(row["sentence"]), row["created"], assigned)
        )
    return found


def _said(text: str) -> dict[str, str]:
    return json.loads(text) if text.startswith("{") else {"": text}


def of(db: sqlite3.Connection, coder: str, name: str = "") -> Round | None:
    """The round with this name, else the newest in which the coder has something to do, if any."""
    found = [r for r in load(db) if (r.name == name if name else coder in r.assigned)]
    if name and not found:
        known = ", ".join(r.name for r in load(db)) or "none yet"
        raise QualcodeError(f"no round '{name}'", hint=f"Rounds: {known}.")
    if found and coder not in found[-1].assigned:
        who = ", ".join(found[-1].assigned)
        raise QualcodeError(f"{coder} codes nothing in round '{name}'", hint=f"In it: {who}.")
    return found[-1] if found else None
