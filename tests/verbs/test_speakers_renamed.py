"""Two labels of one person are united, a speaker gets another name; codings stay, and undo brings all back."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.verbs import history, importing, setup, speakers, transcripts

TEXT = "Intervjuer: Hva?\nKari: Ro og fred.\nIntervjuar: Hvorfor?\nKari: Fordi.\nIntervjuer: Ja?\nKari: Ja.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    setup.init(tmp_path / "p")
    project = Project.open(tmp_path / "p")
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT.replace("Ro", f"Ro {name}"), encoding="utf-8")
        importing.import_paths(project, [tmp_path / f"{name}.txt"])
    return project


def who(project: Project, name: str) -> list[str]:
    return [turn["speaker"] for turn in transcripts.show(project, name).data["turns"]]  # type: ignore[index]


def test_two_labels_of_one_person_are_united(project: Project) -> None:
    before = who(project, "a")
    assert speakers.rename(project, "Intervjuar", "Intervjuer", merge=True, coder="kari") == ["a", "b"]
    assert who(project, "a") == ["Intervjuer", "Kari"] * 3
    assert list(speakers.listing(project, Selection(transcripts=("a",))).table["speaker"]) == ["Intervjuer", "Kari"]
    history.undo(project, coder="kari")
    assert who(project, "a") == before


def test_a_speaker_gets_another_name_in_one_transcript(project: Project) -> None:
    assert speakers.rename(project, "Kari", "P1", Selection(transcripts=("b",))) == ["b"]
    assert who(project, "a")[1] == "Kari"
    turns = transcripts.show(project, "b").data["turns"]  # type: ignore[index]
    assert [(t["speaker"], t["role"]) for t in turns][1] == ("P1", "participant")


def test_setting_a_role_counts_the_transcripts_that_have_the_speaker(project: Project) -> None:
    speakers.rename(project, "Kari", "P1", Selection(transcripts=("b",)))
    assert transcripts.set_values(project, Selection(), {}, {"Kari": "participant"}) == ["a"]
    assert transcripts.set_values(project, Selection(), {"runde": "1"}, {"Kari": "participant"}) == ["a", "b"]


def test_what_would_lose_a_speaker_is_refused(project: Project) -> None:
    with pytest.raises(QualcodeError, match="has a speaker 'Kari' already"):
        speakers.rename(project, "Intervjuer", "Kari")
    with pytest.raises(QualcodeError, match="no transcript there has 'Per'"):
        speakers.rename(project, "Per", "Pål")
    with pytest.raises(QualcodeError, match="no transcript there has 'Kari' and 'Per'"):
        speakers.rename(project, "Kari", "Per", merge=True)
