"""Numbers as they are said: `trettifire`, `fire og tredve`, `twenty-three`, digit after digit."""

import re
from collections.abc import Iterator
from functools import cache

_ONES = {
    0: "null zero",
    1: "en ein én ett eitt et ei one",
    2: "to two",
    3: "tre three",
    4: "fire four",
    5: "fem five",
    6: "seks six",
    7: "sju syv seven",
    8: "åtte otte eight",
    9: "ni nine",
    10: "ti ten",
    11: "elleve eleven",
    12: "tolv twelve",
    13: "tretten thirteen",
    14: "fjorten fourteen",
    15: "femten fifteen",
    16: "seksten sixteen",
    17: "sytten søtten seventeen",
    18: "atten eighteen",
    19: "nitten nineteen",
}
_TENS = {
    20: "tjue tyve tjuge twenty",
    30: "tretti tredve treddve thirty",
    40: "førti førr forty",
    50: "femti fifty",
    60: "seksti sixty",
    70: "sytti søtti seventy",
    80: "åtti eighty",
    90: "nitti ninety",
}
_FEWEST_DIGITS = 5
"""Digits said one after the other, or in pairs, that make a number of something."""


@cache
def numbers() -> dict[str, int]:
    """Every number from 0 to 99 by the word for it, in lower case."""
    known = {word: n for n, words in (_ONES | _TENS).items() for word in words.split()}
    for ten, words in _TENS.items():
        for tens in words.split():
            for one in range(1, 10):
                for ones in _ONES[one].split():
                    known |= {
                        f"{tens}{ones}": ten + one,
                        f"{tens}-{ones}": ten + one,
                        f"{ones}og{tens}": ten + one,
                        f"{ones}å{tens}": ten + one,
                    }
    return known


@cache
def number_pattern() -> str:
    """A regular expression for a number from 0 to 99, in digits or said."""
    words = "|".join(sorted(map(re.escape, numbers()), key=lambda w: (-len(w), w)))
    tens = "|".join(word for words in _TENS.values() for word in words.split())
    ones = "|".join(word for n in range(1, 10) for word in _ONES[n].split())
    return rf"(?:\d{{1,3}}|(?:{tens}) (?:{ones})|(?:{ones}) (?:og|å) (?:{tens})|{words})"


def value(said: str) -> int | None:
    """The number that is meant, from 0 to 999; None for what is none."""
    if said.isdigit():
        return int(said)
    parts = said.casefold().replace(" og ", "og").replace(" å ", "å")
    return numbers().get(parts, numbers().get(parts.replace(" ", "")))


_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BETWEEN = re.compile(r"[\s,–-]*(?:og[\s,]+)?")


def runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Stretches in which digits are said one after the other or in pairs: start, end and the digits."""
    run: list[tuple[int, int, str]] = []
    for match in [*_WORD.finditer(text), None]:
        n = numbers().get(match[0].casefold()) if match else None
        joined = bool(match and run and _BETWEEN.fullmatch(text, run[-1][1], match.start()))
        if match and n is not None and (joined or not run):
            run.append((match.start(), match.end(), str(n)))
            continue
        if found := _number(run):
            yield found
        run = [(match.start(), match.end(), str(n))] if match and n is not None else []


def _number(run: list[tuple[int, int, str]]) -> tuple[int, int, str] | None:
    digits = "".join(said for _, _, said in run)
    if len(run) >= 4 and len(digits) >= _FEWEST_DIGITS:
        return run[0][0], run[-1][1], digits
    return None
