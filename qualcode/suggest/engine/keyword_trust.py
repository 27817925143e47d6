"""How far each keyword is to be trusted, from the codings: the few parameters that carry over from office to office.

A keyword whose n hits in coded segments were right at a rate p is trusted (n p + a m) / (n + a) / m as far as the
average keyword, whose rate m it shrinks to. The rate is what it would be if all codes were equally frequent: how often
a theme comes up in the offices coded so far says nothing of the others. Hits in segments never coded say nothing.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from qualcode.suggest.engine.codebook_evidence import Evidence, Trust
from qualcode.suggest.engine.vectors import Floats

PRIOR_HITS = 10.0
"""So many coded hits weigh as much as the average keyword's record."""
PRIOR_CODINGS = 5.0
"""Added to the codings of each code when they are counted, so that a code seen once is not taken for that rare."""
MOST_FOLDS = 20


class Record:
    """What the codings say about the keywords, as a whole and with some of the segments left out."""

    def __init__(self, evidence: Evidence, hits: Any, y: Floats) -> None:
        """`hits` are keyword counts of the coded segments `(coded, keywords)`, `y` their shares `(coded, codes)`."""
        self._owned = evidence.owned > 0
        self._hit = (hits > 0).astype(np.float64).tocsr()
        self._y = y
        self._known = self._tally(list(range(len(y))))

    def _tally(self, rows: Sequence[int]) -> tuple[Floats, Floats, Floats]:
        """Hits of each keyword, those in segments with each code, and codings of each code."""
        hit, y = self._hit[rows], self._y[rows]
        return np.asarray(hit.sum(axis=0)).reshape(-1, 1), np.asarray(hit.T @ y), y.sum(axis=0)

    def trust(self, without: Sequence[int] = ()) -> Trust:
        """How far each keyword is trusted for each code, `(keywords, codes)`, not having seen some of the segments."""
        n, right, coded = self._known
        if len(without):
            less, fewer, gone = self._tally(without)
            n, right, coded = n - less, right - fewer, coded - gone
        hits = n * self._owned
        if not hits.sum():
            return np.ones(self._owned.shape)
        level = right * (coded.mean() + PRIOR_CODINGS) / (coded + PRIOR_CODINGS)
        rate = level / np.maximum(level + n - right, 1e-9)
        mean = max(float((rate * hits).sum() / hits.sum()), 1e-3)
        result: Trust = (n * rate + PRIOR_HITS * mean) / (n + PRIOR_HITS) / mean
        return np.where(self._owned, result, 1.0)


def folds(groups: Sequence[str], most: int = MOST_FOLDS) -> list[list[int]]:
    """Positions by group, groups kept whole and dealt out in order of first appearance to at most `most` folds."""
    number = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    dealt: list[list[int]] = [[] for _ in range(min(most, len(number)))]
    for i, group in enumerate(groups):
        dealt[number[group] % most].append(i)
    return dealt
