"""One output with everything that a format can stumble over, shared by the tests of all formats."""

import pandas as pd
import pytest

from qualcode.document import Document, Grid, Heading, Output, Paragraph, Provenance, Quote


@pytest.fixture
def provenance() -> Provenance:
    return Provenance(
        project="Prøveprosjekt",
        codebook="Prøve",
        version=2,
        selection="--where office_group=tiltakskontor",
        coders=("Anna", "Bjørn"),
        date="2018-03-05",
        program="qualcode 0.1.0",
        command="qualcode excerpts --by theme",
    )


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "theme": ["språk", "økonomi", "økonomi"],
            "text": ["=1+1 sa hun; «ærlig talt», 'ja'", "- Nei.\nIkke \x0b i det hele tatt <b>nå</b> & da", "'=sitat"],
            "number": [1, 20, 300],
            "share": [0.25, float("nan"), -0.5],
        }
    )


@pytest.fixture
def document() -> Document:
    numbers = pd.DataFrame({"Gruppe": ["tiltakskontor", "a|b"], "Kodinger": [3, 0], "Andel": [0.25, float("nan")]})
    return Document(
        "Utdrag",
        [
            Heading(1, "Språk & kultur", 2),
            Paragraph("Det som sies om *språk*.", "note"),
            Grid(numbers, "Tall for temaet"),
            Heading(2, "tiltakskontor", 2),
            Quote(
                "1. Vi snakker\nnorsk_her.\n\nOg <mer>.",
                "granmo · segment 3 · Kari",
                before="Og språket?",
                memo="Se #4",
            ),
            Heading(1, "Økonomi"),
            Quote("Alt koster.\x01", "lyngdalen · segment 1", after="Ikke sant?"),
            Paragraph("Første avsnitt.\n\nAndre avsnitt."),
        ],
        "nb",
    )


@pytest.fixture
def output(table: pd.DataFrame, document: Document, provenance: Provenance) -> Output:
    return Output(table, provenance, lambda: document, title="Utdrag")


@pytest.fixture
def plain(table: pd.DataFrame, provenance: Provenance) -> Output:
    return Output(table, provenance, title="Tabell", headings={"number": "Antall"}, lang="en")
