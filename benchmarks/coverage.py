"""How often the printed 95 % intervals of agreement hold the true value, and how often there is none.

    python benchmarks/coverage.py [runs in a cell, 1500]

Two coders code clustered transcripts of about 60 segments. How common a code is varies between transcripts (logistic of
a normal draw), and so do each coder's sensitivity and false codings (logit, standard deviation .6). The true value is
that of 200,000 transcripts. Coverage is of the runs that print an interval, at least as many as asked for; a cell that
prints one in fewer than one run in a hundred is left out, after a hundred times as many runs.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from qualcode.compare.counts import Crew, Tables
from qualcode.compare.intervals import SCALES
from qualcode.compare.measures import intervals, measure, pooled

Numbers = NDArray[np.float64]
SEGMENTS, SPREAD = 60, 0.6
TRANSCRIPTS = (5, 8, 15, 40)
AT_ONCE = 4000
UNDER = 0.01
"""A cell that prints an interval in a smaller share of runs has too few to tell."""


@dataclass(frozen=True)
class Cell:
    """A code: its share of segments, how that varies (logit), and the coders' sensitivity and false codings."""

    name: str
    share: float
    spread: float
    sensitivity: float
    false: float


CELLS = (
    Cell("20 %", 0.20, 0.8, 0.8, 0.04),
    Cell("3 %", 0.03, 1.2, 0.7, 0.01),
    Cell("1 %, clumpy", 0.01, 1.6, 0.6, 0.004),
)
random = np.random.default_rng(2018)


def expit(x: Numbers) -> Numbers:
    """From logits to shares."""
    return 1 / (1 + np.exp(-x))


@cache
def intercept(mean: float, spread: float) -> float:
    """Where the logits must lie so that their shares have this mean."""
    draws = np.random.default_rng(1).standard_normal(200_000) * spread
    low, high = -15.0, 15.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if expit(middle + draws).mean() < mean else (low, middle)
    return low


def coded(transcripts: int, runs: int, cell: Cell, coders: int = 2) -> Numbers:
    """Votes `(transcripts, runs, sets of coders)`: how many segments each set of coders coded."""
    shape = (transcripts, runs)
    size = random.poisson(SEGMENTS, shape).clip(10)
    logits = intercept(cell.share, cell.spread) + cell.spread * random.standard_normal(shape)
    about = random.binomial(size, expit(logits))
    return meets(about, cell.sensitivity, coders) + meets(size - about, cell.false, coders)


def meets(segments: NDArray[np.int64], chance: float, coders: int) -> Numbers:
    """How the coders' decisions meet on so many segments, each coding with a chance of their own."""
    logit = np.log(chance / (1 - chance))
    own = [expit(logit + SPREAD * random.standard_normal(segments.shape)) for _ in range(coders)]
    left, rest, parts = segments.copy(), np.ones(segments.shape), []
    for mask in range(2**coders - 1, 0, -1):
        p = np.prod([q if mask >> i & 1 else 1 - q for i, q in enumerate(own)], axis=0)
        parts.append(random.binomial(left, np.clip(p / rest, 0, 1)))
        left, rest = left - parts[-1], rest - p
    return np.stack([left, *parts[::-1]], axis=-1).astype(float)


def tables(votes: Numbers, crew: Crew) -> Tables:
    """The counts behind every coefficient, a run where the program has a code."""
    masks = range(2**crew.size)
    pairs = np.zeros((*votes.shape[:2], len(crew.pairs), 2, 2))
    for p, (a, b) in enumerate(crew.pairs):
        for mask in masks:
            pairs[:, :, p, 1 - (mask >> a & 1), 1 - (mask >> b & 1)] += votes[..., mask]
    kinds = np.zeros((*votes.shape[:2], len(crew.kinds)))
    for mask in masks:
        kinds[..., crew.kinds.index((crew.size, mask.bit_count()))] += votes[..., mask]
    return Tables(pairs, kinds)


def crew_of(transcripts: int, coders: int = 2) -> Crew:
    """Coders who all finished every transcript."""
    return Crew(coders, np.full(transcripts, 2**coders - 1))


def truth(cell: Cell) -> dict[str, float]:
    """The value of each measure in very many transcripts."""
    crew = crew_of(200_000)
    found = measure(tables(coded(200_000, 1, cell), crew).total(), crew, "segment")
    return {name: float(found[name][0]) for name in SCALES}


def covered(cell: Cell, transcripts: int, runs: int, true: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Per measure the share of intervals that hold the true value, and the share of runs without one."""
    crew, held, printed, made = crew_of(transcripts), dict.fromkeys(SCALES, 0), dict.fromkeys(SCALES, 0), 0
    while printed["alpha"] < runs and made < 100 * runs:
        size = min(runs, AT_ONCE)
        found = intervals(tables(coded(transcripts, size, cell), crew), crew, "segment")
        made += size
        for name, (low, high) in found.codes.items():
            printed[name] += int((~np.isnan(low)).sum())
            held[name] += int(((low <= true[name]) & (true[name] <= high)).sum())
    return {n: (held[n] / printed[n] if printed[n] else np.nan, 1 - printed[n] / made) for n in SCALES}


def pooled_coverage(transcripts: int, runs: int) -> tuple[float, float, float]:
    """Of the intervals of pooled κ and α over the three codes the shares that hold, and the share without."""
    many = crew_of(100_000)
    true = pooled(_together(100_000, 1, many).total(), many, "segment")
    crew, held, printed = crew_of(transcripts), {"kappa": 0, "alpha": 0}, 0
    for _ in range(runs):
        found = intervals(_together(transcripts, 1, crew), crew, "segment").pooled
        printed += not np.isnan(found["alpha"][0])
        for name in held:
            low, high = found[name]
            held[name] += bool(low <= float(true[name]) <= high)
    return held["kappa"] / printed, held["alpha"] / printed, 1 - printed / runs


def _together(transcripts: int, runs: int, crew: Crew) -> Tables:
    """The three codes side by side in the same transcripts."""
    parts = [tables(coded(transcripts, runs, cell), crew) for cell in CELLS]
    return Tables(np.concatenate([p.pairs for p in parts], 1), np.concatenate([p.kinds for p in parts], 1))


def lines(runs: int) -> Iterator[str]:
    """The tables, as the methods page has them."""
    yield f"| code in | transcripts | {' | '.join(SCALES)} | runs without |"
    yield f"| --- | --- |{' --- |' * (len(SCALES) + 1)}"
    for cell in CELLS:
        true = truth(cell)
        for transcripts in TRANSCRIPTS:
            found = covered(cell, transcripts, runs, true)
            without = found["alpha"][1]
            told = ["–" if without > 1 - UNDER else f"{found[name][0]:.3f}" for name in SCALES]
            yield f"| {cell.name} | {transcripts} | {' | '.join(told)} | {without:.0%} |"
    for transcripts in TRANSCRIPTS:
        kappa, alpha, without = pooled_coverage(transcripts, runs)
        numbers = f"kappa {kappa:.3f}, alpha {alpha:.3f}, without {without:.0%}"
        yield f"pooled over the three, {transcripts} transcripts: {numbers}"


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else 1500):
        print(line, flush=True)
