"""What every full screen has: its colours, the line in which it speaks, the page of keys."""

import os
import select
import sys
from asyncio import wrap_future
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TypeVar

from rich.style import Style
from rich.text import Text
from textual.app import App
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from qualcode.errors import ExitCode, QualcodeError
from qualcode.tui.dialogs import Help
from qualcode.tui.keys import Keys, foot
from qualcode.tui.palette import Palette
from qualcode.wording import Lang

Gave = TypeVar("Gave")
WIDE = 110
"""From so many columns on, things stand side by side that else stand below each other."""


class BareScreen(Screen[None], inherit_bindings=False):
    """The screen below everything; Tab is not taken for moving the focus, of which there is none."""


class FullScreen(App[None]):
    """A face that takes the whole terminal: a head, a middle, a line in which it speaks, the keys at the foot."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, palette: Palette, keys: Keys, lang: Lang) -> None:
        super().__init__()
        self.palette, self.keys, self.lang = palette, keys, lang
        self.register_theme(palette.theme)
        self.theme = palette.theme.name

    def on_mount(self) -> None:
        """Leave when the terminal goes away: what was done is stored, and there is nobody to ask."""
        if not self.is_headless and hasattr(select, "poll"):
            self.set_interval(1, self._leave_without_terminal)

    def _leave_without_terminal(self) -> None:
        watch = select.poll()
        watch.register(sys.stdin.fileno(), select.POLLHUP)
        if any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in watch.poll(0)):
            os._exit(ExitCode.INTERRUPTED)  # putting the terminal back would wait for it for ever

    def get_default_screen(self) -> Screen[None]:
        """The screen without keys of its own."""
        return BareScreen()

    def on_resize(self, event: Resize) -> None:
        """Things stand side by side where there is room."""
        self.set_class(event.size.width >= WIDE, "wide")

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Tell the person something, in the last line but one."""
        text = Text(f" {words}", self.palette.hit if wrong else self.palette.quiet, no_wrap=True, overflow="ellipsis")
        self.query_one("#message", Static).update(text)

    def attempt(self, act: Callable[[], Gave], then: Callable[[Gave], None]) -> None:
        """Do something that may be refused: then say why, else go on with what it gave."""
        try:
            gave = act()
        except QualcodeError as error:
            self.say(f"{error.what}. {error.hint or ''}", wrong=True)
        else:
            then(gave)

    def action_help(self) -> None:
        """Show every key."""
        self.push_screen(Help(self.palette, self.keys, self.lang))


async def beside(work: Callable[[], Gave]) -> Gave:
    """Do something in a thread of its own. Nobody waits for it when the screen is left: it ends with the program."""
    future: Future[Gave] = Future()

    def run() -> None:
        future.set_running_or_notify_cancel()
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001 - it is raised where the result is waited for
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return await wrap_future(future)


def heading(left: str, right: str, width: int) -> Text:
    """The first line of a screen: what is open to the left, cut off if need be; how far one has come to the right."""
    room = width - len(right) - 3
    left = left if len(left) <= room else f"{left[: max(room - 1, 0)]}…"
    return Text(f" {left.ljust(room)} {right} ", Style(bold=True))


def footing(keys: Keys, palette: Palette, width: int, lang: Lang) -> Text:
    """The last line: the essential keys."""
    text = Text(" ")
    for key, what in foot(width - 1, keys, lang):
        text.append(key, Style(color=palette.accent, bold=True))
        text.append(f" {what}  ", palette.quiet)
    return text
