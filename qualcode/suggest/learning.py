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


class Regression:
    """Kernel ridge regression on unit vectors `(n, features)`; `groups` are kept together when left out."""

    def __init__(self, vectors: Any, groups: Sequence[str]) -> None:
        self._vectors, self._groups = vectors, groups
        self._kernel = (vectors @ vectors.T).toarray().astype(np.float64)
        self._inverse: tuple[bytes, Floats] | None = None

    def fit(self, target: Floats, weight: Floats) -> Learned:
        """Fit to targets `(n, codes)` with weights `(n,)`. The same weights again cost next to nothing."""
        if self._inverse is None or self._inverse[0] != weight.tobytes():
            self._inverse = weight.tobytes(), np.linalg.inv(self._kernel + np.diag(PENALTY / weight))
        inverse = self._inverse[1]
        centred = target - np.average(target, axis=0, weights=weight)
        dual = inverse @ centred
        return Learned(np.asarray(self._vectors.T @ dual), left_out(inverse, dual, centred, self._groups))


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
