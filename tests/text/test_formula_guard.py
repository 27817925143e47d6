"""Cells that a spreadsheet could run are guarded, and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.formula_guard import guard, unguard


@pytest.mark.parametrize("cell", ["=1+1", "+47 73", "-x", "@a", "\tx", "\rx", "'=1", "''-x"])
def test_what_may_be_a_formula_is_guarded(cell: str) -> None:
    assert guard(cell) == f"'{cell}"
    assert unguard(guard(cell)) == cell


@pytest.mark.parametrize("cell", ["", "a=1", "'", "'a", "''", " =1", "3-4", "«=»"])
def test_what_cannot_be_one_is_left_alone(cell: str) -> None:
    assert guard(cell) == unguard(cell) == cell


@given(st.text("'=+-@\t\rab", max_size=6))
def test_every_cell_comes_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell
