"""`pseudonymise find|apply|reverse`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import dry_run, with_coder, with_output, with_project
from qualcode.cli.passphrases import passphrase, with_key_file
from qualcode.cli.printing import Emitter, many, say, tell
from qualcode.errors import ExitCode, WrongUsage
from qualcode.project import Project

if TYPE_CHECKING:
    from qualcode.verbs.pseudonymising import Done

FILE = click.Path(path_type=Path, dir_okay=False)
_NAMES = click.option(
    "--names",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="Lists of your own: persons.txt, places.txt, schools.txt, offices.txt, employers.txt, details.txt, not.txt.",
)
_KEY = click.option("--key", required=True, type=FILE, metavar="KEYFILE", help="The key, outside the project's folder.")
_YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.group()
def pseudonymise() -> None:
    """Replace what identifies people: names, places, numbers, ages. What stood where is in a key of its own.

    `find` writes a sheet, people fill in its column decision (replace, category, band, keep, later), `apply` does it.
    """


@pseudonymise.command("find")
@_NAMES
@click.option("--pipeline", default="", metavar="NAME|DIR", help="A spaCy pipeline of your own that finds names too.")
@click.option("--from", "sheet", type=FILE, metavar="FILE", help="An earlier sheet, whose decisions are kept.")
@with_output
@with_project
def find(project: Project, emit: Emitter, names: tuple[Path, ...], pipeline: str, sheet: Path | None) -> None:
    """List what may identify somebody, over all transcripts, with a proposal for each."""
    from qualcode.verbs import candidates

    found = candidates.find(project, candidates.Looking(names, pipeline), sheet)
    emit(found, "candidates")
    tell(
        f"{many(len(found.plain), 'candidate')}; read the texts too: what is not found here is not proved to be absent"
    )


@pseudonymise.command("apply")
@click.option("--from", "sheet", type=FILE, metavar="FILE", help="The sheet with the decisions.")
@_KEY
@_NAMES
@_YES
@with_key_file
@dry_run
@with_coder
@with_project
def apply(
    project: Project,
    sheet: Path | None,
    key: Path,
    names: tuple[Path, ...],
    yes: bool,
    key_file: Path | None,
    dry_run: bool,
    coder: str | None,
) -> int:
    """Put what was decided in place of what was found, for good: it cannot be undone, only reversed with the key.

    Without --from a key that is there is used on what is new.
    """
    from qualcode.verbs import candidates, pseudonymising

    pseudonymising.check_apart(project, key)
    looking = candidates.Looking(names)
    secret = (
        "" if dry_run and not key.exists() else passphrase("Passphrase of the key", key_file, twice=not key.exists())
    )
    who = project.actor(coder)
    plan = pseudonymising.apply(project, key, secret, sheet, looking, coder=who, dry_run=True)
    say(*_told(plan, "would be"))
    if dry_run:
        return ExitCode.DONE
    _ask("This cannot be undone. Go on?", yes=yes)
    done = pseudonymising.apply(project, key, secret, sheet, looking, coder=who)
    tell(*_told(done, "have been"), f"the key is in {key}; without it and its passphrase nobody can go back")
    if done.left:
        say(*(f"still there: {n} in {place}" for place, n in sorted(done.left.items())))
        return ExitCode.CHECK
    return ExitCode.DONE


@pseudonymise.command("reverse")
@_KEY
@_YES
@with_key_file
@dry_run
@with_coder
@with_project
def reverse(project: Project, key: Path, yes: bool, key_file: Path | None, dry_run: bool, coder: str | None) -> None:
    """Put back what stood there, by the key: the very same texts, with what was made on them since."""
    from qualcode.verbs import pseudonymising

    secret, who = passphrase("Passphrase of the key", key_file), project.actor(coder)
    plan = pseudonymising.reverse(project, key, secret, coder=who, dry_run=True)
    say(*_told(plan, "would be"))
    if not dry_run:
        _ask("Put the real names back?", yes=yes)
        tell(*_told(pseudonymising.reverse(project, key, secret, coder=who), "have been"))


def _ask(question: str, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise WrongUsage("somebody has to agree", hint="Give the command at a terminal, or add --yes.")
    click.confirm(question, abort=True, err=True)


def _told(done: "Done", was: str) -> list[str]:
    """What is, or was, replaced, in lines for people."""
    rows = ", ".join(f"{n} {table}" for table, n in sorted(done.rows.items()) if n)
    lines = [f"{many(done.replaced, 'replacement')} in {many(done.texts, 'text')} {was} made"]
    lines += [f"rows changed along: {rows}"] * bool(rows)
    lines += [f"{many(done.open, 'candidate')} not decided yet"] * bool(done.open)
    lines += [f"removed: {', '.join(copy.name for copy in done.copies)} (backups of migrations)"] * bool(done.copies)
    return lines


@click.command("privacy-check")
@click.argument("file", required=False, type=FILE)
@_NAMES
@click.option("--fewest", type=click.IntRange(1), default=3, show_default=True, help="Smaller groups are named.")
@with_output
@with_project
def privacy_check(project: Project, emit: Emitter, file: Path | None, names: tuple[Path, ...], fewest: int) -> int:
    """Say what in the project, or in a FILE made from it, could still tell who somebody is; then exit 4.

    Words that pseudonymising has decided on are passed over.
    """
    from qualcode.verbs import candidates, privacy

    found = privacy.check(project, file, candidates.Looking(names), fewest)
    emit(found, "privacy")
    open_ = len(found.plain)
    tell(f"{many(open_, 'thing')} to look at" if open_ else "nothing was found; read it all the same")
    return ExitCode.CHECK if open_ else ExitCode.DONE
