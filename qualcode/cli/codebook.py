"""`codebook load|show`."""

from pathlib import Path

import click

from qualcode.cli.options import dry_run, with_coder, with_output, with_project
from qualcode.cli.printing import Emitter, tell
from qualcode.project import Project


@click.group()
def codebook() -> None:
    """The codebook: load and show it."""


@codebook.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--why", default="", help="The reason, for the log.")
@dry_run
@with_coder
@with_project
def load(project: Project, file: Path, why: str, dry_run: bool, coder: str | None) -> None:
    """Make a file (YAML, CSV, XLSX) the project's codebook; codings follow."""
    from qualcode.verbs import codebook as verbs

    book, changed = verbs.load(project, file, coder=project.actor(coder), why=why, dry_run=dry_run)
    if changed:
        tell(f"{'would load' if dry_run else 'loaded'} {book.name}: {len(book.by_id)} codes, {len(book.codes)} themes")
    else:
        tell("the codebook is this one already")


@codebook.command()
@with_output
@with_project
def show(project: Project, emit: Emitter) -> None:
    """The codes with their meaning and how often each was used."""
    from qualcode.verbs import codebook as verbs

    emit(verbs.show(project))
