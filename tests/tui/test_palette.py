"""Everything can be read, in light and in dark."""

import pytest
from textual.color import Color

from qualcode.model import Code, Codebook
from qualcode.tui.palette import DARK, LIGHT, READABLE, Palette, contrast, readable


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda p: p.name)
@pytest.mark.parametrize("ground", ["ground", "panel", "here", "offered", "chosen"])
@pytest.mark.parametrize("ink", ["text", "quiet", "accent", "participant", "interviewer", "evidence"])
def test_text_can_be_read_on_every_ground(palette: Palette, ground: str, ink: str) -> None:
    least = READABLE if ground not in ("offered", "chosen") or ink == "text" else 3
    found = contrast(Color.parse(getattr(palette, ink)), Color.parse(getattr(palette, ground)))
    assert found >= least


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda p: p.name)
def test_codes_can_be_read_whatever_their_colour(palette: Palette) -> None:
    colours = ("#000000", "#ffffff", "#0066EE", "yellow", "no colour")
    book = Codebook(tuple(Code(c, color=c) for c in colours))
    for colour in palette.codes(book).values():
        assert contrast(Color.parse(colour), Color.parse(palette.ground)) >= READABLE


def test_a_code_takes_the_colour_of_its_theme() -> None:
    book = Codebook((Code("a", codes=(Code("b"), Code("c", color="#ff0000"))), Code("d")))
    colours = LIGHT.codes(book)
    assert colours["a"] == colours["b"]
    assert len({colours["a"], colours["c"], colours["d"]}) == 3


def test_contrast_of_black_and_white() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)


def test_what_can_be_read_stays_as_it_is() -> None:
    assert readable("#ffffff", "#000000") == "#FFFFFF"
