"""The screen as it is read, in three sizes: one kept picture each, in text.

To renew them after a change that was meant, run `QUALCODE_RENEW=1 pytest tests/tui/test_pictures.py` and read the
difference before committing it. Colours are looked at in `tests/tui/test_palette.py`.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App

from qualcode.tui import AdjudicationScreen
from qualcode.tui.coding_screen import CodingScreen, Suggest
from qualcode.tui.keys import KEYS, SETTLING

NAME = "solstrand-leder"
GOLDEN = Path(__file__).parent / "golden"
SIZES = [(80, 24), (120, 36), (160, 50)]
Screen = Callable[..., CodingScreen]
Lines = Callable[[App[None]], list[str]]
SCENES = {
    "coding": ["n", "enter", *"okon", "enter", "enter", *"barn", "enter", "n", "right"],
    "finding": ["n", "enter", *"sam", "down"],
    "help": ["question_mark"],
    "memo": ["n", "m", *"viktig"],
}
SETTLING_SCENES = {
    "settling": ["down", "b"],
    "settling-one-side": ["end", "w", *"begge", "enter"],
    "settling-span": ["e", "b", "comma"],
    "settling-filter": ["f", *"bound"],
    "settling-pairs": ["p"],
    "settling-help": ["question_mark"],
}


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("scene", SCENES)
async def test_picture(scene: str, size: tuple[int, int], screen: Screen, fake: Suggest, lines: Lines) -> None:
    app = screen(NAME, suggest=fake)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press(*SCENES[scene])
        await pilot.pause()
        shown = "\n".join(lines(app)) + "\n"
    compare(shown, scene, size)


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("scene", SETTLING_SCENES)
async def test_picture_of_settling(
    scene: str, size: tuple[int, int], settling: Callable[..., AdjudicationScreen], lines: Lines
) -> None:
    app = settling()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*SETTLING_SCENES[scene])
        await pilot.pause()
        shown = "\n".join(lines(app)) + "\n"
    compare(shown, scene, size)


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("blind", [False, True], ids=["shown", "blind"])
async def test_picture_of_a_review(
    blind: bool, size: tuple[int, int], screen: Screen, fake: Suggest, lines: Lines
) -> None:
    app = screen(NAME, review=True, suggest=fake, blind_first=blind)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("tab")
        await pilot.pause()
        shown = "\n".join(lines(app)) + "\n"
    compare(shown, "review-blind" if blind else "review", size)


def compare(shown: str, scene: str, size: tuple[int, int]) -> None:
    """Hold what is shown against what was kept; with QUALCODE_RENEW keep it."""
    kept = GOLDEN / f"{scene}-{size[0]}x{size[1]}.txt"
    if os.environ.get("QUALCODE_RENEW"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(shown, encoding="utf-8")
    assert shown == kept.read_text(encoding="utf-8")


async def test_light_and_dark_say_the_same(screen: Screen, lines: Lines) -> None:
    shown = []
    for theme in ("light", "dark"):
        app = screen(NAME, theme=theme)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("n", "right")
            await pilot.pause()
            shown.append(lines(app))
    assert shown[0] == shown[1]


def test_the_documentation_shows_this_screen_and_these_keys() -> None:
    page = (Path(__file__).parents[2] / "docs" / "coding.md").read_text(encoding="utf-8")
    assert (GOLDEN / "coding-80x24.txt").read_text(encoding="utf-8") in page
    for group, keys in KEYS.items():
        for key in keys:
            assert not key.shown or f"| {group} | `{key.shown}` | {key.does} |\n" in page


def test_the_documentation_shows_the_list_of_disagreements_and_its_keys() -> None:
    page = (Path(__file__).parents[2] / "docs" / "comparing.md").read_text(encoding="utf-8")
    assert (GOLDEN / "settling-80x24.txt").read_text(encoding="utf-8") in page
    for group, keys in SETTLING.items():
        for key in keys:
            assert not key.shown or f"| {group} | `{key.shown}` | {key.does} |\n" in page
