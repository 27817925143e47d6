"""Search: the places where words stand or codes meet, each with the words around it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from qualcode.choices import Within
from qualcode.document import Table
from qualcode.errors import WrongUsage
from qualcode.model import Codebook, Coding, Place, Selection, Span, Transcript, overlaps
from qualcode.summarise.excerpts import attribute_columns
from qualcode.text.query import Query, parse
from qualcode.text.surroundings import around
from qualcode.text.words import Analyser, analyser
from qualcode.wording import later

COLUMNS = (
    "transcript", "segment", "start", "end", "speaker", "speaker_role", "before", "match", "after", "codes",
)  # fmt: skip
BRIEF = ("transcript", "segment", "speaker", "before", "match", "after")
HEADINGS = {
    "transcript": later("Transcript"),
    "segment": later("Segment"),
    "speaker": later("Voice"),
    "before": later("Before"),
    "match": later("Match"),
    "after": later("After"),
    "codes": later("Codes"),
}
"""What people call the columns."""
WIDTH = 60
"""Characters shown before and after a hit."""

Spans = Sequence[Span]
Finder = Callable[[str, Spans], Iterable[Place]]
"""The hits in a text, looked for in one unit, given as its pieces."""


@dataclass(frozen=True)
class Question:
    """What is asked of the codings around a hit: all of `both`, none of `without`, in the same unit, by one coder."""

    both: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    within: Within = "segment"


def words_finder(query: str, transcripts: Iterable[Transcript], language: str) -> Finder:
    """Finds words, phrases and lemmas as `qualcode.text.query` reads them, in the language's inflections.

    Each different written word of the transcripts is looked at once; only units that hold one in question are read.
    """
    words = analyser(language)
    asked = parse(query, words, "the search")
    runs = set[str]().union(*(t.quote(turn).split() for t in transcripts for turn in t.turns))
    telling = _telling(asked, words, runs)

    def find(text: str, pieces: Spans) -> Iterator[Place]:
        if not all(telling.isdisjoint(text[piece.start : piece.end].split()) for piece in pieces):
            spoken = (words.words(text, piece.start, piece.end, lemmas=asked.lemmas) for piece in pieces)
            listed = [word for said in spoken for word in said]
            yield from (Place(*hit) for hit in asked.find(listed))

    return find


def _telling(asked: Query, words: Analyser, runs: set[str]) -> set[str]:
    """The runs of letters between blanks without any of which a unit has no hit."""
    ordered = sorted(runs)
    telling, at, n = set[str](), 0, 0
    for word in words.words(" ".join(ordered), lemmas=asked.lemmas):
        while word.start >= at + len(ordered[n]):
            at += len(ordered[n]) + 1
            n += 1
        if asked.needs(word):
            telling.add(ordered[n])
    return telling


def regex_finder(pattern: str) -> Finder:
    """Finds what a regular expression (Python's) matches; letter case does not count."""
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise WrongUsage(f"the regular expression cannot be read: {error}") from None

    def find(text: str, pieces: Spans) -> Iterator[Place]:
        for piece in pieces:
            found = (Place(piece.start + m.start(), piece.start + m.end()) for m in
                     compiled.finditer(text[piece.start : piece.end]))  # fmt: skip
            yield from (place for place in found if place.start < place.end)

    return find


def search_table(
    transcripts: Sequence[Transcript],
    codings: Iterable[Coding],
    codebook: Codebook,
    selection: Selection,
    question: Question = Question(),
    find: Finder | None = None,
) -> Table:
    """One row per hit: `COLUMNS`, then one column per attribute; `codes` are those on any part of it.

    With `find`, hits are words: in the selected codes' passages, if codes are selected, and where the question's codes
    are as asked. Without, hits are the passages with the question's or the selected codes.
    """
    asked = _Asked(codebook, selection, question)
    by_name: dict[str, list[Coding]] = {}
    for coding in codings:
        by_name.setdefault(coding.transcript, []).append(coding)
    attributes = attribute_columns(transcripts)
    rows = []
    for transcript in transcripts:
        here = by_name.get(transcript.name, [])
        hits = asked.words(transcript, here, find) if find else asked.passages(transcript, here)
        codes_on = _codes_on(here)
        for hit in sorted(set(hits), key=lambda place: (place.start, place.end)):
            turn = transcript.turn_at(hit.start)
            known = transcript.attributes_of(turn.speaker if turn else None)
            rows.append(
                [*_row(transcript, hit, codes_on(hit), codebook), *(known.get(name, "") for name in attributes)]
            )
    return Table.of(rows, [*COLUMNS, *attributes.values()])


class _Asked:
    """The codes that are asked for, as sets of ids with what is below them, and how hits are held against them."""

    def __init__(self, codebook: Codebook, selection: Selection, question: Question) -> None:
        def ids(code: str) -> frozenset[str]:
            code = codebook.find(code, whole=False).id
            return frozenset({code}) if selection.exact else codebook.subtree(code)

        self.selection, self.within = selection, question.within
        self.both = [ids(code) for code in question.both]
        self.without = frozenset().union(*map(ids, question.without))
        self.selected = selection.code_ids(codebook) if selection.codes else None

    def words(self, transcript: Transcript, codings: Sequence[Coding], find: Finder) -> Iterator[Place]:
        """The words found where the codes are as asked."""
        asked = self.both or self.without or self.selected is not None
        for pieces, here in self._units(transcript, codings if asked else ()):
            if self.both and not any(self._holds(here, c.coder) for c in here):
                continue
            if not self.both and not self.without.isdisjoint(c.code for c in here):
                continue
            for hit in find(transcript.text, pieces):
                if self.selected is None or any(c.code in self.selected and overlaps(c, hit) for c in here):
                    yield hit

    def passages(self, transcript: Transcript, codings: Sequence[Coding]) -> Iterator[Place]:
        """The passages with one of the codes, where the same coder's codes are as asked."""
        wanted = frozenset().union(*self.both) if self.both else self.selected or frozenset()
        for _, here in self._units(transcript, codings):
            for c in here:
                selected = self.selected is None or c.code in self.selected
                if c.code in wanted and selected and self._holds(here, c.coder):
                    yield Place(c.start, c.end)

    def _holds(self, here: Sequence[Coding], coder: str) -> bool:
        codes = {c.code for c in here if c.coder == coder}
        return all(ids & codes for ids in self.both) and not self.without & codes

    def _units(self, transcript: Transcript, codings: Iterable[Coding]) -> Iterator[tuple[Spans, Sequence[Coding]]]:
        """The selected segments, turns, or all selected turns of the transcript together; the codings on each."""
        said = [t for t in transcript.turns if self.selection.has_passage(transcript, t)]
        if self.within == "transcript":
            if said:
                yield said, list(codings)
            return
        numbers = {turn.n for turn in said}
        units: Spans = said if self.within == "turn" else [s for s in transcript.segments if s.turn in numbers]
        ends = [unit.end for unit in units]
        on_it: dict[int, list[Coding]] = {}
        for coding in codings:
            for n in range(bisect_right(ends, coding.start), len(units)):
                if units[n].start >= coding.end:
                    break
                on_it.setdefault(n, []).append(coding)
        for n, unit in enumerate(units):
            yield (unit,), on_it.get(n, ())


def _codes_on(codings: Iterable[Coding]) -> Callable[[Place], set[str]]:
    """A function from a place to the codes on any part of it, which does not look at every coding each time."""
    ordered = sorted(codings, key=lambda c: c.start)
    starts, furthest = [c.start for c in ordered], list(accumulate((c.end for c in ordered), max))

    def on(place: Place) -> set[str]:
        near = ordered[bisect_right(furthest, place.start) : bisect_left(starts, place.end)]
        return {c.code for c in near if overlaps(c, place)}

    return on


def _row(transcript: Transcript, hit: Place, on_it: Collection[str], codebook: Codebook) -> list[object]:
    segment, turn = transcript.segment_at(hit.start), transcript.turn_at(hit.start)
    before, after = around(transcript.text, hit, WIDTH)
    return [
        transcript.name,
        segment.n if segment else 0,
        hit.start,
        hit.end,
        (turn.speaker if turn else None) or "",
        (turn.role if turn else None) or "",
        " ".join(before.split()),
        transcript.quote(hit),
        " ".join(after.split()),
        ", ".join(code for code in codebook.by_id if code in on_it),
    ]
