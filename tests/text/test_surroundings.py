"""The words around a passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Place
from qualcode.text.surroundings import around, words_after, words_before

TEXT = "Vi møtes hver tirsdag på kontoret."


def test_as_they_are() -> None:
    assert around(TEXT, Place(9, 13), 4) == ("tes ", " tir")
    assert around(TEXT, Place(0, 2), 4) == ("", " møt")
    assert around(TEXT, Place(25, 34), 4) == (" på ", "")


@pytest.mark.parametrize(("length", "before"), [(0, ""), (5, ""), (6, "møtes "), (7, "møtes "), (9, "Vi møtes ")])
def test_whole_words_before(length: int, before: str) -> None:
    assert words_before(TEXT, 9, length) == before


@pytest.mark.parametrize(
    ("length", "after"), [(0, ""), (7, ""), (8, " tirsdag"), (9, " tirsdag"), (11, " tirsdag på"), (99, TEXT[13:])]
)
def test_whole_words_after(length: int, after: str) -> None:
    assert words_after(TEXT, 13, length) == after


@given(st.text("ab \n", max_size=30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 12))
def test_context_adjoins_and_begins_with_whole_words(text: str, a: int, b: int, length: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    before, after = words_before(text, start, length), words_after(text, end, length)
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
    assert max(len(before), len(after)) <= length
    outside = text[: start - len(before)][-1:], text[end + len(after) :][:1]
    assert not before or not outside[0] or outside[0].isspace()
    assert not after or not outside[1] or outside[1].isspace()
