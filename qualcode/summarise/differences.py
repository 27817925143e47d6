"""How two groups of independent units differ: the difference of their mean shares, with an interval and a p-value.

The units are what was drawn independently: offices, as a rule. Within a unit stand voices, each with a value from 0 to
1: whether the theme is in the person's transcript (or a share of transcripts or of words). A group's number is the mean
over its units (or over its voices, where units are given weights). Interval and p come from one model, a t statistic on
the units' means (Welch 1947) that is held at its level by three rules, each chosen by simulation
(`benchmarks/contrast_levels.py`):

* a group's variance is never less than what its voices would give if they were drawn one by one (of shares of words:
  half of that), for few offices that are alike by chance do not show that offices are alike;
* the degrees of freedom are those of the smaller group, less one (Welch's own let the level rise to .09 where the
  smaller group is the one that varies);
* of pairs, the variance is never less than with one further pair of opposite differences (Bonett and Price 2012).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt
from statistics import fmean

LEVEL = 0.05
"""From this p-value on a difference is told from chance; intervals are of one less this."""
FEWEST = 2
"""So many units a group must have before anything is said about how units differ."""
_NONE = 1e-12


@dataclass(frozen=True)
class Unit:
    """An independent unit: the values of the voices in it, each from 0 to 1, and its weight in the group's mean."""

    values: Sequence[float]
    weight: float = 1.0

    @property
    def mean(self) -> float:
        """The unit's share."""
        return fmean(self.values)


@dataclass(frozen=True)
class Difference:
    """A difference of two shares, its 95 % interval, the two-sided p-value and the degrees of freedom.

    `low`, `high`, `p` and `freedom` are None where `reason` says why there is no base for a test.
    """

    value: float
    low: float | None = None
    high: float | None = None
    p: float | None = None
    freedom: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Group:
    """What a test needs of a group: mean, the variance of the mean, and how many units."""

    mean: float
    variance: float
    units: int


def independent(a: Sequence[Unit], b: Sequence[Unit], *, binary: bool = True) -> Difference:
    """The mean share of a's units less that of b's. `binary`: the values say whether (0 or 1), not how much."""
    value = _zero(_mean(a) - _mean(b)) if a and b else nan
    if min(len(a), len(b)) < FEWEST:
        return Difference(value, reason=_too_few(len(a), len(b)))
    spread = None if binary else _half_spread([*a, *b])
    return _test(value, sqrt(sum(_variance(group, spread) for group in (a, b))), min(len(a), len(b)) - 1)


def paired(pairs: Sequence[tuple[Unit, Unit]], *, binary: bool = True) -> Difference:
    """The mean over units of the unit's share in a less its share in b."""
    total = sum(a.weight for a, _ in pairs)
    shares = [a.weight / total for a, _ in pairs]
    differences = [a.mean - b.mean for a, b in pairs]
    value = _zero(sum(w * d for w, d in zip(shares, differences, strict=True))) if pairs else nan
    if len(pairs) < FEWEST:
        return Difference(value, reason=_too_few(len(pairs)))
    n, effective = len(pairs), sum(w * w for w in shares)
    variance = n / (n - 1) * sum((w * (d - value)) ** 2 for w, d in zip(shares, differences, strict=True))
    if binary:
        step = fmean((1 / len(a.values) + 1 / len(b.values)) / 2 for a, b in pairs)
        squares = n * sum(w * d * d for w, d in zip(shares, differences, strict=True))
        floor = ((squares + 2 * step) / (n + 2) - (n * value / (n + 2)) ** 2) * effective * n / (n + 2)
        variance = max(variance, floor)
    return _test(value, sqrt(variance), n - 1)


