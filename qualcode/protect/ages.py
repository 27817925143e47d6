"""Ages of people and dates: what narrows down who somebody is."""

import re
from collections.abc import Iterator
from functools import cache

from qualcode.protect.lists import built_in
from qualcode.protect.mentions import Mention
from qualcode.protect.spoken import number_pattern, value

_MONTHS = (
    "januar februar mars april mai juni juli august september oktober november desember"
    " january february march may june july october december"
).split()
_SHORT_MONTHS = "jan feb mar apr jun jul aug sept sep okt oct nov des dec".split()
_ORDINALS = {
    "første fyrste first": 1, "andre second": 2, "tredje third": 3, "fjerde fourth": 4, "femte fifth": 5, "sjette sixth": 6,
    "sjuende syvende seventh sjuande": 7, "åttende åttande eighth": 8, "niende niande ninth": 9, "tiende tiande tenth": 10,
    "ellevte eleventh": 11, "tolvte twelfth": 12, "trettende trettande": 13, "fjortende fjortande": 14, "femtende femtande": 15,
    "sekstende sekstande": 16, "syttende syttande": 17, "attende attande": 18, "nittende nittande": 19, "tjuende tjuande tyvende": 20,
    "tjueførste tjuefyrste enogtyvende": 21, "tjueandre toogtyvende": 22, "tjuetredje treogtyvende": 23, "tjuefjerde": 24,
    "tjuefemte": 25, "tjuesjette": 26, "tjuesjuende tjuesyvende tjuesjuande": 27, "tjueåttende tjueåttande": 28,
    "tjueniende tjueniande": 29, "trettiende tredvte trettiande": 30, "trettiførste trettifyrste": 31,
}  # fmt: skip
_HOLIDAYS = {(1, "mai"), (17, "mai"), (24, "desember"), (31, "desember"), (25, "december"), (24, "december"), (8, "mars")}
_OLDEST = 110


@cache
def _dates() -> re.Pattern[str]:
    months = "|".join([*_MONTHS, *(rf"{m}\.?" for m in _SHORT_MONTHS)])
    ordinals = "|".join(sorted((w for words in _ORDINALS for w in words.split()), key=lambda w: -len(w)))
    year = r"(?:(?:,|\si)?\s(?:år\s)?(?:19|20|18)\d{2}|\s?[’']\d{2})"
    day = rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.)?|{ordinals})"
    return re.compile(
        rf"(?<![\w.])(?:(?P<numbers>(?:\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?(?:18|19|20)?\d{{2}}|(?:18|19|20)\d{{2}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}(?:-|\s)(?:19|20)?\d{{2}}))"
        rf"|(?P<day>{day})\s(?:of\s)?(?P<month>{months})(?!\w)(?P<year>{year})?"
        rf"|(?P<month2>{months})\s(?P<day2>\d{{1,2}}(?:st|nd|rd|th)?(?!\d))(?P<year2>{year})?"
        rf"|(?P<month3>{months})(?P<year3>{year})"
        rf"|(?:født|fødd|født\sden)\s(?P<said>(?:den\s)?(?:{ordinals})\s(?:i\s)?(?:{ordinals}))"
        rf"|(?P<short>\d{{1,2}}[./]\d{{1,2}}\.?)(?=\s(?:ble|blei|vart|i\sfjor|kom|klokka)|[\s,.!?;])"
        rf")(?!\w)",
        re.IGNORECASE,
    )


def dates(text: str) -> Iterator[Mention]:
    """Days, and months with a year. Holidays without a year say nothing of anybody."""
    for match in _dates().finditer(text):
        day, month = match["day"] or match["day2"] or "", (match["month"] or match["month2"] or "").lower()
        year = match["year"] or match["year2"]
        if month and not year and (_day(day), month) in _HOLIDAYS:
            continue
        if short := match["short"]:
            d, m = (int(n) for n in re.findall(r"\d+", short))
            if not (1 <= d <= 31 and 1 <= m <= 12) or "/" not in short or short in ("24/7", "1/2", "1/3", "1/4", "3/4", "2/3"):
                continue
        start, end = match.span("said") if match["said"] else match.span()
        yield Mention(start, end, "date", "a day" if day or match["numbers"] or match["short"] else "a month and year")


