"""Pictures of tables: bars, a grid of numbers, curves and dots. Labels are as long as they need to be."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from qualcode.drawing import COLOURS, HATCHES, INK, LINE, WIDTH, Drawing, quiet, style
from qualcode.wording import Lang, number, percent, whole

if TYPE_CHECKING:
    import pandas as pd

_LABEL = 32
"""Characters of a label on one line."""


def bars(frame: "pd.DataFrame", label: str, share: bool = False, lang: Lang = "nb") -> Drawing:
    """Horizontal bars: a row of `frame` per label (its first column), a bar per further column, its number at the end.

    `share` says that the numbers are shares from 0 to 1.
    """
    names, series = _labels(frame), [str(c) for c in frame.columns[1:]]
    with style() as figure_class:
        height = 0.6 + len(names) * (0.22 * len(series) + 0.16)
        figure = figure_class(figsize=(WIDTH, height), layout="constrained")
        axes = figure.subplots()
        thick = 0.82 / len(series)
        for i, name in enumerate(series):
            values = frame[name].astype(float).tolist()
            places = [y + (i - (len(series) - 1) / 2) * thick for y in range(len(names))]
            drawn = axes.barh(
                places, values, thick * 0.92, color=COLOURS[i % 8], hatch=HATCHES[i % 8], label=name, linewidth=0
            )
            axes.bar_label(drawn, [_shown(v, share, lang) for v in values], padding=3, fontsize=8)
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.45, -0.55)
        axes.set_xlabel(label)
        axes.set_xlim(0, 1.12 if share else None)
        if share:
            axes.set_xticks([0, 0.25, 0.5, 0.75, 1], [percent(v, lang) for v in (0, 0.25, 0.5, 0.75, 1)])
        quiet(axes, "x")
        if len(series) > 1:
            figure.legend(loc="outside upper left", ncols=3, frameon=False)
        return Drawing(figure)


def grid(frame: "pd.DataFrame", label: str, share: bool = False, lang: Lang = "nb", symmetric: bool = False) -> Drawing:
    """Numbers in a grid, darker where larger: the first column names the rows. Absent and zero cells stay white.

    The diagonal of a `symmetric` one is of another kind and larger; it stays white too, so that the rest can be told
    apart.
    """
    import numpy as np

    names, columns = _labels(frame), [_wrapped(str(c)) for c in frame.columns[1:]]
    values = frame.iloc[:, 1:].astype(float).to_numpy()
    with style() as figure_class:
        cell = min(0.62, max(0.42, WIDTH / (len(columns) + 4)))
        label_room = 0.5 + 0.08 * max(
            (len(line) for name in [*names, *columns] for line in name.split("\n")), default=0
        )
        size = (cell * len(columns) + label_room, cell * len(names) + label_room)
        figure = figure_class(figsize=size, layout="constrained")
        axes = figure.subplots()
        shades = np.where(np.eye(*values.shape, dtype=bool), 0, values) if symmetric else values
        top = max((v for v in shades.flat if v == v), default=1) or 1
        axes.imshow(shades / top, cmap="Greys", vmin=0, vmax=1.35, aspect="equal")
        for y, row in enumerate(values):
            for x, value in enumerate(row):
                if value == value and value:
                    colour = "white" if shades[y, x] / top > 0.7 else INK
                    weight = "bold" if symmetric and x == y else "normal"
                    told = _shown(value, share, lang)
                    axes.text(x, y, told, ha="center", va="center", color=colour, fontsize=7.5, fontweight=weight)
        axes.set_xticks(range(len(columns)), columns, rotation=45, ha="left", rotation_mode="anchor")
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(names)), names)
        axes.set_xlabel(label)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_color(LINE)
        return Drawing(figure)


def curves(
    x: Sequence[float],
    lines: Mapping[str, Sequence[float]],
    labels: tuple[str, str],
    band: tuple[str, Sequence[float], Sequence[float]] | None = None,
) -> Drawing:
    """Lines over `x`, each with its own marker and dash; `labels` are those of the axes; a grey band with its name."""
    with style() as figure_class:
        figure = figure_class(figsize=(WIDTH, 3.6), layout="constrained")
        axes = figure.subplots()
        if band:
            axes.fill_between(x, band[1], band[2], color="#BBBBBB", alpha=0.5, linewidth=0, label=band[0])
        for i, (name, values) in enumerate(lines.items()):
            dash = ("-", "--", ":", "-.")[i % 4]
            axes.plot(x, values, dash, color=COLOURS[i % 8], marker="osD^v"[i % 5], markersize=4, label=name)
        axes.set_xlabel(labels[0])
        axes.set_ylabel(labels[1])
        axes.set_ylim(bottom=0)
        axes.xaxis.get_major_locator().set_params(integer=True)
        quiet(axes, "y")
        figure.legend(loc="outside upper left", ncols=3, frameon=False)
        return Drawing(figure)


def dots(frame: "pd.DataFrame", label: str, lines: Sequence[float] = (), lang: Lang = "nb") -> Drawing:
    """A dot with its interval per row: the columns are name, value, low and high. `lines` are marked values."""
    names = _labels(frame)
    value, low, high = (frame.iloc[:, i].astype(float).tolist() for i in (1, 2, 3))
    with style() as figure_class:
        lines_each = max((name.count("\n") + 1 for name in names), default=1)
        figure = figure_class(figsize=(WIDTH, 0.8 + (0.11 + 0.17 * lines_each) * len(names)), layout="constrained")
        axes = figure.subplots()
        for line in lines:
            axes.axvline(line, color=INK, linewidth=0.8, linestyle=":")
        axes.hlines(range(len(names)), low, high, color=COLOURS[0], linewidth=1.4)
        axes.plot(value, range(len(names)), "o", color=COLOURS[0], markersize=5)
        for y, v in enumerate(value):
            if v == v:
                axes.annotate(
                    _shown(v, False, lang), (v, y), (0, 5), textcoords="offset points", ha="center", fontsize=7
                )
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.4, -0.9)
        axes.xaxis.set_major_formatter(lambda v, _: _shown(round(v, 6), False, lang))
        axes.set_xlabel(label)
        quiet(axes, "x")
        return Drawing(figure)


def _labels(frame: "pd.DataFrame") -> list[str]:
    """The first column, as labels."""
    return [_wrapped(str(value)) for value in frame.iloc[:, 0]]


def _wrapped(label: str) -> str:
    return "\n".join(wrap(label, _LABEL)) or label


def _shown(value: float, share: bool, lang: Lang) -> str:
    """A number as it stands in a picture: a share in per cent, a whole one without decimals, others with two."""
    if value != value:
        return ""
    if share:
        return percent(value, lang)
    return whole(value, lang) if value == int(value) else number(value, lang)
