"""What a classifier sees of a text: its letters, its words and pairs of words as they stand, and what it is about.

Function words and pairs of words count here (codes for *how* something is said need them), unlike in the codebook's
evidence. What a text is about are its coordinates on the strongest axes of all texts together (latent semantic
analysis, Deerwester et al. 1990): words that keep company are near each other there, coded or not.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualcode.suggest.engine.linear_algebra import inner_products
from qualcode.suggest.engine.questions import Passages
from qualcode.suggest.engine.vectors import Encoded, Space, inverse_frequency, unit_length, weighted

AXES = 50
KINDS = ("all", "letters", "words")
"""What there is to learn from: everything, and two of its parts by themselves."""


class WordPairs:
    """Counts of the forms of a sample and of the pairs in which they stand, `(texts, forms + pairs)`."""

    def __init__(self, space: Space, sample: Encoded) -> None:
        self._forms = space.kept
        self._pairs = np.unique(self._keys(sample)[0])
        self._weight = inverse_frequency(self._counts(sample))

    def of(self, encoded: Encoded) -> Any:
        """Unit vectors of texts; what the sample does not have is left out."""
        return weighted(self._counts(encoded), self._weight)

    def _keys(self, encoded: Encoded) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        """A number for each pair of forms that stand side by side in a text, and the text."""
        tokens = encoded.tokens.astype(np.int64)
        text = np.repeat(np.arange(len(encoded.starts) - 1), np.diff(encoded.starts))
        side = (text[1:] == text[:-1]) & (tokens[1:] < self._forms) & (tokens[:-1] < self._forms)
        return tokens[:-1][side] * self._forms + tokens[1:][side], text[:-1][side]

    def _counts(self, encoded: Encoded) -> Any:
        keys, text = self._keys(encoded)
        at = np.searchsorted(self._pairs, keys)
        known = at < len(self._pairs)
        known[known] = self._pairs[at[known]] == keys[known]
        shape = (encoded.counts.shape[0], len(self._pairs))
        ones = np.ones(int(known.sum()), dtype=np.float32)
        pairs = sparse.csr_matrix((ones, (text[known], at[known])), shape=shape)
        forms = encoded.counts[:, : self._forms]
        forms.resize((shape[0], self._forms))
        return sparse.hstack([forms, pairs], format="csr")


class TextFeatures:
    """Unit vectors by kind, the axes drawn through a core of the sample."""

    def __init__(self, space: Space, sample: Encoded) -> None:
        self._words = WordPairs(space, sample)
        self._axes: NDArray[np.float32] | None = None

    def words(self, passages: Passages, encoded: Encoded) -> Any:
        """The words and pairs of some segments, with those of their questions."""
        return unit_length(passages.joined(self._words.of(encoded)))

    def draw_axes(self, letters: Any, words: Any) -> None:
        """Find the strongest axes of these texts: eigenvectors of their inner products, not centred."""
        rows = _side_by_side(letters, words)
        products = inner_products(rows).astype(np.float64)
        size, direction = np.linalg.eigh(products) if len(products) <= 4 * AXES else _largest(products)
        strong = np.argsort(-size)[: min(AXES, len(size) - 1)]
        strong = strong[size[strong] > 1e-6]
        spread = (direction[:, strong] / np.sqrt(size[strong])).astype(np.float32)
        self._axes = np.asarray(rows.T.tocsr() @ spread)

    def by_kind(self, letters: Any, words: Any, more: Sequence[Any] = ()) -> dict[str, Any]:
        """The vectors of each kind, sparse rows; `more` are vectors of a user's own."""
        about = np.asarray(_side_by_side(letters, words) @ self._axes)
        about /= np.maximum(np.linalg.norm(about, axis=1, keepdims=True), 1e-9)
        parts = [letters, words, sparse.csr_matrix(about), *more]
        whole = sparse.hstack(parts, format="csr")
        whole.data = whole.data * np.float32(np.sqrt(1 / len(parts)))
        return dict(zip(KINDS, (whole, letters, words), strict=True))


def _side_by_side(letters: Any, words: Any) -> Any:
    rows = sparse.hstack([letters, words], format="csr")
    rows.data = rows.data * np.float32(np.sqrt(0.5))
    return rows


def _largest(products: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from scipy.sparse.linalg import eigsh

    size, direction = eigsh(products, AXES, v0=np.ones(len(products)), tol=1e-4)
    return np.asarray(size), np.asarray(direction)
