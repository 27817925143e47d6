"""Excerpts: the coded passages, each with its place, speaker, context and attributes.

This is the one place where a selection is applied to codings; every other analysis starts from these rows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.document import Table
from qualcode.errors import WrongUsage
from qualcode.model import Codebook, Coding, Segment, Selection, Transcript, Turn
from qualcode.text.surroundings import words_after, words_before
from qualcode.wording import Lang, later, phrase

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "theme",
    "code",
    "code_name",
    "transcript",
    "segment",
    "start",
    "end",
    "speaker",
    "speaker_role",
    "text",
    "context_before",
    "context_after",
    "coder",
    "memo",
    "origin",
    "created",
)
_ROLES = {"interviewer": later("interviewer"), "participant": later("participant")}
BRIEF = ("code", "transcript", "segment", "speaker", "text", "coder")
"""What a terminal has room for."""
_NOT_FOR_GROUPS = frozenset(
    {"code_name", "segment", "start", "end", "text", "context_before", "context_after", "memo", "created"}
)


def excerpt_table(
    transcripts: Iterable[Transcript],
    codings: Iterable[Coding],
    codebook: Codebook,
    selection: Selection,
    context: int = 200,
) -> Table:
    """One row per selected coding: `COLUMNS`, then one column per attribute (of the transcript, or of the speaker if
    it has its own).

    Speaker, role and segment are those at the coding's start. `context` is how many characters of the transcript to
    give on either side, cut at a word. Rows follow the codebook's themes, then transcript, place and code. Codings
    whose anchor is lost have no place and are left out.
    """
    known = {t.name: t for t in transcripts}
    chosen = {name: t for name, t in known.items() if selection.has(t)}
    rows = sorted(_placed(chosen, codings, codebook, selection), key=_IN_ORDER)
    themes = {code: path[0] for code, path in codebook.paths.items()}
    return Table(
        {
            "theme": lambda: [themes[r.coding.code] for r in rows],
            "code": lambda: [r.coding.code for r in rows],
            "code_name": lambda: [codebook.by_id[r.coding.code].name or r.coding.code for r in rows],
            "transcript": lambda: [r.name for r in rows],
            "segment": lambda: [r.segment.n if r.segment else 0 for r in rows],
            "start": lambda: [r.start for r in rows],
            "end": lambda: [r.end for r in rows],
            "speaker": lambda: [(r.turn.speaker if r.turn else None) or "" for r in rows],
            "speaker_role": lambda: [(r.turn.role if r.turn else None) or "" for r in rows],
            "text": lambda: [r.transcript.quote(r) for r in rows],
            "context_before": lambda: [words_before(r.transcript.text, r.start, context) for r in rows],
            "context_after": lambda: [words_after(r.transcript.text, r.end, context) for r in rows],
            "coder": lambda: [r.coder for r in rows],
            "memo": lambda: [r.coding.memo for r in rows],
            "origin": lambda: [r.coding.origin for r in rows],
            "created": lambda: [r.coding.created for r in rows],
            **{column: partial(_attribute, rows, name) for name, column in attribute_columns(known.values()).items()},
        }
    )


class _Placed(NamedTuple):
    """A coding with its transcript, and the segment and the turn in which it begins; first, what rows are sorted by."""

    theme: int
    name: str
    start: int
    end: int
    code: int
    coder: str
    id: str
    coding: Coding
    transcript: Transcript
    segment: Segment | None
    turn: Turn | None


_IN_ORDER = itemgetter(slice(_Placed._fields.index("coding")))


def _placed(
    chosen: Mapping[str, Transcript], codings: Iterable[Coding], codebook: Codebook, selection: Selection
) -> Iterator[_Placed]:
    """The selected codings that have a place, with what is there."""
    codes = selection.code_ids(codebook)
    order = {code: n for n, code in enumerate(codebook.paths)}
    themes = {code: order[path[0]] for code, path in codebook.paths.items()}
    for c in codings:
        if c.code in codes and c.transcript in chosen and c.anchor != "lost" and selection.has_coding(c):
            transcript = chosen[c.transcript]
            segment = transcript.segment_at(c.start)
            turn = transcript.turn(segment.turn) if segment else None
            if selection.has_passage(transcript, turn):
                key = (themes[c.code], c.transcript, c.start, c.end, order[c.code], c.coder, c.id)
                yield _Placed(*key, c, transcript, segment, turn)


def _attribute(rows: Sequence[_Placed], name: str) -> list[str]:
    """What is known of each row's speaker under the attribute `name`."""
    return [r.transcript.attributes_of(r.turn.speaker if r.turn else None).get(name, "") for r in rows]