def _day(said: str) -> int:
    if number := re.match(r"\d+", said):
        return int(number[0])
    return next((n for words, n in _ORDINALS.items() if said.lower() in words.split()), 0)


@cache
def _ages() -> re.Pattern[str]:
    n = number_pattern()
    who = "|".join(sorted(map(re.escape, built_in().section("ages")), key=lambda w: -len(w)))
    months = r"(?:\s(?:måneder|måneda|månader|mnd|months))"
    rest = r"(?:\s(?:og\s(?:et\s|eit\s)?halvt?|og\sen\shalv))?"
    ends = r"(?=\s*[.,;:!?)…–-]|\s(?:og|men|eller|da|når|nå|no|i\sdag|til|for|så|and|but|or|now|when|last|this|next|i\s(?:mai|juni|juli|august|mars|april|september|oktober|november|desember|januar|februar))\b|\s*$|\n)"
    return re.compile(
        rf"(?<![\w,.])(?:"
        rf"(?P<a>{n}{rest}(?:\s(?:år(?:s|a)?|åra)|{months})\s(?:gammel|gamal|gammelt|gamalt|gamle|gamalt|gammal|gammalt|gamle))"
        rf"|(?P<b>{n}(?:\s?-\s?|\s)?åring(?:en|ar|er|ane|ene|an)?)"
        rf"|(?P<c>{n}(?:\s|-)(?:year|month|week)s?(?:\s|-)old)"
        rf"|(?:er|va|var|blir|ble|blei|bli|vart|vert|fyller|fylte|fylle|fylt|runda|rundet|passert|passerte|e|is|was|turned|turns|turning|aged|age|alderen|alder\spå|age\sof|he's|she's|i'm|am|i\swas|were|who's)"
        rf"\s(?:bare\s|berre\s|just\s|only\s|nesten\s|nearly\s|almost\s|kun\s|snart\s|jo\s|vel\s|about\s|like\s|nettopp\s|akkurat\s|rundt\s)?(?P<d>{n}{rest}(?:\sår|{months})?){ends}"
        rf"|(?:\b(?:{who})\b)(?:\s(?:min|mi|mitt|hans|hennes|deres|vår|vårt|sin|si|hennar))?\s(?:på|of)\s(?P<e>{n}{rest}(?:\sår|{months})?){ends}"
        rf"|(?:halvannet|halvanna)\sår\s(?:gammel|gamal|gammelt)"
        rf"|(?:i|in)\s(?:begynnelsen\sav\s|slutten\sav\s|midten\sav\s|(?:his|her|their|my|the)\s)?(?:early\s|late\s|mid-?\s?)?(?P<f>[2-9]0-?åra|[2-9]0-?årene|\w+årene|\w+åra(?=\s*[.,!?])|thirties|forties|fifties|twenties|sixties|seventies|eighties|nineties)"
        rf")(?!\w)",
        re.IGNORECASE,
    )


def ages(text: str) -> Iterator[Mention]:
    """How old somebody is or was; how long something lasted is passed over."""
    for match in _ages().finditer(text):
        group = next((g for g in "abcdef" if match[g]), None)
        start, end = match.span(group) if group else match.span()
        if group == "f" and not re.match(r"\d|twent|thirt|fort|fift|sixt|sevent|eight|ninet|tjue|tyve|tretti|tredve|førti|femti|seksti|sytti|åtti|nitti", match["f"], re.IGNORECASE):
            continue
        number = value(re.split(r"\s|-|år|\sog\s", text[start:end])[0]) if group in ("d", "e") else 1
        if number is None or number <= _OLDEST:
            yield Mention(start, end, "age", "how old somebody is")
