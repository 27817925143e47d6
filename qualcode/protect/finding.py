"""Everything in a set of texts that may identify somebody, one mention for each place, joined by what they name."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualcode.protect import labels
from qualcode.protect.ages import ages
from qualcode.protect.dates import dates
from qualcode.protect.details import details
from qualcode.protect.initials import initials
from qualcode.protect.knowledge import Knowledge, language_of, written_small
from qualcode.protect.lists import Lists, built_in
from qualcode.protect.mentions import KINDS, Candidate, Kind, Mention, Text
from qualcode.protect.names import Name, Named, Reader, agreed, spread
from qualcode.protect.numbers import numbers
from qualcode.protect.organisations import Organisations
from qualcode.protect.streets import streets
from qualcode.protect.tokens import Token, small, tokens

Pipeline = Callable[[str], Iterable[Mention]]
"""What else finds names in a text, such as a spaCy pipeline (see `qualcode.protect.pipeline`)."""
_STREET = re.compile(r"[ \u00a0]\d{1,3}(?:[ \u00a0]?[A-Ha-h](?!\w))?(?![\w:.]\d|\d)")
_SURE: Sequence[Kind] = (
    "email",
    "account",
    "national_id",
    "date",
    "phone",
    "vehicle",
    "address",
    "age",
    "detail",
    "school",
    "office",
    "employer",
    "person",
    "place",
    "initials",
)
_UNIT = re.compile(
    r"\s(?:år|dager|dagar|uker|veker|måneder|månader|timer|timar|ganger|gonger|kroner|personer|barn|mil|minutter|prosent|years|days|weeks|times|people)\b"
)


@dataclass
class _Read:
    """One text as it is being looked through."""

    text: Text
    words: list[Token]
    small: bool
    known: Knowledge
    sure: list[Mention]
    names: list[Name]


def mentions(
    texts: Sequence[Text], language: str = "nb", lists: Lists | None = None, pipeline: Pipeline | None = None
) -> list[list[Mention]]:
    """The mentions in each text, in order, none overlapping another. A name found in one is found in all."""
    lists = lists or built_in()
    reads = _read(texts, language, lists)
    for read in reads:
        read.sure = list(_sure(read, lists))
        free = [w for w in read.words if not _covered(w, read.sure)]
        reader = Reader(read.text.text, [_renumbered(w, n) for n, w in enumerate(free)], read.known, small=read.small)
        read.names = list(reader.names())
    for read, names in zip(reads, agreed([r.names for r in reads], reads[0].known) if reads else [], strict=True):
        read.names = names
    lexicon = _lexicon(reads)
    return [_settled(list(_all(read, lexicon, lists, pipeline))) for read in reads]


def find(
    texts: Sequence[Text], language: str = "nb", lists: Lists | None = None, pipeline: Pipeline | None = None
) -> list[Candidate]:
    """The candidates in all texts, by kind and then by how often they stand."""
    found: dict[tuple[Kind, str], Candidate] = {}
    lists = lists or built_in()
    known = Knowledge(lists, language, written_small([]))
    for text, inside in zip(texts, mentions(texts, language, lists, pipeline), strict=True):
        for mention in inside:
            form = text.text[mention.start : mention.end]
            key = (mention.kind, _key(mention.kind, form, known))
            candidate = found.setdefault(key, Candidate(mention.kind, form, mention.why))
            candidate.forms[form] = candidate.forms.get(form, 0) + 1
            candidate.places.append((text.name, mention.start, mention.end))
            if candidate.why == "found elsewhere":
                candidate.why = mention.why
    for candidate in found.values():
        candidate.found = _shown(candidate, known)
    return sorted(found.values(), key=lambda c: (KINDS.index(c.kind), -c.count, c.found.lower()))


def _read(texts: Sequence[Text], language: str, lists: Lists) -> list[_Read]:
    cut = [tokens(text, labels.name_spans(text, lists)) for text in texts]
    without = [small(text, words) for text, words in zip(texts, cut, strict=True)]
    seen = written_small(words for words, is_small in zip(cut, without, strict=True) if not is_small)
    known: dict[str, Knowledge] = {}
    reads = []
    for text, words, is_small in zip(texts, cut, without, strict=True):
        spoken = language_of((w.low for w in words), language)
        if spoken not in known:
            known[spoken] = Knowledge(lists, spoken, seen)
        reads.append(_Read(text, words, is_small, known[spoken], [], []))
    return reads


def _sure(read: _Read, lists: Lists) -> Iterator[Mention]:
    """What is found before names are looked for, so that no name is seen inside it."""
    text = read.text.text
    old = list(ages(text))
    found = [
        *numbers(text),
        *dates(text),
        *old,
        *details(text, old, lists),
        *streets(text, lists),
        *Organisations(text, read.words, read.known, small=read.small).mentions(),
    ]
    yield from _settled(found)


def _covered(word: Token, found: Sequence[Mention]) -> bool:
    return any(m.start < word.end and word.start < m.end for m in found)


def _renumbered(word: Token, n: int) -> Token:
    return Token(word.start, word.end, word.word, word.letters, word.first, word.label, word.line, n)


def _lexicon(reads: Sequence[_Read]) -> dict[str, Named]:
    """Every word of a found name, and what it names."""
    found: dict[str, Named] = {}
    for read in reads:
        for name in read.names:
            for word in name.words:
                base = read.known.base(word.low)
                if len(base) > 1 and (name.kind == "person" or len(name.words) == 1):
                    found.setdefault(base, name.kind)
    return found


def _all(read: _Read, lexicon: dict[str, Named], lists: Lists, pipeline: Pipeline | None) -> Iterator[Mention]:
    text = read.text.text
    yield from read.sure
    taken = {w.n for name in read.names for w in name.words}
    free = [_renumbered(w, n) for n, w in enumerate(w for w in read.words if not _covered(w, read.sure))]
    reader = Reader(text, free, read.known, small=read.small)
    names = [
        *read.names,
        *spread(free, reader, taken, lexicon, {read.known.base(w.low) for name in read.names for w in name.words}),
    ]
    for name in names:
        yield _mention(text, name)
    said = [labels.named(label, lists) for _, _, label in labels.places(read.text)]
    yield from initials(text, read.names, lists, [label for label in said if 1 < len(label) <= 4 and label.isupper()])
    if pipeline:
        yield from pipeline(text)


def _mention(text: str, name: Name) -> Mention:
    """A name as a mention; a street with its number is an address."""
    number = _STREET.match(text, name.end)
    if name.kind == "place" and number and not _UNIT.match(text, number.end()):
        return Mention(name.start, number.end(), "address", "a street and a number")
    return Mention(name.start, name.end, name.kind, name.why)


def _settled(found: Sequence[Mention]) -> list[Mention]:
    """Of mentions that overlap those that are surest, then longest; in order."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (_SURE.index(m.kind), m.start - m.end, m.start)):
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return sorted(kept)


