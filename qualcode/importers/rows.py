"""A table that people fill in (codings, decisions, summaries), as rows."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.importers.encoding import decode
from qualcode.importers.incoming import File, ReadOptions
from qualcode.importers.odf import ods_cells
from qualcode.importers.tables import Row, csv_cells, rows_of, xlsx_cells
from qualcode.text.formula_guard import unguard


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV (any separator), XLSX or ODS file by the header's names, blanks around cells taken off."""
    try:
        file = File(path.name, path.stem, path.suffix.lower(), path.read_bytes(), ReadOptions())
    except OSError as error:
        raise QualcodeError(f"cannot be read: {error.strerror}", where=str(path)) from None
    rows = rows_of(file, cells_of(file))
    if not rows:
        raise file.refuse("the table has no rows")
    return [{name: unguard(cell.strip()) for name, cell in row.items()} for row in rows]


def cells_of(file: File) -> Iterable[Sequence[str]]:
    """The cells of any table file."""
    if file.ending in (".csv", ".tsv", ".txt"):
        return csv_cells(file, decode(file)[0])
    if file.ending == ".xlsx":
        return xlsx_cells(file)
    if file.ending == ".ods":
        return ods_cells(file)
    raise file.refuse(f"'{file.ending}' is no table", "Use .csv, .tsv, .xlsx or .ods.")
