"""The codebook as an appendix of an article."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qualcode.document import Block, Document, Grid, Lang, Paragraph
from qualcode.model import Code, Codebook

if TYPE_CHECKING:
    import pandas as pd


_WORDS: dict[Lang, dict[str, str]] = {
    "nb": {
        "title": "Kodebok", "code": "Kode", "definition": "Definisjon", "include": "Tas med", "exclude": "Tas ikke med",
        "example": "Eksempel", "retired": "tatt ut av bruk", "total": "I alt", "version": "versjon {}",
        "size": "{codes} koder, {themes} av dem på øverste nivå. Koder under en annen kode er rykket inn.",
        "uses": "Tallene er antall kodinger; en kode teller ikke med dem som står under den.",
    },
    "nn": {
        "title": "Kodebok", "code": "Kode", "definition": "Definisjon", "include": "Blir teke med",
        "exclude": "Blir ikkje teke med", "example": "Døme", "retired": "teken ut av bruk", "total": "I alt",
        "version": "versjon {}",
        "size": "{codes} kodar, {themes} av dei på øvste nivå. Kodar under ein annan kode er rykte inn.",
        "uses": "Tala er kodingar; ein kode tel ikkje med dei som står under han.",
    },
    "en": {
        "title": "Codebook", "code": "Code", "definition": "Definition", "include": "Include", "exclude": "Exclude",
        "example": "Example", "retired": "retired", "total": "Total", "version": "version {}",
        "size": "{codes} codes, {themes} of them at the top level. Codes below another code are indented.",
        "uses": "The numbers are codings; a code's number does not include those of the codes below it.",
    },
}  # fmt: skip


def appendix(book: Codebook, lang: Lang = "nb", uses_by_group: "pd.DataFrame | None" = None) -> Document:
    """The codebook as journals print it: code, definition, include, exclude, example, uses per group.

    `uses_by_group` has the codes' ids as index and one column of counts per group, headed as it shall be printed; with
    more than one group a total is added. Retired codes are left out unless they are used.
    """
    import pandas as pd

    words = _WORDS[lang]
    counts = uses_by_group if uses_by_group is not None else pd.DataFrame()
    total = counts.sum(axis=1).to_dict()
    codes = [code for code in book.walk() if not code.retired or total.get(code.id, 0)]
    rows = []
    for code in codes:
        row: dict[str, object] = {
            words["code"]: "– " * (len(book.paths[code.id]) - 1) + _titled(code, words),
            **{words[key]: getattr(code, key) for key in ("definition", "include", "exclude")},
            words["example"]: code.examples[0] if code.examples else "",
        }
        for group in counts.columns:
            row[str(group)] = int(counts[group].get(code.id, 0))
        if len(counts.columns) > 1:
            row[words["total"]] = int(total.get(code.id, 0))
        rows.append(row)
    size = words["size"].format(codes=len(codes), themes=sum(code in book.codes for code in codes))
    blocks: list[Block] = [Paragraph(size)]
    if len(counts.columns):
        blocks.append(Paragraph(words["uses"], "note"))
    blocks.append(Grid(pd.DataFrame(rows)))
    named = ", ".join(filter(None, [book.name, words["version"].format(book.version) if book.version else ""]))
    return Document(f"{words['title']}: {named}" if named else words["title"], blocks, lang, landscape=True)


def _titled(code: Code, words: Mapping[str, str]) -> str:
    return f"{code.name or code.id} ({words['retired']})" if code.retired else code.name or code.id
