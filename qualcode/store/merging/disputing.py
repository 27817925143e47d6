"""What the two copies did that cannot both be, and that nobody is to lose: it stays, and waits for a person.

* A transcript that was removed in one copy and worked on in the other, by work that whoever removed it did not know.
* One disagreement that was settled differently in the two.

Both are looked for before anything is brought over. What is found is written as a line of its own that follows from
the steps it answers alone, so that every copy that finds it writes the same; what a person does about it comes later.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from qualcode.store.journal import Journal
from qualcode.store.kinds import BY_TABLE, KINDS
from qualcode.store.merging.meeting import Meeting
from qualcode.store.replay import Event, Key, Row

_WORK = {kind.table: "coder" for kind in KINDS if kind.table == "reading"} | {
    kind.table: "id" for kind in KINDS if kind.whose and kind.placed
}
"""The kinds of which a row is somebody's work on a transcript, with the column that tells them apart there."""

_READ = "SELECT * FROM reading WHERE transcript = ? AND coder = ?"

_SAID = ("choice", "start", "end", "code")
"""The columns of a settlement that make two of them differ."""


@dataclass(frozen=True)
class Dispute:
    """What stays and waits: the line that says so, its changes, and the words for it."""

    line: Mapping[str, Any]
    changes: tuple[tuple[Key, Row | None, Row | None], ...]
    told: str


def disputes(m: Meeting) -> list[Dispute]:
    """What is to be written once everything is brought over."""
    return [*_removed_and_used(m), *_settled_twice(m)]


def _removed_and_used(m: Meeting) -> Iterator[Dispute]:
    for knows, works, known in ((m.db, m.other, m.theirs), (m.other, m.db, m.ours)):
        journal: Journal | None = None
        for row in knows.execute("SELECT * FROM transcript WHERE removed IS NOT NULL ORDER BY uid").fetchall():
            uid = row["uid"]
            if not works.execute("SELECT 1 FROM transcript WHERE uid = ? AND removed IS NULL", [uid]).fetchone():
                continue
            journal = journal or Journal(knows)
            taken = [e for e in journal.of_row(("transcript", (uid,))) if _removes(e)]
            if taken and (taken[-1].line not in known) and _has_other_work(works, knows, uid):
                yield _kept(knows, taken[-1])


def _removes(event: Event) -> bool:
    before, after = event.before or {}, event.after or {}
    return before.get("removed") is None and after.get("removed") is not None


def _has_other_work(works: sqlite3.Connection, knows: sqlite3.Connection, uid: str) -> bool:
    """Whether there is work on a transcript in one copy that the other has never seen."""
    for table, key in _WORK.items():
        column = "substr(target, 1, 32)" if BY_TABLE[table].placed == "target" else "transcript"
        query = f"SELECT {key} FROM {table} WHERE {column} = ?"
        stands = " AND removed IS NULL" if "removed" in BY_TABLE[table].times else ""
        seen = {row[0] for row in knows.execute(query, [uid])}
        if any(row[0] not in seen for row in works.execute(query + stands, [uid])):
            return True
    return False


def _kept(knows: sqlite3.Connection, taken: Event) -> Dispute:
    by = knows.execute("SELECT time, coder FROM log WHERE id = ?", [taken.line]).fetchone()
    after = dict(taken.after or {})
    payload = {"what": "transcript", "name": after["name"], "by": by["coder"]}
    row = _waiting(f"removed\0{taken.line}\0{after['uid']}", "removed", after["uid"], after["uid"], payload, by["time"])
    line = _line(row["id"], by["time"], taken.order[0] + 1, "merge: kept")
    changes = ((taken.key, after, {**after, "removed": None}), (("waiting", (row["id"],)), None, row))
    told = f"{after['name']} was removed in one copy and worked on in the other: it stays; see `qualcode unsettled`"
    return Dispute(line, changes, told)


def _settled_twice(m: Meeting) -> Iterator[Dispute]:
    ours, theirs = (_settled(db) for db in (m.db, m.other))
    for key in sorted(ours.keys() & theirs.keys()):
        here, there = ours[key], theirs[key]
        apart = [db.execute("SELECT 1 FROM settlement WHERE id = ?", [row["id"]]).fetchone() is None
                 for db, row in ((m.other, here), (m.db, there))]  # fmt: skip
        if all(apart) and any(here[name] != there[name] for name in _SAID):
            yield _both(m, *sorted((dict(here), dict(there)), key=lambda row: str(row["id"])))


def _settled(db: sqlite3.Connection) -> dict[tuple[str, str], sqlite3.Row]:
    """What counts for each disagreement of each layer in one copy."""
    rows = db.execute("SELECT * FROM settlement ORDER BY tick, id")
    return {(row["layer"], row["disagreement"]): row for row in rows}


def _both(m: Meeting, a: Row, b: Row) -> Dispute:
    """Two settlements of one disagreement: it is open again, and what either added to the consensus stands no more."""
    last = max((a, b), key=lambda row: (row["tick"], row["id"]))
    sides = [{name: row[name] for name in ("id", "coder", *_SAID, "reason")} for row in (a, b)]
    payload = {"what": "settlement", "layer": a["layer"], "sides": sides, "between": json.loads(str(a["between"]))}
    name = f"settled\0{a['id']}\0{b['id']}"
    about, transcript, time = str(a["disagreement"]), str(a["transcript"]), str(last["created"])
    row = _waiting(name, "settlement", about, transcript, payload, time)
    changes: list[tuple[Key, Row | None, Row | None]] = [(("waiting", (row["id"],)), None, row)]
    for coding in _added(m, a, b):
        changes.append((("coding", (coding["id"],)), coding, {**coding, "removed": time}))
    key = ("reading", (a["transcript"], a["layer"]))  # not all is settled there any more
    read = [dict(row) for db in (m.db, m.other) for row in db.execute(_READ, key[1])]
    changes += [(key, max(read, key=lambda row: str(row["finished"])), None)] if read else []
    line = _line(row["id"], time, int(str(last["tick"])) + 1, "merge: open again")
    who = " and ".join(sorted({str(a["coder"]), str(b["coder"])}))
    told = f"a disagreement was settled differently by {who}: it is open again; see `qualcode unsettled`"
    return Dispute(line, tuple(changes), told)


def _added(m: Meeting, a: Row, b: Row) -> Iterator[Row]:
    """Codings of the consensus that came with one of two settlements and do not stand, alike, in the other copy."""
    made: dict[str, tuple[Row, object]] = {}
    alike: dict[object, set[int]] = {}
    for n, db in enumerate((m.db, m.other)):
        for found in db.execute(
            "SELECT * FROM coding WHERE transcript = ? AND coder = ? AND origin = 'adjudication' AND removed IS NULL"
            " AND created IN (?, ?) ORDER BY id",
            [a["transcript"], a["layer"], a["created"], b["created"]],
        ):
            place = (found["revision"], found["start"], found["end"], found["code"])
            alike.setdefault(place, set()).add(n)
            made[found["id"]] = (dict(found), place)
    yield from (row for row, place in made.values() if len(alike[place]) == 1)


def _waiting(
    name: str, kind: str, about: object, transcript: object, payload: Mapping[str, object], time: str
) -> dict[str, object]:
    said = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    row = {"id": _hash(name), "kind": kind, "about": about, "transcript": transcript, "coder": "", "payload": said}
    return row | {"created": time, "settled": None, "verdict": ""}


def _line(name: object, time: str, tick: int, verb: str) -> dict[str, Any]:
    return {"id": _hash(f"line\0{name}"), "time": time, "tick": tick, "coder": "", "verb": verb}


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
