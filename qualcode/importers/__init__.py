"""Reading transcripts of every kind that research groups have: a path in, `Source` values out."""

from qualcode.importers.incoming import ReadOptions
from qualcode.importers.paths import names_by_folder, sources
from qualcode.importers.reading import READERS, read

__all__ = ["READERS", "ReadOptions", "names_by_folder", "read", "sources"]
