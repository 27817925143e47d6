"""Where codings stand after their transcript was corrected: by the alignment of the two texts, quote and context.

The texts are aligned (see `text.align`). A quote that lies within matching text, with enough of its surroundings to be
sure, is where the alignment says. Otherwise its words are looked for in what is new: where other text stands that did
not change, no lost quote is found. When they stand in several places the surroundings decide, if they decide clearly.
A quote that was itself changed a little is found by its ends.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from qualcode.model import Anchor, Coding, Place
from qualcode.text.align import Match, align
from qualcode.text.paragraphs import trimmed

_LARGEST = 400_000_000  # cells of an alignment; a larger one is not made, and quotes are looked for instead
_SURROUNDINGS = 60
_SURE = 24  # code points of matching text that make a place sure, the quote included
_CLEAR, _CLEARLY = 0.7, 0.15  # a share of the surroundings found again, and more than at the next best place
_CORRECTED, _ALIKE = 0.85, 0.6  # similarity at which a changed quote counts as corrected, and as perhaps the one
_MOST = 20


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


def reanchor(old_text: str, new_text: str, codings: Sequence[Coding]) -> list[Reanchored]:
    """Find the codings of one transcript again in its corrected text. Results come in the codings' order."""
    matches = align(old_text, new_text)
    starts = [match.old for match in matches]
    return [_reanchor(old_text, new_text, matches, starts, coding) for coding in codings]


def _reanchor(old: str, new: str, matches: Sequence[Match], starts: Sequence[int], coding: Coding) -> Reanchored:
    start, end, quote = coding.start, coding.end, coding.quote or old[coding.start : coding.end]
    at = bisect_right(starts, start) - 1
    if quote and at >= 0 and old[start:end] == quote:
        match = matches[at]
        if end <= match.old + match.length and match.length >= min(_SURE, len(old)):
            return _found(coding, start + match.new - match.old, len(quote))
    taken = [m for m in matches if m.length >= _SURE and not m.old <= start < m.old + m.length]
    places = [p for p in _occurrences(new, quote) if not any(m.new <= p < m.new + m.length for m in taken)]
    if len(places) == 1 and len(quote) >= _SURE and old.count(quote) == 1:
        return _found(coding, places[0], len(quote))
    if places:
        return _by_surroundings(old, new, coding, places, len(quote))
    return _changed(old, new, matches, coding, quote)


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


def _changed(old: str, new: str, matches: Sequence[Match], coding: Coding, quote: str) -> Reanchored:
    """A quote whose words are gone: what stands between the matching places around it, else what is most like it."""
    place = trimmed(new, *_ends(matches, coding.start, coding.end, len(new)))
    if place and (alike := _alike(quote, new, place)) >= _ALIKE:
        if alike >= _CORRECTED:
            return Reanchored(coding, place.start, place.end, "moved")
        return Reanchored(coding, None, None, "ambiguous", (place,))
    if len(quote) >= _SURE and len(quote) * len(new) <= _LARGEST:
        best = partial_ratio_alignment(quote, new, score_cutoff=100 * _ALIKE)
        place = trimmed(new, best.dest_start, best.dest_end) if best else None
        if place and _alike(quote, new, place) >= _ALIKE:
            return Reanchored(coding, None, None, "ambiguous", (place,))
    return Reanchored(coding, None, None, "lost")


def _alike(quote: str, text: str, place: Place) -> float:
    return float(Indel.normalized_similarity(quote, text[place.start : place.end]))


def _ends(matches: Sequence[Match], start: int, end: int, length: int) -> tuple[int, int]:
    """Where the ends of a changed span are in the new text: by the matches they lie in, else at the nearest ones."""
    first, last = 0, length
    for match in matches:
        if match.old <= start:
            first = match.new + min(start - match.old, match.length)
        if match.old + match.length >= end:
            last = match.new + max(0, end - match.old)
            break
    return first, max(first, last)
