"""Rare details: a diagnosis, a mark on the body, an unusual work. Beside an age they may tell who somebody is."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from qualcode.protect.lists import Lists, built_in
from qualcode.protect.mentions import Mention

_SECTIONS = (("diagnoses", "a diagnosis"), ("marks", "a mark on the body"), ("rare jobs", "an unusual work"))
_CAPITALS_ONLY = frozenset("ms me als add cp kols slag".split())
"""Short forms that are words or endings when written small."""
_NEAR = 120
_ENDINGS = (
    (
        r"[^\W\d_]{3,}(?:anemi|syndrom|syndromet|dystrofi|lepsi|afasi|opati|pesi|plegi|parese|sklerose"
        r"|mutisme|trofi|fili(?=\b)|anaemia|pathy|plegia|syndrome)",
        "a diagnosis, by its ending",
    ),
    (
        r"[^\W\d_]{3,}(?:maker|makar|byggar|bygger|støypar|støper|hoggar|hogger|fangar|fanger|voktar"
        r"|vokter|slagar|slager|bindar|binder|brennar|brenner|dykkar|dykker|keeper|maker|catcher|founder)(?:en|s)?",
        "an unusual work, by its ending",
    ),
)


def details(text: str, ages: Sequence[Mention], lists: Lists) -> Iterator[Mention]:
    """The rare details in a text; `why` says where an age stands near."""
    for section, what in _SECTIONS:
        for match in _pattern(section).finditer(text):
            if match[0].lower() in _CAPITALS_ONLY and not match[0].isupper():
                continue
            beside = any(age.start - _NEAR < match.start() < age.end + _NEAR for age in ages)
            yield Mention(*match.span(), "detail", what + (" beside an age" if beside else ""))
    for ending, what in _ENDINGS:
        for match in re.finditer(rf"(?<![\w-])(?:{ending})(?!\w)", text, re.IGNORECASE):
            if match[0].lower() not in lists.section("works like any other"):
                yield Mention(*match.span(), "detail", what)
    for name, kind in lists.own.items():
        if kind == "detail":
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
                yield Mention(*match.span(), "detail", "in a list of yours")


@cache
def _pattern(section: str) -> re.Pattern[str]:
    words = sorted(built_in().section(section), key=lambda w: (-len(w), w))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
