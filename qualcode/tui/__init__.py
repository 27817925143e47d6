"""The full-screen reader and coder: a thin face over `qualcode.verbs.session`. It speaks to no store."""

from qualcode.tui.app import CodingScreen
from qualcode.tui.palette import PALETTES

__all__ = ["PALETTES", "CodingScreen"]
