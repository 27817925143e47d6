"""Coefficients that no command prints, for holding those that are printed against published and other values.

They stand on the program's own kappa and alpha where those are the general case, so that what is checked here is what
is printed.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from qualcode.compare import coefficients as c
from qualcode.compare.coefficients import Numbers

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
Labels = Collection[Hashable]


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


def scott_pi(table: ArrayLike) -> Numbers:
    """Scott's π (Scott 1955): Fleiss' κ of two coders."""
    return c.fleiss(*votes_of_table(table))


def jaccard(table: ArrayLike) -> Numbers:
    """a / (a + b + c): the share of what either coded that both coded."""
    n = np.asarray(table, dtype=float)
    return c.ratio(n[..., 0, 0], n[..., 0, 0] + n[..., 0, 1] + n[..., 1, 0])


def weighted_kappa(table: ArrayLike, distance: ArrayLike) -> Numbers:
    """The weighted κ 1 − Σδp / Σδ p_i. p_.j (Cohen 1968)."""
    counts, delta = np.asarray(table, dtype=float), np.asarray(distance, dtype=float)
    p = c.ratio(counts, counts.sum((-1, -2))[..., None, None])
    expected = np.einsum("...i,...i->...", p.sum(-1) @ delta, p.sum(-2))
    return 1 - c.ratio(np.einsum("...ij,ij->...", p, delta), expected)


def expected_by_coders(table: ArrayLike) -> Numbers:
    """Cohen's pe of one table."""
    n = np.asarray(table, dtype=float)
    return np.asarray((n.sum(1) * n.sum(0)).sum() / n.sum() ** 2)


def alpha(
    votes: ArrayLike,
    weights: ArrayLike | None = None,
    metric: Metric = "nominal",
    values: Sequence[float] | None = None,
) -> Numbers:
    """The program's α with the squared difference of a metric (the numbers behind the values: 1, 2, … by default)."""
    n_c = c.coincidences(votes, weights).sum(-1)
    return c.krippendorff_alpha(votes, weights, distance=_difference(metric, n_c, values))


def _difference(metric: Metric, n_c: Numbers, values: Sequence[float] | None) -> Numbers:
    """The squared difference δ²_ck of each metric; the ordinal one depends on how often each value occurs."""
    q = n_c.shape[-1]
    if metric == "nominal":
        return np.ones((q, q)) - np.eye(q)
    if metric == "ordinal":
        middle = np.cumsum(n_c, axis=-1) - n_c / 2
        return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)
    v = np.asarray(range(1, q + 1) if values is None else values, dtype=float)
    apart, together = v[:, None] - v, v[:, None] + v
    return np.asarray(apart**2 if metric == "interval" else np.nan_to_num(c.ratio(apart, together)) ** 2)


def fleiss_by_value(votes: ArrayLike) -> Numbers:
    """Fleiss' κ of each value against all others, for units with the same number of values (Fleiss 1971, eq. 17)."""
    n = np.asarray(votes, dtype=float)
    m = n.sum(1)[0]
    share = n.mean(0) / m
    return np.asarray(1 - c.ratio((n * (m - n)).sum(0), len(n) * m * (m - 1) * share * (1 - share)))


# Distances of sets of codes -------------------------------------------------------------------------------------------


def jaccard_distance(a: Labels, b: Labels) -> float:
    """1 − |A ∩ B| / |A ∪ B|; two empty sets are alike."""
    first, second = set(a), set(b)
    return 1 - len(first & second) / len(first | second) if first | second else 0.0


def dice_distance(a: Labels, b: Labels) -> float:
    """1 − 2|A ∩ B| / (|A| + |B|); two empty sets are alike."""
    first, second = set(a), set(b)
    return 1 - 2 * len(first & second) / (len(first) + len(second)) if first or second else 0.0


def masi_distance(a: Labels, b: Labels) -> float:
    """1 − J·M with J the Jaccard similarity and M 1 for equal, 2/3 for nested, 1/3 for crossing, 0 for disjoint sets.

    Passonneau 2006, LREC. Two empty sets are alike: both coders left the unit uncoded.
    """
    first, second = set(a), set(b)
    if first == second:
        return 0.0
    if not first & second:
        return 1.0
    monotonic = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1 - (1 - jaccard_distance(first, second)) * monotonic


def distance_matrix(sets: Sequence[Labels], distance: Callable[[Labels, Labels], float]) -> Numbers:
    """Every pair's distance `(q, q)`."""
    return np.array([[distance(a, b) for b in sets] for a in sets])


# Standard errors over independent units, which characters and segments of one text are not ----------------------------


def ac1_standard_error(votes: ArrayLike) -> float:
    """Gwet's standard error of AC1 over independent units (Gwet 2008; Handbook of Inter-Rater Reliability, ch. 5)."""
    n = np.asarray(votes, dtype=float)
    n = n[n.sum(1) > 0]
    m, count, q = n.sum(1), len(n), n.shape[1]
    shares, ac1 = c.value_shares(n), float(c.gwet_ac1(n))
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
