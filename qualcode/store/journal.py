"""The log read as events: what was done to a row, by whom, in what order, with undoing and redoing among it."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable

from qualcode.store.replay import Event, Key, again, inverse
from qualcode.store.schema import TRACKED, keys

MERGE = "merge"
"""The verb whose lines are no events: what it did was done elsewhere first, and those lines came with it."""

_LINES = (
    "SELECT seq, id, time, tick, verb, about FROM line WHERE verb <> ?1"
    " AND about NOT IN (SELECT id FROM log WHERE verb = ?1) ORDER BY tick, id"
)


class Journal:
    """The lines of a project's log that count, as they were when this was made. `stands` are undoings to overlook."""

    def __init__(self, db: sqlite3.Connection, stands: Collection[str] = ()) -> None:
        self.db = db
        self.keys = {table: keys(db, table) for table in TRACKED}
        self.lines: dict[int, sqlite3.Row] = {}
        self.notes: dict[str, list[sqlite3.Row]] = defaultdict(list)
        for line in db.execute(_LINES, [MERGE]):
            self.lines[line["seq"]] = line
            if line["about"] and line["id"] not in stands:
                self.notes[line["about"]].append(line)

    def of_rows(self, wanted: Iterable[Key]) -> dict[Key, list[Event]]:
        """What was done to each of these rows, in order; rows to which nothing was done are left out."""
        return {key: events for key in wanted if (events := self.of_row(key))}

    def of_row(self, key: Key) -> list[Event]:
        """What was done to a row, in order."""
        by_line: dict[str, list[Event]] = defaultdict(list)
        marks = ", ".join("?" for _ in key[1])
        for log, before, after in self.db.execute(
            f"SELECT log, before, after FROM change WHERE name = ? AND key = json_array({marks}) ORDER BY seq",
            [key[0], *key[1]],
        ):
            if line := self.lines.get(log):
                order = (line["tick"], line["id"], len(by_line[line["id"]]))
                by_line[line["id"]].append(Event(key, order, _row(before), _row(after), line["id"]))
        events = [event for found in by_line.values() for event in found]
        for id_, found in by_line.items():
            for note in self.notes[id_]:
                turn = inverse if note["verb"] == "undo" else again
                events += turn(found, note["tick"], note["id"])
        return sorted(events, key=lambda e: e.order)

    def touched(self, ids: Collection[str], table: str = "%") -> set[Key]:
        """The rows that these lines changed; an undo or redo changed those of its line."""
        meant = {line["about"] or line["id"] for line in self.lines.values() if line["id"] in ids}
        found: set[Key] = set()
        for seq, line in self.lines.items():
            if line["id"] in meant:
                rows = self.db.execute("SELECT name, key FROM change WHERE log = ? AND name LIKE ?", [seq, table])
                found |= {(name, tuple(json.loads(key))) for name, key in rows}
        return found

    def after_all(self) -> tuple[str, int]:
        """The time of the last event, and a number behind all events."""
        last = max(self.lines.values(), key=lambda line: (line["tick"], line["id"]))
        return last["time"], last["tick"] + 1


def _row(text: str | None) -> dict[str, object] | None:
    return json.loads(text) if text else None
