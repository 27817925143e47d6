"""Counts of units per code and transcript: the one table that every coefficient and every resample is arithmetic on."""

import math
from dataclasses import dataclass, fields
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from qualcode.compare.coefficients import Numbers
from qualcode.compare.tally import Integers, Ranges, Runs


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
class Counts:
    """The counts of all codes. Every array begins with the same dimensions: (transcripts, groups or resamples), codes.

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
        arrays = [getattr(self, f.name) for f in fields(self)]
        columns = np.concatenate([a.reshape(len(a), math.prod(a.shape[1:])) for a in arrays], axis=1)
        widths = np.cumsum([math.prod(a.shape[1:]) for a in arrays])[:-1]
        sums = np.split(weights @ columns, widths, axis=1)
        shapes = [(len(weights), *a.shape[1:]) for a in arrays]
        return Counts(*(s.reshape(shape) for s, shape in zip(sums, shapes, strict=True)))

    def total(self) -> "Counts":
        """The sums over all transcripts."""
        return Counts(**{f.name: getattr(self, f.name).sum(0) for f in fields(self)})

    @property
    def width(self) -> int:
        """Numbers per transcript."""
        return sum(math.prod(getattr(self, f.name).shape[1:]) for f in fields(self))


def uses_of(ranges: Ranges, crew: Crew, codes: int) -> Numbers:
    """United ranges per transcript, code and coder `(transcripts, codes, coders)`."""
    shape = (len(crew.seen), codes, crew.size)
    cell = (ranges.transcript * codes + ranges.code) * crew.size + ranges.coder
    return np.bincount(cell, minlength=math.prod(shape)).reshape(shape).astype(float)


def counts_of_runs(runs: Runs, sizes: Integers, crew: Crew, uses: Numbers) -> Counts:
    """The counts of all codes from their runs and the number of units of each transcript."""
    shape = uses.shape[:2]
    cell, units = runs.transcript * shape[1] + runs.code, (runs.end - runs.start).astype(float)

    def sums(chosen: NDArray[np.bool_]) -> Numbers:
        found = np.bincount(cell[chosen], weights=units[chosen], minlength=math.prod(shape))
        return found.astype(float).reshape(shape)

    pairs = np.zeros((*shape, len(crew.pairs), 2, 2))
    for i, (a, b) in enumerate(crew.pairs):
        read = crew.both_read(a, b)
        has_a, has_b = (runs.mask >> a & 1).astype(bool), (runs.mask >> b & 1).astype(bool)
        counted = read[runs.transcript]
        pairs[:, :, i, 0, 0] = sums(has_a & has_b & counted)
        pairs[:, :, i, 0, 1] = sums(has_a & ~has_b & counted)
        pairs[:, :, i, 1, 0] = sums(~has_a & has_b & counted)
        pairs[:, :, i, 1, 1] = (sizes * read)[:, None] - pairs[:, :, i].sum((-1, -2))
    readers = popcount(crew.seen)
    coded, read_by = popcount(runs.mask), readers[runs.transcript]
    kinds = np.zeros((*shape, len(crew.kinds)))
    for i, (m, r) in enumerate(crew.kinds):
        if r:
            kinds[:, :, i] = sums((read_by == m) & (coded == r))
    nobody = (sizes * (readers > 1))[:, None] - kinds.sum(-1)
    for i, (m, r) in enumerate(crew.kinds):
        if not r:
            kinds[:, :, i] = nobody * (readers == m)[:, None]
    everyone = sums((read_by > 1) & (coded == read_by))
    alone = np.stack([sums((read_by > 1) & (runs.mask == 1 << c)) for c in range(crew.size)], axis=-1)
    some = sums((read_by > 1) & (coded > 1) & (coded < read_by))
    return Counts(pairs, kinds, everyone, some, nobody, alone, uses)


def boundary_share(runs: Runs, crew: Crew, codes: int) -> Numbers:
    """Per code, the share of disagreeing passages that overlap (only the edges differ), over all pairs of coders.

    A passage is a stretch of text that one coder of a pair or both marked without a gap; nan where all passages agree.
    """
    overlapping, disagreeing = np.zeros(codes), np.zeros(codes)
    for a, b in crew.pairs:
        either = 1 << a | 1 << b
        own = runs.keep((runs.mask & either != 0) & crew.both_read(a, b)[runs.transcript])
        new = np.ones(len(own.mask), dtype=bool)
        new[1:] = (np.diff(own.transcript) != 0) | (np.diff(own.code) != 0) | (own.start[1:] != own.end[:-1])
        passage, full = np.cumsum(new) - 1, own.mask & either == either
        shared, partial = np.bincount(passage, weights=full) > 0, np.bincount(passage, weights=~full) > 0
        disagreeing += np.bincount(own.code[new][partial], minlength=codes)
        overlapping += np.bincount(own.code[new][partial & shared], minlength=codes)
    return overlapping / np.where(disagreeing > 0, disagreeing, np.nan)
