"""A walk through suggestions, answered by a script."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Place, Suggestion
from qualcode.project import Project
from qualcode.sessions.asking import hold
from qualcode.sessions.coding import CodingSession
from qualcode.sessions.reviewing import Review, ReviewAnswer, ReviewQuestion
from qualcode.store import codings, decisions, transcripts


@dataclass
class Script:
    """Answers in order, and what was asked."""

    verdicts: list[ReviewAnswer]
    own: list[Sequence[str]] = field(default_factory=list)
    asked: list[tuple[str, bool]] = field(default_factory=list)

    def answer(self, question: ReviewQuestion) -> ReviewAnswer | Sequence[str]:
        self.asked.append((question.suggestion.code, question.blind))
        return self.own.pop(0) if question.blind else self.verdicts.pop(0)


def review(session: CodingSession, offers: Sequence[Suggestion], script: Script) -> dict[str, int]:
    asked = Review(session, offers)
    hold(asked, script)
    return asked.told


def queue(project: Project) -> list[Suggestion]:
    found = []
    for name, n, code in (("lyngdalen-1", 2, "økonomi"), ("granmo-1", 4, "barn"), ("granmo-1", 2, "internt")):
        s = transcripts.one(project.db, name).segments[n - 1]
        found.append(Suggestion(name, n, s.start, s.end, code, 0.8, 0.7, "keywords: x"))
    return found


def test_a_review_over_two_transcripts(project: Project) -> None:
    offers = queue(project)
    span = Place(offers[1].start, offers[1].start + 31)
    script = Script([ReviewAnswer("accept"), ReviewAnswer("accept", span), ReviewAnswer("reject")])
    told = review(CodingSession(project, "Kari"), offers, script)
    assert told == {"accept": 2, "reject": 1, "skip": 0}
    made = [(c.transcript, c.code, c.quote) for c in codings.load(project.db)]
    assert made[0] == ("granmo-1", "barn", "Barna snakker vi for lite om. D")
    assert made[1][:2] == ("lyngdalen-1", "økonomi")
    assert {(d.code, d.verdict) for d in decisions.load(project.db)} == {
        ("økonomi", "accepted"),
        ("barn", "accepted"),
        ("internt", "rejected"),
    }


def test_what_is_decided_is_not_asked_again(project: Project) -> None:
    review(
        CodingSession(project, "Kari"),
        queue(project),
        Script([ReviewAnswer("reject"), ReviewAnswer("skip"), ReviewAnswer("stop")]),
    )
    again = Script([ReviewAnswer("skip"), ReviewAnswer("skip")])
    assert review(CodingSession(project, "Kari"), queue(project), again)["skip"] == 2
    assert [code for code, _ in again.asked] == ["barn", "internt"]


def test_blind_first_asks_before_it_shows(project: Project) -> None:
    script = Script(
        [ReviewAnswer("accept"), ReviewAnswer("reject"), ReviewAnswer("stop")], own=[["økonomi"], [], ["eksternt"]]
    )
    session = CodingSession(project, "Kari", blind_first=True)
    told = review(session, queue(project), script)
    assert script.asked == [
        ("økonomi", True), ("økonomi", False), ("barn", True), ("barn", False), ("internt", True), ("internt", False)
    ]  # fmt: skip
    assert told == {"accept": 1, "reject": 1, "skip": 0}
    made = [(c.code, c.origin) for c in codings.load(project.db)]
    assert made == [("eksternt", "manual"), ("økonomi", "manual")]  # one's own choice is not coded twice


def test_one_step_back_asks_the_last_question_again(project: Project) -> None:
    walk = Review(CodingSession(project, "Kari"), queue(project))
    walk.judge(ReviewAnswer("accept"))
    walk.judge(ReviewAnswer("skip"))
    assert walk.told == {"accept": 1, "reject": 0, "skip": 1}
    assert walk.undo() == "the answer to question 2"
    assert walk.question
    assert walk.question.n == 2
    assert len(list(codings.load(project.db))) == 1  # leaving open was no step
    assert walk.undo() == "the answer to question 1"
    assert walk.session.transcript.name == "lyngdalen-1"
    assert list(codings.load(project.db)) == []
    assert walk.told == {"accept": 0, "reject": 0, "skip": 0}
    with pytest.raises(QualcodeError, match="nothing is answered"):
        walk.undo()
    assert walk.redo() == "accept økonomi"
    assert walk.question.n == 2
    assert walk.told["accept"] == 1


def test_what_one_coded_oneself_is_taken_back_before_the_answer(project: Project) -> None:
    session = CodingSession(project, "Kari", blind_first=True)
    walk = Review(session, queue(project))
    assert walk.question
    assert walk.question.blind
    assert session.here.whole
    session.apply("økonomi")  # the very code that is suggested
    assert not walk.question.blind
    walk.judge(ReviewAnswer("accept"))
    assert walk.undo() == "the answer to question 1"
    assert [c.origin for c in codings.load(project.db)] == ["manual"]
    assert walk.question.n == 1
    assert walk.undo() == "tag økonomi"
    assert list(codings.load(project.db)) == []


def test_a_blind_question_does_not_tell_the_span(project: Project) -> None:
    offers = queue(project)[1:2]
    offers = [replace(offers[0], end=offers[0].start + 31)]
    walk = Review(CodingSession(project, "Kari", "granmo-1", blind_first=True), offers)
    assert walk.session.here.whole
    walk.choose(["samarbeid"])
    assert walk.session.place == Place(offers[0].start, offers[0].end)
    made = list(codings.load(project.db))
    assert [c.quote for c in made] == [walk.session.transcript.quote(walk.session.transcript.segments[3])]
    assert not (walk.question and walk.question.blind)
