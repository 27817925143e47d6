"""The codebook's life: reading, writing, changing and comparing it. Values in, values out."""

from qualcode.codebook.reading import load
from qualcode.codebook.writing import dump

__all__ = ["dump", "load"]
