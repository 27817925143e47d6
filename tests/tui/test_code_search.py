"""Finding codes by a few letters."""

import pytest

from qualcode.model import Code, Codebook
from qualcode.tui.code_search import find_codes, fold

BOOK = Codebook(
    (
        Code("internt_samarbeid", "Internt samarbeid", codes=(Code("teammøter", "Faste møtepunkter"),)),
        Code("barnevern", "Samarbeid med barnevernet"),
        Code("barneperspektiv", "Barneperspektiv", keywords=("unger", "ungdom")),
        Code("økonomi", "Økonomi"),
        Code("gammel", retired=True),
    )
)


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("økon", "økonomi"),
        ("okon", "økonomi"),
        ("OKO", "økonomi"),
        ("sam", "internt_samarbeid"),
        ("barn", "barnevern"),
        ("barnep", "barneperspektiv"),
        ("persp", "barneperspektiv"),
        ("bpe", "barneperspektiv"),
        ("moter", "teammøter"),
        ("møtep", "teammøter"),
        ("ungd", "barneperspektiv"),
        ("barnevren", "barnevern"),
    ],
)
def test_the_best_comes_first(letters: str, first: str) -> None:
    assert find_codes(letters, BOOK)[0].id == first


def test_nothing_fits() -> None:
    assert find_codes("xqzw", BOOK) == []


def test_without_letters_all_are_listed_those_used_last_first() -> None:
    ids = [code.id for code in find_codes(" ", BOOK, ["økonomi", "gone", "gammel"])]
    assert ids == ["økonomi", "internt_samarbeid", "teammøter", "barnevern", "barneperspektiv"]


def test_retired_codes_are_not_found() -> None:
    assert "gammel" not in [code.id for code in find_codes("gammel", BOOK)]


def test_folding() -> None:
    assert fold(" Ærlig Ålesund Øy É ") == "arlig alesund oy e"
