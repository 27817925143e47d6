"""The full screens: thin faces over sessions of `qualcode.verbs`. They speak to no store."""

from qualcode.tui.adjudicating import AdjudicationScreen
from qualcode.tui.app import CodingScreen
from qualcode.tui.palette import PALETTES

__all__ = ["PALETTES", "AdjudicationScreen", "CodingScreen"]
