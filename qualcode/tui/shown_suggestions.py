"""The suggestions in front of a person: which are shown, which is marked, what is answered. No widget."""

from qualcode.errors import QualcodeError
from qualcode.model import Place, Suggestion
from qualcode.sessions.coding import CodingSession
from qualcode.sessions.reviewing import Review, ReviewAnswer, ReviewQuestion
from qualcode.wording import phrase


class ShownSuggestions:
    """What a session suggests where one is; in a `review` its question first, whatever else is decided there.

    What is done is returned in words; what cannot be done is refused.
    """

    def __init__(self, session: CodingSession, review: Review | None = None) -> None:
        self.session, self.review, self.lang = session, review, session.project.settings.lang
        self._mark = 0

    @property
    def question(self) -> ReviewQuestion | None:
        """What a review asks now."""
        return self.review.question if self.review else None

    @property
    def asked_here(self) -> ReviewQuestion | None:
        """The review's question, if it is about the segment one is in."""
        question, here = self.question, self.session.here.segment
        return question if question and here and question.suggestion.segment == here.n else None

    @property
    def blind(self) -> bool:
        """Whether one's own choice comes first here."""
        here, session = self.session.here.segment, self.session
        waits = session.blind_first and here is not None and not session.has_chosen(here.n)
        return waits and session.showing_suggestions

    @property
    def here(self) -> list[Suggestion]:
        """What is shown."""
        found, asked = self.session.suggestions_here, self.asked_here
        if not asked or asked.blind or not self.session.showing_suggestions:
            return found
        return [asked.suggestion, *(s for s in found if s != asked.suggestion)]

    @property
    def marked(self) -> Suggestion | None:
        """The one that accepting and rejecting are about."""
        return self.here[self._mark % len(self.here)] if self.here else None

    def mark_first(self) -> None:
        """Mark the first that is shown."""
        self._mark = 0

    def mark_next(self) -> None:
        """Mark the next one."""
        self._mark += 1

    def choose(self) -> None:
        """Say that one's own choice is made, so that what is suggested is shown."""
        if self.review and self.asked_here:
            self.review.choose()
        else:
            self.session.choose()

    def accept(self) -> str:
        """Take the marked one over, on the selection if that is a part of the segment."""
        suggestion = self._open()
        place = None if self.session.here.whole else self.session.place
        if self.review and self._is_asked(suggestion):
            self.review.judge(ReviewAnswer("accept", place))
        else:
            self.session.accept(suggestion, place)
        return phrase("Accepted: {code}. u takes it back.", self.lang, code=suggestion.code)

    def reject(self) -> str:
        """Decline the marked one."""
        suggestion = self._open()
        if self.review and self._is_asked(suggestion):
            self.review.judge(ReviewAnswer("reject"))
        else:
            self.session.reject(suggestion)
        return phrase(
            "Rejected: {code}. It is not suggested here again. u takes this back.", self.lang, code=suggestion.code
        )

    def leave(self) -> str:
        """Leave the review's question open; from elsewhere, come back to it."""
        if self.review and self.asked_here:
            self.review.judge(ReviewAnswer("skip"))
            return phrase("Left open.", self.lang)
        if self.question:
            s = self.question.suggestion
            if s.transcript != self.session.transcript.name:
                what = phrase("the question is about {transcript}", self.lang, transcript=s.transcript)
                raise QualcodeError(what, hint=phrase("t opens it.", self.lang))
            self.session.here.select(Place(s.start, s.end))
        return phrase("Here is the question.", self.lang)

    def undo(self) -> str:
        """Take back the last step; in a review, the last answer is asked again."""
        return self.review.undo() if self.review else self.session.undo()

    def redo(self) -> str:
        """Do it again."""
        return self.review.redo() if self.review else self.session.redo()

    def _is_asked(self, suggestion: Suggestion) -> bool:
        return self.question is not None and self.question.suggestion == suggestion

    def _open(self) -> Suggestion:
        if self.blind:
            hint = phrase("Your own choice comes first: Enter gives a code, s says that you give none.", self.lang)
            raise QualcodeError(phrase("there is no suggestion shown here yet", self.lang), hint=hint)
        if not (marked := self.marked):
            hint = phrase("g goes to the next.", self.lang)
            raise QualcodeError(phrase("there is no suggestion shown here", self.lang), hint=hint)
        return marked
