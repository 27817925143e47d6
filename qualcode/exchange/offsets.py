"""Which characters another program counted.

Files differ in what they count (code points, UTF-16 units, bytes), in how much a line end counts, in whether the last
position belongs to the selection and in whether an invisible mark before the text was counted. Nothing in a file says
so, but the selections show it: their bounds, and their names, which are mostly the selected words.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Literal, get_args

from qualcode.choices import Dialect

Unit = Literal["code points", "UTF-16 units", "bytes"]
LineEnd = Literal["as written", "one", "two"]
OURS = "qualcode"
"""How the name of the program begins in files that we wrote; there is nothing to guess about those."""
MOST_LOOKED_AT = 400
"""So many selections of a source, spread over it, decide how it counts."""
_QUOTE = 3  # a shorter name may stand anywhere by chance
_WIDE: Mapping[Unit, str] = {
    "code points": "",
    "UTF-16 units": "[\U00010000-\U0010ffff]|",
    "bytes": "[^\x00-\x7f]|",
}


@dataclass(frozen=True)
class Counting:
    """A way of counting.

    `line_end` says whether CRLF and LF count what they have characters, one each, or two each; `last` whether the end
    position is that of the last character itself; `mark` whether a byte order mark before the text was counted.
    """

    unit: Unit = "code points"
    line_end: LineEnd = "as written"
    last: bool = False
    mark: bool = False

    def __str__(self) -> str:
        ends = {"as written": "", "one": "a Windows line end counted as one", "two": "every line end counted as two"}
        more = ("the last position included" * self.last, "a byte order mark counted" * self.mark)
        return ", ".join(filter(None, (self.unit, ends[self.line_end], *more)))


WAYS = tuple(Counting(*way) for way in product(get_args(Unit), get_args(LineEnd), (False, True), (False, True)))
_OF_DIALECT: Mapping[Dialect, Counting] = {
    "standard": Counting(),
    "nvivo": Counting("UTF-16 units"),
    "maxqda": Counting("code points", "two"),
    "atlasti": Counting("code points", "one"),
    "qualcoder": Counting(),
}


def of_dialect(dialect: Dialect) -> Counting:
    """How a program counts."""
    return _OF_DIALECT[dialect]


def prior(origin: str) -> Counting:
    """How the program that a file names is known to count."""
    word = re.sub(r"\W", "", origin.casefold())
    return next((way for name, way in _OF_DIALECT.items() if name in word), Counting())


class Positions:
    """From positions counted in one way in a text as it came (without byte order mark) to those of the normalised text.

    Only what counts more or less than one is remembered, so that a plain text costs nothing.
    """

    def __init__(self, raw: str, way: Counting) -> None:
        self._way, self._shift = way, (3 if way.unit == "bytes" else 1) * way.mark
        there = here = last = 0
        self._there, self._here, self._starts = [0], [0], [0]
        lines = "\r\n|\n|\r" if way.line_end == "two" else "\r\n"
        for special in re.finditer(_WIDE[way.unit] + lines, raw):
            plain = special.start() - last
            there, here, last = there + plain, here + plain, special.end()
            width = self._width(special[0])
            if width == 1 and len(special[0]) == 1:
                there, here = there + 1, here + 1
                continue
            self._starts.append(there)
            there, here = there + width, here + 1
            self._there.append(there)
            self._here.append(here)
        self.length = there + len(raw) - last

    def _width(self, special: str) -> int:
        if special in ("\r\n", "\n", "\r"):
            return {"as written": len(special), "one": 1, "two": 2}[self._way.line_end]
        return len(special.encode()) if self._way.unit == "bytes" else 2

    def at(self, position: int) -> int | None:
        """The position in the normalised text; None outside it. Inside a wide character it is the character's start."""
        position -= self._shift
        if not 0 <= position <= self.length:
            return None
        n = bisect_right(self._starts, position) - 1
        if n and position < self._there[n]:
            return self._here[n] - 1
        return self._here[n] + position - self._there[n]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """A selection's span; None where it is empty or not inside the text."""
        first = self.at(start)
        after = self.at(end + self._way.last)
        return None if first is None or after is None or first >= after else (first, after)


