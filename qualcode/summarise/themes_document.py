"""The theme summary as a text to write from: a chapter per theme with its definition, its numbers and its quotes."""

from collections.abc import Iterator, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from qualcode.document import Block, Document, Grid, Heading, Lang, Paragraph, Picture, Quote
from qualcode.model import Code, Codebook
from qualcode.summarise.crosstab import crosstab
from qualcode.summarise.excerpts import quotes, value_name
from qualcode.summarise.highlights import KINDS
from qualcode.summarise.pictures import bars
from qualcode.summarise.themes import CODES, group_columns
from qualcode.summarise.words import counted, say

if TYPE_CHECKING:
    import pandas as pd

_MOST_COLUMNS = 6
"""Groups that an overview has room for side by side."""
_MOST_BESIDE = 4
"""Groups whose numbers for one theme stand beside each other."""


def themes_document(
    table: "pd.DataFrame",
    highlights: "pd.DataFrame",
    excerpts: "pd.DataFrame",
    codebook: Codebook,
    lang: Lang = "nb",
    title: str = "",
    picture: Picture | None = None,
    covering: "pd.DataFrame | None" = None,
) -> Document:
    """The document of a `theme_table`, with `highlights` chosen from `excerpts` by the same columns.

    `picture` (see `theme_picture`) stands below the overview; `covering` are sentences chosen by the same columns (see
    `qualcode.summarise.covering`). Nothing in it is generated but headings, counts and the place where the researcher's
    own text goes.
    """
    chapters = [c for c in table.columns[: list(table.columns).index("name")] if c in CODES]
    blocks: list[Block] = [*_overview(table, chapters, codebook, lang)]
    blocks += [Paragraph(say("counts_note", lang), "note"), Paragraph(say("highlights_note", lang), "note")]
    blocks += [picture] if picture else []
    for key, rows in table.groupby(chapters, sort=False):
        if rows["codings"].sum():
            mine = _same(highlights, dict(zip(chapters, key, strict=True)))
            about = _same(excerpts, dict(zip(chapters, key, strict=True)))
            here = None if covering is None else _same(covering, dict(zip(chapters, key, strict=True)))
            blocks += _chapter(str(key[-1]), rows, (mine, about, here), codebook, lang)
    return Document(title or say("themes_title", lang), blocks, lang, chapters=True)


def theme_picture(table: "pd.DataFrame", codebook: Codebook, lang: Lang = "nb") -> Picture:
    """The share of each group's transcripts in which each theme is coded, as bars and in the caption."""
    by = group_columns(table)
    wide = crosstab(table, codebook, "share_transcripts", lang).frame
    names = [c for c in wide.columns if c not in CODES]
    wide = wide[names].rename(columns={"share_transcripts": say("everyone", lang)}) if not by else wide[names]
    groups = " / ".join(map(str, wide.columns[1:]))
    told = [f"{name} {' / '.join(map(percent, shares))}" for name, *shares in wide.itertuples(index=False)]
    caption = f"{say('bars_caption', lang)} ({groups}): {'; '.join(told)}."
    return bars(wide, say("share_of_transcripts", lang), share=True, lang=lang).picture(caption, caption)


def _same(frame: "pd.DataFrame", values: dict[str, Any]) -> "pd.DataFrame":
    for column, value in values.items():
        frame = frame[frame[column] == value]
    return frame


def _group_name(row: Any, by: Sequence[str], codebook: Codebook, lang: Lang) -> str:
    return " · ".join(value_name(b, row[b], codebook, lang) for b in by) or say("everyone", lang)


def _overview(table: "pd.DataFrame", chapters: list[str], codebook: Codebook, lang: Lang) -> Iterator[Block]:
    """Themes down, groups across, in each cell '3 of 11' transcripts."""
    import pandas as pd

    by = group_columns(table)
    yield Heading(1, say("overview", lang))
    if len(table[by].drop_duplicates() if by else [()]) > _MOST_COLUMNS:
        return
    rows: dict[Any, dict[str, str]] = {}
    for row in table.to_dict("records"):
        line = rows.setdefault(tuple(row[c] for c in chapters), {say("theme", lang): row["name"]})
        line[_group_name(row, by, codebook, lang)] = _of(row, "transcripts", lang)
    yield Grid(pd.DataFrame(list(rows.values())), say("overview_caption", lang))


