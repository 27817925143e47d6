"""The labels before turns: whom they name."""

import re
from collections.abc import Iterator

from qualcode.protect.lists import Lists
from qualcode.protect.mentions import Text

_NUMBER = re.compile(r"[\W_]*\d+[\W_]*$")
_BRACKET = re.compile(r"\s*[(\[].*$")
_SERIES = re.compile(
    r"(?:person|taler|talar|speaker|deltaker|deltakar|informant|participant|gjest|mor|far|bruker|fk"
    r"|ik)[ _]?(?:[a-zæøå]|\d{1,3})?",
    re.IGNORECASE,
)


def named(label: str, lists: Lists) -> str:
    """The name in a speaker's label; '' for a role, a number, a letter that stands for a role."""
    bare = _NUMBER.sub("", _BRACKET.sub("", label)).strip()
    if not bare or bare.lower() in lists.section("labels that name nobody") or _SERIES.fullmatch(label.strip()):
        return ""
    return bare


def name_spans(text: Text, lists: Lists) -> list[tuple[int, int]]:
    """Where the names in the labels of a text stand."""
    found = []
    for start, _, label in places(text):
        if name := named(label, lists):
            at = start + label.index(name)
            found.append((at, at + len(name)))
    return found


def places(text: Text) -> Iterator[tuple[int, int, str]]:
    """Where each turn's label stands, start and end, and the label."""
    end = 0
    for turn in text.turns:
        if turn.speaker:
            at = text.text.rfind(turn.speaker, end, turn.start)
            if at >= 0:
                yield at, at + len(turn.speaker), turn.speaker
        end = turn.end
