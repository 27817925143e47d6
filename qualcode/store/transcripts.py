"""Transcripts, their revisions, attributes and speakers.

People count a transcript's revisions by age, from 1. The file names all but the first by the number of the verb
that made them (see `order`), since two copies of a project may each make a second one.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, get_args

from qualcode.errors import ProjectUnavailable, QualcodeError
from qualcode.model import Role, Segment, Selection, Source, Transcript, Turn
from qualcode.names import unknown
from qualcode.store import former
from qualcode.store.attributes import of_speakers
from qualcode.store.database import new_id
from qualcode.store.order import OF_THIS_VERB
from qualcode.text.normalise import digest

Attributes = dict[str, dict[str, str]]
NUMBER = "(SELECT count(*) FROM revision o WHERE o.transcript = r.transcript AND o.n <= r.n)"
"""A revision `r` as people count it."""


def add(db: sqlite3.Connection, source: Source, segments: Sequence[Segment], time: str) -> str:
    """Add a new transcript with its first revision, speakers and attributes; returns its permanent id.

    The id is made from name and text, so that two copies of a project that import the same file mean the same one.
    Importing again what was removed brings it back, with its codings.
    """
    uid = _uid(source.name, source.text)
    if before := db.execute("SELECT * FROM transcript WHERE uid = ?", [uid]).fetchone():
        if text(db, uid, before["revision"]) == source.text:
            return _bring_back(db, uid, source, segments, time)
        uid = new_id()  # it went on as another text
    db.execute("INSERT INTO transcript VALUES (?, ?, 1, ?, NULL)", [uid, source.name, time])
    db.execute(
        "INSERT INTO revision VALUES (?, 1, ?, ?, ?)", [uid, add_body(db, source, segments), source.origin, time]
    )
    set_roles(db, uid, {t.speaker: t.role for t in source.turns if t.speaker})
    set_attributes(db, uid, source.attributes)
    return uid


def came_in_as(db: sqlite3.Connection, name: str, text: str) -> tuple[str, bool] | None:
    """What a transcript that came in under this name and with this text is called now, and whether it was removed.

    None where none did, whatever other texts there are.
    """
    row = db.execute("SELECT name, removed FROM transcript WHERE uid = ?", [_uid(name, text)]).fetchone()
    return (row["name"], row["removed"] is not None) if row else None


def _uid(name: str, text: str) -> str:
    return sha256(f"transcript\0{name}\0{text}".encode()).hexdigest()[:32]


def revise(db: sqlite3.Connection, uid: str, source: Source, segments: Sequence[Segment], time: str) -> int:
    """Add a revision of a transcript, made at `time`, and make it the current one; the old ones stay. Inside a verb.

    Returns its number.
    """
    (n,) = db.execute(f"SELECT {OF_THIS_VERB}").fetchone()
    db.execute(
        "INSERT INTO revision VALUES (?, ?, ?, ?, ?)", [uid, n, add_body(db, source, segments), source.origin, time]
    )
    db.execute("UPDATE transcript SET revision = ? WHERE uid = ?", [n, uid])
    known = {row["name"] for row in db.execute("SELECT name FROM speaker WHERE transcript = ?", [uid])}
    set_roles(db, uid, {t.speaker: t.role for t in source.turns if t.speaker and t.speaker not in known})
    return int(db.execute("SELECT count(*) FROM revision WHERE transcript = ?", [uid]).fetchone()[0])


def _bring_back(db: sqlite3.Connection, uid: str, source: Source, segments: Sequence[Segment], time: str) -> str:
    db.execute("UPDATE transcript SET removed = NULL WHERE uid = ?", [uid])
    reread(db, uid, source, segments, time)
    set_attributes(db, uid, source.attributes)
    return uid


def reread(db: sqlite3.Connection, uid: str, source: Source, segments: Sequence[Segment], time: str) -> bool:
    """Give a transcript other turns or segments over the same text, as a revision: every anchor holds.

    False if they are the ones it has.
    """
    current, body = db.execute(
        "SELECT r.n, r.body FROM revision r JOIN transcript t ON r.transcript = t.uid AND r.n = t.revision"
        " WHERE t.uid = ?",
        [uid],
    ).fetchone()
    if add_body(db, source, segments) == body:
        return False
    revise(db, uid, source, segments, time)
    (n,) = db.execute("SELECT revision FROM transcript WHERE uid = ?", [uid]).fetchone()
    db.execute("UPDATE coding SET revision = ? WHERE transcript = ? AND revision = ?", [n, uid, current])
    db.execute(
        "UPDATE memo SET target = replace(target, ?1, ?2) WHERE kind = 'segment' AND target LIKE ?3",
        [f"/{current}", f"/{n}", f"{uid}@%/{current}"],
    )
    return True


def text(db: sqlite3.Connection, uid: str, n: int) -> str | None:
    """The text of a revision by the name that the file has for it; None if it is not there."""
    row = db.execute(
        "SELECT b.text FROM revision r JOIN body b ON b.id = r.body WHERE r.transcript = ? AND r.n = ?", [uid, n]
    ).fetchone()
    return str(row[0]) if row else None


def revisions(db: sqlite3.Connection, uid: str) -> list[dict[str, object]]:
    """Every revision, oldest first: revision, imported, file, words, turns, segments, current, sha256."""
    rows = db.execute(
        f"SELECT {NUMBER} AS revision, r.created AS imported, r.origin AS file, b.words, b.turn_count AS turns,"
        " b.segment_count AS segments, r.n = t.revision AS current, b.sha256 FROM revision r"
        " JOIN body b ON b.id = r.body JOIN transcript t ON t.uid = r.transcript WHERE t.uid = ? ORDER BY r.n",
        [uid],
    )
    return [{**dict(row), "current": bool(row["current"])} for row in rows]


def rename(db: sqlite3.Connection, uid: str, name: str) -> None:
    """Give a transcript another name; what refers to it follows, and the old name is remembered."""
    former.remember(db, "transcript", db.execute("SELECT name FROM transcript WHERE uid = ?", [uid]).fetchone()[0], uid)
    db.execute("UPDATE transcript SET name = ? WHERE uid = ?", [name, uid])


def add_body(db: sqlite3.Connection, source: Source, segments: Sequence[Segment]) -> str:
    """Keep a text with its turns and segments; the same content is kept once. Returns its name, a hash."""
    turns = json.dumps(
        [[t.start, t.end, t.speaker, t.time_start, t.time_end] for t in source.turns], ensure_ascii=False
    )
    spans = json.dumps([[s.turn, s.start, s.end] for s in segments])
    times = json.dumps(source.times)
    name = body_name(source.text, turns, spans, times)
    words = [len(source.text[t.start : t.end].split()) for t in source.turns]
    said = [sum(words), len(source.turns), len(segments), json.dumps(words), times]
    db.execute(
        "INSERT OR IGNORE INTO body VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [name, digest(source.text), source.text, turns, spans, *said],
    )
    return name


def names(db: sqlite3.Connection) -> dict[str, str]:
    """Every transcript's name and permanent id."""
    return {
        r["name"]: r["uid"] for r in db.execute("SELECT name, uid FROM transcript WHERE removed IS NULL ORDER BY name")
    }