def _chapter(
    code: str,
    rows: "pd.DataFrame",
    material: "tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None]",
    codebook: Codebook,
    lang: Lang,
) -> Iterator[Block]:
    """A chapter from its rows of the table and its material: highlights, excerpts and covering sentences."""
    by, (chosen, about, covering) = group_columns(rows), material
    yield Heading(1, codebook.by_id[code].name or code, int(rows["codings"].sum()))
    yield from _definition(codebook.by_id[code], lang)
    yield Grid(_numbers(rows, by, codebook, lang))
    yield from _below(code, about, codebook, lang)
    yield Paragraph(say("own_text", lang))
    for row in rows.to_dict("records"):
        group = {b: row[b] for b in by}
        if row["codings"]:
            yield Heading(2, _group_name(row, by, codebook, lang), row["codings"])
            yield from _quotes(_same(chosen, group), _same(about, group), codebook, lang)
            yield from _sentences(covering if covering is None else _same(covering, group), lang)


def _sentences(covering: "pd.DataFrame | None", lang: Lang) -> Iterator[Block]:
    if covering is not None and len(covering):
        yield Heading(3, say("covering", lang))
        for row in covering.to_dict("records"):
            place = [row["transcript"], f"{say('segment', lang)} {row['segment']}", row["speaker"]]
            yield Quote(row["text"], " · ".join(p for p in place if p))


def _definition(code: Code, lang: Lang) -> Iterator[Block]:
    for label, text in (("", code.definition), ("include", code.include), ("exclude", code.exclude)):
        if text:
            yield Paragraph(f"{say(label, lang)}: {text}" if label else text, "note")


def _numbers(rows: "pd.DataFrame", by: list[str], codebook: Codebook, lang: Lang) -> "pd.DataFrame":
    """The theme's numbers for people, a line per measure; a line per group where there are many groups."""
    import pandas as pd

    records = rows.to_dict("records")
    names = [_group_name(row, by, codebook, lang) for row in records]
    measures = {
        say("Codings", lang): [str(row["codings"]) for row in records],
        say("Transcripts", lang): [_of(row, "transcripts", lang, row["share_transcripts"]) for row in records],
        say("Speakers", lang): [_of(row, "speakers", lang) for row in records],
        say("Offices", lang): [_of(row, "offices", lang) if row["of_offices"] else "" for row in records],
        say("Words", lang): [str(row["words"]) for row in records],
        say("participants_words", lang): [percent(row["share_words"]) for row in records],
        say("per_1000", lang): [_decimal(row["per_1000_words"], lang) for row in records],
    }
    told = {measure: cells for measure, cells in measures.items() if any(cells)}
    if len(names) > _MOST_BESIDE:
        return pd.DataFrame({say("group", lang): names, **told})
    lines = [[measure, *cells] for measure, cells in told.items()]
    return pd.DataFrame(lines, columns=["", *names])


def _decimal(value: float, lang: Lang) -> str:
    """A number for people with two decimals."""
    if isnan(value):
        return "–"
    return f"{value:.2f}" if lang == "en" else f"{value:.2f}".replace(".", ",")


def _of(row: Any, what: str, lang: Lang, share: float | None = None) -> str:
    told = say("of", lang).format(row[what], row[f"of_{what}"])
    return told if share is None or isnan(share) else f"{told} ({percent(share)})"


def percent(share: float) -> str:
    """A share for people: '12 %'."""
    if isnan(share):
        return "–"
    return f"{100 * share:.0f} %"


def _below(code: str, about: "pd.DataFrame", codebook: Codebook, lang: Lang) -> Iterator[Block]:
    """How often each code below the theme is used, where there are any."""
    counts = about["code"].value_counts()
    told = [
        f"{codebook.by_id[c].name or c}: {counted(int(counts.get(c, 0)), 'coding', 'codings', lang)}"
        for c in (below.id for below in codebook.by_id[code].walk())
        if c != code
    ]
    if told and len(about["code"].unique()) > 1:
        yield Paragraph(f"{say('below', lang)}: {'; '.join(told)}", "note")


def _quotes(chosen: "pd.DataFrame", about: "pd.DataFrame", codebook: Codebook, lang: Lang) -> Iterator[Block]:
    """The chosen passages of one group; one that was shown under an earlier rule is not shown again."""
    shown: set[tuple[str, int, int]] = set()
    for kind in KINDS:
        blocks: list[Block] = []
        for row in chosen[chosen["chosen"] == kind].to_dict("records"):
            place = (row["transcript"], row["start"], row["end"])
            if place not in shown:
                shown.add(place)
                blocks += quotes(
                    _same(about, dict(zip(("transcript", "start", "end"), place, strict=True))), codebook, lang
                )
        if blocks:
            yield Heading(3, say(kind, lang))
            yield from blocks
