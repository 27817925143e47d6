"""How often `contrast` finds a difference where there is none, and where there is one.

    python benchmarks/contrast_levels.py [studies in a cell, 4000]

An office's share is logistic of a normal draw; intercepts are such that both groups' mean shares are the one named; its
transcripts have the theme or not. Level at 5 %, then power. `1-5` are so many transcripts an office, drawn evenly.
"""

import sys
from dataclasses import dataclass
from functools import cache
from math import exp
from random import Random
from statistics import NormalDist

from qualcode.summarise.differences import Unit, independent, paired

random = Random(2018)


@dataclass(frozen=True)
class Group:
    """So many offices with so many transcripts each (0: one to five) and a spread of their shares on the logit."""

    offices: int
    transcripts: int
    spread: float


CELLS = {
    "4 v 4, 1-5": (Group(4, 0, 1), Group(4, 0, 1)),
    "6 v 6, 1-5": (Group(6, 0, 1), Group(6, 0, 1)),
    "8 v 8, 1-5": (Group(8, 0, 1), Group(8, 0, 1)),
    "5 v 5, spread 2 v .2": (Group(5, 10, 2), Group(5, 10, 0.2)),
    "4 (1 each) v 8 (10 each)": (Group(4, 1, 1), Group(8, 10, 1)),
    "8 (1 each) v 4 (10 each)": (Group(8, 1, 1), Group(4, 10, 1)),
    "8 v 4, 1-5": (Group(8, 0, 1), Group(4, 0, 1)),
    "3 (1 each) v 12 (10 each)": (Group(3, 1, 0.5), Group(12, 10, 0.5)),
    "12 (1 each) v 3 (10 each)": (Group(12, 1, 0.5), Group(3, 10, 0.5)),
    "4 v 12, spread 2 v .2": (Group(4, 10, 2), Group(12, 10, 0.2)),
    "8 v 4, spread 2 v .2": (Group(8, 10, 2), Group(4, 10, 0.2)),
    "8 v 4, spread .2 v 2": (Group(8, 10, 0.2), Group(4, 10, 2)),
}
PAIRED = {
    "6 pairs, 1-5": (6, 0, 0, 1, 1),
    "8 pairs, 1 v 10": (8, 1, 10, 1, 1),
    "8 pairs, spread 2 v .2": (8, 10, 10, 2, 0.2),
}


@cache
def intercept(mean: float, spread: float) -> float:
    """Where the logits must lie so that their shares have this mean."""
    draws = [spread * NormalDist().inv_cdf((i + 0.5) / 400) for i in range(400)]
    low, high = -15.0, 15.0
    for _ in range(50):
        middle = (low + high) / 2
        share = sum(1 / (1 + exp(-(middle + d))) for d in draws) / len(draws)
        low, high = (middle, high) if share < mean else (low, middle)
    return low


def office(mean: float, spread: float, transcripts: int, draw: float | None = None) -> Unit:
    """An office: its share drawn, then its transcripts."""
    share = 1 / (1 + exp(-(intercept(mean, spread) + spread * (random.gauss() if draw is None else draw))))
    return Unit([float(random.random() < share) for _ in range(transcripts or random.randint(1, 5))])


def found(a: Group, b: Group, means: tuple[float, float], studies: int) -> float:
    """The share of studies with p at most .05 (no test is no finding)."""
    hits = 0
    for _ in range(studies):
        of = [
            [office(m, g.spread, g.transcripts) for _ in range(g.offices)] for g, m in zip((a, b), means, strict=True)
        ]
        p = independent(*of).p
        hits += p is not None and p <= 0.05
    return hits / studies


def found_in_pairs(shape: tuple[int, int, int, float, float], means: tuple[float, float], studies: int) -> float:
    """The same of offices that stand in both groups, their shares correlated (.8 on the logit)."""
    pairs, in_a, in_b, spread_a, spread_b = shape
    hits = 0
    for _ in range(studies):
        made = []
        for _ in range(pairs):
            draw = random.gauss()
            other = 0.8 * draw + 0.6 * random.gauss()
            made.append((office(means[0], spread_a, in_a, draw), office(means[1], spread_b, in_b, other)))
        p = paired(made).p
        hits += p is not None and p <= 0.05
    return hits / studies


def main(studies: int) -> None:
    """The tables, as the methods page has them."""
    print("| offices | level, mean share .5 | .2 |\n| --- | --- | --- |")
    for name, (a, b) in CELLS.items():
        print(f"| {name} | {' | '.join(f'{found(a, b, (m, m), studies):.3f}' for m in (0.5, 0.2))} |", flush=True)
    for name, shape in PAIRED.items():
        levels = (f"{found_in_pairs(shape, (m, m), studies):.3f}" for m in (0.5, 0.2))
        print(f"| {name} | {' | '.join(levels)} |", flush=True)
    eight = Group(8, 0, 0.7)
    for difference in (0.3, 0.5):
        means = (0.5 + difference / 2, 0.5 - difference / 2)
        print(f"power, 8 v 8 offices, {100 * difference:.0f} points: {found(eight, eight, means, studies):.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