def in_order(db: sqlite3.Connection) -> list[str]:
    """Every transcript's name in the order of import."""
    return [r["name"] for r in db.execute("SELECT name FROM transcript WHERE removed IS NULL ORDER BY created, rowid")]


def uid(db: sqlite3.Connection, name: str) -> str:
    """The permanent id of the transcript with this name; an unknown name is refused, naming the nearest."""
    known = names(db)
    if name in known:
        return known[name]
    raise unknown("transcript", name, known, "transcripts list")


def attributes(db: sqlite3.Connection) -> Attributes:
    """Every transcript's attributes, by permanent id, in the order they were first set."""
    found: Attributes = defaultdict(dict)
    for row in db.execute("SELECT transcript, name, value FROM attribute ORDER BY rowid"):
        found[row["transcript"]][row["name"]] = row["value"]
    return found


def selected(db: sqlite3.Connection, selection: Selection) -> dict[str, str]:
    """Names and permanent ids of the transcripts that are meant; none at all is an error."""
    known = names(db)
    selection = replace(selection, transcripts=tuple(_named(selection, known)))
    have, own = attributes(db), of_speakers(db)
    there = {name for values in have.values() for name in values}
    there |= {name for speakers in own.values() for values in speakers.values() for name in values}
    strange = {c.name for c in selection.where} - there
    if strange and known:
        raise unknown("attribute", min(strange), there)
    _check_speakers(db, selection)
    meant = {n: u for n, u in known.items() if selection.has_transcript(n, have.get(u, {}), own.get(u))}
    if known and not meant:
        raise QualcodeError(f"no transcript fits {selection}", hint="See `qualcode transcripts list`.")
    return meant


