"""Coefficients of agreement, as plain arithmetic on counts.

Two shapes of counts go in. A *table* `(..., q, q)` says how two coders' values meet: rows are the first coder's,
columns the second's. *Votes* `(units, q)` say how many coders gave each unit each value; `weights (..., units)` how
often such a unit occurs. Leading dimensions are kept, so all codes, or all transcripts left out in turn, are one call.
The counts may be of characters, segments or anything else: the unit is chosen before the coefficient.

What cannot be computed is nan, never 0 or 1: where only one value occurs, chance explains everything and no coefficient
that corrects for chance says anything.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
UNDEFINED = float("nan")


def ratio(numerator: ArrayLike, denominator: ArrayLike) -> Numbers:
    """A quotient that is nan where there is nothing to divide by."""
    below = np.asarray(denominator, dtype=float)
    return np.asarray(numerator, dtype=float) / np.where(below == 0, UNDEFINED, below)


def add_up(numbers: Numbers, axis: int = -1) -> Numbers:
    """The sum over a short axis: slice by slice, since numpy is slow at a thousand sums of two values each."""
    slices = np.moveaxis(numbers, axis, 0)
    return np.asarray(sum(slices[1:], start=slices[0])) if len(slices) else numbers.sum(axis)


def mean(numbers: Numbers, axis: int) -> Numbers:
    """The mean over an axis; nan where there is nothing on it."""
    return ratio(numbers.sum(axis), numbers.shape[axis])


def _diagonal(table: Numbers) -> Numbers:
    return np.asarray(sum(table[..., i, i] for i in range(table.shape[-1])))


def _shares(table: ArrayLike) -> Numbers:
    counts = np.asarray(table, dtype=float)
    return ratio(counts, add_up(add_up(counts))[..., None, None])


def _marginals(p: Numbers) -> tuple[Numbers, Numbers]:
    """How often the first and the second coder gave each value."""
    return add_up(p), add_up(p, -2)


# Two coders -----------------------------------------------------------------------------------------------------------


def percent(table: ArrayLike) -> Numbers:
    """Observed agreement po: the share of units with the same value from both."""
    counts = np.asarray(table, dtype=float)
    return ratio(_diagonal(counts), add_up(add_up(counts)))


def cohen_kappa(table: ArrayLike) -> Numbers:
    """Cohen's κ = (po − pe) / (1 − pe) with pe = Σ p_i. p_.i (Cohen 1960, Educ. Psychol. Meas. 20:37)."""
    return _beyond(percent(table), _expected(table))


def kappa_max(table: ArrayLike) -> Numbers:
    """The greatest κ that these two coders' marginals allow (Cohen 1960, p. 42)."""
    return _beyond(add_up(np.minimum(*_marginals(_shares(table)))), _expected(table))


def pooled_kappa(tables: ArrayLike) -> Numbers:
    """One κ over several codes, (mean po − mean pe) / (1 − mean pe), for `tables (..., codes, q, q)`.

    De Vries, Elliott, Kanouse & Teleki 2008, Field Methods 20:272. A code that nobody used adds nothing.
    """
    return _beyond(mean(percent(tables), -1), mean(_expected(tables), -1))


def _expected(table: ArrayLike) -> Numbers:
    """Cohen's pe, the agreement of two coders who keep their own habits and toss for each unit."""
    rows, columns = _marginals(np.asarray(table, dtype=float))
    return ratio(add_up(rows * columns), add_up(rows) ** 2)


def _beyond(observed: Numbers, chance: Numbers) -> Numbers:
    """(po − pe) / (1 − pe): the share of the agreement to be had beyond chance that was reached."""
    return ratio(observed - chance, 1 - chance)


def positive_agreement(table: ArrayLike) -> Numbers:
    """2a / (2a + b + c) of a table whose first value is 'coded': the F1 of one coder measured by the other.

    Cicchetti & Feinstein 1990, J. Clin. Epidemiol. 43:551; equal to F1 (Hripcsak & Rothschild 2005, JAMIA 12:296).
    """
    n = np.asarray(table, dtype=float)
    return ratio(2 * n[..., 0, 0], 2 * n[..., 0, 0] + n[..., 0, 1] + n[..., 1, 0])


def negative_agreement(table: ArrayLike) -> Numbers:
    """2d / (2d + b + c): the agreement on what is not coded (Cicchetti & Feinstein 1990)."""
    return positive_agreement(np.asarray(table, dtype=float)[..., ::-1, ::-1])


def prevalence_index(table: ArrayLike) -> Numbers:
    """(a − d) / N (Byrt, Bishop & Carlin 1993, J. Clin. Epidemiol. 46:423)."""
    p = _shares(table)
    return np.asarray(p[..., 0, 0] - p[..., 1, 1])


