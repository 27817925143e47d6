"""Agreement on everything said about a unit: Krippendorff's α with MASI between whole sets of codes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from qualcode.compare.coefficients import Numbers, ratio
from qualcode.compare.counts import Crew
from qualcode.compare.intervals import SCALES, interval
from qualcode.compare.runs import AnyScale, Ranges

Tuples = Counter[tuple[int | None, ...]]
"""How many units have each combination of sets (bitmasks of codes; None where the coder did not read)."""


@dataclass(frozen=True)
class SetAlpha:
    """α of whole sets of codes, None where undefined, and its interval, where there is one."""

    value: float | None
    interval: tuple[float, float] | None = None


def set_alpha(ranges: Ranges, scales: Sequence[AnyScale], crew: Crew, codes: int, freedom: int) -> SetAlpha:
    """α over all units of the sets of codes that each coder gave them, with MASI as distance.

    `ranges` are united and on the scale. Units that a coder left uncoded have the empty set. `freedom` are the
    interval's degrees of freedom, 0 for none.
    """
    found = _tuples_of_sets(ranges, scales, crew)
    values = sorted({own for tuples in found for sets in tuples for own in sets if own is not None})
    if len(values) < 2:
        return SetAlpha(None)
    place = {value: i for i, value in enumerate(values)}
    members = np.array([[value >> code & 1 for code in range(codes)] for value in values])
    delta = masi_matrix(members)
    given, apart = _met(found, place, delta)
    alpha = _alpha(given.sum(0), apart.sum(), delta)
    if np.isnan(alpha):
        return SetAlpha(None)
    without = _alpha(given.sum(0) - given, apart.sum() - apart, delta)
    ends = interval(SCALES["alpha"], alpha, without, np.array(freedom))
    return SetAlpha(float(alpha), None if np.isnan(ends).any() else (float(ends[0]), float(ends[1])))


def _alpha(given: Numbers, apart: Numbers, delta: Numbers) -> Numbers:
    """1 − Do / De from how often each set was given `(…, sets)` and the sum of what lies between the pairs `(…)`."""
    n = given.sum(-1)
    expected = np.einsum("...i,ij,...j->...", given, delta, given, optimize=True)
    return np.asarray(1 - ratio(apart * (n - 1), expected))


def _met(found: Sequence[Tuples], place: dict[int, int], delta: Numbers) -> tuple[Numbers, Numbers]:
    """Per transcript how often each set was given, `(transcripts, sets)`, and the sum of δ² over its pairs of sets.

    As in Krippendorff's coincidences a pair in a unit with m values counts 1 / (m − 1).
    """
    given, apart = np.zeros((len(found), len(place))), np.zeros(len(found))
    for t, tuples in enumerate(found):
        for sets, units in tuples.items():
            own = [place[one] for one in sets if one is not None]
            for a, b in permutations(own, 2):
                given[t, a] += units / (len(own) - 1)
                apart[t] += units * delta[a, b] / (len(own) - 1)
    return given, apart


def _tuples_of_sets(ranges: Ranges, scales: Sequence[AnyScale], crew: Crew) -> list[Tuples]:
    """The combinations of sets in each compared transcript."""
    found: list[Tuples] = []
    start = [[0 if int(seen) >> i & 1 else None for i in range(crew.size)] for seen in crew.seen]
    cuts = np.searchsorted(ranges.transcript, np.arange(len(scales) + 1))
    for t, scale in enumerate(scales):
        if int(crew.seen[t]).bit_count() < 2:
            continue
        own = ranges.keep(np.arange(cuts[t], cuts[t + 1]))
        ends = np.concatenate([own.start, own.end])
        order = np.argsort(ends, kind="stable")
        columns = (ends[order], np.tile(own.coder, 2)[order], np.tile(own.code, 2)[order])
        before, state, tuples = 0, list(start[t]), Tuples()
        for position, coder, code in zip(*(c.tolist() for c in columns), strict=True):
            if position > before:
                tuples[tuple(state)] += position - before
                before = position
            state[coder] = (state[coder] or 0) ^ (1 << code)
        tuples[tuple(state)] += scale.size - before
        found.append(+tuples)
    return found


def masi_matrix(members: Numbers) -> Numbers:
    """MASI between all rows of a 0/1 matrix `(sets, codes)` at once (Passonneau 2006, LREC).

    1 − J·M with J the Jaccard similarity and M 1 for equal, 2/3 for nested, 1/3 for crossing, 0 for disjoint sets. Two
    empty sets are alike: both coders left the unit uncoded.
    """
    has = members.astype(float)
    size, common = has.sum(1), has @ has.T
    union = size[:, None] + size - common
    nested = (common == size[:, None]) | (common == size)
    monotonic = np.where(nested, 2 / 3, 1 / 3)
    similar = np.divide(common, union, out=np.zeros_like(union), where=union > 0) * monotonic
    equal = nested & (size[:, None] == size)
    return np.where(equal, 0.0, 1 - similar)
