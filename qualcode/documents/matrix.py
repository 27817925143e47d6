"""The framework matrix to read: a few themes to a page, and behind them every passage with the words around it.

Each cell leads to its passages and each passage back to its cell: by links in a document, and by a second sheet in a
spreadsheet. On paper a cell has its most typical passages only, shortened, and says how many more there are: all the
excerpts of a study are hundreds of pages, which nobody reads cell by cell.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qualcode.document import Behind, Block, Document, Grid, Heading, Link, Linked, Paragraph
from qualcode.documents.excerpts import quotes
from qualcode.model import Codebook
from qualcode.summarise.excerpts import value_name
from qualcode.summarise.matrix import SUMMARY
from qualcode.wording import Lang, counted, later, listed, phrase

if TYPE_CHECKING:
    import pandas as pd

_MOST_COLUMNS = 4
"""Themes that a landscape page has room for side by side."""
_PASSAGE = ["transcript", "start", "end"]
_CASES = {"transcript": later("Transcript"), "speaker": later("Voice")}
_ON_PAPER = 160
"""Characters of a passage in a cell on paper."""


@dataclass(frozen=True)
class _Cell:
    """A cell that is not empty: its row and column, the excerpts it shows, the number of the first passage shown, and
    how many passages it has.
    """

    y: int
    x: int
    theme: str
    case: str
    rows: "pd.DataFrame"
    first: int
    passages: int

    @property
    def place(self) -> str:
        return f"c{self.y}_{self.x}"


def matrix_document(
    table: "pd.DataFrame",
    excerpts: "pd.DataFrame",
    codebook: Codebook,
    lang: Lang = "nb",
    title: str = "",
    typical: "pd.DataFrame | None" = None,
) -> Document:
    """The matrix on landscape pages, a few themes at a time, then the passages. `table` was made from `excerpts`.

    With `typical`, the excerpts chosen for each case and theme (see `highlights`), cells hold those only, shortened.
    """
    case = str(table.columns[0])
    cells = _filled(table, excerpts, typical)
    frame = _linked(table, cells, codebook, lang, typical is not None)
    blocks: list[Block] = [Paragraph(_how(typical is not None, lang), "note")]
    columns = [str(c) for c in table.columns[1:] if c != SUMMARY]
    for first in range(0, len(columns), _MOST_COLUMNS):
        some = columns[first : first + _MOST_COLUMNS]
        names = {c: _heading(c, codebook, lang) for c in some}
        blocks.append(Heading(1, ", ".join(n for c, n in names.items() if not c.endswith(f" {SUMMARY}"))))
        blocks.append(Grid(frame[[case, *some]].rename(columns={**names, case: _case_name(case, lang)})))
    if (table[SUMMARY] != "").any():
        names = {case: _case_name(case, lang), SUMMARY: phrase("Summary", lang)}
        blocks += [Heading(1, phrase("Summary", lang)), Grid(frame[[case, SUMMARY]].rename(columns=names))]
    blocks += _passages(cells, case, codebook, lang, context=typical is None)
    return Document(title or phrase("Matrix", lang), blocks, lang, landscape=True)


def _how(paper: bool, lang: Lang) -> str:
    """What the cells show and where their links lead."""
    if not paper:
        return phrase(
            "The links lead to the excerpts at the end, where they stand with the words around them; “back” leads to "
            "their cell.",
            lang,
        )
    return phrase(
        "Each cell shows its most typical excerpts (those nearest to the centre of what is said there), shortened, and "
        "says how many more it has. The link leads to the whole excerpt further back. All excerpts are in the same "
        "matrix as html or xlsx, or here with --excerpts 0.",
        lang,
    )


def matrix_behind(table: "pd.DataFrame", excerpts: "pd.DataFrame", codebook: Codebook, lang: Lang = "nb") -> Behind:
    """The passages of all cells as rows: case, theme, place, speaker, the words and those around them, who coded."""
    import pandas as pd

    case, rows, first = str(table.columns[0]), list[dict[str, Any]](), dict[tuple[int, str], int]()
    for (y, theme), cell in _filled(table, excerpts).items():
        first[y, theme] = len(rows)
        for _, same in cell.rows.groupby(_PASSAGE, sort=False):
            row = same.iloc[0]
            rows.append(
                {
                    _case_name(case, lang): value_name(case, cell.case, codebook, lang),
                    phrase("Theme", lang): value_name("theme", theme, codebook, lang),
                    **({} if case == "transcript" else {phrase("Transcript", lang): row["transcript"]}),
                    phrase("segment", lang): row["segment"],
                    **({} if case == "speaker" else {phrase("Voice", lang): row["speaker"]}),
                    phrase("Before", lang): row["context_before"].strip(),
                    phrase("Excerpts", lang): row["text"],
                    phrase("After", lang): row["context_after"].strip(),
                    phrase("Codes", lang): listed(
                        [value_name("code", c, codebook, lang) for c in dict.fromkeys(same["code"])], lang
                    ),
                    phrase("Coders", lang): listed(list(dict.fromkeys(same["coder"])), lang),
                }
            )
    return Behind(phrase("Excerpts", lang).lower(), pd.DataFrame(rows), first)


def _filled(
    table: "pd.DataFrame", excerpts: "pd.DataFrame", typical: "pd.DataFrame | None" = None
) -> Mapping[tuple[int, str], _Cell]:
    """The cells that hold something, by row and theme, row by row."""
    case = str(table.columns[0])
    found = {key: rows for key, rows in excerpts.groupby([case, "theme"], sort=False)}
    chosen = {} if typical is None else {key: rows for key, rows in typical.groupby([case, "theme"], sort=False)}
    cells: dict[tuple[int, str], _Cell] = {}
    number = 1
    for y, name in enumerate(table[case].tolist()):
        for x, theme in enumerate(map(str, table.columns)):
            if (rows := found.get((name, theme))) is not None:
                passages = len(rows[_PASSAGE].drop_duplicates())
                shown = rows if typical is None else chosen[name, theme][_PASSAGE].merge(rows, on=_PASSAGE)
                cells[y, theme] = _Cell(y, x, theme, name, shown, number, passages)
                number += len(shown[_PASSAGE].drop_duplicates())
    return cells


def _linked(
    table: "pd.DataFrame", cells: Mapping[tuple[int, str], _Cell], codebook: Codebook, lang: Lang, paper: bool
) -> "pd.DataFrame":
    """The table with names for people, and in its cells links to their passages."""
    import pandas as pd

    case = str(table.columns[0])
    columns = {str(name): table[name].tolist() for name in table.columns}
    columns[case] = [value_name(case, v, codebook, lang) for v in columns[case]]
    for (y, theme), cell in cells.items():
        whole = columns[theme][y]
        texts = (_shortened if paper else _texts)(cell, lang)
        parts = tuple(texts) if isinstance(whole, str) else (Link(str(whole), f"p{cell.first}"),)
        columns[theme][y] = Linked(parts, cell.place)
    return pd.DataFrame(columns)


def _texts(cell: _Cell, lang: Lang) -> Iterator[str | Link]:
    """Each passage's words, then its anchor as a link; as they stand in the table."""
    passages = cell.rows.drop_duplicates(_PASSAGE)
    columns = (passages[c] for c in ("transcript", "segment", "text"))
    for n, (transcript, segment, text) in enumerate(zip(*columns, strict=True)):
        yield f"\n\n{text} " if n else f"{text} "
        yield Link(f"[{transcript}:{segment}]", f"p{cell.first + n}")


