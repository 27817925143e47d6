"""How good a ranking is. Definitions as in Manning, Raghavan & Schütze (2008), chapter 8."""

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.engine.vectors import Floats

Flags = NDArray[np.bool_]


def average_precision(scores: Floats, right: Flags) -> float:
    """Mean, over what is right, of the precision of the ranking down to it; NaN where nothing is right.

    Of equal scores any order may come: the value is the expected one (McSherry & Najork 2008, section 3).
    """
    if not right.any():
        return float("nan")
    total, before, right_before = 0.0, 0, 0
    for size, hits in _ties(scores, right):
        place = np.arange(1, size + 1)
        others = (place - 1) * (hits - 1) / max(size - 1, 1)
        total += float((hits / size * (right_before + 1 + others) / (before + place)).sum()) if hits else 0.0
        before, right_before = before + size, right_before + hits
    return total / int(right.sum())


def first_right(scores: Floats, right: Flags) -> float:
    """Whether the highest score is right: 1 or 0, or the chance of it among equal ones."""
    return float(right[scores == scores.max()].mean())


def recall_at(scores: Floats, right: Flags, k: int) -> float:
    """The share of what is right that stands among the first `k`, of equal scores the expected one; NaN without any."""
    if not right.any():
        return float("nan")
    found, room = 0.0, k
    for size, hits in _ties(scores, right):
        found += hits * min(room, size) / size
        room = max(room - size, 0)
    return found / int(right.sum())


def _ties(scores: Floats, right: Flags) -> list[tuple[int, int]]:
    """How many share each score, from the highest on, and how many of them are right."""
    _, group = np.unique(-scores, return_inverse=True)
    sizes, hits = np.bincount(group), np.bincount(group, right)
    return [(int(size), int(hit)) for size, hit in zip(sizes, hits, strict=True)]


def calibration_error(confidence: Floats, right: Flags, bins: int = 10) -> float:
    """Expected calibration error: over ten equal bins, the mean gap between confidence and share right.

    Naeini, Cooper & Hauskrecht (2015). NaN without suggestions.
    """
    if not len(confidence):
        return float("nan")
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[bin_of == b].sum() - right[bin_of == b].sum()) for b in np.unique(bin_of)]
    return float(sum(gaps) / len(confidence))
