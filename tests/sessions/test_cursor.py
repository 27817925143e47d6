"""Moving and selecting in a transcript."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Segment, Transcript, Turn
from qualcode.sessions.cursor import Cursor

TEXT = "Vi møtes. Hver tirsdag. Det går.\nNei. Aldri, sier hun.\nJa."
TRANSCRIPT = Transcript(
    "t",
    TEXT,
    (Turn(1, 0, 54, "Kari"), Turn(2, 55, 58, "I")),
    (Segment(1, 1, 0, 32), Segment(2, 1, 33, 54), Segment(3, 2, 55, 58)),
)


@pytest.fixture
def cursor() -> Cursor:
    return Cursor(TRANSCRIPT)


def words(cursor: Cursor) -> str:
    return TRANSCRIPT.quote(cursor.place)


def test_it_begins_with_the_first_segment(cursor: Cursor) -> None:
    assert words(cursor) == "Vi møtes. Hver tirsdag. Det går."
    assert cursor.whole


def test_moving_stays_inside(cursor: Cursor) -> None:
    cursor.move(-1)
    assert cursor.segment == TRANSCRIPT.segments[0]
    cursor.move(7)
    assert words(cursor) == "Ja."


def test_sentence_by_sentence_over_segments_and_back(cursor: Cursor) -> None:
    seen = []
    for _ in range(7):
        cursor.sentence(1)
        seen.append(words(cursor))
    assert seen == ["Vi møtes.", "Hver tirsdag.", "Det går.", "Nei.", "Aldri, sier hun.", "Ja.", "Ja."]
    cursor.sentence(-1)
    assert words(cursor) == "Aldri, sier hun."


def test_the_last_sentence_comes_first_when_going_back(cursor: Cursor) -> None:
    cursor.sentence(-1)
    assert words(cursor) == "Det går."


def test_extending_by_sentence_and_word(cursor: Cursor) -> None:
    cursor.sentence(1)
    cursor.extend("sentence", 1)
    assert words(cursor) == "Vi møtes. Hver tirsdag."
    cursor.extend("word", 1)
    assert words(cursor) == "Vi møtes. Hver tirsdag. Det"
    cursor.extend("word", -1)
    cursor.extend("word", -1)
    assert words(cursor) == "Vi møtes. Hver"
    cursor.flip()
    cursor.extend("word", 1)
    assert words(cursor) == "møtes. Hver"
    cursor.extend("word", -1)
    assert words(cursor) == "Vi møtes. Hver"


def test_giving_up_the_last_unit_takes_in_the_one_before(cursor: Cursor) -> None:
    cursor.go(2)
    cursor.extend("segment", -1)
    assert words(cursor).startswith("Vi møtes.")
    assert words(cursor).endswith("sier hun.")
    assert cursor.front
    cursor.extend("segment", 1)
    assert words(cursor) == "Nei. Aldri, sier hun."
    cursor.extend("segment", 1)
    assert words(cursor) == "Nei. Aldri, sier hun.\nJa."
    assert not cursor.front


def test_the_whole_segment_again(cursor: Cursor) -> None:
    cursor.go(2)
    cursor.sentence(1)
    cursor.reset()
    assert cursor.whole
    assert cursor.segment == TRANSCRIPT.segments[1]


def test_a_transcript_without_speech() -> None:
    cursor = Cursor(Transcript("t", "bare en overskrift"))
    cursor.move(1)
    cursor.sentence(1)
    cursor.extend("word", 1)
    assert cursor.segment is None
    assert not cursor.whole


STEPS = st.one_of(
    st.tuples(st.just("move"), st.sampled_from((-1, 1))),
    st.tuples(st.just("sentence"), st.sampled_from((-1, 1))),
    st.tuples(st.sampled_from(("segment", "sentence", "word")), st.sampled_from((-1, 1))),
    st.tuples(st.just("flip"), st.just(0)),
)


@given(st.lists(STEPS, max_size=30))
def test_the_selection_is_always_whole_words_of_the_text(steps: list[tuple[str, int]]) -> None:
    cursor = Cursor(TRANSCRIPT)
    for what, step in steps:
        if what in ("move", "sentence"):
            getattr(cursor, what)(step)
        elif what == "flip":
            cursor.flip()
        else:
            cursor.extend(what, step)  # type: ignore[arg-type]
        start, end = cursor.place.start, cursor.place.end
        assert 0 <= start < end <= len(TEXT)
        assert start == 0 or TEXT[start - 1].isspace()
        assert end == len(TEXT) or TEXT[end].isspace()
        assert TEXT[start:end] == TEXT[start:end].strip()


@given(st.sampled_from(("segment", "sentence", "word")), st.integers(1, 3))
def test_extending_reaches_the_end_and_never_shrinks(unit: str, n: int) -> None:
    cursor = Cursor(TRANSCRIPT)
    cursor.go(n)
    places = [cursor.place]
    for _ in range(20):
        cursor.extend(unit, 1)  # type: ignore[arg-type]
        places.append(cursor.place)
    assert all(a.start == b.start and a.end <= b.end for a, b in pairwise(places))
    assert places[-1].end == len(TEXT)
