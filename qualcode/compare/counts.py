"""Counts of units per code and transcript: the one table that every coefficient and every resample is arithmetic on."""

import math
from dataclasses import dataclass, fields
from itertools import combinations
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qualcode.compare.coefficients import Numbers
from qualcode.compare.runs import Integers, Ranges, Runs


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

    def both_read(self, a: int, b: int) -> NDArray[np.bool_]:
        """Per transcript, whether both coders finished it."""
        return (self.seen >> a & self.seen >> b & 1).astype(bool)

    @property
    def compared(self) -> NDArray[np.bool_]:
        """Per transcript, whether two coders or more finished it."""
        return popcount(self.seen) > 1

    @property
    def kinds(self) -> list[tuple[int, int]]:
        """The kinds of unit (how many coders read it, how many of them coded it) with two readers or more."""
        return [(m, r) for m in range(2, self.size + 1) for r in range(m + 1)]

    @property
    def votes(self) -> Numbers:
        """The kinds as votes `(kinds, 2)`: coded, not coded."""
        return np.array([(r, m - r) for m, r in self.kinds], dtype=float)


@dataclass(frozen=True)
class Tables:
    """What every coefficient of all codes is made of.

    The arrays begin with the same dimensions: (transcripts, groups or resamples), codes. `pairs (…, pairs, 2, 2)` coded
    first; `kinds (…, kinds)` as in `Crew.kinds`.
    """

    pairs: Numbers
    kinds: Numbers

    def weighted(self, weights: Numbers) -> Self:
        """Sums over transcripts with `weights (groups, transcripts)`: groups of transcripts, or resamples of them."""
        sums = {}
        for f in fields(self):
            array = getattr(self, f.name)
            # Row by row stays on one processor: threads that wait for each other cost more on a busy machine.
            rows = weights[:, None] @ array.reshape(len(array), math.prod(array.shape[1:]))
            sums[f.name] = rows.reshape(len(weights), *array.shape[1:])
        return type(self)(**sums)

    def total(self) -> Self:
        """The sums over all transcripts."""
        return type(self)(**{f.name: getattr(self, f.name).sum(0) for f in fields(self)})


@dataclass(frozen=True)
class Counts(Tables):
    """The counts of all codes, those that people are shown among them.

    `everyone`, `some`, `nobody (…)` units coded by all their readers, by several but not all, by none;
    `alone (…, coders)` by one coder only; `uses (…, coders)` the coder's spans.
    """

    everyone: Numbers
    some: Numbers
    nobody: Numbers
    alone: Numbers
    uses: Numbers

    @property
    def tables(self) -> Tables:
        """What has to be resampled."""
        return Tables(self.pairs, self.kinds)


def uses_of(ranges: Ranges, crew: Crew, codes: int) -> Numbers:
    """United ranges per transcript, code and coder `(transcripts, codes, coders)`."""
    shape = (len(crew.seen), codes, crew.size)
    cell = (ranges.transcript * codes + ranges.code) * crew.size + ranges.coder
    return np.bincount(cell, minlength=math.prod(shape)).reshape(shape).astype(float)


@dataclass(frozen=True)
class _Sets:
    """How many units of which cell (transcript and code) each set of coders coded: runs of the same kind together."""

    transcript: Integers
    cell: Integers
    mask: Integers
    units: Numbers
    shape: tuple[int, int]

    def sums(self, chosen: NDArray[np.bool_]) -> Numbers:
        """The units of the chosen sets `(transcripts, codes)`."""
        found = np.bincount(self.cell[chosen], weights=self.units[chosen], minlength=math.prod(self.shape))
        return found.astype(float).reshape(self.shape)


def _sets_of(runs: Runs, shape: tuple[int, int]) -> _Sets:
    masks, which = np.unique(runs.mask, return_inverse=True)
    cell = runs.transcript * shape[1] + runs.code
    _, first, kind = np.unique(cell * max(1, len(masks)) + which, return_index=True, return_inverse=True)
    units = np.bincount(kind, weights=runs.end - runs.start, minlength=len(first)).astype(float)
    return _Sets(runs.transcript[first], cell[first], runs.mask[first], units, shape)


def counts_of_runs(runs: Runs, sizes: Integers, crew: Crew, uses: Numbers) -> Counts:
    """The counts of all codes from their runs and the number of units of each transcript."""
    shape = uses.shape[0], uses.shape[1]
    sets = _sets_of(runs, shape)
    pairs = np.zeros((*shape, len(crew.pairs), 2, 2))
    for i, (a, b) in enumerate(crew.pairs):
        read = crew.both_read(a, b)
        counted, has_a, has_b = read[sets.transcript], sets.mask >> a & 1 == 1, sets.mask >> b & 1 == 1
        pairs[:, :, i, 0, 0] = sets.sums(has_a & has_b & counted)
        pairs[:, :, i, 0, 1] = sets.sums(has_a & ~has_b & counted)
        pairs[:, :, i, 1, 0] = sets.sums(~has_a & has_b & counted)
        pairs[:, :, i, 1, 1] = (sizes * read)[:, None] - pairs[:, :, i].sum((-1, -2))
    readers = popcount(crew.seen)
    coded, read_by = popcount(sets.mask), readers[sets.transcript]
    kinds = np.zeros((*shape, len(crew.kinds)))
    for i, (m, r) in enumerate(crew.kinds):
        if r:
            kinds[:, :, i] = sets.sums((read_by == m) & (coded == r))
    nobody = (sizes * (readers > 1))[:, None] - kinds.sum(-1)
    for i, (m, r) in enumerate(crew.kinds):
        if not r:
            kinds[:, :, i] = nobody * (readers == m)[:, None]
    everyone = sets.sums((read_by > 1) & (coded == read_by))
    alone = np.stack([sets.sums((read_by > 1) & (sets.mask == 1 << c)) for c in range(crew.size)], axis=-1)
    some = sets.sums((read_by > 1) & (coded > 1) & (coded < read_by))
    return Counts(pairs, kinds, everyone, some, nobody, alone, uses)


def boundary_share(runs: Runs, crew: Crew, codes: int) -> Numbers:
    """Per code, the share of disagreeing passages that overlap (only the edges differ), over all pairs of coders.

    A passage is a stretch of text that one coder of a pair or both marked without a gap; nan where all passages agree.
    """
    overlapping, disagreeing = np.zeros(codes), np.zeros(codes)
    cell = runs.transcript * codes + runs.code
    for a, b in crew.pairs:
        either = 1 << a | 1 << b
        rows = np.flatnonzero((runs.mask & either != 0) & crew.both_read(a, b)[runs.transcript])
        mine, begins, full = cell[rows], runs.start[rows], runs.mask[rows] & either == either
        new = np.ones(len(rows), dtype=bool)
        new[1:] = (mine[1:] != mine[:-1]) | (begins[1:] != runs.end[rows[:-1]])
        passage = np.cumsum(new) - 1
        of = mine[new] % max(1, codes)
        shared, partial = (np.bincount(passage[x], minlength=len(of)) > 0 for x in (full, ~full))
        disagreeing += np.bincount(of[partial], minlength=codes)
        overlapping += np.bincount(of[partial & shared], minlength=codes)
    return overlapping / np.where(disagreeing > 0, disagreeing, np.nan)
