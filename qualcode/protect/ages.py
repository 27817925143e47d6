"""Ages of people; how long something lasted is no age.

Each rule is a pattern with one group, the age itself. `{n}` is a number in digits or
said, `{who}` words for people, `{decade}` words such as `førtiårene`.
"""

import re
from collections.abc import Iterator
from functools import cache

from qualcode.protect.lists import built_in
from qualcode.protect.mentions import Mention
from qualcode.protect.spoken import number_pattern, value

_OLDEST = 110
_HALF = r"(?:\s(?:og\s(?:et\s|eit\s)?halvt?|og\sen\shalv))?"
_MONTHS = r"\s(?:måneder|måneda|månader|mnd|months)"
_YEARS = rf"(?:\s?[-–]\s?{{n}}|\s(?:eller|or|to|til)\s{{n}})?{_HALF}(?:\sår|{_MONTHS})?"
_OLD = r"\s(?:gammelt?|gamle|gamalt?|gammalt?|gamle)"
_NEARLY = (
    r"(?:(?:bare|berre|just|only|nesten|nearly|almost|kun|snart|jo|vel|about|like|nettopp|akkurat|rundt|around"
    r"|visst|liksom)\s)?"
)
_IS = (
    "er|va|var|blir|ble|blei|bli|vart|vert|fyller|fylte|fylle|fylt|runda|rundet|passert|passerte|e|is|was"
    "|turned|turns|turning|turn|aged|age|alderen"
    r"|alder\spå|age\sof|he's|she's|i'm|am|were|who's|they're|be|gone|hit|fyllt|fyllte|nærmer\sseg"
    r"|nærmar\sseg|going\son"
)
_MONTH_NAMES = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
_ENDS = (
    r"(?=\s*[.,;:!?)…–-]|\s\d|\s(?:og|men|eller|da|når|nå|no|den|i\sdag|til|for|så|and|but|or|now|when"
    r"|last|this|next|in|at"
    rf"|i\s(?:{_MONTH_NAMES}))\b|\s*$|\n)"
)
_NO_QUANTITY = (
    r"(?!\s(?:kroner|kr|prosent|dager|dagar|uker|veker|år\ssiden|timer|timar|minutter|minutt|stykker|meter"
    r"|kilo|mil|mål|rom|kvadrat\w*|tusen"
    r"|hundre|millioner|percent|pounds|weeks|days|hours|miles|av)\b)"
)
_CAPITAL = r"(?-i:[A-ZÆØÅ][^\W\d_]+)"
_WHOSE = r"(?:\s(?:min|mi|mitt|hans|hennes|deres|vår|vårt|sin|si|hennar|deira))?"
_RULES = (
    rf"({{n}}{_HALF}(?:\s(?:år(?:s|a)?|åra)|{_MONTHS}){_OLD})",
    r"({n}(?:\s?-\s?|\s)?åring(?:en|ar|er|ane|ene|an)?)",
    r"({n}(?:\s|-)(?:year|month|week)s?(?:\s|-)old)",
    rf"(?:{_IS})\s{_NEARLY}({{n}}{_YEARS}){_ENDS}",
    rf"(?:{{who}}){_WHOSE}\s(?:på|of)\s({{n}}{_YEARS}){_NO_QUANTITY}",
    rf"{_CAPITAL}\spå\s({{n}}{_HALF}(?:\sår)?){_ENDS}",
    rf"{_CAPITAL},\s({{n}}{_YEARS})(?=[,.)])",
    rf"(?:gammel|gamal|gammal|gammalt|gamle"
    rf"|old)\b[^?\n]{{{{0,40}}}}\?\s*(?:\n\w+:\s*)?({{n}}{_HALF}(?:\sår)?)(?=[.,!?\n]|\sog\b|$)",
    rf"(?:er|var|va|e|blir|ble|blei|vart)\s(?:han|hun|ho|jeg|eg|æ|e|den|hu|hainn|de|dei"
    rf"|vi)\s{_NEARLY}({{n}}{_YEARS}){_ENDS}",
    rf"(?:mer|meir|eldre|yngre|older|younger)\s(?:enn|than)\s({{n}}{_HALF}(?:\sår|{_MONTHS}))(?=\s*[.,;:!?]"
    rf"|\s(?:og|da|når))",
    r"((?:halvannet|halvanna)\sår\s(?:gammel|gamal|gammelt))",
    r"(?:i|in)\s(?:begynnelsen\sav\s|slutten\sav\s|midten\sav\s|(?:his|her|their|my|the)\s)?(?:early\s"
    r"|late\s|mid-?\s?)?({decade})",
)
_DECADE = (
    "[2-9]0-?åra|[2-9]0-?årene|(?:tjue|tyve|tretti|tredve|førti|femti|seksti|sytti|åtti|nitti)år(?:ene|a|åra)"
    "|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties"
)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    who = "|".join(sorted(map(re.escape, built_in().section("ages")), key=lambda w: (-len(w), w)))
    filled = (rule.format(n=number_pattern(), who=who, decade=_DECADE) for rule in _RULES)
    return tuple(re.compile(rf"(?<![\w,.])(?:{rule})(?!\w)", re.IGNORECASE) for rule in filled)


def ages(text: str) -> Iterator[Mention]:
    """How old somebody is or was."""
    seen: set[tuple[int, int]] = set()
    for pattern in _patterns():
        for match in pattern.finditer(text):
            number = value(re.split(r"\s|-|år|\sog\s", match[1])[0])
            if match.span(1) not in seen and (number is None or number <= _OLDEST):
                seen.add(match.span(1))
                yield Mention(*match.span(1), "age", "how old somebody is")
