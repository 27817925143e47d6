"""One suite of laws for every measure of agreement, and for every number of a comparison at every unit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from compare import oracles as o
from compare.oracles import distance_matrix, masi_distance
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.choices import AGREEMENT_UNITS
from qualcode.compare import Comparison, Counting, Work, compare
from qualcode.compare import coefficients as c
from qualcode.compare.measures import MEASURES
from qualcode.model import Code, Codebook, Coding, Segment, Transcript, Turn

Table = c.Numbers


@dataclass(frozen=True)
class Measure:
    """A coefficient as a function of a 2 × 2 table, 'coded' first; `chance` where it takes chance off."""

    name: str
    of: Callable[[Table], Any]
    chance: bool = True


def _votes(coefficient: Callable[..., Any], **options: Any) -> Callable[[Table], Any]:
    return lambda table: coefficient(*o.votes_of_table(table), **options)


MASI = distance_matrix([{"x"}, set()], masi_distance)

ALL = [
    Measure("kappa", c.cohen_kappa),
    Measure("weighted kappa", lambda t: o.weighted_kappa(t, np.array([[0, 2], [2, 0]]))),
    Measure("pi", o.scott_pi),
    Measure("fleiss", _votes(c.fleiss)),
    Measure("brennan-prediger", _votes(c.brennan_prediger)),
    Measure("ac1", _votes(c.gwet_ac1)),
    *(Measure(f"alpha {m}", _votes(o.alpha, metric=m)) for m in ("nominal", "ordinal", "interval", "ratio")),
    Measure("alpha", _votes(c.krippendorff_alpha)),
    Measure("alpha masi", _votes(c.krippendorff_alpha, distance=MASI)),
    Measure("pooled kappa", lambda t: c.pooled_kappa(np.stack([t, t]))),
    Measure("percent", c.percent, chance=False),
    Measure("positive agreement", c.positive_agreement, chance=False),
    Measure("jaccard", o.jaccard, chance=False),
]
CORRECTED = [m for m in ALL if m.chance]
every = pytest.mark.parametrize("measure", ALL, ids=lambda m: m.name)
corrected = pytest.mark.parametrize("measure", CORRECTED, ids=lambda m: m.name)
tables = st.lists(st.integers(0, 200), min_size=4, max_size=4).map(lambda n: np.array(n, dtype=float).reshape(2, 2))


def _equal(a: Any, b: Any) -> bool:
    return bool(np.isclose(a, b, rtol=0, atol=1e-12, equal_nan=True))


@every
@given(table=tables)
@settings(max_examples=60, deadline=None)
def test_symmetric(measure: Measure, table: Table) -> None:
    assert _equal(measure.of(table), measure.of(table.T))


@every
def test_one_on_equal(measure: Measure) -> None:
    for yes, no in ((1, 1), (3, 97), (970, 30)):
        assert float(measure.of(np.array([[yes, 0], [0, no]]))) == 1.0


@every
@given(table=tables)
@settings(max_examples=60, deadline=None)
def test_at_most_one(measure: Measure, table: Table) -> None:
    value = float(measure.of(table))
    assert np.isnan(value) or value <= 1 + 1e-12


@corrected
def test_about_zero_on_independent(measure: Measure) -> None:
    assert abs(float(measure.of(np.full((2, 2), 1e6)))) < 1e-6


@corrected
@pytest.mark.parametrize(
    "table", [[[0, 0], [0, 10]], [[10, 0], [0, 0]], [[0, 0], [0, 0]]], ids=["none", "all", "empty"]
)
def test_undefined_where_chance_is_total(measure: Measure, table: list[list[int]]) -> None:
    assert np.isnan(float(measure.of(np.array(table, dtype=float))))


@every
@given(table=tables)
@settings(max_examples=40, deadline=None)
def test_leading_dimensions_change_nothing(measure: Measure, table: Table) -> None:
    stacked = measure.of(np.stack([table, table.T])) if measure.name != "pooled kappa" else None
    if stacked is not None:
        assert _equal(stacked[0], measure.of(table))
        assert _equal(stacked[1], measure.of(table.T))


# The whole comparison -------------------------------------------------------------------------------------------------

LENGTH = 40
BOOK = Codebook((Code("X"), Code("Y")))
marks = st.tuples(
    st.sampled_from("tuv"),
    st.sampled_from("ABC"),
    st.sampled_from("XY"),
    st.integers(0, LENGTH - 1),
    st.integers(1, 15),
)


def _text(name: str) -> Transcript:
    spans = [(i, i + 10) for i in range(0, LENGTH, 10)]
    turns = tuple(Turn(n, a, b) for n, (a, b) in enumerate(spans, 1))
    return Transcript(name, "x" * LENGTH, turns, tuple(Segment(t.n, t.n, t.start, t.end) for t in turns))


TEXTS = [_text(name) for name in "tuv"]


def _coded(found: list[Any]) -> list[Coding]:
    return [Coding(str(i), t, k, w, a, min(LENGTH, a + n), "") for i, (t, w, k, a, n) in enumerate(found)]


def _numbers(comparison: Comparison) -> dict[str, dict[str, float | None]]:
    return {a.code: dict(a.measures) for a in comparison.codes}


def _close(a: dict[str, dict[str, Any]], b: dict[str, dict[str, Any]]) -> bool:
    pairs = [(a[code][name], b[code][name]) for code in a for name in MEASURES]
    return all((x is None) == (y is None) and (x is None or _equal(x, y)) for x, y in pairs)


@pytest.mark.parametrize("unit", AGREEMENT_UNITS)
@given(found=st.lists(marks, max_size=25))
@settings(max_examples=25, deadline=None)
def test_order_of_everything_does_not_count(unit: str, found: list[Any]) -> None:
    read, coded = dict.fromkeys("tuv", "ABC"), _coded(found)
    one = compare(Work(TEXTS, coded, read, "ABC", BOOK), Counting(unit))
    assert _close(_numbers(one), _numbers(compare(Work(TEXTS[::-1], coded[::-1], read, "ABC", BOOK), Counting(unit))))
    assert _close(_numbers(one), _numbers(compare(Work(TEXTS, coded, read, "CBA", BOOK), Counting(unit))))


@pytest.mark.parametrize("unit", AGREEMENT_UNITS)
@given(found=st.lists(marks, min_size=1, max_size=20))
@settings(max_examples=25, deadline=None)
def test_equal_coding_is_one_or_undefined(unit: str, found: list[Any]) -> None:
    own = [c for c in _coded(found) if c.coder == "A"]
    twin = [Coding("b" + c.id, c.transcript, c.code, "B", c.start, c.end, "") for c in own]
    compared = compare(Work(TEXTS, own + twin, dict.fromkeys("tuv", "AB"), "AB", BOOK), Counting(unit))
    assert {v for a in compared.codes for v in a.measures.values()} <= {1.0, None}
    for a in compared.codes:
        assert {name for name, v in a.measures.items() if v is None} == a.undefined.keys() - {"prevalence"}


@pytest.mark.parametrize("unit", ["character", "segment", "turn", "transcript"])
@given(found=st.lists(marks, max_size=30))
@settings(max_examples=40, deadline=None)
def test_counts_equal_plain_counting(unit: str, found: list[Any]) -> None:
    """Sweeping end-points gives what marking every unit one by one gives."""
    coded, read = _coded(found), {"t": "ABC", "u": "AB", "v": "A"}
    whole = compare(Work(TEXTS, coded, read, "ABC", BOOK), Counting(unit))
    for a in whole.codes:
        ratings = _by_hand(unit, a.code, coded, read)
        votes = o.count_votes(ratings, [1, 0])
        assert _equal_or_none(a.measures["alpha"], c.krippendorff_alpha(votes))
        assert _equal_or_none(a.measures["ac1"], c.gwet_ac1(votes))
        assert a.both + sum(a.only.values()) + a.some + (a.neither or 0) == (votes.sum(1) > 1).sum()
        for pair in a.pairs:
            i, j = ("ABC".index(coder) for coder in pair.coders)
            table = o.crosstab(ratings[i], ratings[j], [1, 0])
            assert [pair.both, *pair.only, pair.neither] == table.ravel().tolist()


def _equal_or_none(found: float | None, plain: Any) -> bool:
    return bool(np.isnan(plain)) if found is None else _equal(found, plain)


def _by_hand(unit: str, code: str, coded: list[Coding], read: dict[str, str]) -> list[list[int | None]]:
    size = {"character": 1, "segment": 10, "turn": 10, "transcript": LENGTH}[unit]
    ratings: list[list[int | None]] = []
    for coder in "ABC":
        row: list[int | None] = []
        for t in ("t", "u"):
            own = [x for x in coded if (x.transcript, x.coder, x.code) == (t, coder, code)]
            for a in range(0, LENGTH, size):
                marked = any(x.start < a + size and a < x.end for x in own)
                row.append(int(marked) if coder in read[t] else None)
        ratings.append(row)
    return ratings
