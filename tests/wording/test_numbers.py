"""Numbers and lists as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.wording import LANGS, Lang, listed, number, percent, whole

NAN = float("nan")


@pytest.mark.parametrize(
    ("lang", "numbers"),
    [("nb", ["0,50", "−0,5", "3", "0,667", "–", "–"]), ("nn", ["0,50", "−0,5", "3", "0,667", "–", "–"]),
     ("en", ["0.50", "-0.5", "3", "0.667", "–", "–"])],
)  # fmt: skip
def test_a_number_has_the_signs_of_its_language(lang: Lang, numbers: list[str]) -> None:
    given_ = [(0.5, 2), (-0.5, 1), (3.2, 0), (0.667, None), (NAN, 2), (None, 2)]
    assert [number(value, lang, digits) for value, digits in given_] == numbers


def test_nothing_is_less_than_nothing() -> None:
    assert [whole(-0.2, "nb"), number(-0.001, "nb"), percent(-0.001, "nb")] == ["0", "0,00", "0\xa0%"]


def test_thousands_stand_apart_from_five_digits_on() -> None:
    said = [[whole(n, lang) for n in (999, 2000, 12_345, -1_234_567)] for lang in LANGS]
    norwegian = ["999", "2000", "12\xa0345", "−1\xa0234\xa0567"]
    assert said == [norwegian, norwegian, ["999", "2000", "12,345", "-1,234,567"]]


def test_a_share_is_in_per_cent() -> None:
    assert [percent(0.123, lang) for lang in LANGS] == ["12\xa0%", "12\xa0%", "12%"]
    assert percent(0.995, "nb", 1) == "99,5\xa0%"
    assert [percent(NAN, "nb"), percent(None, "en")] == ["–", "–"]


def test_a_list_is_joined_by_the_languages_word() -> None:
    assert [listed(["Anna", "Berit", "Cato"], lang) for lang in LANGS] == [
        "Anna, Berit og Cato",
        "Anna, Berit og Cato",
        "Anna, Berit and Cato",
    ]
    assert [listed(names, "nb") for names in ([], ("Anna",), ["Anna", "Berit"])] == ["", "Anna", "Anna og Berit"]


@given(st.floats(-1e6, 1e6), st.integers(0, 6), st.sampled_from(LANGS))
def test_a_number_reads_back(value: float, digits: int, lang: Lang) -> None:
    text = number(value, lang, digits).replace("−", "-").replace(",", ".")
    assert float(text) == pytest.approx(value, abs=0.51 * 10**-digits)
