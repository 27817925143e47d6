"""The full-screen reader and coder: reads a key, asks the session, draws."""

from collections.abc import Callable
from functools import partial
from threading import Lock

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from qualcode.errors import QualcodeError
from qualcode.model import Coding, Place, Suggestion
from qualcode.sessions.coding import CodingSession
from qualcode.sessions.cursor import SelectionUnit, Step
from qualcode.sessions.reviewing import Review
from qualcode.tui import coding_picks
from qualcode.tui.dialogs import Ask, Picker
from qualcode.tui.full_screen import FullScreen, beside, footing
from qualcode.tui.keys import KEYS, REVIEWING, bindings
from qualcode.tui.palette import Palette
from qualcode.tui.panel import Wording
from qualcode.tui.reader import Reader
from qualcode.tui.shown_suggestions import ShownSuggestions
from qualcode.wording import counted, later, phrase

Suggest = Callable[[str], list[Suggestion]]
"""Gives the suggestions for a transcript by its name; called in a thread of its own."""

CODING = later("Enter gives the marked segment a code. ? shows every key.")
ANSWERING = later("a accepts, x rejects, g goes on. Select other words to correct the span.")
BLIND = later("Your own choice first: Enter gives a code, s says that you give none.")
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
        super().__init__(palette, REVIEWING if review else KEYS, session.project.settings.lang)
        self.session, self._suggest, self.offers = session, suggest, ShownSuggestions(session, review)
        self._recent: list[str] = []
        self._turn, self._requests = Lock(), 0
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
        first = CODING if not self.offers.question else BLIND if self.offers.blind else ANSWERING
        self.say(phrase(first, self.lang))

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
        marked = self.offers.marked
        self.reader.evidence = self.session.marks(marked) if marked else ()
        self.reader.offered = Place(marked.start, marked.end) if marked else None
        self.reader.refresh()
        self.query_one("#head", Static).update(wording.head(width, self.offers.question))
        self.query_one("#panel", Static).update(wording.panel(self.offers, wide=self.has_class("wide")))
        self.query_one("#foot", Static).update(footing(self.keys, self.palette, width, self.lang))

    def _moved(self, words: str = "") -> None:
        self.offers.mark_first()
        self.say(words)
        self.update_words()
        self.reader.show_place()
        if self._resting:
            self._resting.stop()
        self._resting = self.set_timer(REST, self.session.leave)

    def _changed(self, words: str) -> None:
        self.offers.mark_first()
        self.reader.redraw()
        self.update_words()
        self.reader.show_place()
        self.say(words)

    def _do(self, act: Callable[[], object], words: str = "") -> None:
        """Do something that may be refused, and say which: `words`, else what it gave. Suggestions follow."""

        def then(gave: object) -> None:
            self._changed(words or str(gave))
            self._fetch_suggestions()

        self.attempt(act, then)

    def _fetch_suggestions(self) -> None:
        """Work suggestions out beside the screen, one time after the other; only the last request still counts."""
        if self._suggest:
            name, suggest = self.session.transcript.name, self._suggest
            self._requests = request = self._requests + 1

            def fetch() -> tuple[str, list[Suggestion]] | None:
                with self._turn:
                    return (name, suggest(name)) if request == self._requests else None

            self.run_worker(beside(fetch), exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Suggestions are ready, or cannot be had."""
        if event.state is WorkerState.SUCCESS and isinstance(event.worker.result, tuple):
            name, found = event.worker.result
            if name == self.session.transcript.name:
                self.session.take(found)
                self.update_words()
        elif event.state is WorkerState.ERROR:
            error = event.worker.error
            reason = error.what if isinstance(error, QualcodeError) else type(error).__name__
            self.say(phrase("There are no suggestions: {reason}.", self.lang, reason=reason), wrong=True)

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
        none = phrase("No segment further on is uncoded. f marks the transcript as finished.", self.lang)
        self._moved("" if found else none)

    def action_suggested(self, step: Step) -> None:
        """Go to the next segment with a suggestion; in a review, to the next question."""
        if self.offers.question and step > 0:
            self._answer(self.offers.leave)
        elif not self.session.showing_suggestions:
            self.say(phrase("Suggestions are hidden. s shows them.", self.lang))
        else:
            found = self.session.next_suggested(step)
            self._moved("" if found else phrase("There is no suggestion further on.", self.lang))

    def action_sentence(self, step: Step) -> None:
        """Select a sentence."""
        self.session.here.sentence(step)
        self._moved()

    def action_extend(self, unit: SelectionUnit, step: Step) -> None:
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
                if not count:
                    none = phrase("«{words}» is not in this transcript.", self.lang, words=words.strip())
                    self.say(none, wrong=True)
                    return
                found = counted(
                    "{n} segment with «{words}». / and Enter: the next.",
                    "{n} segments with «{words}». / and Enter: the next.",
                    count,
                    self.lang,
                    words=words.strip(),
                )
                self.say(found)

        self.push_screen(Ask(phrase("Search", self.lang), self.lang, self.session.found), go)

    # Coding

    def action_code(self) -> None:
        """Find a code and give it to the selection."""
        find = partial(coding_picks.codes, self.session, self._wording, first=self._recent, making=True)
        self.push_screen(
            Picker(
                phrase("Code {selected}", self.lang, selected=self._wording.selected()),
                find,
                phrase("Enter gives it · Esc none", self.lang),
                self.lang,
            ),
            lambda c: self._give(c) if c else None,
        )

    def action_again(self) -> None:
        """Give the code used last."""
        if self._recent:
            self._give(self._recent[0])
        else:
            self.say(phrase("No code has been given yet. Enter finds one.", self.lang))

    def _give(self, picked: str) -> None:
        def give() -> str:
            code, blind = picked, self.offers.blind and self.offers.asked_here
            name = code.removeprefix(coding_picks.NEW)
            what, new = self._wording.selected(), self.session.apply(name, new_code=name != code)
            if name != code:
                code = new[0].code if new else name
            self._recent = [code, *(c for c in self._recent if c != code)][:5]
            if blind:
                self.offers.choose()
                return phrase("{code}: {what}. Now see what is suggested.", self.lang, code=code, what=what)
            if new:
                return phrase("{code}: {what}. u takes it back.", self.lang, code=code, what=what)
            return phrase("{code} is here already.", self.lang, code=code)

        self._do(give)

    def action_remove(self) -> None:
        """Take a code away from the selection; ask which if there are several."""
        foot = phrase("Enter takes it away · Esc none", self.lang)
        self._choose_coding(phrase("Take away", self.lang), foot, self._take_away)

    def _take_away(self, coding: Coding) -> None:
        done = phrase("{code} is taken away. u brings it back.", self.lang, code=coding.code)
        self._do(lambda: self.session.remove(coding), done)

    def action_memo(self) -> None:
        """Write a memo on the coding here, else on the place."""
        if self.session.own_here:
            foot = phrase("Enter chooses · Esc none", self.lang)
            self._choose_coding(phrase("Memo on", self.lang), foot, self._write_memo)
        else:
            self._write_memo(None)

    def _write_memo(self, coding: Coding | None) -> None:
        def keep(words: str | None) -> None:
            if words is not None:
                none = phrase("There is no memo now.", self.lang)
                said = phrase("The memo is kept.", self.lang) if words.strip() else none
                self._do(lambda: self.session.write_memo(words, coding), said)

        what = coding.code if coding else self._wording.selected()
        title = phrase("Memo on {what}", self.lang, what=what)
        self.push_screen(Ask(title, self.lang, self.session.memo_of(coding), lines=4), keep)

    def _choose_coding(self, title: str, foot: str, act: Callable[[Coding], None]) -> None:
        own = {c.id: c for c in self.session.own_here}
        if not own:
            self.say(phrase("You have coded nothing here.", self.lang))
        elif len(own) == 1:
            act(next(iter(own.values())))
        else:
            find = partial(coding_picks.own_codings, list(own.values()), self._wording)
            self.push_screen(Picker(title, find, foot, self.lang, few=True), lambda key: act(own[key]) if key else None)

    def action_meaning(self) -> None:
        """Read what codes mean, beginning with those given here."""
        given = [c.code for c in self.session.own_here]
        find = partial(coding_picks.codes, self.session, self._wording, first=given)
        title, foot = phrase("What the codes mean", self.lang), phrase("PgDn reads on · Esc closes", self.lang)
        self.push_screen(Picker(title, find, foot, self.lang))

    def action_undo(self) -> None:
        """Take back the last step."""
        self._do(lambda: phrase("Undone: {what}. U does it again.", self.lang, what=self.offers.undo()))

    def action_redo(self) -> None:
        """Do it again."""
        self._do(lambda: phrase("Done again: {what}.", self.lang, what=self.offers.redo()))

    # Suggestions

    def action_accept(self) -> None:
        """Take the marked suggestion over, on the selection if that is a part of the segment."""
        self._answer(self.offers.accept)

    def action_reject(self) -> None:
        """Decline the marked suggestion."""
        self._answer(self.offers.reject)

    def _answer(self, act: Callable[[], str]) -> None:
        """Answer to what is suggested; in a review, say at the end what came of it."""

        def answer() -> str:
            asked = self.offers.question
            done, review = act(), self.offers.review
            if asked and review and not review.question:
                told = review.told
                return phrase(
                    "The review is done: {accepted} accepted, {rejected} rejected, {open} left open. q leaves.",
                    self.lang,
                    accepted=told["accept"],
                    rejected=told["reject"],
                    open=told["skip"],
                )
            return f"{done} {phrase(BLIND, self.lang)}" if self.offers.question and self.offers.blind else done

        self._do(answer)

    def action_other(self) -> None:
        """Mark the next suggestion of this segment."""
        self.offers.mark_next()
        self.update_words()

    def action_suggestions(self) -> None:
        """Show or hide suggestions; with blind first, say that one's own choice is made."""
        session = self.session
        if self.offers.blind:
            self.offers.choose()
            self._changed(phrase("Your own choice for this segment is made.", self.lang))
            return
        session.showing_suggestions = not session.showing_suggestions
        hidden, shown = phrase("Suggestions are hidden.", self.lang), phrase("Suggestions are shown.", self.lang)
        self._changed(shown if session.showing_suggestions else hidden)

    # The transcript

    def action_finish(self) -> None:
        """Say that the transcript is read to its end, or is not."""
        done, after_all = phrase("Finished. f takes it back.", self.lang), phrase("Not finished after all.", self.lang)
        self._do(lambda: done if self.session.finish() else after_all)

    def action_others(self) -> None:
        """Show or hide other people's codings."""
        show = not self.session.showing_others
        self.session.show_others(show)
        hidden = phrase("Other people's codings are hidden.", self.lang)
        told = phrase("Other people's codings are shown.", self.lang) if show else hidden
        blind = phrase("This is a blind round: they may sway you.", self.lang) if show and self.session.blind else ""
        self._changed(f"{told} {blind}".strip())

    def action_open(self) -> None:
        """Go to another transcript."""
        find = partial(coding_picks.transcripts, self.session, self.lang)
        title, foot = phrase("Transcripts", self.lang), phrase("Enter opens · Esc stays", self.lang)
        self.push_screen(Picker(title, find, foot, self.lang), self._open)

    def _open(self, name: str | None) -> None:
        if name is None:
            return
        self.session.leave()
        self.session.open(name)
        self._fetch_suggestions()
        self._changed(phrase("{transcript} is open.", self.lang, transcript=name))

    def action_leave(self) -> None:
        """Remember the place and go."""
        self.session.leave()
        self.exit()
