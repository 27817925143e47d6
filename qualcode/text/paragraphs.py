"""Where the paragraphs of a text are."""

import re
from collections.abc import Iterator
from itertools import pairwise

from qualcode.model import Place
from qualcode.text.hard_wrapping import hard_wrapped

_LINE = re.compile(r"[^\n]+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def trimmed(text: str, start: int, end: int) -> Place | None:
    """The span without blanks at its ends, or None when it holds nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Place(start, end) if start < end else None


def paragraphs(text: str, start: int, end: int, *, wrapped: bool | None = None) -> Iterator[Place]:
    """The paragraphs between two places, without blanks at their ends.

    A line is a paragraph, or in a text whose lines were broken at a width (`hard_wrapped`, asked of the whole text
    unless `wrapped` says so) what stands between blank lines.
    """
    if wrapped is None:
        wrapped = hard_wrapped(text)
    if wrapped:
        borders = [start, *(m.end() for m in _BLANK_LINE.finditer(text, start, end)), end]
        places = list(pairwise(borders))
    else:
        places = [m.span() for m in _LINE.finditer(text, start, end)]
    for first, last in places:
        if place := trimmed(text, first, last):
            yield place
