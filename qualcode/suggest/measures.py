"""How good a ranking is. Definitions as in Manning, Raghavan & Schütze (2008), chapter 8."""

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.engine.vectors import Floats

Flags = NDArray[np.bool_]


def average_precision(scores: Floats, right: Flags) -> float:
    """Mean, over what is right, of the precision of the ranking down to it; NaN where nothing is right."""
    if not right.any():
        return float("nan")
    ordered = right[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(ordered) / np.arange(1, len(ordered) + 1)
    return float(precision[ordered].mean())


def first_right(scores: Floats, right: Flags) -> float:
    """Whether the highest score is right: 1 or 0."""
    return float(right[np.argmax(scores)])


def recall_at(scores: Floats, right: Flags, k: int) -> float:
    """The share of what is right that stands among the first `k`; NaN where nothing is right."""
    if not right.any():
        return float("nan")
    return float(right[np.argsort(-scores, kind="stable")[:k]].sum() / right.sum())


def calibration_error(confidence: Floats, right: Flags, bins: int = 10) -> float:
    """Expected calibration error: over ten equal bins, the mean gap between confidence and share right.

    Naeini, Cooper & Hauskrecht (2015). NaN without suggestions.
    """
    if not len(confidence):
        return float("nan")
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[bin_of == b].sum() - right[bin_of == b].sum()) for b in np.unique(bin_of)]
    return float(sum(gaps) / len(confidence))
