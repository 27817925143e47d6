"""What two copies of a project both changed, each in its own way: nothing of that is guessed.

The codebook and the texts are what people decide together. Everything else has the value written last.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from qualcode.choices import Side
from qualcode.store import transcripts
from qualcode.store.history import find
from qualcode.store.journal import Journal
from qualcode.store.replay import Event, Key, Row, state

_MEANT = (
    *("id", "parent", "name", "definition", "include", "exclude"),
    *("keywords", "rules", "examples", "color", "retired"),
)
"""The fields of a code that people write. Its place in the list is nobody's opinion: the later one stands."""


@dataclass(frozen=True)
class Conflict:
    """What both copies changed, each in its own way: the `field` of the code or the text of the transcript `name`.

    `field` is '' where one of them took the code away.
    """

    name: str
    field: str
    ours: str
    theirs: str
    what: Literal["code", "transcript"] = "code"


@dataclass(frozen=True)
class Verdicts:
    """What a person said about conflicts: whose codes count, all of them or by id, and whose texts."""

    codebook: Side | None = None
    codes: Mapping[str, Side] | None = None
    texts: Side | None = None

    def on(self, what: str, name: str) -> Side | None:
        """Whose version counts; None where nobody said."""
        return self.texts if what == "transcript" else (self.codes or {}).get(name, self.codebook)


@dataclass(frozen=True)
class Difference:
    """A row that both copies may have changed: what each has, and what the events together make of it."""

    key: Key
    base: Row | None
    ours: Row | None
    theirs: Row | None
    folded: Row | None
    db: sqlite3.Connection
    other: sqlite3.Connection

    @property
    def name(self) -> str:
        """What people call it."""
        row = self.ours or self.theirs or {}
        return str(row["id" if self.key[0] == "code" else "name"])

    def fields(self) -> list[str]:
        """The fields that both changed, each in its own way."""
        if self.ours == self.theirs:
            return []
        if self.key[0] == "transcript":
            return ["revision"] if len(self.changed_texts()) == 2 else []
        both = _differing(self.base, self.ours) & _differing(self.base, self.theirs)
        if self.ours is None or self.theirs is None:
            return [""] if both else []
        return [name for name in _MEANT if name in both and self.ours[name] != self.theirs[name]]

    def changed_texts(self) -> list[Side]:
        """Who gave a transcript another text than it had before the copies parted; none where they gave it the same."""
        if self.ours is None or self.theirs is None:
            return []
        before, ours, theirs = (self._text(row) for row in (self.base, self.ours, self.theirs))
        sides: list[tuple[Side, str | None]] = [("ours", ours), ("theirs", theirs)]
        return [side for side, text in sides if text != before] if ours != theirs else []

    def _text(self, row: Row | None) -> str | None:
        if row is None:
            return None
        found = (transcripts.text(db, str(row["uid"]), int(str(row["revision"]))) for db in (self.db, self.other))
        return next((text for text in found if text is not None), None)

    def settled(self, fields: Sequence[str], side: Side) -> Row | None:
        """The row with these fields as one side has them."""
        wanted = self.ours if side == "ours" else self.theirs
        if self.folded and self.ours and self.theirs and wanted:
            return {**self.folded, **{name: wanted[name] for name in fields}}
        return wanted

    def conflicts(self, fields: Sequence[str]) -> Iterator[Conflict]:
        """What has to be shown to people."""
        if self.key[0] == "transcript":
            ours, theirs = (_revision(db, row) for db, row in ((self.db, self.ours), (self.other, self.theirs)))
            yield Conflict(self.name, "text", ours, theirs, "transcript")
            return
        for name in fields:
            yield Conflict(self.name, name, _said(self.db, self.ours, name), _said(self.other, self.theirs, name))

    def both_stand(self) -> str:
        """What each side changed of a code, where both did and neither in the way of the other; else ''."""
        if self.key[0] != "code" or None in (self.base, self.ours, self.theirs) or self.ours == self.theirs:
            return ""
        here, there = ([n for n in _MEANT if n in _differing(self.base, r)] for r in (self.ours, self.theirs))
        if not here or not there or here == there:
            return ""
        ours, theirs = ", ".join(here), ", ".join(there)
        return f"both sides changed {self.name}, here its {ours}, there its {theirs}: all of it stands"


def differences(
    db: sqlite3.Connection,
    other: sqlite3.Connection,
    journal: Journal,
    touched: Iterable[Key],
    new: Set[str],
    theirs: Set[str],
) -> Iterator[Difference]:
    """The touched codes and transcripts. `new` are the log lines that only the other copy knows, `theirs` all it knows.

    Which text a transcript has on a side is read from the log, so that an undoing that is overlooked changes nothing.
    """
    for key, events in journal.of_rows(k for k in touched if k[0] in ("code", "transcript")).items():
        here, there = (find(one, key[0], {"uid": key[1][0]}) for one in (db, other))
        common = [e for e in events if e.line in theirs and e.line not in new]
        if key[0] == "transcript":
            here = here and (_state([e for e in events if e.line not in new]) or here)
            there = there and (_state([e for e in events if e.line in theirs]) or there)
        base = state(common) if common else events[0].before
        yield Difference(key, base, here, there, state(events), db, other)


def _state(events: Sequence[Event]) -> dict[str, object] | None:
    return state(events) if events else None


def only_moved(table: str, before: Row | None, after: Row | None) -> bool:
    """Whether a code is as it was but for its place in the list, since others came or went."""
    return table == "code" and not _differing(before, after) & set(_MEANT)


def _differing(base: Row | None, row: Row | None) -> set[str]:
    if base is None or row is None:
        return set() if base is row else set(base or row or ())
    return {name for name in base if base[name] != row[name]}


def _said(db: sqlite3.Connection, row: Row | None, name: str) -> str:
    if not name:
        return "changed" if row else "removed"
    value = (row or {})[name] or ""
    if name == "parent":
        above = find(db, "code", {"uid": value})
        return str(above["id"]) if above else "(top level)"
    return str(value)


def _revision(db: sqlite3.Connection, row: Row | None) -> str:
    """A transcript's current text, so that people know which is meant."""
    made = db.execute(
        "SELECT r.origin, r.created, b.words FROM revision r JOIN body b ON b.id = r.body"
        " WHERE r.transcript = ? AND r.n = ?",
        [(row or {})["uid"], (row or {})["revision"]],
    ).fetchone()
    return f"{made['origin'] or 'a file'}, {made['created'][:16].replace('T', ' ')}, {made['words']} words"
