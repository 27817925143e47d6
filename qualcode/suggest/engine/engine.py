"""The engine: fitted once on a project's texts, codebook and codings, it scores any number of segments.

Several scorers (the codebook's evidence, self-training, classifiers learned from codings alone, the codes'
frequencies) are made into one score; how much each counts follows from coded segments that it had not seen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from qualcode.model import Code
from qualcode.suggest.engine import classifier
from qualcode.suggest.engine.calibration import Calibration, calibrate, differ
from qualcode.suggest.engine.codebook_evidence import Evidence, Material
from qualcode.suggest.engine.keyword_trust import folds
from qualcode.suggest.engine.questions import Passages
from qualcode.suggest.engine.regression import Vectors, guesses
from qualcode.suggest.engine.segments import NOTHING_KNOWN, Labels, Unit
from qualcode.suggest.engine.self_training import Scorer, SelfTraining, Texts
from qualcode.suggest.engine.shift import BEYOND_DOUBT, told_apart
from qualcode.suggest.engine.text_features import TextFeatures
from qualcode.suggest.engine.use_of_codings import Combined, Scorers, learned_from_codings
from qualcode.suggest.engine.user_models import Own
from qualcode.suggest.engine.vectors import FEATURES, Floats, Space, by_weight
from qualcode.suggest.options import Options
from qualcode.text.words import analyser

SELF_TRAINED = 2000
"""Segments that self-training learns from: uncoded ones, and coded ones evenly spread."""
FOLDS, MORE_FOLDS, FEW = 5, 10, 100
"""Folds in which coded segments are scored without their codings; more of them where at most so many are coded."""
OTHER_CODES = 0.15
"""From this share of other codes on (total variation) the codes' frequencies are not taken over."""
USUAL_FILLING = 2.0
MUCH_MORE, FILLING = 0.25, 30.0
"""From this share of new codes on, what is expected of a code counts as so many codings for all of the rest."""
SILENCE = 0.5
"""Nothing is suggested below this score while confidence is not measurable (docs/methods/suggestions.md)."""
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Reading:
    """Some segments as the engine sees them: counts of their forms and of their questions', material, unit vectors.

    `vectors` are what self-training sees; `kinds` what classifiers see, by name.
    """

    texts: Sequence[str]
    counts: Any
    asked: Any
    material: Material
    vectors: Any
    kinds: Mapping[str, Any]

    def of(self, rows: Rows) -> "Reading":
        """The reading of some of the texts."""
        kinds = {name: vectors[rows] for name, vectors in self.kinds.items()}
        texts, material = [self.texts[i] for i in rows], self.material.of(rows)
        return Reading(texts, self.counts[rows], self.asked[rows], material, self.vectors[rows], kinds)


