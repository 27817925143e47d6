"""Which words are names of persons and of places.

A word with a capital is a name where it stands inside a sentence; at the beginning of one it is a name if it is in a
list of names, or is no word in lower case. A name that is a word too (`Bjørn`, `Vår`) needs more: a name before or
after it, a verb that somebody does. In texts without capitals, and in shouted ones, the lists decide.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from qualcode.protect.knowledge import Knowledge
from qualcode.protect.tokens import Token

_JOINED = re.compile(
    r"[ \u00a0](?:[A-ZÆØÅ]\.[ \u00a0]?)*(?:(?:van|von|de|da|del|der|bin|ibn|al|el|af|la|le|ter|ben)[ \u00a0])?"
)
_LETTER = re.compile(r"[^\W\d_]-")
"""A letter and a hyphen: `D-nummer`, `a-melding`."""
_ROMAN = re.compile(r"[IVX]+")
_LONG_WORD = 10
"""A word of so many letters that stands in dictionaries is no name because of a capital: `Folkeregisteret`."""
_AND = ("og", "å", "and")
_POSSESSIVES = frozenset("vår dina mina hans sine mine min din".split())
_STREETS = ("gata", "gate", "veien", "vegen", "torget", "plassen", "street", "road")
_LONGEST = 4
"""Words of one name at most."""
Named = Literal["person", "place"]


@dataclass(frozen=True)
class Name:
    """A name in a text: its words, what it names, why, and how sure that is.

    3 by a list of one's own or a label, 2 by a list or what stands beside it, 1 by its letters alone.
    """

    words: tuple[Token, ...]
    kind: Named
    why: str
    sure: int

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


class Reader:
    """Reads one text for names. `words` are its tokens, `small` says that it is written without capitals."""

    def __init__(self, text: str, words: Sequence[Token], known: Knowledge, *, small: bool) -> None:
        self.text, self.words, self.known, self.small = text, words, known, small

    def names(self) -> Iterator[Name]:
        """The names in the text, in order, none overlapping."""
        i = 0
        while i < len(self.words):
            run = self._run(i)
            if run and (name := self._name(run)):
                yield name
            i += max(1, len(run))

    def _run(self, i: int) -> tuple[Token, ...]:
        """The words from `i` on that are one name."""
        run: list[Token] = []
        while i < len(self.words) and len(run) < _LONGEST:
            word = self.words[i]
            if run and not self._goes_on(run, word):
                break
            if not self.is_name(i, tuple(run)):
                break
            run.append(word)
            i += 1
        return tuple(run)

    def _goes_on(self, run: Sequence[Token], word: Token) -> bool:
        between = self.text[run[-1].end : word.start]
        if not _JOINED.fullmatch(between) or run[-1].label != word.label:
            return False
        return self.known.base(run[-1].low) == run[-1].low  # a genitive ends a name: `Karis Anne`

    def is_name(self, i: int, run: Sequence[Token] = ()) -> bool:
        """Whether word `i` is a name, or goes on with the one begun in `run`."""
        word = self.words[i]
        low, base = word.low, self.known.base(word.low)
        if word.label:
            return any(c.isalpha() for c in low)
        if not any(c.isalpha() for c in low) or self.is_none(i, low):
            return False
        if base in self.known.lists.own:
            return True
        if run:
            return _ROMAN.fullmatch(word.word) is not None or self._belongs(word, base, run)
        abbreviation = word.word.isupper() and len(word.word) > 1
        if word.letters == "capital" and not abbreviation:
            return self._capital(i, word, base)
        return (word.letters == "shout" or self.small or abbreviation) and self._listed(i, base)

    def is_none(self, i: int, low: str) -> bool:
        """Whether a word is no name, whatever its letters. A month is one where no month could stand."""
        base = self.known.base(low)
        if base in self.known.section("months that are names") and self.known.is_first(base):
            return self._is_month(i)
        if self.known.never(low) or (low in self.known.lists.section("employers") and not self.known.is_first(base)):
            return True
        return _LETTER.match(low) is not None and self.known.in_dictionary(low[2:])

    def _is_month(self, i: int) -> bool:
        word = self.words[i]
        if word.letters != "capital" or self._after("a month follows", i):
            return True
        dated = re.match(r"[ \u00a0]?(?:\d|the \d)", self.text[word.end :]) or re.search(
            r"\d\.?(?:st|nd|rd|th)?[ \u00a0]$", self.text[: word.start][-6:]
        )
        return dated is not None or (word.first and not self.stands_for(i))

    def _belongs(self, word: Token, base: str, run: Sequence[Token]) -> bool:
        """Whether a word goes on with a name."""
        first = self.known.is_first(self.known.base(run[0].low))
        if word.letters == "capital":
            return not word.first and (first or not self.known.is_first(base) or self.known.is_surname(base))
        if not (word.letters == "shout" or self.small):
            return False
        likely = self.known.is_surname(base) and (base in self.known.lists.surnames or not self.known.is_word(base))
        return first and (
            likely or (self.known.is_first(base) and not self.known.first_is_word(base)) or not self.known.is_word(base)
        )

    def _capital(self, i: int, word: Token, base: str) -> bool:
        if len(base) < 2:
            return False
        listed = self.known.is_first(base) or self.known.is_place(base) or base in self.known.lists.surnames
        if not word.first:
            return (
                listed
                or len(base) < _LONG_WORD
                or base.endswith(self.known.lists.place_endings)
                or not self.known.is_word(base)
            )
        if self.known.is_first(base) and not self.known.first_is_word(base):
            return True
        if self.known.is_place(base) and not self.known.place_is_word(base):
            return True
        if listed:
            return self.stands_for(i)
        if any(self.known.is_first(part) for part in base.split("-")[:1]) and "-" in base:
            return True
        return not self.known.is_word(word.low) and not self.known.is_word(base)

    def _listed(self, i: int, base: str) -> bool:
        """Whether a word without a telling capital is a name: by the lists, else by what stands around it."""
        if self.known.is_first(base):
            return not self.known.first_is_word(base) or self.stands_for(i)
        if self.known.is_place(base):
            return not self.known.place_is_word(base) or (self._after("a place follows", i) and self._is_last(i))
        if base in self.known.lists.surnames and not self.known.surname_is_word(base):
            return True
        if (
            (self._after("a person follows", i) or self._after("titles", i))
            and not self.known.is_word(base)
            and len(base) > 2
        ):
            return True
        return (
            self._after("a place follows", i)
            and len(base) > 3
            and not self.known.is_word(base)
            and self.known.ends_as_place(base)
        )

    def _is_last(self, i: int) -> bool:
        """Whether a pause follows word `i`."""
        return not re.match(r"[ \u00a0]\w", self.text[self.words[i].end : self.words[i].end + 2])

    def _after(self, section: str, i: int) -> bool:
        return i > 0 and not self._pause(i) and self.words[i - 1].low in self.known.section(section)

    def _pause(self, i: int) -> bool:
        return re.search(r"[.,;:!?\n]", self.text[self.words[i - 1].end : self.words[i].start]) is not None

    def stands_for(self, i: int) -> bool:
        """Whether what stands around a word that may be a name makes it one."""
        if self._after("possessives", i) and self._after("titles", i - 1):  # `mannen min Odd`
            return True
        if self._after("articles", i):
            return False
        if self._after("a person follows", i) or self._after("titles", i) or self._beside_somebody(i):
            return True
        if self._does(i):
            return self.words[i].low not in ("dag", "vår", "are", "den", "else") or self._before_is_open(i)
        return self._is_followed(i) and self._goes_with(i)

    def _is_followed(self, i: int) -> bool:
        """Whether nothing but a blank stands between word `i` and the next."""
        return i + 1 < len(self.words) and not self.text[self.words[i].end : self.words[i + 1].start].strip()

    def _goes_with(self, i: int) -> bool:
        """Whether the word after word `i` makes a full name of them: `Vår Hansen`, `tor arne`."""
        word, following = self.words[i], self.words[i + 1]
        base = self.known.base(following.low)
        if following.letters == "capital" and word.letters == "capital":
            name = self.known.is_surname(base) or self.known.is_first(base) or not self.known.is_word(base)
            return name and word.low not in _POSSESSIVES
        if not (self.small or word.letters == "shout"):
            return False
        return self._is_surely_first(base) or (
            base in self.known.lists.surnames and not self.known.surname_is_word(base)
        )

    def _is_surely_first(self, base: str) -> bool:
        return self.known.is_first(base) and not self.known.first_is_word(base)

    def _beside_somebody(self, i: int) -> bool:
        """Whether word `i` is joined to a sure first name by `og`: `liv og kari`, `Kari og Liv`."""
        low = [word.low for word in self.words[max(0, i - 2) : i + 3]]
        at = min(i, 2)
        before = at == 2 and low[1] in _AND and self._is_surely_first(self.known.base(low[0]))
        after = low[at + 1 : at + 2] and low[at + 1] in _AND and len(low) > at + 2
        return before or bool(after and self._is_surely_first(self.known.base(low[at + 2])))

    def is_known(self, i: int, base: str) -> bool:
        """Whether a word that may be the name of somebody whom this text names is one here.

        Most words that are names too seldom begin a sentence as words. Those that often do must stand as names do:
        alone, before a comma, before `og` and a name. Where capitals say nothing, no word may stand before it that a
        thing follows.
        """
        word = self.words[i]
        often = base in self.known.lists.section("names that often begin a sentence as words")
        if word.letters != "capital":
            silent = self.small or word.letters == "shout"
            thing = any(self._after(what, i) for what in ("articles", "possessives", "a thing follows"))
            return silent and not often and not thing
        if not often:
            return True
        after = self.text[word.end : word.end + 20]
        if re.match(r"\s*[,.!?]", after) or re.match(r" (?:og|and|å) (?:[A-ZÆØÅ]|jeg|eg|æ|vi|i\b|han|hun|ho)", after):
            return True
        return word.low.endswith("s") and word.low != self.known.base(word.low)

    def _does(self, i: int) -> bool:
        """Whether a verb that somebody does follows word `i`."""
        does = self.known.lists.section("finite verbs") | self.known.lists.section("of persons")
        return self._is_followed(i) and self.words[i + 1].low in does

    def _before_is_open(self, i: int) -> bool:
        """Whether no article or pronoun stands before word `i`."""
        return i == 0 or self.words[i].first or self.words[i - 1].low in ("og", "at", "and", "men", "for", "som", "da")

    def _name(self, run: tuple[Token, ...]) -> Name | None:
        bases = [self.known.base(word.low) for word in run]
        i = run[0].n
        if self.known.lists.own.get(bases[0]) in ("person", "place"):
            own: Named = "place" if self.known.lists.own[bases[0]] == "place" else "person"
            return Name(run, own, "in a list of yours", 3)
        at, towards = self._after("a place follows", i), self._after("a place may follow", i)
        listed_first = self.known.is_first(bases[0]) or (
            "-" in bases[0] and self.known.is_first(bases[0].split("-")[0])
        )
        listed_place = self.known.is_place(bases[0]) or self.known.is_place(" ".join(bases))
        if run[0].label:
            return Name(run, "person", "a speaker's name", 3)
        if (
            listed_first
            and not (listed_place and (at or towards))
            and not (at and len(run) == 1 and self.known.first_is_word(bases[0]))
        ):
            return Name(run, "person", "in the list of first names", 2)
        if listed_place and (at or towards or bases[0] not in self.known.lists.surnames):
            return Name(run, "place", "in the list of places", 2)
        if self._after("titles", i) or self._after("a person follows", i) or (not at and self._does(run[-1].n)):
            return Name(run, "person", "after a word such as 'heter', or before what somebody does", 2)
        if place := self.known.from_place(run[0].low):
            return Name(run, "place", f"holds the name of a place ({place.capitalize()})", 2)
        if at:
            return Name(run, "place", "a capital inside a sentence, after a word such as 'i' or 'på'", 2)
        if self.known.is_surname(bases[0]) and bases[0] in self.known.lists.surnames:
            return Name(run, "person", "in the list of surnames", 2)
        if len(run) == 1 and (towards or self.known.ends_as_place(bases[0]) or bases[0].endswith(_STREETS)):
            return Name(
                run,
                "place",
                "a capital, and ends as places do" if not towards else "a capital, after a word such as 'til'",
                1,
            )
        return Name(run, "person", "a capital inside a sentence" if not run[0].first else "no word in lower case", 1)


def agreed(names: Sequence[Sequence[Name]], known: Knowledge) -> list[list[Name]]:
    """The names of all texts, each name of one word with the kind that most of its mentions speak for."""
    votes: dict[str, Counter[Named]] = defaultdict(Counter)
    for text in names:
        for name in text:
            votes[_key(name, known)][name.kind] += name.sure
    return [[_as_most(name, votes[_key(name, known)]) for name in text] for text in names]


def _key(name: Name, known: Knowledge) -> str:
    return " ".join(known.base(word.low) for word in name.words)


def _as_most(name: Name, votes: Counter[Named]) -> Name:
    if name.sure > 1 or not votes:
        return name
    kind = max(votes, key=lambda k: (votes[k], k == name.kind))
    return Name(name.words, kind, name.why, name.sure)


def spread(
    words: Sequence[Token], reader: Reader, taken: set[int], lexicon: Mapping[str, Named], here: Set[str]
) -> Iterator[Name]:
    """The other mentions of names that were found somewhere: first in sentences, small, in capitals, with hyphens.

    `taken` are the words that are in names already, `here` the names that were found in this text.
    """
    known = reader.known
    for i, word in enumerate(words):
        if word.n in taken or reader.is_none(i, word.low):
            continue
        base = _known_base(word.low, lexicon, known)
        if base is not None:
            telling = word.letters == "capital" and (not word.first or reader.stands_for(i))
            if telling or (base in here and reader.is_known(i, base)) or not known.is_ordinary(base):
                yield Name((word,), lexicon[base], "found elsewhere", 1)
        elif place := known.from_place(word.low):
            yield Name((word,), "place", f"holds the name of a place ({place.capitalize()})", 1)


def _known_base(low: str, lexicon: Mapping[str, Named], known: Knowledge) -> str | None:
    """The found name that a word is a form of."""
    for form in (low, known.base(low), *(low.removesuffix(e) for e in ("'s", "'", "s") if low.endswith(e))):
        if form in lexicon:
            return form
    first = low.split("-")[0]
    return first if "-" in low and first in lexicon and not known.is_ordinary(first) else None
