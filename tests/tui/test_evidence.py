"""The words a suggestion was made for."""

from qualcode.model import Suggestion, Transcript
from qualcode.tui.evidence import evidence

TEXT = "Barna savner skolen. Husleia er høy, og barnehagen er dyr."


def words(why: str, start: int = 0, end: int = len(TEXT)) -> list[str]:
    transcript = Transcript("t", TEXT)
    found = evidence(transcript, Suggestion("t", 1, start, end, "c", 1.0, None, why))
    return [transcript.quote(place) for place in found]


def test_keywords_and_words_are_found_as_they_stand() -> None:
    assert words("keywords: skole, leie; words: høy") == ["skolen", "høy"]


def test_compounds_and_endings() -> None:
    assert words("keywords: barn") == ["Barna", "barnehagen"]


def test_short_words_must_be_whole() -> None:
    assert words("words: er, og, hus") == ["er", "og", "er"]


def test_only_within_the_place() -> None:
    assert words("keywords: barn", 21) == ["barnehagen"]


def test_a_reason_without_words() -> None:
    assert words("likeness to the code's description") == []
