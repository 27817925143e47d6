"""Co-occurrence and saturation as a picture with its table."""

from typing import TYPE_CHECKING

from qualcode.document import Document, Grid, Lang, Table
from qualcode.model import Codebook
from qualcode.summarise.cooccur import as_matrix
from qualcode.summarise.pictures import Drawing, curves, grid
from qualcode.summarise.words import say

if TYPE_CHECKING:
    import pandas as pd


def cooccur_drawing(pairs: Table, codebook: Codebook, lang: Lang = "nb") -> Drawing:
    """The pairs of `cooccurrence` as a grid, with the codes' names."""
    table = as_matrix(pairs, codebook).frame
    names = {c: codebook.by_id[c].name or c for c in table.columns[1:]}
    first = table.columns[0]
    return grid(
        table.assign(**{first: table[first].map(names)}).rename(columns=names), say("together", lang), lang=lang
    )


def cooccur_document(pairs: Table, codebook: Codebook, unit: str, lang: Lang = "nb") -> Document:
    """The grid, then the pairs as a list, those that go together most closely first."""
    caption = say("together_caption", lang).format(unit)
    listed = pairs.frame.sort_values(["c", "together"], ascending=False, kind="stable")
    picture = [cooccur_drawing(pairs, codebook, lang).picture(caption, caption)] if len(pairs) else []
    return Document(say("cooccur_title", lang), [*picture, Grid(listed)], lang)


def saturation_drawing(table: "pd.DataFrame", level: str, lang: Lang = "nb") -> Drawing:
    """Codes found after so many transcripts, in the order of collection and in any order."""
    lines = {say("in_order", lang): table["codes_so_far"].tolist(), say("any_order", lang): table["expected"].tolist()}
    band = (say("most_orders", lang), table["low"].tolist(), table["high"].tolist())
    return curves(table["n"].tolist(), lines, (say("Transcripts", lang), say(f"{level}s", lang)), band)


def saturation_document(table: "pd.DataFrame", level: str, of: int, lang: Lang = "nb") -> Document:
    """The curve, then what each transcript adds; `of` is how many codes the codebook has."""
    found = int(table["codes_so_far"].max()) if len(table) else 0
    last = int(table.loc[table["new_codes"] > 0, "n"].max()) if found else 0
    caption = say("saturation_caption", lang).format(found, of, say(f"{level}s", lang), len(table), last)
    picture = [saturation_drawing(table, level, lang).picture(caption, caption)] if found else []
    return Document(say("saturation_title", lang), [*picture, Grid(table)], lang)
