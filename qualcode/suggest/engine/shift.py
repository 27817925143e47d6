"""Whether the segments that are not coded are of another kind than the coded ones, judged by their words alone.

Two samples are of one kind when nothing learns to tell them apart (a classifier two-sample test, Lopez-Paz & Oquab
2017). Each transcript is scored by a regression that has not seen it, for how much its segments are like the coded
transcripts'; the ranks of coded and uncoded transcripts are compared (Mann & Whitney 1947).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.engine.linear_algebra import Inverted
from qualcode.suggest.engine.vectors import Floats

BEYOND_DOUBT = 3.0
"""Standard errors from which on the two are of different kinds."""


def told_apart(inverted: Inverted, groups: Sequence[str], coded: Sequence[int]) -> float:
    """How well coded groups can be told from others, in standard errors.

    `inverted` is the inverse of the segments' inner products with the penalty added, `groups` has the group of each
    segment, `coded` are the positions of coded segments.
    """
    number = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    at = np.array([number[group] for group in groups], dtype=np.intp)
    is_coded = np.zeros(len(number), dtype=bool)
    is_coded[at[np.asarray(coded, dtype=np.intp)]] = True
    ones, zeros = int(is_coded.sum()), int((~is_coded).sum())
    if not ones or not zeros:
        return 0.0
    y = is_coded[at].astype(np.float32)
    likeness = _left_out(inverted, (y - y.mean())[:, None], at, len(number))
    rank = np.argsort(np.argsort(likeness, kind="stable"))[is_coded].sum()
    above = float(rank) - ones * (ones - 1) / 2
    return float((above - ones * zeros / 2) / np.sqrt(ones * zeros * (ones + zeros + 1) / 12))


def _left_out(inverted: Inverted, y: Floats, at: NDArray[np.intp], groups: int) -> Floats:
    """For each group the mean prediction of a regression that has not seen it."""
    dual = inverted.times(y.astype(np.float32))[:, 0]
    means = np.zeros(groups)
    order = np.argsort(at, kind="stable")
    for rows in np.split(order, np.cumsum(np.bincount(at, minlength=groups))[:-1]):
        residual = np.linalg.solve(inverted.among(rows), dual[rows])
        means[at[rows[0]]] = float((y[rows, 0] - residual).mean())
    return means
