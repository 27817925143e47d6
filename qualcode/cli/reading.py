"""`excerpts`, `themes`."""

from pathlib import Path

import click

from qualcode.cli.options import with_lang, with_output, with_picture, with_project, with_selection
from qualcode.cli.printing import Emitter, many, save_picture, tell
from qualcode.errors import WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.wording import Lang


@click.command()
@click.option("--by", multiple=True, metavar="COLUMN", help="Group by theme, code or any attribute; repeatable.")
@click.option("--context", is_flag=True, help="With the words before and after, in documents.")
@click.option("--split", is_flag=True, help="One file per group, into the folder -o.")
@click.option("--compare", is_flag=True, help="What each coder marked in the same passage, side by side.")
@with_lang
@with_selection
@with_output
@with_project
def excerpts(
    project: Project,
    emit: Emitter,
    selection: Selection,
    by: tuple[str, ...],
    context: bool,
    split: bool,
    compare: bool,
    lang: Lang | None,
) -> None:
    """The coded passages with speaker, place and attributes, per theme and group.

    With --compare a row is a passage and a column a coder (those of --by-coder, else all), in transcripts that at least
    two of them have finished.
    """
    from qualcode.verbs import reading

    if compare:
        from qualcode.verbs import comparing

        if by or split or context:
            raise WrongUsage("--compare is by code, without --by, --split and --context")
        emit(comparing.side_by_side(project, selection, lang))
        return
    if not split:
        emit(reading.excerpts(project, selection, by or ("theme",), lang, context=context))
        return
    if not emit.output:
        raise WrongUsage("--split needs a folder", hint="Add -o DIR, and --format for the kind of file.")
    number = emit.each(reading.excerpts_split(project, selection, by or ("theme",), lang, context=context))
    tell(f"wrote {many(number, 'file')} into {emit.output}")


@click.command()
@click.option("--by", multiple=True, metavar="ATTRIBUTE", help="Compare groups: any attribute, speaker; repeatable.")
@click.option("--extractive", is_flag=True, help="In documents, also the sentences that together cover a theme best.")
@click.option("--excerpts", "n", default=3, show_default=True, metavar="N", help="How many of each kind per group.")
@with_picture
@with_lang
@with_selection
@with_output
@with_project
def themes(
    project: Project,
    emit: Emitter,
    selection: Selection,
    by: tuple[str, ...],
    n: int,
    extractive: bool,
    picture: Path | None,
    lang: Lang | None,
) -> None:
    """Per theme and group: codings, transcripts, speakers, words, shares, and the most typical excerpts."""
    from qualcode.verbs import reading

    found = reading.themes(project, selection, by, lang, n=n, extractive=extractive)
    emit(found)
    save_picture(found, picture)
