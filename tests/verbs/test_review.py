"""A walk through suggestions, answered by a script."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from qualcode.model import Place, Suggestion
from qualcode.project import Project
from qualcode.store import codings, decisions, transcripts
from qualcode.verbs.review import Question, Verdict, review
from qualcode.verbs.session import CodingSession


@dataclass
class Script:
    """Answers in order, and what was asked."""

    verdicts: list[Verdict]
    own: list[Sequence[str]] = field(default_factory=list)
    asked: list[tuple[str, bool]] = field(default_factory=list)

    def choose(self, question: Question) -> Sequence[str]:
        self.asked.append((question.suggestion.code, True))
        return self.own.pop(0)

    def judge(self, question: Question) -> Verdict:
        self.asked.append((question.suggestion.code, False))
        return self.verdicts.pop(0)


def queue(project: Project) -> list[Suggestion]:
    found = []
    for name, n, code in (("lyngdalen-1", 2, "økonomi"), ("granmo-1", 4, "barn"), ("granmo-1", 2, "internt")):
        s = transcripts.one(project.db, name).segments[n - 1]
        found.append(Suggestion(name, n, s.start, s.end, code, 0.8, 0.7, "keywords: x"))
    return found


def test_a_review_over_two_transcripts(project: Project) -> None:
    offers = queue(project)
    span = Place(offers[1].start, offers[1].start + 31)
    script = Script([Verdict("accept"), Verdict("accept", span), Verdict("reject")])
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
        CodingSession(project, "Kari"), queue(project), Script([Verdict("reject"), Verdict("skip"), Verdict("stop")])
    )
    again = Script([Verdict("skip"), Verdict("skip")])
    assert review(CodingSession(project, "Kari"), queue(project), again)["skip"] == 2
    assert [code for code, _ in again.asked] == ["barn", "internt"]


def test_blind_first_asks_before_it_shows(project: Project) -> None:
    script = Script([Verdict("accept"), Verdict("reject"), Verdict("stop")], own=[["økonomi"], [], ["eksternt"]])
    session = CodingSession(project, "Kari", blind_first=True)
    told = review(session, queue(project), script)
    assert script.asked == [
        ("økonomi", True), ("økonomi", False), ("barn", True), ("barn", False), ("internt", True), ("internt", False)
    ]  # fmt: skip
    assert told == {"accept": 1, "reject": 1, "skip": 0}
    made = [(c.code, c.origin) for c in codings.load(project.db)]
    assert made == [("eksternt", "manual"), ("økonomi", "manual")]  # one's own choice is not coded twice
