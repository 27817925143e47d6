"""The full screens: thin faces over sessions of `qualcode.verbs`. They speak to no store."""

from qualcode.tui.adjudication_screen import AdjudicationScreen
from qualcode.tui.coding_screen import CodingScreen
from qualcode.tui.palette import PALETTES

__all__ = ["PALETTES", "AdjudicationScreen", "CodingScreen"]
