"""How every picture is drawn and saved: one style, and the same drawing gives the same bytes.

Colours are from the Okabe-Ito palette, which colour-blind readers can tell apart, ordered from dark to light so that
they differ in grey too, and no picture says anything by colour alone.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from qualcode.document import Picture

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#56B4E9", "#D55E00", "#CC79A7", "#000000", "#F0E442")
HATCHES = ("", "//", "..", "xx", "\\\\", "--", "", "oo")
INK, LINE = "#222222", "#DADADA"
WIDTH = 7.2
"""Inches: the width of a page of text."""


@contextmanager
def style() -> Iterator[Any]:
    """The figure to draw on: no state of this process shows in the picture, and no date stands in the file."""
    import matplotlib
    from matplotlib.figure import Figure

    settings: Any = {
        "svg.hashsalt": "qualcode",
        "svg.fonttype": "path",
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "axes.edgecolor": INK,
        "axes.labelcolor": INK,
        "text.color": INK,
        "hatch.linewidth": 0.6,
        "hatch.color": "#FFFFFF",
    }
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(settings)
        yield Figure


@dataclass(frozen=True)
class Drawing:
    """A drawn figure that can be saved as svg, png or pdf."""

    figure: Any

    def save(self, format: str, title: str = "", about: str = "") -> bytes:  # noqa: A002  the option's name
        """The drawing as a file without a date; its properties hold its caption and what it was made from."""
        told = {name: text for name, text in ((_ABOUT[format][0], title), (_ABOUT[format][1], about)) if text}
        file = io.BytesIO()
        with style():
            self.figure.savefig(
                file, format=format, dpi=200, bbox_inches="tight", metadata={**_NO_TRACE[format], **told}
            )
        return file.getvalue()

    def picture(self, caption: str, alt: str) -> Picture:
        """The drawing as a block of a document."""
        return Picture(self.save, caption, alt)


_ABOUT = {"svg": ("Title", "Description"), "png": ("Title", "Description"), "pdf": ("Title", "Subject")}
_NO_TRACE: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def quiet(axes: Any, along: str) -> None:
    """No box, and thin lines along one axis only."""
    axes.grid(axis=along, color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left" if along == "x" else "top"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
