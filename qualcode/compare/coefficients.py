"""Coefficients of agreement, as plain arithmetic on counts.

Two shapes of counts go in. A *table* `(..., q, q)` says how two coders' values meet: rows are the first coder's,
columns the second's. *Votes* `(units, q)` say how many coders gave each unit each value; `weights (..., units)` how
often such a unit occurs. Leading dimensions are kept, so a thousand resamples are one call. The counts may be of
characters, segments or anything else: the unit is chosen before the coefficient.

What cannot be computed is nan, never 0 or 1: where only one value occurs, chance explains everything and no coefficient
that corrects for chance says anything.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
Metric = Literal["nominal", "ordinal", "interval", "ratio"]
UNDEFINED = float("nan")


def crosstab(first: Sequence[Any], second: Sequence[Any], domain: Sequence[Any]) -> Numbers:
    """The table of two coders' values over the units that both rated (None is missing)."""
    place = {value: i for i, value in enumerate(domain)}
    table = np.zeros((len(domain), len(domain)))
    for a, b in zip(first, second, strict=True):
        if a is not None and b is not None:
            table[place[a], place[b]] += 1
    return table


def count_votes(ratings: Sequence[Sequence[Hashable | None]], domain: Sequence[Hashable]) -> Numbers:
    """The votes `(units, q)` of coders × units of values, where None is missing."""
    place = {value: i for i, value in enumerate(domain)}
    votes = np.zeros((len(ratings[0]), len(domain)))
    for coder in ratings:
        for unit, value in enumerate(coder):
            if value is not None:
                votes[unit, place[value]] += 1
    return votes


def votes_of_table(table: ArrayLike) -> tuple[Numbers, Numbers]:
    """A two-coder table as votes and weights: each cell is one kind of unit."""
    counts = np.asarray(table, dtype=float)
    q = counts.shape[-1]
    kinds = np.array([np.eye(q)[i] + np.eye(q)[j] for i in range(q) for j in range(q)])
    return kinds, counts.reshape(*counts.shape[:-2], q * q)


def ratio(numerator: ArrayLike, denominator: ArrayLike) -> Numbers:
    """A quotient that is nan where there is nothing to divide by."""
    below = np.asarray(denominator, dtype=float)
    return np.asarray(numerator, dtype=float) / np.where(below == 0, UNDEFINED, below)


def add_up(numbers: Numbers, axis: int = -1) -> Numbers:
    """The sum over a short axis: slice by slice, since numpy is slow at a thousand resamples of two values each."""
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


def cohen_kappa(table: ArrayLike, distance: ArrayLike | None = None) -> Numbers:
    """Cohen's κ = (po − pe) / (1 − pe) with pe = Σ p_i. p_.i (Cohen 1960, Educ. Psychol. Meas. 20:37).

    With a `distance (q, q)` the weighted form 1 − Σδp / Σδ p_i. p_.j (Cohen 1968).
    """
    if distance is None:
        return beyond_chance(percent(table), expected_by_coders(table))
    p, delta = _shares(table), np.asarray(distance, dtype=float)
    rows, columns = _marginals(p)
    expected = np.einsum("...i,...i->...", rows @ delta, columns)
    return 1 - ratio(np.einsum("...ij,ij->...", p, delta), expected)


def beyond_chance(observed: Numbers, chance: Numbers) -> Numbers:
    """(po − pe) / (1 − pe): the share of the agreement to be had beyond chance that was reached."""
    return ratio(observed - chance, 1 - chance)


def expected_by_coders(table: ArrayLike) -> Numbers:
    """Cohen's pe = Σ p_i. p_.i, the agreement of two coders who keep their own habits and toss for each unit."""
    rows, columns = _marginals(np.asarray(table, dtype=float))
    return ratio(add_up(rows * columns), add_up(rows) ** 2)


def kappa_max(table: ArrayLike) -> Numbers:
    """The greatest κ that these two coders' marginals allow (Cohen 1960, p. 42)."""
    p = _shares(table)
    best, chance = np.minimum(*_marginals(p)).sum(-1), expected_by_coders(table)
    return ratio(best - chance, 1 - chance)


def pooled_kappa(tables: ArrayLike) -> Numbers:
    """One κ over several codes, (mean po − mean pe) / (1 − mean pe), for `tables (..., codes, q, q)`.

    De Vries, Elliott, Kanouse & Teleki 2008, Field Methods 20:272. A code that nobody used adds nothing.
    """
    return beyond_chance(mean(percent(tables), -1), mean(expected_by_coders(tables), -1))


