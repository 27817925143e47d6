"""`import` and `transcripts list|show|set|attributes|speakers|rename|remove|replace|history|unsettled|settle`."""

import sys
from pathlib import Path

import click

from qualcode.choices import DIALECTS, Dialect
from qualcode.cli.options import ListsElse, dry_run, pair, with_coder, with_output, with_project, with_selection
from qualcode.cli.printing import Emitter, progress, say, tell
from qualcode.cli.waiting import settle, unsettled
from qualcode.errors import ExitCode, QualcodeError, WrongUsage
from qualcode.model import Role, Selection
from qualcode.project import Project


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--attributes", type=click.Path(path_type=Path), metavar="TABLE", help="A table: file name, attributes.")
@click.option(
    "--speakers", type=click.Path(path_type=Path), metavar="TABLE", help="A table: transcript, speaker, attributes."
)
@click.option("--kind", default="", metavar="WORD", help="The attribute kind of all of them, such as skjema or plan.")
@click.option("--overwrite", is_flag=True, help="The tables' values replace those that are stored.")
@click.option("--text-column", "text_columns", multiple=True, metavar="C", help="Of a table: the column with the text.")
@click.option("--name-column", metavar="C", help="Of a table: the column that names the transcripts.")
@click.option("--speaker-column", metavar="C", help="Of a table: who speaks; a row is then what somebody said.")
@click.option("--time-column", metavar="C", help="Of a table: when it is said.")
@click.option("--encoding", metavar="NAME", help="Of text files, instead of guessing.")
@click.option("--interviewer", "interviewers", multiple=True, metavar="LABEL", help="A speaker who interviews.")
@click.option("--profile", type=click.Path(path_type=Path), metavar="FILE.toml", help="How these files mark speakers.")
@click.option("--name-pattern", metavar="PATTERN", help="Attributes in file names: '{office}_{role}_{round}'.")
@click.option(
    "--no-front-matter",
    "plain_top",
    is_flag=True,
    help="Names and values above an interview are text, no attributes.",
)
@click.option("--strict", is_flag=True, help="Import nothing if any file cannot be read.")
@click.option("--again", is_flag=True, help="Also what was removed here; it comes back with its codings.")
@click.option(
    "--dialect",
    type=click.Choice(DIALECTS),
    help="Of a .qdpx: how it counts characters, where its selections do not show.",
)
@click.option(
    "--settle",
    "settled",
    multiple=True,
    metavar="CODE=ours|theirs|both",
    help="Of a project of another program: which code a code is that is called like one of ours.",
)
@dry_run
@with_coder
@with_output
@with_project
def import_(
    project: Project,
    emit: Emitter,
    paths: tuple[Path, ...],
    attributes: Path | None,
    speakers: Path | None,
    kind: str,
    overwrite: bool,
    profile: Path | None,
    strict: bool,
    again: bool,
    dialect: Dialect | None,
    settled: tuple[str, ...],
    dry_run: bool,
    coder: str | None,
    **options: object,
) -> int:
    """Import transcripts: files, folders, archives, tables (a row = a transcript); projects of
    other programs: .qdpx, QualCoder's .qda, Taguette's .sqlite3, .rqda.

    Prints what was read and what was guessed. Importing the same file again changes nothing.
    """
    from qualcode.verbs import importing

    account = importing.import_paths(
        project,
        paths,
        importing.read_options(profile, **options),
        attributes=attributes,
        speakers=speakers,
        kind=kind,
        overwrite=overwrite,
        coder=project.actor(coder),
        strict=strict,
        again=again,
        dry_run=dry_run,
        progress=progress("reading"),
        wishes=importing.wishes(dialect, settled),
    )
    emit(account.output)
    tell(account.summary(dry_run=dry_run), *account.told)
    say(*account.refusals())
    return ExitCode.NOT_MET if account.count("refused") else ExitCode.DONE


@click.group()
def transcripts() -> None:
    """List transcripts, look at one, set what is known about them, take them out."""


@transcripts.command(name="list")
@with_selection
@with_output
@with_project
def list_(project: Project, emit: Emitter, selection: Selection) -> None:
    """One row a transcript: words, turns, segments, codings, attributes."""
    from qualcode.verbs import transcripts

    emit(transcripts.listing(project, selection))


