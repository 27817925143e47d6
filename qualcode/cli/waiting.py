"""`unsettled` and `settle`: everything that waits for a person."""

from pathlib import Path

import click

from qualcode.cli.options import dry_run, with_coder, with_output, with_project, with_selection
from qualcode.cli.printing import Emitter, tell
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Selection
from qualcode.project import Project


@click.command()
@with_selection
@with_output
@with_project
def unsettled(project: Project, emit: Emitter, selection: Selection) -> None:
    """Everything that waits for a person: codings that lost their place, quarrels of two copies, rows that did not fit.

    Settle them one by one, or fill in the column `decision` of a sheet and read it with `settle --from`.
    """
    from qualcode.verbs import waiting

    emit(waiting.unsettled(project, selection))


@click.command()
@click.argument("id_", metavar="[ID]", required=False)
@click.argument("answer", metavar="[PLACE|ANSWER]", required=False)
@click.option("--drop", is_flag=True, help="The same as the answer drop.")
@click.option("--from", "sheet", type=click.Path(path_type=Path), metavar="SHEET", help="A filled-in sheet.")
@dry_run
@with_coder
@with_project
def settle(
    project: Project,
    id_: str | None,
    answer: str | None,
    drop: bool,
    sheet: Path | None,
    dry_run: bool,
    coder: str | None,
) -> None:
    """Settle what waits (its id or the beginning of it) with a place, or with an answer that `unsettled` shows."""
    from qualcode.verbs import waiting

    who = project.coder(coder)
    if sheet:
        if id_ or drop:
            raise WrongUsage("--from takes everything from the sheet", hint="Leave the ID out.")
        done, wrong = waiting.settle_from(project, sheet, coder=who, dry_run=dry_run)
        tell(*done)
        if wrong:
            raise QualcodeError("; ".join(wrong), where=sheet.name, hint="The other rows are done; mend these.")
        return
    if not id_ or drop is (answer is not None):
        raise WrongUsage("give an ID, and either a place or answer, or --drop", hint="See `qualcode unsettled`.")
    told = waiting.settle(project, id_, answer or "drop", coder=who, dry_run=dry_run)
    tell(f"would have {told}" if dry_run else told)
