"""qualcode: coding of qualitative interviews and thematic analysis, on your own machine."""

__version__ = "0.1.0"
