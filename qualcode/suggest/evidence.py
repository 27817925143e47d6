"""What the codebook alone says about a text: keyword hits, likeness in letters, and near hits of keywords.

Each part is a sum over the words of the text, so that any text can be scored by itself and every word's share shown.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse

from qualcode.model import Code
from qualcode.suggest.space import Floats, Space, damped, inverse_frequency, weighted

DESCRIPTION_WEIGHT = 0.2
"""A word of a definition counts this much of a keyword."""
LIKE_ENOUGH = 0.3
"""Least cosine in letter groups at which a word counts as a near hit of a keyword."""
SHARED_SCALE = 0.3
"""How much of the spread over all segments is added to a segment's own spread when its scores are made comparable."""


class Evidence:
    """The codebook's evidence. How telling a word is comes from a sample of the project's own texts."""

    def __init__(self, codes: Sequence[Code], space: Space, texts: Sequence[str]) -> None:
        self.space, self.codes = space, codes
        counts = space.encode(texts)
        self.form_weight = inverse_frequency(counts)
        self.letter_weight = inverse_frequency(_times(counts, space.letters()))
        self._ending_weight = inverse_frequency(space.letters()[: counts.shape[1]])
        self.lemma_weight = inverse_frequency(_times(counts, space.lemmas()))
        self.unseen = float(np.log(1 + len(texts)) + 1)
        described = space.encode(" ".join(filter(None, _texts(code))) for code in codes)
        self._described = weighted(_times(described, space.letters()), self.letter_weight)
        self._terms, self._term_spans = self._near_terms()
        self.keywords, self.members, owned = self._keyword_columns()
        self.keyword_weight = owned * self._worth(counts)[:, None]
        parts = self.parts(texts, counts)
        self._scales = [(part.mean(), part.var()) for part in parts]

    def score(self, texts: Sequence[str], counts: Any) -> Floats:
        """`(texts, codes)`; about 0 where the codebook says nothing, comparable between segments."""
        parts = self.parts(texts, counts)
        return sum((comparable(p, *scale) for p, scale in zip(parts, self._scales, strict=True)), np.zeros(1))

    def parts(self, texts: Sequence[str], counts: Any) -> tuple[Floats, Floats, Floats]:
        """Keyword hits, cosine in letters and near hits, each `(texts, codes)`."""
        hits = damped(self.keyword_counts(texts, counts)) @ self.keyword_weight
        letters = weighted(_times(counts, self.space.letters()), self.letter_weight) @ self._described.T
        near = _times(weigh_forms(counts, self._weight_of_forms()), self.near_table())
        return np.asarray(hits), letters.toarray().astype(np.float64), np.asarray(near)

    def _weight_of_forms(self) -> Floats:
        more = len(self.space.forms) - len(self.form_weight)
        return np.concatenate([self.form_weight, np.full(max(more, 0), self.unseen)])

    # Keyword hits

    def _keyword_columns(self) -> tuple[list[tuple[str, ...]], dict[str, int], Floats]:
        """The keywords as lemmas, their single lemmas by number, and which code has which, `(keywords, codes)`."""
        found = [(phrase, j) for j, code in enumerate(self.codes) for phrase in _phrases(code, self.space)]
        keywords = list(dict.fromkeys(phrase for phrase, _ in found))
        members = {lemma: i for i, lemma in enumerate(dict.fromkeys(lemma for phrase in keywords for lemma in phrase))}
        number = {phrase: i for i, phrase in enumerate(keywords)}
        owned = np.zeros((len(keywords), len(self.codes)))
        for phrase, j in found:
            owned[number[phrase], j] = 1
        return keywords, members, owned

    def hit_table(self) -> Any:
        """Which forms are hits of which lemmas of keywords, themselves or a part of them, `(forms, lemmas)`."""
        return self.space.table("hits", self._hits_of)

    def _hits_of(self, forms: Sequence[str]) -> Any:
        pairs = [(i, self.members[s]) for i, f in enumerate(forms) for s in self.space.stems(f) if s in self.members]
        rows, columns = [i for i, _ in pairs], [j for _, j in pairs]
        ones = np.ones(len(pairs), dtype=np.float32)
        return sparse.csr_matrix((ones, (rows, columns)), shape=(len(forms), len(self.members)))

    def keyword_counts(self, texts: Sequence[str], counts: Any) -> Any:
        """How often each keyword stands in each text, `(texts, keywords)`, sparse; a phrase by its lemmas in a row."""
        single = _times(counts, self.hit_table()).tocsc()
        return sparse.hstack([self._column(phrase, texts, single) for phrase in self.keywords], format="csr")

    def _column(self, phrase: tuple[str, ...], texts: Sequence[str], single: Any) -> Any:
        first, *rest = (single[:, self.members[lemma]] for lemma in phrase)
        if not rest:
            return first
        for other in rest:
            first = first.multiply(other > 0)
        column = np.zeros((len(texts), 1), dtype=np.float32)
        for i in first.nonzero()[0]:
            column[i] = self._occurrences(phrase, texts[i])
        return sparse.csc_matrix(column)

    def _occurrences(self, phrase: tuple[str, ...], text: str) -> int:
        lemmas = [self.space.analyser.lemma(f) for f in self.space.analyser.forms(text)]
        return sum(tuple(lemmas[i : i + len(phrase)]) == phrase for i in range(len(lemmas)))

    def _worth(self, counts: Any) -> Floats:
        """What a hit of each keyword is worth: the inverse frequency of its rarest lemma."""
        each = inverse_frequency(_times(counts, self.hit_table()))
        return np.array([max(each[self.members[lemma]] for lemma in phrase) for phrase in self.keywords])

    # Near hits

    def _near_terms(self) -> tuple[Any, list[tuple[int, int, Floats]]]:
        """Letter vectors of all the codes' terms; for each code its rows from, to, and their weights."""
        forms: list[str] = []
        spans = []
        for code in self.codes:
            terms = _terms(code, self.space)
            spans.append((len(forms), len(forms) + len(terms), np.array(list(terms.values()))))
            forms += terms
        return self._letter_vectors(forms), spans

    def _letter_vectors(self, forms: Sequence[str]) -> Any:
        return weighted(self.space.letters_of(forms), self._ending_weight)

    def near_table(self) -> Floats:
        """How near each form is to a code's words, less its mean over the codes, `(forms, codes)`."""
        table: Floats = self.space.table("near", self._near)
        return table

    def _near(self, forms: Sequence[str]) -> Floats:
        likeness = np.asarray((self._letter_vectors(forms) @ self._terms.T).todense())
        likeness[likeness < LIKE_ENOUGH] = 0
        near = np.zeros((len(forms), len(self.codes)))
        for j, (start, end, weight) in enumerate(self._term_spans):
            if end > start:
                near[:, j] = (likeness[:, start:end] * weight).max(axis=1)
        near[[self.space.analyser.is_stop(f) for f in forms]] = 0
        return near - near.mean(axis=1, keepdims=True) if len(self.codes) > 1 else near