class Engine:
    """Scores segments against codes. `sample` are the segments it learns from, `labels` speak of their positions.

    `later` are labels that it is going to learn from: there is room for them, and nothing else is known of them yet.
    """

    def __init__(
        self,
        codes: Sequence[Code],
        sample: Sequence[Unit],
        labels: Labels,
        options: Options,
        later: Labels | None = None,
    ) -> None:
        self.codes, self.sample, self.options = codes, sample, options
        self._groups = [unit.group for unit in sample]
        self.space = Space(analyser(options.language, options.pipeline))
        passages = Passages.of(sample)
        self.evidence = Evidence(codes, self.space, passages)
        self._features = TextFeatures(self.space, self.evidence.sample)
        self.positions = {(unit.transcript, unit.segment): i for i, unit in enumerate(sample)}
        self.quoted = quoted_in(codes, sample)
        self._core = _core(later or labels, len(sample))
        with threadpool_limits(1):  # the same sums in the same order on every machine, and no waiting for busy cores
            self._begin(passages)
        self.combined: Combined | None = None
        self.calibration: Calibration | None = None
        self.learned: dict[str, classifier.Learned] = {}
        self.labels, self.out_of_fold, self._in_doubt = NOTHING_KNOWN, self.cold_scores, False
        self.learn(labels)

    def _begin(self, passages: Passages) -> None:
        encoded, material = self.evidence.sample, self.evidence.material
        words = self._features.words(passages, encoded)
        self._features.draw_axes(material.letters[self._core], words[self._core])
        self.own = Own(self.codes, self.options)
        self.reading = self._reading(passages, encoded, material)
        core = self.reading.of(self._core)
        known = Texts(core.texts, core.material, Vectors.among(core.vectors))
        self.training = SelfTraining(self.evidence, self.own, known)
        self.cold_scores = self._spread(self.training.cold, self.training.cold_scores)

    def learn(self, labels: Labels, anew: bool = True) -> None:
        """Learn what is known of the sample; the texts and the codebook are not read again.

        Not `anew`, what each scorer counts and how sure suggestions are stay as they were, and so do the scores of
        coded segments: this is quick.
        """
        if not anew and not self.combined and labels.y.any() and self.labels.y.any():
            self.labels = labels  # the codings are not used: one more changes no score
            return
        with threadpool_limits(1):
            self._learn(labels, anew or not self.combined)

    def _learn(self, labels: Labels, anew: bool) -> None:
        self.labels, before = labels, self.out_of_fold
        self.space.drop("near warm", "carried")
        if anew:
            self.combined, self.calibration, self._in_doubt = None, None, False
        self.warm, self.out_of_fold, self._alone = self.training.cold, self.cold_scores, self.training.cold
        if len(labels.rows) or labels.rejected:
            scorers = self._scorers(labels, self._folds(labels) if anew else [])
            self._combine(scorers, labels, anew)
        if not anew:
            self.out_of_fold = self.out_of_fold.copy()
            self.out_of_fold[labels.rows] = before[labels.rows]

    def _folds(self, labels: Labels) -> list[list[int]]:
        """The coded segments in folds of whole groups; on the way, whether they may speak little for the others."""
        groups = [self._groups[i] for i in labels.rows]
        parts = folds(groups, MORE_FOLDS if len(groups) <= FEW else FOLDS)
        alone = len(parts) < 2
        if alone:
            parts = folds([str(i) for i in range(len(groups))], MORE_FOLDS)
        self._in_doubt = alone or (not self.options.holdout and self._differ(labels))
        return parts

    def _differ(self, labels: Labels) -> bool:
        """Whether the uncoded segments are of another kind: other words, and other codes to be expected."""
        coded = np.isin(np.arange(len(self.sample)), labels.rows)
        if coded.all():
            return False
        expected = guesses(self.cold_scores)
        moved = np.abs(expected[coded].mean(axis=0) - expected[~coded].mean(axis=0)).sum() / 2
        if moved < OTHER_CODES:
            return False
        core = np.isin(self._core, labels.rows)
        groups = [self._groups[i] for i in self._core]
        return told_apart(self.training.plain, groups, np.flatnonzero(core).tolist()) > BEYOND_DOUBT

    def _scorers(self, labels: Labels, parts: list[list[int]]) -> Scorers:
        """What every scorer says of the sample, of each coded segment as if it had not been coded."""
        here, core_folds = self._in_core(labels, parts)
        self.warm, core, blind = self.training.learn(here, core_folds)
        warm = self._spread(self.warm, core)
        for scorer, part in zip(blind, parts, strict=False):
            outside = np.setdiff1d(labels.rows[part], self._core)
            if len(outside):
                warm[outside] = self._by(scorer, self.reading.of(outside), remember=False)
        rows, kinds = labels.rows, self.reading.kinds
        self.learned = {
            name: classifier.learn(vectors[rows], labels.y, parts) for name, vectors in kinds.items() if len(rows)
        }
        said = {name: self.learned[name].of(kinds[name]) for name in self.learned}
        for name, learned in self.learned.items():
            if parts:
                said[name][rows] = learned.out_of_fold
        return Scorers(self.cold_scores, warm, said, parts, self._in_doubt, self._filling(labels))

    def _filling(self, labels: Labels) -> float:
        """As how many codings counts what is expected of a code: the more, the more that was never given is expected.

        Where the uncoded segments are of the same kind that is little; where they are not, nothing, unless the codebook
        expects codes that were never given much oftener there than among the coded segments.
        """
        if not self._in_doubt:
            return USUAL_FILLING
        expected, coded = guesses(self.cold_scores), np.isin(np.arange(len(self.sample)), labels.rows)
        never = ~labels.y.any(axis=0)
        if coded.all() or not coded.any():
            return 0.0
        more = expected[~coded][:, never].sum(axis=1).mean() - expected[coded][:, never].sum(axis=1).mean()
        return FILLING * max(float(more) - MUCH_MORE, 0.0)

    def _in_core(self, labels: Labels, parts: list[list[int]]) -> tuple[Labels, list[list[int]]]:
        """The labels by positions in the core, and the folds by positions in those labels."""
        place = np.full(len(self.sample), -1, dtype=np.intp)
        place[self._core] = np.arange(len(self._core))
        kept = np.flatnonzero(place[labels.rows] >= 0)
        number = np.full(len(labels.rows), -1, dtype=np.intp)
        number[kept] = np.arange(len(kept))
        rejected = frozenset((int(place[i]), j) for i, j in labels.rejected if place[i] >= 0)
        here = Labels(place[labels.rows[kept]], labels.y[kept], rejected)
        inside = [[int(number[i]) for i in part if number[i] >= 0] for part in parts]
        return here, inside

    def _combine(self, scorers: Scorers, labels: Labels, anew: bool) -> None:
        measured = ~np.isin(labels.rows, self.quoted)
        if anew:
            self.combined = learned_from_codings(scorers, labels, measured)
        if not labels.y.any():  # what was declined is all that is known
            self.out_of_fold, self._alone = scorers.warm, self.warm
        if self.combined:
            self.combined = self.combined.knowing(labels)
            self.out_of_fold = self.combined.of_sample(scorers, labels)
        if anew:
            coded = [self._groups[i] for i in labels.rows[measured]]
            self.calibration = calibrate(self.out_of_fold[labels.rows[measured]], labels.y[measured], coded)

    def read(self, units: Sequence[Unit]) -> Reading:
        """All that scoring and explaining needs to know of some segments."""
        known = [self.positions.get((unit.transcript, unit.segment), -1) for unit in units]
        if min(known) >= 0:
            return self.reading.of(np.array(known, dtype=np.intp))
        passages = Passages.of(units)
        encoded = self.space.encode(passages.texts)
        return self._reading(passages, encoded, self.evidence.read(passages, encoded))

    def _reading(self, passages: Passages, encoded: Any, material: Material) -> Reading:
        texts, kinds = passages.texts[: passages.segments], [material.letters, material.lemmas]
        own = [sparse.csr_matrix(self.own.vectors(texts).astype(np.float32))] if self.options.embedder else []
        joined = sparse.hstack([*kinds, *own], format="csr")
        joined.data *= np.float32(np.sqrt(1 / len([*kinds, *own])))
        counts = encoded.counts
        seen = self._features.by_kind(material.letters, self._features.words(passages, encoded), own)
        return Reading(texts, counts[: passages.segments], passages.asked(counts), material, joined, seen)

    def score(self, units: Sequence[Unit], reading: Reading) -> Floats:
        """`(units, codes)`. A segment of the sample gets the score of scorers that have not seen what it is."""
        known = np.array([self.positions.get((unit.transcript, unit.segment), -1) for unit in units], dtype=np.intp)
        if (known >= 0).all():
            return np.asarray(self.out_of_fold[known])
        scores = self._score_new(reading)
        scores[known >= 0] = self.out_of_fold[known[known >= 0]]
        return scores

    def _score_new(self, reading: Reading) -> Floats:
        if not self.combined:
            return self._by(self._alone, reading)
        said = {name: learned.of(reading.kinds[name]) for name, learned in self.learned.items()}
        return self.combined.of_new(self._by(self.warm, reading), said)

    def _by(self, scorer: Scorer, reading: Reading, remember: bool = True) -> Floats:
        near = self.evidence.near_table(f"near {scorer.kind}", scorer.trust) if remember else None
        examples = scorer.examples
        own, _ = self.own.score(reading.texts, examples.texts, examples.y, examples.scales)
        told = self.evidence.score(reading.material, scorer.trust, near) + own
        return scorer.score(told, scorer.weights.of(reading.vectors))

    def _spread(self, scorer: Scorer, core: Floats) -> Floats:
        """Scores of the whole sample, from those of its core."""
        scores = np.zeros((len(self.sample), len(self.codes)))
        scores[self._core] = core
        rest = np.setdiff1d(np.arange(len(self.sample)), self._core)
        if len(rest):
            scores[rest] = self._by(scorer, self.reading.of(rest))
        return scores

    @property
    def others_differ(self) -> bool:
        """Whether the segments that are not coded differ in kind from those that confidence is measured on."""
        coded = np.isin(np.arange(len(self.sample)), self.labels.rows)
        if self.calibration is None:
            return False
        return self._in_doubt or differ(self.out_of_fold[coded], self.out_of_fold[~coded])

    def confidence(self, scores: Floats) -> Floats | None:
        """The calibrated share of such suggestions that are right, or None while that cannot be measured."""
        return self.calibration.confidence(scores) if self.calibration else None

    def worth_showing(self, scores: Floats, confidence: Floats | None) -> NDArray[np.bool_]:
        """Which suggestions are sure enough to have been useful here; by their score while that is not measurable."""
        if self.calibration is None or confidence is None:
            return scores > SILENCE
        return confidence >= self.calibration.least

    def carried(self) -> Floats:
        """How much each form met speaks for each code, `(forms, codes)`: near hits, and what was learned of it."""
        near = self.evidence.near_table(f"near {self.warm.kind}", self.warm.trust)
        said, known = self.space.table("carried", self._said), self.space.kept
        return np.asarray(near / max(near[:known].std(), 1e-9) + said / max(said[:known].std(), 1e-9))

    def _said(self, forms: Sequence[str]) -> Floats:
        """What self-training and the classifier of letters say of each form; nothing of a stop word."""
        n, weights = len(forms), self.warm.weights
        letters = by_weight(self.space.letters()[-n:], self.evidence.letter_weight)
        lemmas = by_weight(self.space.lemmas()[-n:], self.evidence.lemma_weight)
        said: Floats = weights.of(letters) + weights.of(lemmas, FEATURES)
        if self.combined and "letters" in self.learned:
            more = self.learned["letters"].of(letters)
            said = said / max(said.std(), 1e-9) + self.combined.share_learned * more / max(more.std(), 1e-9)
        result: Floats = said * self.space.content()[-n:] * self._met_twice(n)
        return result

    def _met_twice(self, n: int) -> Floats:
        """1 for the newest forms whose lemma stands in at least two segments of the sample, 0 for others.

        A word that nobody has used twice carries nothing but the likeness of its letters to other words'.
        """
        lemmas = self.space.lemmas()[-n:]
        once = np.log((1 + self.evidence.sample.counts.shape[0]) / 2) + 1
        often = by_weight(lemmas, (self.evidence.lemma_weight < once - 1e-9).astype(np.float64))
        return np.asarray((often.sum(axis=1) > 0), dtype=np.float64).reshape(-1, 1)


