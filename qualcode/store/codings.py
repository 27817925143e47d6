"""Codings, memos and readings. A coding is never overwritten: taking it away marks it removed."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date

from qualcode.errors import QualcodeError
from qualcode.model import Anchor, Coding, Selection, Span
from qualcode.names import unknown
from qualcode.second_coding import AGAIN
from qualcode.store import codebook, transcripts
from qualcode.store.database import new_id, written
from qualcode.store.kinds import KINDS

_STANDING = (
    " FROM coding c JOIN transcript t ON t.uid = c.transcript JOIN code k ON k.uid = c.code"
    " WHERE t.removed IS NULL AND "
)


class Added(list[Coding]):
    """The codings that are new of those that were to be added; `memos` counts those that stood and got a memo."""

    memos = 0


def add(db: sqlite3.Connection, codings: Iterable[Coding], *, score: float | None = None, why: str = "") -> Added:
    """Add codings, with their memos.

    The same coder, code and span again is not a second coding; what is written on it is noted on the one that stands.
    `id`, `created` and `version` must be filled in.
    """
    uids, codes, versions = transcripts.names(db), _codes(db), ["", *codebook.versions(db)]
    revisions = {r["uid"]: r["revision"] for r in db.execute("SELECT uid, revision FROM transcript")}
    added = Added()
    for coding in codings:
        uid, code = uids[coding.transcript], codes[coding.code]
        twin = db.execute(
            'SELECT id FROM coding WHERE transcript = ? AND code = ? AND coder = ? AND "start" = ? AND "end" = ?'
            " AND revision = ? AND removed IS NULL",
            [uid, code, coding.coder, coding.start, coding.end, revisions[uid]],
        ).fetchone()
        if twin:
            added.memos += note(db, "coding", twin["id"], coding.coder, coding.memo, coding.created)
            continue
        span = [coding.start, coding.end, coding.quote, coding.origin, coding.created]
        span += [versions[coding.version], coding.anchor]
        db.execute(
            "INSERT INTO coding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)",
            [coding.id, uid, revisions[uid], code, coding.coder, *span, written(score), why],
        )
        if coding.memo:
            add_memo(db, "coding", coding.id, coding.coder, coding.memo, coding.created)
        added.append(coding)
    return added


def ids(db: sqlite3.Connection) -> set[str]:
    """The permanent ids of all codings, removed ones too."""
    return {row[0] for row in db.execute("SELECT id FROM coding")}


def remove(db: sqlite3.Connection, ids: Iterable[str], time: str, table: str = "coding") -> int:
    """Mark codings (or rows of another kind) removed; returns how many were not already."""
    query = f"UPDATE {table} SET removed = ? WHERE id = ? AND removed IS NULL"
    return sum(db.execute(query, [time, i]).rowcount for i in ids)


def of_code(db: sqlite3.Connection, code: str) -> list[str]:
    """The ids of every coding with a code (its permanent id), removed and unsettled ones too: they may come back."""
    return [row[0] for row in db.execute("SELECT id FROM coding WHERE code = ? ORDER BY created, id", [code])]


def recode(db: sqlite3.Connection, ids: Iterable[str], code: str, time: str) -> int:
    """Give codings another code (its permanent id). They keep their id, coder, span, time, version and memos.

    Where the same coder has coded the same span so already, the coding that comes is marked removed and hands its memos
    to the one that stands. Returns how many of the codings stood.
    """
    stood = 0
    for i in ids:
        db.execute("UPDATE coding SET code = ? WHERE id = ?", [code, i])
        stood += db.execute("SELECT removed IS NULL FROM coding WHERE id = ?", [i]).fetchone()[0]
        twin = db.execute(
            'SELECT b.id FROM coding a JOIN coding b USING (transcript, revision, code, coder, "start", "end")'
            " WHERE a.id = ? AND b.id <> a.id AND a.removed IS NULL AND b.removed IS NULL",
            [i],
        ).fetchone()
        if twin:
            remove(db, [i], time)
            hand_over(db, i, twin["id"])
    return stood


def change(db: sqlite3.Connection, coding: Coding) -> None:
    """Write a coding's code, span, quote, origin and version anew, as a person changed it; what proposed it goes."""
    version = ["", *codebook.versions(db)][coding.version]
    db.execute(
        'UPDATE coding SET code = ?, "start" = ?, "end" = ?, quote = ?, origin = ?, version = ?, anchor = ?,'
        " score = NULL, why = '' WHERE id = ?",
        [_codes(db)[coding.code], *coding[4:7], coding.origin, version, coding.anchor, coding.id],
    )


