"""Bring another copy of the project back into this one, losing nothing of either.

What was done in the other copy and is not known here is written into this copy's log, and each row that it touched is
made what both histories together say (see `replay`). The log lines remember the merge that brought them: undoing the
merge hides them again. What was coded on another text of a transcript than the one that counts now is found again in
that (see `placing`), always from where a person put it: how often copies met on the way makes no difference. Where both
copies wrote something else into one field of the codebook, or gave one transcript another text, nothing is guessed.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from qualcode.choices import Side
from qualcode.errors import ProjectUnavailable, QualcodeError
from qualcode.store import codings, erasing, transcripts
from qualcode.store.conflicts import Conflict, Verdicts, differences, only_moved
from qualcode.store.history import Verb, find, put
from qualcode.store.journal import MERGE, Journal
from qualcode.store.kinds import BY_TABLE, KINDS, Kind
from qualcode.store.order import following, now
from qualcode.store.placing import Reanchor, renewed
from qualcode.store.replay import Key, Row, state
from qualcode.store.schema import TRACKED, columns, keys
from qualcode.store.tidying import same_coding_twice, united_codebook

_PLACED = tuple(kind.table for kind in KINDS if kind.placed)
"""The tables whose rows have a place in a text."""


@dataclass
class Report:
    """What a merge did, or would do. `counts` by (table, who, what): what is new, changed or removed; `codes` by what.

    `found_again` by (transcript, who, how): codings that were made on another text, and how they fared.
    """

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    found_again: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    codes: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lines: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def merge(
    db: sqlite3.Connection, other: sqlite3.Connection, verb: Verb, *, verdicts: Verdicts, reanchor: Reanchor
) -> Report:
    """Merge the project file `other` into `db`, inside the merge's verb.

    What both changed and `verdicts` says nothing about is among the report's conflicts, and the caller has to refuse.
    `reanchor` finds codings again in another text.
    """
    merging = _Merging(db, other, verb, reanchor)
    if len({one.execute("SELECT value FROM meta WHERE key = 'project'").fetchone()[0] for one in (db, other)}) > 1:
        merging.report.notes.append("not a copy of this project: transcripts and codes are matched by name and content")
    merging.bring()
    merging.settle(verdicts)
    merging.apply()
    merging.tidy()
    merging.check()
    merging.account()
    return merging.report


class _Merging:
    def __init__(self, db: sqlite3.Connection, other: sqlite3.Connection, verb: Verb, reanchor: Reanchor) -> None:
        self.db, self.other, self.verb, self.reanchor = db, other, verb, reanchor
        self.report = Report()
        self.since = db.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0]
        self.keys = {table: keys(db, table) for table in TRACKED}
        self.columns = {table: set(columns(db, table)) for table in TRACKED}
        self.faults = set(codings.faults(db))
        self.ours = {row[0] for row in db.execute("SELECT id FROM line")}
        self.theirs = _known(other)
        self.erased = {row[0][7:] for row in db.execute("SELECT key FROM meta WHERE key LIKE 'erased %'")}
        self.erased |= erasing.belonging(other, self.erased)[1]
        self.new: set[str] = set()
        self.touched: set[Key] = set()
        # Rows taken away on one side that the other side needs, and undoings that cannot be for the same reason. What
        # an earlier merge found of them, here or there, holds for good.
        self.needed, theirs = _needed(db) | _of(verb.details), _needed(other)
        self.learned = theirs - self.needed
        self.needed |= theirs
        self.found: dict[str, tuple[str, str, str]] = {}  # codings found again: transcript, who, how

    def bring(self) -> None:
        """Take in their log lines with the changes they made, the texts, and rows whose making nobody remembers."""
        merges = {row[0] for row in self.other.execute("SELECT id FROM log WHERE verb = ?", [MERGE])}
        for line in self.other.execute("SELECT * FROM line ORDER BY seq"):
            if line["id"] not in self.ours and line["about"] not in merges:
                self.new.add(line["id"])
                self.report.lines += line["verb"] != MERGE
                self._bring_line(line)
        self.verb.changed |= bool(self.new)
        self.touched |= {(name, tuple(key)) for name, key in map(json.loads, self.learned) if name}
        undoings = {str(key) for name, key in map(json.loads, self.learned) if not name}
        self.touched |= self._journal().touched(self.new | undoings)
        self._bring_texts()
        self._bring_unremembered()

    def _bring_line(self, line: sqlite3.Row) -> None:
        hidden = self.db.execute("UPDATE log SET via = ? WHERE id = ?", [self.verb.id, line["id"]]).rowcount
        if hidden:  # an earlier merge brought it and was undone
            return
        seq = self._write_line(line)
        if line["verb"] == MERGE:
            return
        for change in self.other.execute("SELECT * FROM change WHERE log = ? ORDER BY seq", [line["seq"]]):
            key = self._key(change)
            if not self._is_erased(key[0], json.loads(change["after"] or change["before"])):
                self._write_change(seq, key, change["before"], change["after"])

    def _key(self, change: sqlite3.Row) -> Key:
        rows = [json.loads(row) for row in (change["before"], change["after"]) if row is not None]
        if not rows or any(set(row) != self.columns.get(change["name"]) for row in rows):
            raise ProjectUnavailable("the file to merge is damaged: its log names what is not in a project")
        return change["name"], tuple(rows[-1][k] for k in self.keys[change["name"]])

    def _write_line(self, line: Mapping[str, Any] | sqlite3.Row) -> int | None:
        return self.db.execute(
            "INSERT INTO log (id, time, tick, coder, verb, details, why, undoable, about, via)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
            [*(line[name] for name in _TOLD), self.verb.id],
        ).lastrowid

    def _write_change(self, seq: int | None, key: Key, before: str | None, after: str | None) -> None:
        marks = ", ".join("?" for _ in key[1])
        self.db.execute(
            f"INSERT INTO change (log, name, key, before, after) VALUES (?, ?, json_array({marks}), ?, ?)",
            [seq, key[0], *key[1], before, after],
        )

    def _bring_texts(self) -> None:
        here = {row[0] for row in self.db.execute("SELECT id FROM body")}
        for id_, transcript in self.other.execute("SELECT body, transcript FROM revision").fetchall():
            if id_ not in here and transcript not in self.erased:
                here.add(id_)
                body = self.other.execute("SELECT * FROM body WHERE id = ?", [id_]).fetchone()
                if transcripts.body_name(body["text"], body["turns"], body["segments"], body["times"]) != id_:
                    raise ProjectUnavailable("the file to merge is damaged: a text in it is not the one imported")
                self.db.execute("INSERT INTO body VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", tuple(body))

    def _bring_unremembered(self) -> None:
        """Rows of theirs whose making stands in no log (it began as a package), unless they are known here."""
        foreign: dict[Key, Row] = {}
        for table, pk in self.keys.items():
            names = ", ".join(f'"{k}"' for k in pk)
            here = {tuple(row) for row in self.db.execute(f"SELECT {names} FROM {table}")}
            for row in self.other.execute(f"SELECT * FROM {table}"):
                if (key := tuple(row[k] for k in pk)) not in here and not self._is_erased(table, dict(row)):
                    foreign[table, key] = dict(row)
        remembered = self._journal().of_rows(foreign)
        for (table, values), row in foreign.items():
            if (table, values) not in remembered:
                self._put((table, values), row)
                self.touched.add((table, values))

    def _is_erased(self, table: str, row: Row) -> bool:
        """Whether a row belongs to a transcript that was erased here, and must not come back."""
        own = {row.get("uid"), row.get("id")} if table != "code" else set()
        return bool(self.erased & own) or BY_TABLE[table].belongs(row, self.erased)

    def _journal(self) -> Journal:
        return Journal(self.db, {str(key) for name, key in map(json.loads, self.needed) if not name})

    def settle(self, verdicts: Verdicts) -> None:
        """Find what both wrote into the codebook or gave another text, and write down whose version counts."""
        settled: list[tuple[Key, Row | None, Row | None]] = []
        chosen: dict[str, Side] = {}
        for one in differences(self.db, self.other, self._journal(), self.touched, self.new, self.theirs):
            fields, texts = one.fields(), one.changed_texts() if one.key[0] == "transcript" else []
            if fields and (said := verdicts.on(one.key[0], one.name)) is None:
                self.report.conflicts += one.conflicts(fields)
                continue
            self.report.notes += [one.both_stand()] if not fields and one.both_stand() else []
            if fields and said:
                side, chosen[one.name] = said, said
            elif len(texts) == 1:  # the other side cut the same text in other segments: a correction counts for more
                side, fields = texts[0], ["revision"]
            else:
                continue
            if (row := one.settled(fields, side)) != one.folded:
                settled.append((one.key, one.folded, row))
        if settled:
            details = json.dumps({"settled": chosen}, ensure_ascii=False)
            id_ = sha256(f"{self.verb.id}\0settled".encode()).hexdigest()[:32]
            time = now()
            line = {"id": id_, "time": time, "tick": following(self.db, time), "coder": self.verb.coder}
            self._write(line | {"verb": "merge: settled", "details": details}, settled)

    def apply(self) -> None:
        """Make every touched row what both histories say, and give back to each side what it stands on."""
        self._apply()
        while missing := self._missing():
            before = len(self.needed)
            for key in missing:
                self._keep(key)
            if len(self.needed) == before:
                raise QualcodeError(f"the copies do not fit together: a {missing[0][0]} is missing in both")
            self._apply()

    def _apply(self) -> None:
        journal = self._journal()
        rows = {
            key: state(events, keep=_written_down(*key) in self.needed)
            for key in self.touched
            if (events := journal.of_row(key))
        }
        self._refuse_two_texts(rows)
        for key, row in sorted(rows.items(), key=_order):
            if key[0] not in _PLACED:
                self._put(key, row)
        self._apply_placed(journal, rows)

    def _apply_placed(self, journal: Journal, rows: Mapping[Key, Row | None]) -> None:
        """Codings and memos where people put them, or where that is in the text which counts now."""
        made = {key: row for key, row in rows.items() if key[0] in _PLACED}
        for key in self._in_touched_texts() - made.keys():
            events = journal.of_row(key)
            made[key] = state(events) if events else self._row(key)
        for one in renewed(self.db, [(key[0], row) for key, row in made.items() if row], self.reanchor):
            key = (one.table, (one.before["id"],))
            made[key], c = one.after, one.found.coding
            if key[0] == "coding" and one.after["removed"] is None and self._row(key) != one.after:
                self.found[c.id] = (c.transcript, c.coder, one.found.status)
        for key, row in made.items():
            self._put(key, row)

    def _in_touched_texts(self) -> set[Key]:
        """What has a place in touched transcripts, or on another text because an undo or redo brought it back."""
        uids = json.dumps([key[1][0] for key in self.touched if key[0] == "transcript"])
        rows = [row for kind in KINDS if kind.placed for row in self.db.execute(_in_texts(kind), [uids])]
        return {key for key in self.touched if key[0] in _PLACED} | {(table, (id_,)) for table, id_ in rows}

    def _row(self, key: Key) -> Row | None:
        return find(self.db, key[0], dict(zip(self.keys[key[0]], key[1], strict=True)))

    def _put(self, key: Key, row: Row | None) -> None:
        if self._row(key) != row:
            put(self.db, key[0], dict(zip(self.keys[key[0]], key[1], strict=True)), row)

    def _missing(self) -> list[Key]:
        """Rows that others refer to and that are not there."""
        found: set[Key] = set()
        for child, rowid, parent, n in self.db.execute("PRAGMA foreign_key_check").fetchall():
            row = self.db.execute(f"SELECT * FROM {child} WHERE rowid = ?", [rowid]).fetchone()
            links = [k for k in self.db.execute(f"PRAGMA foreign_key_list({child})") if k["id"] == n]
            values = {k["to"]: row[k["from"]] for k in links}
            found.add((parent, tuple(values[k] for k in self.keys[parent])))
        return sorted(found, key=repr)

    def _keep(self, key: Key) -> None:
        """Do not take away what the other side uses: let the undo that did so not be, or else the deletion of it."""
        events = self._journal().of_row(key)
        taken = [e for e in events if e.after is None]
        if not taken:
            return
        if taken[-1].undoing:
            self.needed.add(_written_down("", taken[-1].line))
            self.touched |= self._journal().touched({taken[-1].of})
        else:
            self.needed.add(_written_down(*key))
        self.touched.add(key)
        named = {"code": "id", "transcript": "name"}.get(key[0])
        what = f"{key[0]} {taken[-1].before[named]}" if named and taken[-1].before else f"a {key[0]}"
        self.report.notes.append(f"{what} was taken away on one side and is used on the other: kept")

    def _refuse_two_texts(self, rows: Mapping[Key, Row | None]) -> None:
        named = {r["uid"]: r["name"] for r in self.db.execute("SELECT uid, name FROM transcript WHERE removed IS NULL")}
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

    def tidy(self) -> None:
        """Write down what follows from the merge itself, in words that every copy finds for itself."""
        journal = self._journal()
        changes = same_coding_twice(self.db)
        if all(journal.touched(lines, "codebook_version") for lines in (self.new, self.ours - self.theirs)):
            changes += united_codebook(self.db, *journal.after_all())
        if changes:
            id_ = sha256(json.dumps(changes, sort_keys=True, default=str).encode()).hexdigest()[:32]
            time, tick = self._journal().after_all()
            line = {"id": id_, "time": time, "tick": tick, "coder": "", "verb": "merge: tidy", "details": "{}"}
            self._write(line, changes)
            self._apply()

    def check(self) -> None:
        """Refuse what would leave the project broken."""
        ids = Counter(row[0] for row in self.db.execute("SELECT id FROM code"))
        twice = sorted(code for code, times in ids.items() if times > 1)
        if twice:
            hint = "Rename it in one of the copies, and merge again."
            raise QualcodeError(f"both copies call something else {', '.join(twice)}", hint=hint)
        parents = {row["uid"]: row["parent"] for row in self.db.execute("SELECT uid, parent FROM code")}
        if any(_round_and_round(uid, parents) for uid in parents):
            hint = "Move one of them back in one of the copies, and merge again."
            raise QualcodeError("codes were moved below each other in the two copies", hint=hint)
        faults = sorted(set(codings.faults(self.db)) - self.faults)
        if faults:
            raise QualcodeError(f"{len(faults)} codings would not fit their texts any more: {faults[0]}")

    def account(self) -> None:
        """Say what is other than it was, row by row: what was put back on the way counts for nothing."""
        self.verb.details |= {"needed": sorted(self.needed)} if self.needed else {}
        seen: dict[tuple[str, str], list[Row | None]] = {}
        for name, key, *states in self.db.execute(
            "SELECT name, key, before, after FROM change WHERE log = (SELECT seq FROM log WHERE id = ?) AND seq > ?"
            " ORDER BY seq",
            [self.verb.id, self.since],
        ):
            before, after = (json.loads(one) if one else None for one in states)
            seen.setdefault((name, key), [before, after])[1] = after
        for (name, _), (before, after) in seen.items():
            if before != after and not only_moved(name, before, after):
                whose = str((after or before or {}).get("coder", ""))
                self.report.counts[name, whose, _what(before, after)] += 1
                if name == "code":
                    self.report.codes[_what(before, after)].append(str((after or before or {})["id"]))
        names = {row["uid"]: row["name"] for row in self.db.execute("SELECT uid, name FROM transcript")}
        for uid, who, how in self.found.values():
            self.report.found_again[names[uid], who, how] += 1

    def _write(self, line: Mapping[str, Any], changes: Iterable[tuple[Key, Row | None, Row | None]]) -> None:
        """Write a line of our own with the changes it makes, so that the next merge knows them too."""
        changes = list(changes)
        self.touched |= {key for key, _, _ in changes}
        at = [line[name] for name in ("time", "tick", "id")]
        hidden = self.db.execute("UPDATE log SET via = ?, time = ?, tick = ? WHERE id = ?", [self.verb.id, *at])
        if hidden.rowcount:  # an earlier merge found the same and was undone
            return
        seq = self._write_line({"why": "", "about": "", **line})
        for key, *rows in changes:
            self._write_change(seq, key, *(json.dumps(r, ensure_ascii=False) if r else None for r in rows))


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


_TOLD = ("id", "time", "tick", "coder", "verb", "details", "why", "about")
"""What a log line says, in whichever copy it stands."""


def _needed(db: sqlite3.Connection) -> set[str]:
    """What earlier merges found to be needed, as JSON: [table, key] of a row, or ['', line] of an undoing."""
    lines = db.execute("SELECT details FROM line WHERE verb = ? AND undone IS NULL", [MERGE])
    return set().union(*(_of(json.loads(row[0])) for row in lines))


def _written_down(name: str, key: object) -> str:
    return json.dumps([name, key], ensure_ascii=False)


def _of(details: Mapping[str, Any]) -> set[str]:
    return set(details.get("needed", ()))


def _known(db: sqlite3.Connection) -> set[str]:
    """The log lines that a copy knows, and those known where it was packaged."""
    packaged = db.execute("SELECT value FROM meta WHERE key = 'known'").fetchone()
    return {row[0] for row in db.execute("SELECT id FROM line")} | set(json.loads(packaged[0]) if packaged else ())


def _what(before: Row | None, after: Row | None) -> str:
    if after is None or (after.get("removed") is not None and (before is None or before.get("removed") is None)):
        return "removed"
    return "new" if before is None else "changed"


def _order(item: tuple[Key, Row | None]) -> tuple[bool, str]:
    """What goes first, so that a name is free before it is given away."""
    key, row = item
    return row is not None and row.get("removed") is None, repr(key)


def _round_and_round(uid: str, parents: Mapping[str, str | None]) -> bool:
    seen, at = set(), parents.get(uid)
    while at is not None:
        if at in seen or at == uid:
            return True
        seen.add(at)
        at = parents.get(at)
    return False