def bias_index(table: ArrayLike) -> Numbers:
    """(b − c) / N: above 0 where the first coder codes more (Byrt, Bishop & Carlin 1993)."""
    p = _shares(table)
    return np.asarray(p[..., 0, 1] - p[..., 1, 0])


# Any number of coders, with missing values ----------------------------------------------------------------------------


def _weights(votes: Numbers, weights: ArrayLike | None) -> Numbers:
    return np.ones(len(votes)) if weights is None else np.asarray(weights, dtype=float)


def observed_agreement(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """The mean over units with two or more values of the share of agreeing pairs of coders (Fleiss 1971; Gwet)."""
    n = np.asarray(votes, dtype=float)
    w, m = _weights(n, weights), n.sum(1)
    agreeing = np.divide((n * (n - 1)).sum(1), m * (m - 1), out=np.zeros(len(n)), where=m > 1)
    return ratio(w @ agreeing, w @ (m > 1).astype(float))


def value_shares(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """How often each value is given, π_k `(..., q)`: the mean over rated units of the unit's own shares."""
    n = np.asarray(votes, dtype=float)
    w, m = _weights(n, weights), n.sum(1)
    own = np.divide(n, m[:, None], out=np.zeros_like(n), where=m[:, None] > 0)
    return ratio(w @ own, (w @ (m > 0).astype(float))[..., None])


def _corrected(votes: ArrayLike, weights: ArrayLike | None, chance: Callable[[Numbers], Numbers]) -> Numbers:
    """(po − pe) / (1 − pe), undefined where only one value occurs or fewer than two coders rated."""
    shares = value_shares(votes, weights)
    observed, expected = observed_agreement(votes, weights), chance(shares)
    varied = add_up((shares > 0).astype(float)) > 1
    return np.where(varied, _beyond(observed, expected), UNDEFINED)


def fleiss(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """Fleiss' κ, pe = Σ π_k² (Fleiss 1971, Psychol. Bull. 76:378); of two coders Scott's π."""
    return _corrected(votes, weights, lambda shares: add_up(shares**2))


def brennan_prediger(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """Brennan & Prediger's κ, pe = 1/q: with two values PABAK; Bennett's S (Educ. Psychol. Meas. 1981, 41:687)."""
    return _corrected(votes, weights, lambda shares: np.full(shares.shape[:-1], 1 / shares.shape[-1]))


def gwet_ac1(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """Gwet's AC1, pe = Σ π_k (1 − π_k) / (q − 1) (Gwet 2008, Br. J. Math. Stat. Psychol. 61:29)."""
    return _corrected(votes, weights, lambda s: add_up(s * (1 - s)) / (s.shape[-1] - 1))


def krippendorff_alpha(
    votes: ArrayLike, weights: ArrayLike | None = None, *, distance: ArrayLike | None = None
) -> Numbers:
    """Krippendorff's α = 1 − Do / De, De = Σ n_c n_k δ² / (n (n − 1)) (Krippendorff 2011; Content Analysis, ch. 12).

    `distance (q, q)` replaces the nominal δ² (0 for equal values, else 1), for example by MASI on sets of codes.
    """
    observed, expected = alpha_disagreements(coincidences(votes, weights), distance)
    return 1 - ratio(observed, expected)


def pooled_alpha(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """One α over several codes, 1 − ΣDo / ΣDe, for `weights (..., codes, units)`. An unused code adds nothing."""
    observed, expected = alpha_disagreements(coincidences(votes, weights))
    return 1 - ratio(np.nan_to_num(observed).sum(-1), np.nan_to_num(expected).sum(-1))


def coincidences(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """Krippendorff's coincidences o_ck = Σ_u (pairs c–k in u) / (m_u − 1), `(..., q, q)`; single values are dropped."""
    n = np.asarray(votes, dtype=float)
    w, m = _weights(n, weights), n.sum(1)
    pairs = n[:, :, None] * n[:, None, :] - n[:, :, None] * np.eye(n.shape[1])
    pairs = np.divide(pairs, (m - 1)[:, None, None], out=np.zeros_like(pairs), where=(m > 1)[:, None, None])
    return np.asarray(np.tensordot(w, pairs, axes=(-1, 0)))


def alpha_disagreements(met: Numbers, distance: ArrayLike | None = None) -> tuple[Numbers, Numbers]:
    """Do and De of coincidences `(..., q, q)` under a squared difference `(..., q, q)`; nominal without one."""
    q = met.shape[-1]
    delta = np.ones((q, q)) - np.eye(q) if distance is None else np.asarray(distance, dtype=float)
    n_c = met.sum(-1)
    n = n_c.sum(-1)
    observed = ratio(np.einsum("...ij,...ij->...", met, delta), n)
    expected = ratio(np.einsum("...i,...j,...ij->...", n_c, n_c, delta), n * (n - 1))
    return observed, expected
