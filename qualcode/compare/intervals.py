"""95 % intervals of agreement: t intervals over transcripts, on a scale on which a coefficient is free to move.

Units of one transcript are not independent, transcripts are. So the standard error is the jackknife's: each compared
transcript is left out in turn (Tukey 1958; for kappa Fleiss & Davies 1982). κ and α are taken on the scale atanh, AC1
on −ln(1 − x), shares on the logit (delta method), and the ends are taken back.

How sure one can be of a rare code depends on where it was used, not on how much was read. The degrees of freedom are
the transcripts that hold the code less one, but not more than those in which two coders gave it to the same unit. There
is no interval where fewer than `FEWEST` transcripts hold the code, where coders met on it in fewer than two, and where
they differ nowhere. `benchmarks/coverage.py` says how often such intervals hold the true value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.compare.coefficients import Numbers

FEWEST = 5
MET = 2
FEW = "fewer than five transcripts hold the code"
NOT_MET = "the coders gave the code to the same unit in fewer than two transcripts"
ALIKE = "the coders differ nowhere"
NOT_SHOWN = "its error cannot be estimated from these transcripts"
REASONS = (FEW, NOT_MET, ALIKE, NOT_SHOWN)
"""Why there is no interval."""

Function = Callable[[Numbers], Numbers]


@dataclass(frozen=True)
class Scale:
    """A scale for intervals: there, back, and how steep it is at a value."""

    there: Function
    back: Function
    slope: Function


_ATANH = Scale(np.arctanh, np.tanh, lambda x: 1 / (1 - x * x))
_LOGIT = Scale(lambda x: np.log(x / (1 - x)), lambda z: 1 / (1 + np.exp(-z)), lambda x: 1 / (x * (1 - x)))
_FROM_ONE = Scale(lambda x: -np.log(1 - x), lambda z: 1 - np.exp(-z), lambda x: 1 / (1 - x))
SCALES: Mapping[str, Scale] = {
    "percent": _LOGIT,
    "positive_agreement": _LOGIT,
    "negative_agreement": _LOGIT,
    "kappa": _ATANH,
    "alpha": _ATANH,
    "ac1": _FROM_ONE,
}
"""The measures that get intervals, each with its scale. (α with MASI is on that of α.)"""


@dataclass(frozen=True)
class Support:
    """On how many compared transcripts each code's numbers rest: holding it, with coders who met, who differed."""

    hold: NDArray[np.int64]
    met: NDArray[np.int64]
    differ: NDArray[np.int64]

    @classmethod
    def of(cls, pairs: Numbers) -> "Support":
        """From tables of pairs `(transcripts, codes, pairs, 2, 2)`, 'coded' first."""
        met = (pairs[..., 0, 0] > 0).any(-1)
        differ = (pairs[..., 0, 1] + pairs[..., 1, 0] > 0).any(-1)
        return cls((met | differ).sum(0), met.sum(0), differ.sum(0))

    @classmethod
    def of_all(cls, pairs: Numbers) -> "Support":
        """The same of all codes taken as one, as pooled numbers rest on them."""
        return cls.of(pairs.sum(1, keepdims=True))

    @property
    def freedom(self) -> NDArray[np.int64]:
        """The degrees of freedom; 0 where there is no interval."""
        shown = (self.hold >= FEWEST) & (self.met >= MET) & (self.differ > 0)
        return np.where(shown, np.minimum(self.hold - 1, self.met), 0)

    def reason(self, code: int) -> str:
        """Why a code has no interval; '' where it has."""
        if self.hold[code] < FEWEST:
            return FEW
        if not self.differ[code]:
            return ALIKE
        return NOT_MET if self.met[code] < MET else ""


def interval(scale: Scale, value: Numbers, without: Numbers, freedom: NDArray[np.int64]) -> Numbers:
    """The intervals `(2, …)` of values `(…)`, from the values without each transcript `(transcripts, …)`.

    nan where there are no degrees of freedom, and where a value lies on the edge of its scale.
    """
    from scipy.special import stdtrit

    n = len(without)
    with np.errstate(all="ignore"):
        error = np.sqrt((n - 1) / n * ((without - without.mean(0)) ** 2).sum(0)) if n else np.full(value.shape, np.nan)
        half = stdtrit(np.maximum(freedom, 1), 0.975) * error * scale.slope(value)
        ends = scale.back(np.stack([scale.there(value) - half, scale.there(value) + half]))
    known = (freedom > 0) & np.isfinite(ends).all(0) & (half > 0)
    return np.where(known, ends, np.nan)
