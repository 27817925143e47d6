"""Reasons that are made for many suggestions at once are those that are made for one after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from suggest.made import BOOK, coding, finished, project, transcript

from qualcode.suggest import Known, Options
from qualcode.suggest.engine.segments import Decisions, units
from qualcode.suggest.reasons import LIKE_ENOUGH, MOST_WORDS, WORTH_NAMING, Reason, Why, last_of_most
from qualcode.suggest.suggesting import best, fit


def plain_reason(why: Why, engine, reading, block, i: int, j: int) -> Reason:
    """The reason by its definition, for one pair."""
    evidence, sample, rows = engine.evidence, engine.sample, engine.labels.rows
    worth = {k: evidence.keyword_weight[k, j] for k in reading.material.hits[i].indices}
    keywords = tuple(name for _, name in sorted((-w, evidence.name_of(k)) for k, w in worth.items() if w))
    said = sorted(((engine.carried()[f, j], n, f) for n, f in enumerate(reading.counts[i].indices)), reverse=True)
    least = max(WORTH_NAMING * said[0][0], 0) if said else 0
    words = [engine.space.forms[f] for value, _, f in said[:MOST_WORDS] if value > least]
    lemmas = engine.reading.material.lemmas
    likely = [
        (float((reading.material.lemmas[i] @ lemmas[row].T).sum()), -k, sample[row])
        for k, row in enumerate(rows)
        if engine.labels.y[k, j] > 0 and sample[row] != block[i]
    ]
    like, _, other = max(likely, key=lambda found: found[:2], default=(0.0, 0, None))
    named = f"{other.transcript}:{other.segment} (Anna)" if other and like >= LIKE_ENOUGH else ""
    return Reason(keywords, tuple(w for w in words if w not in keywords), (), named)


@pytest.mark.parametrize("taught", [0, 20])
def test_many_reasons_at_once(taught: int) -> None:
    transcripts, codings = project(6)
    transcripts.append(transcript("ny", ["", "Barna og gjelda og leiligheten og husleia.", "Å flytte med ungdommen …"]))
    codings = [*codings[:taught], coding(transcripts[-1], 2, "penger")][: taught + (taught > 0)]
    codes = Known([], BOOK).codes
    decisions = Decisions([c.id for c in codes], codings, finished(transcripts), (), None)
    engine = fit(transcripts[1:], codes, decisions, Options())
    block = list(units(transcripts, Options()))
    reading, why = engine.read(block), Why(engine, decisions)
    why.prepare(block, reading)
    rows, columns = (part.ravel() for part in np.mgrid[: len(block), : len(codes)])
    for i, j, reason in zip(rows, columns, why.reasons(rows, columns), strict=True):
        assert reason == plain_reason(why, engine, reading, block, i, j)


@given(st.lists(st.lists(st.integers(-2, 2), max_size=4), max_size=6))
def test_the_last_of_the_greatest(groups: list[list[int]]) -> None:
    size = np.array([len(g) for g in groups], dtype=np.intp)
    owner = np.repeat(np.arange(len(groups)), size)
    values = np.array([v for g in groups for v in g], dtype=float)
    first = np.cumsum(size) - size
    best_of, at = last_of_most(values, first, owner, size)
    for n, group in enumerate(groups):
        assert best_of[n] == max(group, default=-np.inf)
        if group:
            assert at[n] - first[n] == max(k for k, v in enumerate(group) if v == max(group))


@given(
    arrays.arrays(float, (4, 5), elements=st.sampled_from([0.0, 1.0, 2.0, -1.0])),
    arrays.arrays(bool, (4, 5)),
    st.integers(1, 5),
)
def test_the_best_of_what_may_be_chosen(scores: np.ndarray, may: np.ndarray, most: int) -> None:
    rows, columns = best(scores, may, most)
    for i in range(4):
        order = sorted((-scores[i, j], j) for j in range(5) if may[i, j])
        assert columns[rows == i].tolist() == [j for _, j in order[:most]]
