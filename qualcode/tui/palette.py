"""Colours for light and dark terminals, each readable on its ground."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.color import Color, ColorParseError
from textual.theme import Theme

from qualcode.model import Code, Codebook

READABLE = 4.5
"""The least contrast of text on its ground (WCAG 2.1, level AA)."""
_THEMES = ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#66CCEE", "#AA3377", "#EE7733", "#009988")
"""Paul Tol's bright scheme and two of his vibrant one: distinguishable without red-green vision."""


@dataclass(frozen=True)
class Palette:
    """What each thing on the screen is drawn in."""

    name: str
    dark: bool
    ground: str
    panel: str
    here: str
    offered: str
    chosen: str
    text: str
    quiet: str
    faint: str
    accent: str
    participant: str
    interviewer: str
    hit: str
    evidence: str
    side_a: str
    side_b: str

    def codes(self, book: Codebook) -> Mapping[str, str]:
        """A colour for every code: its own, else that of the code above it, else one of eight by theme."""
        found: dict[str, str] = {}

        def colour(code: Code, inherited: str) -> None:
            found[code.id] = readable(code.color or inherited, self.ground)
            for child in code.codes:
                colour(child, code.color or inherited)

        for i, top in enumerate(book.codes):
            colour(top, _THEMES[i % len(_THEMES)])
        return found

    @property
    def theme(self) -> Theme:
        """The same for Textual's own widgets."""
        return Theme(
            f"qualcode-{self.name}", primary=self.accent, accent=self.accent, foreground=self.text, dark=self.dark,
            background=self.ground, surface=self.panel, panel=self.panel,
        )  # fmt: skip


DARK = Palette(
    "dark", dark=True, ground="#16181d", panel="#1f232b", here="#242a35", offered="#323b4f",
    chosen="#3a5486", text="#e4e6eb",
    quiet="#a3a9b5", faint="#6f7785", accent="#7fb2ff", participant="#8fd6a5", interviewer="#b3b9c5",
    hit="#e6c067", evidence="#e6c067", side_a="#7fb2ff", side_b="#f2a65a",
)  # fmt: skip
LIGHT = Palette(
    "light", dark=False, ground="#fcfcfa", panel="#f0f0ec", here="#edf2f9", offered="#dde7f5",
    chosen="#b5d0f7", text="#1d2026",
    quiet="#555c68", faint="#868c96", accent="#1f5fbf", participant="#1c6b38", interviewer="#555c68",
    hit="#8a5a00", evidence="#8a5a00", side_a="#1f5fbf", side_b="#a14b00",
)  # fmt: skip
PALETTES = {"dark": DARK, "light": LIGHT}


def readable(colour: str, ground: str) -> str:
    """The colour, made lighter or darker until it can be read on the ground; a word that is no colour becomes grey."""
    try:
        wanted = Color.parse(colour)
    except ColorParseError:
        wanted = Color.parse("#888888")
    base = Color.parse(ground)
    towards = Color.parse("#ffffff" if luminance(base) < 0.5 else "#000000")
    for step in range(20):
        mixed = wanted.blend(towards, step / 20)
        if contrast(mixed, base) >= READABLE:
            return mixed.hex6
    return towards.hex6


def contrast(a: Color, b: Color) -> float:
    """Contrast of two colours from 1 to 21, as WCAG 2.1 defines it."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Color) -> float:
    """Relative luminance from 0 to 1, as WCAG 2.1 defines it."""
    parts = (c / 255 for c in (colour.r, colour.g, colour.b))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
