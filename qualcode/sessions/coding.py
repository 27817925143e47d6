"""A person coding one transcript, without any screen: where they are, what they see, what they decide.

The screen, a script and a review all decide through the same `CodingSession`; each change is one verb, so that it is
logged and can be undone.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from qualcode.errors import ProjectUnavailable, QualcodeError
from qualcode.model import Coding, Place, Segment, Selection, Suggestion, Transcript, overlaps
from qualcode.project import Project
from qualcode.sessions.cursor import Cursor, Step
from qualcode.store import bookmarks, codebook, codings, decisions, history, transcripts
from qualcode.verbs import accepting, memos, recoding
from qualcode.verbs.blind_coding import coded_blind
from qualcode.verbs.coding import finish, tag, untag_these
from qualcode.verbs.seen import Seen

STEPS = ("tag", "untag", "recode", "unite", "memo", "finish", "accept", "reject")
"""What a session does, and hence undoes. An import or a change of the codebook is undone elsewhere."""


@dataclass(frozen=True, slots=True)
class TranscriptChoice:
    """A transcript that can be opened: its size, and how far this coder has come with it."""

    name: str
    words: int
    codings: int
    finished: bool


class CodingSession:
    """One coder at one transcript. `here` holds the position and the selection; everything acts on the selection.

    `blind` is true in a blind round: then neither suggestions nor other people's codings are shown unless asked for.
    With `blind_first`, suggestions for a segment are shown only after the coder's own choice for it.
    """

    def __init__(self, project: Project, coder: str, name: str = "", *, blind_first: bool = False) -> None:
        self.project, self.coder, self.blind_first = project, coder, blind_first
        self.open(name)

    def open(self, name: str = "", segment: int | None = None) -> None:
        """Go to a transcript; without a name to where this coder left, else to the first they have not finished."""
        left = bookmarks.get(self.project.db, self.coder)
        name = name or (left[0] if left else self._first_unfinished())
        self.transcript: Transcript = transcripts.one(self.project.db, name)
        self.here = Cursor(self.transcript, self.project.settings.language)
        self.here.go(segment or (left[1] if left and left[0] == name else 1))
        self.blind = name in coded_blind(self.project, self.coder)
        self.showing_others = False
        self.showing_suggestions = not self.blind
        self.found = ""
        self._chosen: set[int] = set()
        self.suggested: Mapping[int, Sequence[Suggestion]] = {}
        turns = self.transcript.turns
        spoken = [s for s in self.transcript.segments if turns[s.turn - 1].role != "interviewer"]
        self.units: Sequence[Segment] = spoken or self.transcript.segments
        self.reload()

    def reload(self) -> None:
        """Read again all that can change: codebook, codings, memos, verdicts, whether this coder has finished."""
        db, name = self.project.db, self.transcript.name
        self.codebook = codebook.load(db)
        self._codings = list(codings.load(db, Selection(transcripts=(name,))))
        self._memos: dict[tuple[str, str], list[str]] = defaultdict(list)
        for memo in codings.memos(db):
            if memo["coder"] == self.coder:
                self._memos[memo["kind"], memo["target"]].append(memo["text"])
        self._said = [d for d in decisions.load(db, name) if d.coder == self.coder]
        self.finished = self.coder in codings.readings(db).get(name, [])
        self._index()

    def leave(self) -> None:
        """Remember the place, so that the next session opens here; not while the project is locked."""
        if segment := self.here.segment:
            with suppress(ProjectUnavailable):
                bookmarks.put(self.project.db, self.coder, self.transcript.uid, segment.n)

    # What there is to see

    @property
    def place(self) -> Place:
        """What is selected."""
        return self.here.place

    @property
    def seen(self) -> Seen:
        """The text before the coder, and the selected words; what they do is refused where others stand by now."""
        return Seen.of(self.transcript, self.place)

    @property
    def codings(self) -> Sequence[Coding]:
        """The codings shown: this coder's, and other people's when they are asked for. In the order of the text."""
        return self._shown

    @property
    def codings_here(self) -> list[Coding]:
        """The codings shown that touch the selection or the segment it is in."""
        segment = self.here.segment
        return [c for c in self._shown if overlaps(c, self.place) or (segment and overlaps(c, segment))]

    @property
    def own_here(self) -> list[Coding]:
        """This coder's codings that touch the selection."""
        return [c for c in self._codings if c.coder == self.coder and overlaps(c, self.place)]

    @property
    def progress(self) -> tuple[int, int]:
        """How many of the participants' segments this coder has coded, and how many there are."""
        return sum(s.n in self._coded for s in self.units), len(self.units)

    @property
    def steps(self) -> int:
        """How many of this coder's steps stand, here or elsewhere."""
        return history.standing(self.project.db, self.coder)

    @property
    def choices(self) -> list[TranscriptChoice]:
        """Every transcript of the project, in order of name."""
        read = codings.readings(self.project.db)

        def choice(row: Mapping[str, object]) -> TranscriptChoice:
            name, words, made = (str(row[column]) for column in ("name", "words", "codings"))
            return TranscriptChoice(name, int(words), int(made), self.coder in read.get(name, []))

        return [choice(row) for row in transcripts.listing(self.project.db, Selection())]

    def memo_of(self, coding: Coding | None = None) -> str:
        """This coder's memo on one of the codings, else on the selected place, several as lines; '' for none."""
        on = self._memo_target(coding)
        return "\n".join(self._memos.get((on.kind, on.id), ()))

    def suggestions_in(self, n: int) -> list[Suggestion]:
        """The suggestions shown beside segment `n`: those neither coded nor declined, the best first."""
        if not self.showing_suggestions or (self.blind_first and n not in self._chosen):
            return []
        return self.pending(n)

    @property
    def suggestions_here(self) -> list[Suggestion]:
        """The suggestions shown beside the segment one is in."""
        return self.suggestions_in(self.here.segment.n) if self.here.segment else []

    def pending(self, n: int) -> list[Suggestion]:
        """The suggestions for segment `n` on which this coder has not decided, shown or not."""
        return [s for s in self.suggested.get(n, ()) if s not in self._decided]

    # Moving

    def next_uncoded(self, step: Step = 1) -> bool:
        """Go to the next segment that this coder has not coded (interviewers' left out); False if there is none."""
        return self._go_where(step, lambda s: s.n not in self._coded)

    def next_suggested(self, step: Step = 1) -> bool:
        """Go to the next segment with an open suggestion; False if there is none."""
        return self._go_where(step, lambda s: bool(self.pending(s.n)))

    def search(self, text: str) -> int:
        """Go to the next segment after this one that holds `text` (letter case aside); returns how many hold it."""
        self.found = text
        if not text:
            return 0
        wanted = re.compile(re.escape(text), re.IGNORECASE)
        hits = [s for s in self.transcript.segments if wanted.search(self.transcript.text, s.start, s.end)]
        if hits and (here := self.here.segment):
            self.here.go(next((s.n for s in hits if s.n > here.n), hits[0].n))
        return len(hits)

    # Deciding

    def apply(self, code: str, *, new_code: bool = False) -> list[Coding]:
        """Code the selection; returns the coding if it is new.

        With `new_code` the code is made if there is none; '' is called by the selected words (in vivo).
        """
        anchor = f"{self.transcript.name}@{self.place.start}-{self.place.end}"
        codes = [code] if code else []
        new = tag(self.project, anchor, codes, coder=self.coder, seen=self.seen, new=new_code)
        if new_code:
            self.codebook = codebook.load(self.project.db)
        self._codings = sorted([*self._codings, *new], key=lambda c: (c.start, c.end, c.code))
        self.choose()
        return new

    def remove(self, coding: Coding) -> None:
        """Take one of one's own codings back."""
        untag_these(self.project, [coding], coder=self.coder)
        self._codings.remove(coding)
        self._index()

    def remove_all(self) -> list[Coding]:
        """Take all of one's own codings at the selection back, in one step; returns them."""
        those = self.own_here
        untag_these(self.project, those, coder=self.coder)
        self.reload()
        return those

    def recode(self, coding: Coding, to: str = "", place: Place | None = None) -> Coding:
        """Give one of one's own codings another code or another place; it keeps its memo."""
        seen = Seen.of(self.transcript, coding)
        done = recoding.recode(self.project, coding, to=to, span=place, coder=self.coder, seen=seen)
        self.reload()
        return done

    def write_memo(self, text: str, coding: Coding | None = None) -> None:
        """Make `text` the memo on one of the codings, else on the selected place; '' takes the memo away."""
        on, shown = self._memo_target(coding), self.memo_of(coding)
        seen = None if coding else self.seen
        memos.rewrite(self.project, on, text.strip(), coder=self.coder, shown=shown, seen=seen)
        self.reload()

    def finish(self) -> bool:
        """Mark the transcript as finished, or as not finished after all; returns which it is now."""
        seen = Seen.of(self.transcript)
        finish(self.project, [self.transcript.name], coder=self.coder, take_back=self.finished, seen=seen)
        self.finished = not self.finished
        return self.finished

    def choose(self) -> None:
        """Say that one's own choice for this segment is made, so that its suggestions may be seen."""
        if segment := self.here.segment:
            self._chosen.add(segment.n)
        self._index()

    def has_chosen(self, n: int) -> bool:
        """Whether one's own choice for segment `n` was made in this session."""
        return n in self._chosen

    def accept(self, suggestion: Suggestion, place: Place | None = None) -> list[Coding]:
        """Take a suggestion over as one's own coding, on `place` if its span is to be corrected."""
        seen = Seen.of(self.transcript, place or Place(suggestion.start, suggestion.end))
        new = accepting.accept(self.project, suggestion, coder=self.coder, place=place, seen=seen)
        self.reload()
        return new

    def reject(self, suggestion: Suggestion) -> None:
        """Decline a suggestion."""
        seen = Seen.of(self.transcript, Place(suggestion.start, suggestion.end))
        accepting.reject(self.project, suggestion, coder=self.coder, seen=seen)
        self.reload()

    def undo(self) -> str:
        """Take back this coder's last step of coding, in this session or an earlier one; returns it in words."""
        line = history.undo(self.project.db, self.coder, STEPS)
        self.reload()
        return _step(line)

    def redo(self) -> str:
        """Do again what was undone last; returns it in words."""
        line = history.redo(self.project.db, self.coder, STEPS)
        self.reload()
        return _step(line)

    def _go_where(self, step: Step, wanted: Callable[[Segment], bool]) -> bool:
        here = self.here.segment
        if here is None:
            return False
        ahead = [s for s in self.units if (s.n - here.n) * step > 0][::step]
        found = next((s for s in ahead if wanted(s)), None)
        if found:
            self.here.go(found.n)
        return found is not None

    def _first_unfinished(self) -> str:
        known = transcripts.names(self.project.db)
        if not known:
            raise QualcodeError("there are no transcripts to code", hint="Bring some in with `qualcode import PATH`.")
        read = codings.readings(self.project.db)
        return next((name for name in known if self.coder not in read.get(name, [])), next(iter(known)))

    def show_others(self, show: bool) -> None:
        """Show or hide other people's codings."""
        self.showing_others = show
        self._index()

    def take(self, suggestions: Iterable[Suggestion]) -> None:
        """Put suggestions for this transcript beside its segments.

        What stands beside the segment one is in stays as it is: it must not change while one is deciding on it.
        """
        found: dict[int, Sequence[Suggestion]] = {}
        for n, together in groupby(sorted(suggestions, key=lambda s: s.segment), key=lambda s: s.segment):
            found[n] = list(together)
        here = self.here.segment
        if here and here.n in self.suggested:
            found[here.n] = self.suggested[here.n]
        self.suggested = found

    def marks(self, suggestion: Suggestion) -> list[Place]:
        """Where the text says why something is suggested: keywords hit, and the words that carried the score."""
        from qualcode.suggest import marks  # loads what a screen need not wait for

        code = self.codebook.by_id[suggestion.code]
        return marks(suggestion, self.transcript, code, self.project.settings.language)

    def _index(self) -> None:
        self._shown = [c for c in self._codings if self.showing_others or c.coder == self.coder]
        own = [c for c in self._codings if c.coder == self.coder]
        self._decided = accepting.Decided([*own, *self._said])
        self._coded = {n for coding in own for n in self._segments_of(coding)}

    def _segments_of(self, coding: Coding) -> range:
        first, last = self.transcript.segment_at(coding.start), self.transcript.segment_at(coding.end - 1)
        return range(first.n, last.n + 1) if first and last else range(0)

    def _memo_target(self, coding: Coding | None) -> memos.Target:
        if coding:
            return memos.Target("coding", coding.id)
        return memos.Target("segment", f"{self.transcript.uid}@{self.place.start}-{self.place.end}")


def _step(line: Mapping[str, object]) -> str:
    """A log line in words: the verb, and with which codes."""
    details = json.loads(str(line["details"]))
    codes = [*details.get("codes", ()), *([details["code"]] if "code" in details else [])]
    return " ".join([str(line["verb"]), *codes])