def share_interval(units: Sequence[Unit], *, binary: bool = True) -> tuple[float, float] | None:
    """The 95 % interval of a group's mean share (Wilson 1927), from how many independent voices its units are worth.

    That number is p (1 − p) / variance of the mean, at most the voices themselves; where all units are alike at 0 or 1
    it is the number of units. The quantile is t's with units less one. None for fewer than two units, and for shares of
    words, which are no proportions of anything that was drawn.
    """
    if len(units) < FEWEST or not binary:
        return None
    p, k = _mean(units), len(units)
    weights = _weights(units)
    most = 1 / sum(w * w / len(u.values) for w, u in zip(weights, units, strict=True))
    variance = _between(units)
    worth = float(k) if p in (0.0, 1.0) else min(most, p * (1 - p) / variance) if variance > _NONE else most
    t = _quantile(k - 1)
    centre = (p + t * t / (2 * worth)) / (1 + t * t / worth)
    half = t / (1 + t * t / worth) * sqrt(p * (1 - p) / worth + t * t / (4 * worth * worth))
    return max(0.0, centre - half), min(1.0, centre + half)


def least_p(a: Sequence[Unit], b: Sequence[Unit], *, in_pairs: bool = False) -> float | None:
    """The p-value of the clearest difference these units could show: all voices in a, none in b."""
    every, none = ([Unit([x] * len(u.values), u.weight) for u in group] for group, x in ((a, 1.0), (b, 0.0)))
    return (paired(list(zip(every, none, strict=True))) if in_pairs else independent(every, none)).p


def holm(p: Sequence[float | None]) -> list[float | None]:
    """Holm's adjustment for many tests (Holm 1979); tests that were not made are left out."""
    made = sorted((value, i) for i, value in enumerate(p) if value is not None)
    adjusted: list[float | None] = [None] * len(p)
    highest = 0.0
    for rank, (value, i) in enumerate(made):
        highest = max(highest, min(1.0, (len(made) - rank) * value))
        adjusted[i] = highest
    return adjusted


def _weights(units: Sequence[Unit]) -> list[float]:
    total = sum(u.weight for u in units)
    return [u.weight / total for u in units]


def _mean(units: Sequence[Unit]) -> float:
    return sum(w * u.mean for w, u in zip(_weights(units), units, strict=True))


def _between(units: Sequence[Unit]) -> float:
    """The variance of a group's mean as its units show it (with equal weights, that of a mean of k numbers)."""
    k, mean = len(units), _mean(units)
    return k / (k - 1) * sum((w * (u.mean - mean)) ** 2 for w, u in zip(_weights(units), units, strict=True))


def _variance(units: Sequence[Unit], spread: float | None) -> float:
    """The variance of a group's mean, and not less than if its voices had been drawn one by one.

    `spread` is the variance of a voice; None for yes and no, where it follows from the share (with half a unit of each
    added, so that a share of 0 is not certain).
    """
    k = len(units)
    if spread is None:
        share = (_mean(units) * k + 0.5) / (k + 1)
        spread = share * (1 - share)
    one_by_one = sum(w * w / len(u.values) for w, u in zip(_weights(units), units, strict=True))
    return max(_between(units), spread * one_by_one)


def _half_spread(units: Sequence[Unit]) -> float:
    """Half the variance of a voice: enough that a few offices with one transcript do not look alike by chance."""
    values = [v for u in units for v in u.values]
    mean = fmean(values)
    return sum((v - mean) ** 2 for v in values) / max(1, len(values) - 1) / 2


def _test(value: float, error: float, freedom: int) -> Difference:
    from scipy.special import stdtr

    if error < _NONE:
        return Difference(value, reason="all units are alike, so nothing shows how far they vary")
    half = _quantile(freedom) * error
    p = float(2 * stdtr(freedom, -abs(value) / error))
    return Difference(value, max(-1.0, value - half), min(1.0, value + half), p, freedom)


def _quantile(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 1 - LEVEL / 2))


def _too_few(*units: int) -> str:
    if len(units) == 1:
        return f"{units[0]} in both groups: a test of pairs takes two or more"
    fewest, most = sorted(units)
    return f"{fewest} against {most}: one unit says nothing about how units differ" if fewest else "a group has no unit"


def _zero(value: float) -> float:
    """The value, without the noise that makes nothing a little more or less than nothing."""
    return 0.0 if abs(value) < _NONE else value
