"""Transcripts as a researcher handles them: listed, shown, described, renamed, taken out, erased."""

import pytest

from qualcode.conditions import Condition
from qualcode.errors import QualcodeError
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import codings, history
from qualcode.store import transcripts as stored
from qualcode.verbs import coding, erasing, transcripts


def test_the_list_counts_what_is_in_each(project: Project) -> None:
    coding.tag(project, "granmo-1:4", ["barn", "økonomi"], coder="Kari")
    table = transcripts.listing(project).table
    assert table.to_dict("records") == [
        {"name": "granmo-1", "words": 32, "turns": 4, "segments": 4, "codings": 2}
        | {"office": "Granmo", "office_group": "tiltakskontor"},
        {"name": "lyngdalen-1", "words": 17, "turns": 2, "segments": 2, "codings": 0}
        | {"office": "Lyngdalen", "office_group": "sammenligningskontor"},
    ]
    chosen = transcripts.listing(project, Selection(where=(Condition.parse("office=Lyngdalen"),))).table
    assert list(chosen["name"]) == ["lyngdalen-1"]


def test_one_is_shown_with_its_codings(project: Project) -> None:
    coding.tag(project, "granmo-1:3-4", ["barn"], coder="Kari")
    coding.tag(project, "granmo-1:4", ["økonomi"], coder="Ola")
    coding.finish(project, ["granmo-1"], coder="Kari")
    shown = transcripts.show(project, "granmo-1")
    assert list(shown.table["codes"]) == ["", "", "barn (Kari)", "barn (Kari), økonomi (Ola)"]
    assert list(shown.table["role"]) == ["interviewer", "participant"] * 2
    data = shown.data
    assert isinstance(data, dict)
    assert data["readings"] == ["Kari"]
    assert [c["code"] for c in data["codings"]] == ["barn", "økonomi"]
    assert data["turns"][1]["speaker"] == "Kari"
    assert data["text"][data["segments"][2]["start"] : data["segments"][2]["end"]] == "Og barna?"
    with pytest.raises(QualcodeError, match="granmo-1 has no revision 2"):
        transcripts.show(project, "granmo-1", 2)


def test_values_and_roles_are_set_where_they_are_meant(project: Project) -> None:
    both = Selection()
    assert transcripts.set_values(project, both, {"round": "2017", "office_group": ""}, {}, coder="Kari") == [
        "granmo-1",
        "lyngdalen-1",
    ]
    assert stored.one(project.db, "granmo-1").attributes == {"office": "Granmo", "round": "2017"}
    transcripts.set_values(project, both, {}, {"Ola": "interviewer"}, coder="Kari")
    assert [t.role for t in stored.one(project.db, "lyngdalen-1").turns] == ["interviewer", "interviewer"]
    assert {t.role for t in stored.one(project.db, "granmo-1").turns} == {"interviewer", "participant"}
    with pytest.raises(QualcodeError, match="no speaker 'Ole'") as refused:
        transcripts.set_values(project, both, {}, {"Ole": None}, coder="Kari")
    assert refused.value.hint == "Speakers: I, Intervjuer, Kari, Ola."
    with pytest.raises(QualcodeError, match="round is a number, and 'vår' is none"):
        transcripts.set_values(project, both, {"round": "vår"}, {}, coder="Kari")


def test_a_name_is_given_once(project: Project) -> None:
    coding.tag(project, "granmo-1:4", ["barn"], coder="Kari")
    transcripts.rename(project, "granmo-1", "granmo-2017", coder="Kari")
    assert [c.transcript for c in codings.load(project.db)] == ["granmo-2017"]
    with pytest.raises(QualcodeError, match="there is a transcript called lyngdalen-1 already"):
        transcripts.rename(project, "granmo-2017", "lyngdalen-1", coder="Kari")
    for name in ("", " ", " granmo", "granmo "):
        with pytest.raises(QualcodeError, match="is no name for a transcript"):
            transcripts.rename(project, "granmo-2017", name, coder="Kari")
    history.undo(project.db, "Kari")
    assert list(stored.names(project.db)) == ["granmo-1", "lyngdalen-1"]


def test_what_is_taken_out_comes_back_whole_and_what_is_erased_does_not(project: Project) -> None:
    coding.tag(project, "granmo-1:4", ["barn"], coder="Kari", memo="et notat")
    assert transcripts.remove(project, [], coder="Kari") == []
    assert transcripts.remove(project, ["gran*"], coder="Kari") == ["granmo-1"]
    assert list(stored.names(project.db)) == ["lyngdalen-1"]
    history.undo(project.db, "Kari")
    assert [c.memo for c in codings.load(project.db)] == ["et notat"]
    assert not erasing.transcripts(project, ["granmo-1"], coder="Kari", dry_run=True).remains
    assert "granmo-1" in stored.names(project.db)
    assert not erasing.transcripts(project, ["granmo-1"], coder="Kari").remains
    assert list(stored.names(project.db)) == ["lyngdalen-1"]
    assert list(codings.load(project.db)) == []
    assert "granmo-1" not in str(history.lines(project.db))
