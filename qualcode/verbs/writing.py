"""Write an output out: to a file, to many, piece by piece, for standard output, on a terminal.

What there is to choose from, every face asks here: the formats, the endings of files, what may be printed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.render.files import (
    ORIGIN_ENDING,
    check_free,
    format_of,
    in_pieces,
    kept_by,
    write,
    write_bytes,
    write_each,
    write_pieces,
)
from qualcode.render.formats import CONTENT_FORMATS, FORMAT_BY_ENDING, FORMATS, PICTURE_FORMATS, endings
from qualcode.store import written_files

__all__ = [
    "CONTENT_FORMATS",
    "FORMATS",
    "FORMAT_BY_ENDING",
    "ORIGIN_ENDING",
    "PICTURE_FORMATS",
    "check_free",
    "content_endings",
    "drawn",
    "endings",
    "format_of",
    "in_pieces",
    "is_picture",
    "nobodys_work_lost",
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


@dataclass(frozen=True)
class _Keeper:
    """Lets no file be written over that the project did not write, unless told, and remembers what is written."""

    project: Project
    replace: bool

    def check(self, path: Path) -> None:
        if not self.replace and not written_files.may_write(self.project.folder, path):
            hint = "It may hold somebody's work. Choose another name, or write over it with --replace."
            raise QualcodeError(
                "there is such a file already, and this project did not write it as it is", where=str(path), hint=hint
            )

    def wrote(self, path: Path) -> None:
        written_files.record(self.project.folder, path)


@contextmanager
def nobodys_work_lost(project: Project, *, replace: bool = False) -> Iterator[None]:
    """Meanwhile no file is written over whose content qualcode did not write from this project, unless `replace`."""
    with kept_by(_Keeper(project, replace)):
        yield
