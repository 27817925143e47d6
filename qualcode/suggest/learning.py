"""What the segments teach each other: one ridge regression on words and letters, for codings and for guesses alike.

Every segment of a sample has a target, the share of each code. Where people have coded it, their codings are the
target; elsewhere it is what the codebook's evidence makes likely. The regression smooths over both (self-training), so
that it works without a single coding, and codings replace guesses as they come. A segment is always scored by the
regression that has not seen its own transcript: leaving out a group has a closed form (see `left_out`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.suggest.space import Floats
from qualcode.suggest.units import Labels

PENALTY = 2.0
"""Ridge penalty on vectors of length 1: strong, so that a single segment moves little."""
CODED_WEIGHT = 2.0
"""A coded segment counts this many guessed ones."""
SHARPNESS = 2.0
NONE_LEVEL = 1.0
"""Evidence at this level is as likely to mean no code at all."""


def guesses(evidence: Floats) -> Floats:
    """Likely shares of the codes from the codebook's evidence: a softmax in which 'none of them' takes part."""
    standard = evidence / max(float(evidence.std()), 1e-9)
    raised = np.exp(SHARPNESS * np.minimum(standard, 20))
    shares: Floats = raised / (np.exp(SHARPNESS * NONE_LEVEL) + raised.sum(axis=1, keepdims=True))
    return shares


def targets(evidence: Floats, labels: Labels) -> tuple[Floats, Floats]:
    """The target of each segment, `(n, codes)`, and its weight, `(n,)`."""
    target, weight = guesses(evidence), np.ones(len(evidence))
    if labels.rejected:
        rows, columns = np.array(sorted(labels.rejected)).T
        target[rows, columns] = 0
    if len(labels.rows):
        target[labels.rows] = labels.y / np.maximum(labels.y.sum(axis=1, keepdims=True), 1)
        weight[labels.rows] = CODED_WEIGHT
    return target, weight


@dataclass(frozen=True)
class Learned:
    """The regression: `weights` `(features, codes)` for any text, and what it says of the sample, left out."""

    weights: Floats
    left_out: Floats


def learn(vectors: Any, target: Floats, weight: Floats, groups: Sequence[str]) -> Learned:
    """Fit the regression on unit vectors `(n, features)`; `groups` are kept together when left out."""
    kernel = (vectors @ vectors.T).toarray().astype(np.float64)
    kernel[np.diag_indices_from(kernel)] += PENALTY / weight
    inverse = np.linalg.inv(kernel)
    centred = target - np.average(target, axis=0, weights=weight)
    dual = inverse @ centred
    return Learned(np.asarray(vectors.T @ dual), left_out(inverse, dual, centred, groups))


def left_out(inverse: Floats, dual: Floats, centred: Floats, groups: Sequence[str]) -> Floats:
    """Predictions for each group from a kernel ridge regression fitted without it.

    With G the inverse of (K + penalty) and a = G y, the prediction for group g without g is y_g - G_gg^-1 a_g
    (Rasmussen & Williams 2006, eq. 5.12, for blocks). A single group is left out segment by segment.
    """
    members: dict[str, list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    if len(members) == 1:
        predicted: Floats = centred - dual / np.diag(inverse)[:, None]
        return predicted
    predicted = np.empty_like(centred)
    for rows in members.values():
        predicted[rows] = centred[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], dual[rows])
    return predicted


SHARES = (1.0, 1.5, 2.0)
FEWEST_CODED = 30
"""Below this many coded segments nothing is tuned."""


def best_weight(told: Floats, learned: Floats, y: Floats) -> float:
    """How much the regression counts beside the codebook, by mean average precision on coded segments left out.

    The first of `SHARES` unless a larger one is better by more than one standard error of the paired difference.
    """
    rows = (y > 0).any(axis=1)
    if rows.sum() < FEWEST_CODED:
        return SHARES[0]
    best, reached = SHARES[0], average_precisions(told[rows] + SHARES[0] * learned[rows], y[rows])
    for share in SHARES[1:]:
        tried = average_precisions(told[rows] + share * learned[rows], y[rows])
        gain = tried - reached
        if gain.mean() > gain.std() / np.sqrt(len(gain)):
            best, reached = share, tried
    return best


def average_precisions(scores: Floats, y: Floats) -> Floats:
    """Average precision of each row's ranking of the codes; rows have at least one code."""
    order = np.argsort(-scores, axis=1, kind="stable")
    right = np.take_along_axis(y > 0, order, axis=1)
    precision = np.cumsum(right, axis=1) / np.arange(1, right.shape[1] + 1)
    result: Floats = (precision * right).sum(axis=1) / right.sum(axis=1)
    return result
