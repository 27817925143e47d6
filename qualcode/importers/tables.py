"""Tables in which a row is a transcript: csv, tsv, xlsx, ods and jsonl."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from qualcode.importers import utterances
from qualcode.importers.encoding import decode
from qualcode.importers.incoming import Draft, File, Prose

Row = Mapping[str, str]
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_PROLOG = 100_000
_MOST_CELLS = 5_000_000
_FEWEST_WORDS = 4  # on average, in a column that is guessed to hold text
_WIDEST = 20_000_000
_NAME = re.compile(r"(?=.*\d)[^\W\d_][\w .-]*")
"""A letter first, and a digit: what people call a respondent, and not an office."""
_LONGEST_NAME = 40
_TITLES, _SHOWN = 10, 8
_ANSWER, _SHARE = 5, 0.3  # words of an answer on average, and its share of the longest column


def read_csv(file: File) -> Iterator[Draft]:
    """A `.csv` file with a header row; the separator is the one of `; , tab` that the header holds most of."""
    text, notes = decode(file)
    yield from drafts(file, rows_of(file, csv_cells(file, text)), notes)


def read_xlsx(file: File) -> Iterator[Draft]:
    """The first sheet of an Excel file that holds anything."""
    yield from drafts(file, rows_of(file, xlsx_cells(file)), ())


def read_jsonl(file: File) -> Iterator[Draft]:
    """One JSON object per line. Lists and objects inside it are left out and named in the notes."""
    text, notes = decode(file)
    rows, left_out = [], set()
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            row = _object(file, line, number)
            rows.append({k: as_text(v) for k, v in row.items() if not isinstance(v, list | dict)})
            left_out |= {k for k, v in row.items() if isinstance(v, list | dict)}
    if left_out:
        notes += (f"columns left out (not single values): {', '.join(sorted(left_out))}",)
    yield from drafts(file, rows, notes)


def _object(file: File, line: str, number: int) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise file.refuse(f"line {number} is not JSON") from error
    if not isinstance(row, dict):
        raise file.refuse(f"line {number} is not a JSON object")
    return row


def as_text(value: object) -> str:
    """A cell as a person would write it: 3 and not 3.0, 2018-05-02, true; nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def csv_cells(file: File, text: str) -> Iterator[Sequence[str]]:
    """The rows of a csv text as lists of cells."""
    text = text.removeprefix("\ufeff")
    header = text[: text.find("\n")] if "\n" in text else text
    if header.lower().startswith("sep=") and len(header.strip()) == 5:
        separator, text = header[4], text[len(header) + 1 :]
    else:
        separator = "\t" if file.ending == ".tsv" else max(";,\t", key=header.count)
    csv.field_size_limit(_WIDEST)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise file.refuse(f"not a readable table: {error}") from error


def rows_of(file: File, cells: Iterable[Sequence[str]]) -> list[Row]:
    """Rows as mappings by the header's names; the first row that is not empty is the header."""
    filled = _below_the_title([row for row in cells if any(cell.strip() for cell in row)])
    header = [name.strip() for name in next(filled, [])]
    while header and not header[-1]:
        header.pop()
    if repeated := {name for name in header if name and header.count(name) > 1}:
        raise file.refuse(f"two columns are called '{min(repeated)}'", "Give every column its own name.")
    spread = file.ending in (".xlsx", ".ods")  # there no sign can be missing
    rows: list[Row] = []
    for number, row in enumerate(filled, 2):
        if spread:
            header += [f"column {n}" for n in range(len(header) + 1, len(row) + 1)]
        if any(cell.strip() for cell in row[len(header) :]):
            raise file.refuse(f"row {number} has more cells than the header", "Put quotation marks around the text.")
        rows.append({name: cell for name, cell in zip(header, row, strict=False) if name})
    return rows


