"""Comparing coders: counts, coefficients, disagreements and their settlement. Values in, values out."""

from qualcode.compare.agreement import Agreement, Circumstances, Comparison, Counting, Pair
from qualcode.compare.coders_work import Work
from qualcode.compare.comparison import compare

__all__ = ["Agreement", "Circumstances", "Comparison", "Counting", "Pair", "Work", "compare"]
