"""How one text became another: what is the same is found, wherever it went."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.align import Match, align, fold

TALK = (
    "Intervjuer: Er det trangt?\nKari: Ja.\nIntervjuer: Og skolen?\nKari: Skolen er grei.\n"
    "Intervjuer: Trives de der?\nKari: Ja.\nIntervjuer: Hva med helsa?\nKari: Så som så.\n"
)


def place(old: str, new: str, quote: str, n: int = 0) -> int | None:
    """Where the nth occurrence of a quote in the old text stands in the new one."""
    at = -1
    for _ in range(n + 1):
        at = old.index(quote, at + 1)
    return next((at - m.old + m.new for m in align(old, new) if m.old <= at < m.old + m.length), None)


def test_the_same_text_is_one_match() -> None:
    assert align(TALK, TALK) == [Match(0, 0, len(TALK))]
    assert align("", "") == []


def test_an_answer_follows_its_question_when_passages_change_places() -> None:
    lines = TALK.splitlines(keepends=True)
    new = "".join([*lines[4:6], *lines[2:4], *lines[:2], *lines[6:]])
    assert place(TALK, new, "Ja.") == new.index("trangt?\nKari: Ja.") + len("trangt?\nKari: ")
    assert place(TALK, new, "Ja.", 1) == new.index("der?\nKari: Ja.") + len("der?\nKari: ")


def test_what_was_deleted_has_no_place_though_its_words_stand_elsewhere() -> None:
    lines = TALK.splitlines(keepends=True)
    new = "".join([*lines[:2], *lines[6:]])
    assert place(TALK, new, "Ja.") == new.index("Ja.")
    assert place(TALK, new, "Ja.", 1) is None


def test_a_corrected_word_leaves_the_rest_of_its_line() -> None:
    new = TALK.replace("Skolen er grei", "Skolen er bra")
    assert place(TALK, new, "Skolen er") == new.index("Skolen er")
    assert place(TALK, new, "helsa") == new.index("helsa")


def test_blanks_quotation_marks_and_dashes_of_other_forms_are_the_same() -> None:
    old = 'Han sa "ja" - og gikk 10 km.\n'
    new = "Han sa «ja» – og gikk 10\u00a0km.\n"
    assert fold(old) == fold(new)
    assert align(old, new) == [Match(0, 0, len(old))]


@given(st.text("ab \n«", max_size=60), st.text("ab \n«", max_size=60))
def test_every_match_is_one_and_none_overlap(old: str, new: str) -> None:
    found = align(old, new)
    for match in found:
        assert fold(old[match.old : match.old + match.length]) == fold(new[match.new : match.new + match.length])
    for places in ([(m.old, m.length) for m in found], sorted((m.new, m.length) for m in found)):
        assert all(a + n <= b for (a, n), (b, _) in pairwise(places))
