"""Cells, columns and texts as people read them."""

from datetime import date

import pytest

from qualcode.document import Output, Provenance, Table
from qualcode.render.values import column_texts, day, is_absent, is_numeric, visible
from qualcode.wording import ABSENT

NAN = float("nan")
VALUES: tuple[object, ...] = (0, 0.0, "", False, [])


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ([1.0, 20.0], ["1", "20"]),
        ([5.25, 12.5], ["5,25", "12,50"]),  # the smallest says how fine it must be
        ([10.0, 12.55], ["10,0", "12,6"]),
        ([9.99, 10.5], ["9,99", "10,50"]),
        ([0.1, 0.25], ["0,10", "0,25"]),
        ([0.099, 0.5, 12.0], ["0,099", "0,500", "12,000"]),
        ([0.0, 0.5], ["0,00", "0,50"]),
        ([-12.5, -10.25], ["−12,5", "−10,2"]),
        ([0.5, NAN, None], ["0,50", ABSENT, ABSENT]),
        ([float("inf"), 0.5], ["inf", "0,50"]),
        ([], []),
    ],
)
def test_a_columns_numbers_have_the_same_decimals(numbers: list[float], texts: list[str]) -> None:
    assert column_texts(numbers, "nb") == texts


def test_other_cells() -> None:
    assert column_texts([True, False], "nn") == ["ja", "nei"]
    assert column_texts([0.5, True, 3], "en") == ["0.50", "yes", "3"]
    assert column_texts([["a", 1], ("b",), "x\x01"], "en") == ["a, 1", "b", "x\u2401"]


def test_what_xml_forbids_can_be_seen() -> None:
    assert visible("a\x00\x1f\x7f\ufffe\n\tb") == "a\u2400\u241f\u2421\ufffd\n\tb"


def test_what_is_absent() -> None:
    assert is_absent(None)
    assert is_absent(NAN)
    assert not any(is_absent(value) for value in VALUES)


@pytest.mark.parametrize("texts", [["1", ABSENT], ["0,5", "−3"], ["12 %"], ["0,1 – 0,3", ""], ["1 000"]])
def test_columns_of_numbers(texts: list[str]) -> None:
    assert is_numeric(texts)


@pytest.mark.parametrize("texts", [[], [ABSENT, ""], ["1", "x"], ["1x"], ["1.2.3"]])
def test_columns_of_words(texts: list[str]) -> None:
    assert not is_numeric(texts)


def test_the_day_of_a_file_is_never_today() -> None:
    assert day(Output(Table({}), Provenance("p", date="2018-03-05T12:00:00Z"))) == date(2018, 3, 5)
    assert day(Output(Table({}), Provenance("p"))) == date(2000, 1, 1)
