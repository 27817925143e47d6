"""The words around a passage."""

import re

from qualcode.model import Span

_LAST_BLANK = re.compile(r"\s(?=\S*\Z)")


def around(text: str, passage: Span, length: int) -> tuple[str, str]:
    """The `length` characters before a passage and after it, as they are; fewer at the ends of the text."""
    return text[max(0, passage.start - length) : passage.start], text[passage.end : passage.end + length]


def words_before(text: str, start: int, length: int) -> str:
    """At most `length` characters before `start`, beginning with a whole word."""
    first = max(0, start - length)
    if first == 0 or first == start or text[first - 1].isspace():
        return text[first:start]
    cut = re.search(r"\s", text[first:start])
    return text[first + cut.end() : start] if cut else ""


def words_after(text: str, end: int, length: int) -> str:
    """At most `length` characters after `end`, ending with a whole word."""
    last = min(len(text), end + length)
    if last == len(text) or last == end or text[last].isspace():
        return text[end:last]
    cut = _LAST_BLANK.search(text, end, last)
    return text[end : cut.start()] if cut else ""
