"""The codebook's life: reading, writing, changing and comparing it. Values in, values out."""

from qualcode.codebook import edit
from qualcode.codebook.changes import changed_meaning, diff
from qualcode.codebook.reading import load
from qualcode.codebook.views import outline, table
from qualcode.codebook.writing import dump

__all__ = ["changed_meaning", "diff", "dump", "edit", "load", "outline", "table"]
