"""The coefficients with their intervals, code by code, readable in grey."""

from collections.abc import Sequence
from textwrap import fill
from typing import Any

from qualcode.compare.agreement import Agreement, Comparison
from qualcode.document import Picture
from qualcode.drawing import Drawing, style
from qualcode.wording import Lang, later, listed, number, phrase

_CALLED = {
    "alpha": later("Krippendorff’s α"),
    "kappa": later("Cohen’s κ"),
    "positive_agreement": later("positive agreement"),
}
WIDEST = 36
"""Characters in a line of a code's name."""
SHAPES = {"alpha": ("o", "black"), "kappa": ("D", "white"), "positive_agreement": ("s", "0.65")}
"""Marker and filling of each coefficient; no colour carries meaning."""


def picture(comparison: Comparison, lang: Lang = "nb") -> Picture:
    """Each code's α and κ (positive agreement with spans) as points with intervals; the same input, the same bytes.

    Codes where nothing is defined are left out, one-sided codes too.
    """
    measures = ("positive_agreement",) if comparison.unit == "span" else ("alpha", "kappa")
    shown = [a for a in comparison.codes if not a.one_sided and any(a.measures[x] is not None for x in measures)]
    with style() as figure_class:
        figure = figure_class(figsize=(6.5, 1.1 + 0.32 * max(1, len(shown))), layout="constrained")
        axes = figure.add_subplot()
        for i, name in enumerate(measures):
            _points(axes, shown, name, 0.32 * (i - (len(measures) - 1) / 2), lang)
        _frame(axes, comparison.circumstances.threshold, shown, measures, lang)
        if shown:
            figure.legend(loc="outside upper left", ncols=2, frameon=False)
    coders = listed(comparison.coders, lang)
    if any(a.intervals for a in shown):
        caption = phrase("Agreement per code between {coders}, with 95% intervals.", lang, coders=coders)
    else:
        caption = phrase("Agreement per code between {coders}.", lang, coders=coders)
    numbers = _in_words(shown, measures[0], lang)
    return Drawing(figure).picture(f"{caption} {numbers}" if shown else caption, numbers)


def _points(axes: Any, shown: Sequence[Agreement], name: str, offset: float, lang: Lang) -> None:
    """One coefficient's points and intervals, a little above or below the middle of each code's line."""
    shape, filling = SHAPES[name]
    points = [(value, n + offset) for n, a in enumerate(shown) if (value := a.measures[name]) is not None]
    for n, a in enumerate(shown):
        if name in a.intervals:
            axes.plot(a.intervals[name], (n + offset, n + offset), color="0.35", linewidth=1.2, zorder=1)
    across, down = [x for x, _ in points], [y for _, y in points]
    style = {"marker": shape, "s": 26, "facecolor": filling, "edgecolor": "black", "linewidth": 0.9}
    axes.scatter(across, down, label=phrase(_CALLED[name], lang), zorder=2, **style)


def _frame(axes: Any, threshold: float | None, shown: Sequence[Agreement], measures: Sequence[str], lang: Lang) -> None:
    if threshold is not None:
        axes.axvline(threshold, color="black", linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    axes.set_yticks(range(len(shown)), [fill(a.name, WIDEST) for a in shown])
    axes.set_ylim(max(1, len(shown)) - 0.5, -0.5)
    axes.xaxis.set_major_formatter(lambda value, _: number(float(value), lang, 1))
    ends = [a.intervals.get(name, (a.measures[name] or 0.0,))[0] for a in shown for name in measures]
    axes.set_xlim(min([0.0, *ends]) - 0.03, 1.03)
    axes.grid(axis="x", color="0.85", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _in_words(shown: Sequence[Agreement], name: str, lang: Lang) -> str:
    """What the picture shows, for those who cannot see it."""
    values = "; ".join(f"{a.name} {number(a.measures[name], lang)}" for a in shown)
    return f"{phrase(_CALLED[name], lang)}: {values}."
