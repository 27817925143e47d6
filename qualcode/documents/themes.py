"""The theme summary as a text to write from: a chapter per theme with its definition, its numbers and its quotes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from qualcode.document import Block, Document, Grid, Heading, Paragraph, Picture, Quote
from qualcode.documents.excerpts import quotes
from qualcode.documents.pictures import bars, grid
from qualcode.model import Code, Codebook
from qualcode.summarise.crosstab import crosstab
from qualcode.summarise.excerpts import value_name
from qualcode.summarise.highlights import KINDS
from qualcode.summarise.themes import CODES, group_columns
from qualcode.wording import Lang, counted, later, number, percent, phrase

if TYPE_CHECKING:
    import pandas as pd

_KINDS: Mapping[str, str] = {
    "typical": later("Typical excerpts"),
    "differing": later("Differing excerpts"),
    "longest": later("The longest excerpts"),
}
_MOST_COLUMNS = 6
"""Groups that an overview has room for side by side, where their names are short."""
_LETTERS = 66
"""Letters that a line has room for beside the themes' names."""
_MOST_BESIDE = 4
"""Groups whose numbers for one theme stand beside each other, and whose bars do."""


def themes_document(
    table: "pd.DataFrame",
    highlights: "pd.DataFrame",
    excerpts: "pd.DataFrame",
    codebook: Codebook,
    lang: Lang = "nb",
    title: str = "",
    picture: Picture | None = None,
    covering: "pd.DataFrame | None" = None,
    codes: Collection[str] | None = None,
) -> Document:
    """The document of a `theme_table`, with `highlights` chosen from `excerpts` by the same columns.

    `picture` (see `theme_picture`) stands below the overview; `covering` are sentences chosen by the same columns (see
    `qualcode.summarise.covering`); `codes` are the selected ones, all when None. Nothing in it is generated but
    headings, counts and the place where the researcher's own text goes.
    """
    chapters = [c for c in table.columns[: list(table.columns).index("name")] if c in CODES]
    blocks: list[Block] = [*_overview(table, chapters, codebook, lang)]
    blocks += [Paragraph(text, "note") for text in _how(covering is not None, lang)]
    if not len(excerpts):
        blocks.append(Paragraph(phrase("No excerpts in this selection.", lang)))
    elif picture:
        blocks.append(picture)
    for key, rows in table.groupby(chapters, sort=False):
        if rows["codings"].sum():
            mine = _same(highlights, dict(zip(chapters, key, strict=True)))
            about = _same(excerpts, dict(zip(chapters, key, strict=True)))
            here = None if covering is None else _same(covering, dict(zip(chapters, key, strict=True)))
            below = [] if "code" in chapters else _codes_of(str(key[-1]), codebook, codes)
            blocks += _chapter(str(key[-1]), rows, (mine, about, here), below, codebook, lang)
    return Document(title or phrase("Themes", lang), blocks, lang, chapters=True)


def _how(covering: bool, lang: Lang) -> Iterator[str]:
    """How it was counted, and how the quotes were chosen."""
    yield phrase(
        "Transcripts, voices, offices and words are counted once, however often they are coded. Shares are of the "
        "selected transcripts that have been read to the end. Words are the participants'; an interviewer's words are "
        "not counted.",
        lang,
    )
    yield phrase(
        "Typical excerpts lie nearest to the centre of what the group says about the theme (cosine of tf-idf vectors "
        "of lemmas); differing ones lie furthest from it. Each voice is heard once before any is heard twice, and "
        "excerpts under eight words are chosen last. All text is verbatim.",
        lang,
    )
    if covering:
        yield phrase(
            "Sentences that cover most are chosen one by one: each time the one that adds most of what the group says "
            "about the theme and is not covered yet, set against the sentence's length.",
            lang,
        )


