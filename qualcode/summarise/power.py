"""The smallest difference that these units could show: planning, by simulation of the very test that is made.

Shares lie evenly about one half, the hardest case; between offices they vary by a logistic normal draw (standard
deviation .7 on the logit). A difference can be shown when four of five such studies find it (power .8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from random import Random

from qualcode.summarise.differences import LEVEL, Unit, independent, paired

SPREAD = 0.7
POWER = 0.8
RUNS = 400
STEPS = 6
_SEED = 2018


@dataclass(frozen=True)
class Shape:
    """The units of two groups, as a design has them: how many voices each holds, and its weight."""

    a: Sequence[Unit]
    b: Sequence[Unit]
    in_pairs: bool


def smallest(shape: Shape, level: float = LEVEL) -> float | None:
    """The smallest difference of shares that these units would show at this level with power .8, to two decimals.

    None where even all against none would not be shown.
    """
    if _power(shape, 1.0, level) < POWER:
        return None
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if _power(shape, middle, level) >= POWER else (middle, high)
    return round(high, 2)


def _power(shape: Shape, difference: float, level: float) -> float:
    """The share of simulated studies whose test finds the difference."""
    random = Random(_SEED)  # noqa: S311 - a simulation, not a secret
    shares = [min(0.999, max(0.001, 0.5 + side * difference / 2)) for side in (1, -1)]
    found = 0
    for _ in range(RUNS):
        draws_a = [random.gauss(0, SPREAD) for _ in shape.a]
        draws_b = draws_a if shape.in_pairs else [random.gauss(0, SPREAD) for _ in shape.b]
        a, b = (_drawn(u, s, d, random) for u, s, d in zip((shape.a, shape.b), shares, (draws_a, draws_b), strict=True))
        test = paired(list(zip(a, b, strict=True))) if shape.in_pairs else independent(a, b)
        found += test.p is not None and test.p <= level
    return found / RUNS


def _drawn(units: Sequence[Unit], share: float, draws: Sequence[float], random: Random) -> list[Unit]:
    logit = log(share / (1 - share))
    made = []
    for unit, draw in zip(units, draws, strict=True):
        chance = 1 / (1 + exp(-(logit + draw)))
        made.append(Unit([float(random.random() < chance) for _ in unit.values], unit.weight))
    return made
