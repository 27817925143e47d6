"""The bytes are the contract: one kept file per format.

To renew them after a change that was meant, run `QUALCODE_RENEW=1 pytest tests/render/test_golden.py` and read the
difference before committing it. Of the two zipped formats the part with the content is kept, because the rest changes
with the libraries' versions.
"""

import io
import os
import zipfile
from pathlib import Path

import pytest

from qualcode.document import Output
from qualcode.render import CONTENT_FORMATS, FORMATS

GOLDEN = Path(__file__).parent / "golden"
CONTENT = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}


def compare(content: bytes, name: str) -> None:
    kept = GOLDEN / name
    if os.environ.get("QUALCODE_RENEW"):
        kept.write_bytes(content)
    assert content.decode() == kept.read_bytes().decode()


def part(content: bytes, format_name: str) -> bytes:
    """The file, or of a zipped one the content with a line per element."""
    if format_name not in CONTENT:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(CONTENT[format_name]).replace(b"><", b">\n<") + b"\n"


@pytest.mark.parametrize("name", [*CONTENT_FORMATS, "file.csv"])
def test_document(output: Output, name: str) -> None:
    content = FORMATS["csv"].filed(output) if name == "file.csv" else FORMATS[name].printed(output)
    compare(part(content, name), f"document.{name}")


@pytest.mark.parametrize("name", ["md", "html", "docx"])
def test_table_alone(plain: Output, name: str) -> None:
    compare(part(FORMATS[name].printed(plain), name), f"plain.{name}")


@pytest.mark.parametrize("name", CONTENT_FORMATS)
def test_same_output_same_bytes(output: Output, name: str) -> None:
    assert FORMATS[name].filed(output) == FORMATS[name].filed(output)


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_no_time_of_day_in_zips(output: Output, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS[name].printed(output))) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = file.read("docProps/core.xml").decode()
    assert core.count("2018-03-05T00:00:00Z") == 2
