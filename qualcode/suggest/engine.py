"""The engine: fitted once on a project's texts, codebook and codings, it scores any number of segments.

Score = the codebook's evidence + the regression over words and letters (see `evidence` and `learning`).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse

from qualcode.model import Code
from qualcode.suggest.calibration import Calibration, calibrate
from qualcode.suggest.evidence import Evidence, comparable
from qualcode.suggest.learning import Learned, best_weight, learn, targets
from qualcode.suggest.options import Options
from qualcode.suggest.space import Floats, Space, weighted
from qualcode.suggest.units import Labels, Unit
from qualcode.text.words import analyser


class Engine:
    """Scores segments against codes. `sample` are the segments it learns from, `labels` speak of their positions."""

    def __init__(self, codes: Sequence[Code], sample: Sequence[Unit], labels: Labels, options: Options) -> None:
        self.codes, self.sample, self.labels, self.options = codes, sample, labels, options
        texts = [unit.text for unit in sample]
        self.space = Space(analyser(options.language, options.pipeline))
        self.evidence = Evidence(codes, self.space, texts)
        counts = self.space.encode(texts)
        told = self.evidence.score(texts, counts)
        self.vectors = self.vector(counts)
        target, weight = targets(told, labels)
        self.learned: Learned = learn(self.vectors, target, weight, [unit.group for unit in sample])
        self._told_scale = (float(told.mean()), float(told.var()))
        self._learned_scale = (float(self.learned.left_out.mean()), float(self.learned.left_out.var()))
        self._told = comparable(told, *self._told_scale)
        self._left_out = comparable(self.learned.left_out, *self._learned_scale)
        self.share = best_weight(self._told[labels.rows], self._left_out[labels.rows], labels.y)
        self.out_of_fold: Floats = self._told + self.share * self._left_out
        self._positions = {(unit.transcript, unit.segment): i for i, unit in enumerate(sample)}
        groups = [sample[i].group for i in labels.rows]
        self.calibration: Calibration | None = calibrate(self.out_of_fold[labels.rows], labels.y, groups)

    def vector(self, counts: Any) -> Any:
        """Unit vectors of texts: letters and lemmas with equal say."""
        letters = weighted(counts @ self.space.letters()[: counts.shape[1]], self.evidence.letter_weight)
        lemmas = weighted(counts @ self.space.lemmas()[: counts.shape[1]], self.evidence.lemma_weight)
        both = sparse.hstack([letters, lemmas], format="csr")
        both.data *= np.float32(np.sqrt(0.5))
        return both

    def score(self, units: Sequence[Unit]) -> Floats:
        """`(units, codes)`. A segment of the sample gets the score of a regression that has not seen its group."""
        texts = [unit.text for unit in units]
        counts = self.space.encode(texts)
        told = comparable(self.evidence.score(texts, counts), *self._told_scale)
        learned = comparable(np.asarray(self.vector(counts) @ self.learned.weights), *self._learned_scale)
        scores: Floats = told + self.share * learned
        for i, unit in enumerate(units):
            known = self._positions.get((unit.transcript, unit.segment))
            if known is not None:
                scores[i] = self.out_of_fold[known]
        return scores

    def confidence(self, scores: Floats) -> Floats | None:
        """The calibrated share of such suggestions that are right, or None while that cannot be measured."""
        return self.calibration.confidence(scores) if self.calibration else None

    @property
    def silence(self) -> float:
        """The score below which nothing is suggested: no better than a segment about which nothing is known."""
        return 0.0

    def carried(self) -> Floats:
        """How much each form speaks for each code, `(forms, codes)`: its near hits and its place in the regression."""
        near = self.evidence.near_table()
        size = self.space.letters().shape[1]
        weights = self.learned.weights
        letters = self.space.letters() @ (weights[:size] * self.evidence.letter_weight[:, None])
        lemmas = self.space.lemmas() @ (weights[size:] * self.evidence.lemma_weight[:, None])
        content = np.array([not self.space.analyser.is_stop(f) for f in self.space.forms])[:, None]
        learned = np.asarray(letters + lemmas) * content
        result: Floats = near / max(near.std(), 1e-9) + learned / max(learned.std(), 1e-9)
        return result
