"""What a report's page holds as data: every name, turn, passage and coding once, for the page's script to count.

Lists instead of objects with keys keep the page small; `script/state.js` says which place holds what. Offsets are in
UTF-16 units, which is what a browser counts in.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualcode.document import Provenance
from qualcode.model import Codebook, Selection, Transcript, Turn
from qualcode.render.report.pseudonyms import OFFICE, Names
from qualcode.render.values import visible
from qualcode.wording import Lang

if TYPE_CHECKING:
    import pandas as pd

Piece = list[Any]
"""A part of an excerpt: turn, from, to; or a speaker's label and the words, where the page does not hold the turn."""
HIDDEN = "[…]"
"""What stands in a page with pseudonyms instead of words that nobody speaks."""
_WORD = re.compile(r"\S+")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_ROLES = {None: 0, "participant": 1, "interviewer": 2}
_CONTRAST = ("offices_a", "of_offices_a", "offices_b", "of_offices_b", "difference", "low", "high", "p_holm")


@dataclass(frozen=True)
class Agreement:
    """How far coders agree: a comparison's public JSON form, how it was done and what is to be noted, in words."""

    data: Mapping[str, Any]
    methods: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Report:
    """What a page is made of.

    `excerpts` are the selected codings as excerpt rows (see `verbs.reading.selected`), `transcripts` the selected ones.
    `by` is the attribute whose groups are set beside each other first; `typical` has the rows of the excerpts that are
    typical of a theme in a group (columns theme, `by`, transcript, start, end; the most typical first). `contrast` and
    `words` are tables of `contrast` for the same groups, `words` with a column `forms` (`møte|møter`). `is_counted`
    says whether a turn's words are participants' words, `read` names the transcripts that count in
    shares. `cautions` is what a reader must know.
    """

    excerpts: "pd.DataFrame"
    transcripts: Sequence[Transcript]
    codebook: Codebook
    is_counted: Callable[[Transcript, Turn], bool]
    read: frozenset[str]
    selection: Selection = field(default_factory=Selection)
    by: str = ""
    typical: "pd.DataFrame | None" = None
    contrast: "pd.DataFrame | None" = None
    words: "pd.DataFrame | None" = None
    agreement: Agreement | None = None
    provenance: Provenance = field(default_factory=Provenance)
    lang: Lang = "nb"
    names: Names = field(default_factory=Names)
    pseudonyms: bool = False
    with_transcripts: bool = True
    cautions: Sequence[str] = ()


def page_data(report: Report) -> dict[str, Any]:
    """The page's data as JSON will hold it."""
    attributes = list(dict.fromkeys(n for t in report.transcripts for n in (*t.attributes, *_own(t))))
    voices = _Voices(report, attributes)
    passages, codings = _coded(report, voices)
    codes = list(report.codebook.by_id)
    coders = list(dict.fromkeys(sorted(report.excerpts["coder"].tolist())))
    return {
        "lang": report.lang,
        "by": attributes.index(report.by) if report.by in attributes else -1,
        "office": attributes.index(OFFICE) if OFFICE in attributes else -1,
        "attributes": attributes,
        "texts": report.with_transcripts,
        "codes": _codes(report.codebook),
        "coders": coders,
        "transcripts": [_transcript(t, report, voices) for t in report.transcripts],
        "voices": voices.rows,
        "passages": list(passages.values()),
        "codings": [[p, codes.index(code), coders.index(coder), memo] for p, code, coder, memo in codings],
        "typical": _typical(report, passages, codes),
        "contrast": _contrast(report, codes),
        "words": _words(report, codes),
    }


def _own(transcript: Transcript) -> list[str]:
    return [name for own in transcript.speakers.values() for name in own]


class _Voices:
    """Who speaks where, a row per transcript and speaker: transcript, label, role, words, counted, selected, values."""

    def __init__(self, report: Report, attributes: Sequence[str]) -> None:
        self.rows: list[list[Any]] = []
        self._numbers: dict[tuple[str, str, str], int] = {}
        for t, transcript in enumerate(report.transcripts):
            for turn in transcript.turns:
                row = self.rows[self._number(t, transcript, turn, report, attributes)]
                row[3] += sum(1 for _ in _WORD.finditer(transcript.text, turn.start, turn.end))
                counts = transcript.name in report.read
                row[4] = row[4] or int(counts and report.is_counted(transcript, turn))
                row[5] = row[5] or int(counts and report.selection.has_passage(transcript, turn))

    def of(self, transcript: Transcript, turn: Turn | None) -> int:
        """The number of a turn's voice; -1 for no turn."""
        return self._numbers[_key(transcript, turn)] if turn else -1

    def _number(self, t: int, transcript: Transcript, turn: Turn, report: Report, attributes: Sequence[str]) -> int:
        key = _key(transcript, turn)
        if key not in self._numbers:
            known = transcript.attributes_of(turn.speaker)
            values = [report.names.value(a, known.get(a, "")) for a in attributes]
            label = report.names.speaker(transcript.name, turn.speaker)
            self._numbers[key] = len(self.rows)
            self.rows.append([t, label, _ROLES[turn.role], 0, 0, 0, values])
        return self._numbers[key]


def _key(transcript: Transcript, turn: Turn) -> tuple[str, str, str]:
    return transcript.name, turn.speaker or "", turn.role or ""


