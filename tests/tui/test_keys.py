"""The table of keys is whole."""

import pytest
from textual.binding import Binding

from qualcode.tui.coding_screen import CodingScreen
from qualcode.tui.keys import KEYS, READING, REVIEWING, SETTLING, SPAN, Keys, bindings, foot
from qualcode.wording import LANGS

ALL = [key for group in KEYS.values() for key in group]


def test_every_key_does_something() -> None:
    for key in ALL:
        assert hasattr(CodingScreen, f"action_{key.action.partition('(')[0]}")


def test_no_key_does_two_things() -> None:
    keys = [name for key in ALL for name in key.keys.split(",")]
    bound = [b for b in bindings() if isinstance(b, Binding)]
    assert len(keys) == len(set(keys)) == len({name for b in bound for name in b.key.split(",")} | set(keys))


def test_every_key_is_on_the_help_page() -> None:
    reverse = None
    for key in ALL:
        assert key.shown or reverse, key.keys
        assert bool(key.shown) == bool(key.does)
        reverse = key.shown


def test_a_narrow_foot_names_the_essential_keys_first() -> None:
    assert [what for _, what in foot(24)] == ["move", "code"]
    assert {"move", "code", "help", "quit", "undo"} <= {what for _, what in foot(79)}
    assert len(foot(200)) == sum(bool(key.foot) for key in ALL)


@pytest.mark.parametrize("table", [REVIEWING, SETTLING, READING, SPAN])
def test_no_key_does_two_things_on_any_screen(table: Keys) -> None:
    keys = [name for group in table.values() for key in group for name in key.keys.split(",")]
    assert len(keys) == len(set(keys))


def test_what_a_screen_is_for_is_named_first() -> None:
    assert {"accept", "reject", "leave open", "help", "quit"} <= {what for _, what in foot(79, REVIEWING)}
    assert {"A", "B", "both", "neither", "span", "codebook", "undo", "help"} <= {w for _, w in foot(79, SETTLING)}
    assert {"this span", "back"} <= {what for _, what in foot(79, SPAN)}
    assert "A" not in {what for _, what in foot(200, READING)}


def test_a_screen_speaks_the_languages_there_are() -> None:
    """Each word of the last line is a key and what it does, in every language."""
    for lang in LANGS:
        for table in (KEYS, REVIEWING, SETTLING, READING, SPAN):
            there = [key.foot.partition(" ")[0] for group in table.values() for key in group if key.foot]
            assert [key for key, _ in foot(500, table, lang)] == there
    assert ("?", "hjelp") in foot(200, KEYS, "nb")
    assert ("u", "angre") in foot(200, SETTLING, "nn")
