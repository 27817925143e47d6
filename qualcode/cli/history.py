"""`undo`, `redo`, `log`."""

import click

from qualcode.cli.options import with_coder, with_output, with_project, with_selection
from qualcode.cli.printing import Emitter, tell
from qualcode.model import Selection
from qualcode.project import Project


@click.command()
@with_coder
@with_project
def undo(project: Project, coder: str | None) -> None:
    """Take back the last thing you did; again for the one before."""
    from qualcode.verbs import history

    line = history.undo(project, coder=project.actor(coder))
    tell(f"undone: {history.told(project, line)}")


@click.command()
@with_coder
@with_project
def redo(project: Project, coder: str | None) -> None:
    """Do again what you undid last."""
    from qualcode.verbs import history

    line = history.redo(project, coder=project.actor(coder))
    tell(f"done again: {history.told(project, line)}")


@click.command()
@click.option("--verb", default="", help="Only this verb, such as tag.")
@with_selection
@with_output
@with_project
def log(project: Project, emit: Emitter, selection: Selection, verb: str) -> None:
    """Who did what, when. --by-coder, --since and --until choose lines."""
    from qualcode.verbs import history

    emit(history.log(project, selection, verb))
