"""From scores to confidence: of a hundred suggestions like this one, how many would the coder accept?

A logistic curve over two facts (the score, and the lead over the segment's next best code), fitted to out-of-fold
scores of coded segments. Two numbers and a level can be learned from some hundred codings; a curve per code cannot.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.suggest.space import Floats

FITTED_TO = 3
"""The curve is fitted to each segment's first three codes: what is suggested, not the many that are plainly wrong."""
FEWEST_SEGMENTS = 40
FEWEST_POSITIVES = 20
"""With less than this the confidence is 'not yet measurable'."""


@dataclass(frozen=True)
class Calibration:
    """A logistic curve: level, and weights of the facts about a score."""

    level: float
    weights: Floats

    def confidence(self, scores: Floats) -> Floats:
        """`(segments, codes)` of scores to shares from 0 to 1."""
        result: Floats = 1 / (1 + np.exp(-(self.level + facts(scores) @ self.weights)))
        return result


def facts(scores: Floats) -> Floats:
    """What confidence is read from, `(segments, codes, 2)`: the score, and its lead over the best other code."""
    if scores.shape[1] == 1:
        return np.stack([scores, np.zeros_like(scores)], axis=2)
    top = np.sort(scores, axis=1)[:, ::-1]
    other = np.where(scores == top[:, :1], top[:, 1:2], top[:, :1])
    return np.stack([scores, scores - other], axis=2)


def calibrate(scores: Floats, y: Floats, groups: Sequence[str]) -> Calibration | None:
    """Fit the curve to out-of-fold scores; None where there is too little to fit it to."""
    from sklearn.linear_model import LogisticRegression

    right = (y >= 0.5).ravel()
    if len(y) < FEWEST_SEGMENTS or right.sum() < FEWEST_POSITIVES or len(set(groups)) < 2 or right.all():
        return None
    first = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1) < FITTED_TO
    if right.reshape(scores.shape)[first].all():
        return None
    model = LogisticRegression(C=10.0, max_iter=1000).fit(facts(scores)[first], right.reshape(scores.shape)[first])
    return Calibration(float(model.intercept_[0]), model.coef_[0])
