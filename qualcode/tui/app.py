"""The full-screen reader and coder: reads a key, asks the session, draws."""

from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from qualcode.errors import QualcodeError
from qualcode.model import Coding, Place, Suggestion
from qualcode.tui import listing
from qualcode.tui.dialogs import Ask, Picker
from qualcode.tui.evidence import evidence
from qualcode.tui.ground import FullScreen, footing
from qualcode.tui.keys import KEYS, bindings
from qualcode.tui.palette import Palette
from qualcode.tui.panel import Wording
from qualcode.tui.reader import Reader
from qualcode.verbs.cursor import Step, Unit
from qualcode.verbs.review import Question, Review, Verdict
from qualcode.verbs.session import CodingSession

Suggest = Callable[[str], list[Suggestion]]
"""Gives the suggestions for a transcript by its name; called in a thread of its own."""

REVIEWING = "a accepts, x rejects, g goes on. Select other words first to correct the span."
REST = 2.0
"""Seconds without a key after which the place is remembered, should the connection break."""


class CodingScreen(FullScreen):
    """One coder at work. Everything that is decided is decided by `session`.

    With a `review`, the suggestions of its queue are gone through in its order, over one transcript or many.
    """

    BINDINGS = bindings(KEYS)

    def __init__(
        self, session: CodingSession, palette: Palette, suggest: Suggest | None = None, review: Review | None = None
    ) -> None:
        super().__init__(palette, KEYS)
        self.session, self._suggest, self.review = session, suggest, review
        self._recent: list[str] = []
        self._marked = 0
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Head, transcript, panel, message, keys."""
        yield Static(id="head")
        with Container(id="middle"):
            yield Reader(self.session, self.palette)
            yield Static(id="panel")
        yield Static(id="message")
        yield Static(id="foot")

    def on_mount(self) -> None:
        """Fill the screen; suggestions come when they are ready."""
        self._fetch_suggestions()
        self._mark_first()
        self.say(REVIEWING if self.review else "Enter gives the marked segment a code. ? shows every key.")

    def on_resize(self, event: Resize) -> None:
        """The panel stands beside the transcript where there is room, else below it."""
        self.call_after_refresh(self.update_words)

    # Drawing

    @property
    def reader(self) -> Reader:
        """The transcript's widget."""
        return self.query_one(Reader)

    @property
    def _wording(self) -> Wording:
        return Wording(self.session, self.palette)

    def update_words(self) -> None:
        """Draw what is said around the transcript, and what is marked inside it."""
        width, wording = self.size.width, self._wording
        marked = self._marked_suggestion()
        self.reader.evidence = evidence(self.session.transcript, marked) if marked else ()
        self.reader.offered = Place(marked.start, marked.end) if marked else None
        self.query_one("#head", Static).update(wording.head(width, self._question))
        self.query_one("#panel", Static).update(wording.panel(marked, wide=self.has_class("wide")))
        self.query_one("#foot", Static).update(footing(self.keys, self.palette, width))

    def _moved(self, words: str = "") -> None:
        self._mark_first()
        self.say(words)
        self.update_words()
        self.reader.show_place()
        if self._resting:
            self._resting.stop()
        self._resting = self.set_timer(REST, self.session.leave)

    def _changed(self, words: str) -> None:
        self._mark_first()
        self.reader.redraw()
        self.update_words()
        self.reader.show_place()
        self.say(words)

    def _do(self, act: Callable[[], object], words: str = "") -> None:
        """Do something that may be refused, and say which: `words`, else what it gave."""
        self.attempt(act, lambda gave: self._changed(words or str(gave)))

    def _fetch_suggestions(self) -> None:
        if self._suggest:
            name, suggest = self.session.transcript.name, self._suggest
            self.run_worker(lambda: (name, suggest(name)), thread=True, exclusive=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Suggestions are ready, or cannot be had."""
        if event.state is WorkerState.SUCCESS and isinstance(event.worker.result, tuple):
            name, found = event.worker.result
            if name == self.session.transcript.name:
                self.session.take(found)
                self.update_words()
                self.reader.refresh()
        elif event.state is WorkerState.ERROR:
            error = event.worker.error
            reason = error.what if isinstance(error, QualcodeError) else type(error).__name__
            self.say(f"There are no suggestions: {reason}.", wrong=True)

    def _mark_first(self) -> None:
        found, asked = self.session.suggestions_here, self._question
        self._marked = found.index(asked.suggestion) if asked and asked.suggestion in found else 0

    def _marked_suggestion(self) -> Suggestion | None:
        found = self.session.suggestions_here
        return found[self._marked % len(found)] if found else None

    # Moving

    def on_reader_pointed(self, event: Reader.Pointed) -> None:
        """Go where somebody clicked."""
        self.session.here.go(event.n)
        self._moved()

    def action_move(self, step: int) -> None:
        """Go so many segments on."""
        self.session.here.move(step)
        self._moved()

    def action_page(self, step: int) -> None:
        """Go a screen on."""
        here, before = self.session.here, self.session.here.segment
        n = self.reader.segment_at_row(step * max(self.reader.rows_in_sight - 2, 1))
        here.go(n if before is None or n != before.n else n + step)
        self._moved()

    def action_edge(self, end: int) -> None:
        """Go to the first (1) or last (-1) segment."""
        self.session.here.go(1 if end > 0 else len(self.session.transcript.segments))
        self._moved()

    def action_uncoded(self, step: Step) -> None:
        """Go to the next segment that is not coded."""
        found = self.session.next_uncoded(step)
        self._moved("" if found else "No segment further on is uncoded. f marks the transcript as finished.")

    def action_suggested(self, step: Step) -> None:
        """Go to the next segment with a suggestion; in a review, to the next question."""
        if self._question and step > 0:
            self._judge(Verdict("skip"), "Left open.")
        elif not self.session.showing_suggestions:
            self.say("Suggestions are hidden. s shows them.")
        else:
            found = self.session.next_suggested(step)
            self._moved("" if found else "There is no suggestion further on.")

    def action_sentence(self, step: Step) -> None:
        """Select a sentence."""
        self.session.here.sentence(step)
        self._moved()

    def action_extend(self, unit: Unit, step: Step) -> None:
        """Select more or less."""
        self.session.here.extend(unit, step)
        self._moved()

    def action_flip(self) -> None:
        """Let the other end move."""
        self.session.here.flip()
        self._moved()

    def action_whole(self) -> None:
        """Select the whole segment, and forget what was searched."""
        self.session.found = ""
        self.session.here.reset()
        self._moved()

    def action_search(self) -> None:
        """Ask for words and go to them."""

        def go(words: str | None) -> None:
            if words is not None:
                count = self.session.search(words.strip())
                self._moved()
                found = f"{count} segment{'s' if count != 1 else ''} with «{words.strip()}». / and Enter: the next."
                self.say(found if count else f"«{words.strip()}» is not in this transcript.", wrong=not count)

        self.push_screen(Ask("Search", self.session.found), go)

    # Coding

    def action_code(self) -> None:
        """Find a code and give it to the selection."""
        find = partial(listing.codes, self.session, self._wording, first=self._recent)
        self.push_screen(
            Picker(f"Code {self._wording.selected()}", find, "Enter gives it · Esc none"),
            lambda c: self._give(c) if c else None,
        )

    def action_again(self) -> None:
        """Give the code used last."""
        if self._recent:
            self._give(self._recent[0])
        else:
            self.say("No code has been given yet. Enter finds one.")

    def _give(self, code: str) -> None:
        def give() -> str:
            what, new = self._wording.selected(), self.session.apply(code)
            self._recent = [code, *(c for c in self._recent if c != code)][:5]
            return f"{code}: {what}. u takes it back." if new else f"{code} is here already."

        self._do(give)

    def action_remove(self) -> None:
        """Take a code away from the selection; ask which if there are several."""
        self._choose_coding("Take away", "Enter takes it away · Esc none", self._take_away)

    def _take_away(self, coding: Coding) -> None:
        self._do(lambda: self.session.remove(coding), f"{coding.code} is taken away. u brings it back.")

    def action_memo(self) -> None:
        """Write a memo on the coding here, else on the place."""
        if self.session.own_here:
            self._choose_coding("Memo on", "Enter chooses · Esc none", self._write_memo)
        else:
            self._write_memo(None)

    def _write_memo(self, coding: Coding | None) -> None:
        def keep(words: str | None) -> None:
            if words is not None:
                said = "The memo is kept." if words.strip() else "There is no memo now."
                self._do(lambda: self.session.write_memo(words, coding), said)

        what = coding.code if coding else self._wording.selected()
        self.push_screen(Ask(f"Memo on {what}", self.session.memo_of(coding), lines=4), keep)

    def _choose_coding(self, title: str, foot: str, act: Callable[[Coding], None]) -> None:
        own = {c.id: c for c in self.session.own_here}
        if not own:
            self.say("You have coded nothing here.")
        elif len(own) == 1:
            act(next(iter(own.values())))
        else:
            find = partial(listing.own_codings, list(own.values()), self._wording)
            self.push_screen(Picker(title, find, foot, few=True), lambda key: act(own[key]) if key else None)

    def action_meaning(self) -> None:
        """Read what codes mean, beginning with those given here."""
        given = [c.code for c in self.session.own_here]
        find = partial(listing.codes, self.session, self._wording, first=given)
        self.push_screen(Picker("What the codes mean", find, "PgDn reads on · Esc closes"))

    def action_undo(self) -> None:
        """Take back the last step."""
        self._do(lambda: f"Undone: {self.session.undo()}. U does it again.")

    def action_redo(self) -> None:
        """Do it again."""
        self._do(lambda: f"Done again: {self.session.redo()}.")

    # Suggestions

    def action_accept(self) -> None:
        """Take the marked suggestion over, on the selection if that is a part of the segment."""
        if suggestion := self._open_suggestion():
            place = None if self.session.here.whole else self.session.place
            words = f"Accepted: {suggestion.code}. u takes it back."
            if self._asks_about(suggestion):
                self._judge(Verdict("accept", place), words)
            else:
                self._do(lambda: self.session.accept(suggestion, place), words)

    def action_reject(self) -> None:
        """Decline the marked suggestion."""
        if suggestion := self._open_suggestion():
            words = f"Rejected: {suggestion.code}. It is not suggested here again. u takes this back."
            if self._asks_about(suggestion):
                self._judge(Verdict("reject"), words)
            else:
                self._do(lambda: self.session.reject(suggestion), words)

    @property
    def _question(self) -> Question | None:
        return self.review.question if self.review else None

    def _asks_about(self, suggestion: Suggestion) -> bool:
        return self._question is not None and self._question.suggestion == suggestion

    def _judge(self, verdict: Verdict, words: str) -> None:
        if review := self.review:
            self._do(lambda: review.judge(verdict), words)
            if not review.question:
                told = review.told
                done = f"{told['accept']} accepted, {told['reject']} rejected, {told['skip']} left open"
                self.say(f"The review is done: {done}. q leaves.")

    def action_other(self) -> None:
        """Mark the next suggestion of this segment."""
        self._marked += 1
        self.update_words()
        self.reader.refresh()

    def action_suggestions(self) -> None:
        """Show or hide suggestions; with blind first, say that one's own choice is made."""
        session, segment = self.session, self.session.here.segment
        if session.blind_first and session.showing_suggestions and segment and not session.has_chosen(segment.n):
            session.choose()
            self._changed("Your own choice for this segment is made.")
            return
        session.showing_suggestions = not session.showing_suggestions
        self._changed("Suggestions are shown." if session.showing_suggestions else "Suggestions are hidden.")

    def _open_suggestion(self) -> Suggestion | None:
        found = self._marked_suggestion()
        if not found:
            self.say("There is no suggestion shown here. g goes to the next.")
        return found

    # The transcript

    def action_finish(self) -> None:
        """Say that the transcript is read to its end, or is not."""
        self._do(lambda: "Finished. f takes it back." if self.session.finish() else "Not finished after all.")

    def action_others(self) -> None:
        """Show or hide other people's codings."""
        show = not self.session.showing_others
        self.session.show_others(show)
        blind = " This is a blind round: they may sway you." if show and self.session.blind else ""
        self._changed(f"Other people's codings are {'shown' if show else 'hidden'}.{blind}")

    def action_open(self) -> None:
        """Go to another transcript."""
        find = partial(listing.transcripts, self.session)
        self.push_screen(Picker("Transcripts", find, "Enter opens · Esc stays"), self._open)

    def _open(self, name: str | None) -> None:
        if name is None:
            return
        self.session.leave()
        self.session.open(name)
        self._fetch_suggestions()
        self._changed(f"{name} is open.")

    def action_leave(self) -> None:
        """Remember the place and go."""
        self.session.leave()
        self.exit()
