"""The engine: fitted once on a project's texts, codebook and codings, it scores any number of segments.

Two scorers of one make: *cold* knows the codebook and the texts alone, *warm* the codings too. Each is the codebook's
evidence plus the regression (see `evidence`, `trust`, `learning`). For each code the warm one is used, unless on coded
segments that it had not seen it did worse than the cold one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualcode.model import Code
from qualcode.suggest.calibration import Calibration, calibrate
from qualcode.suggest.evidence import Evidence, Material, Trust, comparable
from qualcode.suggest.gate import helped
from qualcode.suggest.learning import Regression, declined, guesses
from qualcode.suggest.options import Options
from qualcode.suggest.own import Own
from qualcode.suggest.space import Floats, Space, by_weight
from qualcode.suggest.trust import trusted_scores
from qualcode.suggest.units import NOTHING_KNOWN, Labels, Unit
from qualcode.text.words import analyser

LEARNED_SHARE = {"cold": 1.0, "warm": 1.5}
"""How much the regression counts beside the codebook's evidence."""
ROUNDS = {"cold": 1, "warm": 2}
"""How often the guesses are made anew from what the regression says."""
ENOUGH = 100
"""With fewer segments than this the regression counts proportionally less: so few teach each other little."""
Scale = tuple[float, float]


@dataclass(frozen=True)
class Scorer:
    """Evidence (with the trust in its keywords) plus regression, and the scales that make the two comparable."""

    trust: Trust | None
    weights: Floats
    share: float
    told_scale: Scale
    learned_scale: Scale

    def score(self, told: Floats, learned: Floats) -> Floats:
        """Both on one scale, added up, `(texts, codes)`."""
        result: Floats = comparable(told, *self.told_scale) + self.share * comparable(learned, *self.learned_scale)
        return result


@dataclass(frozen=True)
class Reading:
    """Some texts as the engine sees them: counts of forms, the evidence's material, unit vectors."""

    texts: Sequence[str]
    counts: Any
    material: Material
    vectors: Any


class Engine:
    """Scores segments against codes. `sample` are the segments it learns from, `labels` speak of their positions."""

    def __init__(self, codes: Sequence[Code], sample: Sequence[Unit], labels: Labels, options: Options) -> None:
        self.codes, self.sample, self.labels, self.options = codes, sample, labels, options
        texts, groups = [unit.text for unit in sample], [unit.group for unit in sample]
        self.space = Space(analyser(options.language, options.pipeline))
        self.evidence = Evidence(codes, self.space, texts)
        self.own = Own(codes, texts, groups, labels, options)
        reading = self.read(texts)
        material, vectors = reading.material, reading.vectors
        self.lemmas = material.lemmas
        kernel = (vectors @ vectors.T).toarray()
        told = self.evidence.score(material) + self.own.of_sample(warm=False)
        self.cold, self.cold_scores = fitted(Regression(vectors, kernel, NOTHING_KNOWN, groups), told, NOTHING_KNOWN)
        self.out_of_fold = self.cold_scores
        self.warm, self.use_warm = self.cold, np.zeros(len(codes), dtype=bool)
        if len(labels.rows) or labels.rejected:
            trust, told = trusted_scores(self.evidence, material, labels, groups)
            told = told + self.own.of_sample(warm=True)
            self.warm, warm = fitted(Regression(vectors, kernel, labels, groups), told, labels, trust)
            coded = [groups[i] for i in labels.rows]
            self.use_warm = helped(self.out_of_fold[labels.rows], warm[labels.rows], labels.y, coded)
            self.out_of_fold = np.where(self.use_warm, warm, self.out_of_fold)
        self._positions = {(unit.transcript, unit.segment): i for i, unit in enumerate(sample)}
        self.calibration: Calibration | None = calibrate(
            self.out_of_fold[labels.rows], labels.y, [groups[i] for i in labels.rows]
        )

    def read(self, texts: Sequence[str]) -> Reading:
        """All that scoring and explaining needs to know of some texts."""
        counts = self.space.encode(texts)
        material = self.evidence.read(texts, counts)
        kinds = [material.letters, material.lemmas]
        if self.options.embedder:
            kinds.append(sparse.csr_matrix(self.own.vectors(texts).astype(np.float32)))
        joined = sparse.hstack(kinds, format="csr")
        joined.data *= np.float32(np.sqrt(1 / len(kinds)))
        return Reading(texts, counts, material, joined)

    def score(self, units: Sequence[Unit], reading: Reading) -> Floats:
        """`(units, codes)`. A segment of the sample gets the score of a regression that has not seen what it is."""
        scores = self._score_new(reading)
        for i, unit in enumerate(units):
            known = self._positions.get((unit.transcript, unit.segment))
            if known is not None:
                scores[i] = self.out_of_fold[known]
        return scores

    def _score_new(self, reading: Reading) -> Floats:
        def by(scorer: Scorer, warm: bool) -> Floats:
            told = self.evidence.score(reading.material, scorer.trust) + self.own.of(reading.texts, warm)
            return scorer.score(told, np.asarray(reading.vectors @ scorer.weights))

        if self.use_warm.all():
            return by(self.warm, warm=True)
        cold = by(self.cold, warm=False)
        return np.where(self.use_warm, by(self.warm, warm=True), cold) if self.use_warm.any() else cold

    def confidence(self, scores: Floats) -> Floats | None:
        """The calibrated share of such suggestions that are right, or None while that cannot be measured."""
        return self.calibration.confidence(scores) if self.calibration else None

    def carried(self, forms: NDArray[np.intp]) -> Floats:
        """How much each form speaks for each code, `(forms, codes)`: its near hits and its place in the regression."""
        scorer = self.warm
        near = self.evidence.near(scorer.trust, forms)
        size = self.space.letters().shape[1]
        letters = by_weight(self.space.letters()[forms], self.evidence.letter_weight) @ scorer.weights[:size]
        lemmas = by_weight(self.space.lemmas()[forms], self.evidence.lemma_weight) @ scorer.weights[size : 2 * size]
        content = np.array([not self.space.analyser.is_stop(self.space.forms[f]) for f in forms])[:, None]
        learned = np.asarray(letters + lemmas) * content
        near, learned = near / max(near.std(), 1e-9), learned / max(learned.std(), 1e-9)
        return np.asarray(near + learned)


def fitted(regression: Regression, told: Floats, labels: Labels, trust: Trust | None = None) -> tuple[Scorer, Floats]:
    """A scorer, and its scores of the sample, every segment by a regression that has not seen what it is."""
    kind = "cold" if labels is NOTHING_KNOWN else "warm"
    belief = told
    for _ in range(ROUNDS[kind]):
        learned = regression.fit(declined(guesses(belief), labels))
        share = LEARNED_SHARE[kind] * min(len(told) / ENOUGH, 1)
        scorer = Scorer(trust, learned.weights, share, _scale(told), _scale(learned.left_out))
        belief = scorer.score(told, learned.left_out)
    return scorer, belief


def _scale(scores: Floats) -> Scale:
    return float(scores.mean()), float(scores.var())
