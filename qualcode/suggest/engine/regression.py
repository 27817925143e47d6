"""What the segments teach each other: one ridge regression on words and letters, for codings and for guesses alike.

Every segment of a sample has a target, the share of each code. Where people have coded it, their codings are the
target; elsewhere it is what the codebook's evidence makes likely. The regression smooths over both (self-training), so
that it works without a single coding, and codings replace guesses as they come (see `self_training`).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualcode.suggest.engine.linear_algebra import Inverted
from qualcode.suggest.engine.vectors import Floats

SHARPNESS = 2.0
NONE_LEVEL = 1.0
"""Evidence at this level is as likely to mean no code at all."""


def guesses(evidence: Floats) -> Floats:
    """Likely shares of the codes from the codebook's evidence: a softmax in which 'none of them' takes part."""
    standard = evidence / max(float(evidence.std()), 1e-9)
    raised = np.exp(SHARPNESS * np.minimum(standard, 20))
    shares: Floats = raised / (np.exp(SHARPNESS * NONE_LEVEL) + raised.sum(axis=1, keepdims=True))
    return shares


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
class Fitted:
    """The regression: `dual` `(segments, codes)`, and what it says of each segment, left out."""

    dual: NDArray[np.float32]
    left_out: Floats


class Regression:
    """Kernel ridge regression on unit vectors; `inverted` is the inverse of their inner products with the penalty."""

    def __init__(self, vectors: Vectors, inverted: Inverted, weight: Floats) -> None:
        self._vectors, self._inverted, self._weight = vectors, inverted, weight

    def fit(self, y: Floats) -> Fitted:
        """Fit to targets `(segments, codes)`.

        With G the inverse of (kernel + penalty) and a = G y, leaving segment i out predicts y_i - a_i / G_ii
        (Rasmussen & Williams 2006, eq. 5.12).
        """
        mean = np.average(y, axis=0, weights=self._weight)
        dual = self._inverted.times((y - mean).astype(np.float32))
        return Fitted(dual, y - mean - dual / self._inverted.diagonal[:, None])

    def weights(self, dual: NDArray[np.float32]) -> Weights:
        """What was learned, for any other text."""
        return Weights(self._vectors.place, np.asarray(self._vectors.features @ dual))