def hand_over(db: sqlite3.Connection, old: str, new: str) -> None:
    """Give the memos of a coding to another."""
    db.execute("UPDATE memo SET target = ? WHERE kind = 'coding' AND target = ?", [new, old])


def stamp(db: sqlite3.Connection, ids: Iterable[str], version: str) -> None:
    """Say that codings hold under a version of the codebook (its permanent id)."""
    for i in ids:
        db.execute("UPDATE coding SET version = ? WHERE id = ?", [version, i])


def load(
    db: sqlite3.Connection,
    selection: Selection = Selection(),  # noqa: B008 - frozen
    *,
    unsettled: bool = False,
    as_of: date | None = None,
) -> Iterator[Coding]:
    """The codings of the selected transcripts, codes, coders and days, in the order of the text.

    With `as_of` those that stood when that day began, among them what was taken back since.

    `unsettled` ones instead are those whose place was not found again when their transcript was replaced: their span
    points into the revision they were made on, and they count nowhere until somebody settles them. Speakers are chosen
    where codings meet turns: see `qualcode.summarise.excerpts`.
    """
    meant = transcripts.selected(db, selection)
    codes = selection.code_ids(codebook.load(db)) if selection.codes else None
    numbers = {version: n for n, version in enumerate(codebook.versions(db), start=1)}
    notes = _memos(db)
    rows = db.execute(
        'SELECT t.name, c."start", c."end", k.id, c.coder, c.created, c.id, c.quote, c.origin, c.version, c.anchor'
        f"{_STANDING} coalesce(c.removed >= ?1, c.removed IS NULL) AND coalesce(c.created < ?1, TRUE)"
        f" AND c.revision {'<>' if unsettled else '='} t.revision AND t.uid IN (SELECT value FROM json_each(?2))"
        " AND c.code IN (SELECT uid FROM code WHERE ?3 IS NULL OR id IN (SELECT value FROM json_each(?3)))",
        [
            as_of.isoformat() if as_of else None,
            json.dumps(list(meant.values())),
            None if codes is None else json.dumps(sorted(codes)),
        ],
    )
    for name, start, end, code, coder, created, id_, quote, origin, version, anchor in sorted(map(tuple, rows)):
        if selection.has_made(coder, created):
            number, memo = numbers.get(version, 0), notes.get(id_, "")
            yield Coding(id_, name, code, coder, start, end, quote, memo, origin, created, number, anchor)


def uses(db: sqlite3.Connection) -> dict[str, int]:
    """How many codings each code has in the transcripts as they are now, by id."""
    return dict(
        db.execute(f"SELECT k.id, count(*){_STANDING} c.removed IS NULL AND c.revision = t.revision GROUP BY k.id")
    )


def _memos(db: sqlite3.Connection) -> dict[str, str]:
    """What is written on codings, by their ids; several memos are lines of one."""
    found: dict[str, str] = {}
    for target, text in db.execute(
        "SELECT target, text FROM memo WHERE kind = 'coding' AND removed IS NULL ORDER BY created, id"
    ):
        found[target] = f"{found[target]}\n{text}" if target in found else text
    return found


def place(db: sqlite3.Connection, id_: str, span: Span, quote: str, anchor: Anchor, table: str = "coding") -> None:
    """Give a coding (or a row of another kind with a span) its place in the current text, and say how it fared."""
    db.execute(
        f"UPDATE {table} SET revision = (SELECT revision FROM transcript WHERE uid = transcript),"
        ' "start" = ?, "end" = ?, quote = ?, anchor = ? WHERE id = ?',
        [span.start, span.end, quote, anchor, id_],
    )


