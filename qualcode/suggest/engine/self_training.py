"""The codebook's evidence and what it teaches by way of all texts, coded or not.

Evidence guesses the codes of every segment; a regression learns the guesses and finds the words that keep company with
the keywords. Codings take the place of guesses as they come. Two scorers come out of it: *cold* has seen no coding,
*warm* all of them. What the warm one says of a coded segment is said by one from which all codings of its fold were
hidden, in every round: no guess, no trust in a keyword and no target knows them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.engine.codebook_evidence import Evidence, Material, Trust, comparable
from qualcode.suggest.engine.keyword_trust import Record
from qualcode.suggest.engine.linear_algebra import Inverse, Inverted, inner_products
from qualcode.suggest.engine.regression import Regression, Vectors, Weights, guesses
from qualcode.suggest.engine.segments import NOTHING_KNOWN, Labels
from qualcode.suggest.engine.user_models import Own, Scales
from qualcode.suggest.engine.vectors import Floats

CODED_WEIGHT = 2.0
"""A coded segment counts this many guessed ones."""
LEARNED_SHARE = {"cold": 1.0, "warm": 1.5}
"""How much the regression counts beside the codebook's evidence."""
ROUNDS = {"cold": 1, "warm": 2}
"""How often the guesses are made anew from what the regression says."""
ENOUGH = 100
"""With fewer segments than this the regression counts proportionally less: so few teach each other little."""
Scale = tuple[float, float]
Folds = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Texts:
    """The segments that are learned from: their texts and what the engine knows of them."""

    texts: Sequence[str]
    material: Material
    vectors: Vectors


@dataclass(frozen=True)
class Examples:
    """Coded texts that a user's own suggester may see, and the scales of what it says."""

    texts: Sequence[str]
    y: Floats
    scales: Scales


@dataclass(frozen=True)
class Scorer:
    """Evidence (with the trust in its keywords) plus regression, and the scales that make the two comparable."""

    kind: str
    trust: Trust | None
    weights: Weights
    share: float
    told_scale: Scale
    learned_scale: Scale
    examples: Examples

    def score(self, told: Floats, learned: Floats) -> Floats:
        """Both on one scale, added up, `(texts, codes)`."""
        result: Floats = comparable(told, *self.told_scale) + self.share * comparable(learned, *self.learned_scale)
        return result


class SelfTraining:
    """Learns from the texts once, and from their labels whenever they change."""

    def __init__(self, evidence: Evidence, own: Own, known: Texts) -> None:
        self._evidence, self._own, self._known = evidence, own, known
        self._inverse = Inverse(inner_products(known.vectors.rows))
        self.plain: Inverted = self._inverse.of(np.ones(len(known.texts)))
        self.cold, self.cold_scores = self._fit(NOTHING_KNOWN, (), None)

    def learn(self, labels: Labels, folds: Folds) -> tuple[Scorer, Floats, list[Scorer]]:
        """The warm scorer, its scores of all texts, and for each fold one from which the fold was hidden.

        `labels` speak of positions among the texts, `folds` of positions among the labels.
        """
        record = Record(self._evidence, self._known.material.hits[labels.rows], labels.y)
        scorer, scores = self._fit(labels, (), record.trust())
        blind = []
        for fold in folds:
            other, hidden = self._fit(labels, fold, record.trust(without=fold))
            rows = labels.rows[np.asarray(fold, dtype=np.intp)]
            scores[rows] = hidden[rows]
            blind.append(other)
        return scorer, scores, blind

    def _fit(self, labels: Labels, hidden: Sequence[int], trust: Trust | None) -> tuple[Scorer, Floats]:
        """A scorer that has not seen some of the labels, and its scores, every text by a regression without it."""
        kind, known = "cold" if labels is NOTHING_KNOWN else "warm", self._known
        seen = np.setdiff1d(np.arange(len(labels.rows)), np.asarray(hidden, dtype=np.intp))
        weight = np.ones(len(known.texts))
        weight[labels.rows] = CODED_WEIGHT
        shown, y = [known.texts[i] for i in labels.rows[seen]], labels.y[seen]
        own, scales = self._own.score(known.texts, shown, y)
        told = self._evidence.score(known.material, trust) + own
        regression = Regression(known.vectors, self._inverse.of(weight), weight)
        share, belief, told_scale = LEARNED_SHARE[kind] * min(len(told) / ENOUGH, 1), told, _scale(told)
        for _ in range(ROUNDS[kind]):
            learned = regression.fit(_targets(guesses(belief), labels, seen))
            learned_scale = _scale(learned.left_out)
            belief = comparable(told, *told_scale) + share * comparable(learned.left_out, *learned_scale)
        weights, examples = regression.weights(learned.dual), Examples(shown, y, scales)
        return Scorer(kind, trust, weights, share, told_scale, learned_scale, examples), belief


def _targets(guess: Floats, labels: Labels, seen: NDArray[np.intp]) -> Floats:
    """The codings that are seen, and guesses elsewhere, without what was declined."""
    if labels.rejected:
        rows, columns = np.array(sorted(labels.rejected)).T
        guess[rows, columns] = 0
    if len(seen):
        y = labels.y[seen]
        guess[labels.rows[seen]] = y / np.maximum(y.sum(axis=1, keepdims=True), 1)
    return guess


def _scale(scores: Floats) -> Scale:
    return float(scores.mean()), float(scores.var())
