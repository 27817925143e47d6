import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from qualcode.model import Codebook, Coding, Selection, Transcript
from qualcode.summarise.excerpts import excerpt_table
from qualcode.summarise.pictures import FORMATS, Drawing, bars, curves, dots, grid, number
from qualcode.summarise.themes import theme_table
from qualcode.summarise.themes_document import theme_bars

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
    for name in FORMATS:
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


def test_numbers_as_people_write_them() -> None:
    assert [number(v, True, "nb") for v in (0.123, 1.0, float("nan"))] == ["12 %", "100 %", ""]
    assert [number(v, False, "nb") for v in (3.0, 0.5)] == ["3", "0,50"]
    assert number(0.5, False, "en") == "0.50"


def test_theme_bars_carry_the_tables_numbers(study: tuple[list[Transcript], list[Coding], Codebook]) -> None:
    transcripts, _, book = study
    excerpts = excerpt_table(*study, Selection())
    for by, expected in ((("theme", "office_group"), {"50 %", "100 %", "0 %"}), (("theme",), {"75 %", "50 %", "0 %"})):
        figure = theme_bars(theme_table(excerpts, transcripts, book, Selection(), by).frame, book, "nb").figure
        written = {text.get_text() for text in figure.axes[0].texts}
        assert written == expected
