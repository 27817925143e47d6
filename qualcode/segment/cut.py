"""Turns into segments."""

from collections.abc import Sequence
from typing import Literal

from qualcode.model import Segment, Turn
from qualcode.segment.sentences import sentences
from qualcode.text.paragraphs import hard_wrapped, paragraphs


def segments(
    text: str, turns: Sequence[Turn], unit: Literal["paragraph", "sentence"], language: str
) -> tuple[Segment, ...]:
    """The segments of a transcript, numbered from 1.

    Every non-blank character of a turn lies in exactly one segment and none crosses a turn. The same text and turns
    always give the same numbers.
    """
    wrapped = hard_wrapped(text)
    found: list[Segment] = []
    for turn in turns:
        for paragraph in paragraphs(text, turn.start, turn.end, wrapped=wrapped):
            whole = unit == "paragraph"
            places = [paragraph] if whole else sentences(text, paragraph.start, paragraph.end, language)
            for place in places:
                found.append(Segment(len(found) + 1, turn.n, place.start, place.end))
    return tuple(found)
