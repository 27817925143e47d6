"""From scores to confidence: of a hundred suggestions like this one, how many would the coder accept?

A logistic curve over the score and the mean score of its segment (which says how much of a score is the segment's
rather than the code's), with a level for each code that is drawn to the common one, fitted to out-of-fold scores of
coded segments. For one code a higher score in a segment is never less sure.
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
RIDGE_OF_CODES = 4.0
"""How strongly each code's level is drawn to the common one: as if its odds mostly lay within a factor of e."""
NEWTON_STEPS = 50
LONGEST_STEP = 2.0
DIFFERENT = 0.8
"""Standardised difference, a large one (Cohen 1988), from which on two sets of segments are not of one kind."""
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Calibration:
    """A logistic curve; `of_mean` is the weight of the segment's mean score, `of_code` what each code adds.

    `least` is the confidence from which on suggestions have been useful: half of the best F that showing the surest
    ones reaches, where it is best to stop (Lipton, Elkan & Naryanaswamy 2014).
    """

    level: float
    slope: float
    of_mean: float
    of_code: Floats
    least: float = 0.0

    def confidence(self, scores: Floats) -> Floats:
        """`(segments, codes)` of scores, for all codes, to shares from 0 to 1."""
        odds = self.level + self.slope * scores + self.of_mean * scores.mean(axis=1, keepdims=True) + self.of_code
        result: Floats = 1 / (1 + np.exp(-odds))
        return result


def calibrate(scores: Floats, y: Floats, groups: Sequence[str]) -> Calibration | None:
    """Fit the curve to out-of-fold scores; None where there is too little to fit it to."""
    right = y >= 0.5
    if len(y) < FEWEST_SEGMENTS or right.sum() < FEWEST_POSITIVES or len(set(groups)) < 2 or right.all():
        return None
    first = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1) < FITTED_TO
    was_right = right[first]
    if was_right.all() or not was_right.any():
        return None
    curve = _curve(scores, first, was_right)
    return Calibration(*curve, least=_least(Calibration(*curve).confidence(scores)[first], was_right, int(right.sum())))


def _curve(scores: Floats, first: Flags, right: Flags) -> tuple[float, float, float, Floats]:
    codes = scores.shape[1]
    means = np.broadcast_to(scores.mean(axis=1, keepdims=True), scores.shape)
    of_code = np.eye(codes)[np.nonzero(first)[1]]
    penalty = np.array([RIDGE, RIDGE, *[RIDGE_OF_CODES] * codes])
    fitted = logistic(np.column_stack([scores[first], means[first], of_code]), right, penalty)
    if fitted[1] < 0:
        return float(np.log(right.mean() / (1 - right.mean()))), 0.0, 0.0, np.zeros(codes)
    return float(fitted[0]), float(fitted[1]), float(fitted[2]), fitted[3:]


def _least(confidence: Floats, right: Flags, there: int) -> float:
    """Half of the best F of showing the surest, of `there` codings in all."""
    hits = np.cumsum(right[np.argsort(-confidence, kind="stable")])
    f = 2 * hits / (np.arange(1, len(hits) + 1) + there)
    return float(f.max() / 2)


def differ(coded: Floats, others: Floats) -> bool:
    """Whether other segments differ in kind from the coded ones: in their best or their mean score, by a large amount.

    Confidence is measured on the coded ones. That their scores are alike does not prove that it holds for the others.
    """
    if min(len(coded), len(others)) < FEWEST_SEGMENTS:
        return False
    kinds = [np.column_stack([scores.max(axis=1), scores.mean(axis=1)]) for scores in (coded, others)]
    spread = np.sqrt((kinds[0].var(axis=0) + kinds[1].var(axis=0)) / 2)
    return bool((np.abs(kinds[0].mean(axis=0) - kinds[1].mean(axis=0)) > DIFFERENT * spread).any())


def logistic(x: Floats, right: Flags, penalty: Floats) -> Floats:
    """Level and weights of a logistic regression with a ridge `penalty` on each weight, by Newton's method."""
    x = np.column_stack([np.ones(len(x)), x])
    drawn = np.diag([0.0, *penalty])
    fitted = np.zeros(x.shape[1])
    for _ in range(NEWTON_STEPS):
        share = 1 / (1 + np.exp(-np.clip(x @ fitted, -30, 30)))
        slope = x.T @ (right - share) - drawn @ fitted
        curvature = (x.T * np.maximum(share * (1 - share), 1e-9)) @ x + drawn
        step = np.linalg.solve(curvature, slope)
        longest = float(np.abs(step).max())
        fitted = fitted + step / max(1.0, longest / LONGEST_STEP)
        if longest < 1e-9:
            break
    return fitted
