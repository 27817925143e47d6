"""Which codes go together: on the same segment, turn or transcript, on overlapping text, or near each other.

Two coders' codings of one place say that the coders saw different things, not that the codes go together; so a pair
counts only within one coder unless asked otherwise.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from qualcode.choices import Level, Together
from qualcode.document import Table
from qualcode.model import Codebook, Transcript
from qualcode.summarise.totals import union

COLUMNS = ("a", "b", "together", "with_a", "with_b", "c", "transcripts", "coders")
"""The pair, how often it stands together and each at all, c, how many transcripts, how many coders (0: across)."""

_Home = tuple[str, str]


@dataclass(frozen=True)
class Meeting:
    """When two codes stand together.

    `unit` is what they share, `window` up to how many segments (turns, passages) apart they may be. A pair counts
    within one coder, unless `across_coders`. Units are counted once, whoever coded them, or `per_coder`.
    """

    unit: Together = "segment"
    level: Level = "code"
    window: int = 0
    across_coders: bool = False
    per_coder: bool = False

    @property
    def places(self) -> Together:
        """What places are counted in: with a window, passages are passages of segments."""
        return "segment" if self.window and self.unit == "overlap" else self.unit


class _Passage(NamedTuple):
    """A stretch that one code covers: in code points, or in numbers of segments (the last one included plus one)."""

    code: str
    start: int
    end: int


_Counted = tuple[_Home, _Passage]
"""A unit or passage as it is counted: whose, where."""


def cooccurrence(
    excerpts: Table,
    transcripts: Iterable[Transcript],
    codebook: Codebook,
    how: Meeting = Meeting(),
) -> Table:
    """One row per pair of codes that stand together at least once, in the codebook's order: `COLUMNS`.

    For the units `segment`, `turn` and `transcript`, `with_a` is in how many units a stands, `together` in how many
    both do. For `overlap`, `with_a` is the number of a's passages (touching and overlapping ones made one), and
    `together` the smaller of how many of a's passages meet b and how many of b's meet a. c = together / (with_a +
    with_b − together), from 0 to 1.
    """
    order = {code.id: n for n, code in enumerate(codebook.walk())}
    homes = _homes(excerpts, list(transcripts), how)
    counted = _counted(homes, how)
    alone = Counter(passage.code for _, passage in set(counted.values()))
    met: dict[tuple[str, str], tuple[set[_Counted], set[_Counted]]] = {}
    places: dict[tuple[str, str], list[_Home]] = {}
    for home, passages in homes.items():
        for pair, (of_a, of_b) in _meetings(passages, how.window, order).items():
            sides = met.setdefault(pair, (set(), set()))
            for side, own in zip(sides, (of_a, of_b), strict=True):
                side.update(counted[home, passage] for passage in own)
            places.setdefault(pair, []).append(home)
    rows = []
    for (a, b), (in_a, in_b) in sorted(met.items(), key=lambda item: (order[item[0][0]], order[item[0][1]])):
        where, number = places[a, b], min(len(in_a), len(in_b))
        c = number / (alone[a] + alone[b] - number)
        coders = len({who for _, who in where} - {""})
        rows.append([a, b, number, alone[a], alone[b], c, len({t for t, _ in where}), coders])
    return Table.of(rows, COLUMNS)


def _counted(homes: Mapping[_Home, list[_Passage]], how: Meeting) -> dict[_Counted, _Counted]:
    """What each coder's unit or passage is counted as: itself, or the one that it is part of whoever coded it."""
    if how.per_coder:
        return {(home, p): (home, p) for home, passages in homes.items() for p in passages}
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for (name, _), passages in homes.items():
        for p in passages:
            spans.setdefault((name, p.code), []).append((p.start, p.end))
    if how.unit == "overlap":
        spans = {key: union(places) for key, places in spans.items()}
    else:
        spans = {key: sorted(set(places)) for key, places in spans.items()}
    found = {}
    for home, passages in homes.items():
        for p in passages:
            own = spans[home[0], p.code]
            start, end = own[bisect_right(own, (p.start, p.end)) - 1]
            found[home, p] = ((home[0], ""), _Passage(p.code, start, end))
    return found


def _homes(excerpts: Table, transcripts: list[Transcript], how: Meeting) -> dict[_Home, list[_Passage]]:
    """The passages of each transcript and coder, those of one code apart from each other."""
    by_name = {t.name: t for t in transcripts}
    spans: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    rows = zip(*(excerpts[c] for c in ("transcript", "coder", how.level, "start", "end")), strict=True)
    for name, coder, code, start, end in rows:
        place = _in_units(by_name[name], start, end, how.places)
        spans.setdefault((name, "" if how.across_coders else coder, code), []).append(place)
    homes: dict[_Home, list[_Passage]] = {}
    for (name, coder, code), places in spans.items():
        apart = union(places)
        if how.unit != "overlap":
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


def _meetings(
    passages: list[_Passage], window: int, order: dict[str, int]
) -> dict[tuple[str, str], tuple[set[_Passage], set[_Passage]]]:
    """Each pair of codes that meets, with the passages of either that meet the other."""
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
    return met


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
    how: Meeting = Meeting(),
) -> Table:
    """The excerpts of codes `a` and `b` that stand together: what a pair's number is made of, in the table's order."""
    known, window = {t.name: t for t in transcripts}, how.window
    homes: dict[_Home, list[tuple[int, tuple[int, int], str]]] = {}
    rows = zip(*(excerpts[c] for c in ("transcript", "coder", how.level, "start", "end")), strict=True)
    for index, (name, coder, code, start, end) in enumerate(rows):
        if code in (a, b):
            place = _in_units(known[name], start, end, how.places)
            homes.setdefault((name, "" if how.across_coders else coder), []).append((index, place, code))
    kept: set[int] = set()
    for codings in homes.values():
        for (i, (s, e), code), (j, (s2, e2), other) in combinations(codings, 2):
            if code != other and s < e2 + window and s2 < e + window:
                kept |= {i, j}
    return excerpts.at(sorted(kept))
