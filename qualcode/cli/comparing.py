"""`compare`."""

from typing import Literal

import click

from qualcode.cli.options import with_lang, with_output, with_project, with_selection
from qualcode.cli.printing import Emitter, say, tell
from qualcode.errors import ExitCode
from qualcode.model import Selection
from qualcode.project import Project


@click.command()
@click.argument("coders", nargs=-1, required=True, metavar="A B...")
@click.option(
    "--unit",
    type=click.Choice(["character", "segment", "turn", "transcript", "span"]),
    default="segment",
    show_default=True,
    help="What is counted.",
)
@click.option("--overlap", type=float, metavar="X", help="With --unit span: spans match from this shared share on.")
@click.option("--themes", is_flag=True, help="Compare themes: a code counts as its top-level one.")
@click.option("--at-least", type=float, metavar="X", help="Exit 4 if any code's alpha is below X.")
@click.option("--explain", metavar="CODE", help="The units behind one code's numbers.")
@click.option("--per", metavar="transcript|ATTRIBUTE", help="One row per code and transcript, or attribute value.")
@click.option("--seed", default=2018, show_default=True, help="Of the resampling for intervals.")
@with_lang
@with_selection
@with_output
@with_project
def compare(
    project: Project,
    emit: Emitter,
    selection: Selection,
    coders: tuple[str, ...],
    unit: str,
    overlap: float | None,
    themes: bool,
    at_least: float | None,
    explain: str | None,
    per: str | None,
    seed: int,
    lang: Literal["nb", "en"] | None,
) -> int:
    """How far coders agree, per code: counts, percent, kappa, alpha, with intervals.

    Only transcripts that at least two of them have finished count (`qualcode finish`).
    """
    from qualcode.verbs import comparing

    found = comparing.compare(project, coders, selection, unit, themes=themes, overlap=overlap, seed=seed)
    emit(comparing.output(project, found, selection, lang, explain=explain, per=per))
    for note in found.notes:
        tell(note.text("en"))
    if at_least is not None and (below := found.below(at_least)):
        say(f"below {at_least}: {', '.join(below)}")
        return ExitCode.CHECK
    return ExitCode.DONE
