"""Streets: a word that ends as streets do with a number, or a name before a word for a street."""

import re
from collections.abc import Iterator
from functools import cache

from qualcode.protect.lists import Lists
from qualcode.protect.mentions import Mention

_GROWN = (
    "gata|gate|gaten|gatå|veien|vegen|vei|veg|vegjen|allé|leiva|svingen|stien|smuget|smauet|bakken|kroken"
    "|faret|tråkket|brauta|løypa|ringen"
)
_NUMBER = r"[ \u00a0]\d{1,3}(?:[ \u00a0]?[A-Ha-h](?!\w))?(?!\w|[.:,]\d)"


def streets(text: str, lists: Lists) -> Iterator[Mention]:
    """Streets with their numbers, and streets of two words without."""
    for pattern in _patterns(lists.section("streets")):
        for match in pattern.finditer(text):
            numbered = match[0][-1].isdigit() or match[0][-2].isspace() or match[0][-2].isdigit()
            yield Mention(*match.span(), "address" if numbered else "place", "a street")


@cache
def _patterns(words: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    street = "|".join(sorted(words, key=lambda w: (-len(w), w)))
    return (
        re.compile(rf"(?<!\w)[^\W\d_]{{2,}}(?:{_GROWN}){_NUMBER}", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:(?:[A-ZÆØÅ][\w.'’]*|[A-ZÆØÅ]\.)[ \u00a0]){{1,3}}(?i:{street})(?!\w)(?:{_NUMBER})?"),
        re.compile(rf"(?<!\w)[^\W\d_]{{3,}}s?'?[ \u00a0](?:{street}){_NUMBER}"),
    )
