"""`matrix`, `contrast`, `cooccur`, `saturation`, `coverage`, `crosstab`."""

from pathlib import Path
from typing import Any, Literal

import click

from qualcode.choices import CASE_CELLS, DESIGNS, LEVELS, SHARES, TOGETHER, CaseCell, Level
from qualcode.cli.options import (
    dry_run,
    with_coder,
    with_lang,
    with_output,
    with_picture,
    with_project,
    with_selection,
)
from qualcode.cli.printing import Emitter, save_picture, tell
from qualcode.errors import WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.wording import Lang

with_level = click.option(
    "--level", type=click.Choice(LEVELS), default="theme", show_default=True, help="Themes or single codes."
)
with_unit = click.option(
    "--unit",
    type=click.Choice(TOGETHER),
    default="segment",
    show_default=True,
    help="What counts as together.",
)


@click.command()
@click.option(
    "--case", default="transcript", show_default=True, metavar="COLUMN", help="transcript, speaker, office, ..."
)
@click.option("--counts", is_flag=True, help="Numbers of codings instead of the excerpts.")
@click.option("--summaries", is_flag=True, help="A column to write your summary in beside each theme.")
@click.option(
    "--excerpts",
    "n",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    metavar="N",
    help="In docx, how many excerpts a cell shows, the most typical first; 0 for all.",
)
@click.option("--read-back", "table", type=click.Path(path_type=Path), metavar="FILE", help="Keep a filled-in matrix.")
@dry_run
@with_coder
@with_lang
@with_selection
@with_output
@with_project
def matrix(
    project: Project,
    emit: Emitter,
    selection: Selection,
    case: str,
    counts: bool,
    summaries: bool,
    n: int,
    table: Path | None,
    dry_run: bool,
    coder: str | None,
    lang: Lang | None,
) -> None:
    """The framework matrix: cases down, themes across, excerpts with their places in the cells.

    Summaries that you write in an exported matrix are kept by --read-back and come again in the next export.
    """
    from qualcode.verbs import analysing

    if table:
        kept = analysing.matrix_read_back(project, table, coder=project.coder(coder), dry_run=dry_run)
        tell(f"{'would keep' if dry_run else 'kept'} {kept} new or changed summaries")
        return
    content: Literal["text", "codings"] = "codings" if counts else "text"
    emit(analysing.matrix(project, selection, case, content, lang, summaries=summaries, n=n))


@click.command()
@click.option("--by", required=True, multiple=True, metavar="ATTRIBUTE", help="The groups; repeatable.")
@click.option(
    "--measure",
    type=click.Choice(SHARES),
    default="transcripts",
    show_default=True,
    help="Shares of transcripts with the theme, or of participants' words in it.",
)
@click.option("--across", default="office", show_default=True, metavar="ATTRIBUTE", help="The independent units.")
@click.option(
    "--pair", default="informant", show_default=True, metavar="ATTRIBUTE", help="Who is the same in both groups."
)
@click.option("--design", type=click.Choice(DESIGNS), help="Instead of the rule of two thirds for pairs.")
@with_level
@click.option("--power", is_flag=True, help="Instead, the smallest difference that these units could show.")
@click.option("--words", is_flag=True, help="Instead, the words that set the groups' talk apart.")
@click.option("--lines", metavar="WORD", help="Instead, every place where a form of this word stands.")
@with_picture
@with_lang
@with_selection
@with_output
@with_project
def contrast(
    project: Project,
    emit: Emitter,
    selection: Selection,
    words: bool,
    power: bool,
    lines: str | None,
    picture: Path | None,
    lang: Lang | None,
    **options: Any,
) -> None:
    """How groups differ per theme, with a test that respects that transcripts lie within offices.

    Several --by make the groups of their combinations. --across transcript takes interviews as independent.
    """
    from qualcode.verbs import analysing

    if words + power + bool(lines) > 1:
        raise WrongUsage("give one of --words, --lines and --power")
    if picture and (words or lines or power):
        raise WrongUsage("--picture draws the differences, not --words, --lines or --power")
    groups = analysing.Groups(unit=options.pop("across"), **options)
    if lines:
        emit(analysing.contrast_lines(project, lines, selection))
    elif words:
        if len(groups.by) > 1:
            raise WrongUsage("--words takes one --by")
        emit(analysing.contrast_words(project, groups.by[0], selection))
    elif power:
        emit(analysing.contrast_power(project, groups, selection, lang))
    else:
        found = analysing.contrast(project, groups, selection, lang)
        emit(found)
        save_picture(found, picture)


