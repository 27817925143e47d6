"""Dictionary forms of words, from the dictionaries that ship with simplemma. Nothing is fetched."""

from collections.abc import Callable
from functools import cache, lru_cache

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
def lemmatiser(language: str) -> Callable[[str], str]:
    """A function from a word in lower case to its lemma in lower case; the word itself where none is known."""

    @lru_cache(maxsize=REMEMBERED)
    def lemma(word: str) -> str:
        import simplemma  # here, because not everybody who could ask does

        langs = dictionaries(language)
        return str(simplemma.lemmatize(word, lang=langs)).lower() if langs and word.isalpha() else word

    return lemma


@cache
def known_words(language: str) -> Callable[[str], bool]:
    """A function that says whether a word in lower case stands in the language's dictionaries, also as a name.

    What `simplemma.is_known` says of such a word, without that function's care for apostrophes and marks.
    """
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    tables = [DEFAULT_DICTIONARY_FACTORY.get_dictionary(lang) for lang in dictionaries(language)]

    @lru_cache(maxsize=REMEMBERED)
    def known(word: str) -> bool:
        return any(table.get(word) is not None or table.get(word.capitalize()) is not None for table in tables)

    return known