def scott_pi(table: ArrayLike) -> Numbers:
    """Scott's π, pe = Σ ((p_i. + p_.i) / 2)² (Scott 1955, Public Opin. Q. 19:321)."""
    return fleiss(*votes_of_table(table))


def positive_agreement(table: ArrayLike) -> Numbers:
    """2a / (2a + b + c) of a table whose first value is 'coded': the F1 of one coder measured by the other.

    Cicchetti & Feinstein 1990, J. Clin. Epidemiol. 43:551; equal to F1 (Hripcsak & Rothschild 2005, JAMIA 12:296).
    """
    n = np.asarray(table, dtype=float)
    return ratio(2 * n[..., 0, 0], 2 * n[..., 0, 0] + n[..., 0, 1] + n[..., 1, 0])


def negative_agreement(table: ArrayLike) -> Numbers:
    """2d / (2d + b + c): the agreement on what is not coded (Cicchetti & Feinstein 1990)."""
    return positive_agreement(np.asarray(table, dtype=float)[..., ::-1, ::-1])


def jaccard(table: ArrayLike) -> Numbers:
    """a / (a + b + c): the share of what either coded that both coded."""
    n = np.asarray(table, dtype=float)
    return ratio(n[..., 0, 0], n[..., 0, 0] + n[..., 0, 1] + n[..., 1, 0])


def prevalence_index(table: ArrayLike) -> Numbers:
    """(a − d) / N (Byrt, Bishop & Carlin 1993, J. Clin. Epidemiol. 46:423)."""
    p = _shares(table)
    return np.asarray(p[..., 0, 0] - p[..., 1, 1])


def bias_index(table: ArrayLike) -> Numbers:
    """(b − c) / N: above 0 where the first coder codes more (Byrt, Bishop & Carlin 1993)."""
    p = _shares(table)
    return np.asarray(p[..., 0, 1] - p[..., 1, 0])


def holsti(matches: ArrayLike, first: ArrayLike, second: ArrayLike) -> Numbers:
    """Holsti's 2M / (N1 + N2) of M common decisions among N1 and N2 (Holsti 1969)."""
    return ratio(2 * np.asarray(matches, dtype=float), np.add(first, second))


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
    return np.where(varied, ratio(observed - expected, 1 - expected), UNDEFINED)


