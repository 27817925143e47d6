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
    1: "første fyrste first",
    2: "andre second",
    3: "tredje third",
    4: "fjerde fourth",
    5: "femte fifth",
    6: "sjette sixth",
    7: "sjuende syvende seventh sjuande",
    8: "åttende åttande eighth",
    9: "niende niande ninth",
    10: "tiende tiande tenth",
    11: "ellevte eleventh",
    12: "tolvte twelfth",
    13: "trettende trettande",
    14: "fjortende fjortande",
    15: "femtende femtande",
    16: "sekstende sekstande",
    17: "syttende syttande",
    18: "attende attande",
    19: "nittende nittande",
    20: "tjuende tjuande tyvende",
    21: "tjueførste tjuefyrste enogtyvende",
    22: "tjueandre toogtyvende",
    23: "tjuetredje treogtyvende",
    24: "tjuefjerde",
    25: "tjuefemte",
    26: "tjuesjette",
    27: "tjuesjuende tjuesyvende tjuesjuande",
    28: "tjueåttende tjueåttande",
    29: "tjueniende tjueniande",
    30: "trettiende tredvte trettiande",
    31: "trettiførste trettifyrste",
}
_HOLIDAYS = {
    (1, "mai"),
    (17, "mai"),
    (24, "desember"),
    (31, "desember"),
    (25, "december"),
    (24, "december"),
    (8, "mars"),
}


@cache
def _dates() -> re.Pattern[str]:
    months = "|".join([*_MONTHS, *(rf"{m}\.?" for m in _SHORT_MONTHS)])
    ordinals = "|".join(sorted((w for words in _ORDINALS.values() for w in words.split()), key=lambda w: -len(w)))
    year = r"(?:(?:,|\si)?\s(?:år\s)?(?:19|20|18)\d{2}|\s?[’']\d{2})"
    day = rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.)?|{ordinals})"
    return re.compile(
        rf"(?<![\w.])(?:(?P<numbers>(?:\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?(?:18|19|20)?\d{{2}}|(?:18|19"
        rf"|20)\d{{2}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}(?:-|\s)(?:19|20)?\d{{2}}))"
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
            if (
                not (1 <= d <= 31 and 1 <= m <= 12)
                or "/" not in short
                or short in ("24/7", "1/2", "1/3", "1/4", "3/4", "2/3")
            ):
                continue
        start, end = match.span("said") if match["said"] else match.span()
        yield Mention(start, end, "date", "a day" if day or match["numbers"] or match["short"] else "a month and year")


def _day(said: str) -> int:
    if number := re.match(r"\d+", said):
        return int(number[0])
    return next((n for n, words in _ORDINALS.items() if said.lower() in words.split()), 0)
