"""Documents and tables as values: what an analysis hands to a format.

An analysis returns an `Output`: always a table, and where people read it as a text, a document too. A format turns an
`Output` into bytes. Neither knows the other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal

from qualcode.wording import Lang, counted, later, listed, phrase

if TYPE_CHECKING:
    import pandas as pd

EVERYTHING = "everything"
"""How a selection that leaves nothing out is written."""


class Table:
    """A table of plain values, kept column by column; `frame` is the same as a pandas DataFrame.

    A column may be given as a function, and is then made when somebody first asks for it: a count needs no texts. So
    does the frame wait, because loading pandas takes longer than most analyses do.
    """

    def __init__(self, columns: Mapping[str, list[Any] | Callable[[], list[Any]]]) -> None:
        self._columns = dict(columns)

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> "Table":
        """A table from its rows."""
        cells = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
        return cls(dict(zip(columns, cells, strict=True)))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._columns)

    def __getitem__(self, name: str) -> list[Any]:
        """The values of a column."""
        values = self._columns[name]
        if callable(values):
            values = self._columns[name] = values()
        return values

    def at(self, places: Sequence[int]) -> "Table":
        """The rows at these places, in this order."""

        def some(name: str) -> list[Any]:
            values = self[name]
            return [values[n] for n in places]

        return Table({name: partial(some, name) for name in self._columns})

    def __len__(self) -> int:
        """The number of rows."""
        return len(self[next(iter(self._columns))]) if self._columns else 0

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """The table as pandas has it."""
        import pandas as pd

        return pd.DataFrame({name: self[name] for name in self._columns}, columns=list(self._columns))


@dataclass(frozen=True)
class Note:
    """A fact that the reader of an output must know: a phrase (or its two forms, for a number `n`) and its values."""

    said: str | tuple[str, str]
    values: Mapping[str, object] = field(default_factory=dict)
    n: int = 0

    def text(self, lang: Lang) -> str:
        """The fact in a language; a list among the values is written as the language writes lists."""
        values = {k: listed(v, lang) if isinstance(v, tuple) else v for k, v in self.values.items()}
        return (
            phrase(self.said, lang, **values)
            if isinstance(self.said, str)
            else counted(*self.said, self.n, lang, **values)
        )


@dataclass(frozen=True)
class Provenance:
    """What stands at the top or in the properties of every output, so that it can be made again.

    `date` is the day of the project's last change, not of the run: the same command gives the same bytes. `notes` are
    what a reader must know of it: whose codings were read, what was left out.
    """

    project: str = ""
    codebook: str = ""
    version: int = 0
    selection: str = EVERYTHING
    coders: tuple[str, ...] = ()
    date: str = ""
    program: str = ""
    command: str = ""
    notes: tuple[Note, ...] = ()

    def named(self, lang: Lang) -> dict[str, str]:
        """What is known, by the fields' names, in the reader's language and in the order people read it."""
        version = phrase("version {number}", lang, number=self.version)
        values = {
            "project": self.project,
            "codebook": ", ".join(filter(None, (self.codebook, version))) if self.version else self.codebook,
            "selection": phrase("everything", lang) if self.selection == EVERYTHING else self.selection,
            "coders": ", ".join(self.coders),
            "date": self.date,
            "program": self.program,
            "command": self.command,
            "notes": " ".join(note.text(lang) for note in self.notes),
        }
        return {name: value for name, value in values.items() if value}

    def facts(self, lang: Lang) -> list[tuple[str, str]]:
        """What is known, as label and value."""
        return [(phrase(_CALLED[name], lang), value) for name, value in self.named(lang).items()]


_CALLED = {
    "project": later("Project"),
    "codebook": later("Codebook"),
    "selection": later("Selection"),
    "coders": later("Coders"),
    "date": later("Date"),
    "program": later("Program"),
    "command": later("Command"),
    "notes": later("To be noted"),
}


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 is a chapter. `count` is the number printed behind it."""

    level: int
    text: str
    count: int | None = None


@dataclass(frozen=True)
class Paragraph:
    """Running text; `style` 'note' is smaller print."""

    text: str
    style: Literal["body", "note"] = "body"


@dataclass(frozen=True)
class Quote:
    """Verbatim words with the line that locates them, the text around them and a memo.

    `place` is its name for links of the same document, `back` the place that a link below it leads to.
    """

    text: str
    source: str
    before: str = ""
    after: str = ""
    memo: str = ""
    place: str = ""
    back: str = ""


@dataclass(frozen=True)
class Link:
    """Words that lead to a place of the same document."""

    text: str
    to: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Linked:
    """A cell of a grid with links in its text; `place` is its own name, by letters, digits and `_`."""

    parts: tuple[str | Link, ...]
    place: str = ""

    def __str__(self) -> str:
        return "".join(map(str, self.parts))


@dataclass(frozen=True)
class Grid:
    """A small table inside a document. `frame` has the columns' headings for people; a cell may be `Linked`."""

    frame: "pd.DataFrame"
    caption: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture with its numbers in the caption. `save` makes the file: its format, then its title and what it is made
    from, for its properties.
    """

    save: Callable[..., bytes]
    caption: str
    alt: str

    @property
    def svg(self) -> str:
        """The picture as part of a page."""
        return self.save("svg").decode()

    @property
    def png(self) -> bytes:
        """The picture for formats that know no svg."""
        return self.save("png")


Block = Heading | Paragraph | Quote | Grid | Picture


@dataclass(frozen=True)
class Document:
    """A text for people: a title, the first page's facts (from the provenance, by the format) and blocks in order.

    With `chapters` each heading of level 1 begins a page.
    """

    title: str
    blocks: Sequence[Block]
    lang: Lang = "nb"
    landscape: bool = False
    chapters: bool = False


@dataclass(frozen=True)
class Behind:
    """What the cells of a table stand for: the rows of another table, to which a spreadsheet's cells lead.

    `first` gives the number of the first row (from 0) by the cell's row (from 0) and column. A row of `table` is the
    cell's until another's begins.
    """

    name: str
    table: "pd.DataFrame"
    first: Mapping[tuple[int, str], int]


@dataclass(frozen=True)
class Output:
    """A table, its provenance, and the document that people read instead of the table where there is one.

    `rows` is the table as the analysis made it, `table` the same as pandas has it. `document` is a function, so that
    machine formats do not pay for it. `data` replaces the rows in json where the public form is an object and not a
    list of rows. `headings` are column headings for people, by column.
    `brief` names the columns that a terminal has room for; all of them when empty. `choices` names the columns that
    people fill in, with the words to choose from. `picture` draws the output, where it can be drawn. `behind` is what
    the table's cells stand for. `paper` is the document for pages, where `document` is too long to be turned over.
    """

    rows: "Table | pd.DataFrame"
    provenance: Provenance = field(default_factory=Provenance)
    document: Callable[[], Document] | None = None
    data: object = None
    title: str = ""
    lang: Lang = "nb"
    headings: Mapping[str, str] = field(default_factory=dict)
    brief: Sequence[str] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    picture: Callable[[], Picture] | None = None
    behind: Callable[[], Behind] | None = None
    paper: Callable[[], Document] | None = None

    @property
    def table(self) -> "pd.DataFrame":
        """The table as pandas has it."""
        return self.rows.frame if isinstance(self.rows, Table) else self.rows

    @cached_property
    def plain(self) -> Table:
        """The table in plain values: what formats write."""
        if isinstance(self.rows, Table):
            return self.rows
        return Table({str(name): self.rows[name].tolist() for name in self.rows.columns})
