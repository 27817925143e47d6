"""What the segments teach each other: one ridge regression on words and letters, for codings and for guesses alike.

Every segment of a sample has a target, the share of each code. Where people have coded it, their codings are the
target; elsewhere it is what the codebook's evidence makes likely. The regression smooths over both (self-training), so
that it works without a single coding, and codings replace guesses as they come. A segment is always scored by a
regression that has neither seen its own target nor any coding of its transcript (see `Regression.fit`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualcode.suggest.engine.keyword_trust import folds
from qualcode.suggest.engine.linear_algebra import Inverse
from qualcode.suggest.engine.segments import Labels
from qualcode.suggest.engine.vectors import Floats

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


def declined(guess: Floats, labels: Labels) -> Floats:
    """The guesses, without what was declined."""
    if not labels.rejected:
        return guess
    guess = guess.copy()
    rows, columns = np.array(sorted(labels.rejected)).T
    guess[rows, columns] = 0
    return guess


@dataclass(frozen=True)
class Vectors:
    """Unit vectors of a sample with only the features that are in it: `rows` `(segments, features + 1)`, sparse.

    `place` has the column of each of the many possible features; it is the last, an empty one, for all others.
    """

    place: NDArray[np.intp]
    rows: Any

    @cached_property
    def features(self) -> Any:
        """The same by feature, `(features + 1, segments)`."""
        return self.rows.T.tocsr()

    @classmethod
    def among(cls, rows: Any) -> "Vectors":
        """The vectors of a sample, from sparse rows of all possible features."""
        known = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]))
        place = np.full(rows.shape[1], len(known), dtype=np.intp)
        place[known] = np.arange(len(known))
        shape = (rows.shape[0], len(known) + 1)
        return cls(place, sparse.csr_matrix((rows.data, place[rows.indices], rows.indptr), shape=shape))


@dataclass(frozen=True)
class Weights:
    """What each feature says for each code: `table` `(features of the sample + 1, codes)`, placed as in `Vectors`."""

    place: NDArray[np.intp]
    table: NDArray[np.float32]

    def of(self, rows: Any, offset: int = 0) -> Floats:
        """What sparse rows say, `(rows, codes)`; their first column is feature number `offset`."""
        shape = (rows.shape[0], len(self.table))
        placed = sparse.csr_matrix((rows.data, self.place[rows.indices + offset], rows.indptr), shape=shape)
        return np.asarray(placed @ self.table)


@dataclass(frozen=True)
class Learned:
    """The regression: `dual` `(segments, codes)`, and what it says of each segment, left out."""

    dual: NDArray[np.float32]
    left_out: Floats


class Regression:
    """Kernel ridge regression on unit vectors; `inverse` is that of their inner products.

    `labels` say what is coded, `groups` what is left out together.
    """

    def __init__(self, vectors: Vectors, inverse: Inverse, labels: Labels, groups: Sequence[str]) -> None:
        self._vectors, self._labels = vectors, labels
        self._members = folds([groups[i] for i in labels.rows])
        self._weight = np.ones(len(groups))
        self._weight[labels.rows] = CODED_WEIGHT
        self._inverse = inverse.of(self._weight)
        self._inner = [self._inverse.among(labels.rows[members]) for members in self._members]

    def fit(self, guess: Floats) -> Learned:
        """Fit to the codings where there are any and to the guesses `(n, codes)` elsewhere.

        With G the inverse of (kernel + penalty) and a = G y, leaving segment i out predicts y_i - a_i / G_ii
        (Rasmussen & Williams 2006, eq. 5.12). For a coded segment the codings of its whole fold are first replaced by
        guesses, which changes a by G (guess - coding).
        """
        y, own = guess.copy(), self._inverse.diagonal[:, None]
        coded = self._labels.rows
        if len(coded):
            y[coded] = self._labels.y / np.maximum(self._labels.y.sum(axis=1, keepdims=True), 1)
        mean = np.average(y, axis=0, weights=self._weight)
        dual = self._inverse.times((y - mean).astype(np.float32))
        left_out = y - mean - dual / own
        for members, inner in zip(self._members, self._inner, strict=True):
            rows = coded[members]
            changed = dual[rows] + inner @ (guess[rows] - y[rows]).astype(np.float32)
            left_out[rows] = guess[rows] - mean - changed / own[rows]
        return Learned(dual, left_out)

    def weights(self, dual: NDArray[np.float32]) -> Weights:
        """What was learned, for any other text."""
        return Weights(self._vectors.place, np.asarray(self._vectors.features @ dual))
