"""Which of the things that there are is meant by what somebody wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook
from qualcode.names import folded, meant, nearest

KNOWN = ("granmo", "granmo-2", "Lyngdalen", "Åse", "intervju 1", "intervju [1]")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("granmo", "granmo"),
        ("GRANMO", "granmo"),
        (" lyngdalen ", "Lyngdalen"),
        ("lyng", "Lyngdalen"),
        (unicodedata.normalize("NFD", "åse"), "Åse"),
        ("intervju\u00a01", "intervju 1"),
        ("inter\u00advju 1", "intervju 1"),
        ("intervju [1]", "intervju [1]"),
    ],
)
def test_a_reader_may_write_less_than_the_whole_name(typed: str, found: str) -> None:
    assert meant(typed, KNOWN, "transcript") == found
    if typed != found:
        with pytest.raises(QualcodeError, match="no transcript"):
            meant(typed, KNOWN, "transcript", whole=True)


@pytest.mark.parametrize(("typed", "told"), [("gran", "any of 2"), ("inter", "any of 2"), ("", "no transcript ''")])
def test_what_may_mean_several_things_means_none(typed: str, told: str) -> None:
    with pytest.raises(QualcodeError, match=told):
        meant(typed, KNOWN, "transcript")


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(QualcodeError, match=r"no transcript 'granma'\nDid you mean granmo, granmo-2\?"):
        meant("granma", KNOWN, "transcript", "transcripts list")
    with pytest.raises(QualcodeError, match="See `qualcode transcripts list`"):
        meant("xyz", KNOWN, "transcript", "transcripts list")
    with pytest.raises(QualcodeError, match="There are: Anna, Berit"):
        meant("xyz", ("Berit", "Anna"), "coder")
    assert nearest("økonomi", ["ØKONOMI", "bolig"]) == ["ØKONOMI"]


@given(st.text(), st.text(max_size=3))
def test_a_folded_text_stays_as_it_is(text: str, blanks: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))
    assert folded(f"{' ' * len(blanks)}{text}\u200b") == once


FRUIT = Codebook(
    (
        Code("frukt", "Frukt", codes=(Code("f-gul", "Gul"), Code("rød", "Rød"))),
        Code("farge", "Farge", codes=(Code("c-gul", "Gul"), Code("Rød", "blodrød"))),
        Code("ned/ut", "Ut/inn"),
        Code("gammel", "Gammel", retired=True),
        Code("gammel2", "Gammel"),
    )
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("f-gul", "f-gul"),
        ("Frukt", "frukt"),
        ("frukt/f-gul", "f-gul"),
        ("frukt/Gul", "f-gul"),
        ("Farge/Gul", "c-gul"),
        ("Rød", "Rød"),
        ("rød", "rød"),
        ("Ut/inn", "ned/ut"),
        ("ned/ut", "ned/ut"),
        ("Gammel", "gammel2"),
    ],
)
def test_a_code_by_its_id_name_or_path(typed: str, found: str) -> None:
    assert FRUIT.find(typed).id == found


@pytest.mark.parametrize(
    ("typed", "found"), [("FRUKT", "frukt"), ("farge/GUL", "c-gul"), ("blod", "Rød"), ("ut/", "ned/ut")]
)
def test_one_who_reads_need_not_write_it_whole(typed: str, found: str) -> None:
    assert FRUIT.find(typed, whole=False).id == found
    with pytest.raises(QualcodeError, match="no code"):
        FRUIT.find(typed)


def test_two_codes_of_one_name_are_named_and_none_is_taken() -> None:
    with pytest.raises(QualcodeError, match="'Gul' may be any of 2 codes: farge/c-gul, frukt/f-gul"):
        FRUIT.find("Gul")
    with pytest.raises(QualcodeError, match="RØD"):
        FRUIT.find("RØD", whole=False)
