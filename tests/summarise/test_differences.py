"""The test of two groups of units against SciPy and values by hand; `benchmarks/contrast_levels.py` holds its level."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from qualcode.summarise.differences import Unit, holm, independent, least_p, paired, share_interval

SPREAD_A, SPREAD_B = [0.0, 1.0, 0.0, 1.0, 0.5], [1.0, 0.0, 1.0, 1.0]


def units(shares: list[float], voices: int = 50) -> list[Unit]:
    """Units with so many voices that their number adds nothing to how the units vary."""
    return [Unit([s] * voices) for s in shares]


def test_where_units_vary_it_is_welchs_t_with_the_smaller_groups_freedom() -> None:
    found = independent(units(SPREAD_A), units(SPREAD_B))
    theirs = stats.ttest_ind(SPREAD_A, SPREAD_B, equal_var=False)
    assert found.value == pytest.approx(np.mean(SPREAD_A) - np.mean(SPREAD_B))
    assert found.freedom == 3
    assert found.p == pytest.approx(2 * stats.t.sf(abs(theirs.statistic), 3))
    error = found.value / theirs.statistic
    assert found.low == pytest.approx(max(-1, found.value - stats.t.ppf(0.975, 3) * error))


def test_pairs_that_vary_are_the_paired_t() -> None:
    a, b = [1.0, 0.5, 1.0, 0.0, 1.0, 1.0], [0.0, 0.5, 1.0, 1.0, 0.0, 0.5]
    found = paired(list(zip(units(a), units(b), strict=True)))
    theirs = stats.ttest_rel(a, b)
    assert found.p == pytest.approx(theirs.pvalue)
    assert found.freedom == 5


def test_units_that_are_alike_by_chance_do_not_make_it_sure() -> None:
    """Three offices with one voice each, all yes, against three all no: as if single voices had been drawn."""
    found = independent([Unit([1.0])] * 3, [Unit([0.0])] * 3)
    share = (3 + 0.5) / 4
    error = math.sqrt(2 * share * (1 - share) / 3)
    assert found.p == pytest.approx(2 * stats.t.sf(1 / error, 2))
    assert found.low == pytest.approx(1 - stats.t.ppf(0.975, 2) * error)
    assert found.high == 1.0
    none = independent([Unit([0.0])] * 5, [Unit([0.0])] * 8)
    assert none.low is not None
    assert none.low < 0 == none.value
    alike = paired([(Unit([1.0]), Unit([1.0]))] * 6)
    assert alike.high == pytest.approx(stats.t.ppf(0.975, 5) * math.sqrt(2 / 8 / 8))


def test_units_within_offices_weigh_as_many_as_there_are() -> None:
    a = [Unit([1.0, 1.0, 0.0, 0.0], 4), Unit([1.0], 1), Unit([0.0], 1)]
    b = [Unit([0.0], 1), Unit([0.0, 1.0], 2)]
    assert independent(a, b).value == pytest.approx(3 / 6 - 1 / 3)


@pytest.mark.parametrize(("a", "b"), [([1.0], [0.0] * 60), ([], [0.0, 1.0])])
def test_one_unit_says_nothing_of_how_units_differ(a: list[float], b: list[float]) -> None:
    found = independent(units(a), units(b))
    assert (found.p, found.low) == (None, None)
    assert found.reason == (
        "1 against 60: one unit says nothing about how units differ" if a else "a group has no unit"
    )
    assert paired([(Unit([1.0]), Unit([0.0]))]).p is None


def test_words_that_do_not_vary_are_no_test() -> None:
    assert "alike" in independent(units([0.1, 0.1]), units([0.1, 0.1]), binary=False).reason


def test_no_noise_about_nothing() -> None:
    found = independent([Unit([0.1, 0.2]), Unit([0.3])], [Unit([0.3]), Unit([0.2, 0.1])], binary=False)
    assert math.copysign(1, found.value) == 1
    assert found.value == 0


@given(st.lists(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=5), min_size=4, max_size=16))
def test_interval_and_p_are_one_model(values: list[list[float]]) -> None:
    made = [Unit(v) for v in values]
    for found in (
        independent(made[: len(made) // 2], made[len(made) // 2 :]),
        paired(list(zip(made[::2], made[1::2], strict=False))),
    ):
        assert found.p is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.high
        assert (found.low <= 0 <= found.high) is (found.p >= 0.05 - 1e-9)


def test_shares_have_wilsons_interval_for_what_the_units_are_worth() -> None:
    low, high = share_interval(units([0.0, 1.0, 0.0, 1.0, 0.5])) or (0, 0)
    t, n = stats.t.ppf(0.975, 4), 0.25 / (np.var([0, 1, 0, 1, 0.5], ddof=1) / 5)
    centre, half = 0.5, t / (1 + t * t / n) * math.sqrt(0.25 / n + t * t / (4 * n * n))
    assert low == pytest.approx(centre - half)
    assert high == pytest.approx(centre + half)
    lowest, highest = share_interval([Unit([0.0] * 10)] * 4) or (1, 1)
    assert lowest == 0
    assert highest == pytest.approx(stats.t.ppf(0.975, 3) ** 2 / (4 + stats.t.ppf(0.975, 3) ** 2))
    assert share_interval([Unit([1.0])]) is None
    assert share_interval(units([0.1, 0.2]), binary=False) is None


def test_the_clearest_difference() -> None:
    a, b = [Unit([0.0, 1.0])] * 4, [Unit([0.0])] * 3
    assert least_p(a, b) == independent([Unit([1.0, 1.0])] * 4, [Unit([0.0])] * 3).p
    assert least_p(a[:1], b) is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_is_statsmodels(p: list[float]) -> None:
    assert holm([None, *p])[1:] == pytest.approx(list(multipletests(p, method="holm")[1]))
    assert holm([None, *p])[0] is None
