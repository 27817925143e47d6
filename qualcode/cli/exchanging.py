"""`export`."""

from pathlib import Path

import click

from qualcode.choices import DIALECTS, Dialect
from qualcode.cli.options import with_project, with_replace, with_selection
from qualcode.cli.printing import made_by_this_command, tell
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.verbs import writing


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--dialect",
    type=click.Choice(DIALECTS),
    default="standard",
    show_default=True,
    help="Of a .qdpx: how characters are counted; nvivo as NVivo does.",
)
@with_replace
@with_selection
@with_project
def export(project: Project, selection: Selection, file: Path, dialect: Dialect) -> None:
    """Write the project to FILE for another program; the ending says what.

    .qdpx is a REFI-QDA project (NVivo, ATLAS.ti, MAXQDA, QualCoder), .qdc its codebook alone. Any other ending (.csv,
    .xlsx, .jsonl, ...) is the codings as a table, which `qualcode tag --from FILE` reads back from csv and xlsx.
    """
    from qualcode.verbs import exchanging

    ending = file.suffix.lower()
    if ending not in (".qdpx", ".qdc") and ending not in writing.FORMAT_BY_ENDING:
        known = ", ".join(writing.endings())
        raise WrongUsage(f"nothing is exported as '{file.name}'", hint=f"Use .qdpx, .qdc or one of {known}.")
    if not file.parent.is_dir():
        raise QualcodeError("there is no such folder", where=str(file.parent))
    notes: tuple[str, ...] = ()
    if ending == ".qdpx":
        data, notes = exchanging.qdpx(project, selection, dialect)
        writing.write_bytes(data, file)
    elif ending == ".qdc":
        writing.write_bytes(exchanging.qdc(project), file)
    else:
        writing.write(made_by_this_command(exchanging.table(project, selection)), file)
    tell(f"wrote {file}", *notes)
