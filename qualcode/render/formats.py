"""Every format that an output is written in: a row each. A new format is a function of its own and a row here.

The functions are named and not imported, because the help of every command asks for this list.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from qualcode.document import Output


@dataclass(frozen=True)
class Format:
    """How an output becomes bytes: by a function of this room, named as `module.function`.

    The first of `endings` is what its files are called; any of them chooses it. `to_file` is another function for
    files, where they differ from what goes to standard output. Only what `is_text` may be printed on a terminal. What
    comes `by_rows` can be written piece by piece. Where `says_origin` is false, a file beside it says where it is from.
    """

    function: str
    endings: tuple[str, ...]
    to_file: str = ""
    is_text: bool = True
    is_picture: bool = False
    by_rows: bool = False
    says_origin: bool = True

    def printed(self, output: "Output") -> bytes:
        """The output as it goes to standard output."""
        return _function(self.function)(output)

    def filed(self, output: "Output") -> bytes:
        """The output as it goes into a file."""
        return _function(self.to_file or self.function)(output)


FORMATS: Mapping[str, Format] = {
    "table": Format("table.table_bytes", (".txt",), to_file="table.table_file"),
    # A CSV file is one that a Norwegian Excel opens by a double click.
    "csv": Format("csv.comma_csv", (".csv",), to_file="csv.spreadsheet_csv", by_rows=True, says_origin=False),
    "jsonl": Format("json.jsonl_bytes", (".jsonl",), by_rows=True, says_origin=False),
    "json": Format("json.json_bytes", (".json",), says_origin=False),
    "md": Format("markdown.markdown_bytes", (".md",)),
    "xlsx": Format("xlsx.xlsx_bytes", (".xlsx",), is_text=False),
    "docx": Format("docx.docx_bytes", (".docx",), is_text=False),
    "html": Format("html.html_bytes", (".html", ".htm")),
    "svg": Format("picture.svg_bytes", (".svg",), is_picture=True),
    "png": Format("picture.png_bytes", (".png",), is_text=False, is_picture=True),
    "pdf": Format("picture.pdf_bytes", (".pdf",), is_text=False, is_picture=True),
}
"""Every format by its name."""

CONTENT_FORMATS = tuple(name for name, form in FORMATS.items() if not form.is_picture)
"""The formats that hold the whole output, as `--format` takes them."""
PICTURE_FORMATS = tuple(name for name, form in FORMATS.items() if form.is_picture)
"""The formats that an output is drawn in."""
FORMAT_BY_ENDING: Mapping[str, str] = {ending: name for name, form in FORMATS.items() for ending in form.endings}
"""The format that a file's ending chooses."""


def endings(names: Iterable[str] = FORMATS) -> list[str]:
    """How files in these formats end, one ending a format."""
    return [FORMATS[name].endings[0] for name in names]


def _function(name: str) -> "Callable[[Output], bytes]":
    module, _, function = name.partition(".")
    found = getattr(import_module(f"qualcode.render.{module}"), function)
    return cast("Callable[[Output], bytes]", found)
