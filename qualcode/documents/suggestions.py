"""An evaluation as a document for people, with the learning curve as a picture."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qualcode.document import Block, Document, Grid, Heading, Paragraph, Picture
from qualcode.drawing import COLOURS, Drawing, quiet, style
from qualcode.suggest.evaluate import FOLDS, Evaluation
from qualcode.wording import Lang, counted, later, number, phrase

if TYPE_CHECKING:
    import pandas as pd

_SUGGESTIONS, _KEYWORDS, _REGRESSION = later("suggestions"), later("keyword search"), later("words, regression")
_METHODS = (
    _SUGGESTIONS,
    later("without own model"),
    later("codebook alone"),
    _KEYWORDS,
    later("most frequent codes"),
    _REGRESSION,
)
_ADVICE = (
    later("ready"),
    later("promising"),
    later("needs keywords"),
    later("needs examples"),
    later("needs a closer look"),
)
_CODES = (
    later("Code"),
    later("Segments"),
    later("Groups"),
    later("Suggested"),
    later("Share right"),
    later("Said to be"),
    later("Found"),
    later("Ranking of the segments"),
    later("Without codings"),
    later("Advice"),
)
"""What the measurement calls its methods and gives as advice."""


def report(evaluation: Evaluation, lang: Lang = "nb") -> Document:
    """The evaluation for reading: the methods side by side, every code, the learning curve."""
    blocks: list[Block] = [
        Paragraph(_shown(evaluation, lang)),
        Paragraph(_how(evaluation, lang)),
        Heading(1, phrase("The suggestions, and what they are compared with", lang)),
        Grid(_methods(evaluation, lang)),
        Paragraph(_sure(evaluation, lang)),
        Heading(1, phrase("Code by code", lang)),
        Grid(_codes(evaluation, lang)),
        Heading(1, phrase("What more coding gives", lang)),
        curve_picture(evaluation, lang),
    ]
    return Document(phrase("How good are the suggestions?", lang), blocks, lang)


def _shown(evaluation: Evaluation, lang: Lang) -> str:
    """The headline: the share right of what a person is shown."""
    first, every = evaluation.shown_right("first"), evaluation.shown_right("all")
    if not every["n"]:
        return phrase("Nothing was sure enough to be shown.", lang)

    def within(found: Mapping[str, float | int | None]) -> str:
        return f"{number(found['share'], lang)} [{number(found['low'], lang)}; {number(found['high'], lang)}]"

    return phrase(
        "Of the first suggestion for each segment {first} are right (n = {n_first}), of all that are shown {all} "
        "(n = {n_all}). Where nobody gave a code, every suggestion counts as wrong.",
        lang,
        first=within(first),
        n_first=first["n"],
        all=within(every),
        n_all=every["n"],
    )


def _how(evaluation: Evaluation, lang: Lang) -> str:
    groups = len(set(evaluation.groups))
    measured = counted(
        "Measured on {n} read segment in {groups} groups (transcripts, or what is held together), in {folds} folds: "
        "suggestions for each fold were made without any of its codings.",
        "Measured on {n} read segments in {groups} groups (transcripts, or what is held together), in {folds} folds: "
        "suggestions for each fold were made without any of its codings.",
        len(evaluation.units),
        lang,
        groups=groups,
        folds=min(FOLDS, groups),
    )
    rest = phrase(
        "Unmarked segments of finished transcripts count as no, unread ones do not count. Brackets are 95% intervals "
        "over the groups.",
        lang,
    )
    ranked = counted(
        "The table of methods is about the {n} segment that has a code: only there can one say how codes are ranked.",
        "The table of methods is about the {n} segments that have a code: only there can one say how codes are ranked.",
        evaluation.with_codes,
        lang,
    )
    chosen = phrase(
        "Keywords chosen after reading these transcripts make the numbers better than they will be elsewhere.",
        lang,
    )
    parts = [measured, rest, ranked, chosen]
    if evaluation.quoted:
        parts.append(
            counted(
                "{n} segment that the codebook quotes as an example is left out.",
                "{n} segments that the codebook quotes as examples are left out.",
                evaluation.quoted,
                lang,
            )
        )
    return " ".join(parts)


def _sure(evaluation: Evaluation, lang: Lang) -> str:
    overall, some = evaluation.calibration_error, evaluation.calibration_error_of_suggestions
    if overall is None or some is None:
        return phrase("Too little is coded to measure how sure the suggestions are.", lang)
    return phrase(
        "Where suggestions say how sure they are, they are off by {all} on average over all pairs of segment and code, "
        "by {some} over what is really suggested (expected calibration error), and by {code} taken code by code.",
        lang,
        all=number(overall, lang),
        some=number(some, lang),
        code=number(evaluation.calibration_error_by_code, lang),
    )


def _methods(evaluation: Evaluation, lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    def with_interval(row: "pd.Series[float]", name: str) -> str:
        low, high = number(row[f"{name}_low"], lang), number(row[f"{name}_high"], lang)
        return f"{number(row[name], lang)} [{low}; {high}]"

    rows = [
        [phrase(str(row["method"]), lang), *(with_interval(row, name) for name in ("map", "p_at_1", "r_at_3"))]
        for _, row in evaluation.methods().iterrows()
    ]
    method, first, three = phrase("Method", lang), phrase("First right", lang), phrase("Found in three", lang)
    return pd.DataFrame(rows, columns=[method, phrase("Ranking of the codes", lang), first, three])


def _codes(evaluation: Evaluation, lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    rows = []
    for _, row in evaluation.table().iterrows():
        low, high = number(row["precision_low"], lang), number(row["precision_high"], lang)
        rows.append(
            [
                *(str(row[c]) for c in ("code", "segments", "groups", "suggested")),
                f"{number(row['precision'], lang)} [{low}; {high}]",
                number(row["said"], lang),
                number(row["recall"], lang),
                number(row["average_precision"], lang),
                number(row["ap_codebook_alone"], lang),
                phrase(str(row["advice"]), lang),
            ]
        )
    return pd.DataFrame(rows, columns=[phrase(heading, lang) for heading in _CODES])


def curve_picture(evaluation: Evaluation, lang: Lang = "nb") -> Picture:
    """The learning curve with its interval, and the usual classifier as a line to beat."""
    curve = evaluation.curve
    reached = dict(zip(evaluation.methods()["method"], evaluation.methods()["map"], strict=True))
    with style() as figure_class:
        figure = figure_class(figsize=(6, 3.6), layout="constrained")
        axes = figure.subplots()
        axes.plot(curve["groups"], curve["map"], marker="o", color=COLOURS[0], label=phrase(_SUGGESTIONS, lang))
        known = curve.dropna()
        axes.fill_between(known["groups"], known["low"], known["high"], color=COLOURS[0], alpha=0.15, linewidth=0)
        for line, name in ((":", _KEYWORDS), ("--", _REGRESSION)):
            axes.axhline(reached[name], color="#777777", linestyle=line, label=phrase(name, lang))
        across, up = phrase("coded groups", lang), phrase("ranking of the codes", lang)
        axes.set(xlabel=across, ylabel=up, ylim=(0, 1.02))
        axes.yaxis.set_major_formatter(lambda value, _: number(float(value), lang))
        axes.xaxis.get_major_locator().set_params(integer=True)
        quiet(axes, "y")
        figure.legend(frameon=False, loc="outside upper left", ncols=3)
    points = ", ".join(
        f"{int(g)}: {number(float(m), lang)}" for g, m in zip(curve["groups"], curve["map"], strict=True)
    )
    caption = phrase(
        "Ranking of the codes (average precision, mean over segments) by the number of coded groups: {points}.",
        lang,
        points=points,
    )
    alt = phrase("Curve: ranking of the codes against the number of coded groups", lang)
    return Drawing(figure).picture(caption, alt)
