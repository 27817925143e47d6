"""The full screen: who asks for it, whether there is a terminal for it, in which colours."""

import os
import sys
from typing import TYPE_CHECKING

import click

from qualcode.choices import SCREEN_THEMES
from qualcode.cli.options import Command
from qualcode.errors import WrongUsage

if TYPE_CHECKING:
    from qualcode.tui.palette import Palette


def with_screen(command: Command) -> Command:
    """Add `--screen/--plain`: on the full screen, which is the default where there is a terminal, or line by line."""
    return click.option(
        "--screen/--plain", default=None, help="On the full screen (default at a terminal), or line by line."
    )(command)


def with_theme(command: Command) -> Command:
    """Add `--theme`: the colours of the full screen."""
    return click.option(
        "--theme", type=click.Choice(SCREEN_THEMES), help="Colours (default: as the terminal says, or dark)."
    )(command)


def chosen(asked: bool | None) -> bool:
    """Whether to work on the full screen: as asked, else where the terminal can draw it."""
    return asked if asked is not None else there_is() and os.environ.get("TERM") != "dumb"


def there_is() -> bool:
    """Whether there is a terminal to draw on. Textual draws on stderr, so that must be it, too."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def needed(what: str, hint: str) -> None:
    """Refuse to begin where nothing can be drawn."""
    if not there_is():
        raise WrongUsage(f"{what} needs a terminal, to read from and to draw on", hint=hint)


def palette(theme: str | None) -> "Palette":
    """The colours asked for, else those that fit the terminal.

    COLORFGBG (foreground;background) says whether it is light or dark; dark where nothing says so.
    """
    from qualcode.tui import PALETTES

    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return PALETTES[theme or ("light" if ground in ("7", "15") else "dark")]