def _transcript(transcript: Transcript, report: Report, voices: _Voices) -> list[Any]:
    """Name and, where the page shows them, turns: voice, words, the number of the first segment."""
    name = report.names.transcript(transcript.name)
    if not report.with_transcripts:
        return [name, []]
    first: dict[int, int] = {}
    for segment in transcript.segments:
        first.setdefault(segment.turn, segment.n)
    hidden = _headings(transcript) if report.pseudonyms else set()
    turns = [
        [voices.of(transcript, t), HIDDEN if t.n in hidden else visible(transcript.quote(t)), first.get(t.n, 0)]
        for t in transcript.turns
    ]
    return [name, turns]


def _headings(transcript: Transcript) -> set[int]:
    """Turns that nobody speaks in a transcript where others are spoken: headings, which often say who and where."""
    if not any(turn.speaker for turn in transcript.turns):
        return set()
    return {turn.n for turn in transcript.turns if not turn.speaker}


def _coded(
    report: Report, voices: _Voices
) -> tuple[dict[tuple[str, int, int], list[Any]], list[tuple[int, str, str, str]]]:
    """Each passage once (transcript, voice, first and last segment, pieces), and the codings that refer to them."""
    known = {t.name: (n, t) for n, t in enumerate(report.transcripts)}
    passages: dict[tuple[str, int, int], list[Any]] = {}
    numbers: dict[tuple[str, int, int], int] = {}
    codings = []
    columns = ("transcript", "start", "end", "code", "coder", "memo")
    for name, start, end, code, coder, memo in zip(*(report.excerpts[c].tolist() for c in columns), strict=True):
        key = (name, start, end)
        if key not in passages:
            n, transcript = known[name]
            numbers[key] = len(passages)
            first, last = transcript.segment_at(start), transcript.segment_at(max(start, end - 1))
            whose = voices.of(transcript, transcript.turn_at(start))
            segments = [first.n if first else 0, max(first.n, last.n) if first and last else 0]
            passages[key] = [n, whose, *segments, _pieces(transcript, start, end, report)]
        codings.append((numbers[key], code, coder, "" if report.pseudonyms else visible(memo)))
    return passages, codings


def _pieces(transcript: Transcript, start: int, end: int, report: Report) -> list[Piece]:
    """A passage turn by turn, without the labels between them; one that lies outside all turns as its words."""
    inside = [(n, t) for n, t in enumerate(transcript.turns) if t.start < end and start < t.end]
    if not inside:
        return [["", HIDDEN if report.pseudonyms else visible(transcript.text[start:end])]]
    hidden = _headings(transcript) if report.pseudonyms else set()
    pieces: list[Piece] = []
    for n, turn in inside:
        a, b = max(start, turn.start), min(end, turn.end)
        if turn.n in hidden:
            pieces.append(["", HIDDEN])
        elif report.with_transcripts:
            pieces.append([n, _utf16(transcript.text[turn.start : a]), _utf16(transcript.text[turn.start : b])])
        else:
            label = report.names.speaker(transcript.name, turn.speaker)
            pieces.append([label, visible(transcript.text[a:b])])
    return pieces


def _utf16(text: str) -> int:
    """How long a text is in UTF-16 units."""
    return len(text) + sum(ch > "\uffff" for ch in text) if not text.isascii() else len(text)


def _codes(book: Codebook) -> list[list[Any]]:
    """Per code: id, name, definition, number of its theme, number of the last code below it, colour."""
    numbers = {code: n for n, code in enumerate(book.by_id)}
    rows = []
    for n, code in enumerate(book.by_id.values()):
        theme = book.theme_of(code.id)
        colour = code.color or book.by_id[theme].color
        last = n + len(book.subtree(code.id)) - 1
        safe = colour if _COLOUR.fullmatch(colour) else ""
        rows.append([code.id, code.name or code.id, code.definition, numbers[theme], last, safe])
    return rows


def _typical(report: Report, passages: Mapping[tuple[str, int, int], Any], codes: Sequence[str]) -> dict[str, Any]:
    """By theme's number and group the numbers of the passages that are typical, the most typical first."""
    found: dict[str, dict[str, list[int]]] = {}
    if report.typical is None:
        return found
    numbers = {key: n for n, key in enumerate(passages)}
    for row in report.typical.to_dict("records"):
        group = report.names.value(report.by, row[report.by]) if report.by else ""
        of_theme = found.setdefault(str(codes.index(row["theme"])), {})
        of_theme.setdefault(group, []).append(numbers[row["transcript"], row["start"], row["end"]])
    return found


def _contrast(report: Report, codes: Sequence[str]) -> list[list[Any]]:
    """Per theme and pair of groups: theme, the groups' names, then `_CONTRAST`; a number that is absent is null."""
    if report.contrast is None:
        return []
    return [
        [
            codes.index(row["theme"]),
            *(report.names.value(report.by, row[side]) for side in ("group_a", "group_b")),
            *(None if row[c] != row[c] else round(row[c], 6) for c in _CONTRAST),
        ]
        for row in report.contrast.to_dict("records")
    ]


def _words(report: Report, codes: Sequence[str]) -> list[list[Any]]:
    """Per theme, group and word: theme, group, lemma, how often there and in the other groups, its forms as a|b."""
    if report.words is None:
        return []
    return [
        [
            codes.index(row["theme"]),
            report.names.value(report.by, row["group"]),
            row["lemma"],
            row["count"],
            row["count_against"],
            row["forms"],
        ]
        for row in report.words.to_dict("records")
    ]
