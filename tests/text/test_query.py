import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.text.query import parse
from qualcode.text.words import analyser

NB = analyser("nb")
TEXT = "Koordinatoren holdt i trådene da barna på skolen var bekymret for flyttingen."


def found(query: str, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in parse(query, NB).find(NB.words(text))]


def matches(query: str, text: str = TEXT) -> bool:
    return parse(query, NB).matches(NB.words(text))


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("koordinator", ["Koordinatoren"]),
        ("KOORDINATOR", ["Koordinatoren"]),
        ('"koordinator"', []),
        ('"i trådene"', ["i trådene"]),
        ("«i trådene»", ["i trådene"]),
        ("flytt*", ["flyttingen"]),
        ("b?rn?", ["barna"]),
        ('"hol* i tråd*"', ["holdt i trådene"]),
        ("barn skole", ["barna", "skolen"]),
        ("barn AND sykehus", []),
        ("barn OR sykehus", ["barna"]),
        ("barn NOT sykehus", ["barna"]),
        ("barn NOT skole", []),
        ("NOT sykehus AND (barn OR ungdom)", ["barna"]),
        ("barn OR sykehus skole", ["barna"]),
        ("(barn OR sykehus) skole", ["barna", "skolen"]),
        ("barn NEAR/3 bekymre*", ["barna på skolen var bekymret"]),
        ("bekymre* NEAR/3 barn", ["barna på skolen var bekymret"]),
        ("barn NEAR/2 bekymre*", []),
        ("barn NEAR bekymre*", ["barna på skolen var bekymret"]),
    ],
)
def test_finds_exactly(query: str, hits: list[str]) -> None:
    assert found(query) == hits


def test_a_word_is_not_its_compounds() -> None:
    assert not matches("barn", "barneperspektivet er viktig")
    assert matches("barn*", "barneperspektivet er viktig")


@pytest.mark.parametrize(
    ("query", "says", "at"),
    [
        ("", "empty", 1),
        ('barn "på skolen', "not closed", 6),
        ("(barn OR skole", "'(' is not closed", 1),
        ("barn)", "')' without", 5),
        ("barn OR", "missing at the end", 8),
        ("AND barn", "both sides", 1),
        ("barn OR AND skole", "both sides", 9),
        ("()", "missing before ')'", 2),
        ("NOT barn", "must not be there", 1),
        ("barn OR NOT skole", "must not be there", 1),
        ('""', "no word", 1),
        ("*", "no word", 1),
        ("(" * 60 + "a" + ")" * 60, "too many brackets", 51),
    ],
)
def test_says_what_is_wrong_and_where(query: str, says: str, at: int) -> None:
    with pytest.raises(QualcodeError, match=r"codebook\.yaml, code x") as caught:
        parse(query, NB, where="codebook.yaml, code x")
    assert says in caught.value.what
    assert f"(character {at})" in caught.value.what


@given(st.text(alphabet='ab *?()"ANDORT/1NE', max_size=30))
def test_reads_or_refuses_anything(source: str) -> None:
    try:
        query = parse(source, NB)
    except QualcodeError:
        return
    words = NB.words("a b ab nå a")
    assert bool(query.find(words)) <= query.matches(words)
    assert not query.matches([])


@given(st.lists(st.sampled_from(["ja", "nei", "kanskje"]), max_size=8))
def test_or_is_the_union_and_not_the_complement(words: list[str]) -> None:
    text = " ".join(words)
    both = {hit for q in ("ja", "nei") for hit in parse(q, NB).find(NB.words(text))}
    assert set(parse("ja OR nei", NB).find(NB.words(text))) == both
    assert matches("kanskje NOT ja", text) == ("kanskje" in words and "ja" not in words)
