"""A walk through suggestions: one question after the other, put to whoever decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from qualcode.model import Place, Suggestion
from qualcode.verbs.session import CodingSession


@dataclass(frozen=True, slots=True)
class Question:
    """One suggestion to be decided on, the `n`th of `of`.

    `blind`: the suggestion is not to be shown yet; the coder is first asked for a choice of their own. So it is in a
    session that is `blind_first`.
    """

    suggestion: Suggestion
    n: int
    of: int
    blind: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a question. `place` corrects the span of what is accepted; `back` asks the last question again."""

    kind: Literal["accept", "reject", "skip", "back", "stop"]
    place: Place | None = None


class Decisions(Protocol):
    """Whoever decides: a person at the screen, a filled-in table, a script."""

    def choose(self, question: Question) -> Sequence[str]:
        """The codes they would give the place themselves, before they see the suggestion."""
        ...

    def judge(self, question: Question) -> Verdict:
        """What they say to the suggestion."""
        ...


class Review:
    """A queue of suggestions, of one transcript or many, and how far a coder has come with it.

    `question` is the one to be answered now, by `choose` when it is blind and by `judge` otherwise; None at the end.
    The session stands at its place. What has been decided meanwhile, here or elsewhere, is not asked again.
    """

    def __init__(self, session: CodingSession, queue: Sequence[Suggestion]) -> None:
        self.session, self.queue = session, queue
        self.question: Question | None = None
        self.told = {"accept": 0, "reject": 0, "skip": 0}
        self._n = 0
        self._past: list[tuple[int, str, int]] = []  # the questions answered: which, how, and in how many steps
        self._steps = 0
        self._take()
        self._next()

    def choose(self, codes: Sequence[str] = ()) -> None:
        """Take the coder's own choice, which is coded, and let the suggestion be seen."""
        if self.question:
            for code in codes:
                self._steps += bool(self.session.apply(code))
            self.session.choose()
            self.question = Question(self.question.suggestion, self._n, len(self.queue), blind=False)

    def judge(self, verdict: Verdict) -> None:
        """Do what the verdict says and go on to the next question."""
        if not self.question:
            return
        if verdict.kind == "stop":
            self.question = None
        elif verdict.kind == "back":
            self._back()
        else:
            self._decide(self.question.suggestion, verdict)
            self._next()

    def _decide(self, suggestion: Suggestion, verdict: Verdict) -> None:
        if verdict.kind == "accept":
            self.session.accept(suggestion, verdict.place)
        elif verdict.kind == "reject":
            self.session.reject(suggestion)
        self.told[verdict.kind] += 1
        self._past.append((self._n, verdict.kind, self._steps + (verdict.kind != "skip")))
        self._steps = 0

    def _back(self) -> None:
        """Take back the last answer, and the coder's own choices since, and ask again."""
        if not self._past:
            return
        n, kind, steps = self._past.pop()
        for _ in range(self._steps + steps):
            self.session.undo()
        self.told[kind] -= 1
        self._n, self._steps = n - 1, 0
        self._next()

    def _next(self) -> None:
        self.question = None
        while self.question is None and self._n < len(self.queue):
            suggestion = self.queue[self._n]
            self._n += 1
            if suggestion.transcript != self.session.transcript.name:
                self.session.open(suggestion.transcript)
                self._take()
            if suggestion in self.session.pending(suggestion.segment):
                self.session.here.select(Place(suggestion.start, suggestion.end))
                self.question = Question(suggestion, self._n, len(self.queue), self.session.blind_first)

    def _take(self) -> None:
        self.session.take(s for s in self.queue if s.transcript == self.session.transcript.name)


def review(session: CodingSession, queue: Sequence[Suggestion], who: Decisions) -> dict[str, int]:
    """Put every suggestion of the queue to `who`; returns how many were accepted, rejected and skipped."""
    walk = Review(session, queue)
    while question := walk.question:
        if question.blind:
            walk.choose(who.choose(question))
        else:
            walk.judge(who.judge(question))
    return walk.told
