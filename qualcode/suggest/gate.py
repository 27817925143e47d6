"""Labels never hurt: for each code, whether what was learned from the codings is used."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.measures import average_precision
from qualcode.suggest.space import Floats
from qualcode.suggest.trust import folds

BEYOND_NOISE = 2.0


def helped(cold: Floats, warm: Floats, y: Floats, groups: Sequence[str]) -> NDArray[np.bool_]:
    """For each code, whether to use the warm scores: always, unless they rank coded segments worse beyond noise.

    Scores are out of fold, `(coded segments, codes)`. Noise is two standard errors of the difference in average
    precision, by the jackknife over folds of whole groups.
    """
    parts = folds(groups, 10)
    return np.array([_not_worse(cold[:, j], warm[:, j], y[:, j] >= 0.5, parts) for j in range(y.shape[1])])


def _not_worse(cold: Floats, warm: Floats, right: NDArray[np.bool_], parts: Sequence[Sequence[int]]) -> bool:
    if not right.any() or len(parts) < 2:
        return True
    gain = average_precision(warm, right) - average_precision(cold, right)
    if gain >= 0:
        return True
    without = []
    for part in parts:
        kept = np.setdiff1d(np.arange(len(right)), part)
        if right[kept].any():
            without.append(average_precision(warm[kept], right[kept]) - average_precision(cold[kept], right[kept]))
    k = len(without)
    error = np.sqrt((k - 1) / k * ((np.array(without) - np.mean(without)) ** 2).sum()) if k > 1 else np.inf
    return bool(gain >= -BEYOND_NOISE * error)
