"""What the codebook alone says about a text: keyword hits, likeness in letters, and near hits of keywords.

Each part is a sum over the words of the text, so that any text can be scored by itself and every word's share shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualcode.model import Code
from qualcode.suggest.engine.questions import QUESTION_WEIGHT, Passages
from qualcode.suggest.engine.vectors import (
    Encoded,
    Floats,
    Space,
    by_weight,
    counted_pairs,
    damped,
    inverse_frequency,
    likeness,
    times,
    unit_length,
    weighted,
)
from qualcode.text.query import parse
from qualcode.text.words import Word

DESCRIPTION_WEIGHT = 0.2
"""A word of a definition counts this much of a keyword."""
LIKE_ENOUGH = 0.3
"""Least cosine in letter groups at which a word counts as a near hit of a keyword."""
SHARED_SCALE = 0.3
"""How much of the spread over all segments is added to a segment's own spread when its scores are made comparable."""


Trust = Floats
"""How far each keyword is trusted for each code, `(keywords, codes)`; 1 is as far as the average keyword."""


@dataclass(frozen=True)
class Material:
    """Segments as the evidence sees them, a row for each.

    `letters` and `lemmas` are unit vectors, `hits` damped counts of keywords, `described` cosines in letters with what
    the codebook says of each code, `forms` damped and weighed counts of forms; but for `hits` all with the question.
    `asked` are the damped counts of keywords in the question.
    """

    letters: Any
    lemmas: Any
    hits: Any
    asked: Any
    described: Floats
    forms: Any

    def of(self, rows: NDArray[np.intp]) -> "Material":
        """The material of some of the texts."""
        letters, lemmas, hits, asked = self.letters[rows], self.lemmas[rows], self.hits[rows], self.asked[rows]
        return Material(letters, lemmas, hits, asked, self.described[rows], self.forms[rows])


