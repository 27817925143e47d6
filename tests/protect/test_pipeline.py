"""A spaCy pipeline of one's own finds names beside the rules."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.protect.finding import mentions
from qualcode.protect.mentions import Text
from qualcode.protect.pipeline import entities


@pytest.fixture
def own(tmp_path: Path) -> str:
    import spacy

    nlp = spacy.blank("nb")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "frøken blå"}, {"label": "MISC", "pattern": "krig"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "own")
    return str(tmp_path / "own")


def test_its_names_are_candidates(own: str) -> None:
    (found,) = mentions([Text("t", "Så kom frøken blå, og det ble krig.")], pipeline=entities(own))
    assert [(m.kind, m.start, m.end) for m in found] == [("person", 7, 17)]


def test_one_that_is_not_there_is_said() -> None:
    with pytest.raises(QualcodeError, match="no spaCy pipeline"):
        entities("finnes_ikke")


def test_one_that_finds_no_names_is_said(tmp_path: Path) -> None:
    import spacy

    spacy.blank("nb").to_disk(tmp_path / "tom")
    with pytest.raises(QualcodeError, match="finds no names"):
        entities(str(tmp_path / "tom"))
