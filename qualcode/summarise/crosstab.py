"""Codes against attributes, and the 0/1 case matrix that R and SPSS take."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from qualcode.choices import CaseCell, Level
from qualcode.document import Table
from qualcode.errors import WrongUsage
from qualcode.model import Codebook, Selection, Transcript
from qualcode.summarise.excerpts import attribute_columns, value_name
from qualcode.summarise.themes import CODES, MEASURES, group_columns, selected_codes
from qualcode.summarise.totals import groups_of
from qualcode.wording import Lang

if TYPE_CHECKING:
    import pandas as pd


def crosstab(table: "Table | pd.DataFrame", codebook: Codebook, measure: str = "codings", lang: Lang = "en") -> Table:
    """A `theme_table` turned: themes (or codes) down, groups across, in the cells one of `MEASURES`."""
    if measure not in MEASURES:
        raise WrongUsage(f"nothing is measured as '{measure}'", hint=f"Use one of {', '.join(MEASURES)}.")
    by = group_columns(table)
    codes = [c for c in table.columns if c in CODES]
    groups = [
        " · ".join(value_name(b, v, codebook, lang) for b, v in zip(by, key, strict=True)) or measure
        for key in _keys(table, by)
    ]
    lines: dict[tuple[str, ...], dict[str, object]] = {}
    for key, group, value in zip(_keys(table, [*codes, "name"]), groups, table[measure], strict=True):
        lines.setdefault(key, {})[group] = value
    across = list(dict.fromkeys(groups)) or [measure]
    return Table.of([[*key, *(line[g] for g in across)] for key, line in lines.items()], [*codes, "name", *across])


def _keys(table: "Table | pd.DataFrame", columns: Sequence[str]) -> list[tuple[str, ...]]:
    """What stands in these columns, row by row."""
    return list(zip(*(table[c] for c in columns), strict=True)) if columns else [()] * len(table)


def case_matrix(
    excerpts: Table,
    transcripts: Iterable[Transcript],
    codebook: Codebook,
    selection: Selection,
    level: Level = "theme",
    cell: CaseCell = "present",
    read: Collection[str] | None = None,
) -> Table:
    """One row per selected transcript: its name, its attributes, then a column per theme (or code).

    A cell is 1 or 0 for whether the code is used, or the number of codings, or of the participants' words inside them.
    With `read`, the transcripts somebody has finished, one that is neither finished nor coded has absent cells: unread
    is not the same as uncoded.
    """
    chosen = [t for t in transcripts if selection.has(t)]
    own = {name for t in chosen for name in t.attributes}
    attributes = {name: column for name, column in attribute_columns(chosen).items() if name in own}
    codes = [key[-1] for key in selected_codes(codebook, selection, [level])]
    values = _cells(excerpts, chosen, selection, level, cell)
    looked_at = None if read is None else set(read) | set(excerpts["transcript"])
    rows = []
    for transcript in chosen:
        known = looked_at is None or transcript.name in looked_at
        counts = [values.get((transcript.name, code), 0) if known else None for code in codes]
        rows.append([transcript.name, *(transcript.attributes.get(a, "") for a in attributes), *counts])
    return Table.of(rows, ["transcript", *attributes.values(), *_free(codes, attributes.values())])


def _free(codes: Sequence[str], taken: Iterable[str]) -> list[str]:
    """The codes as names of columns; one that an attribute has already gets `code_` before it."""
    occupied = {"transcript", *taken}
    return [f"code_{c}" if c in occupied else c for c in codes]


def _cells(
    excerpts: Table, transcripts: Sequence[Transcript], selection: Selection, level: str, cell: CaseCell
) -> dict[tuple[str, str], int]:
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for name, code, start, end in zip(*(excerpts[c] for c in ("transcript", level, "start", "end")), strict=True):
        spans.setdefault((name, code), []).append((start, end))
    if cell != "words":
        return {key: 1 if cell == "present" else len(codings) for key, codings in spans.items()}
    group = groups_of(transcripts, selection, ())[()]
    return {(name, code): group.words_in(name, codings) for (name, code), codings in spans.items()}
