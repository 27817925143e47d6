import numpy as np
import pytest
from suggest.made import BOOK, coding, finished, project, transcript

from qualcode.model import Coding, Transcript
from qualcode.suggest import Known, Options, suggest
from qualcode.suggest.engine.calibration import _least, calibrate, differ, logistic
from qualcode.suggest.engine.vectors import Floats
from qualcode.suggest.measures import calibration_error


def drawn(n: int, seed: int, level: float = 0.0, height: float = 0.0) -> tuple[Floats, Floats]:
    """Scores of five codes, and which were right: likelier the higher a score is above the mean of its segment."""
    random = np.random.default_rng(seed)
    scores = random.normal(0, 1.5, (n, 5)) + height + random.normal(0, 1, (n, 1))
    odds = level + 2 * (scores - scores.mean(axis=1, keepdims=True))
    return scores, (random.random((n, 5)) < 1 / (1 + np.exp(-odds))).astype(float)


def off(n: int, level: float, height: float) -> float:
    """How far off a curve from 300 segments is for others of the kind described."""
    scores, y = drawn(300, 0)
    curve = calibrate(scores, y, [str(i) for i in range(300)])
    assert curve is not None
    scores, y = drawn(n, 1, level, height)
    first = np.argsort(np.argsort(-scores, axis=1), axis=1) < 3
    return calibration_error(curve.confidence(scores)[first], y[first] > 0)


def test_confidence_holds_where_all_scores_are_higher_but_not_where_codes_are_rarer() -> None:
    assert off(4000, 0, 0) < 0.05
    assert off(4000, 0, 2.0) < 0.05  # longer segments: all their scores are higher, and the curve knows their mean
    assert off(4000, -1.5, 0) > 0.1  # a coder who gives fewer codes: no score can tell


def test_a_higher_score_of_a_code_is_never_less_sure() -> None:
    scores, y = drawn(200, 2)
    for right in (y, 1 - y):  # also where scores speak against the codings
        curve = calibrate(scores, right, [str(i) for i in range(200)])
        assert curve is not None
        higher = scores.copy()
        higher[:, 0] += 1
        higher[:, 1] -= 1  # the mean stays
        assert (curve.confidence(higher)[:, 0] >= curve.confidence(scores)[:, 0] - 1e-12).all()


def test_a_code_that_is_oftener_wrong_is_said_to_be_less_sure() -> None:
    scores, y = drawn(600, 7)
    y[:, 0] *= np.random.default_rng(1).random(600) < 0.4
    curve = calibrate(scores, y, [str(i) for i in range(600)])
    assert curve is not None
    flat = np.ones((1, 5))
    assert curve.confidence(flat)[0, 0] < curve.confidence(flat)[0, 1:].min() - 0.05
    assert abs(curve.of_code.mean()) < 0.5  # drawn to what is common


def test_a_weak_penalty_and_long_steps_reach_the_same_curve() -> None:
    # by hand: of a hundred at x = 0 a quarter are right, at x = 1 three quarters; the level is not penalised
    x = np.repeat([0.0, 1.0], 100)[:, None]
    right = np.tile(np.arange(100), 2) < np.repeat([25, 75], 100)
    level, slope = logistic(x, right, np.array([0.0]))
    assert (level, slope) == (pytest.approx(-np.log(3)), pytest.approx(2 * np.log(3)))
    drawn_level, drawn_slope = logistic(x, right, np.array([1e6]))
    assert drawn_slope == pytest.approx(0, abs=1e-3)
    assert drawn_level == pytest.approx(0, abs=1e-3)
    far = logistic(x * 1e-3, right, np.array([0.0]))  # many steps of at most LONGEST_STEP
    assert far[1] == pytest.approx(2000 * np.log(3), rel=0.2) or far[1] > 50


def test_steps_are_cut_short_so_that_none_overshoots() -> None:
    x = np.concatenate([np.full(99, 0.0), [40.0]])[:, None]
    right = np.concatenate([np.zeros(99, bool), [True]])
    fitted = logistic(x, right, np.array([0.1]))
    assert np.isfinite(fitted).all()
    assert 1 / (1 + np.exp(-(fitted[0] + fitted[1] * 40))) > 0.5


def test_the_least_confidence_is_half_of_the_best_f() -> None:
    # shown from the surest on: right, right, wrong, right of four there are: F = 2/5, 4/6, 4/7, 6/8
    assert _least(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, True]), 4) == pytest.approx(3 / 8)


def test_too_little_is_not_measurable() -> None:
    scores, y = drawn(60, 3)
    groups = [str(i) for i in range(60)]
    assert calibrate(scores[:39], y[:39], groups[:39]) is None
    assert calibrate(scores, y, ["one"] * 60) is None
    assert calibrate(scores, np.zeros_like(y), groups) is None


@pytest.mark.parametrize(("height", "different"), [(0.0, False), (0.3, False), (2.0, True)])
def test_another_kind_of_segments_is_noticed(height: float, different: bool) -> None:
    coded, others = drawn(150, 4)[0], drawn(150, 5, 0, height)[0]
    assert differ(coded, others) is different


def test_the_person_is_told_where_confidence_may_be_off() -> None:
    transcripts, codings = project(12)
    alike = [transcript(f"u{i}", [t.quote(s) for s in t.segments]) for i, t in enumerate(transcripts)]
    other = [transcript(f"v{i}", ["Ja, nettopp.", "Nei.", "Kanskje det.", "Vet ikke."]) for i in range(12)]
    assert notes([*transcripts, *alike], codings) == []
    (note,) = notes([*transcripts, *other], codings)
    assert note.startswith("confidence: may be off")
    assert notes([*transcripts, *other], [coding(transcripts[0], 1, "barn")]) == []  # nothing is measured yet


def notes(transcripts: list[Transcript], codings: list[Coding]) -> list[str]:
    told: list[str] = []
    read = finished([t for t in transcripts if t.name.startswith("t")])
    suggest(Known(transcripts, BOOK, codings, read if len(codings) > 1 else ()), Options(note=told.append))
    return told