def attribute_columns(transcripts: Iterable[Transcript]) -> dict[str, str]:
    """The column of each attribute, of transcripts or their speakers, in the order in which the project has them.

    An attribute that is called like one of the fixed columns gets `attribute_` before its name.
    """
    known = list(transcripts)
    names = dict.fromkeys(name for t in known for name in t.attributes)
    names |= dict.fromkeys(name for t in known for own in t.speakers.values() for name in own)
    return {name: f"attribute_{name}" if name in COLUMNS else name for name in names}


def check_by(table: "Table | pd.DataFrame", by: Sequence[str]) -> None:
    """Refuse a `--by` that is no column to group by, naming those that are."""
    possible = [c for c in table.columns if c not in _NOT_FOR_GROUPS]
    for name in by:
        if name not in possible:
            raise WrongUsage(f"nothing to group by is called '{name}'", hint=f"Use one of {', '.join(possible)}.")


def groups(table: "pd.DataFrame", column: str, codebook: Codebook) -> Iterator[tuple[str, "pd.DataFrame"]]:
    """The table's rows by one column: codes in the codebook's order, numbers by size, an empty value last."""
    values = sorted(table[column].unique().tolist(), key=lambda v: value_order(column, v, codebook))
    for value in values:
        yield value, table[table[column] == value]


def value_order(column: str, value: str, codebook: Codebook) -> tuple[Any, ...]:
    """A sort key for the values of one column."""
    if column in ("theme", "code"):
        return (list(codebook.paths).index(value),)
    parts = [part for part in re.split(r"(\d+)", str(value).casefold()) if part]
    by_size = tuple((not part.isdecimal(), int(part) if part.isdecimal() else part) for part in parts)
    return value == "", by_size, value


def value_name(column: str, value: str, codebook: Codebook, lang: Lang) -> str:
    """What a group is called in a heading: a code by its name, a bare number with its column."""
    if column in ("theme", "code"):
        return codebook.by_id[value].name or value
    if value == "":
        return phrase("no {attribute}", lang, attribute=column)
    if column == "speaker_role":
        return phrase(_ROLES.get(value, value), lang)
    return value if any(ch.isalpha() for ch in value) or len(value) >= 4 else f"{column} {value}"


def split(table: "pd.DataFrame", by: Sequence[str], codebook: Codebook) -> Iterator[tuple[str, "pd.DataFrame"]]:
    """The table in parts, one per combination of `by`, each with a name that can be a file's."""
    check_by(table, by)
    taken: set[str] = set()
    for values, part in _parts(table, by, codebook):
        stem = re.sub(r"[^\w.-]+", "_", "-".join(v or "uten" for v in values)).strip("._") or "_"
        name, n = stem, 1
        while name.casefold() in taken:
            n += 1
            name = f"{stem}-{n}"
        taken.add(name.casefold())
        yield name, part


def _parts(
    table: "pd.DataFrame", by: Sequence[str], codebook: Codebook
) -> Iterator[tuple[tuple[str, ...], "pd.DataFrame"]]:
    if not by:
        yield (), table
        return
    for value, rows in groups(table, by[0], codebook):
        for deeper, part in _parts(rows, by[1:], codebook):
            yield (str(value), *deeper), part
