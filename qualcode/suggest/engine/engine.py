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
from threadpoolctl import threadpool_limits

from qualcode.model import Code
from qualcode.suggest.engine.calibration import Calibration, calibrate, differ
from qualcode.suggest.engine.codebook_evidence import Evidence, Material, Trust, comparable
from qualcode.suggest.engine.keyword_trust import trusted_scores
from qualcode.suggest.engine.linear_algebra import Inverse, inner_products
from qualcode.suggest.engine.questions import Passages
from qualcode.suggest.engine.regression import Regression, Vectors, Weights, declined, guesses
from qualcode.suggest.engine.segments import NOTHING_KNOWN, Labels, Unit
from qualcode.suggest.engine.use_of_codings import helped
from qualcode.suggest.engine.user_models import Own
from qualcode.suggest.engine.vectors import FEATURES, Floats, Space, by_weight
from qualcode.suggest.options import Options
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
    weights: Weights
    share: float
    told_scale: Scale
    learned_scale: Scale

    def score(self, told: Floats, learned: Floats) -> Floats:
        """Both on one scale, added up, `(texts, codes)`."""
        result: Floats = comparable(told, *self.told_scale) + self.share * comparable(learned, *self.learned_scale)
        return result


@dataclass(frozen=True)
class Reading:
    """Some segments as the engine sees them: counts of their forms and of their questions', material, unit vectors."""

    texts: Sequence[str]
    counts: Any
    asked: Any
    material: Material
    vectors: Any

    def of(self, rows: NDArray[np.intp]) -> "Reading":
        """The reading of some of the texts."""
        texts, material = [self.texts[i] for i in rows], self.material.of(rows)
        return Reading(texts, self.counts[rows], self.asked[rows], material, self.vectors[rows])