@transcripts.command()
@click.argument("name")
@click.option("--revision", type=int, metavar="N", help="An earlier one (see `transcripts history`).")
@with_output
@with_project
def show(project: Project, emit: Emitter, name: str, revision: int | None) -> None:
    """A transcript's numbered segments with speakers and codings."""
    from qualcode.verbs import transcripts

    emit(transcripts.show(project, name, revision))


@transcripts.command()
@click.argument("name")
@with_output
@with_project
def history(project: Project, emit: Emitter, name: str) -> None:
    """Every revision of a transcript: when it was read, from which file."""
    from qualcode.verbs import transcripts

    emit(transcripts.history(project, name))


@transcripts.command()
@click.option("--rename", metavar="OLD=NEW", help="Give an attribute another name.")
@click.option("--type", "type_", metavar="NAME=TYPE", help="Say that it is text, number or date.")
@dry_run
@with_coder
@with_output
@with_project
def attributes(
    project: Project, emit: Emitter, rename: str | None, type_: str | None, dry_run: bool, coder: str | None
) -> None:
    """List the attributes with their types and values; rename one, or say what type it is."""
    from qualcode.verbs import attributes

    if rename:
        old, new = pair(rename)
        places = attributes.rename(project, old, new, coder=project.actor(coder), dry_run=dry_run)
        tell(f"{'would rename' if dry_run else 'renamed'} {old} to {new} in {places} places")
    if type_:
        name, of = pair(type_)
        attributes.declare(project, name, of, coder=project.actor(coder), dry_run=dry_run)
        tell(f"{name} {'would be' if dry_run else 'is'} a {of}")
    if not (rename or type_):
        emit(attributes.listing(project))


@transcripts.group(cls=ListsElse)
def speakers() -> None:
    """List the speakers, set what a table says of them; rename or merge them."""


@speakers.command(name="list")
@click.option(
    "--from", "table", type=click.Path(path_type=Path), metavar="TABLE", help="Set what a table says of them."
)
@click.option("--overwrite", is_flag=True, help="The table's values replace those that are stored.")
@with_selection
@dry_run
@with_coder
@with_output
@with_project
def list_speakers(
    project: Project,
    emit: Emitter,
    table: Path | None,
    overwrite: bool,
    selection: Selection,
    dry_run: bool,
    coder: str | None,
) -> None:
    """List the speakers with role, words spoken and attributes.

    TABLE has the columns transcript (or file name), speaker, then attributes of the speaker.
    """
    from qualcode.verbs import speakers

    if table is None:
        emit(speakers.listing(project, selection))
        return
    found = speakers.load(project, table, coder=project.actor(coder), overwrite=overwrite, dry_run=dry_run)
    told = "would set" if dry_run else "set"
    tell(f"{told} attributes of {sum(found.values())} speakers in {', '.join(found)}")


@speakers.command(name="rename")
@click.argument("old")
@click.argument("new")
@with_selection
@dry_run
@with_coder
@with_project
def rename_speaker(
    project: Project, old: str, new: str, selection: Selection, dry_run: bool, coder: str | None
) -> None:
    """Give a speaker another name, in all transcripts or the selected ones; codings stay."""
    from qualcode.verbs import speakers

    done = speakers.rename(project, old, new, selection, coder=project.actor(coder), dry_run=dry_run)
    tell(f"{'would rename' if dry_run else 'renamed'} {old} to {new} in {', '.join(done)}")


@speakers.command(name="merge")
@click.argument("speaker", metavar="FROM")
@click.argument("into")
@with_selection
@dry_run
@with_coder
@with_project
def merge_speakers(
    project: Project, speaker: str, into: str, selection: Selection, dry_run: bool, coder: str | None
) -> None:
    """Unite two labels of one person, in all transcripts or the selected ones; codings stay."""
    from qualcode.verbs import speakers

    done = speakers.rename(project, speaker, into, selection, merge=True, coder=project.actor(coder), dry_run=dry_run)
    tell(f"{'would unite' if dry_run else 'united'} {speaker} with {into} in {', '.join(done)}")


