"""Agreement on everything said about a unit: Krippendorff's α with MASI between whole sets of codes."""

from collections import Counter
from collections.abc import Sequence
from itertools import permutations

import numpy as np

from qualcode.compare.coefficients import disagreements_of
from qualcode.compare.counts import Crew
from qualcode.compare.distances import masi_matrix
from qualcode.compare.runs import AnyScale, Ranges


def set_alpha(ranges: Ranges, scales: Sequence[AnyScale], crew: Crew, codes: int) -> float | None:
    """α over all units of the sets of codes that each coder gave them, with MASI as distance; None where undefined.

    `ranges` are united and on the scale. Units that a coder left uncoded have the empty set.
    """
    tuples = _tuples_of_sets(ranges, scales, crew)
    values = sorted({own for sets in tuples for own in sets if own is not None})
    if len(values) < 2:
        return None
    place = {value: i for i, value in enumerate(values)}
    met = np.zeros((len(values), len(values)))
    for sets, units in tuples.items():
        given = [place[own] for own in sets if own is not None]
        for a, b in permutations(given, 2):
            met[a, b] += units / (len(given) - 1)
    members = np.array([[value >> code & 1 for code in range(codes)] for value in values])
    observed, expected = disagreements_of(met, masi_matrix(members))
    return float(1 - observed / expected) if expected else None


def _tuples_of_sets(ranges: Ranges, scales: Sequence[AnyScale], crew: Crew) -> Counter[tuple[int | None, ...]]:
    """How many units have each combination of sets (bitmasks of codes; None where the coder did not read)."""
    found: Counter[tuple[int | None, ...]] = Counter()
    start = [[0 if int(seen) >> i & 1 else None for i in range(crew.size)] for seen in crew.seen]
    cuts = np.searchsorted(ranges.transcript, np.arange(len(scales) + 1))
    for t, scale in enumerate(scales):
        if int(crew.seen[t]).bit_count() < 2:
            continue
        own = ranges.keep(np.arange(cuts[t], cuts[t + 1]))
        ends = np.concatenate([own.start, own.end])
        order = np.argsort(ends, kind="stable")
        columns = (ends[order], np.tile(own.coder, 2)[order], np.tile(own.code, 2)[order])
        before, state = 0, list(start[t])
        for position, coder, code in zip(*(c.tolist() for c in columns), strict=True):
            if position > before:
                found[tuple(state)] += position - before
                before = position
            state[coder] = (state[coder] or 0) ^ (1 << code)
        found[tuple(state)] += scale.size - before
    return +found