class Engine:
    """Scores segments against codes. `sample` are the segments it learns from, `labels` speak of their positions."""

    def __init__(self, codes: Sequence[Code], sample: Sequence[Unit], labels: Labels, options: Options) -> None:
        self.codes, self.sample, self.options = codes, sample, options
        texts, self._groups = [unit.text for unit in sample], [unit.group for unit in sample]
        self.space = Space(analyser(options.language, options.pipeline))
        passages = Passages.of(sample)
        self.evidence = Evidence(codes, self.space, passages)
        self.own = Own(codes, texts, self._groups, labels, options)
        self.reading = self._reading(passages, self.evidence.sample.counts, self.evidence.material)
        self.positions = {(unit.transcript, unit.segment): i for i, unit in enumerate(sample)}
        told = self.evidence.score(self.reading.material) + self.own.of_sample(warm=False)
        with threadpool_limits(1):  # the same sums in the same order on every machine, and no waiting for busy cores
            self._vectors = Vectors.among(self.reading.vectors)
            self._inverse = Inverse(inner_products(self._vectors.rows))
            regression = Regression(self._vectors, self._inverse, NOTHING_KNOWN, self._groups)
            self.cold, self.cold_scores = fitted(regression, told, NOTHING_KNOWN)
        self.learn(labels)

    def learn(self, labels: Labels) -> None:
        """Learn what is known of the sample anew; the texts and the codebook are not read again."""
        with threadpool_limits(1):
            self._learn(labels)

    def _learn(self, labels: Labels) -> None:
        self.labels, self.own.labels = labels, labels
        self.space.drop("near warm", "carried")
        self.warm, self.use_warm = self.cold, np.zeros(len(self.codes), dtype=bool)
        self.out_of_fold = self.cold_scores
        groups, coded = self._groups, [self._groups[i] for i in labels.rows]
        if len(labels.rows) or labels.rejected:
            trust, told = trusted_scores(self.evidence, self.reading.material, labels, groups)
            told = told + self.own.of_sample(warm=True)
            regression = Regression(self._vectors, self._inverse, labels, groups)
            self.warm, warm = fitted(regression, told, labels, trust)
            self.use_warm = helped(self.cold_scores[labels.rows], warm[labels.rows], labels.y, coded)
            self.out_of_fold = np.where(self.use_warm, warm, self.cold_scores)
        self.calibration: Calibration | None = calibrate(self.out_of_fold[labels.rows], labels.y, coded)

    def read(self, units: Sequence[Unit]) -> Reading:
        """All that scoring and explaining needs to know of some segments."""
        known = [self.positions.get((unit.transcript, unit.segment), -1) for unit in units]
        if min(known) >= 0:
            return self.reading.of(np.array(known, dtype=np.intp))
        passages = Passages.of(units)
        encoded = self.space.encode(passages.texts)
        return self._reading(passages, encoded.counts, self.evidence.read(passages, encoded))

    def _reading(self, passages: Passages, counts: Any, material: Material) -> Reading:
        texts, kinds = passages.texts[: passages.segments], [material.letters, material.lemmas]
        if self.options.embedder:
            kinds.append(sparse.csr_matrix(self.own.vectors(texts).astype(np.float32)))
        joined = sparse.hstack(kinds, format="csr")
        joined.data *= np.float32(np.sqrt(1 / len(kinds)))
        return Reading(texts, counts[: passages.segments], passages.asked(counts), material, joined)

    def score(self, units: Sequence[Unit], reading: Reading) -> Floats:
        """`(units, codes)`. A segment of the sample gets the score of a regression that has not seen what it is."""
        known = np.array([self.positions.get((unit.transcript, unit.segment), -1) for unit in units], dtype=np.intp)
        if (known >= 0).all():
            return np.asarray(self.out_of_fold[known])
        scores = self._score_new(reading)
        scores[known >= 0] = self.out_of_fold[known[known >= 0]]
        return scores

    def _score_new(self, reading: Reading) -> Floats:
        def by(scorer: Scorer, warm: bool) -> Floats:
            near = self.evidence.near_table("near warm" if warm else "near cold", scorer.trust)
            told = self.evidence.score(reading.material, scorer.trust, near) + self.own.of(reading.texts, warm)
            return scorer.score(told, scorer.weights.of(reading.vectors))

        if self.use_warm.all():
            return by(self.warm, warm=True)
        cold = by(self.cold, warm=False)
        return np.where(self.use_warm, by(self.warm, warm=True), cold) if self.use_warm.any() else cold

    @property
    def others_differ(self) -> bool:
        """Whether the segments that are not coded differ in kind from those that confidence is measured on."""
        coded = np.isin(np.arange(len(self.sample)), self.labels.rows)
        return self.calibration is not None and differ(self.out_of_fold[coded], self.out_of_fold[~coded])

    def confidence(self, scores: Floats) -> Floats | None:
        """The calibrated share of such suggestions that are right, or None while that cannot be measured."""
        return self.calibration.confidence(scores) if self.calibration else None

    def carried(self) -> Floats:
        """How much each form met speaks for each code, `(forms, codes)`: near hits and its place in the regression."""
        scorer = self.warm
        near = self.evidence.near_table("near warm", scorer.trust)

        def learned(forms: Sequence[str]) -> Floats:
            n = len(forms)
            letters = scorer.weights.of(by_weight(self.space.letters()[-n:], self.evidence.letter_weight))
            lemmas = by_weight(self.space.lemmas()[-n:], self.evidence.lemma_weight)
            result: Floats = (letters + scorer.weights.of(lemmas, FEATURES)) * self.space.content()[-n:]
            return result

        said = self.space.table("carried", learned)
        known = self.space.kept
        return np.asarray(near / max(near[:known].std(), 1e-9) + said / max(said[:known].std(), 1e-9))


def fitted(regression: Regression, told: Floats, labels: Labels, trust: Trust | None = None) -> tuple[Scorer, Floats]:
    """A scorer, and its scores of the sample, every segment by a regression that has not seen what it is."""
    kind = "cold" if labels is NOTHING_KNOWN else "warm"
    share, belief, told_scale = LEARNED_SHARE[kind] * min(len(told) / ENOUGH, 1), told, _scale(told)
    for _ in range(ROUNDS[kind]):
        learned = regression.fit(declined(guesses(belief), labels))
        learned_scale = _scale(learned.left_out)
        belief = comparable(told, *told_scale) + share * comparable(learned.left_out, *learned_scale)
    return Scorer(trust, regression.weights(learned.dual), share, told_scale, learned_scale), belief


def _scale(scores: Floats) -> Scale:
    return float(scores.mean()), float(scores.var())
