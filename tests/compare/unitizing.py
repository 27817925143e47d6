"""Krippendorff's α for units that coders cut themselves, in its generations: they differ, so each has its own name.

*α_U* (1995/2004) compares section by section with squared lengths. The family of 2016 (*u-α*, *|u-α*, *cu-α*, *(k)u-α*)
compares lengths of intersections; for one code on texts of real length u-α equals α over characters to six decimals,
so these are an extra beside the comparison, for continua such as one transcript or several laid end to end.

A coder's *sections* are (start, end, value), half-open, without overlap between sections of the same value (1995/2004)
or of any value (2016).
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import nan

Section = tuple[int, int, Hashable]
_Piece = tuple[int, int, bool]


def _cut(sections: Sequence[tuple[int, int]], start: int, end: int) -> list[_Piece]:
    """The whole continuum as (begin, length, is a unit): units and the gaps between them."""
    pieces, at = [], start
    for a, b in sorted(sections):
        if a > at:
            pieces.append((at, a - at, False))
        pieces.append((a, b - a, True))
        at = b
    if at < end:
        pieces.append((at, end - at, False))
    return pieces


def _squared(a: _Piece, b: _Piece) -> int:
    """δ² of two sections of two coders (Krippendorff 1995, eq. 1)."""
    (begin_a, long_a, unit_a), (begin_b, long_b, unit_b) = a, b
    lag = begin_a - begin_b
    if unit_a and unit_b:
        return lag**2 + (lag + long_a - long_b) ** 2 if -long_a < lag < long_b else 0
    if unit_a and not unit_b and 0 <= lag <= long_b - long_a:
        return long_a**2
    if unit_b and not unit_a and 0 <= -lag <= long_a - long_b:
        return long_b**2
    return 0


def alpha_u_disagreements(
    coders: Sequence[Sequence[Section]], continuum: tuple[int, int], value: Hashable
) -> tuple[float, float]:
    """Observed and expected disagreement (Do, De) of one value in α_U.

    Krippendorff 1995, Sociol. Methodol. 25:47; 2004, Qual. Quant. 38:787. De is nan where no coder used the value.
    """
    length, m = continuum[1] - continuum[0], len(coders)
    cuts = [_cut([(a, b) for a, b, v in own if v == value], *continuum) for own in coders]
    between = [(one, other) for i, one in enumerate(cuts) for j, other in enumerate(cuts) if i != j]
    observed = sum(_squared(a, b) for one, other in between for a in one for b in other)
    units = [long for own in cuts for _, long, unit in own if unit]
    gaps = [long for own in cuts for _, long, unit in own if not unit]
    above = sum(
        (len(units) - 1) / 3 * (2 * u**3 - 3 * u**2 + u) + u**2 * sum(gap - u + 1 for gap in gaps if gap >= u)
        for u in units
    )
    below = m * length * (m * length - 1) - sum(u * (u - 1) for u in units)
    expected = 2 / length * above / below if units and below else nan
    return observed / (m * (m - 1) * length**2), expected


def alpha_u(coders: Sequence[Sequence[Section]], continuum: tuple[int, int]) -> float:
    """α_U over all values: 1 − ΣDo / ΣDe (Krippendorff 1995/2004); nan where nobody marked anything."""
    values = sorted({v for own in coders for _, _, v in own}, key=str)
    parts = [alpha_u_disagreements(coders, continuum, v) for v in values]
    expected = sum(de for _, de in parts)
    return 1 - sum(do for do, _ in parts) / expected if expected else nan


@dataclass(frozen=True)
class UnitizingAlpha:
    """The 2016 family: `u` values and gaps; `bar_u` marked or not; `cu` values where both marked; `ku` value by value.

    The coverages are the share of the continuum, or of a value's units, on which `cu` and `ku` rest. nan: undefined.
    """

    u: float
    bar_u: float
    cu: float
    cu_coverage: float
    ku: dict[Hashable, float]
    ku_coverage: dict[Hashable, float]


def unitizing_alpha(coders: Sequence[Sequence[Section]], continuum: tuple[int, int]) -> UnitizingAlpha:
    """Krippendorff, Mathet, Bouvry & Widlöcher 2016, Qual. Quant. 50:2347.

    A gap counts as units of length one, a marked section as one unit of its length. With more than two coders published
    programs differ in the term of `cu` and `ku` that keeps a unit from being paired with itself; here it is summed over
    pairs of coders. Print `cu` and `ku` for two coders only.
    """
    pairs = _intersections(coders, continuum)
    marked = [(None if a is None else "", None if b is None else "", length) for a, b, length in pairs]
    own_length, m = continuum[1] - continuum[0], len(coders)
    squares = sum((end - start) ** 2 for own in coders for start, end, _ in own)
    both = [(a, b, length) for a, b, length in pairs if a is not None and b is not None]
    values = sorted({a for a, _, _ in both}, key=str)
    shared = _sum(both) / (m - 1)
    return UnitizingAlpha(
        u=_u(pairs, m * own_length, squares, m),
        bar_u=_u(marked, m * own_length, squares, m),
        cu=_cu(both, m),
        cu_coverage=shared / (m * own_length),
        ku={k: _ku(both, k, m) for k in values},
        ku_coverage={k: _sum(p for p in both if p[0] == k) / _sum(p for p in pairs if p[0] == k) for k in values},
    )


_Meeting = tuple[Hashable | None, Hashable | None, int]
"""The values of two coders' sections that meet (None in a gap) and the length over which they do."""


