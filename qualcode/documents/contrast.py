"""The comparison of groups as a text: per pair of groups the themes' numbers, then the words that set them apart."""

from math import isnan
from typing import TYPE_CHECKING, Any

from qualcode.document import Block, Document, Grid, Heading, Paragraph, Picture, Table
from qualcode.documents.pictures import dots
from qualcode.model import Codebook
from qualcode.summarise.contrast import Groups
from qualcode.summarise.excerpts import value_name
from qualcode.summarise.totals import OFFICE
from qualcode.wording import Lang, counted, number, percent, phrase, whole

if TYPE_CHECKING:
    import pandas as pd

_NOTEWORTHY = 2
"""The z above which a word is marked."""


def contrast_document(
    table: "pd.DataFrame",
    words: "pd.DataFrame | None",
    codebook: Codebook,
    groups: Groups,
    lang: Lang = "nb",
) -> Document:
    """The document of a `contrast_table` and, where there is one, a `word_table` for the same groups."""
    blocks: list[Block] = [Paragraph(_how(groups, lang), "note")]
    tested = bool(table["p"].notna().any())
    blocks += [Paragraph(_test(lang), "note")] * tested
    for (a, b), rows in table.groupby(["group_a", "group_b"], sort=False):
        names = [_group_name(str(value), groups, codebook, lang) for value in (a, b)]
        blocks.append(Heading(1, phrase("{a} against {b}", lang, a=names[0], b=names[1])))
        blocks += _design(rows.iloc[0], groups.unit, lang)
        blocks.append(Grid(_numbers(rows, names, groups.unit, lang)))
        blocks += [Paragraph(_no_test(rows, lang))] * bool(rows["p"].isna().all())
        if rows[["offices_a", "offices_b"]].any(axis=None):
            blocks.append(contrast_picture(rows, codebook, groups, lang))
    if words is not None and len(words):
        blocks += [Heading(1, phrase("Words that set the groups apart", lang)), Paragraph(_word_list(lang), "note")]
        blocks.append(Grid(_words(words, codebook, groups.by[0], lang)))
    return Document(phrase("Differences between groups", lang), blocks, lang)


def power_document(table: Table, groups: Groups, lang: Lang = "nb") -> Document:
    """What the units could show, in words for a methods section."""
    columns = ("group_a", "group_b", "units_a", "units_b", "tests", "smallest", "smallest_adjusted")
    blocks: list[Block] = []
    for a, b, units_a, units_b, tests, alone, adjusted in zip(*(table[c] for c in columns), strict=True):
        told = phrase(
            "With {units_a} and {units_b} observations ({a}, {b}) a difference of {alone} percentage points would be "
            "shown with power .8 at p = .05 in one test, and of {adjusted} after adjustment for {tests} tests. Assumed "
            "are shares about one half that vary between observations with a standard deviation of .7 on the logit; "
            "simulated with the test that is made.",
            lang,
            units_a=units_a,
            units_b=units_b,
            a=a,
            b=b,
            alone=_points(alone, lang),
            adjusted=_points(adjusted, lang),
            tests=tests,
        )
        blocks.append(Paragraph(told))
    return Document(phrase("The smallest differences that could be shown", lang), blocks, lang)


def _points(share: float, lang: Lang) -> str:
    return phrase("more than 100", lang) if isnan(share) else whole(100 * share, lang)


def _group_name(value: str, groups: Groups, codebook: Codebook, lang: Lang) -> str:
    if len(groups.by) > 1:
        return value
    return value_name(groups.by[0], value, codebook, lang)


def _how(groups: Groups, lang: Lang) -> str:
    """What is counted."""
    noun = phrase("office", lang) if groups.unit == OFFICE else groups.unit
    if groups.measure == "words":
        told = phrase(
            "One observation per {unit}: the share of its words in which the theme is coded.", lang, unit=noun
        )
    else:
        told = phrase(
            "One observation per {unit}: the share of its transcripts in which the theme is coded.", lang, unit=noun
        )
    mean = phrase(
        "A group's number is the mean over its observations, and a person interviewed twice is one voice.", lang
    )
    return f"{told} {mean}"


def _test(lang: Lang) -> str:
    return phrase(
        "Interval and p-value come from one model: Welch's t on the observations' shares, with the degrees of freedom "
        "of the smaller group less one and a variance not below what single voices would give. Beside p stands p "
        "adjusted for the number of tests by Holm's method. Unused and retired themes are no tests.",
        lang,
    )


def _no_test(rows: "pd.DataFrame", lang: Lang) -> str:
    a, b = rows[["of_offices_a", "of_offices_b"]].iloc[0]
    return phrase(
        "No test: with {a} against {b} observations nothing shows how far they vary. The numbers tell what was said "
        "here, not what holds elsewhere.",
        lang,
        a=a,
        b=b,
    )


