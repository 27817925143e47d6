"""The log as a table."""

from datetime import date, timedelta

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.verbs import coding, history


def verbs(project: Project, selection: Selection | None = None, verb: str = "") -> list[str]:
    return list(history.log(project, selection or Selection(), verb).table["verb"])


def test_the_log_is_oldest_first_and_says_what_was_undone(project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    coding.finish(project, ["granmo-1"], coder="Ola")
    assert history.undo(project, coder="Kari")["verb"] == "tag"
    table = history.log(project).table
    assert list(table["verb"]) == ["import", "tag", "finish", "undo"]
    assert list(table["coder"]) == ["Per", "Kari", "Ola", "Kari"]
    assert table["undone"].notna().tolist() == [False, True, False, False]
    assert table["summary"][1].startswith("codings: ")
    assert table["summary"][1].endswith("; anchor: granmo-1:2; codes: barn")
    assert '"transcripts": ["granmo-1"]' in table["details"][2]
    assert history.redo(project, coder="Kari")["verb"] == "tag"
    with pytest.raises(QualcodeError, match="nothing to do again"):
        history.redo(project, coder="Kari")


def test_long_lists_are_told_by_how_many_they_hold(project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn", "internt", "eksternt"], coder="Kari")
    (told,) = history.log(project, verb="tag").table["summary"]
    assert told == "codings: 3; anchor: granmo-1:2; codes: 3"


def test_a_coder_a_verb_and_days_select(project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    coding.finish(project, ["granmo-1"], coder="Ola")
    day = date.fromisoformat(history.log(project).table["time"].iloc[-1][:10])
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    assert verbs(project, Selection(coders=("Kari", "Ola"))) == ["tag", "finish"]
    assert verbs(project, verb="tag") == ["tag"]
    assert verbs(project, Selection(since=before, until=after)) == ["import", "tag", "finish"]
    assert verbs(project, Selection(since=after)) == verbs(project, Selection(until=before)) == []