def _key(kind: Kind, form: str, known: Knowledge) -> str:
    """What makes two mentions one candidate."""
    if kind in ("phone", "national_id", "account") and (digits := re.sub(r"\D", "", form)):
        return digits
    low = " ".join(form.lower().split())
    if kind in ("person", "place"):
        *before, last = low.split(" ")
        return " ".join([*before, known.base(last)])
    return low


def _shown(candidate: Candidate, known: Knowledge) -> str:
    """The form to show a candidate by: its base as people write it, where that is known, else the commonest form."""
    commonest = max(candidate.forms, key=lambda form: candidate.forms[form])
    if candidate.kind not in ("person", "place"):
        return commonest
    key = _key(candidate.kind, commonest, known)
    written = defaultdict(int, {form: n for form, n in candidate.forms.items() if form.lower() == key})
    if written:
        return max(written, key=lambda form: (form[0].isupper() and not form.isupper(), written[form]))
    return commonest[: len(key)] if commonest.lower().startswith(key) else commonest


def ordinary(texts: Sequence[Text], language: str = "nb", lists: Lists | None = None) -> Callable[[str], bool]:
    """A function that says of a name in lower case whether it is a word too, in a language that these texts speak."""
    known = {id(read.known): read.known for read in _read(texts, language, lists or built_in())}.values()
    return lambda low: any(one.is_ordinary(one.base(low)) or one.is_ordinary(low) for one in known)
