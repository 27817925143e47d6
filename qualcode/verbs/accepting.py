"""Accept and reject suggestions: one way, whether on a screen, at a terminal or in a filled-in sheet.

What a coder said to a suggestion is remembered and can be changed: the new answer counts, and the coding that the old
one made is taken back. What a coder has coded so already is not coded twice.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.model import Coding, Place, Selection, Suggestion, Transcript, overlaps
from qualcode.project import Project
from qualcode.store import codebook, codings, decisions, transcripts
from qualcode.store.database import new_id
from qualcode.verbs import anchors
from qualcode.verbs.seen import Seen, check


class Answer(NamedTuple):
    """What a coder says to a suggestion; `place` is what is coded where it is accepted, `quote` what stands there."""

    suggestion: Suggestion
    verdict: decisions.Verdict
    place: Place
    quote: str

    @classmethod
    def on(
        cls, transcript: Transcript, suggestion: Suggestion, verdict: decisions.Verdict, place: Place | None = None
    ) -> "Answer":
        """The answer with the place checked: the suggestion's own, unless it is corrected."""
        start, end = (place.start, place.end) if place else (suggestion.start, suggestion.end)
        where = anchors.span(transcript, start, end)
        return cls(suggestion, verdict, where, transcript.quote(where))

    @property
    def key(self) -> tuple[str, str, int, int]:
        """Which suggestion this is about."""
        return self.suggestion.transcript, self.suggestion.code, self.suggestion.start, self.suggestion.end


class Decided:
    """What a coder has decided on: where they coded so, or answered, given their codings and their answers."""

    def __init__(self, own: Iterable[Coding | decisions.Decision]) -> None:
        self._places: dict[tuple[str, str], list[Coding | decisions.Decision]] = {}
        for place in own:
            self._places.setdefault((place.transcript, place.code), []).append(place)

    def __contains__(self, suggestion: Suggestion) -> bool:
        places = self._places.get((suggestion.transcript, suggestion.code), ())
        return any(overlaps(suggestion, place) for place in places)


def accept(
    project: Project, suggestion: Suggestion, *, coder: str, place: Place | None = None, seen: Seen | None = None
) -> list[Coding]:
    """Take a suggestion over as a coding, on `place` if its span is to be corrected; returns the coding if it is new.

    Score and reason are kept with it. `seen` is the text in which it was shown.
    """
    return _decide(project, suggestion, "accepted", coder, place, seen)


def reject(project: Project, suggestion: Suggestion, *, coder: str, seen: Seen | None = None) -> None:
    """Decline a suggestion. It is remembered, not made again, and teaches."""
    _decide(project, suggestion, "rejected", coder, seen=seen)


class Answering:
    """Takes answers in, for one coder within one verb; of a single `transcript` if it is named."""

    def __init__(self, project: Project, coder: str, time: str, transcript: str | None = None) -> None:
        self._db, self._coder, self._time = project.db, coder, time
        self._book = codebook.load(self._db)
        self._earlier = {
            (d.transcript, d.code, d.start, d.end): d.verdict
            for d in decisions.load(self._db, transcript)
            if d.coder == coder
        }
        named = (transcript,) if transcript else ()
        self._mine: dict[tuple[str, str], list[Coding]] = {}
        for coding in codings.load(self._db, Selection(named, coders=(coder,))):
            self._mine.setdefault((coding.transcript, coding.code), []).append(coding)

    def take(self, answer: Answer) -> tuple[bool, list[Coding]]:
        """Do what an answer says; returns whether it is news, and the coding that it made."""
        s, before = answer.suggestion, self._earlier.get(answer.key)
        if answer.verdict == "accepted" and self._book.by_id[s.code].retired:
            raise QualcodeError(f"the code '{s.code}' is retired")
        mine = self._mine.setdefault((s.transcript, s.code), [])
        made = [c for c in mine if before and c.origin == "suggestion" and overlaps(c, s)]
        if before == answer.verdict and (before == "rejected" or _stands(made, answer.place)):
            return False, []
        codings.remove(self._db, [c.id for c in made], self._time)
        mine[:] = [c for c in mine if c not in made]
        if before != answer.verdict:
            decisions.withdraw(self._db, s, self._coder)
            decisions.add(self._db, s, self._coder, answer.verdict, self._time)
        new = self._coded(answer) if not any(overlaps(c, answer.place) for c in mine) else []
        mine += new
        return True, new

    def _coded(self, answer: Answer) -> list[Coding]:
        if answer.verdict == "rejected":
            return []
        s, place = answer.suggestion, answer.place
        where = (s.transcript, s.code, self._coder, place.start, place.end, answer.quote)
        new = Coding(new_id(), *where, "", "suggestion", self._time, self._book.version)
        return codings.add(self._db, [new], score=s.score, why=s.why)


def _stands(made: Collection[Coding], place: Place) -> bool:
    """Whether what was made of a suggestion stands at a place; so it does when it was taken away by hand since."""
    return not made or any((c.start, c.end) == (place.start, place.end) for c in made)


def _decide(
    project: Project,
    s: Suggestion,
    verdict: decisions.Verdict,
    coder: str,
    place: Place | None = None,
    seen: Seen | None = None,
) -> list[Coding]:
    with project.verb("accept" if verdict == "accepted" else "reject", coder) as verb:
        transcript = transcripts.one(project.db, s.transcript)
        check(seen, transcript, place or Place(s.start, s.end))
        answer = Answer.on(transcript, s, verdict, place)
        _, new = Answering(project, coder, verb.time, s.transcript).take(answer)
        verb.details |= {"transcript": s.transcript, "start": s.start, "end": s.end, "code": s.code, "score": s.score}
        verb.details |= {"codings": [c.id for c in new]}
    return new
