"""`backup`, `backups`, `restore`."""

import click

from qualcode.cli.options import dry_run, with_output, with_project
from qualcode.cli.printing import Emitter, tell
from qualcode.errors import ExitCode
from qualcode.project import Project


@click.command()
@with_project
def backup(project: Project) -> None:
    """Make a verified copy of the project file now.

    Copies are also made before commands that change much at once and on the first change of a day. They lie in the
    project's folder backups, unless qualcode.toml says otherwise.
    """
    from qualcode.verbs import backing_up

    made = backing_up.back_up(project)
    tell(f"wrote {made.path} ({made.bytes / 1e6:.1f} MB)")


@click.command()
@with_output
@with_project
def backups(project: Project, emit: Emitter) -> None:
    """List the backups, the newest first."""
    from qualcode.verbs import backing_up

    emit(backing_up.listing(project))


@click.command()
@click.argument("when", metavar="WHEN")
@click.option("--yes", is_flag=True, help="Do not ask.")
@dry_run
@with_project
def restore(project: Project, when: str, yes: bool, dry_run: bool) -> int:
    """Go back to a backup: WHEN is 'last', or the beginning of its name or local time (see `qualcode backups`).

    Lists what was done since, which is lost, and asks. The present state is backed up first.
    """
    from qualcode.verbs import backing_up

    found = backing_up.chosen(project, when)
    lost = backing_up.losing(project, found)
    rows = list(zip(*(lost.plain[name] for name in lost.plain.columns), strict=True))
    tell(
        f"{found.stem}: {len(rows)} steps were made since and would be lost" if rows else f"{found.stem}: nothing since"
    )
    tell(*(f"  {time[:16].replace('T', ' ')}  {coder}  {verb}" for time, coder, verb in rows[-10:]))
    if dry_run:
        return ExitCode.DONE
    if not yes and not click.confirm("Go back?", err=True):
        return ExitCode.NOT_MET
    present = backing_up.restore(project, found)
    tell(f"the project is as it was at {found.stem}; as it was until now: qualcode restore {present.path.stem}")
    return ExitCode.DONE
