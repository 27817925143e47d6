"""The codebook as an appendix of an article."""

from typing import TYPE_CHECKING

from qualcode.document import Block, Document, Grid, Paragraph
from qualcode.model import Code, Codebook
from qualcode.wording import Lang, counted, headed, later, phrase

if TYPE_CHECKING:
    import pandas as pd


_FIELDS = {"definition": later("Definition"), "include": later("Include"), "exclude": later("Exclude")}


def appendix(book: Codebook, lang: Lang = "nb", uses_by_group: "pd.DataFrame | None" = None) -> Document:
    """The codebook as journals print it: code, definition, include, exclude, example, uses per group.

    `uses_by_group` has the codes' ids as index and one column of counts per group, headed as it shall be printed; with
    more than one group a total is added. Retired codes are left out unless they are used.
    """
    import pandas as pd

    fields = headed(_FIELDS, lang)
    counts = uses_by_group if uses_by_group is not None else pd.DataFrame()
    total = counts.sum(axis=1).to_dict()
    codes = [code for code in book.walk() if not code.retired or total.get(code.id, 0)]
    rows = []
    for code in codes:
        row: dict[str, object] = {
            phrase("Code", lang): "– " * (len(book.paths[code.id]) - 1) + _titled(code, lang),
            **{heading: getattr(code, field) for field, heading in fields.items()},
            phrase("Example", lang): code.examples[0] if code.examples else "",
        }
        for group in counts.columns:
            row[str(group)] = int(counts[group].get(code.id, 0))
        if len(counts.columns) > 1:
            row[phrase("Total", lang)] = int(total.get(code.id, 0))
        rows.append(row)
    blocks: list[Block] = [Paragraph(_size(len(codes), sum(code in book.codes for code in codes), lang))]
    if len(counts.columns):
        told = phrase("The numbers are codings; a code's number does not include those of the codes below it.", lang)
        blocks.append(Paragraph(told, "note"))
    blocks.append(Grid(pd.DataFrame(rows)))
    version = phrase("version {number}", lang, number=book.version) if book.version else ""
    named, title = ", ".join(filter(None, [book.name, version])), phrase("Codebook", lang)
    return Document(f"{title}: {named}" if named else title, blocks, lang, landscape=True)


def _size(codes: int, themes: int, lang: Lang) -> str:
    size = counted(
        "{n} code, {themes} of them at the top level.",
        "{n} codes, {themes} of them at the top level.",
        codes,
        lang,
        themes=themes,
    )
    return f"{size} {phrase('Codes below another code are indented.', lang)}"


def _titled(code: Code, lang: Lang) -> str:
    return f"{code.name or code.id} ({phrase('retired', lang)})" if code.retired else code.name or code.id
