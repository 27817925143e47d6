"""The excerpts to read, and any passage as a quotation with the line that says where it stands."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.document import Block, Document, Heading, Paragraph, Quote
from qualcode.model import Codebook
from qualcode.summarise.excerpts import COLUMNS, check_by, groups, value_name
from qualcode.wording import Lang, counted, listed, phrase

if TYPE_CHECKING:
    import pandas as pd


def excerpts_document(
    table: "pd.DataFrame",
    codebook: Codebook,
    by: Sequence[str] = ("theme",),
    lang: Lang = "nb",
    title: str = "",
    context: bool = False,
) -> Document:
    """The excerpts to read: a heading per level of `by` with the number of codings, below it the quotes.

    A passage that several coders or codes share stands once, and its source line names them all. `context` adds the
    words before and after.
    """
    check_by(table, by)
    blocks: list[Block] = [] if len(table) else [Paragraph(phrase("No excerpts in this selection.", lang))]
    blocks += _sections(table, codebook, tuple(by), lang, 1, context)
    return Document(title or phrase("Excerpts", lang), blocks, lang, chapters=True)


def _sections(
    table: "pd.DataFrame", codebook: Codebook, by: tuple[str, ...], lang: Lang, level: int, context: bool
) -> Iterator[Block]:
    if not by:
        yield Paragraph(_account(table, lang), "note")
        yield from quotes(table, codebook, lang, context)
        return
    for value, rows in groups(table, by[0], codebook):
        yield Heading(level, value_name(by[0], value, codebook, lang), len(rows))
        if level == 1 and by[0] in ("theme", "code") and codebook.by_id[value].definition:
            yield Paragraph(codebook.by_id[value].definition, "note")
        yield from _sections(rows, codebook, by[1:], lang, level + 1, context)


def _account(table: "pd.DataFrame", lang: Lang) -> str:
    """'7 codings in 4 transcripts, 6 different excerpts': why there may be fewer quotes than codings."""
    if not len(table):
        return ""
    n, passages = table["transcript"].nunique(), len(table[["transcript", "start", "end"]].drop_duplicates())
    transcripts = counted(
        "{codings} in {n} transcript",
        "{codings} in {n} transcripts",
        n,
        lang,
        codings=counted("{n} coding", "{n} codings", len(table), lang),
    )
    different = counted("{n} different excerpt", "{n} different excerpts", passages, lang)
    return f"{transcripts}, {different}" if passages < len(table) else transcripts


def quotes(table: "pd.DataFrame", codebook: Codebook, lang: Lang, context: bool = False) -> Iterator[Quote]:
    """The table's passages as quotes, in its order, each passage once."""
    passages: dict[tuple[Any, ...], list[Mapping[Any, Any]]] = {}
    for row in table.to_dict("records"):
        passages.setdefault((row["transcript"], row["start"], row["end"]), []).append(row)
    several = table["coder"].nunique() > 1
    for rows in passages.values():
        first = rows[0]
        before, after = (first["context_before"], first["context_after"]) if context else ("", "")
        memos = dict.fromkeys(r["memo"] for r in rows if r["memo"])
        source = source_line(rows, codebook, lang, several)
        yield Quote(first["text"], source, " ".join(before.split()), " ".join(after.split()), "; ".join(memos))


def source_line(rows: Sequence[Mapping[Any, Any]], codebook: Codebook, lang: Lang, coders: bool = False) -> str:
    """Where a passage stands and who says it: transcript, segment, speaker, attributes; sub-codes and coders.

    An attribute that only repeats the transcript's or speaker's name is left out.
    """
    row = rows[0]
    parts = [row["transcript"], phrase("segment {n}", lang, n=row["segment"]) if row["segment"] else ""]
    role = phrase("interviewer", lang) if row["speaker_role"] == "interviewer" else ""
    speaker = "" if row["speaker"] == row["transcript"] else row["speaker"]
    parts.append(f"{speaker} ({role})" if speaker and role else speaker or role)
    said = {row["transcript"].casefold(), row["speaker"].casefold()}
    attributes = [str(row[name]) for name in row if name not in COLUMNS]
    parts += [value for value in attributes if value.casefold() not in said]
    below = dict.fromkeys(r["code"] for r in rows if r["code"] != r["theme"])
    parts.append(listed([codebook.by_id[c].name or c for c in below], lang))
    if coders:
        names = listed(list(dict.fromkeys(r["coder"] for r in rows)), lang)
        parts.append(phrase("coded by {coders}", lang, coders=names))
    return " · ".join(part for part in parts if part)
