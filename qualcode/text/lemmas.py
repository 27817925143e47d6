"""Dictionary forms of words, from the dictionaries that ship with simplemma. Nothing is fetched."""

from collections.abc import Callable
from functools import cache

SPOKEN_TOGETHER: dict[str, tuple[str, ...]] = {"nb": ("nb", "nn"), "nn": ("nn", "nb"), "no": ("nb", "nn")}
"""Languages that are mixed in one interview, the likelier first."""


@cache
def dictionaries(language: str) -> tuple[str, ...]:
    """The simplemma dictionaries for a language code; none for a language that simplemma does not know."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    wanted = SPOKEN_TOGETHER.get(language, (language,))
    return tuple(lang for lang in wanted if lang in SUPPORTED_LANGUAGES)


@cache
def lemmatiser(language: str) -> Callable[[str], str]:
    """A function from a word in lower case to its lemma in lower case; the word itself where none is known."""
    import simplemma

    langs = dictionaries(language)

    @cache
    def lemma(word: str) -> str:
        return str(simplemma.lemmatize(word, lang=langs)).lower() if langs and word.isalpha() else word

    return lemma


@cache
def known_words(language: str) -> Callable[[str], bool]:
    """A function that says whether a word in lower case stands in the language's dictionaries."""
    import simplemma

    langs = dictionaries(language)

    @cache
    def known(word: str) -> bool:
        return bool(langs) and bool(simplemma.is_known(word, lang=langs))

    return known
