"""Time stamps as people and machines write them: `00:12:31`, `[12:31]`, `#00:12:31-5#`, `(1:02:03.250)`, ranges."""

import re

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3}|-\d(?!\d))?"
STAMP = rf"[\[(<{{#]?{_TIME}(?:[ \t]*(?:-->|[-–])[ \t]*{_TIME})?[\])>}}#]?"
ONLY_STAMP = re.compile(rf"\s*{STAMP}\s*")
_PART = re.compile(_TIME)


def seconds(stamp: str) -> tuple[float | None, float | None]:
    """Where a time stamp or a range of two begins and ends, in seconds from the start of the recording."""
    times = [_one(t) for t in _PART.findall(stamp)]
    return (times[0] if times else None), (times[1] if len(times) > 1 else None)


def _one(stamp: str) -> float:
    whole, _, fraction = stamp.replace(",", ".").replace("-", ".").partition(".")
    total = 0
    for part in whole.split(":"):
        total = total * 60 + int(part)
    return total + (float(f"0.{fraction}") if fraction else 0.0)