def speakers(db: sqlite3.Connection) -> list[str]:
    """Everybody who speaks in some transcript."""
    return [row[0] for row in db.execute("SELECT DISTINCT name FROM speaker ORDER BY name")]


def _check_speakers(db: sqlite3.Connection, selection: Selection) -> None:
    """Refuse the name of a speaker who stands in no transcript: a slip of the pen would give zeros."""
    if selection.speakers:
        known = [*get_args(Role), *speakers(db)]
        for name in selection.speakers:
            if name not in known:
                raise unknown("speaker or role", name, known, "transcripts speakers")


def _named(selection: Selection, known: Collection[str]) -> Iterator[str]:
    """The globs of a selection, and its names as globs that fit them alone; an unknown name is refused."""
    for typed in selection.transcripts:
        if typed in known:
            yield "".join(f"[{ch}]" if ch in "*?[" else ch for ch in typed)
        elif any(ch in typed for ch in "*?["):
            yield typed
        else:
            raise unknown("transcript", typed, known, "transcripts list")


def load(db: sqlite3.Connection, selection: Selection = Selection()) -> Iterator[Transcript]:  # noqa: B008 - frozen
    """The selected transcripts in order of name, one at a time, so that a big project is never in memory whole."""
    have, roles, own = attributes(db), _roles(db), of_speakers(db)
    for name, u in selected(db, selection).items():
        row = db.execute(
            f"SELECT {NUMBER} AS number, b.* FROM transcript t"
            " JOIN revision r ON r.transcript = t.uid AND r.n = t.revision"
            " JOIN body b ON b.id = r.body WHERE t.uid = ?",
            [u],
        ).fetchone()
        yield _transcript(row, name, u, have.get(u, {}), roles.get(u, {}), own.get(u, {}))


def one(db: sqlite3.Connection, name: str) -> Transcript:
    """One transcript by its name."""
    uid(db, name)
    return next(load(db, Selection(transcripts=(name,))))


def revision(db: sqlite3.Connection, uid: str, n: int) -> Transcript:
    """An earlier (or the current) revision of a transcript, by its number as people count."""
    row = db.execute(
        f"SELECT {NUMBER} AS number, b.* FROM revision r JOIN body b ON b.id = r.body WHERE r.transcript = ?"
        " ORDER BY r.n LIMIT 1 OFFSET ?",
        [uid, n - 1],
    ).fetchone()
    name = db.execute("SELECT name FROM transcript WHERE uid = ?", [uid]).fetchone()["name"]
    known = attributes(db).get(uid, {}), _roles(db).get(uid, {}), of_speakers(db).get(uid, {})
    return _transcript(row, name, uid, *known)


def listing(db: sqlite3.Connection, selection: Selection) -> list[dict[str, object]]:
    """One row a transcript: name, words, turns, segments, codings and the attributes."""
    have = attributes(db)
    columns = list(dict.fromkeys(name for values in have.values() for name in values))
    counts = {
        row["uid"]: row
        for row in db.execute(
            "SELECT t.uid, b.words, b.turn_count, b.segment_count, (SELECT count(*) FROM coding c"
            " WHERE c.transcript = t.uid AND c.removed IS NULL) AS codings FROM transcript t"
            " JOIN revision r ON r.transcript = t.uid AND r.n = t.revision JOIN body b ON b.id = r.body"
        )
    }
    rows: list[dict[str, object]] = []
    for name, u in selected(db, selection).items():
        c = counts[u]
        row = {"name": name, "words": c["words"], "turns": c["turn_count"], "segments": c["segment_count"]}
        rows.append({**row, "codings": c["codings"], **{k: have.get(u, {}).get(k, "") for k in columns}})
    return rows


def hashes(db: sqlite3.Connection) -> dict[str, str]:
    """SHA-256 of each current text, by transcript name."""
    rows = db.execute(
        "SELECT t.name, b.sha256 FROM transcript t JOIN revision r ON r.transcript = t.uid AND r.n = t.revision"
        " JOIN body b ON b.id = r.body WHERE t.removed IS NULL"
    )
    return {r["name"]: r["sha256"] for r in rows}


