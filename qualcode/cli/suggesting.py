"""`suggest`."""

import click

from qualcode.cli.options import with_output, with_project, with_selection
from qualcode.cli.printing import Emitter, tell
from qualcode.model import Selection
from qualcode.project import Project


@click.command()
@click.option("--top", type=click.IntRange(min=1), default=3, show_default=True, metavar="K", help="Per segment.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), metavar="X", help="Only those right at least that often."
)
@click.option("--all", "everything", is_flag=True, help="Score every segment against every code.")
@click.option("--interviewer", "include_interviewer", is_flag=True, help="Also for what interviewers say.")
@with_selection
@with_output
@with_project
def suggest(
    project: Project,
    emit: Emitter,
    selection: Selection,
    top: int,
    min_confidence: float | None,
    everything: bool,
    include_interviewer: bool,
) -> None:
    """Propose codes for segments, with the reason for each. A suggestion is never a coding.

    Works from the codebook alone and learns from the codings there are (--by-coder: from that coder's).
    """
    from qualcode.suggest import Options
    from qualcode.verbs import suggesting

    options = Options(top=top, min_confidence=min_confidence, all=everything, include_interviewer=include_interviewer)
    found = suggesting.suggest(project, selection, options)
    emit(found)
    if len(found.table) and found.table["confidence"].isna().all():
        tell("confidence: not yet measurable; it needs codings in several finished transcripts")