def _intersections(coders: Sequence[Sequence[Section]], continuum: tuple[int, int]) -> list[_Meeting]:
    """Every meeting of two coders' sections, each pair in both orders."""
    whole = [_sections(own, *continuum) for own in coders]
    return [
        (a[2], b[2], length)
        for i, one in enumerate(whole)
        for j, other in enumerate(whole)
        if i != j
        for a in one
        for b in other
        if (length := min(a[1], b[1]) - max(a[0], b[0])) > 0
    ]


def _sections(own: Sequence[Section], start: int, end: int) -> list[tuple[int, int, Hashable | None]]:
    """A coder's sections with the gaps between them."""
    values = {a: v for a, _, v in own}
    pieces = _cut([(a, b) for a, b, _ in own], start, end)
    return [(begin, begin + long, values[begin] if unit else None) for begin, long, unit in pieces]


def _sum(meetings: Iterable[_Meeting]) -> int:
    return sum(length for _, _, length in meetings)


def _u(meetings: Sequence[_Meeting], total: int, squares: int, m: int) -> float:
    margins: dict[Hashable | None, float] = {}
    for a, _, length in meetings:
        margins[a] = margins.get(a, 0.0) + length / (m - 1)
    differing = _sum(p for p in meetings if p[0] != p[1]) / (m - 1)
    chance = total**2 - sum(n**2 for n in margins.values())
    return 1 - differing * (total**2 - squares - margins.get(None, 0.0)) / (total * chance) if chance else nan


def _cu(both: Sequence[_Meeting], m: int) -> float:
    total = _sum(both) / (m - 1)
    margins = [_sum(p for p in both if p[0] == k) / (m - 1) for k in {p[0] for p in both}]
    own = sum(length**2 for _, _, length in both) / (m - 1)
    differing = _sum(p for p in both if p[0] != p[1]) / (m - 1)
    chance = total**2 - sum(n**2 for n in margins)
    return 1 - differing * (total**2 - own) / (total * chance) if chance else nan


def _ku(both: Sequence[_Meeting], k: Hashable, m: int) -> float:
    total, of_k = _sum(both) / (m - 1), [p for p in both if p[0] == k]
    units, own = _sum(of_k) / (m - 1), sum(length**2 for _, _, length in of_k) / (m - 1)
    differing = _sum(p for p in of_k if p[1] != k) / (m - 1)
    others = total - units
    return 1 - differing / units * (total - own / units) / others if others else nan
