"""How far apart two sets of codes are, for agreement on everything a coder said about a unit."""

from collections.abc import Callable, Collection, Hashable, Sequence

import numpy as np

from qualcode.compare.coefficients import Numbers

Labels = Collection[Hashable]


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
    """Every pair's distance `(q, q)`, for `krippendorff_alpha(…, distance=…)`."""
    return np.array([[distance(a, b) for b in sets] for a in sets])


def masi_matrix(members: Numbers) -> Numbers:
    """MASI between all rows of a 0/1 matrix `(sets, codes)` at once."""
    has = members.astype(float)
    size, common = has.sum(1), has @ has.T
    union = size[:, None] + size - common
    nested = (common == size[:, None]) | (common == size)
    monotonic = np.where(nested, 2 / 3, 1 / 3)
    similar = np.divide(common, union, out=np.zeros_like(union), where=union > 0) * monotonic
    equal = nested & (size[:, None] == size)
    return np.where(equal, 0.0, 1 - similar)