def comparable(scores: Floats, mean: float, variance: float) -> Floats:
    """Scores on one scale: centred, divided by the segment's own spread together with part of everybody's."""
    scale = np.sqrt(scores.var(axis=1, keepdims=True) + SHARED_SCALE * variance + 1e-12)
    result: Floats = (scores - mean) / scale
    return result


def weigh_forms(counts: Any, weight: Floats) -> Any:
    """Damped counts times the weight of each form."""
    rows = damped(counts)
    rows.data *= weight[rows.indices].astype(np.float32)
    return rows


def _times(counts: Any, table: Any) -> Any:
    """Counts of forms times a table of forms, which may have grown since the counting."""
    return counts @ table[: counts.shape[1]]


def _texts(code: Code) -> tuple[str, ...]:
    return (code.name or code.id, code.definition, code.include, *code.keywords, *code.examples)


def _phrases(code: Code, space: Space) -> list[tuple[str, ...]]:
    """The keywords and the name of a code as lemmas."""
    analyser = space.analyser
    lemmas = (tuple(analyser.lemma(f) for f in analyser.forms(k)) for k in (*code.keywords, code.name or code.id))
    return [phrase for phrase in dict.fromkeys(lemmas) if phrase]


def _terms(code: Code, space: Space) -> dict[str, float]:
    """Content words of a code with their weight: a keyword's words share 1, a word of the definition has less."""
    terms: dict[str, float] = {}
    content = [(w, DESCRIPTION_WEIGHT) for t in (code.definition, code.include) for w in _content(t, space)]
    for keyword in (*code.keywords, code.name or code.id):
        words = _content(keyword, space)
        content += [(word, 1 / len(words)) for word in words]
    for word, weight in content:
        terms[word] = max(terms.get(word, 0.0), weight)
    return terms


def _content(text: str, space: Space) -> list[str]:
    return [f for f in space.analyser.forms(text) if not space.analyser.is_stop(f)]
