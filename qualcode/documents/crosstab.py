"""Codes against attributes, with names for people."""

from typing import TYPE_CHECKING

from qualcode.document import Document, Grid, Lang, Table
from qualcode.model import Codebook
from qualcode.summarise.crosstab import crosstab
from qualcode.summarise.themes import CODES, group_columns
from qualcode.wording.analyses import say

if TYPE_CHECKING:
    import pandas as pd


_MEASURED = {
    "codings": "Codings",
    "transcripts": "Transcripts",
    "share_transcripts": "share_of_transcripts",
    "speakers": "Speakers",
    "offices": "Offices",
    "words": "Words",
    "share_words": "participants_words",
    "per_1000_words": "per_1000",
}
"""What people call the measures, as keys of `qualcode.wording.analyses`."""


def crosstab_document(
    table: "Table | pd.DataFrame", codebook: Codebook, measure: str = "codings", lang: Lang = "nb"
) -> Document:
    """The turned table with names for people."""
    frame = crosstab(table, codebook, measure, lang).frame
    names = {"name": say("code" if "code" in frame else "theme", lang)}
    shown = frame.drop(columns=[c for c in frame.columns if c in CODES]).rename(columns=names)
    title = say(_MEASURED[measure], lang) if measure in _MEASURED else measure
    return Document(f"{title}: {', '.join(group_columns(table))}", [Grid(shown)], lang, landscape=shown.shape[1] > 6)
