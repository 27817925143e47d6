"""Dates: a day, or a month with its year."""

import re
from collections.abc import Iterator
from functools import cache

from qualcode.protect.mentions import Mention

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
