"""What a row is after all that was done to it in two copies of a project.

An event is one row changed by one line of the log. Events of both copies together, in the order of their numbers, give
one state, in whatever order and however often copies are merged:

* columns are independent: each has the value that was written last; columns that mean something only together, such as
  those that say where a coding is, are written together;
* a row exists while one of the insertions that made it stands. Undo takes back only its own insertion; a deletion takes
  back all before it. A change of a row that is gone does not bring it back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.store.kinds import BY_TABLE

Row = Mapping[str, object]
Key = tuple[str, tuple[object, ...]]
"""A table's name and the values of its primary key."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row from `before` to `after` (None: no row), done by log line `line` at `order` (number, line, place in it).

    `of` is the line that is taken back or done again where the line is an undo or redo.
    """

    key: Key
    order: tuple[int, str, int]
    before: Row | None
    after: Row | None
    line: str
    of: str = ""
    undoing: bool = False


def inverse(events: Sequence[Event], tick: int, line: str) -> list[Event]:
    """The events of an undo: those of the line it takes back, turned round."""
    return [
        replace(e, order=(tick, line, n), before=e.after, after=e.before, of=e.line, line=line, undoing=True)
        for n, e in enumerate(reversed(events))
    ]


def again(events: Sequence[Event], tick: int, line: str) -> list[Event]:
    """The events of a redo."""
    return [replace(e, order=(tick, line, n), of=e.line, line=line) for n, e in enumerate(events)]


def state(events: Sequence[Event], *, keep: bool = False) -> dict[str, object] | None:
    """The row after these events on it, in order; None if there is none. `keep` ignores that it was taken away."""
    standing: dict[str, Event] = {}
    changes: list[Event] = []
    first = events[0]
    if first.before is not None:
        standing[""] = replace(first, order=(-1, "", 0), before=None, after=first.before)
    for event in events:
        if event.before is None:
            standing[event.of or event.line] = event
        elif event.after is not None:
            changes.append(event)
        elif not keep:
            _take_back(standing, event)
    if not standing:
        return None
    made, *others = sorted(standing.values(), key=lambda e: e.order)
    row = dict(made.after or {})
    for event in sorted([*others, *(c for c in changes if c.order > made.order)], key=lambda e: e.order):
        row |= _written(event, event.before or made.after or {})
    return row


def _written(event: Event, before: Row) -> Row:
    """The columns that an event wrote into a row."""
    after = event.after or {}
    names = {column for column in after if before[column] != after[column]}
    place = BY_TABLE[event.key[0]].together
    return {column: after[column] for column in after if column in names or (column in place and names & place)}


def _take_back(standing: dict[str, Event], event: Event) -> None:
    if event.undoing:
        standing.pop(event.of, None)
    else:
        standing.clear()
