from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from qualcode.codebook import edit, load, outline, table
from qualcode.codebook.writing import same
from qualcode.document import Grid, Paragraph
from qualcode.documents.codebook import appendix
from qualcode.model import Code, Codebook

ROOT = Path(__file__).parents[2]
BOOK = Codebook(
    (
        Code(
            "bolig",
            "Bolig",
            definition="Om bolig.",
            examples=("Fem på to rom.", "To."),
            codes=(Code("leie", "Å leie"),),
        ),
        Code("gammel", "Gammel", retired=True),
    ),
    "Prøve",
    version=3,
)


def test_outline() -> None:
    assert outline(BOOK).split("\n") == ["bolig", "└─ leie  Å leie", "gammel   (retired)"]
    assert outline(BOOK, {"bolig": 12_000, "leie": 3}).split("\n") == [
        "bolig               12,000",
        "└─ leie  Å leie          3",
        "gammel   (retired)       0",
    ]
    assert outline(Codebook()) == ""


def test_table_has_a_row_per_code() -> None:
    frame = table(BOOK, {"leie": 3})
    assert frame[["id", "parent", "theme", "level", "retired", "uses"]].to_numpy().tolist() == [
        ["bolig", "", "bolig", 1, "", 0],
        ["leie", "bolig", "bolig", 2, "", 3],
        ["gammel", "", "gammel", 1, "true", 0],
    ]
    assert "uses" not in table(BOOK).columns


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_loads_again_as_the_same_codebook(ending: str, tmp_path: Path) -> None:
    holf = load(ROOT / "codebooks/holf.yaml")
    holf = edit.retire(edit.edit(holf, "bolig", keywords=["ett, to"]), "helse")
    file = tmp_path / f"bok.{ending}"
    frame = table(holf, {"bolig": 2})
    frame.to_csv(file, sep=";", index=False) if ending == "csv" else frame.to_excel(file, index=False)
    again = edit.reconcile(holf, load(file))
    assert same(replace(again, version=holf.version), holf)


def test_appendix_for_a_journal() -> None:
    uses = pd.DataFrame({"tiltakskontor": {"bolig": 4, "leie": 1}, "sammenligningskontor": {"bolig": 2, "leie": 0}})
    document = appendix(BOOK, "nb", uses)
    assert document.title == "Kodebok: Prøve, versjon 3"
    assert document.landscape
    assert document.blocks[0] == Paragraph(
        "2 koder, 1 av dem på øverste nivå. Koder under en annen kode er rykket inn."
    )
    grid = document.blocks[-1]
    assert isinstance(grid, Grid)
    assert grid.frame.columns.tolist() == [
        "Kode", "Definisjon", "Tas med", "Tas ikke med", "Eksempel", "tiltakskontor", "sammenligningskontor", "I alt",
    ]  # fmt: skip
    assert grid.frame.to_numpy().tolist() == [
        ["Bolig", "Om bolig.", "", "", "Fem på to rom.", 4, 2, 6],
        ["– Å leie", "", "", "", "", 1, 0, 1],
    ]


def test_appendix_keeps_a_retired_code_that_is_used() -> None:
    document = appendix(BOOK, "en", pd.DataFrame({"all": {"gammel": 1}}))
    grid = document.blocks[-1]
    assert isinstance(grid, Grid)
    assert grid.frame["Code"].tolist() == ["Bolig", "– Å leie", "Gammel (retired)"]
    assert "Total" not in grid.frame.columns
