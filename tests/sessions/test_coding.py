"""Coding without a screen: whole sessions as calls."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Place, Suggestion
from qualcode.project import Project
from qualcode.sessions.coding import CodingSession
from qualcode.sessions.live import LiveSuggestions
from qualcode.store import codings, decisions, transcripts
from qualcode.verbs import coding as verbs
from qualcode.verbs import memos, revising
from qualcode.verbs.seen import Outdated
from qualcode.verbs.setup import check

NAME = "granmo-1"


@pytest.fixture
def session(project: Project) -> CodingSession:
    return CodingSession(project, "Kari", NAME)


def suggestion(session: CodingSession, n: int, code: str, score: float = 0.9) -> Suggestion:
    s = session.transcript.segments[n - 1]
    return Suggestion(NAME, n, s.start, s.end, code, score, None, "keywords: barn")


def codes(session: CodingSession) -> list[tuple[str, str]]:
    return [(c.code, c.quote) for c in session.codings]


def test_a_selection_is_coded_once(session: CodingSession) -> None:
    session.here.go(2)
    session.here.sentence(1)
    assert [c.code for c in session.apply("internt")] == ["internt"]
    assert session.apply("internt") == []
    assert codes(session) == [("internt", "Vi møtes hver tirsdag.")]
    assert session.progress == (1, 2)  # the interviewer's segments are not counted


def test_an_unknown_code_is_refused(session: CodingSession) -> None:
    with pytest.raises(QualcodeError, match="no code 'barna'"):
        session.apply("barna")


def test_removing_undoing_redoing(session: CodingSession) -> None:
    session.here.go(4)
    (made,) = session.apply("barn")
    session.remove(made)
    assert codes(session) == []
    assert session.undo() == "untag barn"
    assert [c for c, _ in codes(session)] == ["barn"]
    assert session.undo() == "tag barn"
    assert codes(session) == []
    assert session.redo() == "tag barn"
    assert [c for c, _ in codes(session)] == ["barn"]


def test_undo_stops_before_what_was_not_done_here(session: CodingSession, project: Project) -> None:
    with project.verb("transcripts set", "Kari"):
        transcripts.set_attributes(project.db, session.transcript.uid, {"office": "Solvåg"})
    with pytest.raises(QualcodeError, match="'transcripts set', which is not done here"):
        session.undo()
    assert session.transcript.name == NAME


def test_steps_of_an_earlier_session_can_be_undone(session: CodingSession, project: Project) -> None:
    session.apply("barn")
    later = CodingSession(project, "Kari", NAME)
    assert later.undo() == "tag barn"
    assert codes(later) == []


def test_memos_on_codings_and_places(session: CodingSession, project: Project) -> None:
    session.here.go(4)
    (made,) = session.apply("barn")
    session.write_memo("se også økonomi", made)
    session.here.go(2)
    session.write_memo("spør igjen")
    session.write_memo("spør igjen om dette")
    again = CodingSession(project, "Kari", NAME)
    assert [c.memo for c in again.codings] == ["se også økonomi"]
    again.here.go(2)
    assert again.memo_of() == "spør igjen om dette"
    memos.memo(project, memos.target(project, f"{NAME}:2"), "og en til", coder="Kari")
    again.reload()
    assert again.memo_of() == "spør igjen om dette\nog en til"
    again.write_memo("")
    assert again.memo_of() == ""
    again.undo()
    assert again.memo_of() == "spør igjen om dette\nog en til"


def test_it_opens_where_this_coder_left(session: CodingSession, project: Project) -> None:
    session.here.go(3)
    session.leave()
    again = CodingSession(project, "Kari")
    assert again.transcript.name == NAME
    assert again.here.segment
    assert again.here.segment.n == 3
    assert CodingSession(project, "Per").here.place.start == again.transcript.segments[0].start


def test_it_opens_what_is_not_finished(project: Project) -> None:
    verbs.finish(project, [NAME], coder="Kari")
    assert CodingSession(project, "Kari").transcript.name == "lyngdalen-1"
    assert CodingSession(project, "Per").transcript.name == NAME


def test_finishing_and_taking_it_back(session: CodingSession, project: Project) -> None:
    assert session.finish()
    assert CodingSession(project, "Kari", NAME).finished
    assert not session.finish()
    session.undo()
    assert session.finished


def test_next_uncoded_leaves_the_interviewer_out(session: CodingSession) -> None:
    assert session.next_uncoded()
    assert session.here.segment
    assert session.here.segment.n == 2
    session.apply("barn")
    session.here.go(1)
    session.next_uncoded()
    assert session.here.segment.n == 4
    assert not session.next_uncoded()
    session.next_uncoded(-1)
    assert session.here.segment.n == 4


def test_search_goes_round(session: CodingSession) -> None:
    assert session.search("BARNA") == 2
    assert session.here.segment
    assert session.here.segment.n == 3
    session.search("barna")
    assert session.here.segment.n == 4
    session.search("barna")
    assert session.here.segment.n == 3
    assert session.search("[") == 0


def test_accepting_keeps_score_and_reason(session: CodingSession, project: Project) -> None:
    offer = suggestion(session, 4, "barn")
    session.take([offer])
    (made,) = session.accept(offer, Place(offer.start, offer.start + 5))
    assert (made.origin, made.quote) == ("suggestion", "Barna")
    row = project.db.execute("SELECT score, why FROM coding").fetchone()
    assert (float(row["score"]), row["why"]) == (0.9, "keywords: barn")
    (decision,) = decisions.load(project.db, NAME)
    assert (decision.code, decision.verdict, decision.start) == ("barn", "accepted", offer.start)
    assert session.pending(4) == []
    session.undo()
    assert codes(session) == []
    assert list(decisions.load(project.db)) == []
    assert session.pending(4) == [offer]


def test_what_was_coded_so_already_is_not_coded_twice(session: CodingSession) -> None:
    session.here.go(4)
    session.here.sentence(1)
    session.apply("barn")
    assert session.accept(suggestion(session, 4, "barn")) == []
    assert len(session.codings) == 1


def test_a_rejected_suggestion_is_remembered(session: CodingSession, project: Project) -> None:
    offers = [suggestion(session, 4, "barn"), suggestion(session, 4, "økonomi", 0.5)]
    session.take(offers)
    session.reject(offers[0])
    assert session.pending(4) == [offers[1]]
    again = CodingSession(project, "Kari", NAME)
    again.take(offers)
    assert again.pending(4) == [offers[1]]
    other = CodingSession(project, "Per", NAME)
    other.take(offers)
    assert other.pending(4) == offers


def test_blind_first_shows_suggestions_after_the_own_choice(project: Project) -> None:
    session = CodingSession(project, "Kari", NAME, blind_first=True)
    session.take([suggestion(session, 2, "internt"), suggestion(session, 4, "barn")])
    assert session.suggestions_in(4) == []
    session.here.go(4)
    session.apply("økonomi")
    assert [s.code for s in session.suggestions_in(4)] == ["barn"]
    assert session.suggestions_in(2) == []
    session.here.go(2)
    session.choose()
    assert [s.code for s in session.suggestions_in(2)] == ["internt"]


def test_a_blind_round_hides_what_others_think(project: Project) -> None:
    verbs.tag(project, f"{NAME}:2", ["internt"], coder="Per")
    uid = CodingSession(project, "Kari", NAME).transcript.uid
    project.db.execute("INSERT INTO round VALUES ('r', 'første', 1, 7, '', '2018-01-01', 1)")
    project.db.execute("INSERT INTO assignment VALUES ('r', ?, 'Kari')", [uid])
    session = CodingSession(project, "Kari", NAME)
    session.take([suggestion(session, 4, "barn")])
    assert session.blind
    assert session.suggestions_in(4) == []
    assert session.codings == []
    assert not CodingSession(project, "Per", NAME).blind


def test_other_peoples_codings_are_shown_when_asked_for(session: CodingSession, project: Project) -> None:
    verbs.tag(project, f"{NAME}:2", ["internt"], coder="Per")
    session.reload()
    assert codes(session) == []
    session.show_others(True)
    assert [(c.code, c.coder) for c in session.codings] == [("internt", "Per")]
    assert session.progress[0] == 0


def test_suggestions_are_made_beside_the_session(session: CodingSession, project: Project) -> None:
    found = LiveSuggestions(project.folder, "Kari")(NAME)
    assert {s.transcript for s in found} == {NAME}
    assert "barn" in {s.code for s in found if s.segment == 4}


def test_a_project_without_transcripts_says_so(project: Project) -> None:
    project.db.execute("UPDATE transcript SET removed = 'x'")
    with pytest.raises(QualcodeError, match="no transcripts to code"):
        CodingSession(project, "Kari")


def test_choices_say_how_far_one_is(session: CodingSession) -> None:
    session.apply("barn")
    session.finish()
    assert [(c.name, c.codings, c.finished) for c in session.choices] == [(NAME, 1, True), ("lyngdalen-1", 0, False)]


def test_nothing_is_written_on_another_text_than_the_one_that_is_shown(project, tmp_path):
    session = CodingSession(project, "Kari", NAME)
    session.here.go(4)
    shown = Suggestion(NAME, 4, *_span(session), "barn", 1.0, None, "")
    new = tmp_path / "ny.txt"
    new.write_text("Intervjuer: Ja, altså.\n\n" + session.transcript.text, encoding="utf-8")
    revising.replace(project, NAME, new, coder="Berit")
    before = list(codings.load(project.db))
    for deed in (
        lambda: session.apply("barn"),
        lambda: session.write_memo("et notat"),
        lambda: session.accept(shown),
        lambda: session.reject(shown),
        session.finish,
    ):
        with pytest.raises(Outdated, match="was replaced since you saw it"):
            deed()
    assert list(codings.load(project.db)) == before
    session.open(NAME, 4)
    assert session.apply("barn")
    assert not check(project).table.size


def _span(session: CodingSession) -> tuple[int, int]:
    return session.place.start, session.place.end
