"""Splitting compounds into known parts, for matching only: `barneperspektiv` into `barn` and `perspektiv`."""

from collections.abc import Callable
from functools import cache, lru_cache

from qualcode.text.lemmas import REMEMBERED, dictionaries, known_words, lemmatiser

COMPOUNDING = frozenset({"nb", "nn", "da", "sv", "de", "nl", "is", "fi"})
"""Languages that write compounds in one word, among those simplemma knows."""
LINKS = ("s", "e", "")
"""Letters that may stand between the parts: arbeidSgiver, barnEperspektiv."""
SHORTEST = 4
"""Shorter parts are mostly prefixes and endings (for-, opp-, -ene) and not words of their own."""


@cache
def splitter(language: str) -> Callable[[str], tuple[str, ...]]:
    """A function from a word in lower case to the lemmas of its parts; empty for a word that is no compound.

    The lemma is cut where the last part is the longest known word and what stands before it is known too, with or
    without a linking letter; an unknown first part is cut again. Hyphens always separate parts.
    """
    lemma, known = lemmatiser(language), known_words(language)
    compounding = any(lang in COMPOUNDING for lang in dictionaries(language))

    def first_part(word: str) -> tuple[str, ...]:
        for link in LINKS:
            bare = word.removesuffix(link)
            if word.endswith(link) and len(bare) >= SHORTEST and known(bare):
                return (lemma(bare),)
        return cut(word)

    def cut(word: str) -> tuple[str, ...]:
        for i in range(SHORTEST, len(word) - SHORTEST + 1):
            if known(word[i:]) and (first := first_part(word[:i])):
                return (*first, lemma(word[i:]))
        return ()

    @lru_cache(maxsize=REMEMBERED)
    def split(word: str) -> tuple[str, ...]:
        pieces = [p for p in word.split("-") if p]
        if len(pieces) > 1:
            return tuple(part for piece in pieces for part in (split(piece) or (lemma(piece),)))
        if not compounding or not word.isalpha():
            return ()
        base = lemma(word)
        return cut(base if known(base) else base.removesuffix("s"))

    return split
