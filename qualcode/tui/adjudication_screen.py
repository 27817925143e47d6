"""The full-screen list of disagreements, to read and to settle: reads a key, asks the session, draws."""

import gc
from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.events import Resize
from textual.widgets import Static

from qualcode.choices import AdjudicationChoice
from qualcode.model import Place
from qualcode.sessions.cursor import Step
from qualcode.sessions.settling import Filter, Mark, Settling
from qualcode.tui import disagreement_picks
from qualcode.tui.dialogs import Ask, Entry, Picker
from qualcode.tui.disagreement_list import DisagreementList
from qualcode.tui.full_screen import FullScreen, footing, heading
from qualcode.tui.keys import READING, SETTLING, bindings
from qualcode.tui.palette import Palette
from qualcode.tui.passage import PassageView, SidePlaces
from qualcode.tui.sides import Sides, in_words
from qualcode.tui.span_screen import SpanScreen
from qualcode.wording import later, phrase

SAID = {
    "A": later("A's"),
    "B": later("B's"),
    "both": later("both"),
    "neither": later("neither"),
    "span": later("the edited span"),
}
READ_ONLY = later("This is for reading. `qualcode adjudicate` settles.")


class AdjudicationScreen(FullScreen):
    """Disagreements side by side. With a session that nobody settles in, they can be read, filtered and ordered."""

    BINDINGS = bindings(SETTLING)

    def __init__(self, session: Settling, palette: Palette) -> None:
        super().__init__(palette, SETTLING if session.coder else READING, session.project.settings.lang)
        self.session, self._words = session, Sides(session, palette)

    def compose(self) -> ComposeResult:
        """Head, list, the passage with what is said around it, message, keys."""
        yield Static(id="head")
        with Container(id="settling"):
            yield DisagreementList(self.session, self.palette)
            with Vertical(id="case"):
                yield Static(id="where")
                yield PassageView(self.palette)
                yield Static(id="sides")
        yield Static(id="message")
        yield Static(id="foot")

    def on_mount(self) -> None:
        """Say how to begin."""
        gc.freeze()  # looking through a long list for what can be forgotten takes longer than a key may
        if not self.session.coder:
            self.say(phrase("For reading. f filters, o orders, ? shows every key.", self.lang))
        else:
            self.say(phrase("a takes A's, b takes B's, n leaves it open. ? shows every key.", self.lang))

    def on_unmount(self) -> None:
        """Let it be looked through again."""
        gc.unfreeze()

    def on_resize(self, event: Resize) -> None:
        """Draw all for another size."""
        self.call_after_refresh(self.draw)

    # Drawing

    def draw(self, words: str | None = None) -> None:
        """Draw the list, the passage and what is said around it; say something."""
        d, transcript = self.session.here, self.session.transcript
        width = self.size.width
        self.query_one("#head", Static).update(heading(*self._words.title(), width))
        self.query_one("#where", Static).update(self._words.where(self.query_one("#case").size.width))
        self.query_one("#sides", Static).update(self._words.panel(wide=self.has_class("wide")))
        self.query_one("#foot", Static).update(footing(self.keys, self.palette, width, self.lang))
        self.query_one(DisagreementList).show()
        if d and transcript:
            self.query_one(PassageView).show(transcript, Place(d.start, d.end), self._places())
        else:
            self.query_one(PassageView).clear()
        if words is not None:
            self.say(words)

    def _places(self) -> SidePlaces:
        d = self.session.here
        return {"A": _parts(d.a), "B": _parts(d.b)} if d else {}

    # Moving

    def on_disagreement_list_pointed(self, event: DisagreementList.Pointed) -> None:
        """Go where somebody clicked."""
        self.session.go(event.n)
        self.draw("")

    def action_move(self, step: int) -> None:
        """Go so many on."""
        self.session.go(self.session.n + step)
        self.draw("")

    def action_page(self, step: int) -> None:
        """Go a screen of the list on."""
        self.action_move(step * max(self.query_one(DisagreementList).in_sight - 1, 1))

    def action_edge(self, end: int) -> None:
        """Go to the first (1) or last (-1)."""
        self.session.go(0 if end > 0 else len(self.session.shown))
        self.draw("")

    def action_undecided(self, step: Step) -> None:
        """Leave it as it is and go to the next without a decision."""
        self.draw("" if self.session.next_undecided(step) else self._all_done())

    def action_scroll_text(self, step: int) -> None:
        """Read on around the passage."""
        passage = self.query_one(PassageView)
        passage.scroll_relative(y=step * max(passage.size.height // 2, 1), animate=False)

    # Looking

    def action_filter(self) -> None:
        """Choose which are looked at."""
        self._pick(
            phrase("Look at", self.lang),
            partial(disagreement_picks.filters, self.session, self._words.colours),
            self._filter,
        )

    def action_pairs(self) -> None:
        """See which code of one met which code of the other, and look at those."""
        title = phrase("A's code × B's code", self.lang)
        self._pick(title, partial(disagreement_picks.pairs, self.session, self._words, self.palette), self._filter)

    def _filter(self, key: str) -> None:
        chosen = disagreement_picks.filter_of(key, self.session.filter)
        self.session.look_at(chosen)
        shown = phrase("Shown: {what}. f shows others.", self.lang, what=in_words(chosen, self.lang))
        self.draw(phrase("All are shown.", self.lang) if chosen == Filter() else shown)

    def action_order(self) -> None:
        """Choose what comes first."""

        def arrange(order: str) -> None:
            self.session.arrange(order)  # type: ignore[arg-type]
            self.draw(phrase("In the order of {what}.", self.lang, what=phrase(order, self.lang)))

        self._pick(
            phrase("In the order of", self.lang), partial(disagreement_picks.orders, self.session), arrange, few=True
        )

    def action_meaning(self) -> None:
        """Read what the codes at issue mean in full."""
        find = partial(disagreement_picks.meanings, self.session, self._words, self.palette)
        self._pick(phrase("What the codes mean", self.lang), find)

    def _pick(
        self,
        title: str,
        find: Callable[[str], list[Entry]],
        then: Callable[[str], None] | None = None,
        *,
        few: bool = False,
    ) -> None:
        read = phrase("PgDn reads on · Esc closes", self.lang)
        foot = phrase("Enter chooses · Esc leaves it", self.lang) if then else read
        self.push_screen(Picker(title, find, foot, self.lang, few=few), lambda key: then(key) if then and key else None)

    # Settling

    def action_settle(self, choice: AdjudicationChoice) -> None:
        """Decide with one key."""
        if self._may_settle():
            self._settle(choice)

    def action_codebook(self) -> None:
        """Leave it until the codebook is changed, and say why."""
        if self._may_settle():
            title = phrase("Change the codebook: why, and how?", self.lang)
            self._ask_why(title, lambda: self._settle("codebook"))

    def action_why(self) -> None:
        """Give the reason."""
        if self._may_settle():
            made = self.session.decision
            wait = phrase("The reason waits for your decision: a, b, +, -, e or c.", self.lang)
            said = phrase("The reason is kept.", self.lang) if made else wait
            self._ask_why(phrase("Why?", self.lang), lambda: self.draw(said))

    def action_span(self) -> None:
        """Select the words that are to have a code."""
        d, transcript = self.session.here, self.session.transcript
        if not self._may_settle() or not d or not transcript:
            return
        made = self.session.decision
        start = Place(d.start, d.end)
        if made and made.start is not None and made.end is not None:
            start = Place(made.start, made.end)
        language = self.session.project.settings.language
        self.push_screen(
            SpanScreen(transcript, start, self._places(), self.palette, language, self.lang), self._which_code
        )

    def _which_code(self, place: Place | None) -> None:
        codes = [c.id for c in self.session.codes_here]
        if place is None:
            return
        if len(codes) == 1:
            self._settle("span", place, codes[0])
        else:
            find = partial(disagreement_picks.meanings, self.session, self._words, self.palette)
            self._pick(
                phrase("With which code?", self.lang), find, lambda code: self._settle("span", place, code), few=True
            )

    def _settle(self, choice: AdjudicationChoice, place: Place | None = None, code: str | None = None) -> None:
        def then(clash: bool) -> None:
            if choice == "codebook":
                said = phrase("It waits for the codebook.", self.lang)
            else:
                said = phrase("Settled: {choice}.", self.lang, choice=phrase(SAID[choice], self.lang))
            if clash:
                more = phrase("Left out: it contradicts a decision with another coder.", self.lang)
            else:
                more = self._all_done() if self._is_done else phrase("u takes it back.", self.lang)
            self.draw(f"{said} {more}")

        self.attempt(lambda: self.session.settle(choice, place, code), then)

    def _ask_why(self, title: str, then: Callable[[], None]) -> None:
        def keep(words: str | None) -> None:
            if words is not None:
                self.attempt(lambda: self.session.explain(words), lambda _: then())

        self.push_screen(Ask(title, self.lang, self.session.reason, lines=2), keep)

    def action_undo(self) -> None:
        """Take back the last decision."""
        if self._may_settle():
            self.attempt(self.session.undo, self._taken_back)

    def action_redo(self) -> None:
        """Decide so again."""
        if self._may_settle():
            self.attempt(self.session.redo, self._done_again)

    def _taken_back(self, what: str) -> None:
        self.draw(phrase("Taken back: {what}. U does it again.", self.lang, what=what))

    def _done_again(self, what: str) -> None:
        self.draw(phrase("Done again: {what}.", self.lang, what=what))

    def action_leave(self) -> None:
        """Go; all that was decided is kept."""
        self.exit()

    def _may_settle(self) -> bool:
        if not self.session.coder:
            self.say(phrase(READ_ONLY, self.lang))
        return bool(self.session.coder)

    @property
    def _is_done(self) -> bool:
        settled, waiting, of = self.session.progress
        return settled + waiting == of

    def _all_done(self) -> str:
        if self._is_done:
            return phrase("All are decided. q leaves.", self.lang)
        return phrase("None shown is undecided. f shows others.", self.lang)


def _parts(mark: Mark | None) -> list[Place]:
    return list(mark.parts or (Place(mark.start, mark.end),)) if mark else []
