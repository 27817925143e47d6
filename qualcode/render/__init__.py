"""Formats: each turns an `Output` into bytes. `write` puts them into a file, whole or not at all."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from qualcode.document import Output
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.render import metadata
from qualcode.render.csv import comma_csv, spreadsheet_csv
from qualcode.render.docx import docx_bytes
from qualcode.render.html import html_bytes
from qualcode.render.json import json_bytes, jsonl_bytes
from qualcode.render.markdown import markdown_bytes
from qualcode.render.picture import picture_bytes
from qualcode.render.table import table_bytes, table_file
from qualcode.render.xlsx import xlsx_bytes

Writer = Callable[[Output], bytes]

WRITERS: Mapping[str, Writer] = {
    "table": table_bytes,
    "csv": comma_csv,
    "jsonl": jsonl_bytes,
    "json": json_bytes,
    "md": markdown_bytes,
    "xlsx": xlsx_bytes,
    "docx": docx_bytes,
    "html": html_bytes,
}
"""Every format by the name that `--format` takes, as it goes to standard output."""

FILE_WRITERS: Mapping[str, Writer] = {**WRITERS, "table": table_file, "csv": spreadsheet_csv}
"""Every format as it goes into a file: a CSV file is one that a Norwegian Excel opens by a double click."""

PICTURES: Mapping[str, Writer] = {name: partial(picture_bytes, name) for name in ("svg", "png", "pdf")}
"""The formats of a file that an output is drawn into."""

ENDINGS: Mapping[str, str] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".json": "json",
    ".md": "md",
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".txt": "table",
    ".svg": "svg",
    ".png": "png",
    ".pdf": "pdf",
}
"""The format that a file's ending chooses."""

TEXTS = frozenset({"table", "csv", "jsonl", "json", "md", "html"})
"""Formats that may be printed on a terminal; the others are for files and pipes."""


def format_of(path: Path) -> str:
    """The format that a file's ending chooses; WrongUsage when none does."""
    if name := ENDINGS.get(path.suffix.lower()):
        return name
    known = ", ".join(e for e in ENDINGS if e != ".htm")
    raise WrongUsage(f"no format is known by the ending of '{path.name}'", hint=f"Use one of {known}.")


def write(output: Output, path: Path, format: str | None = None) -> None:  # noqa: A002  the option's name
    """Write an output into a file, replacing one that is there; the ending chooses the format unless one is given.

    A table that cannot say where it comes from has a small file beside it that does.
    """
    form = format or format_of(path)
    write_alone(output, path, form)
    write_origin({path.name: output}, path.with_name(path.name + metadata.ENDING), form)


def write_alone(output: Output, path: Path, form: str) -> None:
    """Write an output into a file and nothing beside it."""
    write_bytes({**FILE_WRITERS, **PICTURES}[form](output), path)


def write_origin(files: Mapping[str, Output], path: Path, form: str) -> None:
    """Say in a file of its own what tables (by file name) were made from, where their format has no place for it."""
    if form in metadata.TABLES and files:
        write_bytes(metadata.metadata_bytes(files, form), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Put bytes into a file through `<name>.part` and a rename, so that a reader never meets half of it."""
    write_stream([content], path)


def write_stream(pieces: Iterable[bytes], path: Path) -> None:
    """Like `write_bytes`, with bytes that come in pieces."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(pieces)
        os.replace(part, path)
    except OSError as fault:
        hint = "Is it open in another program, or the folder write-protected?"
        why = f"the file could not be written: {fault.strerror}"
        raise QualcodeError(why, where=str(path), hint=hint if isinstance(fault, PermissionError) else None) from fault
    finally:
        part.unlink(missing_ok=True)


def in_pieces(outputs: Iterable[Output], format: str, writers: Mapping[str, Writer] = WRITERS) -> Iterator[bytes]:  # noqa: A002
    """One table that comes in pieces as one csv or jsonl that comes in pieces, so that memory does not grow with it."""
    for n, output in enumerate(outputs):
        data = writers[format](output)
        yield data.partition(b"\n")[2] if n and format == "csv" else data  # the header once
