"""Put other texts in the place of those that are stored, and other words into all that was made of them, for good.

Every text keeps its transcript and revision; what points into it moves along, in the rows and in what the log remembers
of them, so that undoing and merging go on as before. The old texts are gone from the file.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.model import Segment, Source, Turn
from qualcode.store.history import Verb
from qualcode.store.kinds import BY_TABLE, KINDS
from qualcode.store.schema import columns, keys
from qualcode.store.transcripts import add_body

MARK, DECIDED = "pseudonyms", "pseudonyms decided"
"""Under which the file says which pseudonyms its texts have, and which words in them somebody has decided on."""
PLACE = re.compile(r"([0-9a-f]{32})@(\d+)-(\d+)(?:/(\d+))?")
_LOGGED = ("details", "why")
Said = Callable[[str, str, str], str]
"""What stands instead of a cell's text: by table, column and the text."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Body:
    """A stored text with its turns, segments and time stamps; `id` is its hash."""

    id: str
    text: str
    turns: tuple[Turn, ...]
    segments: tuple[Segment, ...]
    times: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Replacement:
    """What stands instead of a body, and where a span of the old text is in the new one."""

    old: Body
    new: Body
    span: Callable[[int, int], tuple[int, int] | None]

    def moved(self, row: Row) -> Row:
        """A row's span, and its quote if it has one and it held."""
        start, end = row["start"], row["end"]
        first, last = self.place(start, end)
        found: Row = {"start": first, "end": last}
        if row.get("quote") == self.old.text[start:end]:
            found["quote"] = self.new.text[first:last]
        return found

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span is; raises `Gone` for one whose words are all gone."""
        if (found := self.span(start, end)) is None:
            raise Gone
        return found


class Gone(Exception):
    """All the words of a place are gone from the text."""


def bodies(db: sqlite3.Connection) -> Iterator[Body]:
    """Every stored text, those of older revisions too, in the order in which they came."""
    for row in db.execute("SELECT * FROM body ORDER BY rowid").fetchall():
        turns = tuple(
            Turn(n, start, end, speaker, None, since, until)
            for n, (start, end, speaker, since, until) in enumerate(json.loads(row["turns"]), start=1)
        )
        segments = tuple(Segment(n, *span) for n, span in enumerate(json.loads(row["segments"]), start=1))
        times = tuple((position, seconds) for position, seconds in json.loads(row["times"]))
        yield Body(row["id"], row["text"], turns, segments, times)


def current(db: sqlite3.Connection) -> dict[str, str]:
    """The current body of every transcript that is not removed, by the transcript's name."""
    rows = db.execute(
        "SELECT t.name, r.body FROM transcript t JOIN revision r ON r.transcript = t.uid AND r.n = t.revision"
        " WHERE t.removed IS NULL ORDER BY t.created, t.rowid"
    )
    return {row["name"]: row["body"] for row in rows}