def revision_of(db: sqlite3.Connection, coding: str) -> int:
    """The number of the revision that a coding's span points into."""
    row = db.execute(
        f"SELECT {transcripts.NUMBER} FROM coding c JOIN revision r ON r.transcript = c.transcript"
        " AND r.n = c.revision WHERE c.id = ?",
        [coding],
    ).fetchone()
    return int(row[0])


def coders(db: sqlite3.Connection) -> list[str]:
    """Everybody who coded or finished a transcript."""
    rows = db.execute("SELECT coder FROM coding WHERE removed IS NULL UNION SELECT coder FROM reading ORDER BY 1")
    return [row[0] for row in rows]


def people(db: sqlite3.Connection) -> list[str]:
    """Every name under which somebody has done, or is to do, anything here."""
    said = [(kind.table, column) for kind in KINDS for column in kind.coders if column not in kind.json]
    parts = ["SELECT coder FROM log", *(f"SELECT {column} FROM {table}" for table, column in said)]
    return [row[0] for row in db.execute(f"{' UNION '.join(parts)} ORDER BY 1") if row[0]]


def is_known(db: sqlite3.Connection, name: str) -> bool:
    """Whether somebody of exactly this name has done anything here, asked where it is quickest."""
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM log WHERE coder = ?1)"
        " OR EXISTS (SELECT 1 FROM coding WHERE coder = ?1 AND removed IS NULL)",
        [name],
    ).fetchone()
    return bool(row[0])


def check_coders(db: sqlite3.Connection, wanted: Iterable[str]) -> None:
    """Refuse the name of somebody who never coded."""
    for name in wanted:
        if name not in (known := coders(db)):
            told = unknown("coder", name, known)
            raise QualcodeError(f"nobody called '{name}' has coded here", hint=told.hint)


def layers(db: sqlite3.Connection) -> list[str]:
    """The names under which a consensus or somebody's second coding stands.

    They repeat what people coded, so nothing counts them unless asked to.
    """
    rows = db.execute(
        "SELECT DISTINCT coder FROM coding WHERE removed IS NULL AND (origin = 'adjudication' OR coder LIKE '%' || ?)"
        " ORDER BY 1",
        [AGAIN],
    )
    return [row[0] for row in rows]


def origins(db: sqlite3.Connection, coder: str) -> set[str]:
    """How the codings came about that stand under a coder's name."""
    return {
        row[0] for row in db.execute("SELECT DISTINCT origin FROM coding WHERE removed IS NULL AND coder = ?", [coder])
    }


def readings(db: sqlite3.Connection, as_of: date | None = None) -> dict[str, list[str]]:
    """Who has finished each transcript, by its name; with `as_of` who had when that day began."""
    found: dict[str, list[str]] = {}
    for row in db.execute(
        "SELECT t.name, r.coder FROM reading r JOIN transcript t ON t.uid = r.transcript"
        " WHERE t.removed IS NULL AND coalesce(r.finished < ?, TRUE) ORDER BY t.name, r.coder",
        [as_of.isoformat() if as_of else None],
    ):
        found.setdefault(row["name"], []).append(row["coder"])
    return found


def reopen(db: sqlite3.Connection, uid: str, coder: str) -> bool:
    """Take a reading back; False if there was none."""
    return db.execute("DELETE FROM reading WHERE transcript = ? AND coder = ?", [uid, coder]).rowcount == 1


def faults(db: sqlite3.Connection) -> list[str]:
    """Codings whose quote is not what their revision's text has at their place.

    Compared here and not by SQLite, whose `substr` ends a text at its first NUL.
    """
    found = []
    for r in db.execute(
        f"SELECT t.name, r.transcript, r.n, {transcripts.NUMBER} AS number, b.text"
        " FROM revision r JOIN body b ON b.id = r.body"
        " JOIN transcript t ON t.uid = r.transcript ORDER BY t.name, r.n"
    ):
        found += [
            f"coding {c['id']} in {r['name']} (revision {r['number']}, {c['start']}-{c['end']}):"
            " its quote is not what stands there"
            for c in db.execute(
                'SELECT id, "start", "end", quote FROM coding WHERE transcript = ? AND revision = ? AND removed IS NULL'
                ' ORDER BY "start", "end", id',
                [r["transcript"], r["n"]],
            )
            if r["text"][c["start"] : c["end"]] != c["quote"]
        ]
    return found