def theme_picture(table: "pd.DataFrame", codebook: Codebook, lang: Lang = "nb") -> Picture:
    """The share of each group's transcripts in which each theme is coded, and in the caption: as bars, or as a grid
    where many groups would make bars by the metre.
    """
    by = group_columns(table)
    wide = crosstab(table, codebook, "share_transcripts", lang).frame
    names = [c for c in wide.columns if c not in CODES]
    wide = wide[names].rename(columns={"share_transcripts": phrase("all", lang)}) if not by else wide[names]
    groups = " / ".join(map(str, wide.columns[1:]))
    told = [f"{name} {' / '.join(percent(s, lang) for s in shares)}" for name, *shares in wide.itertuples(index=False)]
    caption = phrase(
        "Share of the transcripts in which the theme is coded ({groups}): {shares}.",
        lang,
        groups=groups,
        shares="; ".join(told),
    )
    draw = bars if len(wide.columns) <= 1 + _MOST_BESIDE else grid
    return draw(wide, phrase("Share of the group's transcripts", lang), share=True, lang=lang).picture(caption, caption)


def _same(frame: "pd.DataFrame", values: dict[str, Any]) -> "pd.DataFrame":
    for column, value in values.items():
        frame = frame[frame[column] == value]
    return frame


def _group_name(row: Any, by: Sequence[str], codebook: Codebook, lang: Lang) -> str:
    return " · ".join(value_name(b, row[b], codebook, lang) for b in by) or phrase("all", lang)


def _overview(table: "pd.DataFrame", chapters: list[str], codebook: Codebook, lang: Lang) -> Iterator[Block]:
    """Themes down, groups across, in each cell '3 of 11' transcripts."""
    by = group_columns(table)
    yield Heading(1, phrase("Overview", lang))
    rows: dict[Any, dict[str, str]] = {}
    for row in table.to_dict("records"):
        line = rows.setdefault(tuple(row[c] for c in chapters), {phrase("Theme", lang): row["name"]})
        line[_group_name(row, by, codebook, lang)] = _of(row, "transcripts", lang)
    caption = phrase("In how many of the group's transcripts the theme is coded.", lang)
    yield from _beside(list(rows.values()), caption)


