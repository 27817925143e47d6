"""Turns into segments."""

from collections.abc import Sequence
from typing import Literal

from qualcode.model import Place, Segment, Turn
from qualcode.segment.sentences import sentences
from qualcode.text.hard_wrapping import hard_wrapped
from qualcode.text.paragraphs import paragraphs

_LONGEST, _PIECE = 300, 150
"""Words of a paragraph that is a segment, and of the pieces that a longer one is cut into."""


def segments(
    text: str, turns: Sequence[Turn], unit: Literal["paragraph", "sentence"], language: str
) -> tuple[Segment, ...]:
    """The segments of a transcript, numbered from 1.

    A paragraph of more than 300 words is cut at the ends of sentences into pieces of some 150 words.

    Every non-blank character of a turn lies in exactly one segment and none crosses a turn. The same text and turns
    always give the same numbers.
    """
    wrapped = hard_wrapped(text)
    found: list[Segment] = []
    for turn in turns:
        for paragraph in paragraphs(text, turn.start, turn.end, wrapped=wrapped):
            whole = unit == "paragraph"
            if whole and _words(text, paragraph) <= _LONGEST:
                places = [paragraph]
            else:
                places = sentences(text, paragraph.start, paragraph.end, language)
            for place in _together(text, places) if whole else places:
                found.append(Segment(len(found) + 1, turn.n, place.start, place.end))
    return tuple(found)


def _together(text: str, sentences: Sequence[Place]) -> list[Place]:
    """Sentences joined to pieces of some 150 words."""
    pieces: list[Place] = []
    words = 0
    for place in sentences:
        more = _words(text, place)
        if pieces and words + more <= _PIECE:
            pieces[-1] = Place(pieces[-1].start, place.end)
            words += more
        else:
            pieces.append(place)
            words = more
    return pieces


def _words(text: str, place: Place) -> int:
    return len(text[place.start : place.end].split())
