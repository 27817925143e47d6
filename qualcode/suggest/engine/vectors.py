"""Texts as vectors: counts of word forms, and from each form its letters (3 to 5 in a row), its lemma and its parts.

Whatever is known about a form is looked up once per distinct form and not once per occurrence, which is what makes
this quick. Feature numbers come from hashing, so that no vocabulary of letter groups has to be kept.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualcode.text.words import Analyser

FEATURES = 2**20
SHORTEST_GROUP, LONGEST_GROUP = 3, 5
REMEMBERED_FORMS = 100_000
"""Forms kept between the blocks of a long run; beyond that the newer ones are forgotten: memory stays bounded."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Encoded:
    """Texts as numbers of forms: in order (`tokens` of text i from `starts[i]` to `starts[i + 1]`), and counted."""

    tokens: NDArray[np.int32]
    starts: NDArray[np.int32]
    counts: Any


class Space:
    """Turns texts into counts of forms, and forms into vectors. Grows with the forms it meets."""

    def __init__(self, analyser: Analyser) -> None:
        self.analyser = analyser
        self.forms: list[str] = []
        self.number: dict[str, int] = {}
        self.kept = 0
        self._tables: dict[str, Any] = {}
        self._runs: dict[str, tuple[int, ...]] = {}
        self._letter_numbers, self._lemma_numbers = Numbering(), Numbering()

    def keep(self) -> None:
        """Never forget the forms met so far."""
        self.kept = len(self.forms)

    def _forget(self) -> None:
        """Drop every form met since `keep`."""
        for form in self.forms[self.kept :]:
            del self.number[form]
        del self.forms[self.kept :]
        self._runs.clear()
        self._tables = {name: table[: self.kept] for name, table in self._tables.items()}

    def stems(self, form: str) -> list[str]:
        """The lemma of a form and, of a compound, the lemmas of its parts; each once."""
        return list(dict.fromkeys((self.analyser.lemma(form), *self.analyser.parts(form))))

    def encode(self, texts: Iterable[str]) -> Encoded:
        """Forms of texts, `(texts, forms)` as counts. Forms not met before are added to the space."""
        if max(len(self.forms), len(self._runs)) > self.kept + REMEMBERED_FORMS:
            self._forget()
        tokens: list[int] = []
        starts, known = [0], self._runs
        for text in texts:
            for run in text.split():
                tokens += known.get(run) or self._numbered(run)
            starts.append(len(tokens))
        encoded = np.array(tokens, dtype=np.int32), np.array(starts, dtype=np.int32)
        shape = (len(starts) - 1, len(self.forms))
        counts = sparse.csr_matrix((np.ones(len(tokens), dtype=np.float32), *encoded), shape=shape, copy=True)
        counts.sum_duplicates()
        return Encoded(*encoded, counts)

    def _numbered(self, run: str) -> tuple[int, ...]:
        """The numbers of the forms in a run of non-space; every distinct run is looked up only once."""
        forms = self.analyser.forms(run)
        for form in forms:
            if form not in self.number:
                self.number[form] = len(self.forms)
                self.forms.append(form)
        numbers = self._runs[run] = tuple(self.number[form] for form in forms)
        return numbers

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

    def drop(self, *names: str) -> None:
        """Forget tables that do not hold any more."""
        for name in names:
            self._tables.pop(name, None)

    def letters(self) -> Any:
        """Letter groups per form, `(forms, FEATURES)`, sparse."""
        return self.table("letters", lambda forms: self._letter_numbers.of(letter_groups(forms)))

    def lemmas(self) -> Any:
        """Lemma and parts per form, `(forms, FEATURES)`, sparse; nothing for a stop word."""
        return self.table("lemmas", self._content_stems)

    def _content_stems(self, forms: Sequence[str]) -> Any:
        of = [() if self.analyser.is_stop(form) else self.stems(form) for form in forms]
        columns = [crc32(stem.encode()) % FEATURES for stems in of for stem in stems]
        rows = np.repeat(np.arange(len(of)), [len(stems) for stems in of])
        return self._lemma_numbers.of(counted_pairs(rows, columns, (len(of), FEATURES)))

    def content(self) -> Any:
        """1 for a form that says something on its own, 0 for a stop word, `(forms, 1)`."""
        return self.table("content", lambda forms: np.array([[float(not self.analyser.is_stop(f))] for f in forms]))


