"""`coders`, `coders rename`, `coders merge`."""

import click

from qualcode.cli.options import ListsElse, dry_run, with_coder, with_output, with_project
from qualcode.cli.printing import Emitter, many, tell
from qualcode.project import Project


@click.group(cls=ListsElse)
def coders() -> None:
    """Who codes, with what each has done; give somebody another name, or unite two names of one person."""


@coders.command(name="list")
@with_output
@with_project
def listed(project: Project, emit: Emitter) -> None:
    """Who codes, with what each has done."""
    from qualcode.verbs import people

    emit(people.coders(project))


@coders.command()
@click.argument("old")
@click.argument("new")
@dry_run
@with_coder
@with_project
def rename(project: Project, old: str, new: str, dry_run: bool, coder: str | None) -> None:
    """Give a coder another name; codings, memos, readings, rounds, decisions and the log follow."""
    from qualcode.verbs import people

    n = people.rename(project, old, new, coder=project.actor(coder), dry_run=dry_run)
    tell(f"{'would rename' if dry_run else 'renamed'} {old} to {new.strip()}: {many(n, 'row')}")


@coders.command()
@click.argument("old", metavar="FROM")
@click.argument("into", metavar="INTO")
@click.option("--yes", is_flag=True, help="Also where both have finished the same transcript.")
@dry_run
@with_coder
@with_project
def merge(project: Project, old: str, into: str, yes: bool, dry_run: bool, coder: str | None) -> None:
    """Let what was done under one name count as done under another: they are one person."""
    from qualcode.verbs import people

    n = people.merge(project, old, into, yes=yes, coder=project.actor(coder), dry_run=dry_run)
    tell(f"{'would unite' if dry_run else 'united'} {old} with {into}: {many(n, 'row')}")
