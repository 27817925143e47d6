"""A table that people fill in (codings, decisions, summaries), as rows."""

from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.importers.encoding import decode
from qualcode.importers.incoming import File, ReadOptions
from qualcode.importers.tables import Row, as_rows, csv_cells, xlsx_cells
from qualcode.text.cells import unguard


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV (any separator) or XLSX file by the header's names, blanks around cells taken off."""
    try:
        file = File(path.name, path.stem, path.suffix.lower(), path.read_bytes(), ReadOptions())
    except OSError as error:
        raise QualcodeError(f"cannot be read: {error.strerror}", where=str(path)) from None
    if file.ending in (".csv", ".tsv", ".txt"):
        cells = csv_cells(file, decode(file)[0])
    elif file.ending == ".xlsx":
        cells = iter(xlsx_cells(file))
    else:
        raise file.refuse(f"'{file.ending}' is no table", "Use .csv, .tsv or .xlsx.")
    rows = as_rows(file, cells)
    if not rows:
        raise file.refuse("the table has no rows")
    return [{name: unguard(cell.strip()) for name, cell in row.items()} for row in rows]
