"""Initials: letters with full stops, or alone where somebody could stand."""

import re
from collections.abc import Iterator, Sequence

from qualcode.protect.lists import Lists, built_in
from qualcode.protect.mentions import Mention
from qualcode.protect.names import Name

_STOPPED = re.compile(r"(?<![\w.])(?:[A-ZÆØÅ]\.[ \u00a0]?){1,3}(?:[A-ZÆØÅ](?!\w)\.?)?")
_BARE = re.compile(r"(?<![\w.&/-])[A-ZÆØÅ]{1,3}(?:s|'s)?(?![\w&/-]|\.\w)")
_AFTER_WORD = re.compile(r"([^\W\d_]+)[ \u00a0]$")
_WORDS = frozenset("I Å Æ E Ø A".split())
_BEGINS = re.compile(r"(?:^|[.!?…:\n]['\"»”’)\]]*)\s*['\"«“‘(\[–—-]*\s*$")


def initials(text: str, names: Sequence[Name], lists: Lists, labels: Sequence[str] = ()) -> Iterator[Mention]:
    """The initials in a text. Two or three bare capitals count where they are those of a name, or a label."""
    whole = {"".join(w.word[0].upper() for w in name.words) for name in names if len(name.words) > 1}
    whole |= {label.replace(".", "").replace(" ", "") for label in labels}
    for match in _STOPPED.finditer(text):
        end = match.end() if text[match.end() - 1] != " " else match.end() - 1
        said = text[match.start() : end]
        first = _BEGINS.search(text[max(0, match.start() - 6) : match.start()]) is not None or match.start() == 0
        if said.count(".") > 1 or (
            not first and _goes_on(text, end) and said[0] not in _WORDS and not _numbered(text, match.start())
        ):
            yield Mention(match.start(), end, "initials", "letters with full stops")
    for match in _BARE.finditer(text):
        said = match[0].removesuffix("'s").removesuffix("s")
        if said.lower() in lists.section("never names") and len(said) > 1 and said not in whole:
            continue
        if len(said) > 1:
            if said in whole:
                yield Mention(*match.span(), "initials", "the initials of a name")
        elif _alone(text, match.start(), match.end(), said):
            yield Mention(*match.span(), "initials", "a letter where somebody's name could stand")


def _goes_on(text: str, end: int) -> bool:
    """Whether the sentence goes on behind a place."""
    return re.match(r"[ \u00a0][a-zæøå]|[,;:?!)]", text[end:]) is not None


def _numbered(text: str, start: int) -> bool:
    before = _AFTER_WORD.search(text[max(0, start - 30) : start])
    return before is not None and before[1].lower() in built_in().section("a number or letter follows")


def _alone(text: str, start: int, end: int, said: str) -> bool:
    if said in _WORDS or _numbered(text, start):
        return False
    first = start == 0 or _BEGINS.search(text[max(0, start - 6) : start]) is not None
    return not first and re.match(r"[ \u00a0][a-zæøå]|[.,;?!)]", text[end:]) is not None