def _shortened(cell: _Cell, lang: Lang) -> Iterator[str | Link]:
    """The beginning of each passage that is shown, its anchor as a link, and how many more the cell has."""
    passages = cell.rows.drop_duplicates(_PASSAGE)
    rows = replace(cell, rows=passages.assign(text=[_beginning(text) for text in passages["text"]]))
    yield from _texts(rows, lang)
    if more := cell.passages - len(passages):
        yield "\n\n" + counted("and {n} more", "and {n} more", more, lang)


def _beginning(text: str) -> str:
    """As many whole words of a passage as a cell on paper has room for."""
    words = " ".join(text.split())
    return words if len(words) <= _ON_PAPER else f"{words[: words.rfind(' ', 0, _ON_PAPER)]} …"


def _passages(
    cells: Mapping[tuple[int, str], _Cell], case: str, codebook: Codebook, lang: Lang, context: bool
) -> Iterator[Block]:
    """All passages that are shown, case by case and theme by theme, with the words around them and the way back."""
    if cells:
        yield Heading(1, phrase("The excerpts", lang))
    last = None
    for (y, theme), cell in cells.items():
        if y != last:
            yield Heading(2, value_name(case, cell.case, codebook, lang))
        last = y
        yield Heading(3, value_name("theme", theme, codebook, lang), cell.passages)
        for n, quote in enumerate(quotes(cell.rows, codebook, lang, context=context)):
            yield replace(quote, place=f"p{cell.first + n}", back=cell.place)


def _heading(column: str, codebook: Codebook, lang: Lang) -> str:
    if column.endswith(f" {SUMMARY}"):
        return phrase("Summary", lang)
    return codebook.by_id[column].name or column


def _case_name(case: str, lang: Lang) -> str:
    """The heading of the cases' column; an attribute keeps its own name."""
    return phrase(_CASES[case], lang) if case in _CASES else case
