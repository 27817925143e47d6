"""From scores to confidence: of a hundred suggestions like this one, how many would the coder accept?

A logistic curve over the score and the mean score of its segment (which says how much of a score is the segment's
rather than the code's), fitted to out-of-fold scores of coded segments. Three numbers can be learned from some hundred
codings; a curve per code cannot. Within a segment a higher score is never less sure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.engine.vectors import Floats

FITTED_TO = 3
"""The curve is fitted to each segment's first three codes: what is suggested, not the many that are plainly wrong."""
FEWEST_SEGMENTS = 40
FEWEST_POSITIVES = 20
"""With less than this the confidence is 'not yet measurable'."""
RIDGE = 0.1
NEWTON_STEPS = 50
LONGEST_STEP = 2.0
DIFFERENT = 0.8
"""Standardised difference, a large one (Cohen 1988), from which on two sets of segments are not of one kind."""


@dataclass(frozen=True)
class Calibration:
    """A logistic curve; `of_mean` is the weight of the segment's mean score."""

    level: float
    slope: float
    of_mean: float

    def confidence(self, scores: Floats) -> Floats:
        """`(segments, codes)` of scores, for all codes, to shares from 0 to 1."""
        odds = self.level + self.slope * scores + self.of_mean * scores.mean(axis=1, keepdims=True)
        result: Floats = 1 / (1 + np.exp(-odds))
        return result


def calibrate(scores: Floats, y: Floats, groups: Sequence[str]) -> Calibration | None:
    """Fit the curve to out-of-fold scores; None where there is too little to fit it to."""
    right = (y >= 0.5).ravel()
    if len(y) < FEWEST_SEGMENTS or right.sum() < FEWEST_POSITIVES or len(set(groups)) < 2 or right.all():
        return None
    first = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1) < FITTED_TO
    right = right.reshape(scores.shape)[first]
    if right.all() or not right.any():
        return None
    means = np.broadcast_to(scores.mean(axis=1, keepdims=True), scores.shape)
    level, slope, of_mean = logistic(np.column_stack([scores[first], means[first]]), right)
    if slope < 0:
        level, slope, of_mean = np.log(right.mean() / (1 - right.mean())), 0.0, 0.0
    return Calibration(float(level), float(slope), float(of_mean))


def differ(coded: Floats, others: Floats) -> bool:
    """Whether other segments differ in kind from the coded ones: in their best or their mean score, by a large amount.

    Confidence is measured on the coded ones. That their scores are alike does not prove that it holds for the others.
    """
    if min(len(coded), len(others)) < FEWEST_SEGMENTS:
        return False
    kinds = [np.column_stack([scores.max(axis=1), scores.mean(axis=1)]) for scores in (coded, others)]
    spread = np.sqrt((kinds[0].var(axis=0) + kinds[1].var(axis=0)) / 2)
    return bool((np.abs(kinds[0].mean(axis=0) - kinds[1].mean(axis=0)) > DIFFERENT * spread).any())


def logistic(x: Floats, right: NDArray[np.bool_]) -> Floats:
    """Level and weights of a logistic regression with a slight ridge penalty on the weights, by Newton's method."""
    x = np.column_stack([np.ones(len(x)), x])
    penalty = RIDGE * np.diag(np.arange(x.shape[1]) > 0)
    fitted = np.zeros(x.shape[1])
    for _ in range(NEWTON_STEPS):
        share = 1 / (1 + np.exp(-np.clip(x @ fitted, -30, 30)))
        slope = x.T @ (right - share) - penalty @ fitted
        curvature = (x.T * np.maximum(share * (1 - share), 1e-9)) @ x + penalty
        step = np.linalg.solve(curvature, slope)
        fitted = fitted + step / max(1.0, float(np.abs(step).max()) / LONGEST_STEP)
    return fitted
