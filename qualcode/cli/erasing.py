"""`erase`: for good, with a receipt."""

import sys

import click

from qualcode.cli.options import dry_run, with_coder, with_output, with_project
from qualcode.cli.printing import Emitter, say, tell
from qualcode.errors import ExitCode, WrongUsage
from qualcode.project import Project


@click.command()
@click.argument("names", nargs=-1, metavar="[TRANSCRIPT]...")
@click.option("--speaker", default="", metavar="NAME", help="What one speaker said: [slettet] stands there instead.")
@click.option("--transcript", default="", metavar="NAME", help="With --speaker, where several have that label.")
@click.option("--person", default="", metavar="NAME", help="What a person said in all transcripts.")
@click.option("--revisions", is_flag=True, help="The texts that are no longer current, as before pseudonymising.")
@click.option("--all", "everything", is_flag=True, help="The whole project.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@dry_run
@with_coder
@with_output
@with_project
def erase(
    project: Project,
    emit: Emitter,
    names: tuple[str, ...],
    speaker: str,
    transcript: str,
    person: str,
    revisions: bool,
    everything: bool,
    yes: bool,
    dry_run: bool,
    coder: str | None,
) -> int:
    """Erase for good what somebody wants gone; prints a receipt (also as docx or json).

    Exit 4 where words of it are still in the project file: the receipt says where, and how to remove them. It also
    names what only you can remove: original files, exports, packages.
    """
    from qualcode.verbs import erasing

    _one([bool(names), bool(speaker), bool(person), revisions, everything])
    if transcript and not speaker:
        raise WrongUsage("--transcript belongs to --speaker")
    if not (yes or dry_run):
        _ask()
    who = project.actor(coder)
    if names:
        receipt = erasing.transcripts(project, names, coder=who, dry_run=dry_run)
    elif speaker:
        receipt = erasing.speaker(project, speaker, transcript, coder=who, dry_run=dry_run)
    elif person:
        receipt = erasing.person(project, person, coder=who, dry_run=dry_run)
    elif revisions:
        receipt = erasing.revisions(project, coder=who, dry_run=dry_run)
    else:
        receipt = erasing.everything(project, coder=who, dry_run=dry_run)
    emit(receipt.output, "receipt")
    if everything and not dry_run:
        erasing.forget_written(project)
    tell("nothing was erased yet: this is what would be" if dry_run else "erased; keep the receipt")
    if receipt.remains:
        say("words of it are still in the project file: see what is 'remains' in the receipt")
        return ExitCode.CHECK
    return ExitCode.DONE


def _one(said: list[bool]) -> None:
    if sum(said) != 1:
        hint = "Name transcripts, or give one of --speaker, --person, --revisions and --all."
        raise WrongUsage("it is not said what to erase", hint=hint)


def _ask() -> None:
    if not sys.stdin.isatty():
        raise WrongUsage("erasing cannot be undone", hint="Add --yes, or --dry-run to see what would happen.")
    click.confirm("This cannot be undone. Erase it?", abort=True, err=True)
