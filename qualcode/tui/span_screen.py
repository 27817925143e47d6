"""Select the words that a decision is to be about: a passage with nothing else on the screen."""

from typing import Literal

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.model import Place, Transcript
from qualcode.sessions.cursor import Cursor, SelectionUnit, Step
from qualcode.tui.dialogs import Help
from qualcode.tui.full_screen import footing
from qualcode.tui.keys import SPAN, bindings
from qualcode.tui.palette import Palette
from qualcode.tui.passage import CHOSEN, PassageView, SidePlaces
from qualcode.wording import Lang, counted, phrase


class SpanScreen(ModalScreen[Place | None]):
    """Gives the selected place, or None. The selection begins as `start` and moves by the keys of `code`."""

    BINDINGS = bindings(SPAN)

    def __init__(
        self, transcript: Transcript, start: Place, sides: SidePlaces, palette: Palette, language: str, lang: Lang
    ) -> None:
        super().__init__()
        self.lang = lang
        self.palette, self.sides, self._start = palette, sides, start
        self.here = Cursor(transcript, language)
        self.here.select(start)

    def compose(self) -> ComposeResult:
        """What is selected, the text, the keys."""
        yield Static(id="span-head")
        yield PassageView(self.palette)
        yield Static(id="span-foot")

    def on_mount(self) -> None:
        """Begin with what was there."""
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Wrap anew."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        place, palette = self.here.place, self.palette
        words = self.here.transcript.quote(place).split()
        end = phrase("the start moves", self.lang) if self.here.front else phrase("the end moves", self.lang)
        head = Text(f" {phrase('Which words?', self.lang)} ", Style(bold=True))
        selected = counted("{n} selected", "{n} selected", len(words), self.lang)
        head.append(f"{selected}, {place.start}–{place.end} · {end}", palette.accent)
        self.query_one("#span-head", Static).update(head)
        self.query_one("#span-foot", Static).update(footing(SPAN, palette, self.size.width, self.lang))
        self.query_one(PassageView).show(self.here.transcript, self._start, {**self.sides, CHOSEN: [place]})

    def action_sentence(self, step: Step) -> None:
        """Select a sentence."""
        self.here.sentence(step)
        self._show()

    def action_extend(self, unit: SelectionUnit, step: Step) -> None:
        """Select more or less."""
        self.here.extend(unit, step)
        self._show()

    def action_flip(self) -> None:
        """Let the other end move."""
        self.here.flip()
        self._show()

    def action_begin(self, side: Literal["A", "B"]) -> None:
        """Select what one side marked."""
        if places := self.sides.get(side):
            self.here.select(Place(places[0].start, places[-1].end))
            self._show()

    def action_keep(self) -> None:
        """Give the selection."""
        self.dismiss(self.here.place)

    def action_help(self) -> None:
        """Show every key."""
        self.app.push_screen(Help(self.palette, SPAN, self.lang))
