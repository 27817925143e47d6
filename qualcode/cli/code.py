"""`code`."""

import os
import sys

import click

from qualcode.cli.options import with_coder, with_project
from qualcode.errors import WrongUsage
from qualcode.model import Suggestion
from qualcode.project import Project


@click.command()
@click.argument("transcript", required=False)
@click.option("--theme", type=click.Choice(["light", "dark"]), help="Colours (default: as the terminal says, or dark).")
@click.option("--no-suggestions", is_flag=True, help="Do not work out suggestions.")
@click.option("--blind-first", is_flag=True, help="Show a segment's suggestions only after your own choice for it.")
@with_coder
@with_project
def code(
    project: Project,
    transcript: str | None,
    theme: str | None,
    no_suggestions: bool,
    blind_first: bool,
    coder: str | None,
) -> None:
    """Read and code a transcript on the full screen.

    Without TRANSCRIPT it opens where you left, else at the first transcript you have not finished. The keys are shown
    at the foot of the screen; ? shows them all.
    """
    who = project.coder(coder)
    # Textual draws on stderr, so that must be the terminal, too.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise WrongUsage(
            "`code` needs a terminal, to read from and to draw on", hint="To code from a script, use `qualcode tag`."
        )
    from qualcode.tui import PALETTES, CodingScreen
    from qualcode.verbs.session import CodingSession, suggestions_for

    session = CodingSession(project, who, transcript or "", blind_first=blind_first)

    def suggest(name: str) -> list[Suggestion]:
        return suggestions_for(project.folder, name, who, own=session.blind)

    CodingScreen(session, PALETTES[theme or _theme()], None if no_suggestions else suggest).run()


def _theme() -> str:
    """Light or dark, as terminals that set COLORFGBG (foreground;background) say; dark otherwise."""
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if ground in ("7", "15") else "dark"
