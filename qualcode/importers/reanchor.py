"""Where codings stand after their transcript was corrected: by the alignment of the two texts, quote and context.

The texts are aligned first, by lines and, where lines differ, by words; blanks, quotation marks and dashes of all kinds
count as one. A quote that lies within matching text, together with what was said just before it, is where the alignment
says. Otherwise its words are looked for, but only where no other unchanged text stands. Of several places the one after
the same question is meant, else the surroundings decide, if they decide clearly. A quote that was itself changed a
little is found by its ends.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from qualcode.model import Anchor, Coding, Place, Span
from qualcode.text.paragraphs import trimmed

_WORD = re.compile(r"\w+")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_LARGEST = 400_000_000  # cells of an alignment; a larger one is not made, and quotes are looked for instead
_SURROUNDINGS = 60
_TELLING = 12  # code points of words that, standing once in either text, are the same ones wherever they are
_SURE = 24  # code points of matching text that make a place sure, the quote included
_CLEAR, _CLEARLY = 0.7, 0.15  # a share of the surroundings found again, and more than at the next best place
_CORRECTED, _ALIKE = 0.85, 0.6  # similarity at which a changed quote counts as corrected, and as perhaps the one
_QUESTION = 300  # code points before a place in which the question stands
_MOST = 20
_ALIKE_SIGNS = str.maketrans(
    {
        **dict.fromkeys(
            "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
        ),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u00b4`", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
"""One sign for those that programs put for each other; each for one, so that places stay."""


@dataclass(frozen=True, slots=True)
class Reanchored:
    """A coding in the new text.

    `kept` the same words at the same place; `moved` the same words elsewhere, or the words slightly corrected;
    `ambiguous` no single sure place: `candidates` are the possible ones, best first, and `start` and `end` are None;
    `lost` nothing like it is there.
    """

    coding: Coding
    start: int | None
    end: int | None
    status: Anchor
    candidates: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    """Equal text of the given length, at `old` and at `new`."""

    old: int
    new: int
    length: int


def reanchor(old_text: str, new_text: str, codings: Sequence[Coding]) -> list[Reanchored]:
    """Find the codings of one transcript again in its corrected text. Results come in the codings' order."""
    old, new = (text.translate(_ALIKE_SIGNS) for text in (old_text, new_text))
    texts = Texts(old, new, _align(old, new))
    return [_exactly(_reanchor(texts, coding), old_text, new_text) for coding in codings]


def counterparts(old_text: str, new_text: str, spans: Sequence[Span]) -> list[float]:
    """For each span of the new text the share of its words (0 to 1) that were in the old text, where they stand now.

    A passage that was moved counts as there if just these words stood in the old text.
    """
    old, new = (text.translate(_ALIKE_SIGNS) for text in (old_text, new_text))
    matches = _align(old, new)
    found = []
    for span in spans:
        words = [(m.start() + span.start, m.end() + span.start) for m in _WORD.finditer(new[span.start : span.end])]
        there = sum(any(m.new <= start and end <= m.new + m.length for m in matches) for start, end in words)
        quote = new[span.start : span.end].strip()
        moved = len(quote) >= _SURE and quote in old
        found.append(1.0 if moved or not words else there / len(words))
    return found


def _exactly(found: Reanchored, old: str, new: str) -> Reanchored:
    """Whose signs were changed has not been kept, though it is where it was."""
    c = found.coding
    if found.status == "kept" and new[c.start : c.end] != (c.quote or old[c.start : c.end]):
        return replace(found, status="moved")
    return found


@dataclass(frozen=True)
class Texts:
    """Both texts and how they are aligned."""

    old: str
    new: str
    matches: Sequence["_Match"]

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where the matches begin in the old text."""
        return [match.old for match in self.matches]

    @cached_property
    def new_starts(self) -> Sequence[int]:
        """Where the matches begin in the new text."""
        return [match.new for match in self.matches]

    def is_taken(self, place: int, length: int, by: int) -> bool:
        """Whether at a place of the new text stands what stood elsewhere in the old, after the same words, than `by`."""
        at = bisect_right(self.new_starts, place) - 1
        match = self.matches[at] if at >= 0 else None
        if match is None or place + length > match.new + match.length:
            return False
        before = place + match.old - match.new
        same = place - match.new >= _SURE or _question(self.old, before) == _question(self.new, place)
        return before != by and same

    def is_old(self, place: Place) -> bool:
        """Whether at least half of a place of the new text is unchanged text."""
        shared = (min(place.end, m.new + m.length) - max(place.start, m.new) for m in self.matches if m.length >= _SURE)
        return 2 * sum(max(0, n) for n in shared) >= place.end - place.start


def _question(text: str, at: int) -> str:
    """What stands before a place on its line and on the line before, blank ones aside."""
    lines = text[max(0, at - _QUESTION) : at].split("\n")
    here, above = lines[-1], [line for line in lines[:-1] if line.strip()]
    return "\n".join([*(line.strip() for line in above[-1:]), here])


def _align(old: str, new: str) -> list[_Match]:
    """Matching pieces of the two texts, in order."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    found = [_Match(0, 0, head)]
    for match in _pieces(a.splitlines(keepends=True), b.splitlines(keepends=True), words=True):
        found.append(_Match(head + match.old, head + match.new, match.length))
    found.append(_Match(len(old) - tail, len(new) - tail, tail))
    return _merged(found)


