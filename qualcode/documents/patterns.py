"""Co-occurrence and saturation as a picture with its table."""

from typing import TYPE_CHECKING

from qualcode.document import Block, Document, Grid, Paragraph, Picture, Table
from qualcode.documents.pictures import curves, grid
from qualcode.model import Codebook
from qualcode.summarise.cooccur import as_matrix
from qualcode.wording import Lang, counted, headed, later, phrase

if TYPE_CHECKING:
    import pandas as pd

_IN_CAPTION = 8
"""Pairs whose numbers a caption tells."""
_PAIRS = {
    "a": later("Code"),
    "b": later("together with"),
    "together": later("Times together"),
    "with_a": later("The first in all"),
    "with_b": later("The second in all"),
    "c": later("c"),
    "transcripts": later("Transcripts"),
    "coders": later("Coders"),
}
_ADDED = {
    "n": later("No."),
    "transcript": later("Transcript"),
    "codes": later("Codes in it"),
    "new_codes": later("New"),
    "codes_so_far": later("So far"),
    "expected": later("Expected"),
    "low": later("Lowest"),
    "high": later("Highest"),
    "new_code_ids": later("Which"),
    "new_keywords": later("New keywords"),
    "keywords_so_far": later("Keywords so far"),
}
"""What the columns are called."""
_UNITS = {
    "overlap": later("overlap"),
    "segment": later("segment"),
    "turn": later("turn"),
    "transcript": later("transcript"),
}


def cooccur_picture(pairs: Table, codebook: Codebook, unit: str, lang: Lang = "nb") -> Picture:
    """The pairs of `cooccurrence` as a grid, with the codes' names; in the caption those that stand together most."""
    table = as_matrix(pairs, codebook).frame
    names = {c: codebook.by_id[c].name or c for c in table.columns[1:]}
    first = table.columns[0]
    named = table.assign(**{first: table[first].map(names)}).rename(columns=names)
    drawn = grid(named, phrase("together in so many units", lang), lang=lang, symmetric=True)
    most = pairs.frame.sort_values(["together", "c"], ascending=False, kind="stable").head(_IN_CAPTION)
    told = [f"{names[row['a']]} + {names[row['b']]}: {row['together']}" for row in most.to_dict("records")]
    caption = phrase(
        "How often codes stand together (per {unit}). On the diagonal, in bold: how often the code stands at all.",
        lang,
        unit=phrase(_UNITS[unit], lang),
    )
    return drawn.picture(f"{caption} {phrase('Most often: {pairs}.', lang, pairs='; '.join(told))}", caption)


def cooccur_document(pairs: Table, codebook: Codebook, unit: str, lang: Lang = "nb") -> Document:
    """The grid, then the pairs as a list, those that go together most closely first."""
    ordered = pairs.frame.sort_values(["c", "together"], ascending=False, kind="stable")
    names = {c: ordered[c].map(lambda code: codebook.by_id[code].name or code) for c in ("a", "b")}
    if not len(pairs):
        return Document(
            phrase("Codes that stand together", lang),
            [Paragraph(phrase("No codes stand together in this selection.", lang))],
            lang,
        )
    note = phrase(
        "A unit counts once, whoever coded it, and a pair within one coder. c is times together divided by the units "
        "that have at least one of them: 0 is never, 1 is always.",
        lang,
    )
    blocks: list[Block] = [cooccur_picture(pairs, codebook, unit, lang)]
    blocks += [
        Paragraph(note, "note"),
        Grid(ordered.assign(**names).rename(columns=headed(_PAIRS, lang))),
    ]
    return Document(phrase("Codes that stand together", lang), blocks, lang, landscape=True)


def _order(order: str, lang: Lang) -> str:
    return (
        phrase("in the order of {attribute}", lang, attribute=order)
        if order
        else phrase("in the order of import", lang)
    )


def saturation_picture(table: "pd.DataFrame", level: str, of: int, lang: Lang = "nb", order: str = "") -> Picture:
    """Codes found after so many transcripts, in the order of collection and in any order."""
    lines = {
        _order(order, lang): table["codes_so_far"].tolist(),
        phrase("expected in any order", lang): table["expected"].tolist(),
    }
    band = (phrase("95% of 1,000 random orders", lang), table["low"].tolist(), table["high"].tolist())
    things = phrase("themes", lang) if level == "theme" else phrase("codes", lang)
    drawn = curves(table["n"].tolist(), lines, (phrase("Transcripts", lang), things), band)
    found = int(table["codes_so_far"].max()) if len(table) else 0
    last = int(table.loc[table["new_codes"] > 0, "n"].max()) if found else 0
    caption = counted(
        "{found} of {of} {things} found after {n} transcript; the last new one came in number {last}.",
        "{found} of {of} {things} found after {n} transcripts; the last new one came in number {last}.",
        len(table),
        lang,
        found=found,
        of=of,
        things=things,
        last=last,
    )
    return drawn.picture(caption, caption)


def saturation_document(
    table: "pd.DataFrame", codebook: Codebook, level: str, of: int, lang: Lang = "nb", order: str = ""
) -> Document:
    """The curve, then what each transcript adds; `of` is how many codes the codebook has."""
    names = {code.id: code.name or code.id for code in codebook.walk()}
    which = [", ".join(names[c] for c in filter(None, ids.split(", "))) for ids in table["new_code_ids"]]
    picture = [saturation_picture(table, level, of, lang, order)] if table["codes_so_far"].any() else []
    told = phrase(
        "Expected, lowest and highest are the number of codes after so many transcripts in any order: the mean and "
        "95% of 1,000 random orders.",
        lang,
    )
    note = Paragraph(told, "note")
    blocks: list[Block] = [*picture, note, Grid(table.assign(new_code_ids=which).rename(columns=headed(_ADDED, lang)))]
    return Document(phrase("Saturation", lang), blocks, lang, landscape=True)
