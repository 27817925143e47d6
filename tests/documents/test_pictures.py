from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from types import MethodType
from typing import Any

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from PIL.PngImagePlugin import PngImageFile
from pypdf import PdfReader

from qualcode.documents.pictures import bars, curves, dots, grid
from qualcode.documents.themes import theme_picture
from qualcode.drawing import COLOURS, HATCHES, Drawing
from qualcode.model import Codebook, Coding, Selection, Transcript
from qualcode.render import PICTURE_FORMATS
from qualcode.summarise.excerpts import excerpt_table
from qualcode.summarise.themes import theme_table

LONG = "Veiledning og kompetanse i kontorets fagmiljø"


def drawings() -> dict[str, Drawing]:
    shares = pd.DataFrame({"tema": [LONG, "Økonomi"], "tiltak": [1.0, 0.25], "sammenligning": [0.5, float("nan")]})
    counts = pd.DataFrame({"kode": ["a", LONG], "a": [3, 1], LONG: [1, 0]})
    measured = pd.DataFrame(
        {"kode": [LONG, "b"], "v": [0.5, float("nan")], "low": [0.2, float("nan")], "high": [0.8, float("nan")]}
    )
    return {
        "bars": bars(shares, "Andel", share=True),
        "grid": grid(counts, "Antall"),
        "curves": curves(
            [1, 2, 3], {"a": [1, 2, 2], "b": [1, 1, 2]}, ("Transkripsjoner", "Koder"), ("95 %", [0, 1, 1], [2, 3, 3])
        ),
        "dots": dots(measured, "Alfa", (0.667,)),
    }


@pytest.mark.parametrize("kind", ["bars", "grid", "curves", "dots"])
def test_the_same_table_gives_the_same_bytes_without_a_date(kind: str) -> None:
    first, second = drawings()[kind], drawings()[kind]
    for name in PICTURE_FORMATS:
        content = first.save(name)
        assert content == second.save(name)
        assert b"CreationDate" not in content
        assert b"dc:date" not in content


@pytest.mark.parametrize("kind", ["bars", "grid", "dots"])
def test_long_labels_fit(kind: str) -> None:
    """No label covers another, none is cut, and the drawing keeps its room beside them."""
    figure = drawings()[kind].figure
    FigureCanvasAgg(figure).draw()  # drawing is what lays it out
    axes = figure.axes[0]
    labels = [label.get_window_extent() for label in axes.get_yticklabels()]
    assert LONG in {label.get_text().replace("\n", " ") for label in axes.get_yticklabels()}
    assert all(a.y0 >= b.y1 or b.y0 >= a.y1 for a in labels for b in labels if a is not b)
    assert min(box.x0 for box in labels) >= 0
    assert axes.get_position().width > 0.2


@pytest.mark.parametrize("name", PICTURE_FORMATS)
def test_a_file_says_what_it_shows_and_from_what(name: str) -> None:
    content = drawings()["dots"].save(name, "Forskjell: Økonomi −2", "Prosjekt: prøve; Kommando: qualcode contrast")
    assert content != drawings()["dots"].save(name)
    if name == "pdf":
        about = PdfReader(BytesIO(content)).metadata
        assert about is not None
        told = [about.title, about.subject]
    elif name == "png":
        image = Image.open(BytesIO(content))
        assert isinstance(image, PngImageFile)
        told = [image.text["Title"], image.text["Description"]]
    else:
        told = [part for part in ("Økonomi −2", "qualcode contrast") if part in content.decode()]
    assert "Økonomi −2" in str(told[0])
    assert "qualcode contrast" in str(told[1])


def test_light_and_dark_differ_without_colour() -> None:
    """Neighbouring groups have other hatches, and the first colours other greys."""

    def grey(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
        return sum(x * y for x, y in zip(parts, (0.299, 0.587, 0.114), strict=True))

    assert all(a != b for a, b in pairwise(HATCHES[:6]))
    assert abs(grey(COLOURS[0]) - grey(COLOURS[1])) > 50


def test_theme_bars_carry_the_tables_numbers(study: tuple[list[Transcript], list[Coding], Codebook]) -> None:
    transcripts, _, book = study
    excerpts = excerpt_table(*study, Selection())
    for by, expected in (
        (("theme", "office_group"), {"50\xa0%", "100\xa0%", "0\xa0%"}),
        (("theme",), {"75\xa0%", "50\xa0%", "0\xa0%"}),
    ):
        picture = theme_picture(theme_table(excerpts, transcripts, book, Selection(), by).frame, book, "nb")
        assert isinstance(picture.save, MethodType)
        drawn: Any = picture.save.__self__
        written = {text.get_text() for text in drawn.figure.axes[0].texts}
        assert written == expected
        assert all(number in picture.caption for number in expected)
        assert "Samarbeid 50\xa0% / 100\xa0%" in picture.caption or by == ("theme",)


def test_many_groups_are_a_grid_with_the_same_numbers(study: tuple[list[Transcript], list[Coding], Codebook]) -> None:
    transcripts, _, book = study
    excerpts = excerpt_table(*study, Selection())
    more = [replace(transcripts[0], name="granmo-9", attributes={"office": "Solvåg"}), *transcripts]
    table = theme_table(excerpts, more, book, Selection(), ("theme", "transcript")).frame
    picture = theme_picture(table, book, "nb")
    assert isinstance(picture.save, MethodType)
    drawn: Any = picture.save.__self__
    axes = drawn.figure.axes[0]
    assert len(axes.images) == 1  # and no bars
    assert [t.get_text() for t in axes.texts] == ["100\xa0%"] * 5  # three and two of five transcripts; zeros stay white


def test_the_diagonal_does_not_outshine_the_rest() -> None:
    counts = pd.DataFrame({"kode": ["a", "b"], "a": [90, 3], "b": [3, 40]})
    axes = grid(counts, "Antall", symmetric=True).figure.axes[0]
    assert axes.images[0].get_array().tolist() == [[0, 1], [1, 0]]
    assert [(t.get_text(), t.get_fontweight()) for t in axes.texts] == [
        ("90", "bold"),
        ("3", "normal"),
        ("3", "normal"),
        ("40", "bold"),
    ]
