"""The framework matrix: cases down, themes across, in each cell what the case says about the theme.

Every cell may have the researcher's own summary beside it. A matrix that was written to a spreadsheet, summarised there
and read back gives the summaries by case and theme, and the next matrix has them again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from qualcode.document import Table
from qualcode.errors import QualcodeError
from qualcode.model import Codebook, Selection
from qualcode.summarise.excerpts import check_by, value_order
from qualcode.summarise.themes import selected_codes

if TYPE_CHECKING:
    import pandas as pd

Content = Literal["text", "codings"]
Summaries = Mapping[tuple[str, str], str]
"""A summary by case and theme; the theme is '' for a summary of the whole case."""
SUMMARY = "summary"


def matrix_table(
    excerpts: Table,
    codebook: Codebook,
    selection: Selection,
    cases: Sequence[str],
    case: str = "transcript",
    content: Content = "text",
    summaries: Summaries | None = None,
) -> Table:
    """One row per case (all of `cases`, coded or not), one column per theme, and a `summary` of each case.

    A cell of `text` has each passage once, in its order, verbatim, with the anchor that `transcripts show` and `tag`
    take (`granmo-1:3`); a cell of `codings` has their number. With `summaries` (also empty ones) each theme has a
    column `<theme> summary` beside it.
    """
    check_by(excerpts, [case])
    themes = [theme for (theme,) in selected_codes(codebook, selection, ["theme"])]
    found = _cells(excerpts, case, content)
    kept = summaries or {}
    beside = [[theme, f"{theme} {SUMMARY}"][: 1 + (summaries is not None)] for theme in themes]
    columns = [case, *(column for pair in beside for column in pair), SUMMARY]
    lines = []
    for name in sorted(cases, key=lambda v: value_order(case, v, codebook)):
        line: dict[str, object] = {case: name}
        for theme in themes:
            line[theme] = found.get((name, theme), 0 if content == "codings" else "")
            if summaries is not None:
                line[f"{theme} {SUMMARY}"] = kept.get((name, theme), "")
        line[SUMMARY] = kept.get((name, ""), "")
        lines.append([line[c] for c in columns])
    return Table.of(lines, columns)


def _cells(excerpts: Table, case: str, content: Content) -> Mapping[tuple[str, str], object]:
    """What stands in each cell that is not empty."""
    keys = list(zip(excerpts[case], excerpts["theme"], strict=True))
    if content == "codings":
        return Counter(keys)
    columns = (excerpts[c] for c in ("transcript", "start", "end", "segment", "text"))
    passages: dict[tuple[str, str], dict[tuple[str, int, int], str]] = {}
    for key, (transcript, start, end, segment, text) in zip(keys, zip(*columns, strict=True), strict=True):
        passages.setdefault(key, {})[transcript, start, end] = f"{text} [{transcript}:{segment}]"
    return {key: "\n\n".join(cell.values()) for key, cell in passages.items()}


def read_back(table: "pd.DataFrame", cases: Sequence[str], codebook: Codebook) -> dict[tuple[str, str], str]:
    """The summaries in a matrix that a person has filled in, by case and theme; empty ones too, as ''.

    The first column holds the cases. Refuses a table with an unknown case or theme, or one that is no matrix.
    """
    summaries: dict[tuple[str, str], str] = {}
    columns = [str(c) for c in table.columns]
    wanted = {c: c.removesuffix(SUMMARY).strip() for c in columns[1:] if c == SUMMARY or c.endswith(f" {SUMMARY}")}
    if not wanted:
        raise QualcodeError(
            "no column is called 'summary', so there is nothing to read", hint="Give a file that `matrix -o` made."
        )
    for theme in wanted.values():
        if theme and theme not in codebook.by_id:
            raise QualcodeError(f"the column '{theme} {SUMMARY}' names no code of the codebook")
    for row in table.to_dict("records"):
        name = str(row[table.columns[0]])
        if name not in cases:
            raise QualcodeError(f"'{name}' is no case of this matrix", where=columns[0])
        for column, theme in wanted.items():
            text = row[column]
            summaries[name, theme] = text.strip() if isinstance(text, str) else ""
    return summaries


def cases_of(groups: Mapping[tuple[Any, ...], object]) -> list[str]:
    """The cases of a matrix from the groups of `groups_of(transcripts, selection, [case])`."""
    return [str(key[0]) for key in groups if key[0] != ""]
