"""Suggestions that follow what is decided beside them."""

from qualcode.project import Project
from qualcode.sessions.coding import CodingSession
from qualcode.sessions.live import LiveSuggestions
from qualcode.store import transcripts
from qualcode.verbs import coding
from qualcode.verbs.suggesting import suggestions

NAME = "granmo-1"


def shown(found) -> set[tuple[int, str]]:
    return {(s.segment, s.code) for s in found}


def fresh(project: Project, coder: str = "Kari") -> set[tuple[int, str]]:
    return {(s.segment, s.code) for s in suggestions(project, coder=coder) if s.transcript == NAME}


def test_decisions_and_the_way_back_are_followed(project: Project) -> None:
    live, session = LiveSuggestions(project.folder, "Kari"), CodingSession(project, "Kari", NAME)
    first = live(NAME)
    assert (4, "barn") in shown(first)
    assert shown(first) == fresh(project)
    session.here.go(4)
    session.apply("barn")
    assert (4, "barn") not in shown(live(NAME))
    session.undo()
    assert shown(live(NAME)) == shown(first)
    session.reject(next(s for s in first if s.code == "barn"))
    assert (4, "barn") not in shown(live(NAME))
    session.undo()
    assert (4, "barn") in shown(live(NAME))


def test_without_a_decision_nothing_is_worked_out_anew(project: Project, monkeypatch) -> None:
    live = LiveSuggestions(project.folder, "Kari")
    first = live(NAME)
    monkeypatch.setattr("qualcode.suggest.Live.suggestions", None)
    assert live(NAME) == first


def test_another_transcript_is_begun_anew(project: Project) -> None:
    live = LiveSuggestions(project.folder, "Kari")
    live(NAME)
    assert {s.transcript for s in live("lyngdalen-1")} <= {"lyngdalen-1"}
    assert {s.transcript for s in live(NAME)} == {NAME}


def test_in_a_blind_round_other_people_teach_nothing(project: Project) -> None:
    uid = transcripts.uid(project.db, NAME)
    project.db.execute("INSERT INTO round VALUES ('r', 'første', 1, 7, '', '2018-01-01', 1)")
    project.db.execute("INSERT INTO assignment VALUES ('r', ?, 'Kari')", [uid])
    live = LiveSuggestions(project.folder, "Kari")
    assert (4, "barn") in shown(live(NAME))
    coding.tag(project, f"{NAME}:4", ["barn"], coder="Per")
    assert (4, "barn") in shown(live(NAME))
    coding.tag(project, f"{NAME}:4", ["barn"], coder="Kari")
    assert (4, "barn") not in shown(live(NAME))