def add_memo(db: sqlite3.Connection, kind: str, target: str, coder: str, text: str, time: str) -> str:
    """Write a memo on a transcript, a place in its current text, a coding, a code or the project; returns its id."""
    memo, kept = new_id(), _kept(db, kind, target)
    db.execute("INSERT INTO memo VALUES (?, ?, ?, ?, ?, ?, NULL)", [memo, kind, kept, coder, text, time])
    return memo


def note(db: sqlite3.Connection, kind: str, target: str, coder: str, text: str, time: str, *, shown: str = "") -> bool:
    """Write to what a coder has written on a target; False if nothing is new. The one rule for all that write memos.

    A text that stands there, white space aside, is not written again, and '' changes nothing. Another one is added; it
    replaces what stands only where that is what was `shown` to the person who wrote it.
    """
    there = _written(db, kind, target, coder)
    said = [_plain(one) for one in there]
    if not _plain(text) or _plain(text) in (*said, _plain("\n".join(there))):
        return False
    if shown and _plain(shown) == _plain("\n".join(there)):
        set_memo(db, kind, target, coder, text, time)
        return True
    lines, before = text.strip().split("\n"), "\n".join(there).split("\n")
    more = "\n".join(lines[len(before) :] if there and lines[: len(before)] == before else lines)
    same_step = db.execute(
        "UPDATE memo SET text = text || char(10) || ? WHERE kind = ? AND target IN (?, ?) AND coder = ?"
        " AND created = ? AND removed IS NULL",
        [more, kind, target, _kept(db, kind, target), coder, time],
    ).rowcount
    if not same_step:
        add_memo(db, kind, target, coder, more, time)
    return True


def _written(db: sqlite3.Connection, kind: str, target: str, coder: str) -> list[str]:
    """The memos that a coder has on a target, oldest first."""
    rows = db.execute(
        "SELECT text FROM memo WHERE kind = ? AND target IN (?, ?) AND coder = ? AND removed IS NULL"
        " ORDER BY created, id",
        [kind, target, _kept(db, kind, target), coder],
    )
    return [row[0] for row in rows]


def _plain(text: str) -> str:
    return " ".join(text.split())


def set_memo(db: sqlite3.Connection, kind: str, target: str, coder: str, text: str, time: str) -> None:
    """Make `text` this coder's only memo on a target; '' takes it away. What stood before is marked removed."""
    db.execute(
        "UPDATE memo SET removed = ? WHERE kind = ? AND target IN (?, ?) AND coder = ? AND removed IS NULL",
        [time, kind, target, _kept(db, kind, target), coder],
    )
    if text:
        add_memo(db, kind, target, coder, text, time)


def memos(db: sqlite3.Connection) -> list[dict[str, str]]:
    """Every memo that stands: id, kind, target, coder, text, created. The target of a place is `uid@start-end`.

    One on a place of another text than the current one counts as one on the transcript.
    """
    current = {r["uid"]: str(r["revision"]) for r in db.execute("SELECT uid, revision FROM transcript")}
    found = []
    for memo in db.execute(
        "SELECT id, kind, target, coder, text, created FROM memo WHERE removed IS NULL ORDER BY created, id"
    ):
        place, _, n = memo["target"].partition("/") if memo["kind"] == "segment" else (memo["target"], "", "")
        uid = place.partition("@")[0]
        elsewhere = n and n != current.get(uid)
        found.append({**dict(memo), **({"kind": "transcript", "target": uid} if elsewhere else {"target": place})})
    return found


def _kept(db: sqlite3.Connection, kind: str, target: str) -> str:
    """A memo's target as the file keeps it: a place with the revision in which it counts."""
    if kind != "segment":
        return target
    row = db.execute("SELECT revision FROM transcript WHERE uid = ?", [target.partition("@")[0]]).fetchone()
    return f"{target}/{row[0]}"


def _codes(db: sqlite3.Connection) -> dict[str, str]:
    return {row["id"]: row["uid"] for row in db.execute("SELECT id, uid FROM code")}