def set_attributes(db: sqlite3.Connection, uid: str, values: Mapping[str, str]) -> None:
    """Set attributes of a transcript; an empty value takes the attribute away. What is so already is not touched."""
    for name, value in values.items():
        if value == "":
            db.execute("DELETE FROM attribute WHERE transcript = ? AND name = ?", [uid, name])
        else:
            db.execute(
                "INSERT INTO attribute VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
                " WHERE value <> excluded.value",
                [uid, name, value],
            )


def set_roles(db: sqlite3.Connection, uid: str, roles: Mapping[str, Role | None]) -> bool:
    """Set the roles of a transcript's speakers; False if they were so."""
    done = [
        db.execute(
            "INSERT INTO speaker VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET role = excluded.role"
            " WHERE role IS NOT excluded.role",
            [uid, name, role],
        ).rowcount
        for name, role in roles.items()
    ]
    return any(done)


def remove(db: sqlite3.Connection, uids: Iterable[str], time: str) -> None:
    """Mark transcripts removed; their codings stand and come back with them."""
    for u in uids:
        db.execute("UPDATE transcript SET removed = ? WHERE uid = ? AND removed IS NULL", [time, u])


def faults(db: sqlite3.Connection) -> list[str]:
    """What is wrong with the stored texts: a hash that no longer fits, a span outside its text."""
    found = []
    for row in db.execute(
        f"SELECT t.name, {NUMBER} AS number, b.* FROM revision r JOIN body b ON b.id = r.body"
        " JOIN transcript t ON t.uid = r.transcript"
    ):
        place = f"{row['name']} (revision {row['number']})"
        if digest(row["text"]) != row["sha256"]:
            found.append(f"{place}: the text is not the one that was imported (its SHA-256 differs)")
        if body_name(row["text"], row["turns"], row["segments"], row["times"]) != row["id"]:
            found.append(f"{place}: the turns or segments are not those that were imported")
        try:
            turns, segments = _parts(row)
        except ProjectUnavailable:
            found.append(f"{place}: the turns or segments cannot be read")
            continue
        spans = [(t[0], t[1]) for t in turns] + [(s[1], s[2]) for s in segments]
        if any(not 0 <= start < end <= len(row["text"]) for start, end in spans):
            found.append(f"{place}: a turn or segment lies outside the text")
    return found


def _parts(row: sqlite3.Row) -> tuple[list[Any], list[Any]]:
    """The turns and segments of a row of `body`."""
    try:
        return json.loads(row["turns"]), json.loads(row["segments"])
    except ValueError:
        what = "the turns or segments of a transcript cannot be read; the project file is damaged"
        raise ProjectUnavailable(what, hint="Go back to a backup; `qualcode check` says which transcript.") from None


def body_name(text: str, turns: str, segments: str, times: str = "[]") -> str:
    """The name of a body: a hash of all that is in it. Without time stamps it is what 0.1.0 called it."""
    parts = (text, turns, segments) if times == "[]" else (text, turns, segments, times)
    return sha256("\0".join(parts).encode()).hexdigest()


def _roles(db: sqlite3.Connection) -> dict[str, dict[str, Role | None]]:
    found: dict[str, dict[str, Role | None]] = defaultdict(dict)
    for row in db.execute("SELECT transcript, name, role FROM speaker"):
        found[row["transcript"]][row["name"]] = row["role"]
    return found


def _transcript(
    row: sqlite3.Row,
    name: str,
    uid: str,
    attributes: Mapping[str, str],
    roles: Mapping[str, Role | None],
    speakers: Mapping[str, Mapping[str, str]],
) -> Transcript:
    said, cut = _parts(row)
    turns = tuple(
        Turn(n, start, end, speaker, roles.get(speaker), since, until)
        for n, (start, end, speaker, since, until) in enumerate(said, start=1)
    )
    segments = tuple(Segment(n, *span) for n, span in enumerate(cut, start=1))
    times = tuple((position, seconds) for position, seconds in json.loads(row["times"]))
    known = (attributes, row["number"], row["sha256"], uid, speakers, times)
    return Transcript(name, row["text"], turns, segments, *known)
