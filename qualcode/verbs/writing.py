"""Write an output out: to a file, to many, piece by piece, for standard output, on a terminal.

What there is to choose from, every face asks here: the formats, the endings of files, what may be printed.
"""

from pathlib import Path

from qualcode.document import Output
from qualcode.render.files import (
    ORIGIN_ENDING,
    format_of,
    in_pieces,
    write,
    write_bytes,
    write_each,
    write_pieces,
)
from qualcode.render.formats import CONTENT_FORMATS, FORMAT_BY_ENDING, FORMATS, PICTURE_FORMATS, endings

__all__ = [
    "CONTENT_FORMATS",
    "FORMATS",
    "FORMAT_BY_ENDING",
    "ORIGIN_ENDING",
    "PICTURE_FORMATS",
    "content_endings",
    "drawn",
    "endings",
    "format_of",
    "in_pieces",
    "is_picture",
    "write",
    "write_bytes",
    "write_each",
    "write_pieces",
]


def content_endings() -> list[str]:
    """Every ending of a file that holds a whole output."""
    return [ending for ending, name in FORMAT_BY_ENDING.items() if not FORMATS[name].is_picture]


def is_picture(path: Path) -> bool:
    """Whether a file's ending chooses a picture."""
    return FORMAT_BY_ENDING.get(path.suffix.lower()) in PICTURE_FORMATS


def drawn(output: Output, *, width: int, colour: bool) -> str:
    """The output's table for a terminal with so many columns."""
    from qualcode.render.table import draw

    return draw(output, width=width, colour=colour)
