import numpy as np
import pytest
from suggest.made import BOOK, coding, finished, project, transcript

from qualcode.model import Coding, Transcript
from qualcode.suggest import Known, Options, suggest
from qualcode.suggest.engine.calibration import calibrate, differ
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


def test_the_surest_of_a_segment_is_the_highest_score() -> None:
    scores, y = drawn(200, 2)
    for right in (y, 1 - y):  # also where scores speak against the codings
        curve = calibrate(scores, right, [str(i) for i in range(200)])
        assert curve is not None
        order = np.argsort(scores, axis=1)
        assert (np.diff(np.take_along_axis(curve.confidence(scores), order, axis=1), axis=1) >= -1e-12).all()


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
