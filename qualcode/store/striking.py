"""Take out of a project file what quotes words that are erased, and say where such words still stand."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from qualcode.store.erasing import belonging, forget
from qualcode.store.kinds import KINDS
from qualcode.store.pseudonymising import PLACE, Replacement, everything
from qualcode.store.schema import columns

WITHDRAWN = "withdrawn"
"""Under which the file says whose words were taken out of which transcripts."""
_TEXTS = {"body"}
_ERASED = "(erased)"
Holds = Callable[[str], bool]
"""Whether words that are erased stand in a text."""


def gone(db: sqlite3.Connection, uid: str, revision: int, replacement: Replacement) -> set[str]:
    """The permanent ids of rows whose place in a text is gone altogether."""
    found: set[str] = set()
    for kind in KINDS:
        have = set(columns(db, kind.table))
        if {"id", "transcript", "start", "end"} <= have:
            query = f'SELECT id, "start", "end" FROM {kind.table} WHERE transcript = ? AND "start" IS NOT NULL'
            more = " AND (revision = ? OR revision IS NULL)" if "revision" in have else ""
            for id_, start, end in db.execute(query + more, [uid, revision][: 1 + bool(more)]).fetchall():
                if replacement.span(start, end) is None:
                    found.add(id_)
        if {"id", "target"} <= have:
            for id_, target in db.execute(f"SELECT id, target FROM {kind.table} WHERE target LIKE ?", [f"{uid}@%"]):
                place = PLACE.fullmatch(target)
                if place and replacement.span(int(place[2]), int(place[3])) is None:
                    found.add(id_)
    return found


def strike(db: sqlite3.Connection, ids: Collection[str]) -> int:
    """Delete rows by their permanent ids, with what refers to them and the memory of them; returns how many."""
    rows, gone_too = belonging(db, ids)
    found = dict.fromkeys(rows)
    for kind in KINDS:
        if "id" in columns(db, kind.table) and kind.table != "code":
            for id_ in ids:
                for row in db.execute(f"SELECT rowid FROM {kind.table} WHERE id = ?", [id_]).fetchall():
                    found[kind.table, row[0]] = None
    for table, rowid in found:
        db.execute(f"DELETE FROM {table} WHERE rowid = ?", [rowid])
    forget(db, gone_too)
    return len(found)


def speaker(db: sqlite3.Connection, uid: str, name: str) -> None:
    """Delete what is known of a speaker of a transcript, and the memory of it."""
    for table, column in (("speaker", "name"), ("speaker_attribute", "speaker"), ("person_speaker", "speaker")):
        db.execute(f"DELETE FROM {table} WHERE transcript = ? AND {column} = ?", [uid, name])
        db.execute(
            f"DELETE FROM change WHERE name = ?1 AND (json_extract(before, '$.transcript') = ?2"
            f" AND json_extract(before, '$.{column}') = ?3 OR json_extract(after, '$.transcript') = ?2"
            f" AND json_extract(after, '$.{column}') = ?3)",
            [table, uid, name],
        )


def examples(db: sqlite3.Connection, holds: Holds) -> int:
    """Take examples that quote out of the codebook, its versions and the memory of both; returns how many."""
    count = 0
    for rowid, told in db.execute("SELECT rowid, examples FROM code").fetchall():
        kept = [one for one in json.loads(told) if not holds(one)]
        if len(kept) != (n := len(json.loads(told))):
            count += n - len(kept)
            db.execute("UPDATE code SET examples = ? WHERE rowid = ?", [_json(kept), rowid])
    for rowid, book, source in db.execute("SELECT rowid, book, source FROM codebook_version").fetchall():
        new = [book if not holds(book) else _without(book, holds), "" if holds(source) else source]
        if new != [book, source]:
            db.execute("UPDATE codebook_version SET book = ?, source = ? WHERE rowid = ?", [*new, rowid])
    for seq, *states in db.execute(
        "SELECT seq, before, after FROM change WHERE name IN ('code', 'codebook_version')"
    ).fetchall():
        if any(state and holds(state) for state in states):
            told = [state and _without(state, holds) for state in states]
            db.execute("UPDATE change SET before = ?, after = ? WHERE seq = ?", [*told, seq])
    return count


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False)


def _without(text: str, holds: Holds) -> str:
    return _json(_inside(json.loads(text), holds))


def _inside(told: Any, holds: Holds) -> Any:
    """A value without the examples that quote, the source of a version that does, a reason that does."""
    if isinstance(told, dict):
        new = {key: _inside(value, holds) for key, value in told.items()}
        if isinstance(new.get("examples"), str):
            new["examples"] = _json([one for one in json.loads(new["examples"]) if not holds(one)])
        if isinstance(new.get("book"), str):
            new["book"] = _without(new["book"], holds)
        for column, instead in (("source", ""), ("why", _ERASED)):
            if isinstance(new.get(column), str) and holds(new[column]):
                new[column] = instead
        return new
    return [_inside(one, holds) for one in told] if isinstance(told, list) else told


def remaining(db: sqlite3.Connection, holds: Holds) -> Counter[str]:
    """Where words that are erased still stand, as table and column, and in how many values."""
    return Counter(f"{table}.{column}" for table, column, text in everything(db) if table not in _TEXTS and holds(text))


def texts(db: sqlite3.Connection, but: Collection[str] = ()) -> Iterator[str]:
    """All stored texts but some, by their bodies' ids."""
    for id_, text in db.execute("SELECT id, text FROM body"):
        if id_ not in but:
            yield str(text)


