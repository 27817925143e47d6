"""Time stamps as people and machines write them: `00:12:31`, `[12:31]`, `#00:12:31-5#`, `(1:02:03.250)`, ranges."""

import re

TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3}|-\d(?!\d))?"
STAMP = rf"[\[(<{{#]?{TIME}(?:[ \t]*(?:-->|[-–])[ \t]*{TIME})?[\])>}}#]?"
ONLY_STAMP = re.compile(rf"\s*{STAMP}\s*")
MARKED = re.compile(rf"#{TIME}#|[\[({{<]{TIME}(?:[ \t]*(?:-->|[-–])[ \t]*{TIME})?[\])}}>]")
"""A stamp between signs, which stands for a time wherever it is; a bare `12:31` may be a time of day."""
_LONG = r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?"
FIRST = re.compile(rf"[ \t\u00a0]*(?P<time>{MARKED.pattern}|{_LONG})[ \t\u00a0]+(?=\S)")
"""A stamp at the beginning of a line that goes on."""
LAST = re.compile(rf"(?<=\S)[ \t\u00a0]*(?P<time>{MARKED.pattern}|(?<=[ \t\u00a0]){_LONG})[ \t\u00a0]*$")
"""A stamp at the end of a line, as f4 and MAXQDA write it."""
_PART = re.compile(TIME)


def seconds(stamp: str) -> tuple[float | None, float | None]:
    """Where a time stamp or a range of two begins and ends, in seconds from the start of the recording."""
    times = [_one(t) for t in _PART.findall(stamp)]
    return (times[0] if times else None), (times[1] if len(times) > 1 else None)


def _one(stamp: str) -> float:
    whole, _, fraction = re.sub(r"[,-]", ".", stamp).partition(".")
    parts = whole.split(":")
    if len(parts) > 3:  # 00:12:31:05, with frames or hundredths behind the seconds
        parts = parts[:3]
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return total + (float(f"0.{fraction}") if fraction else 0.0)
