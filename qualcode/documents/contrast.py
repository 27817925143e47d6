"""The comparison of groups as a text: per pair of groups the themes' numbers, then the words that set them apart."""

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from qualcode.choices import Share
from qualcode.document import Block, Document, Grid, Heading, Lang, Paragraph, Picture
from qualcode.documents.pictures import dots, whole
from qualcode.documents.themes import percent
from qualcode.model import Codebook
from qualcode.summarise.excerpts import value_name
from qualcode.summarise.totals import OFFICE
from qualcode.wording.analyses import say

if TYPE_CHECKING:
    import pandas as pd

_NOTEWORTHY = 2
"""The z above which a word is marked."""


def contrast_document(
    table: "pd.DataFrame",
    words: "pd.DataFrame | None",
    codebook: Codebook,
    by: str,
    lang: Lang = "nb",
    title: str = "",
    measure: Share = "transcripts",
    unit: str = OFFICE,
    cautions: Sequence[str] = (),
) -> Document:
    """The document of a `contrast_table` and, where there is one, a `word_table` for the same groups.

    `measure` and `unit` are those that the table was made with; `cautions` what a reader must know.
    """
    noun = say("office", lang) if unit == OFFICE else unit
    blocks: list[Block] = [Paragraph(say("contrast_note", lang).format(noun, say(f"share_{measure}", lang)), "note")]
    blocks += [Paragraph(say("test_note", lang), "note")] * bool(table["p"].notna().any())
    blocks += [Paragraph(text) for text in cautions]
    for (a, b), rows in table.groupby(["group_a", "group_b"], sort=False):
        names = [value_name(by, str(value), codebook, lang) for value in (a, b)]
        blocks.append(Heading(1, say("against", lang).format(*names)))
        blocks += _pairs(rows.iloc[0], unit, lang)
        blocks.append(Grid(_numbers(rows, names, unit, lang)))
        if rows["p"].isna().all():
            blocks.append(Paragraph(say("no_test", lang).format(*rows[["of_offices_a", "of_offices_b"]].iloc[0])))
        if rows[["offices_a", "offices_b"]].any(axis=None):
            blocks.append(contrast_picture(rows, codebook, by, lang))
    if words is not None and len(words):
        blocks += [Heading(1, say("words_apart", lang)), Paragraph(say("words_note", lang), "note")]
        blocks.append(Grid(_words(words, codebook, by, lang)))
    return Document(title or say("contrast_title", lang), blocks, lang)


def _pairs(row: Any, unit: str, lang: Lang) -> list[Block]:
    """Who was compared, where not everybody was."""
    by = str(row["design"]).partition("paired by ")[2]
    if not by:
        return []
    noun = say("office", lang) if by == unit == OFFICE else by
    return [Paragraph(say("in_pairs", lang).format(noun, row["pairs"]))]


def contrast_picture(table: "pd.DataFrame", codebook: Codebook, by: str, lang: Lang = "nb") -> Picture:
    """The themes' differences with their intervals, where there are any, as dots and in the caption."""
    import pandas as pd

    one = len(table[["group_a", "group_b"]].drop_duplicates()) == 1
    names = [[value_name(by, row[f"group_{x}"], codebook, lang) for x in "ab"] for row in table.to_dict("records")]
    labels = table["name"].tolist()
    if not one:
        labels = [f"{n}: {say('against', lang).format(*pair)}" for n, pair in zip(labels, names, strict=True)]
    points = [(100 * table[c]).round().tolist() for c in ("difference", "low", "high")]
    frame = pd.DataFrame(dict(zip(("label", "value", "low", "high"), (labels, *points), strict=True)))
    a, b = names[0] if one else ("A", "B")
    caption = say("contrast_picture", lang).format(a, b, a)
    told = [_told(label, *line, lang=lang) for label, line in zip(labels, zip(*points, strict=True), strict=True)]
    return dots(frame, say("points", lang), (0,), lang).picture(f"{caption}. {'; '.join(told)}.", caption)


def _told(label: str, value: float, low: float, high: float, *, lang: Lang) -> str:
    """A theme's difference in a caption."""
    between = "" if isnan(low) else f" ({whole(low)} {say('to', lang)} {whole(high)})"
    return f"{label} {whole(value)}{between}"


def _numbers(rows: "pd.DataFrame", names: list[str], unit: str, lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    lines = [_line(row, names, unit, lang) for row in rows.to_dict("records")]
    return pd.DataFrame(lines).dropna(axis="columns", how="all")


def _line(row: Any, names: list[str], unit: str, lang: Lang) -> dict[str, Any]:
    line: dict[str, Any] = {say("theme", lang): row["name"]}
    for side, name in zip("ab", names, strict=True):
        offices = say("offices_with" if unit == OFFICE else "of", lang).format(
            row[f"offices_{side}"], row[f"of_offices_{side}"]
        )
        line[name] = f"{percent(row[f'share_{side}'])} ({offices})"
    tested = not isnan(row["p"])
    points = {side: 100 * row[side] for side in ("difference", "low", "high")}
    line[say("difference", lang)] = whole(points["difference"])
    between = f"{whole(points['low'])} {say('to', lang)} {whole(points['high'])}" if tested else None
    line[say("interval", lang)] = between
    line[say("p_adjusted", lang)] = row["p_holm"] if tested else None
    return line


def _words(words: "pd.DataFrame", codebook: Codebook, by: str, lang: Lang) -> "pd.DataFrame":
    """A line per theme, a column per group with its words, the clearest first."""
    import pandas as pd

    groups = list(dict.fromkeys(words["group"]))
    lines = []
    for theme, of_theme in words.groupby("theme", sort=False):
        line = {say("theme", lang): value_name("theme", str(theme), codebook, lang)}
        for group in groups:
            rows = of_theme[of_theme["group"] == group].to_dict("records")
            line[value_name(by, str(group), codebook, lang)] = ", ".join(map(_word, rows))
        lines.append(line)
    return pd.DataFrame(lines)


def _word(row: Any) -> str:
    """A word with how often it stands there and elsewhere: 'silo 4:0', with a star where that is noteworthy."""
    return f"{row['lemma']} {row['count']}:{row['count_against']}{'*' if row['z'] > _NOTEWORTHY else ''}"