def values(db: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Everything else that people said, wrote or named after it: table, column, text; quotes are in the bodies."""
    for kind in KINDS:
        for column in kind.words:
            if column != "quote" and kind.table != "pseudonym":
                for (text,) in db.execute(f'SELECT DISTINCT "{column}" FROM {kind.table} WHERE "{column}" <> \'\''):
                    yield kind.table, column, str(text)


def mark(db: sqlite3.Connection) -> str:
    """Which pseudonyms the texts of a file have; '' for none."""
    return _about(db, MARK)


def decided(db: sqlite3.Connection) -> frozenset[str]:
    """The words, in lower case, that are somebody's pseudonym or are to stay as they are."""
    return frozenset(json.loads(_about(db, DECIDED) or "[]"))


def _about(db: sqlite3.Connection, key: str) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return str(row[0]) if row else ""


def project_id(db: sqlite3.Connection) -> str:
    """The permanent id of a project, which all its copies share."""
    return str(db.execute("SELECT value FROM meta WHERE key = 'project'").fetchone()[0])


def rewrite(
    db: sqlite3.Connection,
    verb: Verb,
    replaced: Mapping[str, Replacement],
    said: Said,
    marked: Mapping[str, str] | None,
) -> tuple[Counter[str], dict[str, str]]:
    """Make all the changes, inside a verb, whose own are not remembered.

    `replaced` is by the old body's id; `marked` is what the file says of itself from now on, None for what it said
    before. Returns how many rows changed, by table, and the new id of each of those bodies. Two names that become one
    refuse the whole.
    """
    db.execute("DELETE FROM doing")
    verb.changed = True
    work = _Work(db, replaced, said)
    try:
        work.rows()
        work.memory()
        work.log()
        work.old_texts()
        if marked is not None:
            work.leftovers(marked)
    except sqlite3.IntegrityError as error:
        what = str(error).removeprefix("UNIQUE constraint failed: ").partition(".")[0]
        hint = "Give each of them a replacement of its own."
        raise QualcodeError(f"two of the project's {what} names would become one", hint=hint) from None
    return work.counts, work.ids


@dataclass
class _Work:
    """Rewriting one project file."""

    db: sqlite3.Connection
    replaced: Mapping[str, Replacement]
    said: Said
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.ids = {old: self._add(r.new) for old, r in self.replaced.items()}
        self.revisions = self._revisions()

    def _add(self, body: Body) -> str:
        return add_body(self.db, Source("", body.text, body.turns, times=body.times), body.segments)

    def _revisions(self) -> dict[str, list[tuple[int, str, str]]]:
        """By transcript every revision there is or was: number, when, body."""
        found: dict[str, set[tuple[int, str, str]]] = {}
        rows = [dict(row) for row in self.db.execute("SELECT * FROM revision")]
        for states in self.db.execute("SELECT before, after FROM change WHERE name = 'revision'"):
            rows += [json.loads(state) for state in states if state]
        for row in rows:
            found.setdefault(row["transcript"], set()).add((row["n"], row["created"], row["body"]))
        return {transcript: sorted(made) for transcript, made in found.items()}

    def _of(self, transcript: str, revision: int | None, time: str = "") -> Replacement | None:
        """What became of the text that a row points into; without a revision of the one that there was at that time."""
        made = self.revisions.get(transcript, [])
        if revision is not None:
            body = next((body for n, _, body in made if n == revision), "")
        else:
            body = next((body for _, when, body in reversed(made) if when <= time), made[0][2] if made else "")
        return self.replaced.get(body)

    def row(self, table: str, row: Row) -> Row:
        """A row as it is from now on."""
        new = dict(row)
        if table == "revision":
            new["body"] = self.ids.get(row["body"], row["body"])
        new |= self._moved(row)
        for column, value in row.items():
            if isinstance(value, str) and (place := PLACE.fullmatch(value)):
                new[column] = self._placed(value, place)
        for column in BY_TABLE[table].words:
            if isinstance(row.get(column), str) and new[column] == row[column]:
                new[column] = self.said(table, column, self._payload(row[column]))
        return new

    def _moved(self, row: Row) -> Row:
        if not isinstance(row.get("start"), int) or not isinstance(row.get("end"), int) or "transcript" not in row:
            return {}
        replacement = self._of(str(row["transcript"]), row.get("revision"), str(row.get("created", "")))
        return replacement.moved(row) if replacement else {}

    def _placed(self, value: str, place: re.Match[str]) -> str:
        uid, start, end, n = place.groups()
        replacement = self._of(uid, int(n) if n else None, "9")
        if not replacement:
            return value
        first, last = replacement.place(int(start), int(end))
        return f"{uid}@{first}-{last}" + (f"/{n}" if n else "")

    def _payload(self, text: str) -> str:
        """A cell in JSON with the spans in it moved."""
        if not text.startswith("{"):
            return text
        try:
            told = json.loads(text)
        except ValueError:
            return text
        moved = self._inside(told)
        return text if moved == told else json.dumps(moved, ensure_ascii=False)

    def _inside(self, told: Any) -> Any:
        if isinstance(told, dict):
            return {key: self._inside(value) for key, value in told.items()} | self._moved(told)
        return [self._inside(value) for value in told] if isinstance(told, list) else told

    def rows(self) -> None:
        """The rows of every kind."""
        for kind in KINDS:
            for stored in self.db.execute(f"SELECT rowid AS _row, * FROM {kind.table}").fetchall():
                row = dict(stored)
                rowid = row.pop("_row")
                new = {c: v for c, v in self.row(kind.table, row).items() if v != row[c]}
                if new:
                    sets = ", ".join(f'"{column}" = ?' for column in new)
                    self.db.execute(f"UPDATE {kind.table} SET {sets} WHERE rowid = ?", [*new.values(), rowid])
                    self.counts[kind.table] += 1

    def memory(self) -> None:
        """What the log remembers of rows."""
        self.db.execute("DELETE FROM change WHERE name = 'pseudonym'")
        for change in self.db.execute("SELECT * FROM change").fetchall():
            states = [json.loads(state) if state else None for state in (change["before"], change["after"])]
            try:
                new = [self.row(change["name"], state) if state else None for state in states]
            except Gone:
                self.db.execute("DELETE FROM change WHERE seq = ?", [change["seq"]])
                continue
            if new != states:
                self._remember(change["seq"], change["name"], new)

    def _remember(self, seq: int, table: str, states: list[Row | None]) -> None:
        key = [next(state for state in reversed(states) if state)[k] for k in keys(self.db, table)]
        told = [json.dumps(state, ensure_ascii=False) if state else None for state in states]
        self.db.execute(
            "UPDATE change SET key = json(?), before = ?, after = ? WHERE seq = ?",
            [json.dumps(key, ensure_ascii=False), *told, seq],
        )

    def log(self) -> None:
        """Names, files and reasons in the lines of the log."""
        for line in self.db.execute("SELECT seq, details, why FROM log").fetchall():
            new = [self.said("log", column, line[column]) for column in _LOGGED]
            if new != [line[column] for column in _LOGGED]:
                self.db.execute("UPDATE log SET details = ?, why = ? WHERE seq = ?", [*new, line["seq"]])
                self.counts["log"] += 1

    def old_texts(self) -> None:
        """The old texts."""
        for old, new in self.ids.items():
            if old != new:
                self.db.execute("DELETE FROM body WHERE id = ? AND id NOT IN (SELECT body FROM revision)", [old])

    def leftovers(self, marked: Mapping[str, str]) -> None:
        """Where the texts were read from, and what was decided; the mark of what has been done."""
        self.db.execute("DELETE FROM source_file")
        self.db.execute("DELETE FROM pseudonym")
        self.db.execute("DELETE FROM meta WHERE key IN (?, ?)", [MARK, DECIDED])
        self.db.executemany("INSERT INTO meta VALUES (?, ?)", marked.items())


def within(text: str, said: Callable[[str], str]) -> str:
    """A text, or in JSON each of its innermost strings, as `said` has it."""
    if text[:1] in ("{", "["):
        try:
            told = json.loads(text)
        except ValueError:
            return said(text)
        new = _within(told, said)
        return text if new == told else json.dumps(new, ensure_ascii=False)
    return said(text)


def _within(told: Any, said: Callable[[str], str]) -> Any:
    if isinstance(told, str):
        return within(told, said)
    if isinstance(told, dict):
        return {key: _within(value, said) for key, value in told.items()}
    return [_within(value, said) for value in told] if isinstance(told, list) else told


def everything(db: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Every text in every table, as its reader sees it: table, column, and the text, one for each string in JSON."""
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for table in tables:
        for column in columns(db, table):
            query = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE typeof("{column}") IN (\'text\', \'blob\')'
            for (value,) in db.execute(query).fetchall():
                text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                for said in strings(text):
                    yield table, column, said


def strings(text: str) -> Iterator[str]:
    """The strings in a text that is JSON, to the innermost; else the text."""
    if text[:1] in ("{", "[", '"'):
        try:
            told = json.loads(text)
        except ValueError:
            yield text
            return
        yield from _strings(told)
        return
    yield text


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield from strings(told) if told[:1] in ("{", "[") else (told,)
    elif isinstance(told, dict):
        for key, value in told.items():
            yield key
            yield from _strings(value)
    elif isinstance(told, list):
        for value in told:
            yield from _strings(value)


def settled_between(db: sqlite3.Connection) -> list[tuple[str, ...]]:
    """The groups of coders about whom something is settled."""
    rows = db.execute('SELECT DISTINCT "between" FROM settlement ORDER BY 1')
    return [tuple(json.loads(row[0])) for row in rows]


def rename_disagreements(db: sqlite3.Connection, names: Mapping[str, str]) -> None:
    """Give settlements the ids that their disagreements have in the new texts, in what the log remembers too."""
    for old, new in names.items():
        db.execute("UPDATE settlement SET disagreement = ? WHERE disagreement = ?", [new, old])
    for seq, *states in db.execute("SELECT seq, before, after FROM change WHERE name = 'settlement'").fetchall():
        rows = [json.loads(state) if state else None for state in states]
        told = [row and {**row, "disagreement": names.get(row["disagreement"], row["disagreement"])} for row in rows]
        if told != rows:
            new_states = [json.dumps(row, ensure_ascii=False) if row else None for row in told]
            db.execute("UPDATE change SET before = ?, after = ? WHERE seq = ?", [*new_states, seq])


def rewritten_file(db: sqlite3.Connection) -> bytes:
    """The file's bytes after it was written anew, so that nothing of what was deleted is in free pages."""
    db.execute("VACUUM")
    return Path(db.execute("PRAGMA database_list").fetchone()[2]).read_bytes()
