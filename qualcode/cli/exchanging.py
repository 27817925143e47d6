"""`export`."""

from pathlib import Path

import click

from qualcode.choices import DIALECTS, Dialect
from qualcode.cli.options import with_project, with_replace, with_selection
from qualcode.cli.printing import made_by_this_command, make_folder, tell
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.verbs import writing

PACKAGE = "datapackage.json"
"""The file that says what is in the tables beside it."""


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--for",
    "--dialect",
    "program",
    type=click.Choice(DIALECTS),
    default="standard",
    show_default=True,
    help="Of a .qdpx: the program that is to read it, where its importer differs from the standard.",
)
@click.option(
    "--tables",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Instead, everything as csv tables.",
)
@with_replace
@with_selection
@with_project
def export(project: Project, selection: Selection, file: Path | None, program: Dialect, tables: Path | None) -> None:
    """Write the project to FILE for another program; the ending says what.

    .qdpx is a REFI-QDA project (NVivo, ATLAS.ti, MAXQDA, QualCoder), .qdc its codebook alone. Any other ending (.csv,
    .xlsx, .jsonl, ...) is the codings as a table, which `qualcode tag --from FILE` reads back from csv and xlsx.

    With --tables everything goes into a folder as csv files with a datapackage.json that says what each column is: for
    R, pandas, DuckDB and archives.
    """
    from qualcode.verbs import exchanging

    if tables is not None and file is None:
        _tables(project, selection, tables)
        return
    if file is None or tables is not None:
        raise WrongUsage("what is to be written?", hint="Give a FILE, or --tables DIR.")
    ending = file.suffix.lower()
    if ending not in (".qdpx", ".qdc") and ending not in writing.FORMAT_BY_ENDING:
        known = ", ".join(writing.endings())
        raise WrongUsage(f"nothing is exported as '{file.name}'", hint=f"Use .qdpx, .qdc or one of {known}.")
    if not file.parent.is_dir():
        raise QualcodeError("there is no such folder", where=str(file.parent))
    notes: tuple[str, ...] = ()
    if ending == ".qdpx":
        data, notes = exchanging.qdpx(project, selection, program)
        writing.write_bytes(data, file)
    elif ending == ".qdc":
        writing.write_bytes(exchanging.qdc(project), file)
    else:
        writing.write(made_by_this_command(exchanging.table(project, selection)), file)
    tell(f"wrote {file}", *notes)


def _tables(project: Project, selection: Selection, folder: Path) -> None:
    """Write the tables and what says what is in them."""
    from qualcode.verbs import exchanging

    made, package = exchanging.tables(project, selection)
    make_folder(folder)
    for name, output in made.items():
        writing.write_bytes(b"".join(writing.in_pieces([output], "csv")), folder / f"{name}.csv")
        if (data := exchanging.parquet(output)) is not None:
            writing.write_bytes(data, folder / f"{name}.parquet")
    writing.write_bytes(package, folder / PACKAGE)
    tell(f"wrote {len(made)} tables and {PACKAGE} into {folder}")
