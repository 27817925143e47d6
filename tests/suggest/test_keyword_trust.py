from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from scipy import sparse

from qualcode.suggest.engine.codebook_evidence import Evidence
from qualcode.suggest.engine.keyword_trust import PRIOR_HITS, Record

EVIDENCE = cast("Evidence", SimpleNamespace(owned=np.eye(2)))
"""Two codes with a keyword each."""


def record(hits: list[list[int]], y: Sequence[Sequence[float]]) -> Record:
    return Record(EVIDENCE, sparse.csr_matrix(np.array(hits, dtype=float)), np.array(y, dtype=float))


def test_trust_by_hand() -> None:
    # The first keyword: 10 hits, all right. The second: 2 hits, one right. Codings 11 and 1, a mean of 6; the second
    # code's count (6 + 5) / (1 + 5) = 11/6 each, so that its keyword is right at a rate of (11/6) / (11/6 + 1) = 11/17.
    trust = record([[1, 0]] * 10 + [[0, 1]] * 2, [[1, 0]] * 11 + [[0, 1]]).trust()
    mean = (10 + 2 * 11 / 17) / 12
    assert trust[0, 0] == pytest.approx((10 + PRIOR_HITS * mean) / (10 + PRIOR_HITS) / mean)
    assert trust[1, 1] == pytest.approx((2 * 11 / 17 + PRIOR_HITS * mean) / (2 + PRIOR_HITS) / mean)
    assert trust[0, 1] == trust[1, 0] == 1


def test_how_often_a_theme_came_up_says_little_of_its_keywords() -> None:
    # Each keyword is right where its code was given and hits a tenth of the other segments; one code is rarer.
    often, seldom = 60, 12
    y = [[1.0, 0.0]] * often + [[0.0, 1.0]] * seldom
    hits = [[1, i % 10 == 0] for i in range(often)] + [[i % 10 == 0, 1] for i in range(seldom)]
    trust = record([[int(h) for h in row] for row in hits], y).trust()
    plain = (seldom / (seldom + often / 10)) / (often / (often + 2))
    assert trust[1, 1] / trust[0, 0] > (1 + plain) / 2


def test_what_is_left_out_was_never_seen() -> None:
    hits, y = [[1, 0], [1, 1], [0, 1], [0, 1]], [[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]
    without = record(hits, y).trust(without=[1, 2])
    assert without.tolist() == record([hits[0], hits[3]], [y[0], y[3]]).trust().tolist()
