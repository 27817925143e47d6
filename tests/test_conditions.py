"""Conditions on attributes: worked by hand."""

from datetime import date

import pytest

from qualcode.conditions import Condition, as_date, as_number, comparable, hold
from qualcode.errors import WrongUsage

KARI = {"alder": "34", "kontor": "Granmo, øvre", "møtt": "2.5.2018", "rolle": "Leder"}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("alder=34.0", True),
        ("alder=30..39", True),
        ("alder=34..34", True),
        ("alder=35..", False),
        ("alder=..34", True),
        ("alder=..33", False),
        ("alder=34..", True),
        ("alder=35..39", False),
        ("alder=20..33", False),
        ("alder!=30..39", False),
        ("alder!=40..49", True),
        ("møtt=2018-05-01..2018-05-02", True),
        ("møtt=3.5.2018..", False),
        ("møtt=2.5.2018..", True),
        ("møtt=..1.5.2018", False),
        ("møtt=..2.5.2018", True),
        ("møtt=30..39", False),
        ("rolle=30..39", False),
        ("rolle=leder", True),
        ("rolle~ede", True),
        ("kontor=granmo,  Øvre", True),
        ("bydel=", True),
        ("bydel!=", False),
        ("bydel=30..39", False),
    ],
)
def test_a_condition(condition: str, holds: bool) -> None:
    assert Condition.parse(condition).holds(KARI) is holds


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        (["rolle=leder", "rolle=koordinator"], True),
        (["rolle=koordinator", "rolle=nabo"], False),
        (["rolle=leder", "alder=30..39"], True),
        (["rolle=leder", "alder=40..49"], False),
        (["rolle!=koordinator", "rolle!=leder"], False),
        (["rolle~ed", "rolle~x"], False),
        (["rolle=leder", "rolle=nabo", "rolle!=leder"], False),
        ([], True),
    ],
)
def test_equal_ones_on_one_attribute_are_alternatives_all_others_must_hold(conditions: list[str], holds: bool) -> None:
    assert hold(map(Condition.parse, conditions), KARI) is holds


def test_only_numbers_and_days_have_ranges() -> None:
    assert [c for c in ("a=1..2", "a=1..", "a=..", "a=x..y", "a=1.5", "a=1..x") if Condition.parse(c).is_range] == [
        "a=1..2",
        "a=1..",
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("0", 0), ("-7", -7), ("+7", 7), ("3,5", 3.5), ("3.50", 3.5), ("2017", 2017)),
        *((text, None) for text in ("0301", "1.", "", "1 000", "x1", "1e5", "12345678901234567", "0.1234567890123456")),
    ],
)
def test_what_is_a_number(text: str, number: float | None) -> None:
    assert as_number(text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-05-02", date(2018, 5, 2)),
        ("2.5.2018", date(2018, 5, 2)),
        ("02/05/2018", date(2018, 5, 2)),
        ("31.12.1999", date(1999, 12, 31)),
        ("2018-5-2 00:00:00", date(2018, 5, 2)),
        ("2018-05-02T00:00", date(2018, 5, 2)),
        ("2018-05-02 12:30", None),
        ("2018-02-30", None),
        ("2018", None),
        ("2.5.18", None),
    ],
)
def test_what_is_a_day(text: str, day: date | None) -> None:
    assert as_date(text) == day


def test_equal_values_compare_equal_however_they_are_written() -> None:
    assert comparable("2017") == comparable("2017.0") == comparable("2017,0")
    assert comparable("2018-05-02") == comparable("2.5.2018") != comparable("5.2.2018")
    assert comparable("GRANMO") == comparable("granmo") != comparable("Gran")
    assert comparable("0301") != comparable("301") != comparable("302")


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("office=Granmo", Condition("office", "=", "Granmo")),
        ("office != Granmo", Condition("office", "!=", "Granmo")),
        ("office~mo", Condition("office", "~", "mo")),
        ("office=", Condition("office", "=", "")),
        ("merknad=a~b", Condition("merknad=a", "~", "b")),
        ("a=b=c", Condition("a", "=", "b=c")),
        ("a~b~c", Condition("a", "~", "b~c")),
    ],
)
def test_a_condition_is_read(text: str, condition: Condition) -> None:
    assert Condition.parse(text) == condition


@pytest.mark.parametrize("text", ["office", "=Granmo", " ~x", ""])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage, match="is not a condition") as refused:
        Condition.parse(text)
    assert refused.value.hint == "Write NAME=VALUE, NAME!=VALUE or NAME~PART."
