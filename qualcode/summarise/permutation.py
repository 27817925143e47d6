"""Permutation tests of a difference between two groups, over units that may be exchanged: offices, not codings.

Both designs are one thing: every permutation is a row of weights `W`, the statistic of a permutation is `W @ values`,
and the observed one is the first row. Unpaired, the rows deal the units anew to groups of the same sizes and the
statistic is the difference of means; paired, the rows flip the signs of the units' differences and it is their mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from math import comb
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

MOST_EXACT = 20_000
"""Up to so many permutations all are tried; beyond, so many are drawn at random with a fixed seed."""
LEVEL = 0.05
_SEED = 20180305
_SAME = 1e-9


@dataclass(frozen=True)
class Difference:
    """A difference, the interval of differences that the same test would not reject at 5 %, and the two-sided p-value.

    `low`, `high` and `p` are None where `reason` says why there is no base for a test.
    """

    value: float
    low: float | None
    high: float | None
    p: float | None
    permutations: int
    exact: bool
    reason: str = ""


def unpaired(a: Sequence[float], b: Sequence[float]) -> Difference:
    """The difference of the means of two groups of units (a minus b), by dealing the units anew to the groups."""
    import numpy as np

    number = comb(len(a) + len(b), len(a)) if a and b else 0
    least = min(1.0, 2 / number) if number else 1.0
    value = float(np.mean(a) - np.mean(b)) if a and b else float("nan")
    if min(len(a), len(b)) < 2 or least > LEVEL:
        return Difference(value, None, None, None, number, True, _no_base(f"{len(a)} and {len(b)} units", least))
    weights = _weights(len(a), len(b))
    return _difference(np.array([*a, *b]), weights, (weights[0] > 0).astype(float), number)


def paired(differences: Sequence[float]) -> Difference:
    """The mean of the units' differences, by flipping their signs."""
    import numpy as np

    n = len(differences)
    value = float(np.mean(differences)) if n else float("nan")
    if not n or 2 / 2**n > LEVEL:
        return Difference(value, None, None, None, 2**n, True, _no_base(f"{n} pairs", 2 / 2**n if n else 1.0))
    if 2**n <= MOST_EXACT:
        signs = np.array(list(product((1.0, -1.0), repeat=n)))
    else:
        drawn = np.random.default_rng(_SEED).choice((1.0, -1.0), size=(MOST_EXACT, n))
        signs = np.vstack([np.ones(n), drawn])
    return _difference(np.array(differences, dtype=float), signs / n, np.ones(n), 2**n)


def holm(p: Sequence[float | None]) -> list[float | None]:
    """Holm's adjustment for many tests (Holm 1979); tests that were not made are left out."""
    made = sorted((value, i) for i, value in enumerate(p) if value is not None)
    adjusted: list[float | None] = [None] * len(p)
    highest = 0.0
    for rank, (value, i) in enumerate(made):
        highest = max(highest, min(1.0, (len(made) - rank) * value))
        adjusted[i] = highest
    return adjusted


def _no_base(what: str, least: float) -> str:
    return f"{what}: the clearest possible difference would have p = {least:.2g}, so no test is made"


@lru_cache(maxsize=2)
def _weights(a: int, b: int) -> "Array":
    """Units dealt to groups of `a` and `b`, a row per permutation, the observed one first: the same for every theme."""
    import numpy as np

    number, n = comb(a + b, a), a + b
    if number <= MOST_EXACT:
        in_a = np.zeros((number, n), dtype=bool)
        for row, chosen in enumerate(combinations(range(n), a)):
            in_a[row, list(chosen)] = True
    else:
        order = np.argsort(np.random.default_rng(_SEED).random((MOST_EXACT, n)), axis=1)
        in_a = np.vstack([np.arange(n) < a, order < a])
    return np.where(in_a, 1 / a, -1 / b)


def _difference(values: "Array", weights: "Array", shift: "Array", number: int) -> Difference:
    import numpy as np

    moved, by_shift = weights @ values, weights @ shift
    exact = number <= MOST_EXACT

    def p(delta: float) -> float:
        """Twice the smaller tail after `delta` is taken from the units of group a; exactly as extreme is extreme."""
        statistic = moved - delta * by_shift
        above, below = statistic >= statistic[0] - _SAME, statistic <= statistic[0] + _SAME
        return min(1.0, 2 * int(min(np.count_nonzero(above), np.count_nonzero(below))) / len(statistic))

    value = float(moved[0])
    reach = 2 * float(abs(values).max()) + abs(value) + 1
    low, high = (_edge(p, value, value + side * reach) for side in (-1, 1))
    return Difference(value, low, high, p(0.0), len(weights), exact)


def _edge(p: Any, inside: float, outside: float) -> float:
    """Where `p` falls to the level, between a value that is not rejected and one that is."""
    for _ in range(50):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if p(middle) > LEVEL else (inside, middle)
    return round(inside, 6)
