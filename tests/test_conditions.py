"""Conditions on attributes: worked by hand."""

import pytest

from qualcode.conditions import Condition, hold

KARI = {"alder": "34", "kontor": "Granmo, øvre", "møtt": "2.5.2018", "rolle": "Leder"}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("alder=34.0", True),
        ("alder=30..39", True),
        ("alder=34..34", True),
        ("alder=35..", False),
        ("alder=..34", True),
        ("alder!=30..39", False),
        ("alder!=40..49", True),
        ("møtt=2018-05-01..2018-05-02", True),
        ("møtt=3.5.2018..", False),
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