@transcripts.command(name="set")
@click.argument("values", nargs=-1, metavar="NAME=VALUE...")
@click.option("--role", "roles", multiple=True, metavar="SPEAKER=ROLE", help="interviewer, participant or none.")
@with_selection
@dry_run
@with_coder
@with_project
def set_(
    project: Project,
    values: tuple[str, ...],
    roles: tuple[str, ...],
    selection: Selection,
    dry_run: bool,
    coder: str | None,
) -> None:
    """Set attributes or speakers' roles of the selected transcripts (NAME= takes an attribute away)."""
    from qualcode.verbs import transcripts

    if selection == Selection():
        raise WrongUsage("which transcripts?", hint="Choose them: --transcript GLOB or --where NAME=VALUE.")
    pairs = dict(pair(value) for value in values)
    meant = transcripts.set_values(
        project,
        selection,
        pairs,
        {s: _role(r) for s, r in map(pair, roles)},
        coder=project.actor(coder),
        dry_run=dry_run,
    )
    tell(f"{'would set' if dry_run else 'set'} {len(meant)}: {', '.join(meant)}")


@transcripts.command()
@click.argument("old")
@click.argument("new")
@dry_run
@with_coder
@with_project
def rename(project: Project, old: str, new: str, dry_run: bool, coder: str | None) -> None:
    """Give a transcript another name; its codings follow."""
    from qualcode.verbs import transcripts

    transcripts.rename(project, old, new, coder=project.actor(coder), dry_run=dry_run)
    tell(f"{'would rename' if dry_run else 'renamed'} {old} to {new}")


@transcripts.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--erase", is_flag=True, help="Delete them from the file for good; nothing brings them back.")
@click.option("--yes", is_flag=True, help="With --erase: do not ask.")
@dry_run
@with_coder
@with_project
def remove(project: Project, names: tuple[str, ...], erase: bool, yes: bool, dry_run: bool, coder: str | None) -> int:
    """Take transcripts out; `undo` brings them back.

    With --erase their texts, codings and memos are deleted and the log forgets them, as when somebody withdraws.
    """
    from qualcode.verbs import erasing, transcripts

    who = project.actor(coder)
    if not erase:
        meant = transcripts.remove(project, names, coder=who, dry_run=dry_run)
        tell(f"{'would remove' if dry_run else 'removed'} {', '.join(meant)}")
        return ExitCode.DONE
    if not (yes or dry_run):
        if not sys.stdin.isatty():
            raise WrongUsage("--erase cannot be undone", hint="Add --yes, or --dry-run to see what would happen.")
        click.confirm(f"Delete {', '.join(names)} with all codings for good?", abort=True, err=True)
    receipt = erasing.transcripts(project, names, coder=who, dry_run=dry_run)
    tell(f"{'would erase' if dry_run else 'erased'} {', '.join(names)}")
    if receipt.remains:
        left = [row for row in receipt.rows if row[0] == "remains"]
        say(*(f"still there: {n} in {where}. {todo}" for _, _, where, n, todo in left))
        return ExitCode.CHECK
    return ExitCode.DONE


@transcripts.command()
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--encoding", metavar="NAME", help="Of a text file, instead of guessing.")
@click.option("--interviewer", "interviewers", multiple=True, metavar="LABEL", help="A speaker who interviews.")
@dry_run
@with_coder
@with_output
@with_project
def replace(
    project: Project,
    emit: Emitter,
    name: str,
    file: Path,
    encoding: str | None,
    interviewers: tuple[str, ...],
    dry_run: bool,
    coder: str | None,
) -> None:
    """Replace a transcript by a corrected one; codings are found again.

    Prints what becomes of each coding: kept, moved, ambiguous or lost. The last two wait in `transcripts unsettled`.
    """
    from qualcode.verbs import importing, revising

    options = importing.read_options(encoding=encoding, interviewers=interviewers)
    found = revising.replace(project, name, file, options, coder=project.actor(coder), dry_run=dry_run)
    emit(found)
    counts = found.table["status"].value_counts()
    told = ", ".join(f"{counts[s]} {s}" for s in ("kept", "moved", "ambiguous", "lost") if s in counts)
    tell(f"{'would replace' if dry_run else 'replaced'} {name}; codings: {told or 'none'}")


transcripts.add_command(unsettled)
transcripts.add_command(settle)


def _role(text: str) -> Role | None:
    if text == "interviewer" or text == "participant":
        return text  # type: ignore[return-value]
    if text in ("none", ""):
        return None
    raise QualcodeError(f"'{text}' is no role", hint="Roles are interviewer, participant and none.")