def _design(row: Any, unit: str, lang: Lang) -> list[Block]:
    """Who was compared, and who was not."""
    by = str(row["design"]).partition("paired by ")[2]
    told = []
    if by:
        noun = phrase("office", lang) if by == OFFICE else by
        told.append(
            counted(
                "Compared in pairs by {unit}: {n} stands in both groups, and only it counts here.",
                "Compared in pairs by {unit}: {n} stand in both groups, and only they count here.",
                int(row["pairs"]),
                lang,
                unit=noun,
            )
        )
    if row["shared"]:
        told.append(phrase("Left out because they stand in both groups: {units}.", lang, units=row["shared"]))
    if row["left_out"]:
        told.append(
            counted(
                "{n} transcript of these groups, or without a group or unit, does not count.",
                "{n} transcripts of these groups, or without a group or unit, do not count.",
                int(row["left_out"]),
                lang,
            )
        )
    return [Paragraph(" ".join(told))] if told else []


def _word_list(lang: Lang) -> str:
    return phrase(
        "Lemmas, with how often they stand in what the group says about the theme, against in the other groups. The "
        "order is log-odds shrunk towards how common the word is in all speech; only words of at least two "
        "transcripts. Function words and names (words that stand with a capital letter only) are left out. * is "
        "noteworthy (z above 2). The command contrast --words gives all numbers, contrast --lines WORD every place.",
        lang,
    )


def contrast_picture(table: "pd.DataFrame", codebook: Codebook, groups: Groups, lang: Lang = "nb") -> Picture:
    """The themes' differences with their intervals, where there are any, as dots and in the caption."""
    import pandas as pd

    one = len(table[["group_a", "group_b"]].drop_duplicates()) == 1
    rows = table.to_dict("records")
    names = [[_group_name(row[f"group_{x}"], groups, codebook, lang) for x in "ab"] for row in rows]
    labels = table["name"].tolist()
    if not one:
        pairs = [phrase("{a} against {b}", lang, a=a, b=b) for a, b in names]
        labels = [f"{label}: {pair}" for label, pair in zip(labels, pairs, strict=True)]
    points = [(100 * table[c]).round().tolist() for c in ("difference", "low", "high")]
    frame = pd.DataFrame(dict(zip(("label", "value", "low", "high"), (labels, *points), strict=True)))
    a, b = names[0] if one else ("A", "B")
    caption = phrase(
        "Difference in percentage points between {a} and {b}; to the right of zero the theme is more common with {a}",
        lang,
        a=a,
        b=b,
    )
    told = [_told(label, *line, lang=lang) for label, line in zip(labels, zip(*points, strict=True), strict=True)]
    return dots(frame, phrase("percentage points", lang), (0,), lang).picture(f"{caption}. {'; '.join(told)}.", caption)


def _told(label: str, value: float, low: float, high: float, *, lang: Lang) -> str:
    """A theme's difference in a caption."""
    return f"{label} {whole(value, lang)}" + ("" if isnan(low) else f" ({_between(low, high, lang)})")


def _between(low: float, high: float, lang: Lang) -> str:
    return phrase("{low} to {high}", lang, low=whole(low, lang), high=whole(high, lang))


def _numbers(rows: "pd.DataFrame", names: list[str], unit: str, lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    lines = [_line(row, names, unit, lang) for row in rows.to_dict("records")]
    return pd.DataFrame(lines).dropna(axis="columns", how="all")


def _line(row: Any, names: list[str], unit: str, lang: Lang) -> dict[str, Any]:
    line: dict[str, Any] = {phrase("Theme", lang): row["name"]}
    for side, name in zip("ab", names, strict=True):
        some, of = row[f"offices_{side}"], row[f"of_offices_{side}"]
        offices = (
            counted("{some} of {n} office", "{some} of {n} offices", of, lang, some=some)
            if unit == OFFICE
            else phrase("{some} of {all}", lang, some=some, all=of)
        )
        line[name] = f"{percent(row[f'share_{side}'], lang)} ({offices})"
    tested = not isnan(row["p"])
    points = {side: 100 * row[side] for side in ("difference", "low", "high")}
    line[phrase("Difference, percentage points", lang)] = whole(points["difference"], lang)
    line[phrase("95% interval", lang)] = _between(points["low"], points["high"], lang) if tested else None
    line["p"] = number(row["p"], lang, 3) if tested else None
    line[phrase("p (Holm)", lang)] = number(row["p_holm"], lang, 3) if tested else None
    return line


def _words(words: "pd.DataFrame", codebook: Codebook, by: str, lang: Lang) -> "pd.DataFrame":
    """A line per theme, a column per group with its words, the clearest first."""
    import pandas as pd

    groups = list(dict.fromkeys(words["group"]))
    lines = []
    for theme, of_theme in words.groupby("theme", sort=False):
        line = {phrase("Theme", lang): value_name("theme", str(theme), codebook, lang)}
        for group in groups:
            rows = of_theme[of_theme["group"] == group].to_dict("records")
            line[value_name(by, str(group), codebook, lang)] = ", ".join(map(_word, rows))
        lines.append(line)
    return pd.DataFrame(lines)


def _word(row: Any) -> str:
    """A word with how often it stands there and elsewhere: 'silo 4:0', with a star where that is noteworthy."""
    return f"{row['lemma']} {row['count']}:{row['count_against']}{'*' if row['z'] > _NOTEWORTHY else ''}"