def _below_the_title(rows: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The rows from the header on: rows with a single cell above rows with several are titles."""
    counts = [sum(bool(cell.strip()) for cell in row) for row in rows[:_TITLES]]
    first = next((n for n, count in enumerate(counts) if count > 1), 0)
    return iter(rows[first:] if first and counts[first] == max(counts) else rows)


def drafts(file: File, rows: Sequence[Row], notes: tuple[str, ...]) -> Iterator[Draft]:
    """One transcript per row and text column; the other columns are attributes, an empty cell is none."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if (spoken := utterances.drafts(file, rows, columns, notes)) is not None:
        yield from spoken
        return
    texts, guess = _text_columns(file, rows, columns)
    name_column = file.options.name_column
    if name_column and name_column not in columns:
        raise file.refuse(f"there is no column '{name_column}'", f"The columns are {', '.join(columns)}.")
    naming = name_column or _naming(rows, [c for c in columns if c not in texts])
    if naming != name_column:
        guess += (f"name column: {naming} guessed",)
    guess += _unanswered(file, rows, texts, naming)
    for number, row in enumerate(rows, 1):
        name = (row.get(naming, "").strip() if naming else "") or f"{file.stem}-{number}"
        attributes = {k: v.strip() for k, v in row.items() if k not in texts and k != name_column and v.strip()}
        for column in texts:
            if row.get(column, "").strip():
                several = len(texts) > 1
                yield Draft(
                    [Prose(row[column])],
                    name=f"{name}-{column}" if several else name,
                    origin=f"{file.name}, row {number}",
                    attributes={**attributes, "question": column} if several else attributes,
                    notes=(*notes, *guess),
                )


def _unanswered(file: File, rows: Sequence[Row], texts: Sequence[str], naming: str | None) -> tuple[str, ...]:
    """How many rows hold no text, and which."""
    empty = [
        (row.get(naming, "").strip() if naming else "") or f"{file.stem}-{number}"
        for number, row in enumerate(rows, 1)
        if not any(row.get(column, "").strip() for column in texts)
    ]
    if not empty:
        return ()
    shown = ", ".join(empty[:_SHOWN]) + (", …" if len(empty) > _SHOWN else "")
    return (f"{len(empty)} row{'s' if len(empty) > 1 else ''} without an answer: {shown}",)


def _naming(rows: Sequence[Row], columns: Sequence[str]) -> str | None:
    """The first column beside the text, if every row has a value of its own there that can be a name, such as `R01`."""
    if not columns or len(rows) < 2:
        return None
    values = [row.get(columns[0], "").strip() for row in rows]
    names = all(len(value) <= _LONGEST_NAME and _NAME.fullmatch(value) for value in values)
    return columns[0] if names and len({value.casefold() for value in values}) == len(values) else None


def _text_columns(file: File, rows: Sequence[Row], columns: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns that hold text: the ones named, else the one whose cells are longest."""
    if not rows:
        raise file.refuse("the table has no rows")
    wanted = file.options.text_columns
    if missing := [name for name in wanted if name not in columns]:
        raise file.refuse(f"there is no column '{missing[0]}'", f"The columns are {', '.join(columns)}.")
    if wanted:
        return wanted, ()
    candidates = [name for name in columns if name != file.options.name_column]
    longest = max(candidates, key=lambda c: sum(len(row.get(c, "")) for row in rows), default="")
    if not longest:
        raise file.refuse("no column holds text", "Name one with --text-column.")
    filled = [row[longest] for row in rows if row.get(longest, "").strip()]
    if sum(len(text.split()) for text in filled) < _FEWEST_WORDS * len(filled):
        raise file.refuse(
            f"no column looks like speech (the longest, '{longest}', has a few words a row)",
            "If this is a table of attributes, give it with --attributes; else name its text with --text-column.",
        )
    texts = tuple(c for c in candidates if c == longest or _is_speech(rows, c, longest))
    told = f"text column: {longest} guessed" if len(texts) == 1 else f"text columns: {', '.join(texts)} guessed"
    return texts, (told,)


def _is_speech(rows: Sequence[Row], column: str, longest: str) -> bool:
    """Whether a column beside the longest holds answers too: several words, nearly all different, and much in all."""
    filled = [row[column].strip() for row in rows if row.get(column, "").strip()]
    if len(filled) < 2 or sum(len(text.split()) for text in filled) < _ANSWER * len(filled):
        return False
    share = sum(map(len, filled)) / sum(len(row.get(longest, "")) for row in rows)
    return share >= _SHARE and len({text.casefold() for text in filled}) * 10 >= 9 * len(filled)


def xlsx_cells(file: File) -> list[Sequence[str]]:
    """The cells of the first sheet that holds anything."""
    import openpyxl

    from qualcode.text.archive import open_archive

    with open_archive(file.data, file.name) as archive:
        for member in archive.names():
            if any(mark in archive.read(member)[:_PROLOG] for mark in _DOCTYPES):
                raise file.refuse("the XML declares a DOCTYPE, which is not accepted")
    try:
        book = openpyxl.load_workbook(io.BytesIO(file.data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            if cells := _sheet_cells(file, sheet):
                return cells
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OSError) as error:
        raise file.refuse("not a readable Excel file", "Open it in Excel and save it again.") from error
    return []


def _sheet_cells(file: File, sheet: Any) -> list[Sequence[str]]:
    """A sheet's cells as text; nothing when all are empty. The size a sheet claims for itself is not believed."""
    sheet.reset_dimensions()
    cells: list[Sequence[str]] = []
    size = 0
    for row in sheet.iter_rows(values_only=True):
        size += 1 + len(row)
        if size > _MOST_CELLS:
            raise file.refuse(f"the table has more than {_MOST_CELLS:,} cells")
        cells.append([as_text(value) for value in row])
    return cells if any(any(row) for row in cells) else []
