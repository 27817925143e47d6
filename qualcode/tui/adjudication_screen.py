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
from qualcode.tui.sides import Sides
from qualcode.tui.span_screen import SpanScreen

SAID = {"A": "A's", "B": "B's", "both": "both", "neither": "neither", "span": "the edited span"}
READ_ONLY = "This is for reading. `qualcode adjudicate` settles."


class AdjudicationScreen(FullScreen):
    """Disagreements side by side. With a session that nobody settles in, they can be read, filtered and ordered."""

    BINDINGS = bindings(SETTLING)

    def __init__(self, session: Settling, palette: Palette) -> None:
        super().__init__(palette, SETTLING if session.coder else READING)
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
            self.say("For reading. f filters, o orders, ? shows every key.")
        else:
            self.say("a takes A's, b takes B's, n leaves it open. ? shows every key.")

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
        self.query_one("#foot", Static).update(footing(self.keys, self.palette, width))
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
        self._pick("Look at", partial(disagreement_picks.filters, self.session, self._words.colours), self._filter)

    def action_pairs(self) -> None:
        """See which code of one met which code of the other, and look at those."""
        title = "A's code × B's code"
        self._pick(title, partial(disagreement_picks.pairs, self.session, self._words, self.palette), self._filter)

    def _filter(self, key: str) -> None:
        chosen = disagreement_picks.filter_of(key, self.session.filter)
        self.session.look_at(chosen)
        self.draw("All are shown." if chosen == Filter() else f"Shown: {chosen}. f shows others.")

    def action_order(self) -> None:
        """Choose what comes first."""

        def arrange(order: str) -> None:
            self.session.arrange(order)  # type: ignore[arg-type]
            self.draw(f"In the order of {order}.")

        self._pick("In the order of", partial(disagreement_picks.orders, self.session), arrange, few=True)

    def action_meaning(self) -> None:
        """Read what the codes at issue mean in full."""
        self._pick("What the codes mean", partial(disagreement_picks.meanings, self.session, self._words, self.palette))

    def _pick(
        self,
        title: str,
        find: Callable[[str], list[Entry]],
        then: Callable[[str], None] | None = None,
        *,
        few: bool = False,
    ) -> None:
        foot = "Enter chooses · Esc leaves it" if then else "PgDn reads on · Esc closes"
        self.push_screen(Picker(title, find, foot, few=few), lambda key: then(key) if then and key else None)

    # Settling

    def action_settle(self, choice: AdjudicationChoice) -> None:
        """Decide with one key."""
        if self._may_settle():
            self._settle(choice)

    def action_codebook(self) -> None:
        """Leave it until the codebook is changed, and say why."""
        if self._may_settle():
            self._ask_why("Change the codebook: why, and how?", lambda: self._settle("codebook"))

    def action_why(self) -> None:
        """Give the reason."""
        if self._may_settle():
            made = self.session.decision
            said = "The reason is kept." if made else "The reason waits for your decision: a, b, +, -, e or c."
            self._ask_why("Why?", lambda: self.draw(said))

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
        self.push_screen(SpanScreen(transcript, start, self._places(), self.palette, language), self._which_code)

    def _which_code(self, place: Place | None) -> None:
        codes = [c.id for c in self.session.codes_here]
        if place is None:
            return
        if len(codes) == 1:
            self._settle("span", place, codes[0])
        else:
            find = partial(disagreement_picks.meanings, self.session, self._words, self.palette)
            self._pick("With which code?", find, lambda code: self._settle("span", place, code), few=True)

    def _settle(self, choice: AdjudicationChoice, place: Place | None = None, code: str | None = None) -> None:
        def then(clash: bool) -> None:
            said = f"Settled: {SAID[choice]}." if choice != "codebook" else "It waits for the codebook."
            if clash:
                self.draw(f"{said} Left out: it contradicts a decision with another coder.")
            else:
                self.draw(f"{said} {self._all_done() if self._is_done else 'u takes it back.'}")

        self.attempt(lambda: self.session.settle(choice, place, code), then)

    def _ask_why(self, title: str, then: Callable[[], None]) -> None:
        def keep(words: str | None) -> None:
            if words is not None:
                self.attempt(lambda: self.session.explain(words), lambda _: then())

        self.push_screen(Ask(title, self.session.reason, lines=2), keep)

    def action_undo(self) -> None:
        """Take back the last decision."""
        if self._may_settle():
            self.attempt(self.session.undo, lambda what: self.draw(f"Taken back: {what}. U does it again."))

    def action_redo(self) -> None:
        """Decide so again."""
        if self._may_settle():
            self.attempt(self.session.redo, lambda what: self.draw(f"Done again: {what}."))

    def action_leave(self) -> None:
        """Go; all that was decided is kept."""
        self.exit()

    def _may_settle(self) -> bool:
        if not self.session.coder:
            self.say(READ_ONLY)
        return bool(self.session.coder)

    @property
    def _is_done(self) -> bool:
        settled, waiting, of = self.session.progress
        return settled + waiting == of

    def _all_done(self) -> str:
        return "All are decided. q leaves." if self._is_done else "None shown is undecided. f shows others."


def _parts(mark: Mark | None) -> list[Place]:
    return list(mark.parts or (Place(mark.start, mark.end),)) if mark else []
