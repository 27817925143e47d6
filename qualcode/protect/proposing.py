"""Proposals for candidates: a pseudonym of the same gender and home, a category, an age band.

Pseudonyms come from the lists of names; one that stands in any text is never proposed. The same seed (a project has
one) proposes the same, so that a sheet can be written anew.
"""

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from qualcode.protect.inflecting import inflected
from qualcode.protect.lists import Gender, Lists, built_in
from qualcode.protect.mentions import Candidate, Kind
from qualcode.protect.spoken import numbers, value
from qualcode.wording import Lang, later, phrase

CATEGORIES: Mapping[Kind, str] = {
    "person": later("[name]"),
    "initials": later("[initials]"),
    "place": later("[place]"),
    "address": later("[address]"),
    "school": later("[school]"),
    "employer": later("[employer]"),
    "office": later("[office]"),
    "age": later("[age]"),
    "date": later("[date]"),
    "phone": later("[telephone number]"),
    "email": later("[e-mail address]"),
    "national_id": later("[national id]"),
    "account": later("[account number]"),
    "vehicle": later("[number plate]"),
    "detail": later("[detail]"),
}
"""What stands instead of things of a kind, where it is not said which."""
_BANDS = ((0, 5), (6, 12), (13, 17), (18, 19))
_LETTERS = "ABDEFGHJKLMNPRSTUV"
_COMMON = 3
"""Surnames shorter than this, and rarer first names, are not proposed."""


class Proposer:
    """Proposes for the candidates of one project. `words` are all words of its texts, in lower case."""

    def __init__(self, words: Set[str], lang: Lang, seed: str, lists: Lists | None = None) -> None:
        self.lists, self._lang = lists or built_in(), lang
        self._words = set(words)
        self._random = random.Random(seed)  # noqa: S311 - not a secret: which names are used stands in the texts
        self._given: dict[str, str] = {}
        self._pools: dict[tuple[str, str], Iterator[str]] = {}

    def proposals(self, candidates: Sequence[Candidate]) -> list[str]:
        """A proposal for each candidate, such as `replace Anne; category [navn]`; the first is the one to take."""
        for candidate in candidates:
            if candidate.kind == "person":
                self._name(candidate.found)
        return [self._proposal(candidate) for candidate in candidates]

    def _proposal(self, candidate: Candidate) -> str:
        category = f"category {phrase(CATEGORIES[candidate.kind], self._lang)}"
        if candidate.kind == "person":
            return f"replace {self._name(candidate.found)}; {category}"
        if candidate.kind == "initials":
            return f"replace {self._initials(candidate.found)}; {category}"
        if candidate.kind == "age" and (band := self._band(candidate.found)):
            return f"band {band}; {category}"
        if candidate.kind == "date" and (year := re.search(r"(?:18|19|20)\d\d", candidate.found)):
            return f"band [{year[0]}]; {category}"
        if candidate.kind == "place" and (compound := self._compound(candidate.found)):
            return f"category {compound}"
        return category

    def _name(self, name: str) -> str:
        """A pseudonym for a name of one or several words, the same for the same word everywhere."""
        words = name.split()
        return " ".join(self._word(word, i, len(words)) for i, word in enumerate(words))

    def _word(self, word: str, i: int, of: int) -> str:
        low = word.lower()
        base = (
            low.removesuffix("s") if low not in self.lists.first and low.removesuffix("s") in self.lists.first else low
        )
        if base not in self._given:
            first = self.lists.gender(base)
            surname = (i > 0 and i == of - 1) or (first is None and base in self.lists.surnames)
            self._given[base] = (
                self._new("surname", "") if surname else self._new(first or "n", self.lists.homes.get(base, "nordic"))
            )
        return inflected(word, word[: len(base)], self._given[base])

    def _new(self, gender: Gender | str, home: str) -> str:
        """The next name that stands in no text and was given to nobody."""
        if (gender, home) not in self._pools:
            self._pools[gender, home] = iter(self._shuffled(gender, home))
        for name in self._pools[gender, home]:
            if name.lower() not in self._words:
                self._words.add(name.lower())
                return name
        return f"{'Person'}{len(self._given) + 1}"

    def _shuffled(self, gender: str, home: str) -> list[str]:
        if gender == "surname":
            no_words = self.lists.section("surnames that are words") | self.lists.places
            pool = [n for n in self.lists.surnames if len(n) > _COMMON and n not in no_words and n.isalpha()]
        else:
            words = self.lists.section("first names that are words") | self.lists.section(
                "first names that are words in English"
            )
            genders = ("f", "m", "n") if gender == "n" else (gender,)
            same = (n for n, g in self.lists.first.items() if g in genders and self.lists.homes[n] == home)
            pool = [
                n
                for n in same
                if n not in words and n not in self.lists.places and n.isalpha() and len(n) > _COMMON - 1
            ]
        pool = sorted(name.capitalize() for name in pool)
        self._random.shuffle(pool)
        return pool

    def _initials(self, found: str) -> str:
        base = found.removesuffix("s") if found[-1:] == "s" else found
        if base not in self._given:
            self._given[base] = re.sub(r"[A-ZÆØÅ]", lambda _: self._random.choice(_LETTERS), base)
        return inflected(found, base, self._given[base])

    def _band(self, found: str) -> str:
        """The ages among which one is: children in short bands, grown-ups in tens."""
        if re.search(r"måned|månad|mnd|month|halvann", found, re.IGNORECASE):
            return phrase("[{first}–{last} years]", self._lang, first=0, last=5)
        age = next(_ages_in(found), None)
        if age is None:
            return ""
        first, last = next((band for band in _BANDS if band[0] <= age <= band[1]), (age // 10 * 10, age // 10 * 10 + 9))
        return phrase("[{first}–{last} years]", self._lang, first=first, last=last)

    def _compound(self, found: str) -> str:
        """`bergensdialekt` with the place left out."""
        low = found.lower()
        if low in self.lists.places:
            return ""
        for cut in range(len(low) - 2, 3, -1):
            if low[:cut] in self.lists.places:
                rest = low[cut:].removeprefix("-")
                return f"{phrase(CATEGORIES['place'], self._lang)}-{rest.removeprefix('s') or rest}"
        return ""


def _ages_in(found: str) -> Iterator[int]:
    if digits := re.search(r"\d{1,3}", found):
        yield int(digits[0])
    low = found.lower()
    for n in range(4, 0, -1):
        words = re.split(r"[\s-]+", low)[:n]
        number = value(" ".join(words))
        if number is not None:
            yield number
    known: Mapping[str, int] = numbers()
    longest: Iterable[str] = sorted((word for word in known if low.startswith(word)), key=len, reverse=True)
    yield from (known[word] for word in longest)
