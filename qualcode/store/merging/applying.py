"""Third step: make every touched row what both histories say, and give back to each side what it stands on."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from qualcode.errors import QualcodeError
from qualcode.store.coders import names, renamed
from qualcode.store.journal import Journal
from qualcode.store.kinds import KINDS, Kind
from qualcode.store.merging.meeting import Meeting, written_down
from qualcode.store.placing import renewed
from qualcode.store.replay import Key, Row, state
from qualcode.store.tidying import united_codebook
from qualcode.store.uniting import Change, united

_PLACED = {kind.table for kind in KINDS if kind.placed}


def apply(m: Meeting) -> None:
    """Make the rows of `m.touched` what the log says now, until nothing is missing; then what follows from that."""
    _apply(m)
    while missing := _missing(m):
        before = len(m.needed)
        for key in missing:
            _keep(m, key)
        if len(m.needed) == before:
            raise QualcodeError(f"the copies do not fit together: a {missing[0][0]} is missing in both")
        _apply(m)
    _tidy(m)


def _apply(m: Meeting) -> None:
    journal = m.journal()
    rows = {
        key: state(events, keep=written_down(*key) in m.needed) for key in m.touched if (events := journal.of_row(key))
    }
    _refuse_two_texts(m, rows)
    for key, row in sorted(rows.items(), key=_order):
        if key[0] not in _PLACED:
            m.put(key, row)
    _apply_placed(m, journal, rows)


def _apply_placed(m: Meeting, journal: Journal, rows: Mapping[Key, Row | None]) -> None:
    """What has a place in a text where people put it, or where that is in the text which counts now."""
    made = {key: row for key, row in rows.items() if key[0] in _PLACED}
    for key in _in_touched_texts(m) - made.keys():
        events = journal.of_row(key)
        made[key] = state(events) if events else m.row(key)
    named = {row["uid"]: row["name"] for row in m.db.execute("SELECT uid, name FROM transcript")}
    for one in renewed(m.db, [(key[0], row) for key, row in made.items() if row], m.reanchor):
        key = (one.table, (one.before["id"],))
        made[key], c = one.after, one.found.coding
        if one.table == "coding" and one.after["removed"] is None and m.row(key) != one.after:
            m.report.found_again[named[c.transcript], c.coder, one.found.status] += 1
    for key, row in made.items():
        m.put(key, row)


def _in_touched_texts(m: Meeting) -> set[Key]:
    """What has a place in touched transcripts, or on another text because an undo or redo brought it back."""
    uids = json.dumps([key[1][0] for key in m.touched if key[0] == "transcript"])
    rows = [row for kind in KINDS if kind.placed for row in m.db.execute(_in_texts(kind), [uids])]
    return {key for key in m.touched if key[0] in _PLACED} | {(table, (id_,)) for table, id_ in rows}


def _in_texts(kind: Kind) -> str:
    """Table and id of a kind's rows on another text than the current one, or in any of the transcripts asked for."""
    if kind.placed == "span":
        where, elsewhere = "r.transcript", "r.revision <> t.revision"
    else:
        where = "substr(r.target, 1, 32)"
        elsewhere = "(r.target LIKE '%@%/%' AND r.target NOT LIKE '%/' || t.revision)"
    return (
        f"SELECT '{kind.table}', r.id FROM {kind.table} r JOIN transcript t ON t.uid = {where}"
        f" WHERE {elsewhere} OR t.uid IN (SELECT value FROM json_each(?1))"
    )


def _missing(m: Meeting) -> list[Key]:
    """Rows that others refer to and that are not there."""
    found: set[Key] = set()
    for child, rowid, parent, n in m.db.execute("PRAGMA foreign_key_check").fetchall():
        row = m.db.execute(f"SELECT * FROM {child} WHERE rowid = ?", [rowid]).fetchone()
        links = [k for k in m.db.execute(f"PRAGMA foreign_key_list({child})") if k["id"] == n]
        values = {k["to"]: row[k["from"]] for k in links}
        found.add((parent, tuple(values[k] for k in m.keys[parent])))
    return sorted(found, key=repr)


def _keep(m: Meeting, key: Key) -> None:
    """Do not take away what the other side uses: let the undo that did so not be, or else the deletion of it."""
    taken = [e for e in m.journal().of_row(key) if e.after is None]
    if not taken:
        return
    if taken[-1].undoing:
        m.needed.add(written_down("", taken[-1].line))
        m.touched |= m.journal().touched({taken[-1].of})
    else:
        m.needed.add(written_down(*key))
    m.touched.add(key)
    named = {"code": "id", "transcript": "name"}.get(key[0])
    what = f"{key[0]} {taken[-1].before[named]}" if named and taken[-1].before else f"a {key[0]}"
    m.report.notes.append(f"{what} was taken away on one side and is used on the other: kept")


def _refuse_two_texts(m: Meeting, rows: Mapping[Key, Row | None]) -> None:
    named = {r["uid"]: r["name"] for r in m.db.execute("SELECT uid, name FROM transcript WHERE removed IS NULL")}
    for (table, values), row in rows.items():
        if table == "transcript":
            named.pop(values[0], None)
            if row and row["removed"] is None:
                named[values[0]] = row["name"]
    twice = sorted({name for name, times in Counter(named.values()).items() if times > 1})
    if twice:
        raise QualcodeError(
            f"each copy has imported another text as {', '.join(twice)}",
            hint="Give it another name in one of them (`qualcode transcripts rename`), and merge again.",
        )


def _tidy(m: Meeting) -> None:
    """Write down what follows from the merge itself, in words that every copy finds for itself."""
    if changes := renamed(m.db, names(m.db)):
        _follow(m, changes, "merge: names")
    journal = m.journal()
    changes = united(m.db)
    if all(journal.touched(lines, "codebook_version") for lines in (m.new, m.ours - m.theirs)):
        changes += united_codebook(m.db, *journal.after_all())
    if changes:
        _follow(m, changes, "merge: tidy")


def _follow(m: Meeting, changes: Sequence[Change], verb: str) -> None:
    """Write down, as a line of its own, what follows from all that is known now, and do it."""
    id_ = sha256(json.dumps(changes, sort_keys=True, default=str).encode()).hexdigest()[:32]
    time, tick = m.journal().after_all()
    m.write({"id": id_, "time": time, "tick": tick, "coder": "", "verb": verb}, changes)
    _apply(m)


def _order(item: tuple[Key, Row | None]) -> tuple[bool, str]:
    """What goes first, so that a name is free before it is given away."""
    key, row = item
    return row is not None and row.get("removed") is None, repr(key)
