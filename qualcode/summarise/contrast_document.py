"""The comparison of groups as a text: per pair of groups the themes' numbers, then the words that set them apart."""

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING, Any

from qualcode.document import Block, Document, Grid, Heading, Lang, Paragraph
from qualcode.model import Codebook
from qualcode.summarise.excerpts import value_name
from qualcode.summarise.themes_document import percent
from qualcode.summarise.words import say

if TYPE_CHECKING:
    import pandas as pd


def contrast_document(
    table: "pd.DataFrame", words: "pd.DataFrame | None", codebook: Codebook, by: str, lang: Lang = "nb", title: str = ""
) -> Document:
    """The document of a `contrast_table` and, where there is one, a `word_table` for the same groups."""
    blocks: list[Block] = [Paragraph(say("contrast_note", lang), "note")]
    for (a, b), rows in table.groupby(["group_a", "group_b"], sort=False):
        names = [value_name(by, str(value), codebook, lang) for value in (a, b)]
        blocks.append(Heading(1, say("against", lang).format(*names)))
        blocks.append(Grid(_numbers(rows, names, lang)))
        blocks += [Paragraph(say("no_test", lang))] if (rows["reason"] != "").all() else []
    if words is not None and len(words):
        blocks += [Heading(1, say("words_apart", lang)), Paragraph(say("words_note", lang), "note")]
        blocks += _words(words, codebook, by, lang)
    return Document(title or say("contrast_title", lang), blocks, lang, landscape=True)


def _numbers(rows: "pd.DataFrame", names: list[str], lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame([_line(row, names, lang) for row in rows.to_dict("records")]).dropna(axis="columns", how="all")


def _line(row: Any, names: list[str], lang: Lang) -> dict[str, Any]:
    line: dict[str, Any] = {say("theme", lang): row["name"]}
    for side, name in zip("ab", names, strict=True):
        offices = say("offices_with", lang).format(row[f"offices_{side}"], row[f"of_offices_{side}"])
        line[name] = f"{percent(row[f'share_{side}'])} ({offices})"
    tested = not isnan(row["p"])
    line[say("difference", lang)] = percent(row["difference"])
    line[say("interval", lang)] = f"{percent(row['low'])} – {percent(row['high'])}" if tested else None
    line[say("p_adjusted", lang)] = row["p_holm"] if tested else None
    return line


def _words(words: "pd.DataFrame", codebook: Codebook, by: str, lang: Lang) -> Iterator[Block]:
    """A heading per theme, a small table per group."""
    for theme, of_theme in words.groupby("theme", sort=False):
        yield Heading(2, value_name("theme", str(theme), codebook, lang))
        for group, rows in of_theme.groupby("group", sort=False):
            named = {"lemma": say("word", lang), "count": say("Codings", lang), "transcripts": say("Transcripts", lang)}
            frame = rows[["lemma", "count", "count_against", "transcripts", "z"]]
            other = value_name(by, str(rows["against"].iloc[0]), codebook, lang)
            name = value_name(by, str(group), codebook, lang)
            yield Grid(frame.rename(columns={**named, "count": name, "count_against": other}), name)
