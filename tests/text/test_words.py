import itertools
import re
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.text.compounds import splitter
from qualcode.text.words import Analyser, _listed, analyser


@pytest.mark.parametrize(
    ("language", "form", "lemma"),
    [
        ("nb", "koordinatorene", "koordinator"),
        ("nn", "skulane", "skule"),
        ("nb", "skulane", "skule"),  # bokmål and nynorsk are mixed in one interview
        ("en", "children", "child"),
        ("sv", "barnen", "barn"),
        ("da", "husene", "hus"),
        ("tlh", "tlhingan", "tlhingan"),  # no dictionary: the word itself
    ],
)
def test_lemmas_in_each_language(language: str, form: str, lemma: str) -> None:
    assert analyser(language).lemma(form) == lemma


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("barneperspektiv", ("barn", "perspektiv")),
        ("barneperspektivet", ("barn", "perspektiv")),
        ("familiekoordinatorene", ("familie", "koordinator")),
        ("fritidsaktivitetene", ("fritid", "aktivitet")),
        ("heimebesøk", ("heim", "besøk")),
        ("nav-kontoret", ("nav", "kontor")),
        ("opplæringsstøtte", ("opplæring", "støtte")),
        ("oppfølging", ()),  # a prefix is no part
        ("skolen", ()),
        ("perspektiv", ()),
        ("x-", ()),
    ],
)
def test_compounds_are_split_into_known_parts(word: str, parts: tuple[str, ...]) -> None:
    assert splitter("nb")(word) == parts


def test_english_compounds_are_left_whole() -> None:
    assert splitter("en")("mainframe") == ()


def test_words_point_into_the_text() -> None:
    text = "«Ja,» sa Åse – f.eks. på NAV-kontoret i 2017."
    words = analyser("nb").words(text)
    assert [text[w.start : w.end] for w in words] == ["Ja", "sa", "Åse", "f.eks", "på", "NAV-kontoret", "i", "2017"]


@given(st.text(max_size=60))
def test_every_word_has_a_place_inside_the_text(text: str) -> None:
    nb = analyser("nb")
    words = nb.words(text)
    assert [w.form for w in words] == nb.forms(text)
    assert all(0 <= w.start < w.end <= len(text) for w in words)
    assert all(a.end <= b.start for a, b in itertools.pairwise(words))


def hard(language: str) -> st.SearchStrategy[str]:
    """Runs of non-space out of letters, punctuation and the words that spaCy lists with a cut of their own."""
    tokenizer: Any = spacy.blank(language).tokenizer
    listed = st.sampled_from(sorted(tokenizer.rules))
    letters = st.text("abzæøåÆDdçıİßʻªм漢", min_size=1, max_size=6)
    signs = st.text("\".,;:!?…«»“”()[]'’-–/$€*_0", max_size=3)
    return st.lists(st.one_of(letters, letters, signs, listed), min_size=1, max_size=4).map("".join)


@pytest.mark.parametrize("language", ["nb", "nn", "en", "sv", "fi", "ca"])
def test_words_between_punctuation_are_what_spacy_would_cut(language: str) -> None:
    words = Analyser(language)

    @given(hard(language))
    def holds(run: str) -> None:
        assert [words._cut(part) for part in run.split()] == [tuple(words._by_spacy(part)) for part in run.split()]

    holds()


def test_a_tokeniser_of_another_kind_is_always_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    words = Analyser("en")
    letter_by_letter = re.compile("(?=.)")
    monkeypatch.setattr(words._nlp.tokenizer, "infix_finditer", letter_by_letter.finditer)
    words._listed = _listed(lambda text: [])
    assert len(words._cut("hus")) > 1


def test_stop_words_in_any_form() -> None:
    nb = analyser("nb")
    assert nb.is_stop("og")
    assert nb.is_stop("2017")
    assert nb.is_stop("gjekk")
    assert not nb.is_stop("tillit")


@pytest.mark.parametrize("language", ["nb", "nn", "no"])
def test_stop_words_are_those_of_speech_in_either_norm_and_not_of_newspapers(language: str) -> None:
    words = analyser(language)
    assert all(map(words.is_stop, "å eg me vart ler pause sju seie".split()))
    assert not any(map(words.is_stop, "leder kontakt kroner mennesker mål plass".split()))


def test_a_language_without_a_list_has_spacys() -> None:
    assert analyser("sv").is_stop("och")
    assert not analyser("xx").is_stop("och")


def test_a_missing_pipeline_is_named() -> None:
    with pytest.raises(QualcodeError, match="no spaCy pipeline 'nb_no_such_thing'"):
        Analyser("nb", "nb_no_such_thing")


LETTERS = "abeikmoprsvxDIOPSKæøåÆØÅéüſKİ0189"
MARKS = "«»\"'’()[]{}.,:;!?…–—-_/\\*+=<>|@#§%&$£€°²½ \u0301\u200d👍😀"


@pytest.mark.parametrize("language", ["nb", "nn", "da"])
@settings(max_examples=400)
@given(st.data())
def test_a_run_that_is_kept_whole_is_what_spacy_makes_of_it(language: str, data: st.DataObject) -> None:
    here = analyser(language)
    run = data.draw(
        st.text(LETTERS + MARKS, min_size=1, max_size=9) | st.sampled_from(sorted(here._nlp.tokenizer.rules))
    )
    for piece in run.split():
        assert list(here._cut(piece)) == list(here._by_spacy(piece))


def test_every_rule_of_spacy_about_letters_alone_keeps_them_whole() -> None:
    for language in ("nb", "nn", "da"):
        rules = analyser(language)._nlp.tokenizer.rules
        assert not [run for run, tokens in rules.items() if run.isalnum() and len(tokens) > 1]