def fleiss(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """Fleiss' κ, pe = Σ π_k²; with two coders Scott's π (Fleiss 1971, Psychol. Bull. 76:378)."""
    return _corrected(votes, weights, lambda shares: add_up(shares**2))


def fleiss_by_value(votes: ArrayLike) -> Numbers:
    """Fleiss' κ of each value against all others, for units with the same number of values (Fleiss 1971, eq. 17)."""
    n = np.asarray(votes, dtype=float)
    m = n.sum(1)[0]
    share = n.mean(0) / m
    return 1 - ratio((n * (m - n)).sum(0), len(n) * m * (m - 1) * share * (1 - share))


def brennan_prediger(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """Brennan & Prediger's κ, pe = 1/q: with two values PABAK; Bennett's S (Educ. Psychol. Meas. 1981, 41:687)."""
    return _corrected(votes, weights, lambda shares: np.full(shares.shape[:-1], 1 / shares.shape[-1]))


def gwet_ac1(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """Gwet's AC1, pe = Σ π_k (1 − π_k) / (q − 1) (Gwet 2008, Br. J. Math. Stat. Psychol. 61:29)."""
    return _corrected(votes, weights, lambda s: add_up(s * (1 - s)) / (s.shape[-1] - 1))


def coincidences(votes: ArrayLike, weights: ArrayLike | None = None) -> Numbers:
    """Krippendorff's coincidences o_ck = Σ_u (pairs c–k in u) / (m_u − 1), `(..., q, q)`; single values are dropped."""
    n = np.asarray(votes, dtype=float)
    w, m = _weights(n, weights), n.sum(1)
    pairs = n[:, :, None] * n[:, None, :] - n[:, :, None] * np.eye(n.shape[1])
    pairs = np.divide(pairs, (m - 1)[:, None, None], out=np.zeros_like(pairs), where=(m > 1)[:, None, None])
    return np.asarray(np.tensordot(w, pairs, axes=(-1, 0)))


def alpha_disagreements(
    votes: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    metric: Metric = "nominal",
    values: Sequence[float] | None = None,
    distance: ArrayLike | None = None,
) -> tuple[Numbers, Numbers]:
    """Observed and expected disagreement (Do, De) behind `krippendorff_alpha`, with the same arguments."""
    met = coincidences(votes, weights)
    delta = _difference(metric, met.sum(-1), values) if distance is None else np.asarray(distance, dtype=float)
    return disagreements_of(met, delta)


def disagreements_of(met: Numbers, delta: Numbers) -> tuple[Numbers, Numbers]:
    """Do and De of coincidences `(..., q, q)` under a squared difference `(..., q, q)`."""
    n_c = met.sum(-1)
    n = n_c.sum(-1)
    chance = np.einsum("...i,...j,...ij->...", n_c, n_c, delta)
    observed = ratio(np.einsum("...ij,...ij->...", met, delta), n)
    expected = ratio(chance, n * (n - 1))
    return observed, expected


def krippendorff_alpha(
    votes: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    metric: Metric = "nominal",
    values: Sequence[float] | None = None,
    distance: ArrayLike | None = None,
) -> Numbers:
    """Krippendorff's α = 1 − Do / De, De = Σ n_c n_k δ² / (n (n − 1)) (Krippendorff 2011; Content Analysis, ch. 12).

    `values` are the numbers behind the q values for the interval and ratio metrics (default 1, 2, …); ordinal takes
    them in the order given. `distance (q, q)` replaces the metric, for example by MASI on sets of codes.
    """
    observed, expected = alpha_disagreements(votes, weights, metric=metric, values=values, distance=distance)
    return 1 - ratio(observed, expected)


def _nominal(q: int) -> Numbers:
    return np.ones((q, q)) - np.eye(q)


def _difference(metric: Metric, n_c: Numbers, values: Sequence[float] | None) -> Numbers:
    """The squared difference δ²_ck of each metric; the ordinal one depends on how often each value occurs."""
    q = n_c.shape[-1]
    if metric == "nominal":
        return _nominal(q)
    if metric == "ordinal":
        middle = np.cumsum(n_c, axis=-1) - n_c / 2
        return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)
    v = np.asarray(range(1, q + 1) if values is None else values, dtype=float)
    apart, together = v[:, None] - v, v[:, None] + v
    return np.asarray(apart**2 if metric == "interval" else np.nan_to_num(ratio(apart, together)) ** 2)


# Analytic standard errors: units taken as independent, which characters and segments of one text are not ------------


def ac1_standard_error(votes: ArrayLike) -> float:
    """Gwet's standard error of AC1 over independent units (Gwet 2008; Handbook of Inter-Rater Reliability, ch. 5)."""
    n = np.asarray(votes, dtype=float)
    n = n[n.sum(1) > 0]
    m, count, q = n.sum(1), len(n), n.shape[1]
    shares, ac1 = value_shares(n), float(gwet_ac1(n))
    chance = float((shares * (1 - shares)).sum() / (q - 1))
    paired = m > 1
    agreeing = np.divide((n * (n - 1)).sum(1), m * (m - 1), out=np.zeros(count), where=paired)
    each = count / paired.sum() * (agreeing - chance * paired) / (1 - chance)
    each_chance = (n @ (1 - shares)) / m / (q - 1)
    each = each - 2 * (1 - ac1) * (each_chance - chance) / (1 - chance)
    return float(np.sqrt(((each - ac1) ** 2).sum() / (count * (count - 1))))


def alpha_standard_error(votes: ArrayLike) -> float:
    """Gwet's standard error of nominal α over independent units (Handbook of Inter-Rater Reliability, ch. 6).

    As in irrCAC 0.4.4: the correction for small samples enters the observed agreement, not the centre.
    """
    n = np.asarray(votes, dtype=float)
    n = n[n.sum(1) > 1]
    m, count = n.sum(1), len(n)
    mean = m.mean()
    shares = n.sum(0) / (count * mean)
    chance = float((shares**2).sum())
    agreeing = (n * (n - 1)).sum(1) / (mean * (m - 1))
    plain = (agreeing.mean() - chance) / (1 - chance)
    small = 1 / (count * mean)
    observed = (1 - small) * agreeing.mean() + small
    each = (agreeing - observed * (m - mean) / mean - chance) / (1 - chance)
    each_chance = n @ shares / mean - chance * (m - mean) / mean
    each = each - 2 * (1 - plain) * (each_chance - chance) / (1 - chance)
    return float(np.sqrt(((each - plain) ** 2).sum() / (count * (count - 1))))
