"""`word out|in`."""

from pathlib import Path

import click

from qualcode.cli.options import dry_run, with_coder, with_lang, with_output, with_project, with_replace
from qualcode.cli.printing import Emitter, make_folder, many, tell
from qualcode.errors import ExitCode
from qualcode.project import Project
from qualcode.verbs import writing
from qualcode.wording import Lang


@click.group()
def word() -> None:
    """Code in a word processor: transcripts out as docx files, their comments in as codings."""


@word.command()
@click.argument("names", nargs=-1, required=True, metavar="TRANSCRIPT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Where to.")
@with_replace
@with_lang
@with_coder
@with_project
def out(project: Project, names: tuple[str, ...], output: Path, lang: Lang | None, coder: str | None) -> None:
    """Write transcripts (names or globs) as docx files, with the codebook and your codings as comments.

    Whoever codes marks text and writes a comment that begins with codes: #bolig, or: #bolig #helse and a memo.
    """
    from qualcode.verbs import word

    made = list(word.out(project, names, coder=project.actor(coder), lang=lang))
    make_folder(output)
    for name, _ in made:
        writing.check_free(output / name)
    for name, data in made:
        writing.write_bytes(data, output / name)
        tell(f"wrote {output / name}")


@word.command(name="in")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--take-new", is_flag=True, help="Make words that are no codes into new codes.")
@click.option("--transcript", default="", metavar="NAME", help="Of a file that no longer says what it was made from.")
@dry_run
@with_coder
@with_output
@with_project
def in_(
    project: Project,
    emit: Emitter,
    files: tuple[Path, ...],
    take_new: bool,
    transcript: str,
    dry_run: bool,
    coder: str | None,
) -> int:
    """Read coded docx files: every comment becomes codings on just the marked text, and a memo.

    Reading a file again adds nothing. Exit 1 if a comment was left out: an unknown code, or text that was rewritten.
    """
    from qualcode.verbs import word

    who = project.coder(coder)
    account = word.take_in(project, files, coder=who, take_new=take_new, transcript=transcript, dry_run=dry_run)
    emit(word.output(project, account))
    tell(*account.told)
    would = "would be " if dry_run else ""
    tell(
        f"{account.count('coded')} {would}coded for {who}, {many(account.count('memo'), 'memo')},"
        f" {account.count('here already')} here already, {many(account.count('unknown word'), 'unknown word')},"
        f" {account.count('refused') + account.lost} refused"
    )
    if account.count("unknown word"):
        tell("unknown words: mend them in the file, or add --take-new to make them codes")
    return ExitCode.DONE if account.all_taken else ExitCode.NOT_MET
