"""A whole project as plain tables that say what is in them: a Frictionless data package of CSV files.

For R, pandas, DuckDB and archives. Positions are code points, half-open; times are seconds of the recording or, where
the field is called so, moments in ISO 8601.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from qualcode.document import Table
from qualcode.exchange.foreign import Memo
from qualcode.model import Codebook, Coding, Transcript

Type = Literal["string", "integer", "number", "boolean", "datetime"]


class Field(NamedTuple):
    """A column: what is in it, for people and for programs."""

    name: str
    type: Type
    about: str


_TRANSCRIPT = Field("transcript", "string", "The transcript's name")
_START = Field("start", "integer", "First code point of the transcript's text that belongs to it, from 0")
_END = Field("end", "integer", "The code point after the last")
_CODER = Field("coder", "string", "Who made it")
_CREATED = Field("created", "datetime", "When it was made")

SCHEMAS: Mapping[str, tuple[str, tuple[Field, ...]]] = {
    "transcripts": (
        "The texts. Everything else points into them.",
        (
            _TRANSCRIPT,
            Field("revision", "integer", "How often the text was replaced, from 1"),
            Field("words", "integer", "Words of speech"),
            Field("sha256", "string", "SHA-256 of the text's UTF-8"),
            Field("text", "string", "The text, verbatim"),
        ),
    ),
    "segments": (
        "The units of coding, with who speaks and when.",
        (
            _TRANSCRIPT,
            Field("segment", "integer", "Its number in the transcript, from 1"),
            Field("turn", "integer", "The number of the speaker's turn"),
            Field("speaker", "string", "The speaker's label"),
            Field("role", "string", "interviewer or participant"),
            _START,
            _END,
            Field("time", "number", "Seconds of the recording at the last time stamp up to its start"),
            Field("text", "string", "Its words"),
        ),
    ),
    "attributes": (
        "What is known of transcripts, a row for each.",
        (_TRANSCRIPT, Field("name", "string", "The attribute"), Field("value", "string", "Its value")),
    ),
    "speakers": (
        "What is known of single speakers beyond their transcript's attributes.",
        (
            _TRANSCRIPT,
            Field("speaker", "string", "The speaker's label"),
            Field("name", "string", "The attribute"),
            Field("value", "string", "Its value"),
        ),
    ),
    "codes": (
        "The codebook. A theme is a code without a parent, with all below it.",
        (
            Field("code", "string", "Its id"),
            Field("parent", "string", "The code above it"),
            Field("theme", "string", "The top-level code that it belongs to"),
            Field("name", "string", "What it is called"),
            Field("definition", "string", "What it means"),
            Field("include", "string", "What belongs to it"),
            Field("exclude", "string", "What does not"),
            Field("retired", "boolean", "Whether it is no longer used"),
        ),
    ),
    "codings": (
        "Who put which code on which words.",
        (
            Field("coding", "string", "Its permanent id"),
            _TRANSCRIPT,
            Field("segment", "integer", "The segment in which it begins"),
            Field("code", "string", "The code's id"),
            _CODER,
            _START,
            _END,
            Field("quote", "string", "The words"),
            Field("memo", "string", "The coder's memo on it"),
            Field("origin", "string", "manual, suggestion, import or adjudication"),
            _CREATED,
        ),
    ),
    "memos": (
        "Memos that are not a coding's: on the project, a code, a transcript or a place in it.",
        (
            _TRANSCRIPT,
            _START,
            _END,
            Field("code", "string", "The code's id"),
            _CODER,
            Field("text", "string", "The memo"),
            _CREATED,
        ),
    ),
    "readings": ("Who has finished which transcript: uncoded is not the same as unread.", (_TRANSCRIPT, _CODER)),
    "decisions": (
        "What people said of suggestions.",
        (
            _TRANSCRIPT,
            _START,
            _END,
            Field("code", "string", "The suggested code"),
            _CODER,
            Field("verdict", "string", "accepted or rejected"),
            _CREATED,
        ),
    ),
}
"""Each table: what it holds, and its columns."""


@dataclass(frozen=True)
class Held:
    """What goes into the tables. `readings` are coders by transcript, `decisions` rows in the order of the columns."""

    transcripts: Sequence[Transcript]
    codebook: Codebook
    codings: Sequence[Coding]
    memos: Sequence[Memo]
    readings: Mapping[str, Sequence[str]]
    decisions: Sequence[tuple[str, int, int, str, str, str, str]]


def project_tables(held: Held) -> dict[str, Table]:
    """The tables by name, each with the columns that `SCHEMAS` gives it."""
    rows: Mapping[str, Iterable[Sequence[object]]] = {
        "transcripts": ((t.name, t.revision, t.words, t.sha256, t.text) for t in held.transcripts),
        "segments": (row for t in held.transcripts for row in _segments(t)),
        "attributes": ((t.name, *item) for t in held.transcripts for item in t.attributes.items()),
        "speakers": (
            (t.name, speaker, *item)
            for t in held.transcripts
            for speaker, own in t.speakers.items()
            for item in own.items()
        ),
        "codes": _codes(held.codebook),
        "codings": _codings(held),
        "memos": ((m.transcript, m.start, m.end, m.code, m.coder, m.text, m.created) for m in held.memos),
        "readings": ((name, coder) for name, coders in held.readings.items() for coder in coders),
        "decisions": held.decisions,
    }
    return {name: Table.of(list(rows[name]), [f.name for f in fields]) for name, (_, fields) in SCHEMAS.items()}


def _segments(t: Transcript) -> Iterator[Sequence[object]]:
    stamps, n, time = t.times, 0, None
    for s in t.segments:
        turn = t.turn(s.turn)
        while n < len(stamps) and stamps[n][0] <= s.start:
            time, n = stamps[n][1], n + 1
        yield t.name, s.n, s.turn, turn.speaker, turn.role, s.start, s.end, time, t.quote(s)


def _codes(book: Codebook) -> Iterator[Sequence[object]]:
    for code in book.walk():
        path = book.paths[code.id]
        above = path[-2] if len(path) > 1 else None
        yield code.id, above, path[0], code.name, code.definition, code.include, code.exclude, code.retired


def _codings(held: Held) -> Iterator[Sequence[object]]:
    known = {t.name: t for t in held.transcripts}
    for c in held.codings:
        segment = known[c.transcript].segment_at(c.start)
        place = (c.transcript, segment.n if segment else None, c.code, c.coder, c.start, c.end)
        yield c.id, *place, c.quote, c.memo, c.origin, c.created


def data_package(name: str, tables: Mapping[str, Table], program: str) -> bytes:
    """`datapackage.json`: which files there are and what each column holds (Frictionless Data Package, v1)."""
    resources = [
        {
            "name": table,
            "path": f"{table}.csv",
            "description": about,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "rows": len(tables[table]),
            "schema": {
                "fields": [{"name": f.name, "type": f.type, "description": f.about} for f in fields],
                "missingValues": [""],
            },
        }
        for table, (about, fields) in SCHEMAS.items()
    ]
    package = {"profile": "tabular-data-package", "name": "qualcode", "title": name, "created_by": program}
    return (json.dumps({**package, "resources": resources}, ensure_ascii=False, indent=2) + "\n").encode()