class Numbering:
    """Numbers features in the order in which they are met: sums over few columns are quick, over many they are not."""

    def __init__(self) -> None:
        self._number = np.full(FEATURES, -1, dtype=np.int32)
        self._met = 0

    def of(self, rows: Any) -> Any:
        """Sparse rows `(n, FEATURES)` with each feature in the column of its number."""
        new = np.unique(rows.indices[self._number[rows.indices] < 0])
        self._number[new] = np.arange(self._met, self._met + len(new))
        self._met += len(new)
        return sparse.csr_matrix((rows.data, self._number[rows.indices], rows.indptr), shape=rows.shape)


def letter_groups(forms: Sequence[str]) -> Any:
    """Groups of 3 to 5 letters of each form with a space before and behind, hashed, `(forms, FEATURES)`, sparse."""
    size = np.array([len(form) + 2 for form in forms], dtype=np.intp)
    letters = np.frombuffer("".join(f" {form} " for form in forms).encode("utf-32-le"), dtype="<u4")
    owner = np.repeat(np.arange(len(forms)), size)
    left = np.repeat(np.cumsum(size), size) - np.arange(len(letters))
    rows, columns = [], []
    mixed = np.zeros(len(letters), dtype=np.uint64)
    for n in range(1, LONGEST_GROUP + 1):
        mixed = mixed[: len(letters) - n + 1] * np.uint64(0x9E3779B97F4A7C15) + letters[n - 1 :] + np.uint64(n)
        if n >= SHORTEST_GROUP:
            whole = left[: len(mixed)] >= n
            rows.append(owner[: len(mixed)][whole])
            spread = (mixed[whole] ^ (mixed[whole] >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
            columns.append((spread >> np.uint64(32)) % np.uint64(FEATURES))
    return counted_pairs(np.concatenate(rows), np.concatenate(columns).astype(np.intp), (len(forms), FEATURES))


def counted_pairs(rows: Any, columns: Any, shape: tuple[int, int]) -> Any:
    """A sparse matrix that counts pairs of row and column."""
    return sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), (rows, columns)), shape=shape)


def inverse_frequency(counts: Any) -> Floats:
    """ln((1 + n) / (1 + df)) + 1 per column, smoothed as in scikit-learn's TfidfVectorizer."""
    df = np.bincount(counts.indices, minlength=counts.shape[1])
    by_df: Floats = np.log((1 + counts.shape[0]) / (1 + np.arange(df.max(initial=0) + 1))) + 1
    return by_df[df]


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
    table = table if counts.shape[1] == table.shape[0] else table[: counts.shape[1]]
    if not sparse.issparse(table):
        return counts @ table
    product = counts @ _narrow(table)
    product.resize(counts.shape[0], table.shape[1])
    return product


def likeness(rows: Any, others: Any) -> Any:
    """Inner products of sparse rows with other ones, `(rows, others)`, sparse."""
    width = max(_width(rows), _width(others))
    return _narrow(rows, width) @ _narrow(others, width).T


def _width(rows: Any) -> int:
    """How many columns are in use."""
    return int(rows.indices.max(initial=-1)) + 1


def _narrow(rows: Any, width: int = 0) -> Any:
    """The same sparse rows, without the columns that none uses: multiplying takes time for each column."""
    return sparse.csr_matrix((rows.data, rows.indices, rows.indptr), shape=(rows.shape[0], width or _width(rows)))
