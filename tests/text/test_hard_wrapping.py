"""When a text's lines were broken at a width."""

import pytest

from qualcode.text.hard_wrapping import hard_wrapped

HALF = "Vi snakket om\nmøtet på tirsdag\nOg så gikk vi\nhver til vårt\nKlokka var fire"
"""Four lines that follow another directly, two of which begin in lower case."""
MOST = HALF.replace("Og så", "og så")


def test_lines_are_broken_at_a_width_when_most_that_follow_begin_in_lower_case() -> None:
    assert not hard_wrapped(HALF)
    assert hard_wrapped(MOST)


def test_three_lines_are_too_few_to_tell() -> None:
    assert not hard_wrapped("en\nto\ntre\nfire")  # three follow another
    assert hard_wrapped("en\nto\ntre\nfire\nfem")


@pytest.mark.parametrize(("length", "wrapped"), [(120, True), (121, False)])
def test_a_line_longer_than_a_page_is_wide_was_not_broken(length: int, wrapped: bool) -> None:
    assert hard_wrapped(f"{MOST}\n{'x' * length}") is wrapped


def test_lines_after_blank_ones_and_lines_that_begin_a_turn_do_not_count() -> None:
    assert hard_wrapped(MOST.replace("Klokka", "\n\nKlokka\nvar det\nvel"))
    turns = "Kari: Ja\nOla: Nei\nKari: Jo\nOla: Vel\nsa han\nså\nog da"
    assert not hard_wrapped(turns)  # three lines count, however low they begin
    assert hard_wrapped(turns + "\nigjen")
    label = f"{'x' * 29}: y"
    assert not hard_wrapped(f"en\nto\ntre\nfire\n{label}")
    assert hard_wrapped(f"en\nto\ntre\nfire\nx{label}")  # a colon so far out is no label's