def _core(labels: Labels, n: int) -> Rows:
    """The positions that self-training learns from: all, or as many coded as uncoded ones, evenly spread."""
    if n <= SELF_TRAINED:
        return np.arange(n)
    coded, others = labels.rows, np.setdiff1d(np.arange(n), labels.rows)
    most = max(SELF_TRAINED // 2, SELF_TRAINED - len(others))
    kept = [_evenly(coded, most), _evenly(others, SELF_TRAINED - min(most, len(coded)))]
    return np.sort(np.concatenate(kept)).astype(np.intp)


def _evenly(rows: Rows, most: int) -> Rows:
    """At most so many of the rows, evenly spread."""
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(np.intp)]


WHERE = re.compile(r"\s*\((?P<transcript>.+):(?P<segment>\d+)\)$")
WORDS_OF_A_QUOTE = 4


def quoted_in(codes: Sequence[Code], sample: Sequence[Unit]) -> Rows:
    """The positions of segments that the codebook quotes as an example: a measurement on them would be no test."""
    examples = [" ".join(example.split()) for code in codes for example in code.examples]
    places = {(m["transcript"], int(m["segment"])) for e in examples if (m := WHERE.search(e))}
    quotes = [q for e in examples if len((q := WHERE.sub("", e)).split()) >= WORDS_OF_A_QUOTE]

    def is_quoted(unit: Unit) -> bool:
        text = " ".join(unit.text.split()) if quotes else ""
        return (unit.transcript, unit.segment) in places or any(quote in text for quote in quotes)

    return np.array([i for i, unit in enumerate(sample) if is_quoted(unit)], dtype=np.intp)
