"""Dictionary forms of words, from the dictionaries that ship with simplemma. Nothing is fetched."""

import logging
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

SPOKEN_TOGETHER: dict[str, tuple[str, ...]] = {"nb": ("nb", "nn"), "nn": ("nn", "nb"), "no": ("nb", "nn")}
"""Languages that are mixed in one interview, the likelier first."""


REMEMBERED = 300_000
"""Words whose lemma or parts are remembered at a time."""


@cache
def dictionaries(language: str) -> tuple[str, ...]:
    """The simplemma dictionaries for a language code; none for a language that simplemma does not know."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    wanted = SPOKEN_TOGETHER.get(language, (language,))
    return tuple(lang for lang in wanted if lang in SUPPORTED_LANGUAGES)


@cache
def dictionary(language: str) -> Mapping[str, str]:
    """simplemma's dictionary of a language, from form to lemma.

    Norwegian has 780,000 forms, and unpacking them takes a second or more. simplemma writes them, once, to the user's
    cache folder as a trie that need not be loaded to be looked into. Nothing of any project is in it.
    """
    from simplemma.strategies.dictionaries import TrieDictionaryFactory

    logging.getLogger("simplemma").setLevel(logging.ERROR)  # a folder that cannot be written to only costs time
    return TrieDictionaryFactory().get_dictionary(language)


@cache
def _lemmatizer(language: str) -> Any:
    """simplemma's, with its dictionaries at hand: made when a lemma is first asked for, because that takes long."""
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy

    # A word is looked up some twenty times on its way to a lemma, mostly in pieces that other words have too.
    tables = {lang: SimpleNamespace(get=lru_cache(REMEMBERED)(dictionary(lang).get)) for lang in dictionaries(language)}
    found = SimpleNamespace(get_dictionary=tables.__getitem__)
    return Lemmatizer(cache_max_size=1, lemmatization_strategy=DefaultStrategy(dictionary_factory=found))


@cache
def lemmatiser(language: str) -> Callable[[str], str]:
    """A function from a word in lower case to its lemma in lower case; the word itself where none is known."""

    @lru_cache(maxsize=REMEMBERED)
    def lemma(word: str) -> str:
        langs = dictionaries(language)
        return str(_lemmatizer(language).lemmatize(word, langs)).lower() if langs and word.isalpha() else word

    return lemma


@cache
def known_words(language: str) -> Callable[[str], bool]:
    """A function that says whether a word in lower case stands in the language's dictionaries, also as a name.

    What `simplemma.is_known` says of such a word, without that function's care for apostrophes and marks.
    """
    tables = [dictionary(lang) for lang in dictionaries(language)]

    @lru_cache(maxsize=REMEMBERED)
    def known(word: str) -> bool:
        name = word.capitalize()
        return any(table.get(word) is not None or table.get(name) is not None for table in tables)

    return known