class Evidence:
    """The codebook's evidence. How telling a word is comes from a sample of the project's own texts."""

    def __init__(self, codes: Sequence[Code], space: Space, passages: Passages) -> None:
        self.space, self.codes, texts = space, codes, passages.texts
        self.sample = space.encode(texts)
        counts = self.sample.counts
        self.form_weight = inverse_frequency(counts)
        self.letter_weight = inverse_frequency(times(counts, space.letters()))
        self._ending_weight = inverse_frequency(space.letters()[: counts.shape[1]])
        self.lemma_weight = inverse_frequency(times(counts, space.lemmas()))
        self.unseen = float(np.log(1 + len(texts)) + 1)
        described = space.encode(description(code) for code in codes).counts
        space.keep()
        self._described = weighted(times(described, space.letters()), self.letter_weight)
        self._terms = Terms(codes, space)
        terms = [space.number[form] for form in self._terms.forms]  # they stand in the descriptions
        self._term_vectors = weighted(space.letters()[terms], self._ending_weight)
        self.rules = [(parse(r, space.analyser, f"code {c.id}"), j) for j, c in enumerate(codes) for r in c.rules]
        self.keywords, self.members, self.owned = self._keyword_columns()
        self.keyword_weight = self.owned * self._worth(texts, self.sample)[:, None]
        self._term_keyword = self._terms.keyword_numbers(self.keywords, space)
        self.material = self.read(passages, self.sample)
        self._scales = [(part.mean(), part.var()) for part in self.parts(self.material)]

    def read(self, passages: Passages, encoded: Encoded) -> Material:
        """All that the evidence needs to know of some segments, given the numbers of the forms of all texts."""
        counts = encoded.counts
        letters = weighted(times(counts, self.space.letters()), self.letter_weight)
        lemmas = weighted(times(counts, self.space.lemmas()), self.lemma_weight)
        described = likeness(letters, self._described).toarray().astype(np.float64)
        hits, joined = damped(self.keyword_counts(passages.texts, encoded)), passages.joined
        if passages.any_asked:
            letters, lemmas = unit_length(joined(letters)), unit_length(joined(lemmas))
        own, asked = hits[: passages.segments], passages.asked(hits)
        return Material(letters, lemmas, own, asked, joined(described), joined(self._weighed(counts)))

    def score(self, material: Material, trust: Trust | None = None, near: Floats | None = None) -> Floats:
        """`(texts, codes)`; about 0 where the codebook says nothing, comparable between segments.

        `near` is what `near` says of every form with this trust, where that is known already.
        """
        parts = zip(self.parts(material, trust, near), self._scales, strict=True)
        return sum((comparable(part, *scale) for part, scale in parts), np.zeros((1, 1)))

    def parts(
        self, material: Material, trust: Trust | None = None, near: Floats | None = None
    ) -> tuple[Floats, Floats, Floats]:
        """Keyword hits, cosine in letters and near hits, each `(texts, codes)`."""
        worth = self.keyword_weight if trust is None else self.keyword_weight * trust
        if near is None and trust is None:
            near = self.near_table("near cold")
        near_hits = times(material.forms, near) if near is not None else self._near_hits(material.forms, trust)
        hits = np.asarray(material.hits @ worth)
        if material.asked.nnz:
            hits = hits + QUESTION_WEIGHT * np.asarray(material.asked @ worth)
        return hits, material.described, np.asarray(near_hits)

    def _near_hits(self, forms: Any, trust: Trust | None) -> Floats:
        """Near hits with a trust of its own, which is asked about only of the forms that are there."""
        there, place = np.unique(forms.indices, return_inverse=True)
        counts = sparse.csr_matrix((forms.data, place, forms.indptr), shape=(forms.shape[0], len(there)))
        return np.asarray(counts @ self.near(self.likeness()[there], trust))

    def _weighed(self, counts: Any) -> Any:
        """Damped counts times the weight of each form."""
        more = len(self.space.forms) - len(self.form_weight)
        weight = np.concatenate([self.form_weight, np.full(max(more, 0), self.unseen)])
        return by_weight(damped(counts), weight)

    # Keyword hits

    def _keyword_columns(self) -> tuple[list[tuple[str, ...]], dict[str, int], Floats]:
        """The keywords as lemmas, their single lemmas by number, and which code has which keyword or rule."""
        found = [(phrase, j) for j, code in enumerate(self.codes) for phrase in _phrases(code, self.space)]
        self._written = {p: w for code in reversed(self.codes) for p, w in _phrases(code, self.space).items()}
        keywords = list(dict.fromkeys(phrase for phrase, _ in found))
        members = {lemma: i for i, lemma in enumerate(dict.fromkeys(lemma for phrase in keywords for lemma in phrase))}
        number = {phrase: i for i, phrase in enumerate(keywords)}
        owned = np.zeros((len(keywords) + len(self.rules), len(self.codes)))
        for phrase, j in found:
            owned[number[phrase], j] = 1
        for i, (_, j) in enumerate(self.rules):
            owned[len(keywords) + i, j] = 1
        return keywords, members, owned

    def hit_table(self) -> Any:
        """Which forms are hits of which lemmas of keywords, themselves or a part of them, `(forms, lemmas)`."""
        return self.space.table("hits", self._hits_of)

    def _hits_of(self, forms: Sequence[str]) -> Any:
        pairs = [(i, self.members[s]) for i, f in enumerate(forms) for s in self.space.stems(f) if s in self.members]
        rows, columns = [i for i, _ in pairs], [j for _, j in pairs]
        ones = np.ones(len(pairs), dtype=np.float32)
        return sparse.csr_matrix((ones, (rows, columns)), shape=(len(forms), len(self.members)))

    def keyword_counts(self, texts: Sequence[str], encoded: Encoded) -> Any:
        """How often each keyword, then each rule, is hit in each text, `(texts, keywords and rules)`, sparse."""
        lemmas = times(encoded.counts, self.hit_table()).tocsc()
        alone = sparse.diags(np.array([float(len(phrase) == 1) for phrase in self.keywords], dtype=np.float32))
        first = np.array([self.members[phrase[0]] for phrase in self.keywords], dtype=np.intp)
        counted = lemmas[:, first] @ alone + self._in_a_row(encoded)
        columns = [counted.astype(np.float32)]
        if self.rules:
            columns.append(sparse.csr_matrix(self._rule_counts(texts, encoded)))
        return sparse.hstack(columns, format="csr")

    def _rule_counts(self, texts: Sequence[str], encoded: Encoded) -> NDArray[np.float32]:
        """How often each rule is met in each text; only texts with a word that it needs are looked at."""
        possible = times(encoded.counts, self.space.table("needs", self._needs)) > 0
        found = np.zeros((len(texts), len(self.rules)), dtype=np.float32)
        for i in np.flatnonzero(possible.any(axis=1)):
            words = self.space.analyser.words(texts[int(i)])
            for k in np.flatnonzero(possible[i]):
                found[i, k] = len(self.rules[k][0].find(words))
        return found

    def _needs(self, forms: Sequence[str]) -> NDArray[np.float32]:
        """For which rules' hits each form is one that they need, `(forms, rules)`."""
        words = (Word(0, len(form), form, self.space.analyser.lemma(form)) for form in forms)
        return np.array([[query.needs(word) for query, _ in self.rules] for word in words], dtype=np.float32)

    def _in_a_row(self, encoded: Encoded) -> Any:
        """How often the lemmas of each phrase stand in a row, `(texts, keywords)`; nothing for a single word."""
        members = self.space.table("member", self._member)[encoded.tokens, 0]
        owner = np.repeat(np.arange(len(encoded.starts) - 1), np.diff(encoded.starts))
        rows, columns = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.intp)]
        for k, phrase in enumerate(self.keywords):
            last = len(phrase) - 1
            at = np.flatnonzero(members == self.members[phrase[0]]) if last else rows[0]
            at = at[at + last < len(members)]
            for i in range(1, len(phrase)):
                at = at[members[at + i] == self.members[phrase[i]]]
            at = at[owner[at] == owner[at + last]]
            rows.append(owner[at])
            columns.append(np.full(len(at), k))
        return counted_pairs(
            np.concatenate(rows), np.concatenate(columns), (len(encoded.starts) - 1, len(self.keywords))
        )

    def _member(self, forms: Sequence[str]) -> NDArray[np.intp]:
        """The number of each form's lemma among the lemmas of keywords, or -1."""
        return np.array([[self.members.get(self.space.analyser.lemma(f), -1)] for f in forms], dtype=np.intp)

    def _worth(self, texts: Sequence[str], encoded: Encoded) -> Floats:
        """What a hit is worth: of a keyword, the inverse frequency of its rarest lemma; of a rule, of its matches."""
        each = inverse_frequency(times(encoded.counts, self.hit_table()))
        keywords = [max(each[self.members[lemma]] for lemma in phrase) for phrase in self.keywords]
        if not self.rules:
            return np.array(keywords)
        ruled = inverse_frequency(self.keyword_counts(texts, encoded)[:, len(keywords) :].tocsr())
        return np.concatenate([keywords, ruled])

    def name_of(self, keyword: int) -> str:
        """A keyword as it was first written, or a rule."""
        if keyword < len(self.keywords):
            return self._written[self.keywords[keyword]]
        return f"rule {self.rules[keyword - len(self.keywords)][0].source}"

    # Near hits

    def likeness(self) -> Any:
        """Cosine in letters of each form with each of the codes' words, where high enough, `(forms, terms)`, sparse."""
        return self.space.table("likeness", self._likeness)

    def _likeness(self, forms: Sequence[str]) -> Any:
        vectors = weighted(self.space.letters()[-len(forms) :], self._ending_weight)
        like = likeness(vectors, self._term_vectors).tocsr()
        content = np.array([not self.space.analyser.is_stop(f) for f in forms])
        like.data *= (like.data >= LIKE_ENOUGH) * np.repeat(content, np.diff(like.indptr))
        like.eliminate_zeros()
        return like

    def near_table(self, name: str, trust: Trust | None = None) -> Floats:
        """What `near` says of every form met, remembered under a name of the trust."""
        return cast("Floats", self.space.table(name, lambda new: self.near(self.likeness()[-len(new) :], trust)))

    def near(self, likeness: Any, trust: Trust | None = None) -> Floats:
        """How near forms are to a code's words, less the mean over the codes, `(forms, codes)`."""
        weight = self._terms.weights.copy()
        if trust is not None:
            known = self._term_keyword >= 0
            weight[known] *= trust[self._term_keyword[known], self._terms.owner[known]]
        near = np.zeros((likeness.shape[0], len(self.codes)))
        forms = np.repeat(np.arange(likeness.shape[0]), np.diff(likeness.indptr))
        np.maximum.at(near, (forms, self._terms.owner[likeness.indices]), likeness.data * weight[likeness.indices])
        return near - near.mean(axis=1, keepdims=True) if len(self.codes) > 1 else near


