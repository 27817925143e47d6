"""Codes against attributes, and the 0/1 case matrix that R and SPSS take."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from qualcode.document import Lang
from qualcode.errors import WrongUsage
from qualcode.model import Codebook, Selection, Transcript
from qualcode.summarise.excerpts import attribute_columns, value_name
from qualcode.summarise.themes import CODES, MEASURES, group_columns, selected_codes

if TYPE_CHECKING:
    import pandas as pd

Cell = Literal["present", "codings", "words"]


def crosstab(table: "pd.DataFrame", codebook: Codebook, measure: str = "codings", lang: Lang = "en") -> "pd.DataFrame":
    """A `theme_table` turned: themes (or codes) down, groups across, in the cells one of `MEASURES`."""
    if measure not in MEASURES:
        raise WrongUsage(f"nothing is measured as '{measure}'", hint=f"Use one of {', '.join(MEASURES)}.")
    by = group_columns(table)
    codes = [c for c in table.columns if c in CODES]
    groups = [
        " · ".join(value_name(b, v, codebook, lang) for b, v in zip(by, key, strict=True)) for key in _keys(table, by)
    ]
    wide = table.assign(group=groups or measure).pivot(index=[*codes, "name"], columns="group", values=measure)
    order = table[[*codes, "name"]].drop_duplicates()
    wide = wide[list(dict.fromkeys(groups)) or [measure]].reset_index()
    wide.columns.name = None
    return order.merge(wide, on=[*codes, "name"], how="left")


def _keys(table: "pd.DataFrame", by: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(row) for row in table[list(by)].to_numpy().tolist()] if by else []


def case_matrix(
    excerpts: "pd.DataFrame",
    transcripts: Iterable[Transcript],
    codebook: Codebook,
    selection: Selection,
    level: Literal["theme", "code"] = "theme",
    cell: Cell = "present",
    read: Collection[str] | None = None,
) -> "pd.DataFrame":
    """One row per selected transcript: its name, its attributes, then a column per theme (or code).

    A cell is 1 or 0 for whether the code is used, or the number of codings, or of the participants' words inside them.
    With `read`, the transcripts somebody has finished, one that is neither finished nor coded has absent cells: unread
    is not the same as uncoded.
    """
    import pandas as pd

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
    table = pd.DataFrame(rows, columns=["transcript", *attributes.values(), *_free(codes, attributes.values())])
    return table.astype(dict.fromkeys(table.columns[1 + len(attributes) :], "Int64"))


def _free(codes: Sequence[str], taken: Iterable[str]) -> list[str]:
    """The codes as names of columns; one that an attribute has already gets `code_` before it."""
    occupied = {"transcript", *taken}
    return [f"code_{c}" if c in occupied else c for c in codes]


def _cells(
    excerpts: "pd.DataFrame", transcripts: Sequence[Transcript], selection: Selection, level: str, cell: Cell
) -> dict[tuple[str, str], int]:
    from qualcode.summarise.totals import groups_of

    grouped = excerpts.groupby(["transcript", level], sort=False)
    if cell != "words":
        return {(str(t), str(c)): 1 if cell == "present" else len(rows) for (t, c), rows in grouped}
    group = groups_of(transcripts, selection, ())[()]
    return {
        (str(t), str(c)): group.words_in(str(t), zip(rows["start"], rows["end"], strict=True))
        for (t, c), rows in grouped
    }
