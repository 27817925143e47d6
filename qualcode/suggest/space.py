"""Texts as vectors: counts of word forms, and from each form its letters (3 to 5 in a row), its lemma and its parts.

Whatever is known about a form is looked up once per distinct form and not once per occurrence, which is what makes
this quick. Feature numbers come from hashing, so that no vocabulary of letter groups has to be kept.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualcode.text.words import Analyser

FEATURES = 2**18
REMEMBERED_FORMS = 300_000
"""Forms kept between the blocks of a long run; beyond that they are forgotten, so that memory stays bounded."""
Floats = NDArray[np.float64]


class Space:
    """Turns texts into counts of forms, and forms into vectors. Grows with the forms it meets."""

    def __init__(self, analyser: Analyser) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer

        plain = {"n_features": FEATURES, "alternate_sign": False, "norm": None, "dtype": np.float32}
        self.analyser = analyser
        self._letters = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), lowercase=False, **plain)
        self._stems = HashingVectorizer(analyzer=self.stems, **plain)
        self.forget()

    def forget(self) -> None:
        """Drop every form met so far."""
        self.forms: list[str] = []
        self.number: dict[str, int] = {}
        self._tables: dict[str, Any] = {}

    def stems(self, form: str) -> list[str]:
        """The lemma of a form and, of a compound, the lemmas of its parts; each once."""
        return list(dict.fromkeys((self.analyser.lemma(form), *self.analyser.parts(form))))

    def encode(self, texts: Iterable[str]) -> Any:
        """Counts of forms, `(texts, forms)`, sparse. Forms not met before are added to the space."""
        if len(self.forms) > REMEMBERED_FORMS:
            self.forget()
        number, forms = self.number, self.forms
        indptr, indices = [0], []
        for text in texts:
            for form in self.analyser.forms(text):
                if form not in number:
                    number[form] = len(forms)
                    forms.append(form)
                indices.append(number[form])
            indptr.append(len(indices))
        shape = (len(indptr) - 1, len(forms))
        counts = sparse.csr_matrix((np.ones(len(indices), dtype=np.float32), indices, indptr), shape=shape)
        counts.sum_duplicates()
        return counts

    def table(self, name: str, build: Callable[[Sequence[str]], Any]) -> Any:
        """A matrix with one row per form, built by `build(forms)` and extended when the space has grown."""
        known = self._tables.get(name)
        done = 0 if known is None else known.shape[0]
        if done < len(self.forms):
            new: Any = build(self.forms[done:])
            if sparse.issparse(new):
                known = sparse.vstack([new] if known is None else [known, new], format="csr")
            else:
                known = new if known is None else np.vstack([known, new])
            self._tables[name] = known
        return self._tables[name]

    def letters(self) -> Any:
        """Letter groups per form, `(forms, FEATURES)`, sparse."""
        return self.table("letters", self.letters_of)

    def letters_of(self, forms: Sequence[str]) -> Any:
        """Letter groups of any forms, `(len(forms), FEATURES)`, sparse."""
        return self._letters.transform(forms)

    def lemmas(self) -> Any:
        """Lemma and parts per form, `(forms, FEATURES)`, sparse; nothing for a stop word."""
        return self.table("lemmas", self._content_stems)

    def _content_stems(self, forms: Sequence[str]) -> Any:
        content = np.array([not self.analyser.is_stop(f) for f in forms], dtype=np.float32)
        return sparse.diags(content) @ self._stems.transform(forms)


def inverse_frequency(counts: Any) -> Floats:
    """ln((1 + n) / (1 + df)) + 1 per column, smoothed as in scikit-learn's TfidfVectorizer."""
    df = np.bincount(counts.indices, minlength=counts.shape[1])
    weight: Floats = np.log((1 + counts.shape[0]) / (1 + df)) + 1
    return weight


def damped(counts: Any) -> Any:
    """1 + ln(count) for every count of 1 or more."""
    result = counts.tocsr(copy=True)
    result.data = 1 + np.log(np.maximum(result.data, 1))
    return result


def weighted(counts: Any, weight: Floats) -> Any:
    """Tf-idf rows of length 1, with damped counts."""
    return unit_length(by_weight(damped(counts), weight))


def by_weight(rows: Any, weight: Floats) -> Any:
    """Columns multiplied by their weight."""
    result = rows.tocsr(copy=True)
    result.data = result.data * weight[result.indices].astype(np.float32)
    return result


def unit_length(rows: Any) -> Any:
    """Rows divided by their Euclidean length; empty rows stay empty."""
    rows = rows.tocsr()
    squares = np.add.reduceat(np.append(rows.data, 0) ** 2, rows.indptr[:-1]) * (np.diff(rows.indptr) > 0)
    rows.data = rows.data / np.repeat(np.sqrt(np.maximum(squares, 1e-24)), np.diff(rows.indptr)).astype(np.float32)
    return rows


def times(counts: Any, table: Any) -> Any:
    """Counts of forms times a table of forms, which may have grown since the counting."""
    return counts @ table[: counts.shape[1]]
