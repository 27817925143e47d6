from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from suggest.made import BOOK, finished, project

from qualcode.document import Picture
from qualcode.documents.suggestions import curve_picture, report
from qualcode.errors import QualcodeError
from qualcode.render import PICTURE_FORMATS
from qualcode.suggest import Known, Options, evaluate
from qualcode.suggest.evaluate import advice, interval, share_right
from qualcode.suggest.measures import average_precision, calibration_error, first_right, recall_at


def test_measures_by_hand() -> None:
    scores, right = np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, False, True, False])
    assert average_precision(scores, right) == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert recall_at(scores, right, 2) == 0.5
    assert np.isnan(average_precision(scores, np.zeros(4, bool)))
    # bins .9–1 (one right of two, said .95) and .1–.2 (none of two, said .15): (|1.9 − 1| + |0.3 − 0|) / 4
    said, was = np.array([0.95, 0.95, 0.15, 0.15]), np.array([True, False, False, False])
    assert calibration_error(said, was) == pytest.approx(0.3)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_average_precision_is_one_only_for_a_perfect_ranking(pairs: list[tuple[float, bool]]) -> None:
    scores, right = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    if right.any():
        assert 0 < average_precision(scores, right) <= 1
        assert average_precision(right.astype(float), right) == 1


def test_intervals_resample_whole_groups() -> None:
    low, high = interval(np.array([0.0, 0.0, 1.0, 1.0, np.nan]), ["a", "a", "b", "b", "c"])
    assert (low, high) == (0.0, 1.0)
    assert interval(np.array([0.3, 0.7]), ["a", "a"]) == (None, None)


def test_evaluation_beats_its_baselines_on_a_clear_project() -> None:
    transcripts, codings = project(8)
    measured = evaluate(Known(transcripts, BOOK, codings, finished(transcripts)))
    average = measured.methods().set_index("method")["map"]
    assert average["suggestions"] > 0.9
    assert average["suggestions"] > average["most frequent codes"] + 0.2
    table = measured.table().set_index("code")
    assert table["segments"].tolist() == [16, 16, 16]
    assert (table["ap_low"] <= table["average_precision"]).all()
    assert measured.curve["groups"].tolist() == [0, 2, 3, 6]
    assert measured.calibration_error is not None


def test_unmarked_segments_count_only_where_the_transcript_was_finished() -> None:
    transcripts, codings = project(6)
    assert len(evaluate(Known(transcripts, BOOK, codings)).units) == 6 * 6
    assert len(evaluate(Known(transcripts, BOOK, codings, finished(transcripts[:2]))).units) == 6 * 6 + 2 * 2


def test_folds_keep_offices_whole() -> None:
    transcripts, codings = project(6)
    measured = evaluate(Known(transcripts, BOOK, codings), Options(holdout="office"))
    assert set(measured.groups) == {"kontor 0", "kontor 1"}


def test_equal_scores_are_right_by_expectation() -> None:
    flat, right = np.zeros(4), np.array([True, False, False, False])
    assert average_precision(flat, right) == pytest.approx((1 + 1 / 2 + 1 / 3 + 1 / 4) / 4)
    assert first_right(flat, right) == pytest.approx(1 / 4)
    assert recall_at(flat, right, 3) == pytest.approx(3 / 4)


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=5))
def test_the_expected_precision_is_the_mean_over_all_orders(pairs: list[tuple[int, bool]]) -> None:
    scores, right = np.array([float(p[0]) for p in pairs]), np.array([p[1] for p in pairs])
    if right.any():
        orders = [np.array(order) for order in permutations(range(len(pairs)))]
        plain = []
        for order in orders:
            ranked = right[order][np.argsort(-scores[order], kind="stable")]
            plain.append((np.cumsum(ranked) / np.arange(1, len(ranked) + 1))[ranked].mean())
        assert average_precision(scores, right) == pytest.approx(np.mean(plain))


def test_what_the_codebook_quotes_is_not_measured() -> None:
    transcripts, codings = project(6)
    t = transcripts[0]
    quoting = [f"{t.quote(t.segments[0])} (t0:1)", t.quote(t.segments[3])]
    first, *rest = BOOK.codes
    book = replace(BOOK, codes=(replace(first, examples=tuple(quoting)), *rest))
    measured = evaluate(Known(transcripts, book, codings, finished(transcripts)))
    places = {(u.transcript, u.segment) for u in measured.units}
    assert measured.quoted == 2
    assert not {("t0", 1), ("t0", 4)} & places


def test_shares_right_come_with_their_number_and_resample_groups() -> None:
    shown = np.array([[True, True], [True, False], [False, True]])
    right = np.array([[True, False], [True, False], [True, False]])
    assert share_right(shown, right, ["a", "a", "b"]) == {
        "share": 0.5,
        "low": 0.0,
        "high": pytest.approx(2 / 3),
        "n": 4,
    }
    assert share_right(shown & False, right, ["a", "a", "b"])["share"] is None


def test_too_little_to_measure_is_said() -> None:
    transcripts, codings = project(3)
    with pytest.raises(QualcodeError, match="too little coded"):
        evaluate(Known(transcripts, BOOK, [c for c in codings if c.transcript == "t0"]))


def test_the_report_and_its_picture_are_the_same_every_time() -> None:
    transcripts, codings = project(6)
    measured = evaluate(Known(transcripts, BOOK, codings, finished(transcripts)))
    nb, en = report(measured, "nb"), report(measured, "en")
    assert (nb.title, en.title) == ("Hvor gode er forslagene?", "How good are the suggestions?")
    picture = nb.blocks[-1]
    assert isinstance(picture, Picture)
    again = curve_picture(measured, "nb")
    assert [picture.save(form) for form in PICTURE_FORMATS] == [again.save(form) for form in PICTURE_FORMATS]
    assert picture.caption == again.caption
    assert picture.png.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("n", "low", "high", "keywords", "says"),
    [
        (50, 0.8, 0.9, True, "ready"),
        (50, 0.5, 0.8, True, "promising"),
        (50, 0.2, 0.5, True, "needs a closer look"),
        (50, 0.2, 0.5, False, "needs keywords"),
        (3, 0.9, 1.0, True, "needs examples"),
        (3, None, None, False, "needs keywords"),
    ],
)
def test_advice(n: int, low: float | None, high: float | None, keywords: bool, says: str) -> None:
    assert advice(n, low, high, keywords) == says
