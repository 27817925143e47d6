"""Comparing coders: counts, coefficients, disagreements and their settlement. Values in, values out."""

from qualcode.compare.comparison import UNITS, Agreement, Comparison, Pair, compare
from qualcode.compare.notes import Circumstances, Note

__all__ = ["UNITS", "Agreement", "Circumstances", "Comparison", "Note", "Pair", "compare"]
