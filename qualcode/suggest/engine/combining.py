"""How much each scorer counts in this project: a few weights, learned from coded segments that none had seen.

P(code | segment) is taken to be proportional to exp(sum of weight times score), as in a conditional logit (McFadden
1974): what is compared are the codes of one segment, which is what a ranking does. No weight is negative, and all are
drawn to those of the codebook's scores, the more so the fewer the codings.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.engine.vectors import Floats

DRAWN = 3.0
"""Strength with which the weights are drawn to their starting values: as much as some segments say together."""
DRAWN_IN_DOUBT = 10.0
"""The same where the uncoded segments are of another kind, so that the coded ones speak less for them."""
START = {"self-trained": 1.0}
NEWTON_STEPS = 50
FREQUENCY = "frequency"
LEARNED = ("all", "letters", "words", "all, by spread")


@dataclass(frozen=True)
class Combination:
    """The scorers' weights, by name, for scores divided by their usual spread within a segment."""

    weights: Mapping[str, float]
    spreads: Mapping[str, float]

    def score(self, scores: Mapping[str, Floats]) -> Floats:
        """The scorers' scores added up, `(segments, codes)`."""
        return np.asarray(sum(self.weights[name] / self.spreads[name] * scores[name] for name in self.weights))


def combine(scores: Mapping[str, Floats], y: Floats, in_doubt: bool) -> Combination:
    """Fit the weights to out-of-fold scores of coded segments. `in_doubt` leaves the codes' frequencies out."""
    names = [name for name in scores if not (in_doubt and name == FREQUENCY)]
    spreads = {n: 1.0 if n == FREQUENCY else max(float(scores[n].std(axis=1).mean()), 1e-9) for n in names}
    given = y.sum(axis=1) > 0
    x = np.stack([scores[n][given] / spreads[n] for n in names], axis=-1)
    shares = y[given] / y[given].sum(axis=1, keepdims=True)
    start = np.array([START.get(n, 0.0) for n in names])
    drawn = np.full(len(names), DRAWN_IN_DOUBT if in_doubt else DRAWN)
    weights = conditional_logit(x, shares, start, drawn)
    while (weights < -1e-6).any():
        drawn[weights < -1e-6], start = 1e9, np.where(weights < -1e-6, 0, start)
        weights = conditional_logit(x, shares, start, drawn)
    if weights.max() < 1e-3:  # nothing tells the codes apart
        weights = np.array([START.get(n, 0.0) for n in names])
    return Combination(dict(zip(names, np.maximum(weights, 0).tolist(), strict=True)), spreads)


def conditional_logit(x: Floats, shares: Floats, start: Floats, drawn: Floats) -> Floats:
    """Weights `(m,)` for `x` `(segments, codes, m)` and the shares of the codes, by Newton's method."""
    weights = start.copy()
    for _ in range(NEWTON_STEPS):
        chance = softmax(x @ weights)
        slope = np.einsum("nkm,nk->m", x, chance - shares) + drawn * (weights - start)
        mean = np.einsum("nkm,nk->nm", x, chance)
        curvature = np.einsum("nkm,nk,nkl->ml", x, chance, x, optimize=True) - mean.T @ mean + np.diag(drawn)
        step = np.linalg.solve(curvature, slope)
        weights = weights - step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-6:
            break
    return weights


def softmax(scores: Floats) -> Floats:
    """Shares that are proportional to exp(score), by row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Floats = raised / raised.sum(axis=1, keepdims=True)
    return result


def filled(learned: Floats, codings: Floats, expected: Floats, strength: float) -> Floats:
    """What was learned of each code, filled up where its codings are few by what another score lets expect.

    A classifier says nothing of a code that was never given; the codes that were would then be in its way. `expected`
    counts as `strength` codings.
    """
    result: Floats = (codings * learned + strength * centred(expected)) / np.maximum(codings + strength, 1e-9)
    return result


def slope_of(learned: Floats, codings: Floats, expected: Floats) -> float:
    """How much `learned` goes with `expected` from code to code, where there are codings."""
    weight, x = codings / (codings + 2), centred(expected)
    return max(float((weight * centred(learned) * x).sum() / ((weight * x**2).sum() + 1e-9)), 0.0)


def centred(scores: Floats) -> Floats:
    """Less the mean of each segment."""
    result: Floats = scores - scores.mean(axis=1, keepdims=True)
    return result


def agreement(scores: Floats, y: Floats) -> float:
    """Whether scores rank a segment's own codes above other segments' codes, in standard errors.

    The sum of the scores of what was given, against its mean and spread over all ways to deal the segments' codes out
    among the segments (Mantel 1967; the exact permutation moments of a bilinear statistic).
    """
    given = y.sum(axis=1) > 0
    if given.sum() < 3:
        return 0.0
    shares = y[given] / y[given].sum(axis=1, keepdims=True)
    products = softmax(scores[given] / max(float(scores[given].std()), 1e-9)) @ shares.T
    products = products - products.mean(axis=0) - products.mean(axis=1, keepdims=True) + products.mean()
    error = np.sqrt((products**2).sum() / (len(products) - 1))
    return float(np.trace(products) / max(error, 1e-12))


def ranks_no_worse(scores: Floats, others: Floats, y: Floats) -> bool:
    """Whether the codes given rank at least as high by these scores as by the others, on the mean."""
    right = y >= 0.5
    gain = average_precisions(scores, right) - average_precisions(others, right)
    return not np.isfinite(gain).any() or bool(np.nanmean(gain) >= 0)


def average_precisions(scores: Floats, right: NDArray[np.bool_]) -> Floats:
    """Average precision of each segment's ranking of the codes, `(segments,)`; NaN where nothing is right."""
    ordered = np.take_along_axis(right, np.argsort(-scores, axis=1, kind="stable"), axis=1)
    precision = np.cumsum(ordered, axis=1) / np.arange(1, right.shape[1] + 1)
    n = right.sum(axis=1)
    values: Floats = np.where(n > 0, (precision * ordered).sum(axis=1) / np.maximum(n, 1), np.nan)
    return values
