"""Whether, and how, what was learned from the codings is used.

Codings are refused where they have nothing to do with the texts (a mistake, a wrong file): neither the codebook's
scores nor the learned ones rank a segment's own codes above other segments' codes. They are refused, too, where all
scores together rank the coded segments worse than the codebook alone does. All questions are asked of coded segments
whose fold had not been seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qualcode.suggest.engine.combining import (
    FREQUENCY,
    Combination,
    agreement,
    combine,
    filled,
    ranks_no_worse,
    slope_of,
)
from qualcode.suggest.engine.segments import Labels
from qualcode.suggest.engine.vectors import Floats

BEYOND_NOISE = 2.0
"""Standard errors by which the codebook's scores must agree with codings that are used."""
BEYOND_DOUBT = 2.5
"""Standard errors by which the learned scores must agree with codings on which the codebook says nothing."""
Flags = np.ndarray


@dataclass(frozen=True)
class Scorers:
    """What each scorer says of a sample `(segments, codes)`; of a coded segment without its fold's codings.

    `learned` are classifiers by name, `folds` positions among the coded segments; `in_doubt` where these may speak
    little for the others. `filling` says as how many codings counts what is expected of a code.
    """

    cold: Floats
    warm: Floats
    learned: Mapping[str, Floats]
    folds: Sequence[Sequence[int]]
    in_doubt: bool
    filling: float


@dataclass(frozen=True)
class Filling:
    """As how many codings counts what the self-trained score lets expect of a code, and how much that is."""

    strength: float
    slopes: Mapping[str, float]


@dataclass(frozen=True)
class Combined:
    """A combination with all that is needed to score: codings per code, how codes are filled up, the final scale."""

    combination: Combination
    filling: "Filling"
    codings: Floats
    segments: float
    scale: tuple[float, float]

    @property
    def share_learned(self) -> float:
        """How much the classifiers count beside self-training."""
        weights = self.combination.weights
        learned = sum(weights.get(name, 0.0) for name in ("all", "letters", "words", SPREAD))
        return learned / max(weights["self-trained"], 1e-2)

    def knowing(self, labels: Labels) -> "Combined":
        """The same, with these codings counted."""
        return replace(self, codings=labels.y.sum(axis=0), segments=float(len(labels.rows)))

    def of_new(self, warm: Floats, learned: Mapping[str, Floats]) -> Floats:
        """The score of segments that were not coded."""
        n = np.ones((len(warm), 1))
        features = _features(warm, learned, n * self.codings, n * self.segments, self.filling)
        level, spread = self.scale
        result: Floats = level + spread * self.combination.score(features)
        return result

    def of_sample(self, scorers: Scorers, labels: Labels) -> Floats:
        """The score of a sample, of coded segments as if they had not been coded."""
        codings, segments = _counted(labels, scorers.folds)
        n = np.ones((len(scorers.cold), 1))
        all_codings, all_segments = n * self.codings, n * self.segments
        all_codings[labels.rows], all_segments[labels.rows] = codings, segments
        features = _features(scorers.warm, scorers.learned, all_codings, all_segments, self.filling)
        level, spread = self.scale
        result: Floats = level + spread * self.combination.score(features)
        return result


SPREAD = "all, by spread"


def learned_from_codings(scorers: Scorers, labels: Labels, measured: Flags) -> Combined | None:
    """The combination fitted to the coded segments that may be `measured`; None where the codings are not used."""
    rows, y = labels.rows[measured], labels.y[measured]
    if not y.any():
        return None
    codings, segments = (part[measured] for part in _counted(labels, scorers.folds))
    cold, warm = scorers.cold[rows], scorers.warm[rows]
    learned = {name: said[rows] for name, said in scorers.learned.items()}
    slopes = {name: slope_of(said, codings, warm) for name, said in learned.items()}
    filling = Filling(scorers.filling, slopes)
    features = _features(warm, learned, codings, segments, filling)
    combination = combine(features, y, scorers.in_doubt)
    scores = combination.score(features)
    words = {name: weight for name, weight in combination.weights.items() if name != FREQUENCY}
    by_words = replace(combination, weights=words).score(features)
    agrees = agreement(cold, y) > BEYOND_NOISE or agreement(by_words, y) > BEYOND_DOUBT
    if not agrees or not ranks_no_worse(scores, cold, y):
        return None
    spread = float(scorers.cold.std()) / max(float(scores.std()), 1e-9)
    scale = (float(scorers.cold.mean()) - spread * float(scores.mean()), spread)
    return Combined(combination, filling, labels.y.sum(axis=0), float(len(labels.rows)), scale)


def _counted(labels: Labels, folds: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
    """For each coded segment the codings of each code outside its fold, and the segments there."""
    codings = np.tile(labels.y.sum(axis=0), (len(labels.rows), 1))
    segments = np.full((len(labels.rows), 1), float(len(labels.rows)))
    for fold in folds:
        codings[fold] -= labels.y[fold].sum(axis=0)
        segments[fold] -= len(fold)
    return codings, segments


def _features(
    warm: Floats,
    learned: Mapping[str, Floats],
    codings: Floats,
    segments: Floats,
    filling: "Filling",
) -> dict[str, Floats]:
    """The scores that are combined, by name."""
    features = {"self-trained": warm}
    for name, said in learned.items():
        features[name] = filled(said, codings, filling.slopes[name] * warm, filling.strength)
    if "all" in features:
        share = np.clip(codings / np.maximum(segments, 1), 0, 1)
        features[SPREAD] = features["all"] / np.sqrt(share * (1 - share) + 0.5 / np.maximum(segments, 1))
    features[FREQUENCY] = np.log((codings + 0.5) / np.maximum(segments, 1))
    return features
