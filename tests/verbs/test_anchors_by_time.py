"""A time of the recording is a place: the segment that is said then."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.verbs import anchors, importing, setup

TEXT = "I: Hva? #00:00:12-0#\n\nB: Ro. #00:00:40-0#\n\nI: Ja? #00:12:45-0#\n\nB: Ja. #01:02:03-0#\n"


def test_a_time_means_the_segment_that_is_said_then(tmp_path: Path) -> None:
    project = setup.init(tmp_path / "p")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("I: Hva?\nB: Ro.\nI: Ja?\nB: Ja.\n", encoding="utf-8")
    importing.import_paths(project, [tmp_path / "a.txt", tmp_path / "b.txt"])
    for time, words in (("0:20", "Ro."), ("12:31", "Ja?"), ("1:01:00", "Ja."), ("0:41", "Ja?")):
        transcript, place = anchors.resolve(project, f"a@{time}")
        assert transcript.quote(place) == words
    with pytest.raises(QualcodeError, match="b has no time stamps"):
        anchors.resolve(project, "b@0:20")
