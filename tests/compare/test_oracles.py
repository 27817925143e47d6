"""Equality with scikit-learn, statsmodels, nltk and (where installed) krippendorff on random data."""

import warnings
from typing import Any

import numpy as np
import pytest
from compare import oracles as o
from compare.oracles import distance_matrix, masi_distance
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qualcode.compare import coefficients as c

DOMAIN = [1, 2, 3, 4]
two = st.lists(st.tuples(st.sampled_from(DOMAIN), st.sampled_from(DOMAIN)), min_size=3, max_size=60)
many = st.integers(2, 5).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from([*DOMAIN, None]), min_size=coders, max_size=coders), min_size=4, max_size=40
    )
)
oracle = settings(max_examples=60, deadline=None)


def apart(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """What the first coder said of each unit, and what the second."""
    return [a for a, _ in pairs], [b for _, b in pairs]


@given(pairs=two)
@oracle
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    from sklearn.metrics import cohen_kappa_score

    first, second = zip(*pairs, strict=True)
    ours = float(c.cohen_kappa(o.crosstab(first, second, DOMAIN)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert ours == pytest.approx(cohen_kappa_score(first, second, labels=DOMAIN), nan_ok=True)


@given(pairs=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
@oracle
def test_positive_agreement_is_the_f1_of_scikit_learn(pairs: list[tuple[bool, bool]]) -> None:
    from sklearn.metrics import f1_score

    first, second = zip(*pairs, strict=True)
    ours = float(c.positive_agreement(o.crosstab(first, second, [True, False])))
    assert ours == pytest.approx(f1_score(first, second, zero_division=np.nan), nan_ok=True)


@given(pairs=two)
@oracle
def test_kappa_is_that_of_statsmodels(pairs: list[tuple[int, int]]) -> None:
    from statsmodels.stats.inter_rater import cohens_kappa

    table = o.crosstab(*apart(pairs), DOMAIN)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert float(c.cohen_kappa(table)) == pytest.approx(cohens_kappa(table).kappa, nan_ok=True)


@given(units=st.lists(st.lists(st.sampled_from(DOMAIN), min_size=3, max_size=3), min_size=3, max_size=40))
@oracle
def test_fleiss_is_that_of_statsmodels(units: list[list[int]]) -> None:
    from statsmodels.stats.inter_rater import fleiss_kappa

    votes = o.count_votes(list(zip(*units, strict=True)), DOMAIN)
    assume((votes.sum(0) > 0).sum() > 1)
    assert float(c.fleiss(votes)) == pytest.approx(fleiss_kappa(votes))
    uniform = c.brennan_prediger(votes)
    assert float(uniform) == pytest.approx(fleiss_kappa(votes, method="randolph"))


@given(pairs=two)
@oracle
def test_pi_s_and_alpha_are_those_of_nltk(pairs: list[tuple[int, int]]) -> None:
    from nltk.metrics.agreement import AnnotationTask

    table = o.crosstab(*apart(pairs), DOMAIN)
    votes, weights = o.votes_of_table(table)
    used = [v for v in DOMAIN if any(v in pair for pair in pairs)]
    assume(len(used) > 1)
    task = AnnotationTask([(who, unit, pair[i]) for unit, pair in enumerate(pairs) for i, who in enumerate("AB")])
    assert float(o.scott_pi(table)) == pytest.approx(task.pi())
    assert float(c.krippendorff_alpha(votes, weights)) == pytest.approx(task.alpha())
    small = o.votes_of_table(o.crosstab(*apart(pairs), used))
    assert float(c.brennan_prediger(*small)) == pytest.approx(task.S())


subsets = st.frozensets(st.sampled_from("abc"), min_size=1)


@given(pairs=st.lists(st.tuples(subsets, subsets), min_size=3, max_size=30))
@oracle
def test_masi_alpha_is_that_of_nltk(pairs: list[tuple[frozenset[str], frozenset[str]]]) -> None:
    from nltk.metrics import masi_distance as nltk_masi
    from nltk.metrics.agreement import AnnotationTask

    domain = sorted({s for pair in pairs for s in pair}, key=sorted)
    assume(len(domain) > 1)
    rows = [(who, unit, pair[i]) for unit, pair in enumerate(pairs) for i, who in enumerate("AB")]
    task = AnnotationTask(rows, distance=nltk_masi)
    votes = o.count_votes(list(zip(*pairs, strict=True)), domain)
    ours = c.krippendorff_alpha(votes, distance=distance_matrix(domain, masi_distance))
    assert float(ours) == pytest.approx(task.alpha())


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
@given(units=many)
@oracle
def test_alpha_is_that_of_krippendorff(metric: o.Metric, units: list[list[Any]]) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    votes = o.count_votes(list(zip(*units, strict=True)), DOMAIN)
    assume((votes[votes.sum(1) > 1].sum(0) > 0).sum() > 1)
    theirs = krippendorff.alpha(value_counts=votes, value_domain=DOMAIN, level_of_measurement=metric)
    assert float(o.alpha(votes, metric=metric)) == pytest.approx(theirs)