def _beside(lines: list[dict[str, str]], caption: str) -> Iterator[Grid]:
    """Lines whose first column names them, in as many grids as their other columns need."""
    import pandas as pd

    frame = pd.DataFrame(lines)
    longest = max((len(word) for name in frame.columns[1:] for word in name.split()), default=1)
    most = max(2, min(_MOST_COLUMNS, _LETTERS // (longest + 2)))
    for first in range(1, max(2, frame.shape[1]), most):
        places = [0, *range(first, min(first + most, frame.shape[1]))]
        yield Grid(frame.iloc[:, places], caption if first == 1 else "")


def _chapter(
    code: str,
    rows: "pd.DataFrame",
    material: "tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None]",
    below: list[Code],
    codebook: Codebook,
    lang: Lang,
) -> Iterator[Block]:
    """A chapter from its rows of the table and its material (highlights, excerpts, covering sentences); `below` are the
    theme's codes.
    """
    by, (chosen, about, covering) = group_columns(rows), material
    yield Heading(1, codebook.by_id[code].name or code, int(rows["codings"].sum()))
    yield from _definition(codebook.by_id[code], lang)
    yield Grid(_numbers(rows, by, codebook, lang))
    yield from _below(below, rows, about, codebook, lang)
    yield Paragraph(phrase("[Your text about this theme]", lang))
    for row in rows.to_dict("records"):
        group = {b: row[b] for b in by}
        if row["codings"]:
            yield Heading(2, _group_name(row, by, codebook, lang), row["codings"])
            yield from _quotes(_same(chosen, group), _same(about, group), codebook, lang)
            yield from _sentences(covering if covering is None else _same(covering, group), lang)


def _sentences(covering: "pd.DataFrame | None", lang: Lang) -> Iterator[Block]:
    if covering is not None and len(covering):
        yield Heading(3, phrase("Sentences that together cover most", lang))
        for row in covering.to_dict("records"):
            place = [row["transcript"], phrase("segment {n}", lang, n=row["segment"]), row["speaker"]]
            yield Quote(row["text"], " · ".join(p for p in place if p))


def _definition(code: Code, lang: Lang) -> Iterator[Block]:
    yield from (Paragraph(text, "note") for text in _defined(code, lang))


def _defined(code: Code, lang: Lang) -> list[str]:
    """What a code is by definition: the texts that are not empty, with what each is."""
    labels = ("", f"{phrase('Include', lang)}: ", f"{phrase('Exclude', lang)}: ")
    texts = zip(labels, (code.definition, code.include, code.exclude), strict=True)
    return [label + text for label, text in texts if text]


def _numbers(rows: "pd.DataFrame", by: list[str], codebook: Codebook, lang: Lang) -> "pd.DataFrame":
    """The theme's numbers for people, a line per measure; a line per group where there are many groups."""
    import pandas as pd

    records = rows.to_dict("records")
    names = [_group_name(row, by, codebook, lang) for row in records]
    measures = {
        phrase("Codings", lang): [str(row["codings"]) for row in records],
        phrase("Transcripts", lang): [_of(row, "transcripts", lang, row["share_transcripts"]) for row in records],
        phrase("Voices", lang): [_of(row, "speakers", lang) for row in records],
        phrase("Offices", lang): [_of(row, "offices", lang) if row["of_offices"] else "" for row in records],
        phrase("Words", lang): [str(row["words"]) for row in records],
        phrase("Share of words", lang): [percent(row["share_words"], lang) for row in records],
        phrase("Codings per 1,000 words", lang): [number(row["per_1000_words"], lang) for row in records],
    }
    told = {measure: cells for measure, cells in measures.items() if any(cells)}
    if len(names) > _MOST_BESIDE:
        return pd.DataFrame({phrase("Group", lang): names, **told})
    lines = [[measure, *cells] for measure, cells in told.items()]
    return pd.DataFrame(lines, columns=["", *names])


def _of(row: Any, what: str, lang: Lang, share: float | None = None) -> str:
    told = phrase("{some} of {all}", lang, some=row[what], all=row[f"of_{what}"])
    return told if share is None or isnan(share) else f"{told} ({percent(share, lang)})"


def _codes_of(theme: str, codebook: Codebook, selected: Collection[str] | None) -> list[Code]:
    """The selected codes of a theme, itself first; none where there is nothing below it."""
    codes = [c for c in codebook.by_id[theme].walk() if selected is None or c.id in selected]
    return codes if any(c.id != theme for c in codes) else []


def _below(
    codes: list[Code], rows: "pd.DataFrame", about: "pd.DataFrame", codebook: Codebook, lang: Lang
) -> Iterator[Block]:
    """The theme's codes: in how many of each group's transcripts, how often, and what they are by definition."""
    by, theme = group_columns(rows), rows["theme"].iloc[0] if codes else ""
    lines: list[dict[str, str]] = []
    for code in codes:
        used = about[about["code"] == code.id]
        if code.id == theme and not len(used):
            continue
        line = {phrase("Code", lang): phrase("the theme itself", lang) if code.id == theme else code.name or code.id}
        for row in rows.to_dict("records"):
            mine = _same(used, {b: row[b] for b in by})
            n, of = mine["transcript"].nunique(), row["of_transcripts"]
            transcripts = phrase("{some} of {all}", lang, some=n, all=of)
            times = counted("{n} coding", "{n} codings", len(mine), lang)
            line[_group_name(row, by, codebook, lang)] = f"{transcripts} ({times})" if len(mine) else transcripts
        lines.append(line)
    if lines:
        caption = phrase("The theme's codes: in how many of the group's transcripts, and how often.", lang)
        yield from _beside(lines, caption)
    for code in codes:
        if code.id != theme:
            told = _defined(code, lang)
            yield from [Paragraph(f"{code.name or code.id}: {' '.join(told)}", "note")] * bool(told)


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
            yield Heading(3, phrase(_KINDS[kind], lang))
            yield from blocks
