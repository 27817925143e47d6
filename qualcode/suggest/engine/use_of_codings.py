"""Labels never hurt: whether, and for which codes, what was learned from the codings is used.

Three questions, all asked of coded segments whose fold had not been seen. Do the codings speak of the same as the
codebook? (Its scores rank a segment's own codes higher than other segments' codes.) Are all segments together ranked
better with the codings than without? And is any single code ranked worse beyond noise? Codings that have nothing to do
with the codebook must prove themselves beyond doubt: they may be a mistake.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.engine.keyword_trust import folds
from qualcode.suggest.engine.vectors import Floats
from qualcode.suggest.measures import average_precision

BEYOND_NOISE = 2.0
"""Standard errors, by the jackknife over folds of whole groups."""
BEYOND_DOUBT = 4.0
OTHERS = 10
"""Each segment's codes are held against those of so many other segments."""
Parts = Sequence[Sequence[int]]


def helped(cold: Floats, warm: Floats, y: Floats, groups: Sequence[str]) -> NDArray[np.bool_]:
    """For each code, whether to use the warm scores. Scores are out of fold, `(coded segments, codes)`."""
    right = y >= 0.5
    codes = right.shape[1]
    if not right.any():
        return np.ones(codes, dtype=bool)
    several = len(set(groups)) > 1
    parts = folds(groups if several else [str(i) for i in range(len(right))], 10)
    before = ranked(cold, right)
    others = range(1, min(len(right), OTHERS + 1))
    chance = np.mean([ranked(cold, np.roll(right, n, axis=0)) for n in others], axis=0) if others else before
    agrees = _beyond(before - chance, parts, BEYOND_NOISE)
    if several and not _beyond(ranked(warm, right) - before, parts, 0 if agrees else BEYOND_DOUBT):
        return np.zeros(codes, dtype=bool)
    if not several:
        return np.full(codes, agrees)
    return np.array([_not_worse(cold[:, j], warm[:, j], right[:, j], parts) for j in range(codes)])


def ranked(scores: Floats, right: NDArray[np.bool_]) -> Floats:
    """Average precision of each segment's ranking of the codes, `(segments,)`; NaN where nothing is right."""
    ordered = np.take_along_axis(right, np.argsort(-scores, axis=1, kind="stable"), axis=1)
    precision = np.cumsum(ordered, axis=1) / np.arange(1, right.shape[1] + 1)
    n = right.sum(axis=1)
    values: Floats = np.where(n > 0, (precision * ordered).sum(axis=1) / np.maximum(n, 1), np.nan)
    return values


def _beyond(gain: Floats, parts: Parts, errors: float) -> bool:
    """Whether the mean of the known gains is above zero by so many standard errors."""
    known = np.isfinite(gain)
    if not known.any():
        return False
    total, size = np.where(known, gain, 0).sum(), known.sum()
    less = [(np.where(known, gain, 0)[part].sum(), known[part].sum()) for part in map(np.asarray, parts)]
    return bool(total / size > errors * _error([(total - t) / (size - n) for t, n in less if n < size]))


def _error(without: Sequence[float]) -> float:
    """The jackknife's standard error, from the values with each fold left out; 0 where there is only one."""
    k = len(without)
    return float(np.sqrt((k - 1) / k * ((np.array(without) - np.mean(without)) ** 2).sum())) if k > 1 else 0.0


def _not_worse(cold: Floats, warm: Floats, right: NDArray[np.bool_], parts: Parts) -> bool:
    if not right.any():
        return True
    gain = average_precision(warm, right) - average_precision(cold, right)
    if gain >= 0:
        return True
    without = []
    for part in parts:
        kept = np.setdiff1d(np.arange(len(right)), part)
        if right[kept].any():
            without.append(average_precision(warm[kept], right[kept]) - average_precision(cold[kept], right[kept]))
    return len(without) < 2 or bool(gain >= -BEYOND_NOISE * _error(without))
