"""`sample`, `package`, `unpack`, `merge`."""

from pathlib import Path
from typing import Any

import click

from qualcode.choices import SIDES, Side
from qualcode.cli.options import dry_run, with_coder, with_lang, with_output, with_project, with_replace, with_selection
from qualcode.cli.passphrases import passphrase as passphrase_of
from qualcode.cli.printing import Emitter, many, say, tell
from qualcode.defaults import SEED
from qualcode.errors import ExitCode, WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.second_coding import again
from qualcode.wording import Lang


@click.command()
@click.argument("coders", nargs=-1, required=True, metavar="CODER...")
@click.option("--share", type=float, metavar="X", help="This share of the transcripts, such as 0.2.")
@click.option("--number", type=int, metavar="N", help="This many transcripts.")
@click.option("--by", "strata", multiple=True, metavar="ATTRIBUTE", help="Spread over its values, in proportion.")
@click.option("--seed", default=SEED, show_default=True, help="The same seed draws the same.")
@click.option("--top-up/--no-top-up", default=True, show_default=True, help="Add until every code used is in it.")
@click.option("--blind/--open", default=True, show_default=True, help="Whether they see each other's work.")
@click.option("--again", "same_again", is_flag=True, help="The same coder a second time: from what they finished.")
@click.option("--name", default="", help="The round's name (default: round N).")
@with_lang
@with_selection
@dry_run
@with_coder
@with_output
@with_project
def sample(
    project: Project,
    emit: Emitter,
    selection: Selection,
    lang: Lang | None,
    dry_run: bool,
    coder: str | None,
    **options: Any,
) -> None:
    """Choose transcripts for double coding and write them down as a round.

    Prints the sentence for the methods section, too.
    """
    from qualcode.verbs import sharing

    wanted = sharing.NewRound(**options)
    output, sentence = sharing.sample(project, wanted, selection, lang, coder=project.actor(coder), dry_run=dry_run)
    emit(output)
    tell(sentence)


@click.command()
@click.argument("coder")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file to write.",
)
@with_replace
@click.option("--round", "round_name", default="", metavar="NAME", help="Not the newest, but this one.")
@click.option("--blind/--open", default=None, help="Without or with what others did (default: as the round says).")
@click.option("--again", "same_again", is_flag=True, help="For coding a second time, without what CODER coded first.")
@click.option("--passphrase", is_flag=True, help="Ask for a passphrase and encrypt the file with it (age).")
@with_selection
@with_project
def package(
    project: Project,
    coder: str,
    output: Path,
    round_name: str,
    blind: bool | None,
    same_again: bool,
    passphrase: bool,
    selection: Selection,
) -> None:
    """Write a copy of the project for one coder: the transcripts of the round, the codebook, nobody else's codings."""
    from qualcode.verbs import sharing

    secret = passphrase_of("Passphrase", twice=True) if passphrase else ""
    coder = again(coder) if same_again else coder
    made = sharing.package(project, coder, output, selection, round_name=round_name, blind=blind, passphrase=secret)
    seen = "blind" if made.blind else "with everybody's codings"
    tell(f"wrote {output}: {many(len(made.transcripts), 'transcript')} for {coder}, {seen}")
    if not passphrase:
        tell("it is not encrypted: whoever has the file can read the transcripts (see --passphrase)")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--quiet", "-q", is_flag=True, help="No messages, only errors.")
def unpack(file: Path, folder: Path, quiet: bool) -> None:
    """Make a project folder of a package that somebody sent you."""
    from qualcode.verbs import sharing

    with sharing.unpack(file, folder, ask=_ask) as project:
        if not quiet:
            tell(f"made a project in {folder}, where {project.settings.coder} codes")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--codebook", type=click.Choice(SIDES), help="Whose codes count where both changed them.")
@click.option("--settle", "settled", multiple=True, metavar="CODE=ours|theirs", help="The same for one code.")
@click.option("--text", "texts", type=click.Choice(SIDES), help="Whose text, where both replaced it.")
@dry_run
@with_coder
@with_output
@with_project
def merge(
    project: Project,
    emit: Emitter,
    files: tuple[Path, ...],
    codebook: Side | None,
    settled: tuple[str, ...],
    texts: Side | None,
    dry_run: bool,
    coder: str | None,
) -> int:
    """Bring packages or other copies of the project back: all or nothing, as often as you like.

    FILE is a package, a project's folder or its project.db. Prints what is new, by coder.
    """
    from qualcode.verbs import sharing

    settle = dict(_side(text) for text in settled)
    merged = sharing.merge(
        project,
        files,
        coder=project.actor(coder),
        codebook=codebook,
        settle=settle,
        texts=texts,
        ask=_ask,
        dry_run=dry_run,
    )
    emit(merged.output)
    tell(*merged.notes)
    if merged.conflicts:
        say("both sides changed these: settle codes with --codebook or --settle, texts with --text")
        return ExitCode.NOT_MET
    return ExitCode.DONE


def _side(text: str) -> tuple[str, Side]:
    code, _, side = text.rpartition("=")
    if code and (side == "ours" or side == "theirs"):
        return code, side  # type: ignore[return-value]
    raise WrongUsage(f"'{text}' settles nothing", hint="Write CODE=ours or CODE=theirs.")


def _ask(name: str) -> str:
    return passphrase_of(f"Passphrase of {name}")
