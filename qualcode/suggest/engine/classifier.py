"""A classifier learned from the coded segments alone: ridge regression on unit vectors, one for each kind of them.

What it says of a code is how much more of it there is than on average. Every coded segment is also scored by a
classifier that has not seen its fold: with G the inverse of (kernel + penalty) and a = G y, leaving the rows q out
gives the coefficients a - G[:, q] G[q, q]^-1 a[q] (Rasmussen & Williams 2006, eq. 5.12, for blocks).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.engine.linear_algebra import Singles, inner_products, inverse_root
from qualcode.suggest.engine.regression import Vectors, Weights
from qualcode.suggest.engine.vectors import Floats

PENALTY = 0.3
AT_ONCE = 2500
"""Coded segments that one regression learns from; of more, several learn from a part each, and their mean counts."""
Folds = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Learned:
    """What was learned from all codings, and what is said of each coded segment by one that had not seen its fold."""

    weights: tuple[Weights, ...]
    out_of_fold: Floats

    def of(self, rows: Any) -> Floats:
        """What any sparse rows say, `(rows, codes)`, relative to the mean."""
        return np.asarray(np.mean([weights.of(rows) for weights in self.weights], axis=0, dtype=np.float64))


def learn(rows: Any, y: Floats, folds: Folds) -> Learned:
    """Learn from unit vectors of coded segments (sparse) and their shares `y` `(coded, codes)`."""
    parts = _dealt(folds, len(y))
    out_of_fold = np.zeros_like(y)
    weights = []
    for part in parts:
        place = np.full(len(y), -1, dtype=np.intp)
        place[part] = np.arange(len(part))
        ridge = _Ridge(rows[part], y[part])
        weights.append(ridge.weights([]))
        for fold in folds:
            hidden = place[np.asarray(fold, dtype=np.intp)]
            out_of_fold[fold] += ridge.weights(hidden[hidden >= 0]).of(rows[fold]) / len(parts)
    return Learned(tuple(weights), out_of_fold)


def _dealt(folds: Folds, n: int) -> list[NDArray[np.intp]]:
    """The positions in parts of about the same size, each with something of every fold."""
    parts = max(-(-n // AT_ONCE), 1)
    ordered = np.concatenate([np.asarray(fold, dtype=np.intp) for fold in folds]) if folds else np.arange(n)
    return [np.sort(ordered[k::parts]) for k in range(parts)]


class _Ridge:
    """One regression, which can forget some of its rows."""

    def __init__(self, rows: Any, y: Floats) -> None:
        kernel = inner_products(rows)
        kernel.flat[:: len(kernel) + 1] += PENALTY
        root = inverse_root(kernel)
        self._inverse: Singles = root.T @ root
        self._y, self._vectors = y, Vectors.among(rows)
        self._ones = self._inverse.sum(axis=1)
        self._products = self._inverse @ y.astype(np.float32)

    def weights(self, hidden: Any) -> Weights:
        """What each feature says, learned without some rows."""
        kept = np.ones(len(self._y), dtype=bool)
        kept[hidden] = False
        mean = self._y[kept].mean(axis=0) if kept.any() else np.zeros(self._y.shape[1])
        dual = self._products - np.outer(self._ones, mean).astype(np.float32)
        if len(hidden):
            inner = self._inverse[np.ix_(hidden, hidden)]
            dual = dual - self._inverse[:, hidden] @ np.linalg.solve(inner, dual[hidden])
            dual[hidden] = 0
        return Weights(self._vectors.place, np.asarray(self._vectors.features @ dual))