class Terms:
    """The content words of all codes: their forms, weights, and the number of the code that each belongs to."""

    def __init__(self, codes: Sequence[Code], space: Space) -> None:
        self.forms: list[str] = []
        weights: list[float] = []
        of = [_terms(code, space) for code in codes]
        for terms in of:
            self.forms += terms
            weights += terms.values()
        self.weights = np.array(weights)
        self.owner = np.repeat(np.arange(len(of)), [len(terms) for terms in of])

    def keyword_numbers(self, keywords: Sequence[tuple[str, ...]], space: Space) -> NDArray[np.intp]:
        """The number of the one-word keyword that each term is a form of, or -1."""
        number = {phrase: i for i, phrase in enumerate(keywords)}
        return np.array([number.get((space.analyser.lemma(f),), -1) for f in self.forms], dtype=np.intp)


def comparable(scores: Floats, mean: float, variance: float) -> Floats:
    """Scores on one scale: centred, divided by the segment's own spread together with part of everybody's."""
    scale = np.sqrt(scores.var(axis=1, keepdims=True) + SHARED_SCALE * variance + 1e-12)
    result: Floats = (scores - mean) / scale
    return result


def description(code: Code) -> str:
    """All that the codebook says about what a code is."""
    return " ".join(filter(None, (code.name or code.id, code.definition, code.include, *code.keywords, *code.examples)))


def _phrases(code: Code, space: Space) -> dict[tuple[str, ...], str]:
    """The keywords and the name of a code: as lemmas, and as written."""
    analyser = space.analyser
    written = (*code.keywords, code.name or code.id)
    phrases = {tuple(analyser.lemma(f) for f in analyser.forms(keyword)): keyword for keyword in reversed(written)}
    return {phrase: phrases[phrase] for phrase in reversed(phrases) if phrase}


def _terms(code: Code, space: Space) -> dict[str, float]:
    """Content words of a code with their weight: a keyword's words share 1, a word of the definition has less."""
    terms: dict[str, float] = {}
    content = [(w, DESCRIPTION_WEIGHT) for t in (code.definition, code.include) for w in space.analyser.content(t)]
    for keyword in (*code.keywords, code.name or code.id):
        words = space.analyser.content(keyword)
        content += [(word, 1 / len(words)) for word in words]
    for word, weight in content:
        terms[word] = max(terms.get(word, 0.0), weight)
    return terms