@dataclass(frozen=True)
class Evidence:
    """A source's text as it came (without byte order mark) and normalised, and its selections: start, end, name."""

    raw: str
    text: str
    selections: tuple[tuple[int, int, str], ...]

    @cached_property
    def flat(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())

    @cached_property
    def looked_at(self) -> tuple[tuple[int, int, str], ...]:
        """The selections that decide."""
        return self.selections[:: max(1, len(self.selections) // MOST_LOOKED_AT)]

    def ways(self) -> Iterator[Counting]:
        """The ways of counting that can differ for this text."""
        ascii_ = self.raw.isascii()
        units = {"code points": True, "UTF-16 units": not ascii_ and max(self.raw) > "\uffff", "bytes": not ascii_}
        alone = re.search(r"(?<!\r)\n", self.raw) is not None
        lines = {"as written": True, "one": "\r\n" in self.raw, "two": alone}
        return (way for way in WAYS if units[way.unit] and lines[way.line_end])


@dataclass(frozen=True)
class Choice:
    """The way in which a source counts, what speaks for it, and another that puts selections elsewhere as well.

    `fit` of `named` selections whose names are words of the text are named by what is then selected.
    """

    way: Counting
    fit: int = 0
    named: int = 0
    other: Counting | None = None

    @property
    def refuted(self) -> bool:
        """Whether the names say that the selections are other words, whichever way they are counted."""
        return self.named > 0 and self.fit * 2 < self.named


def choose(source: Evidence, origin: str, dialect: Dialect | None = None) -> Choice:
    """The way of counting that fits a source best.

    Judged by selections in range, then by names that are the selected words, then by ends on word boundaries, then by
    what is known of the program, then by the commoner way. A mark that was counted and a last position that is included
    need names to speak for them.
    """
    expected = of_dialect(dialect) if dialect else prior(origin)
    if dialect or origin.startswith(OURS):
        return _told(source, expected, None)
    scores = {way: _score(source, way) for way in source.ways()}
    scores = {way: s for way, s in scores.items() if all(s.names > scores[plain].names for plain in _plainer(way))}
    best = max(scores, key=lambda way: (scores[way], way == expected, way.unit == expected.unit, -WAYS.index(way)))
    as_good = (way for way in scores if scores[way] == scores[best] and way != best)
    return _told(source, best, next((way for way in as_good if not _same(source, best, way)), None))


def _plainer(way: Counting) -> Iterator[Counting]:
    """The same way without what needs names to speak for it."""
    if way.last:
        yield replace(way, last=False)
    if way.mark:
        yield replace(way, mark=False)


@dataclass(frozen=True, order=True)
class _Score:
    valid: int
    names: int
    exact: int
    whole: int


def _score(source: Evidence, way: Counting) -> _Score:
    places, valid, names, exact, whole = Positions(source.raw, way), 0, 0, 0, 0
    for start, end, name in source.looked_at:
        if span := places.span(start, end):
            valid += 1
            names += named(source.text[slice(*span)], name)
            exact += source.text[slice(*span)] == name
            whole += sum(_between_words(source.text, at) for at in span)
    return _Score(valid, names, exact, whole)


def _told(source: Evidence, way: Counting, other: Counting | None) -> Choice:
    """The choice with how many names fit it."""
    places, fit, quotes = Positions(source.raw, way), 0, 0
    for start, end, name in source.selections:
        span = places.span(start, end)
        fits = span is not None and named(source.text[slice(*span)], name)
        fit += fits
        quotes += fits or _is_quote(source, name)
    return Choice(way, fit, quotes, other)


def _is_quote(source: Evidence, name: str) -> bool:
    said = _flat(name)
    return len(said) >= _QUOTE and said in source.flat


def _same(source: Evidence, one: Counting, other: Counting) -> bool:
    """Whether two ways of counting put every selection in the same place."""
    a, b = Positions(source.raw, one), Positions(source.raw, other)
    return all(a.span(start, end) == b.span(start, end) for start, end, _ in source.selections)


def named(quote: str, name: str) -> bool:
    """Whether a selection's name is its words, perhaps flattened or cut."""
    flat, said = " ".join(quote.split()), _flat(name)
    cut = name.rstrip().endswith(("…", "..."))
    return bool(said) and (flat.startswith(said) if cut else flat.rstrip(".…").rstrip() == said or flat == said)


def _flat(name: str) -> str:
    return " ".join(name.split()).rstrip(".…").rstrip()


def _between_words(text: str, at: int) -> bool:
    """Whether a position lies between words."""
    return not (text[at - 1 : at].isalnum() and text[at : at + 1].isalnum())
