"""Which characters another program counted.

Files differ in whether a character beyond the first 65,536 counts one or two, and a Windows line end one or two;
nothing in the file says so, but the selections show it.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Counting:
    """A way of counting: UTF-16 code units or code points, CRLF as two or as one."""

    utf16: bool
    crlf_two: bool

    def __str__(self) -> str:
        units = "UTF-16 units" if self.utf16 else "code points"
        return f"{units}, a Windows line end counted as {'two' if self.crlf_two else 'one'}"


OURS = "qualcode"
"""How the name of the program begins in files that we wrote; there is nothing to guess about those."""

WAYS = tuple(Counting(utf16, two) for utf16 in (False, True) for two in (True, False))


def prior(origin: str) -> Counting:
    """How the program that a file names is known to count."""
    word = origin.casefold()
    if "nvivo" in word:
        return Counting(True, True)
    return Counting(False, "atlas" not in word)


def table(raw: str, way: Counting) -> list[int]:
    """For each position counted `way` in a text as it came (its end too), the position in the normalised text."""
    out, at, n = [], 0, 0
    while n < len(raw):
        if raw[n] == "\r" and raw[n + 1 : n + 2] == "\n":
            out += [at] * (2 if way.crlf_two else 1)
            n += 1
        else:
            out += [at] * (2 if way.utf16 and ord(raw[n]) > 0xFFFF else 1)
        at, n = at + 1, n + 1
    return [*out, at]


@dataclass(frozen=True)
class Evidence:
    """A source's text as it came (without byte order mark) and normalised, and its selections: start, end, name."""

    raw: str
    text: str
    selections: tuple[tuple[int, int, str], ...]


def choose(sources: Sequence[Evidence], origin: str) -> tuple[Counting, bool]:
    """The way of counting that fits best, and whether no other that fits as well puts a selection elsewhere.

    Judged by selections in range, then by names that are the selected words, then by ends on word boundaries, then by
    what is known of the program.
    """
    expected = prior(origin)
    if origin.startswith(OURS):
        return expected, True
    scores = {way: _score(sources, way) for way in WAYS}
    best = max(WAYS, key=lambda way: (scores[way], way == expected))
    tables = {way: [table(s.raw, way) for s in sources] for way in WAYS if scores[way] == scores[best]}
    return best, all(_same(sources, tables[best], other) for other in tables.values())


def _same(sources: Sequence[Evidence], one: list[list[int]], other: list[list[int]]) -> bool:
    """Whether two ways of counting put every selection in the same place."""
    return all(
        a[at : at + 1] == b[at : at + 1]
        for source, a, b in zip(sources, one, other, strict=True)
        for start, end, _ in source.selections
        for at in (start, end)
    )


def _score(sources: Sequence[Evidence], way: Counting) -> tuple[int, int, int]:
    valid = names = ends = 0
    for source in sources:
        places = table(source.raw, way)
        for start, end, name in source.selections:
            if not 0 <= start < end < len(places):
                continue
            valid += 1
            quote = source.text[places[start] : places[end]]
            names += named(quote, name)
            ends += _whole(source.text, places[start]) + _whole(source.text, places[end])
    return valid, names, ends


def named(quote: str, name: str) -> bool:
    """Whether a selection's name is its words, perhaps flattened or cut."""
    flat, said = " ".join(quote.split()), " ".join(name.split()).rstrip(".…").rstrip()
    return bool(said) and flat.startswith(said)


def _whole(text: str, at: int) -> bool:
    """Whether a position lies between words."""
    return not (text[at - 1 : at].isalnum() and text[at : at + 1].isalnum())
