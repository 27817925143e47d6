"""Where in a transcript: read, refused, and written again."""

import pytest

from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Place
from qualcode.project import Project
from qualcode.store import transcripts
from qualcode.verbs import anchors


def words(project: Project, anchor: str) -> str:
    transcript, place = anchors.resolve(project, anchor)
    return transcript.quote(place)


def test_a_segment_a_row_of_them_and_a_span(project: Project) -> None:
    text = transcripts.one(project.db, "granmo-1").text
    assert words(project, "granmo-1:3") == "Og barna?"
    assert words(project, "granmo-1:1-3") == text[text.index("Hvordan") : text.index("barna?") + 6]
    assert words(project, "granmo-1@0-10") == "Intervjuer"


@pytest.mark.parametrize("anchor", ["granmo-1", "granmo-1@5", "granmo-1:", "granmo-1:x", "", ":3", "3"])
def test_what_is_no_place_is_told_how_one_is_written(project: Project, anchor: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        anchors.resolve(project, anchor)
    assert "NAME:SEGMENT" in str(refused.value.hint)


@pytest.mark.parametrize(
    ("anchor", "what", "hint"),
    [
        ("granmo-1:5", "granmo-1 has no segment 5", "It has segments 1-4."),
        ("granmo-1:0", "granmo-1 has no segment 0", "It has segments 1-4."),
        ("granmo-1:3-2", "granmo-1 has no segments 3-2", "It has segments 1-4."),
        ("granmo-1:4-5", "granmo-1 has no segments 4-5", "It has segments 1-4."),
        ("granmo-1@5-5", "5-5 is no span of granmo-1", "Its text runs from 0 to"),
        ("granmo-1@0-9999", "0-9999 is no span of granmo-1", "Its text runs from 0 to"),
        ("granmo:1", "no transcript 'granmo'", "granmo-1"),
    ],
)
def test_a_place_that_is_not_there(project: Project, anchor: str, what: str, hint: str) -> None:
    with pytest.raises(QualcodeError, match=what) as refused:
        anchors.resolve(project, anchor)
    assert hint in str(refused.value.hint)


def test_blanks_alone_are_no_place(project: Project) -> None:
    at = transcripts.one(project.db, "granmo-1").text.index("\n")
    with pytest.raises(QualcodeError, match="only blanks"):
        anchors.resolve(project, f"granmo-1@{at}-{at + 1}")


def test_a_span_is_written_as_shortly_as_it_can(project: Project) -> None:
    transcript = transcripts.one(project.db, "granmo-1")
    for anchor in ("granmo-1:1", "granmo-1:4", "granmo-1:2-3", "granmo-1@0-10"):
        assert anchors.written(transcript, anchors.resolve(project, anchor)[1]) == anchor
    second = transcript.segments[1]
    assert anchors.written(transcript, Place(second.start, second.end - 1)).startswith("granmo-1@")
    assert anchors.written(transcript, Place(second.start + 1, second.end)).startswith("granmo-1@")
