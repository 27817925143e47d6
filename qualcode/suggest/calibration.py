"""From scores to confidence: of a hundred suggestions like this one, how many would the coder accept?

A logistic curve over the score, fitted to out-of-fold scores of coded segments. A level and a slope can be learned from
some hundred codings; a curve per code cannot.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.space import Floats

FITTED_TO = 3
"""The curve is fitted to each segment's first three codes: what is suggested, not the many that are plainly wrong."""
FEWEST_SEGMENTS = 40
FEWEST_POSITIVES = 20
"""With less than this the confidence is 'not yet measurable'."""
RIDGE = 0.1
NEWTON_STEPS = 50
LONGEST_STEP = 2.0


@dataclass(frozen=True)
class Calibration:
    """A logistic curve."""

    level: float
    slope: float

    def confidence(self, scores: Floats) -> Floats:
        """`(segments, codes)` of scores to shares from 0 to 1."""
        result: Floats = 1 / (1 + np.exp(-(self.level + self.slope * scores)))
        return result


def calibrate(scores: Floats, y: Floats, groups: Sequence[str]) -> Calibration | None:
    """Fit the curve to out-of-fold scores; None where there is too little to fit it to."""
    right = (y >= 0.5).ravel()
    if len(y) < FEWEST_SEGMENTS or right.sum() < FEWEST_POSITIVES or len(set(groups)) < 2 or right.all():
        return None
    first = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1) < FITTED_TO
    if right.reshape(scores.shape)[first].all():
        return None
    level, slope = logistic(scores[first], right.reshape(scores.shape)[first])
    return Calibration(float(level), float(slope))


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
