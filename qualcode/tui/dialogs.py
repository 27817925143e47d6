"""What opens over the transcript: pick one of many, write some words, read the help."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from qualcode.tui.keys import Keys
from qualcode.tui.palette import Palette
from qualcode.wording import Lang, phrase


@dataclass(frozen=True)
class Entry:
    """One thing to pick: what `Enter` gives back, how it is listed, what is said about it."""

    key: str
    listed: Text
    about: Text


Find = Callable[[str], Sequence[Entry]]


class Picker(ModalScreen[str | None]):
    """Pick one of many by a few letters; what is marked is explained beside it. Gives its key, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "mark(1)", priority=True, show=False),
        Binding("up,ctrl+p", "mark(-1)", priority=True, show=False),
        Binding("pagedown", "about(1)", priority=True, show=False),
        Binding("pageup", "about(-1)", priority=True, show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]

    def __init__(self, title: str, find: Find, foot: str, lang: Lang, *, few: bool = False) -> None:
        super().__init__()
        self.lang = lang
        self._few = few
        self._title, self._find, self._foot = title, find, foot
        self._entries: Sequence[Entry] = ()

    def compose(self) -> ComposeResult:
        """A line to type in, the list, the explanation."""
        with Vertical(id="picker"):
            yield Input(placeholder=phrase("type a few letters", self.lang), id="letters", compact=True)
            with Horizontal():
                yield OptionList(id="found", compact=True)
                with VerticalScroll(id="about-scroll", can_focus=False):
                    yield Static(id="about")

    def on_mount(self) -> None:
        """Begin with everything."""
        box = self.query_one("#picker")
        box.border_title, box.border_subtitle = self._title, self._foot
        box.set_class(self._few, "few")
        self.query_one(OptionList).can_focus = False
        self._list("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    @on(Input.Submitted)
    def _taken(self) -> None:
        found = self.query_one(OptionList)
        self.dismiss(self._entries[found.highlighted].key if found.highlighted is not None else None)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._entries[event.option_index].key)

    @on(OptionList.OptionHighlighted)
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        # The event may be older than the list, which is made anew with every letter.
        if (n := event.option_list.highlighted) is not None and n < len(self._entries):
            self.query_one("#about", Static).update(self._entries[n].about)
            self.query_one("#about-scroll").scroll_home(animate=False)

    def action_mark(self, step: int) -> None:
        """Mark the entry below or above."""
        found = self.query_one(OptionList)
        if found.option_count:
            found.highlighted = ((found.highlighted or 0) + step) % found.option_count

    def action_about(self, step: int) -> None:
        """Turn the page of the explanation."""
        scroll = self.query_one("#about-scroll", VerticalScroll)
        scroll.scroll_relative(y=step * max(scroll.size.height - 1, 1), animate=False)

    def _list(self, letters: str) -> None:
        self._entries = self._find(letters)
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options(Option(entry.listed) for entry in self._entries)
        found.highlighted = 0 if self._entries else None
        if not self._entries:
            self.query_one("#about", Static).update(phrase("Nothing is called so.", self.lang))


class Words(TextArea):
    """A few words of one's own: Enter keeps them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "keep", priority=True, show=False)]

    def action_keep(self) -> None:
        """Give the words to whoever asked."""
        self.screen.dismiss(self.text)


class Ask(ModalScreen[str | None]):
    """Write a few words. Gives them, '' included, or None after Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, title: str, lang: Lang, words: str = "", *, lines: int = 1) -> None:
        super().__init__()
        self.lang = lang
        self._title, self._words, self._lines = title, words, lines

    def compose(self) -> ComposeResult:
        """One box to write in."""
        area = Words(self._words, id="ask", soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        area.styles.height = self._lines + 2
        area.border_title, area.border_subtitle = self._title, phrase("Enter keeps · Esc leaves as it was", self.lang)
        yield area

    def on_mount(self) -> None:
        """Write on at the end, with what is there selected, so that typing replaces it."""
        area = self.query_one(Words)
        area.select_all() if self._lines == 1 else area.move_cursor(area.document.end)


class Help(ModalScreen[None]):
    """Every key."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,f1,enter", "dismiss", show=False)]

    def __init__(self, palette: Palette, keys: Keys, lang: Lang) -> None:
        super().__init__()
        self.palette, self.keys, self.lang = palette, keys, lang

    def compose(self) -> ComposeResult:
        """The table of keys, group by group, in as many columns as fit."""
        with VerticalScroll(id="help") as box:
            box.border_title, box.border_subtitle = (
                phrase("Keys", self.lang),
                phrase("↑↓ scroll · Esc closes", self.lang),
            )
            with Horizontal(id="groups"):
                groups = list(self.keys)
                yield Static(self._page(groups[:2]))
                yield Static(self._page(groups[2:]))

    def _page(self, groups: Sequence[str]) -> Table:
        page = Table.grid(padding=(0, 1))
        page.add_column(width=11)
        page.add_column()
        for i, group in enumerate(groups):
            if i:
                page.add_row()
            page.add_row(Text(phrase(group, self.lang), Style(color=self.palette.accent, bold=True)))
            for key in self.keys[group]:
                if key.shown:
                    page.add_row(
                        Text(key.shown, Style(bold=True)), Text(phrase(key.does, self.lang), self.palette.quiet)
                    )
        return page
