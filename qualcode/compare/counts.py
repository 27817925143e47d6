"""Counts of units per code and transcript: the one table that every coefficient and every resample is arithmetic on."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from qualcode.compare.coefficients import Numbers
from qualcode.compare.tally import Integers, Ranges, Runs, sweep


def popcount(masks: Integers) -> Integers:
    """How many coders are in each bitmask."""
    return np.bitwise_count(masks).astype(np.int64)


@dataclass(frozen=True)
class Crew:
    """The coders by number, their pairs, and who finished which transcript (`seen[t]`, bit i for coder i)."""

    size: int
    seen: Integers

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Every two coders, in order."""
        return list(combinations(range(self.size), 2))

    @property
    def kinds(self) -> list[tuple[int, int]]:
        """The kinds of unit (how many coders read it, how many of them coded it) with two readers or more."""
        return [(m, r) for m in range(2, self.size + 1) for r in range(m + 1)]

    @property
    def votes(self) -> Numbers:
        """The kinds as votes `(kinds, 2)`: coded, not coded."""
        return np.array([(r, m - r) for m, r in self.kinds], dtype=float)


@dataclass(frozen=True)
class Counts:
    """The counts of one code. Every array begins with the same leading dimensions (transcripts, groups or resamples).

    `pairs (…, pairs, 2, 2)` coded first; `kinds (…, kinds)` as in `Crew.kinds`; `everyone`, `some`, `nobody (…)` units
    coded by all their readers, by several but not all, by none; `alone (…, coders)` by one coder only;
    `uses (…, coders)` the coder's spans.
    """

    pairs: Numbers
    kinds: Numbers
    everyone: Numbers
    some: Numbers
    nobody: Numbers
    alone: Numbers
    uses: Numbers

    def weighted(self, weights: Numbers) -> "Counts":
        """Sums over transcripts with `weights (groups, transcripts)`: groups of transcripts, or resamples of them."""
        return Counts(**{f.name: np.tensordot(weights, getattr(self, f.name), axes=(1, 0)) for f in fields(self)})

    def total(self) -> "Counts":
        """The sums over all transcripts, without a leading dimension."""
        return Counts(**{f.name: getattr(self, f.name).sum(0) for f in fields(self)})


def _sum(transcript: Integers, units: Integers, chosen: NDArray[np.bool_], size: int) -> Numbers:
    return np.bincount(transcript[chosen], weights=units[chosen], minlength=size).astype(float)


def uses_of(ranges: Ranges, crew: Crew) -> Numbers:
    """Spans per transcript and coder `(transcripts, coders)` of one code's united ranges."""
    size = len(crew.seen)
    cells = np.bincount(ranges.transcript * crew.size + ranges.coder, minlength=size * crew.size)
    return cells.reshape(size, crew.size).astype(float)


def counts_of_runs(runs: Runs, sizes: Integers, crew: Crew, uses: Numbers) -> Counts:
    """The counts of one code from its runs and the number of units of each transcript."""
    t, mask, units, size = runs.transcript, runs.mask, runs.end - runs.start, len(sizes)
    readers = popcount(crew.seen)
    compared = np.where(readers >= 2, sizes, 0)
    pairs = np.zeros((size, len(crew.pairs), 2, 2))
    for i, (a, b) in enumerate(crew.pairs):
        both_read = ((crew.seen >> a) & (crew.seen >> b) & 1).astype(bool)
        has_a, has_b, counted = (mask >> a & 1).astype(bool), (mask >> b & 1).astype(bool), both_read[t]
        pairs[:, i, 0, 0] = _sum(t, units, has_a & has_b & counted, size)
        pairs[:, i, 0, 1] = _sum(t, units, has_a & ~has_b & counted, size)
        pairs[:, i, 1, 0] = _sum(t, units, ~has_a & has_b & counted, size)
        pairs[:, i, 1, 1] = np.where(both_read, sizes, 0) - pairs[:, i].sum((-1, -2))
    coded, counted = popcount(mask), readers[t] >= 2
    kinds = np.zeros((size, len(crew.kinds)))
    for i, (m, r) in enumerate(crew.kinds):
        if r:
            kinds[:, i] = _sum(t, units, (readers[t] == m) & (coded == r), size)
    everyone = _sum(t, units, counted & (coded == readers[t]), size)
    alone = np.array([_sum(t, units, counted & (mask == 1 << c), size) for c in range(crew.size)]).T
    nobody = compared - _sum(t, units, counted, size)
    for i, (m, r) in enumerate(crew.kinds):
        if not r:
            kinds[:, i] = np.where(readers == m, nobody, 0)
    some = compared - nobody - everyone - alone.sum(1)
    return Counts(pairs, kinds, everyone, some, nobody.astype(float), alone, uses)


def split_by_code(rows: Ranges | Runs, codes: int) -> Sequence[NDArray[np.int64]]:
    """Row numbers per code, in the order of the rows."""
    order = np.argsort(rows.code, kind="stable")
    cuts = np.searchsorted(rows.code[order], np.arange(codes + 1))
    return [order[a:b] for a, b in pairwise(cuts.tolist())]


def boundary_share(ranges: Ranges, crew: Crew, codes: int) -> Numbers:
    """Per code, the share of disagreeing passages that overlap (only the edges differ), over all pairs of coders.

    A passage is a stretch that one coder of a pair or both marked without a gap; nan where all passages agree.
    """
    overlapping, disagreeing = np.zeros(codes), np.zeros(codes)
    for a, b in crew.pairs:
        both_read = ((crew.seen >> a) & (crew.seen >> b) & 1).astype(bool)
        runs = sweep(ranges.keep(((ranges.coder == a) | (ranges.coder == b)) & both_read[ranges.transcript]))
        if not len(runs.mask):
            continue
        new = np.ones(len(runs.mask), dtype=bool)
        same = (np.diff(runs.transcript) == 0) & (np.diff(runs.code) == 0)
        new[1:] = ~(same & (runs.start[1:] == runs.end[:-1]))
        passage = np.cumsum(new) - 1
        full = runs.mask == (1 << a | 1 << b)
        shared = np.bincount(passage, weights=full) > 0
        partial = np.bincount(passage, weights=~full) > 0
        code = runs.code[new]
        disagreeing += np.bincount(code[partial], minlength=codes)
        overlapping += np.bincount(code[partial & shared], minlength=codes)
    return overlapping / np.where(disagreeing > 0, disagreeing, np.nan)
