"""How one text became another: which stretches of the old one stand in the new one, and where.

Lines that stand once in both texts are sure, wherever they went; lines beside them that are equal go with them, first
those that follow (an answer follows its question). What is left is aligned in order, by lines and, where lines differ,
by words. No-break spaces, quotation marks and dashes of other forms make no difference; positions are the texts' own.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_LARGEST = 400_000_000  # cells of an alignment; a larger one is not made
_TELLING = 8  # signs of a line that may be sure
_FOLD = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "}
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛‹›′´`", "'")
    | dict.fromkeys("‐‑‒–—―", "-")
)


@dataclass(frozen=True, slots=True)
class Match:
    """Equal text (but for folded signs) of the given length, at `old` and at `new`."""

    old: int
    new: int
    length: int


def fold(text: str) -> str:
    """The text with signs that mean the same as one sign; every position stays."""
    return text.translate(_FOLD)


def align(old: str, new: str) -> list[Match]:
    """The matching stretches of two texts by their place in the old one. Those that changed places are there too."""
    old, new = fold(old), fold(new)
    found = _by_lines(old.splitlines(keepends=True), new.splitlines(keepends=True)) if old != new else [_all(old)]
    return _merged(sorted(found, key=lambda match: match.old))


def _all(text: str) -> Match:
    return Match(0, 0, len(text))


def _between(a: str, b: str) -> Iterator[Match]:
    """The matches of two texts in order: the common beginning and end, then lines, then words."""
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    yield Match(0, 0, head)
    inner = (x[head : len(x) - tail].splitlines(keepends=True) for x in (a, b))
    for match in _pieces(*inner, words=True):
        yield Match(head + match.old, head + match.new, match.length)
    yield Match(len(a) - tail, len(b) - tail, tail)


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


def _by_lines(a: Sequence[str], b: Sequence[str]) -> Iterator[Match]:
    """The matches of two sequences of lines: sure lines with their neighbours, and in order what stands between."""
    partner = _sure(a, b)
    at_a, at_b = _offsets(a), _offsets(b)
    taken = set(partner.values())
    n = 0
    while n < len(a):
        if n in partner:
            yield Match(at_a[n], at_b[partner[n]], len(a[n]))
            n += 1
            continue
        end = n
        while end < len(a) and end not in partner:
            end += 1
        first, last = _free(partner.get(n - 1, -1), partner.get(end, len(b)), taken, len(b))
        for match in _between("".join(a[n:end]), "".join(b[first:last])):
            yield Match(at_a[n] + match.old, at_b[first] + match.new, match.length)
        taken.update(range(first, last))
        n = end


def _free(before: int, after: int, taken: set[int], length: int) -> tuple[int, int]:
    """The new lines that are free behind the line `before`, or where there are none, before the line `after`."""
    first = last = before + 1
    while last < length and last not in taken:
        last += 1
    if last > first:
        return first, last
    first = last = max(0, min(after, length))
    while first > 0 and first - 1 not in taken:
        first -= 1
    return first, last


def _sure(a: Sequence[str], b: Sequence[str]) -> dict[int, int]:
    """The new line of every old line that stands once in both, and of equal lines beside such ones."""
    in_a, in_b = Counter(a), Counter(b)
    where = {line: n for n, line in enumerate(b)}
    partner = {
        n: where[line] for n, line in enumerate(a) if in_a[line] == 1 == in_b[line] and len(line.strip()) >= _TELLING
    }
    taken = set(partner.values())
    for step, lines in ((1, sorted(partner)), (-1, sorted(partner, reverse=True))):
        for sure in lines:
            n, m = sure + step, partner[sure] + step
            while 0 <= n < len(a) and 0 <= m < len(b) and n not in partner and m not in taken and a[n] == b[m]:
                partner[n] = m
                taken.add(m)
                n, m = n + step, m + step
    return partner


def _pieces(a: Sequence[str], b: Sequence[str], *, words: bool) -> list[Match]:
    """Matching pieces of two sequences of pieces; where `words`, what differs is aligned by its words too."""
    if not a or not b or len(a) * len(b) > _LARGEST:
        return []
    in_old, in_new = _offsets(a), _offsets(b)
    found: list[Match] = []
    done_old = done_new = 0
    for code in [*Indel.opcodes(a, b), None]:
        if code is not None and code.tag != "equal":
            continue
        i1, j1 = (code.src_start, code.dest_start) if code else (len(a), len(b))
        if words and i1 > done_old and j1 > done_new:
            inner_old, inner_new = ("".join(x) for x in (a[done_old:i1], b[done_new:j1]))
            for match in _pieces(_WORDS.findall(inner_old), _WORDS.findall(inner_new), words=False):
                found.append(Match(in_old[done_old] + match.old, in_new[done_new] + match.new, match.length))
        if code:
            found.append(Match(in_old[i1], in_new[j1], in_old[code.src_end] - in_old[i1]))
            done_old, done_new = code.src_end, code.dest_end
    return found


def _offsets(pieces: Sequence[str]) -> list[int]:
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets


def _merged(matches: Sequence[Match]) -> list[Match]:
    result: list[Match] = []
    for match in matches:
        last = result[-1] if result else None
        if last and last.old + last.length == match.old and last.new + last.length == match.new:
            result[-1] = Match(last.old, last.new, last.length + match.length)
        elif match.length:
            result.append(match)
    return result
