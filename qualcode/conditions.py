"""What an attribute's value is, and conditions on attributes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qualcode.errors import WrongUsage
from qualcode.names import folded

_NUMBER = re.compile(r"[+-]?(0|[1-9]\d{0,15})([.,]\d{1,15})?")
_DATE = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})[./](\d{4}))(?:[T ]00:00(?::00)?)?")
_TO = ".."


def as_number(text: str) -> float | None:
    """The number that a text is, with decimal comma or point; None for what is none, such as `0301` (a code)."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def as_date(text: str) -> date | None:
    """The day that a text is, as 2018-05-02 or 2.5.2018; None for what is none."""
    if not (found := _DATE.fullmatch(text)):
        return None
    year, month, day = (int(n) for n in (found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def comparable(text: str) -> str:
    """A form that is the same for equal values: numbers and dates by what they mean, words by how they look."""
    if (number := as_number(text)) is not None:
        return repr(number)
    day = as_date(text)
    return day.isoformat() if day else folded(text)


@dataclass(frozen=True, slots=True)
class Condition:
    """One `--where NAME=VALUE`: equal, `!=` different, `~` contains. Letter case and Unicode form do not count.

    Numbers and dates are equal by value: 2017 = 2017.0, 2018-05-02 = 2.5.2018. `30..39`, `30..` and `..39` are ranges
    of numbers or days, ends included.
    """

    name: str
    operator: Literal["=", "!=", "~"]
    value: str

    @classmethod
    def parse(cls, text: str) -> "Condition":
        """Read `office=Granmo`, `round!=2017` or `office~mo`."""
        for operator in ("!=", "~", "="):
            name, found, value = text.partition(operator)
            if found and name.strip():
                return cls(name.strip(), operator, value.strip())
        raise WrongUsage(f"'{text}' is not a condition", hint="Write NAME=VALUE, NAME!=VALUE or NAME~PART.")

    @property
    def is_range(self) -> bool:
        """Whether the value is written as a range."""
        first, found, last = self.value.partition(_TO)
        ends = [end for end in (first, last) if end]
        return bool(found and ends) and all(as_number(end) is not None or as_date(end) for end in ends)

    def holds(self, attributes: Mapping[str, str]) -> bool:
        """Whether a transcript with these attributes is meant; one without the attribute has the value ''."""
        have = attributes.get(self.name, "")
        if self.operator == "~":
            return folded(self.value) in folded(have)
        same = comparable(have) == comparable(self.value) or (self.is_range and _lies_in(have, self.value))
        return same is (self.operator == "=")


def hold(conditions: Iterable[Condition], attributes: Mapping[str, str]) -> bool:
    """Whether conditions hold together: `=` on one attribute are alternatives, all others must hold each."""
    equal: dict[str, bool] = {}
    for condition in conditions:
        holds = condition.holds(attributes)
        if condition.operator == "=":
            equal[condition.name] = equal.get(condition.name, False) or holds
        elif not holds:
            return False
    return all(equal.values())


def _lies_in(value: str, bounds: str) -> bool:
    first, _, last = bounds.partition(_TO)
    if (number := as_number(value)) is not None:
        low, high = as_number(first), as_number(last)
        known = low is not None or high is not None
        return known and (number if low is None else low) <= number <= (number if high is None else high)
    if day := as_date(value):
        since, until = as_date(first), as_date(last)
        return bool(since or until) and (since or day) <= day <= (until or day)
    return False
