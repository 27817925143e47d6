"""`codebook load|show|versions|diff|export|keywords|outdated`; changes to its codes are in `codes`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.codes import add, edit, group, merge, move, remove, rename, retire, split
from qualcode.cli.options import (
    dry_run,
    pair,
    with_coder,
    with_lang,
    with_output,
    with_project,
    with_replace,
    with_selection,
)
from qualcode.cli.printing import Emitter, made_by_this_command, many, tell
from qualcode.errors import QualcodeError
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.verbs import writing
from qualcode.wording import Lang

if TYPE_CHECKING:
    from qualcode.verbs.codebook import Missing

CODEBOOK_ENDINGS = (".yaml", ".yml", ".qdc")
"""How files end that hold a codebook and nothing else; any file of a table may hold one too."""


@click.group()
def codebook() -> None:
    """The codebook: load, show and change it; codings follow every change."""


for command in (add, edit, rename, move, group, merge, split, retire, remove):
    codebook.add_command(command)


@codebook.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--why", default="", help="The reason, for the log.")
@click.option("--retire-missing", "missing", flag_value="retire", help="Retire codes that the file leaves out.")
@click.option("--keep-missing", "missing", flag_value="keep", help="Leave them as they are.")
@click.option("--rename", "renamed", multiple=True, metavar="OLD=NEW", help="What a code is called in the file.")
@dry_run
@with_coder
@with_project
def load(
    project: Project,
    file: Path,
    why: str,
    missing: "Missing | None",
    renamed: tuple[str, ...],
    dry_run: bool,
    coder: str | None,
) -> None:
    """Make a file (YAML, CSV, XLSX, QDC) the project's codebook; codings follow. Says what changes.

    Tables may also be codebooks of MAXQDA, ATLAS.ti, NVivo and Taguette, or only names.
    """
    from qualcode.verbs import codebook

    pairs = dict(pair(text) for text in renamed)
    how = missing or "refuse"
    who = project.actor(coder)
    book, changed = codebook.load(project, file, coder=who, why=why, missing=how, renamed=pairs, dry_run=dry_run)
    if changed:
        size = f"{many(len(book.by_id), 'code')}, {many(len(book.codes), 'theme')}"
        tell(f"{'would load' if dry_run else 'loaded'} {book.name}: {size}")
    else:
        tell("the codebook is this one already")


@codebook.command()
@click.argument("code", required=False)
@with_output
@with_project
def show(project: Project, emit: Emitter, code: str | None) -> None:
    """The tree of codes and how often each was used; with CODE all about that one.

    With --format or -o a table with every code's meaning.
    """
    from qualcode.verbs import codebook

    if code:
        emit(codebook.show_code(project, code))
    elif emit.format or emit.output:
        emit(codebook.show(project))
    else:
        text = codebook.outline(project)
        click.echo(text) if text else tell("there is no codebook yet; load one with `qualcode codebook load FILE`")


@codebook.command()
@with_output
@with_project
def versions(project: Project, emit: Emitter) -> None:
    """Every version of the codebook: when, by whom, why."""
    from qualcode.verbs import codebook

    emit(codebook.versions(project))


@codebook.command()
@click.argument("a", type=int, required=False)
@click.argument("b", type=int, required=False)
@with_lang
@with_output
@with_project
def diff(project: Project, emit: Emitter, a: int | None, b: int | None, lang: Lang | None) -> None:
    """What changed from version A to version B, in sentences (default: B the last, A the one before it)."""
    from qualcode.verbs import codebook

    found = codebook.diff(project, a, b, lang)
    if emit.format or emit.output:
        emit(found)
        return
    tell(found.title)
    sentences = list(found.table["change"])
    click.echo(click.wrap_text(" ".join(sentences), width=100)) if sentences else tell("nothing changed")


@codebook.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", metavar="ATTRIBUTE", help="In documents: how often each code was used, per value of this.")
@with_replace
@with_lang
@with_selection
@with_project
def export(project: Project, selection: Selection, file: Path, by: str | None, lang: Lang | None) -> None:
    """Write the codebook to FILE: .yaml, .csv, .xlsx or .qdc to load again; .docx, .md or .html as a printed appendix.

    YAML keeps the comments and the order of the file that was loaded.
    """
    from qualcode.verbs import codebook

    ending = file.suffix.lower()
    if ending not in (known := [*CODEBOOK_ENDINGS, *writing.content_endings()]):
        hint = f"Use one of {', '.join(known)}."
        raise QualcodeError(f"a codebook is not written as '{file.name}'", hint=hint)
    if not file.parent.is_dir():
        raise QualcodeError("there is no such folder", where=str(file.parent))
    if ending in (".yaml", ".yml"):
        writing.write_bytes(codebook.export_yaml(project).encode(), file)
    elif ending == ".qdc":
        from qualcode.verbs import exchanging

        writing.write_bytes(exchanging.qdc(project), file)
    else:
        writing.write(made_by_this_command(codebook.export(project, selection, by, lang)), file)
    tell(f"wrote {file}")


@codebook.command()
@click.argument("code")
@click.option("--most", default=20, show_default=True, metavar="N", help="At most so many words.")
@with_selection
@with_output
@with_project
def keywords(project: Project, emit: Emitter, selection: Selection, code: str, most: int) -> None:
    """Propose keywords for a code: words that set its passages apart.

    By lemma, without stop words, in at least two of the code's passages and commoner there than elsewhere in the
    selected text: log-odds ratio with a Dirichlet prior, z above 1.96. You choose; nothing is changed.
    """
    from qualcode.verbs import codebook

    found = codebook.keywords(project, code, selection, most=most)
    emit(found)
    if len(found.table):
        tell(f"to take one: qualcode codebook edit {code} --add-keyword WORD")


@codebook.command()
@click.argument("code")
@click.option("--most", default=10, show_default=True, metavar="N", help="At most so many rules.")
@with_coder
@with_selection
@with_output
@with_project
def rules(project: Project, emit: Emitter, selection: Selection, code: str, most: int, coder: str | None) -> None:
    """Propose rules for a code: short searches that find what was coded with it.

    A word, the beginning of words, or two words near each other; right in at least two transcripts, more often right
    than wrong, and not by chance. You choose and edit; nothing is changed.
    """
    from qualcode.verbs import finding

    found = finding.proposed_rules(project, code, selection, coder=project.actor(coder), most=most)
    emit(found)
    if len(found.table):
        tell(f"to take one: qualcode codebook edit {code} --add-rule RULE; then: qualcode suggest --test-rules")
    else:
        tell(f"no short rule is right often enough, in two transcripts, for what was coded with {code}")


@codebook.command()
@click.option("--confirm", is_flag=True, help="Yours among them still hold: do not list them again.")
@dry_run
@with_coder
@with_selection
@with_output
@with_project
def outdated(
    project: Project, emit: Emitter, selection: Selection, confirm: bool, dry_run: bool, coder: str | None
) -> None:
    """Codings that are older than their code's last change of meaning, to be looked at again."""
    from qualcode.verbs import codebook

    if not confirm:
        emit(codebook.outdated(project, selection))
        return
    n = codebook.confirm(project, selection, coder=project.coder(coder), dry_run=dry_run)
    tell(f"{'would confirm' if dry_run else 'confirmed'} {many(n, 'coding')}")
