"""What stands in a file that is to leave: its words, and what it says of who made it."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.text.archive import open_archive

_PERSONS = (
    "author",
    "creator",
    "last_modified_by",
    "lastModifiedBy",
    "manager",
    "company",
    "comments",
    "/Author",
    "/Creator",
)
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]+>", re.DOTALL | re.IGNORECASE)


def read(file: Path) -> tuple[str, dict[str, str]]:
    """The words of a file, a paragraph or row a line, and its properties that may name a person."""
    try:
        data = file.read_bytes()
        return _READERS.get(file.suffix.lower(), _plain)(file, data)
    except QualcodeError:
        raise
    except OSError as error:
        raise QualcodeError(f"cannot be read: {error.strerror}", where=str(file)) from None
    except Exception:  # noqa: BLE001 - what the libraries raise on damaged files is theirs to choose
        raise QualcodeError("cannot be read; it is damaged, or not what its ending says", where=str(file)) from None


def _docx(file: Path, data: bytes) -> tuple[str, dict[str, str]]:
    import docx

    with open_archive(file, file.name):
        document = docx.Document(io.BytesIO(data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += ["\t".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join(lines), _properties(document.core_properties)


def _xlsx(file: Path, data: bytes) -> tuple[str, dict[str, str]]:
    import openpyxl

    with open_archive(file, file.name):
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    lines = ["\t".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\n".join(lines), _properties(book.properties)


def _pdf(_: Path, data: bytes) -> tuple[str, dict[str, str]]:
    import pypdf

    pdf = pypdf.PdfReader(io.BytesIO(data))
    told = {str(key): str(value) for key, value in (pdf.metadata or {}).items() if key in _PERSONS and value}
    return "\n".join(page.extract_text() for page in pdf.pages), told


def _html(file: Path, data: bytes) -> tuple[str, dict[str, str]]:
    text, _ = _plain(file, data)
    return _TAG.sub(" ", text), {}


def _csv(file: Path, data: bytes) -> tuple[str, dict[str, str]]:
    text, _ = _plain(file, data)
    return "\n".join("\t".join(row) for row in csv.reader(io.StringIO(text), delimiter=";")), {}


def _plain(file: Path, data: bytes) -> tuple[str, dict[str, str]]:
    try:
        return data.decode("utf-8-sig"), {}
    except UnicodeDecodeError:
        hint = "It reads docx, xlsx, pdf, html, md, csv, json and text."
        raise QualcodeError("it is no text, and of no kind that is known", where=str(file), hint=hint) from None


def _properties(properties: object) -> dict[str, str]:
    return {name: str(value) for name in _PERSONS if (value := getattr(properties, name, None))}


_READERS: Mapping[str, Callable[[Path, bytes], tuple[str, dict[str, str]]]] = {
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".pdf": _pdf,
    ".html": _html,
    ".csv": _csv,
}


def long_passages(text: str, words: int) -> Iterator[tuple[int, int]]:
    """The number of each line, from 1, with more words than that, and how many it has."""
    for n, line in enumerate(text.split("\n"), start=1):
        if (count := len(line.split())) > words:
            yield n, count
