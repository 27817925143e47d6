"""Codes against attributes, with names for people."""

from typing import TYPE_CHECKING

from qualcode.document import Document, Grid, Table
from qualcode.model import Codebook
from qualcode.summarise.crosstab import crosstab
from qualcode.summarise.themes import CODES, group_columns
from qualcode.wording import Lang, later, phrase

if TYPE_CHECKING:
    import pandas as pd


_MEASURED = {
    "codings": later("Codings"),
    "transcripts": later("Transcripts"),
    "share_transcripts": later("Share of the group's transcripts"),
    "speakers": later("Voices"),
    "offices": later("Offices"),
    "words": later("Words"),
    "share_words": later("Share of words"),
    "per_1000_words": later("Codings per 1,000 words"),
}


def crosstab_document(
    table: "Table | pd.DataFrame", codebook: Codebook, measure: str = "codings", lang: Lang = "nb"
) -> Document:
    """The turned table with names for people."""
    frame = crosstab(table, codebook, measure, lang).frame
    names = {"name": phrase("Code", lang) if "code" in frame else phrase("Theme", lang)}
    shown = frame.drop(columns=[c for c in frame.columns if c in CODES]).rename(columns=names)
    return Document(
        f"{phrase(_MEASURED[measure], lang)}: {', '.join(group_columns(table))}",
        [Grid(shown)],
        lang,
        landscape=shown.shape[1] > 6,
    )
