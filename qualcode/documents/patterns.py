"""Co-occurrence and saturation as a picture with its table."""

from typing import TYPE_CHECKING

from qualcode.document import Block, Document, Grid, Lang, Paragraph, Picture, Table
from qualcode.documents.pictures import curves, grid
from qualcode.model import Codebook
from qualcode.summarise.cooccur import as_matrix
from qualcode.wording.analyses import headed, say

if TYPE_CHECKING:
    import pandas as pd

_IN_CAPTION = 8
"""Pairs whose numbers a caption tells."""
_PAIRS = {
    "a": "first_code",
    "b": "second_code",
    "together": "times_together",
    "with_a": "times_first",
    "with_b": "times_second",
    "c": "c",
    "transcripts": "Transcripts",
    "coders": "Coders",
}
_ADDED = {
    "n": "number",
    "transcript": "Transcript",
    "codes": "in_it",
    "new_codes": "new_codes",
    "codes_so_far": "so_far",
    "expected": "expected",
    "low": "low",
    "high": "high",
    "new_code_ids": "which",
    "new_keywords": "new_keywords",
    "keywords_so_far": "keywords_so_far",
}
"""What the columns are called in a document, as keys of its words."""


def cooccur_picture(pairs: Table, codebook: Codebook, unit: str, lang: Lang = "nb") -> Picture:
    """The pairs of `cooccurrence` as a grid, with the codes' names; in the caption those that stand together most."""
    table = as_matrix(pairs, codebook).frame
    names = {c: codebook.by_id[c].name or c for c in table.columns[1:]}
    first = table.columns[0]
    named = table.assign(**{first: table[first].map(names)}).rename(columns=names)
    drawn = grid(named, say("together", lang), lang=lang, symmetric=True)
    most = pairs.frame.sort_values(["together", "c"], ascending=False, kind="stable").head(_IN_CAPTION)
    told = [f"{names[row['a']]} + {names[row['b']]}: {row['together']}" for row in most.to_dict("records")]
    caption = say("together_caption", lang).format(say(f"unit_{unit}", lang))
    return drawn.picture(f"{caption} {say('together_most', lang)}: {'; '.join(told)}.", caption)


def cooccur_document(pairs: Table, codebook: Codebook, unit: str, lang: Lang = "nb") -> Document:
    """The grid, then the pairs as a list, those that go together most closely first."""
    listed = pairs.frame.sort_values(["c", "together"], ascending=False, kind="stable")
    names = {c: listed[c].map(lambda code: codebook.by_id[code].name or code) for c in ("a", "b")}
    if not len(pairs):
        return Document(say("cooccur_title", lang), [Paragraph(say("none_together", lang))], lang)
    blocks: list[Block] = [cooccur_picture(pairs, codebook, unit, lang)]
    blocks += [
        Paragraph(say("c_note", lang), "note"),
        Grid(listed.assign(**names).rename(columns=headed(_PAIRS, lang))),
    ]
    return Document(say("cooccur_title", lang), blocks, lang, landscape=True)


def saturation_picture(table: "pd.DataFrame", level: str, of: int, lang: Lang = "nb") -> Picture:
    """Codes found after so many transcripts, in the order of collection and in any order."""
    lines = {say("in_order", lang): table["codes_so_far"].tolist(), say("any_order", lang): table["expected"].tolist()}
    band = (say("most_orders", lang), table["low"].tolist(), table["high"].tolist())
    drawn = curves(table["n"].tolist(), lines, (say("Transcripts", lang), say(f"{level}s", lang)), band)
    found = int(table["codes_so_far"].max()) if len(table) else 0
    last = int(table.loc[table["new_codes"] > 0, "n"].max()) if found else 0
    caption = say("saturation_caption", lang).format(found, of, say(f"{level}s", lang), len(table), last)
    return drawn.picture(caption, caption)


def saturation_document(table: "pd.DataFrame", codebook: Codebook, level: str, of: int, lang: Lang = "nb") -> Document:
    """The curve, then what each transcript adds; `of` is how many codes the codebook has."""
    names = {code.id: code.name or code.id for code in codebook.walk()}
    which = [", ".join(names[c] for c in filter(None, ids.split(", "))) for ids in table["new_code_ids"]]
    picture = [saturation_picture(table, level, of, lang)] if table["codes_so_far"].any() else []
    note = Paragraph(say("saturation_note", lang), "note")
    blocks: list[Block] = [*picture, note, Grid(table.assign(new_code_ids=which).rename(columns=headed(_ADDED, lang)))]
    return Document(say("saturation_title", lang), blocks, lang, landscape=True)
