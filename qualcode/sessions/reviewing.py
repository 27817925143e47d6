"""A walk through suggestions: one question after the other, put to whoever decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode.errors import QualcodeError
from qualcode.model import Place, Suggestion
from qualcode.sessions.coding import CodingSession


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """One suggestion to be decided on, the `n`th of `of`.

    `blind`: the suggestion is not to be shown yet; the coder is first asked for a choice of their own. So it is in a
    session that is `blind_first`.
    """

    suggestion: Suggestion
    n: int
    of: int
    blind: bool


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """The answer to a question. `place` corrects the span of what is accepted; `back` asks the last question again."""

    kind: Literal["accept", "reject", "skip", "back", "stop"]
    place: Place | None = None


class Review:
    """A queue of suggestions, of one transcript or many, and how far a coder has come with it.

    `question` is the one to be answered now, by `choose` when it is blind and by `judge` otherwise; None at the end.
    The session stands at its place; as long as it is blind, at the whole segment. What has been decided meanwhile, here
    or elsewhere, is not asked again.
    """

    def __init__(self, session: CodingSession, queue: Sequence[Suggestion]) -> None:
        self.session, self.queue = session, queue
        self.told = {"accept": 0, "reject": 0, "skip": 0}
        self._asked: Suggestion | None = None
        self._n = 0
        self._before = 0  # the steps that stood when the question was put
        self._past: list[tuple[int, str, int]] = []  # the questions answered: which, how, and the steps before it
        self._take()
        self._next()

    @property
    def question(self) -> ReviewQuestion | None:
        """The question to be answered now. It is blind until the coder has made a choice of their own there."""
        if (s := self._asked) is None:
            return None
        blind = self.session.blind_first and not self.session.has_chosen(s.segment)
        return ReviewQuestion(s, self._n, len(self.queue), blind)

    def answer(self, answer: ReviewAnswer | Sequence[str]) -> None:
        """Take the answer to the question: the coder's own codes while it is blind, else what they say to it."""
        if isinstance(answer, ReviewAnswer):
            self.judge(answer)
        else:
            self.choose(answer)

    def choose(self, codes: Sequence[str] = ()) -> None:
        """Take the coder's own choice, which is coded, and let the suggestion be seen."""
        if self._asked:
            for code in codes:
                self.session.apply(code)
            self.session.choose()
            self._show(self._asked)

    def judge(self, verdict: ReviewAnswer) -> None:
        """Do what the verdict says and go on to the next question."""
        if not self._asked:
            return
        if verdict.kind == "stop":
            self._asked = None
        elif verdict.kind == "back":
            if self._past:
                _, _, before = self._past[-1]
                self._back(before)
        else:
            self._decide(self._asked, verdict)
            self._next()

    def undo(self) -> str:
        """Take back the last step: what was done at this question, else the last answer, which is asked again."""
        if self.session.steps > self._before:
            return self.session.undo()
        if not self._past:
            raise QualcodeError("nothing is answered in this review yet", hint="Earlier steps: `qualcode undo`.")
        n, kind, _ = self._past[-1]
        self._back(self.session.steps - (kind != "skip"))
        return f"the answer to question {n}"

    def redo(self) -> str:
        """Do again what was undone last; returns it in words."""
        done = self.session.redo()
        kind = done.partition(" ")[0]
        if kind in self.told and self._asked and self._asked not in self.session.pending(self._asked.segment):
            self._answered(kind)
            self._next()
        return done

    def _decide(self, suggestion: Suggestion, verdict: ReviewAnswer) -> None:
        if verdict.kind == "accept":
            self.session.accept(suggestion, verdict.place)
        elif verdict.kind == "reject":
            self.session.reject(suggestion)
        self._answered(verdict.kind)

    def _answered(self, kind: str) -> None:
        self.told[kind] += 1
        self._past.append((self._n, kind, self._before))

    def _back(self, steps: int) -> None:
        """Ask the last question again, with only so many steps still standing."""
        while self.session.steps > steps:
            self.session.undo()
        n, kind, before = self._past.pop()
        self.told[kind] -= 1
        self._put(n)
        self._before = before

    def _next(self) -> None:
        for n in range(self._n + 1, len(self.queue) + 1):
            self._open(n)
            suggestion = self.queue[n - 1]
            if suggestion in self.session.pending(suggestion.segment):
                self._put(n)
                return
        self._n, self._asked = len(self.queue), None

    def _open(self, n: int) -> None:
        """Let the session be in the transcript of question `n`."""
        if (name := self.queue[n - 1].transcript) != self.session.transcript.name:
            self.session.open(name)
            self._take()

    def _put(self, n: int) -> None:
        """Ask question `n`, in its place."""
        self._open(n)
        self._n, self._asked, self._before = n, self.queue[n - 1], self.session.steps
        self._show(self._asked)

    def _show(self, suggestion: Suggestion) -> None:
        if self.question and self.question.blind:
            self.session.here.go(suggestion.segment)
        else:
            self.session.here.select(Place(suggestion.start, suggestion.end))

    def _take(self) -> None:
        self.session.take(s for s in self.queue if s.transcript == self.session.transcript.name)