def withdrawn(db: sqlite3.Connection) -> frozenset[str]:
    """Whose words were taken out of which transcripts: each as a transcript's id and a hash of the speaker."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", [WITHDRAWN]).fetchone()
    return frozenset(json.loads(row[0])) if row else frozenset()


def withdraw(db: sqlite3.Connection, who: Iterable[str]) -> None:
    """Write down whose words were taken out."""
    told = _json(sorted({*withdrawn(db), *who}))
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [WITHDRAWN, told])


def origins(db: sqlite3.Connection, uids: Iterable[str]) -> list[str]:
    """The files that transcripts were read from: where they lie, if that is known, else their names."""
    found: dict[str, None] = {}
    for uid in uids:
        for (path,) in db.execute("SELECT path FROM source_file WHERE transcript = ? ORDER BY n", [uid]):
            found[str(path)] = None
        for (name,) in db.execute("SELECT origin FROM revision WHERE transcript = ? ORDER BY n", [uid]):
            if not any(path.endswith(str(name)) for path in found):
                found[str(name)] = None
    return list(found)


def older(db: sqlite3.Connection) -> Mapping[str, list[int]]:
    """The revisions of transcripts that are not the current ones, by transcript."""
    found: dict[str, list[int]] = {}
    for uid, n in db.execute(
        "SELECT r.transcript, r.n FROM revision r JOIN transcript t ON t.uid = r.transcript WHERE r.n <> t.revision"
    ):
        found.setdefault(uid, []).append(n)
    return found


def revisions(db: sqlite3.Connection, uid: str, numbers: Collection[int]) -> int:
    """Delete revisions of a transcript with what still points into them, and the memory of both.

    Returns how many such rows there were.
    """
    ids = set()
    for kind in KINDS:
        have = set(columns(db, kind.table))
        if {"id", "transcript", "revision", "quote"} <= have:
            for n in numbers:
                query = f"SELECT id FROM {kind.table} WHERE transcript = ? AND revision = ?"
                ids |= {row[0] for row in db.execute(query, [uid, n])}
    count = strike(db, ids)
    for n in numbers:
        for table in ("reading", "decision", "settlement"):
            query = f"UPDATE {table} SET revision = NULL WHERE transcript = ? AND revision = ?"
            db.execute(query, [uid, n])
        db.execute("DELETE FROM revision WHERE transcript = ? AND n = ?", [uid, n])
        db.execute("DELETE FROM source_file WHERE transcript = ? AND n = ?", [uid, n])
    db.execute(
        "DELETE FROM change WHERE name = 'revision' AND coalesce(json_extract(after, '$.transcript'),"
        " json_extract(before, '$.transcript')) = ?",
        [uid],
    )
    db.execute(
        "DELETE FROM change WHERE json_extract(coalesce(before, after), '$.transcript') = ?1 AND"
        " (json_extract(before, '$.revision') IN (SELECT value FROM json_each(?2))"
        " OR json_extract(after, '$.revision') IN (SELECT value FROM json_each(?2)))",
        [uid, json.dumps(list(numbers))],
    )
    db.execute("DELETE FROM body WHERE id NOT IN (SELECT body FROM revision)")
    return count


def person(db: sqlite3.Connection, name: str) -> tuple[str, list[tuple[str, str]]] | None:
    """A person's permanent id, and where they speak: transcript and speaker, '' for all of a transcript."""
    row = db.execute("SELECT id FROM person WHERE name = ?", [name]).fetchone()
    if row is None:
        return None
    rows = db.execute("SELECT transcript, speaker FROM person_speaker WHERE person = ?", [row[0]])
    return str(row[0]), [(r[0], r[1]) for r in rows]


def people(db: sqlite3.Connection) -> list[str]:
    """The names of all persons."""
    return [row[0] for row in db.execute("SELECT name FROM person ORDER BY name")]


def speaking(db: sqlite3.Connection, name: str) -> dict[str, str]:
    """The transcripts in which somebody of this name speaks, by name their permanent ids."""
    rows = db.execute(
        "SELECT t.name, t.uid FROM speaker s JOIN transcript t ON t.uid = s.transcript"
        " WHERE s.name = ? AND t.removed IS NULL ORDER BY t.name",
        [name],
    )
    return {row[0]: row[1] for row in rows}


def participants(db: sqlite3.Connection, uid: str) -> set[str]:
    """The speakers of a transcript who do not interview."""
    rows = db.execute("SELECT name FROM speaker WHERE transcript = ? AND role IS NOT 'interviewer'", [uid])
    return {row[0] for row in rows}


def made_of(db: sqlite3.Connection, uid: str) -> list[tuple[int, str]]:
    """The revisions of a transcript: number and body."""
    rows = db.execute("SELECT n, body FROM revision WHERE transcript = ? ORDER BY n", [uid])
    return [(row[0], row[1]) for row in rows]


def strike_person(db: sqlite3.Connection, id_: str) -> None:
    """Delete a person with what is known of them, and the memory of it."""
    db.execute("DELETE FROM doing")
    strike(db, {id_})
