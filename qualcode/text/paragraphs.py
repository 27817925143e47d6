"""Where the paragraphs of a text are."""

import re
from collections.abc import Iterator
from itertools import pairwise

from qualcode.model import Place

_LINE = re.compile(r"[^\n]+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_LONGEST_WRAPPED = 120
_FEWEST_LINES = 4
_LABEL = 30


def trimmed(text: str, start: int, end: int) -> Place | None:
    """The span without blanks at its ends, or None when it holds nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Place(start, end) if start < end else None


def hard_wrapped(text: str) -> bool:
    """Whether the lines of a text were broken at a width, so that only a blank line ends a paragraph.

    They were when no line is longer than 120 and, of the lines that follow another directly, most begin in lower case.
    Lines that begin with what may be a speaker's label do not count: each begins a turn, however the text is broken.
    """
    follow = lower = 0
    before = ""
    for line in text.split("\n"):
        if len(line) > _LONGEST_WRAPPED:
            return False
        words = line.lstrip()
        if words and before and ":" not in words[:_LABEL]:
            follow += 1
            lower += words[0].islower()
        before = words
    return follow >= _FEWEST_LINES and lower * 2 > follow


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
