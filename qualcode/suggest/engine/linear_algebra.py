"""What the regression of `learning` solves: inner products of segments, and the inverse with the penalty added."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualcode.suggest.engine.vectors import Floats

PENALTY = 2.0
"""Ridge penalty on vectors of length 1: strong, so that a single segment moves little."""
COMMON = 0.05
"""Features in more than this share of the rows are multiplied as a dense matrix, where that is quicker."""
Singles = NDArray[np.float32]


def inner_products(rows: Any) -> Singles:
    """All inner products of sparse rows, `(n, n)`; what is common is multiplied densely, which is much quicker."""
    rows = merged(rows)
    n, width = rows.shape
    common = np.bincount(rows.indices, minlength=width) > COMMON * n
    place = np.cumsum(common) - 1
    owner = np.repeat(np.arange(n), np.diff(rows.indptr))
    here = common[rows.indices]
    dense = np.zeros((n, int(common.sum())), dtype=np.float32)
    dense[owner[here], place[rows.indices[here]]] = rows.data[here]
    rare = sparse.csr_matrix((rows.data[~here], (owner[~here], rows.indices[~here])), shape=rows.shape)
    products: Singles = dense @ dense.T
    products += (rare @ rare.T).toarray()
    return products


def merged(rows: Any) -> Any:
    """Sparse rows with the same inner products, in which equal columns are one: longer by the root of their number.

    Most letter groups stand in one form only, and so together with all the others of that form.
    """
    chance = np.repeat(np.random.default_rng(0).random(rows.shape[0]), np.diff(rows.indptr))
    told_apart = np.bincount(rows.indices, rows.data * chance, minlength=rows.shape[1])
    _, first, number = np.unique(told_apart, return_index=True, return_counts=True)
    kept = rows[:, first]
    kept.data *= np.sqrt(number, dtype=np.float32)[kept.indices]
    return kept


class Inverse:
    """The inverse of (kernel + penalty / weight), factored once and corrected where few weights have changed since."""

    FEW = 100

    def __init__(self, kernel: Singles) -> None:
        self._kernel, self._root = kernel, kernel
        self._weight, self._diagonal = np.zeros(len(kernel)), np.zeros(len(kernel))

    def of(self, weight: Floats) -> "Inverted":
        """The inverse for these weights of the segments."""
        changed = np.flatnonzero(weight != self._weight)
        if len(changed) > self.FEW or not self._weight.all():
            penalised = self._kernel.copy()
            penalised.flat[:: len(weight) + 1] += PENALTY / weight
            self._root, self._weight, changed = inverse_root(penalised), weight, changed[:0]
            self._diagonal = np.einsum("ij,ij->j", self._root, self._root, dtype=np.float64)
        columns = self._root.T @ self._root[:, changed]
        more = PENALTY / weight[changed] - PENALTY / self._weight[changed]
        middle = np.linalg.inv(np.diag(1 / more) + columns[changed]).astype(np.float32)
        return Inverted(self._root, columns, middle, self._diagonal - ((columns @ middle) * columns).sum(axis=1))


@dataclass(frozen=True)
class Inverted:
    """The inverse of a symmetric matrix, `root.T @ root - columns @ middle @ columns.T`; it is never written out.

    The first part is what was factored, the second the correction by Woodbury's formula. `diagonal` is that of both.
    """

    root: Singles
    columns: Singles
    middle: Singles
    diagonal: Floats

    def times(self, y: Singles) -> Singles:
        """The inverse times a matrix."""
        from scipy.linalg.blas import strmm

        factored = strmm(1.0, self.root, strmm(1.0, self.root, y, lower=True), lower=True, trans_a=True)
        return np.asarray(factored - self.columns @ (self.middle @ (self.columns.T @ y)))

    def among(self, rows: NDArray[np.int64]) -> Singles:
        """The rows of the inverse and the same columns."""
        root, columns = self.root[:, rows], self.columns[rows]
        return np.asarray(root.T @ root - columns @ self.middle @ columns.T)


def inverse_root(matrix: Singles) -> Singles:
    """R with R' R the inverse of a symmetric positive definite matrix, by Cholesky in single precision."""
    from scipy.linalg import lapack

    factor, failed = lapack.spotrf(matrix.T, lower=True)
    root, failed_too = lapack.strtri(factor, lower=True, overwrite_c=True)
    if failed or failed_too:
        raise ValueError("the kernel is not positive definite")
    return np.asarray(root)
