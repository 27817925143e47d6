"""Attributes of transcripts: from a table, and from file names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import QualcodeError, WrongUsage
from qualcode.importers.incoming import File, ReadOptions
from qualcode.importers.rows import cells_of
from qualcode.importers.tables import rows_of


@dataclass(frozen=True)
class AttributeTable:
    """`rows` by what stands in the first column (a file's or a transcript's name); empty cells are absent."""

    key: str
    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, str]]

    def for_file(self, name: str) -> Mapping[str, str]:
        """The attributes of a file or transcript, named with or without its ending."""
        return self.rows.get(name) or self.rows.get(Path(name).stem) or {}


def read_attributes(path: Path) -> AttributeTable:
    """Read a table of attributes from csv (`,`, `;` or tab), tsv, xlsx or ods.

    Two rows of one name may agree or complete each other; a contradiction is refused with both values.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise QualcodeError("no such file" if not path.exists() else "cannot be read", where=str(path)) from error
    file = File(path.name, path.stem, path.suffix.lower(), data, ReadOptions())
    rows = rows_of(file, cells_of(file))
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if len(columns) < 2:
        raise file.refuse(
            "an attribute table needs a column of names and at least one of attributes",
            "Separate columns by comma, semicolon or tab.",
        )
    merged: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, 2):
        name = row.get(columns[0], "").strip()
        if not name:
            raise file.refuse(f"row {number} has no name in the column '{columns[0]}'")
        values = merged.setdefault(name, {})
        for column in columns[1:]:
            _set(file, name, values, column, row.get(column, "").strip())
    return AttributeTable(columns[0], tuple(columns[1:]), merged)


def _set(file: File, name: str, values: dict[str, str], column: str, value: str) -> None:
    if value and values.setdefault(column, value) != value:
        raise file.refuse(f"two rows for '{name}': {column} is both '{values[column]}' and '{value}'")


def name_attributes(pattern: str, stem: str) -> dict[str, str] | None:
    """The attributes in a name by a pattern such as `{office}_{role}_{round}`; None when the name does not fit.

    A field takes as little as it can; what stands between the fields must stand so in the name.
    """
    fields = re.split(r"\{([^{}]*)\}", pattern)
    names = fields[1::2]
    if not names or len(set(names)) < len(names) or not all(n.strip() for n in names):
        raise WrongUsage(
            f"'{pattern}' is not a name pattern", hint="Write fields in braces, each once: {office}_{round}."
        )
    parts = [re.escape(f) if i % 2 == 0 else "(.+?)" for i, f in enumerate(fields)]
    match = re.fullmatch("".join(parts), stem)
    return dict(zip(names, match.groups(), strict=True)) if match else None
