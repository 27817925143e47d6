"""Which codes go together: on the same segment, turn or transcript, on overlapping text, or near each other.

Two coders' codings of one place say that the coders saw different things, not that the codes go together; so a pair
counts only within one coder unless asked otherwise.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from qualcode.choices import Level, Together
from qualcode.document import Table
from qualcode.model import Codebook, Transcript
from qualcode.summarise.totals import union

COLUMNS = ("a", "b", "together", "with_a", "with_b", "c", "transcripts", "coders")
"""The pair, how often it stands together and each at all, c, how many transcripts, how many coders (0: across)."""

_Home = tuple[str, str]


class _Passage(NamedTuple):
    """A stretch that one code covers: in code points, or in numbers of segments (the last one included plus one)."""

    code: str
    start: int
    end: int


def cooccurrence(
    excerpts: Table,
    transcripts: Iterable[Transcript],
    codebook: Codebook,
    unit: Together = "segment",
    level: Level = "code",
    window: int = 0,
    across_coders: bool = False,
) -> Table:
    """One row per pair of codes that stand together at least once, in the codebook's order: `COLUMNS`.

    For the units `segment`, `turn` and `transcript`, `with_a` is in how many units a stands, `together` in how many
    both do. For `overlap`, `with_a` is the number of a's passages (touching and overlapping ones made one), and
    `together` the smaller of how many of a's passages meet b and how many of b's meet a. `window` lets segments, turns
    or passages be up to so many segments apart (then each is a passage of segments). c = together / (with_a + with_b −
    together), from 0 to 1.
    """
    order = {code.id: n for n, code in enumerate(codebook.walk())}
    homes = _homes(excerpts, list(transcripts), unit, level, window, across_coders)
    alone, together = Counter[str](), Counter[tuple[str, str]]()
    places: dict[tuple[str, str], list[_Home]] = {}
    for home, passages in homes.items():
        alone.update(p.code for p in passages)
        for pair, number in _meetings(passages, window, order):
            together[pair] += number
            places.setdefault(pair, []).append(home)
    rows = []
    for (a, b), number in sorted(together.items(), key=lambda item: (order[item[0][0]], order[item[0][1]])):
        where = places[a, b]
        c = number / (alone[a] + alone[b] - number)
        rows.append(
            [a, b, number, alone[a], alone[b], c, len({t for t, _ in where}), len({w for _, w in where} - {""})]
        )
    return Table.of(rows, COLUMNS)


def _homes(
    excerpts: Table, transcripts: list[Transcript], unit: Together, level: str, window: int, across: bool
) -> dict[_Home, list[_Passage]]:
    """The passages of each transcript and coder, those of one code apart from each other."""
    by_name = {t.name: t for t in transcripts}
    spans: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    rows = zip(*(excerpts[c] for c in ("transcript", "coder", level, "start", "end")), strict=True)
    for name, coder, code, start, end in rows:
        place = _in_units(by_name[name], start, end, "segment" if window and unit == "overlap" else unit)
        spans.setdefault((name, "" if across else coder, code), []).append(place)
    homes: dict[_Home, list[_Passage]] = {}
    for (name, coder, code), places in spans.items():
        apart = union(places)
        if unit != "overlap":
            apart = [(n, n + 1) for start, end in apart for n in range(start, end)]
        homes.setdefault((name, coder), []).extend(_Passage(code, start, end) for start, end in apart)
    return homes


def _in_units(transcript: Transcript, start: int, end: int, unit: Together) -> tuple[int, int]:
    """A span in code points as a span of units' numbers; code points are their own units."""
    if unit == "overlap":
        return start, end
    if unit == "transcript":
        return 0, 1
    first = transcript.segment_at(start)
    last = first if first and end <= first.end else transcript.segment_at(max(start, end - 1))
    if first is None or last is None:
        return 0, 1
    return (first.turn, last.turn + 1) if unit == "turn" else (first.n, max(first.n, last.n) + 1)


def _meetings(passages: list[_Passage], window: int, order: dict[str, int]) -> Iterator[tuple[tuple[str, str], int]]:
    """Each pair of codes with how often it meets: the smaller number of passages of either that meet the other."""
    met: dict[tuple[str, str], tuple[set[_Passage], set[_Passage]]] = {}
    near: list[_Passage] = []
    for passage in sorted(passages, key=lambda p: (p.start, p.end, order[p.code])):
        near = [p for p in near if p.end + window > passage.start]
        for other in near:
            if other.code != passage.code:
                first, second = sorted((other, passage), key=lambda p: order[p.code])
                of_first, of_second = met.setdefault((first.code, second.code), (set(), set()))
                of_first.add(first)
                of_second.add(second)
        near.append(passage)
    yield from ((pair, min(len(a), len(b))) for pair, (a, b) in met.items())


def as_matrix(pairs: Table, codebook: Codebook, measure: str = "together") -> Table:
    """The pairs as a symmetric table over the codes that occur in one; the diagonal is how often each stands at all."""
    cells: dict[tuple[str, str], Any] = {}
    for a, b, value, with_a, with_b in zip(*(pairs[c] for c in ("a", "b", measure, "with_a", "with_b")), strict=True):
        cells[a, b] = cells[b, a] = value
        cells[a, a], cells[b, b] = with_a, with_b
    codes = [c.id for c in codebook.walk() if (c.id, c.id) in cells]
    rows = [[a, *(cells.get((a, b), 0) if a != b or measure == "together" else None for b in codes)] for a in codes]
    return Table.of(rows, ["code", *codes])


def together(
    excerpts: Table,
    transcripts: Iterable[Transcript],
    a: str,
    b: str,
    unit: Together = "segment",
    level: Level = "code",
    window: int = 0,
    across_coders: bool = False,
) -> Table:
    """The excerpts of codes `a` and `b` that stand together: what a pair's number is made of, in the table's order."""
    known = {t.name: t for t in transcripts}
    as_unit: Together = "segment" if window and unit == "overlap" else unit
    homes: dict[_Home, list[tuple[int, tuple[int, int], str]]] = {}
    rows = zip(*(excerpts[c] for c in ("transcript", "coder", level, "start", "end")), strict=True)
    for index, (name, coder, code, start, end) in enumerate(rows):
        if code in (a, b):
            place = _in_units(known[name], start, end, as_unit)
            homes.setdefault((name, "" if across_coders else coder), []).append((index, place, code))
    kept: set[int] = set()
    for codings in homes.values():
        for (i, (s, e), code), (j, (s2, e2), other) in combinations(codings, 2):
            if code != other and s < e2 + window and s2 < e + window:
                kept |= {i, j}
    return excerpts.at(sorted(kept))