@click.command()
@with_unit
@with_level
@click.option("--window", default=0, metavar="N", help="Up to so many segments apart.")
@click.option("--across-coders", is_flag=True, help="Also one coder's code with another coder's.")
@click.option("--per-coder", is_flag=True, help="Count each coder's units, not each unit once.")
@click.option("--matrix", "as_matrix", is_flag=True, help="As a symmetric table.")
@click.option("--pair", nargs=2, metavar="A B", help="The excerpts behind one pair's number.")
@with_picture
@with_lang
@with_selection
@with_output
@with_project
def cooccur(
    project: Project,
    emit: Emitter,
    selection: Selection,
    as_matrix: bool,
    pair: tuple[str, str] | None,
    picture: Path | None,
    lang: Lang | None,
    **options: Any,
) -> None:
    """Which codes stand together, and how often for what each has."""
    from qualcode.verbs import analysing

    together = analysing.Meeting(**options)
    if pair:
        emit(analysing.cooccur_excerpts(project, pair, selection, together))
        return
    found = analysing.cooccur(project, selection, together, lang, as_matrix=as_matrix)
    emit(found)
    save_picture(found, picture)


@click.command()
@with_level
@click.option("--order", metavar="ATTRIBUTE", help="The order of collection (default: of import).")
@with_picture
@with_lang
@with_selection
@with_output
@with_project
def saturation(
    project: Project,
    emit: Emitter,
    selection: Selection,
    level: Level,
    order: str | None,
    picture: Path | None,
    lang: Lang | None,
) -> None:
    """What each further transcript adds: new codes, new keywords, and what any order would give."""
    from qualcode.verbs import analysing

    found = analysing.saturation(project, selection, level, order, lang)
    emit(found)
    save_picture(found, picture)


@click.command()
@with_selection
@with_output
@with_project
def coverage(project: Project, emit: Emitter, selection: Selection) -> None:
    """Who has finished and coded what, transcript by transcript."""
    from qualcode.verbs import analysing

    emit(analysing.coverage(project, selection))


@click.command()
@click.option("--by", multiple=True, metavar="ATTRIBUTE", help="The groups across; repeatable.")
@click.option(
    "--measure", default="codings", show_default=True, help="codings, transcripts, words, share_transcripts, ..."
)
@click.option("--cases", is_flag=True, help="Instead a row per transcript, 0 or 1 per theme: for R and SPSS.")
@click.option(
    "--cell",
    type=click.Choice(CASE_CELLS),
    default="present",
    show_default=True,
    help="With --cases: what stands in a cell.",
)
@with_level
@with_selection
@with_output
@with_project
def crosstab(
    project: Project,
    emit: Emitter,
    selection: Selection,
    by: tuple[str, ...],
    measure: str,
    cases: bool,
    cell: CaseCell,
    level: Level,
) -> None:
    """Themes down, groups across; or the case matrix."""
    from qualcode.verbs import analysing

    if cases:
        emit(analysing.cases(project, selection, level, cell))
        return
    if not by:
        raise WrongUsage("what are the groups?", hint="Add --by ATTRIBUTE, or --cases for a row per transcript.")
    emit(analysing.crosstab(project, (level, *by), selection, measure))
