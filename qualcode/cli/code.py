"""`code`."""

import click

from qualcode.cli import full_screen
from qualcode.cli.options import with_coder, with_project
from qualcode.project import Project


@click.command()
@click.argument("transcript", required=False)
@click.option("--no-suggestions", is_flag=True, help="Do not work out suggestions.")
@click.option("--blind-first", is_flag=True, help="Show a segment's suggestions only after your own choice for it.")
@full_screen.with_theme
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
    full_screen.needed("`code`", hint="To code from a script, use `qualcode tag`.")
    from qualcode.sessions.coding import CodingSession
    from qualcode.sessions.live import LiveSuggestions
    from qualcode.tui import CodingScreen

    session = CodingSession(project, who, transcript or "", blind_first=blind_first)

    suggest = None if no_suggestions else LiveSuggestions(project.folder, who)
    CodingScreen(session, full_screen.palette(theme), suggest).run()
