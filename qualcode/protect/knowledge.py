"""What is known of single words: name of whom, name of where, or a word like any other."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from qualcode.protect.lists import Gender, Lists
from qualcode.protect.tokens import Token
from qualcode.text.compounds import splitter
from qualcode.text.lemmas import REMEMBERED, dictionaries, dictionary

_GENITIVES = ("'s", "'", "s")
_NORWEGIAN = "og det er ikke ikkje jeg eg æ vi som på at har så".split()
_ENGLISH = "the and was that it of my to is you they with for".split()
_SHORTEST = 3
_SHORTEST_IN_COMPOUND = 5


class Knowledge:
    """What a study's lists and the dictionaries of its language know of words in lower case.

    `written_small` are the words that its texts write in lower case where a name would have a capital.
    """

    def __init__(self, lists: Lists, language: str, written_small: Counter[str]) -> None:
        self.lists, self.english = lists, language == "en"
        self._small = written_small
        self._tables = [dictionary(lang) for lang in dictionaries(language)]
        self._parts = splitter(language)
        self.is_word = lru_cache(REMEMBERED)(self._is_word)
        self.is_ordinary = lru_cache(REMEMBERED)(self._is_ordinary)

    def section(self, name: str) -> frozenset[str]:
        """The words of a section, those of the language where it has its own."""
        own = self.lists.words.get(f"{name} in English", frozenset())
        return own if self.english and own else self.lists.section(name)

    @cached_property
    def _speech(self) -> frozenset[str]:
        return self.lists.section("dialect and speech")

    @cached_property
    def _never(self) -> frozenset[str]:
        return self.lists.section("never names") | self.lists.never

    @cached_property
    def _first_names_that_are_words(self) -> frozenset[str]:
        return self.section("first names that are words")

    def never(self, low: str) -> bool:
        """Whether it is no name whatever its letters: a day, a language, a pronoun, an abbreviation everybody has."""
        return low in self._never or low.removesuffix("'s") in self._never

    def base(self, low: str) -> str:
        """A name without the ending of its genitive, where what is left is a name: `karis` is `kari`."""
        if self._listed(low):
            return low
        for ending in _GENITIVES:
            bare = low.removesuffix(ending)
            if bare != low and (self._listed(bare) or (ending != "s" and len(bare) >= _SHORTEST)):
                return bare
        return low

    def _listed(self, low: str) -> bool:
        return low in self.lists.own or low in self.lists.surnames or low in self.lists.places or self.is_first(low)

    def gender(self, base: str) -> Gender | None:
        """Whose first name it is."""
        return self.lists.gender(base)

    def is_first(self, base: str) -> bool:
        """Whether it is a first name, or several with hyphens between."""
        if self.lists.own.get(base) == "person" or base in self.lists.first:
            return True
        return "-" in base and all(part in self.lists.first for part in base.split("-"))

    def is_surname(self, base: str) -> bool:
        """Whether it is a surname, or ends as most Norwegian ones do and is no word."""
        if base in self.lists.surnames:
            return True
        typical = any(base.endswith(e) and len(base) >= len(e) + _SHORTEST for e in self.lists.surname_endings)
        return typical and not self.is_word(base)

    def is_place(self, base: str) -> bool:
        """Whether it is a place."""
        return base in self.lists.places or self.lists.own.get(base) == "place"

    def ends_as_place(self, base: str) -> bool:
        """Whether it ends as names of places do and is no word."""
        ends = any(base.endswith(e) and len(base) >= len(e) + _SHORTEST for e in self.lists.place_endings)
        return ends and not self.is_word(base)

    def from_place(self, low: str) -> str | None:
        """The place in a word made of one: `bergensdialekt`, `oslofolk`, `bergenser`; None where there is none."""
        behind = self.lists.section("behind a place in one word")
        for cut in range(len(low) - 2, _SHORTEST_IN_COMPOUND - 2, -1):
            place, rest = low[:cut], low[cut:].removeprefix("-")
            if not self.is_place(place) or self.place_is_word(place):
                continue
            bare = rest.removeprefix("s") if rest not in behind else rest
            if rest in behind or bare in behind or (len(bare) > _SHORTEST and self.in_dictionary(bare)):
                return place
        return None

    def first_is_word(self, base: str) -> bool:
        """Whether a first name is also a word that people say."""
        return base in self._first_names_that_are_words

    def place_is_word(self, base: str) -> bool:
        """Whether a place is also a word that people say."""
        return base in self.lists.section("places that are words")

    def surname_is_word(self, base: str) -> bool:
        """Whether a surname is also a word that people say."""
        return base in self.lists.section("surnames that are words") or self.in_dictionary(base)

    def _is_ordinary(self, base: str) -> bool:
        """Whether it would be taken for an ordinary word if it stood in lower case."""
        if base in self.lists.own:
            return False
        if len(base) < _SHORTEST or self.first_is_word(base):
            return True
        if self.is_first(base):
            return False
        if self.is_place(base):
            return self.place_is_word(base)
        return self.is_word(base)

    def _is_word(self, low: str) -> bool:
        """Whether it is a word of the language, of dialects, or one that these texts write small."""
        if low in self._speech or self._small[low] > 0 or self.in_dictionary(low):
            return True
        parts = self._parts(low)
        return bool(parts) and all(self.in_dictionary(part) for part in parts)

    def in_dictionary(self, low: str) -> bool:
        """Whether it stands in a dictionary in lower case, by itself."""
        return any(table.get(low) is not None for table in self._tables) or low in self._speech


def written_small(texts: Iterable[Iterable[Token]]) -> Counter[str]:
    """Words that texts with capitals write small more often than with a capital inside a sentence, by how much more."""
    found: Counter[str] = Counter()
    for words in texts:
        for word in words:
            if word.letters == "small" and not word.label:
                found[word.word] += 1
            elif word.label or not word.first:
                found[word.low] -= 1
    return found


def language_of(words: Iterable[str], default: str) -> str:
    """English where the commonest words are English; else Norwegian (or the language given, if it is another)."""
    counts = Counter(words)
    english, norwegian = (sum(counts[w] for w in common) for common in (_ENGLISH, _NORWEGIAN))
    if english > norwegian:
        return "en"
    return "nb" if default == "en" else default


def pieces(low: str) -> Iterator[str]:
    """The parts of a word with hyphens, the whole first."""
    yield low
    if "-" in low:
        yield from low.split("-")
