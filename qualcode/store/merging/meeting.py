"""Two copies of a project that meet: what each knows, and what is found out about the rows that one of them changed."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from qualcode.store import erasing
from qualcode.store.conflicts import Conflict
from qualcode.store.history import Verb, find, put
from qualcode.store.journal import MERGE, Journal
from qualcode.store.placing import Reanchor
from qualcode.store.replay import Key, Row
from qualcode.store.schema import TRACKED, columns, keys

TOLD = ("id", "time", "tick", "coder", "verb", "details", "why", "about")
"""What a log line says, in whichever copy it stands."""


@dataclass
class Report:
    """What a merge did, or would do. `counts` by (table, who, what): what is new, changed or removed; `names` of these
    by (table, what).

    `found_again` by (transcript, who, how): codings that were made on another text, and how they fared.
    """

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    found_again: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    names: defaultdict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    lines: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Meeting:
    """The project `db`, into which `other` is merged by `verb`. The steps of a merge fill in the rest.

    `ours` and `theirs` are the log lines that each knew before, `new` those that only they knew; `touched` the rows
    that may have to change. `needed` are rows taken away on one side that the other side needs, and undoings that
    cannot be for the same reason, as JSON: [table, key] of a row, or ['', line] of an undoing.
    """

    db: sqlite3.Connection
    other: sqlite3.Connection
    verb: Verb
    reanchor: Reanchor
    ours: frozenset[str]
    theirs: frozenset[str]
    needed: set[str]
    new: set[str] = field(default_factory=set)
    touched: set[Key] = field(default_factory=set)
    report: Report = field(default_factory=Report)

    @classmethod
    def of(cls, db: sqlite3.Connection, other: sqlite3.Connection, verb: Verb, reanchor: Reanchor) -> "Meeting":
        """Two copies before anything is brought over; what an earlier merge found to be needed here holds for good."""
        ours = frozenset(row[0] for row in db.execute("SELECT id FROM line"))
        return cls(db, other, verb, reanchor, ours, _known(other), needed(db) | of_merge(verb.details))

    def journal(self) -> Journal:
        """The log as it is now, without the undoings that cannot be."""
        return Journal(self.db, {str(key) for name, key in map(json.loads, self.needed) if not name})

    @cached_property
    def columns(self) -> Mapping[str, set[str]]:
        """The columns of every table."""
        return {table: set(columns(self.db, table)) for table in TRACKED}

    @cached_property
    def keys(self) -> Mapping[str, list[str]]:
        """The columns of every table's primary key."""
        return {table: keys(self.db, table) for table in TRACKED}

    @cached_property
    def erased(self) -> set[str]:
        """The permanent ids of transcripts that were erased here, and of all in the other copy that belongs to them."""
        gone = {row[0][7:] for row in self.db.execute("SELECT key FROM meta WHERE key LIKE 'erased %'")}
        return gone | erasing.belonging(self.other, gone)[1]

    def row(self, key: Key) -> Row | None:
        """A row as it is here."""
        return find(self.db, key[0], dict(zip(self.keys[key[0]], key[1], strict=True)))

    def put(self, key: Key, row: Row | None) -> None:
        """Make a row what it has to be here; None takes it away."""
        if self.row(key) != row:
            put(self.db, key[0], dict(zip(self.keys[key[0]], key[1], strict=True)), row)

    def write_line(self, line: Mapping[str, Any] | sqlite3.Row) -> int | None:
        """Write a line into the log here, as one that this merge brought; returns its number there."""
        return self.db.execute(
            "INSERT INTO log (id, time, tick, coder, verb, details, why, undoable, about, via)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
            [*(line[name] for name in TOLD), self.verb.id],
        ).lastrowid

    def write_change(self, seq: int | None, key: Key, before: str | None, after: str | None) -> None:
        """Write down a changed row under a line of the log, states as JSON."""
        marks = ", ".join("?" for _ in key[1])
        self.db.execute(
            f"INSERT INTO change (log, name, key, before, after) VALUES (?, ?, json_array({marks}), ?, ?)",
            [seq, key[0], *key[1], before, after],
        )

    def write(self, line: Mapping[str, Any], changes: Iterable[tuple[Key, Row | None, Row | None]]) -> None:
        """Write a line of our own with the changes it makes, so that the next merge knows them too."""
        changes = list(changes)
        self.touched |= {key for key, _, _ in changes}
        at = [line[name] for name in ("time", "tick", "id")]
        hidden = self.db.execute("UPDATE log SET via = ?, time = ?, tick = ? WHERE id = ?", [self.verb.id, *at])
        if hidden.rowcount:  # an earlier merge found the same and was undone
            return
        seq = self.write_line({"why": "", "about": "", "details": "{}", **line})
        for key, *rows in changes:
            self.write_change(seq, key, *(json.dumps(r, ensure_ascii=False) if r else None for r in rows))


def needed(db: sqlite3.Connection) -> set[str]:
    """What earlier merges in a copy found to be needed."""
    lines = db.execute("SELECT details FROM line WHERE verb = ? AND undone IS NULL", [MERGE])
    return set().union(*(of_merge(json.loads(row[0])) for row in lines))


def of_merge(details: Mapping[str, Any]) -> set[str]:
    """What the line of a merge says to be needed."""
    return set(details.get("needed", ()))


def written_down(name: str, key: object) -> str:
    """A row, or an undoing, as `Meeting.needed` has it."""
    return json.dumps([name, key], ensure_ascii=False)


def rows_of(needed: Collection[str]) -> set[Key]:
    """The rows among what is needed."""
    return {(name, tuple(key)) for name, key in map(json.loads, needed) if name}


def undoings_of(needed: Collection[str]) -> set[str]:
    """The log lines of undoings among what is needed."""
    return {str(key) for name, key in map(json.loads, needed) if not name}


def _known(db: sqlite3.Connection) -> frozenset[str]:
    """The log lines that a copy knows, and those known where it was packaged."""
    packaged = db.execute("SELECT value FROM meta WHERE key = 'known'").fetchone()
    own = (row[0] for row in db.execute("SELECT id FROM line"))
    return frozenset([*own, *(json.loads(packaged[0]) if packaged else ())])
