"""Rows and margins, without a screen."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.model import Coding, Segment, Transcript, Turn
from qualcode.tui.layout import MOST_LANES, ScreenRow, lay_out, margin, measure_for, wrap

TEXT = "Vi møtes hver tirsdag, og da snakker vi om husleia.\nJa."
TRANSCRIPT = Transcript(
    "t", TEXT, (Turn(1, 0, 51, "Kari"), Turn(2, 52, 55, "Intervjuer")), (Segment(1, 1, 0, 51), Segment(2, 2, 52, 55))
)


def coding(start: int, end: int, code: str = "a") -> Coding:
    return Coding(f"{code}{start}", "t", code, "Kari", start, end, TEXT[start:end])


def test_a_turn_begins_with_its_speaker() -> None:
    page = lay_out(TRANSCRIPT, 24, spaced=True)
    assert [(r.label, TEXT[r.start : r.end]) for r in page.rows] == [
        ("Kari", "Vi møtes hver"),
        ("", "tirsdag, og da snakker"),
        ("", "vi om husleia."),
        ("", ""),
        ("Intervjuer", "Ja."),
    ]
    assert [r.first for r in page.rows] == [True, False, False, False, True]
    assert len(lay_out(TRANSCRIPT, 24, spaced=False).rows) == 4


def test_a_long_name_has_a_row_of_its_own() -> None:
    rows = lay_out(TRANSCRIPT, 20, spaced=False).rows
    assert rows[-2:] == [ScreenRow(2, 52, 52, "Intervjuer", first=True), ScreenRow(2, 52, 55)]


def test_the_row_of_a_position() -> None:
    page = lay_out(TRANSCRIPT, 24, spaced=True)
    assert [page.row_of(p) for p in (0, 12, 14, 50, 52)] == [0, 0, 1, 2, 4]


def test_bars_stand_side_by_side_and_each_has_a_name() -> None:
    page = lay_out(TRANSCRIPT, 24, spaced=True)
    whole, part, end = coding(0, 51, "a"), coding(0, 5, "b"), coding(37, 55, "c")
    found = margin(page, [whole, part, end])
    assert found.lanes == 2
    assert found.bars == {
        0: {0: whole, 1: part},
        1: {0: whole},
        2: {0: whole, 1: end},
        3: {1: end},
        4: {1: end},
    }
    assert found.labels == {0: [whole, part], 2: [end]}


def test_there_are_never_more_lanes_than_fit() -> None:
    page = lay_out(TRANSCRIPT, 24, spaced=True)
    found = margin(page, [coding(0, 51, f"k{i}") for i in range(20)])
    assert found.lanes == MOST_LANES
    assert sum(len(names) for names in found.labels.values()) == 20


@given(st.text(alphabet="aå –\n\t👩e\u0301漢", max_size=80), st.integers(4, 12), st.integers(0, 3))
def test_lines_hold_every_letter_and_fit(text: str, width: int, indent: int) -> None:
    measure = measure_for(text)
    lines = wrap(text, 0, len(text), width, indent, measure)
    inked = "".join(text[a:b] for a, b in lines)
    assert "".join(inked.split()) == "".join(text.split())
    for i, (a, b) in enumerate(lines):
        assert cell_len(text[a:b].strip()) <= width - (0 if i else indent) or b - a == 1
    assert all(b <= c for (_, b), (c, _) in pairwise(lines))
