"""What a row is after two histories: worked by hand."""

from dataclasses import replace
from itertools import permutations

import pytest

from qualcode.store.replay import Event, Row, again, inverse, state


def event(time: int, before: Row | None, after: Row | None, line: str = "") -> Event:
    return Event(("coding", ("x",)), (time, line or f"line{time}", 0), before, after, line or f"line{time}")


A, B, C = {"id": "x", "a": 1, "b": 1}, {"id": "x", "a": 2, "b": 1}, {"id": "x", "a": 1, "b": 2}


def test_columns_are_independent() -> None:
    assert state([event(1, None, A), event(2, A, B), event(3, A, C)]) == {"id": "x", "a": 2, "b": 2}


def test_the_later_of_two_writes_stands() -> None:
    other = {**A, "a": 9}
    assert state([event(1, None, A), event(2, A, other), event(3, A, B)]) == B


def test_a_row_that_was_there_before_the_log_began() -> None:
    assert state([event(2, A, B)]) == B
    assert state([event(2, A, None)]) is None


def test_undo_takes_back_only_its_own_insertion() -> None:
    ours, theirs = event(1, None, A), event(2, None, A)
    undone = inverse([theirs], 3, "undo")
    assert state([ours, theirs, *undone]) == A
    assert state([theirs, *undone]) is None
    assert state([theirs, *undone, *again([theirs], 4, "redo")]) == A


def test_a_deletion_takes_back_all_before_it() -> None:
    made = [event(1, None, A), event(2, None, A), event(3, A, None)]
    assert state(made) is None
    assert state([*made, *inverse(made[2:], 4, "undo")]) == A
    assert state([*made, event(5, None, B)]) == B
    assert state(made, keep=True) == A


def test_a_change_does_not_bring_back_what_is_gone() -> None:
    made = event(1, None, A)
    assert state([made, *inverse([made], 2, "undo"), event(3, A, B)]) is None


def test_a_later_insertion_writes_only_what_differs() -> None:
    known = {**A, "b": 5}
    assert state([event(1, None, A), event(2, A, known), event(3, None, B)]) == {"id": "x", "a": 2, "b": 5}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_reading_is_nothing_the_order_of_numbers_everything(order: tuple[int, ...]) -> None:
    events = [event(1, None, A), event(2, A, B), event(3, B, {**B, "b": 7})]
    assert state(sorted((events[i] for i in order), key=lambda e: e.order)) == {"id": "x", "a": 2, "b": 7}


def test_a_change_older_than_the_insertion_that_counts_is_none_of_it() -> None:
    # The row was made, changed and taken back in one copy; what the other made after it knows nothing of the change.
    made, changed, again_made = event(1, None, A), event(2, A, {**A, "b": 9}), event(3, None, A)
    assert state([made, changed, event(3, {**A, "b": 9}, None), replace(again_made, order=(4, "line4", 0))]) == A
    undone = inverse([made], 3, "undo")
    assert state([made, changed, *undone, replace(again_made, order=(4, "line4", 0))]) == A