def _common(a: str, b: str) -> int:
    """The length of the common beginning, by halving."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _pieces(a: Sequence[str], b: Sequence[str], *, words: bool) -> list[_Match]:
    """Matching pieces of two sequences of pieces; where `words`, what differs is aligned by its words too."""
    if not a or not b or len(a) * len(b) > _LARGEST:
        return []
    in_old, in_new = _offsets(a), _offsets(b)
    found: list[_Match] = []
    done_old = done_new = 0
    for code in [*Indel.opcodes(a, b), None]:
        if code is not None and code.tag != "equal":
            continue
        i1, j1 = (code.src_start, code.dest_start) if code else (len(a), len(b))
        if words and i1 > done_old and j1 > done_new:
            inner_old, inner_new = ("".join(x) for x in (a[done_old:i1], b[done_new:j1]))
            for match in _pieces(_WORDS.findall(inner_old), _WORDS.findall(inner_new), words=False):
                found.append(_Match(in_old[done_old] + match.old, in_new[done_new] + match.new, match.length))
        if code:
            found.append(_Match(in_old[i1], in_new[j1], in_old[code.src_end] - in_old[i1]))
            done_old, done_new = code.src_end, code.dest_end
    return found


def _offsets(pieces: Sequence[str]) -> list[int]:
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets


def _merged(matches: Sequence[_Match]) -> list[_Match]:
    result: list[_Match] = []
    for match in matches:
        last = result[-1] if result else None
        if last and last.old + last.length == match.old and last.new + last.length == match.new:
            result[-1] = _Match(last.old, last.new, last.length + match.length)
        elif match.length:
            result.append(match)
    return result


def _reanchor(texts: Texts, coding: Coding) -> Reanchored:
    old, new = texts.old, texts.new
    start, end = coding.start, coding.end
    quote = coding.quote.translate(_ALIKE_SIGNS) or old[start:end]
    single = len(quote) >= _SURE and old.count(quote) == 1
    at = bisect_right(texts.starts, start) - 1
    if quote and at >= 0 and old[start:end] == quote:
        match = texts.matches[at]
        with_question = match.old <= max(0, start - _SURE) or _question(old, start) == _question(
            new, start + match.new - match.old
        )
        if end <= match.old + match.length and (single or with_question):
            return _found(coding, start + match.new - match.old, len(quote))
    places = _occurrences(new, quote)
    if len(places) == 1 and len(quote) >= _TELLING and old.count(quote) == 1:
        return _found(coding, places[0], len(quote))
    places = [place for place in places if not texts.is_taken(place, len(quote), start)]
    same = [place for place in places if _question(new, place) == _question(old, start)]
    if len(same) == 1 and _question(old, start).strip():
        return _found(coding, same[0], len(quote))
    if places:
        return _by_surroundings(old, new, coding, places, len(quote))
    return _changed(texts, coding, quote)


def _found(coding: Coding, start: int, length: int) -> Reanchored:
    return Reanchored(coding, start, start + length, "kept" if start == coding.start else "moved")


def _occurrences(text: str, quote: str) -> list[int]:
    if not quote.strip():
        return []
    places: list[int] = []
    at = text.find(quote)
    while at >= 0 and len(places) <= 1_000:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def _by_surroundings(old: str, new: str, coding: Coding, places: Sequence[int], length: int) -> Reanchored:
    """The place whose surroundings are clearly most like the old ones, else all as candidates."""
    before, after = (
        old[max(0, coding.start - _SURROUNDINGS) : coding.start],
        old[coding.end : coding.end + _SURROUNDINGS],
    )

    def likeness(place: int) -> float:
        here = new[max(0, place - len(before)) : place], new[place + length : place + length + len(after)]
        return Indel.normalized_similarity(before, here[0]) / 2 + Indel.normalized_similarity(after, here[1]) / 2

    ranked = sorted(((likeness(place), place) for place in places), key=lambda pair: (-pair[0], pair[1]))
    (best, place), second = ranked[0], ranked[1][0] if len(ranked) > 1 else 0.0
    if best >= _CLEAR and best - second >= _CLEARLY:
        return _found(coding, place, length)
    candidates = tuple(Place(p, p + length) for _, p in ranked[:_MOST])
    return Reanchored(coding, None, None, "ambiguous", candidates)


def _changed(texts: Texts, coding: Coding, quote: str) -> Reanchored:
    """A quote whose words are gone: what stands between the matching places around it, else what is most like it.

    Text that is unchanged is not it, but for what stands at the same place.
    """
    new = texts.new
    place = trimmed(new, *_ends(texts.matches, coding.start, coding.end, len(new)))
    if place and (alike := _alike(quote, new, place)) >= _ALIKE:
        if alike >= _CORRECTED:
            return Reanchored(coding, place.start, place.end, "moved")
        return Reanchored(coding, None, None, "ambiguous", (place,))
    if len(quote) >= _SURE and len(quote) * len(new) <= _LARGEST:
        best = partial_ratio_alignment(quote, new, score_cutoff=100 * _ALIKE)
        place = trimmed(new, best.dest_start, best.dest_end) if best else None
        if place and _alike(quote, new, place) >= _ALIKE and not texts.is_old(place):
            return Reanchored(coding, None, None, "ambiguous", (place,))
    return Reanchored(coding, None, None, "lost")


def _alike(quote: str, text: str, place: Place) -> float:
    return float(Indel.normalized_similarity(quote, text[place.start : place.end]))


def _ends(matches: Sequence[_Match], start: int, end: int, length: int) -> tuple[int, int]:
    """Where the ends of a changed span are in the new text: by the matches they lie in, else at the nearest ones."""
    first, last = 0, length
    for match in matches:
        if match.old <= start:
            first = match.new + min(start - match.old, match.length)
        if match.old + match.length >= end:
            last = match.new + max(0, end - match.old)
            break
    return first, max(first, last)
