"""What goes into a reader and what comes out of it, before speakers are found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.errors import QualcodeError


@dataclass(frozen=True)
class ReadOptions:
    """What a person may say about files to be read; the defaults guess.

    `encoding` of text files; `text_columns` and `name_column` of tables; `interviewers` labels of those who ask;
    `speaker_pattern` a regular expression for the start of a turn, with the groups `speaker` and, if wanted, `time`;
    `name_pattern` such as `{office}_{role}_{round}`; `language` nb, nn or en; `plain_top` when names and
    values above an interview are text.
    """

    encoding: str | None = None
    text_columns: tuple[str, ...] = ()
    name_column: str | None = None
    interviewers: tuple[str, ...] = ()
    speaker_pattern: str | None = None
    name_pattern: str | None = None
    language: str = "nb"
    plain_top: bool = False
    speaker_column: str | None = None
    time_column: str | None = None


@dataclass(frozen=True)
class File:
    """One file's bytes, wherever they came from (a folder or a zip). `name` is shown in messages."""

    name: str
    stem: str
    ending: str
    data: bytes
    options: ReadOptions

    def refuse(self, what: str, hint: str | None = None) -> QualcodeError:
        """The error for this file."""
        return QualcodeError(what, where=self.name, hint=hint)


@dataclass(frozen=True)
class Prose:
    """Text in which the speakers' labels stand as text, if there are any.

    `bold` has where a line's bold beginning ends, by the position where the line begins. `apart` are the positions of
    lines that nobody says: headings, footnotes.
    """

    text: str
    bold: Mapping[int, int] = field(default_factory=dict)
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Speech:
    """Speech whose speaker and times (seconds) the file tells as structure.

    `stamps` are further times: pairs of a position in the text and seconds.
    """

    text: str
    speaker: str | None = None
    time_start: float | None = None
    time_end: float | None = None
    stamps: tuple[tuple[int, float], ...] = ()


Block = Prose | Speech


@dataclass(frozen=True)
class Draft:
    """One transcript as a reader found it. `name` replaces the file's stem, `origin` its name (for a table's row)."""

    blocks: Sequence[Block]
    name: str = ""
    origin: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


Reader = Callable[[File], Iterator[Draft]]
