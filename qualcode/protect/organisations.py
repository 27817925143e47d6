"""Names of schools, offices and employers: a name beside a word for such a place, or grown together with it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from qualcode.protect.knowledge import Knowledge
from qualcode.protect.lists import Lists
from qualcode.protect.mentions import Kind, Mention
from qualcode.protect.tokens import Token

_HEADS: Sequence[tuple[str, Kind, str]] = (
    ("schools", "school", "a name beside a word for a school"),
    ("offices", "office", "a name beside a word for an office"),
    ("employers end", "employer", "a name that ends as firms do"),
)
_NAMELESS = frozenset("den det en ei et denne dette vår vårt min mitt the a our my i på ved til".split())
_SHORTEST = 3
_MOST = 4
_SHORT_HEAD = 3
_FIRM_ENDINGS = (
    "service",
    "transport",
    "bygg",
    "hotell",
    "senter",
    "verksted",
    "tjenester",
    "renhold",
    "gjenvinning",
    "bakeri",
    "entreprenør",
)


class Organisations:
    """Reads one text for schools, offices and employers."""

    def __init__(self, text: str, words: Sequence[Token], known: Knowledge, *, small: bool) -> None:
        self.text, self.words, self.known, self.small = text, words, known, small

    def mentions(self) -> Iterator[Mention]:
        """The organisations in the text; they do not overlap."""
        end = 0
        for i, word in enumerate(self.words):
            if word.start < end or word.label:
                continue
            if found := self._at(i):
                yield found
                end = found.end

    def _at(self, i: int) -> Mention | None:
        return (
            self._own(i) or self._firm(i) or self._office(i) or self._compound(i) or self._headed(i) or self._worked(i)
        )

    def _own(self, i: int) -> Mention | None:
        """A name from the lists of the study, of one word or several."""
        for n in range(min(_MOST, len(self.words) - i), 0, -1):
            run = self.words[i : i + n]
            name = self.text[run[0].start : run[-1].end].lower()
            kind = self.known.lists.own.get(name) or self.known.lists.own.get(name.removesuffix("s"))
            if kind in ("school", "office", "employer"):
                return Mention(run[0].start, run[-1].end, kind, "in a list of yours")
        return None

    def _firm(self, i: int) -> Mention | None:
        """A well-known employer, with a capital or where somebody works there."""
        firms = self.known.lists.section("employers")
        for n in (2, 1):
            run = self.words[i : i + n]
            if len(run) < n or self.text[run[0].start : run[-1].end].lower().removesuffix("'s") not in firms:
                continue
            if self._works(i) and (run[0].letters == "capital" or self.small):
                return Mention(run[0].start, run[-1].end, "employer", "a well-known employer")
        return None

    def _works(self, i: int) -> bool:
        """Whether a word for working stands shortly before."""
        return any(w.low in self.known.lists.section("work") for w in self.words[max(0, i - 4) : i])

    def _office(self, i: int) -> Mention | None:
        """`NAV Volda`, `bydel Alna`, `barnevernet i Bø`."""
        word = self.words[i]
        if word.low not in self.known.lists.section("offices before") | self.known.lists.section("offices"):
            return None
        j = i + 1
        if j < len(self.words) and self.words[j].low in ("i", "på", "in") and self._beside(i, j):
            j += 1
        run = self._names(j)
        if run and self._beside(j - 1, j):
            last = run[-1].n
            if (
                last + 1 < len(self.words)
                and self.words[last + 1].low in self.known.lists.section("offices")
                and self._beside(last, last + 1)
            ):
                last += 1
            return Mention(word.start, self.words[last].end, "office", "an office and where it is")
        return None

    def _worked(self, i: int) -> Mention | None:
        """A name that is neither a place nor a person where somebody works: `jobber på Solgry`."""
        if (
            i == 0
            or self.words[i - 1].low not in ("på", "i", "hos", "for", "at", "hjå")
            or not self._works(i - 1)
            or not self._beside(i - 1, i)
        ):
            return None
        run = self._names(i)
        if not run or self.words[i].letters != "capital":
            return None
        base = self.known.base(run[0].low)
        if self.known.is_place(base) or self.known.is_first(base) or self.known.from_place(run[0].low):
            return None
        return Mention(run[0].start, run[-1].end, "employer", "where somebody works")

    def _names(self, i: int) -> Sequence[Token]:
        """The words of a name that begins at `i`."""
        run: list[Token] = []
        while i < len(self.words) and len(run) < _MOST and self._is_name(i) and (not run or self._beside(i - 1, i)):
            run.append(self.words[i])
            i += 1
        return run

    def _is_name(self, i: int) -> bool:
        word = self.words[i]
        base = self.known.base(word.low)
        if self.known.never(word.low):
            return False
        if word.letters == "capital" and (not word.first or not self.known.is_word(word.low)):
            return True
        heads = self.known.lists.section("schools") | self.known.lists.section("offices")
        if word.letters == "capital" and word.first and i + 1 < len(self.words) and self.words[i + 1].low in heads:
            listed = self.known.is_first(base) or self.known.is_place(base) or base in self.known.lists.surnames
            return listed or not self.known.in_dictionary(base)
        if self.small or word.letters == "shout" or word.first:
            return (self.known.is_place(base) and not self.known.place_is_word(base)) or (
                self.known.is_first(base) and not self.known.first_is_word(base)
            )
        return False

    def _beside(self, i: int, j: int) -> bool:
        return self.text[self.words[i].end : self.words[j].start] in (" ", "\u00a0", "-")

    def _headed(self, i: int) -> Mention | None:
        """`Lia skole`, `Stordal kommune`, `Hansen Bygg AS`, `universitetet i Bergen`."""
        run = self._names(i)
        for n in range(len(run), 0, -1):
            j = i + n
            for section, kind, why in _HEADS:
                if j < len(self.words) and self._beside(j - 1, j) and self._is_head(section, j):
                    last = self._and(j)
                    while (
                        last + 1 < len(self.words) and self._beside(last, last + 1) and self._is_head(section, last + 1)
                    ):
                        last += 1
                    return Mention(self.words[i].start, self.words[last].end, kind, why)
                if n > 1 and self._is_head(section, j - 1) and section == "employers end":
                    return Mention(self.words[i].start, self.words[self._and(j - 1)].end, kind, why)
        if (
            self.words[i].low in self.known.lists.section("schools")
            and i + 2 < len(self.words)
            and self.words[i + 1].low in ("i", "på", "of")
        ):
            if (
                (run := self._names(i + 2))
                and self._beside(i, i + 1)
                and self._beside(i + 1, i + 2)
                and self.words[i].low.startswith(("univ", "høg", "høy", "folkehø"))
            ):
                return Mention(self.words[i].start, run[-1].end, "school", "a school and where it is")
        return None

    def _and(self, j: int) -> int:
        """The last word of `Borg Plast og Båt`."""
        more = (
            j + 2 < len(self.words)
            and self.words[j + 1].low in ("og", "&", "and")
            and self.words[j + 2].letters == "capital"
        )
        return j + 2 if more and self._is_head("employers end", j) and self._beside(j + 1, j + 2) else j

    def _is_head(self, section: str, i: int) -> bool:
        word = self.words[i]
        heads = self.known.lists.section(section)
        if section == "employers end":
            if len(word.low) <= _SHORT_HEAD:
                return word.word in ("AS", "ASA", "BA", "DA", "SA", "Ltd", "Inc", "Mat", "Bil", "Bud", "Rør")
            return not word.first and (word.low in heads or word.low.endswith(_FIRM_ENDINGS))
        return word.low in heads or word.low.removesuffix("s") in heads

    def _compound(self, i: int) -> Mention | None:
        """`Steinkjerskolen`, `Drammens-kontoret`, `fjellbarnehagen` where the first part is a name."""
        word = self.words[i]
        for section, kind, why in _HEADS[:2]:
            for head in _longest_first(self.known.lists, section):
                low = word.low
                bare = low.removesuffix("s") if not low.endswith(head) else low
                if bare == head:
                    return None
                if not bare.endswith(head) or len(bare) - len(head) < _SHORTEST:
                    continue
                first = bare[: -len(head)].rstrip("-")
                if self._names_something(word, first):
                    return Mention(word.start, word.end, kind, why.replace("beside", "grown together with"))
                return None
        return None

    def _names_something(self, word: Token, first: str) -> bool:
        """Whether the first part of a compound is a name."""
        for part in (first, first.removesuffix("s"), first.removesuffix("e")):
            if (self.known.is_place(part) and not self.known.place_is_word(part)) or (
                self.known.is_first(part) and not self.known.first_is_word(part)
            ):
                return True
            if part in self.known.lists.own:
                return True
        inside = word.letters == "capital" and not word.first
        unknown = not self.known.is_word(first) and not self.known.is_word(first.removesuffix("s"))
        return (inside and first not in _NAMELESS) or (
            unknown and (word.letters == "capital" or self.known.ends_as_place(first))
        )


@lru_cache(16)
def _sorted(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted((w for w in words if len(w) > _SHORTEST), key=lambda w: (-len(w), w)))


def _longest_first(lists: Lists, section: str) -> tuple[str, ...]:
    return _sorted(lists.section(section))
