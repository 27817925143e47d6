import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from qualcode.codebook import load
from qualcode.errors import QualcodeError


def test_a_csv_as_norwegian_excel_writes_it(tmp_path: Path) -> None:
    file = tmp_path / "bok.csv"
    text = (
        "Kode;Navn;Overkode;Nøkkelord;Eksempel;Farge\r\n"
        'tolk;Tolk;språk;"telefontolk, tolke";"«Ja», sa hun\r\nNei";\r\n'
        "språk;;;'-isme;;#0066ee\r\n"
    )
    file.write_bytes(text.encode("cp1252"))
    book = load(file)
    (top,) = book.codes
    assert (top.id, top.name, top.color, top.keywords) == ("språk", "Språk", "#0066ee", ("-isme",))
    assert top.codes[0].keywords == ("telefontolk", "tolke")
    assert top.codes[0].examples == ("«Ja», sa hun", "Nei")


def test_an_xlsx(tmp_path: Path) -> None:
    sheet = openpyxl.Workbook()
    page = sheet.worksheets[0]
    for row in [
        ("id", "parent", "keywords", "uses"),
        ("a", None, "x; y, z", 4),
        ("b", "a", 112, None),
        (3, "", "", ""),
    ]:
        page.append(row)  # type: ignore[arg-type]
    sheet.save(tmp_path / "bok.xlsx")
    book = load(tmp_path / "bok.xlsx")
    assert book.paths == {"a": ("a",), "b": ("a", "b"), "3": ("3",)}
    assert book.by_id["a"].keywords == ("x", "y, z")
    assert book.by_id["b"].keywords == ("112",)


FAULTS = {
    "": (1, "empty"),
    "id,name\n": (1, "no codes"),
    "parent,definition\nx,y\n": (1, "no column 'id'"),
    "id,definiton\nx,y\n": (1, "Did you mean 'definition'"),
    "id,navn,name\nx,y,z\n": (1, "two columns"),
    'id,definition\na,"over\nto linjer"\na,x\n': (4, "used already"),
    "id,parent\na,b\n": (2, "unknown parent 'b'"),
    "id,parent\na,b\nb,a\n": (2, "circle"),
    "id\na b\n": (2, "cannot be an id"),
    "id,color\na,rød\n": (2, "not a colour"),
    "id,name\n,b\n": (2, "without an id"),
    "id,parent\nx0,\n" + "".join(f"x{n},x{n - 1}\n" for n in range(1, 500)): (2, "60 deep"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_broken_sheet_is_refused_with_file_and_row(text: str, tmp_path: Path) -> None:
    line, words = FAULTS[text]
    file = tmp_path / "bok.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QualcodeError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert words in str(caught.value)


def test_what_is_no_xlsx(tmp_path: Path) -> None:
    file = tmp_path / "bok.xlsx"
    file.write_bytes(b"id,name")
    with pytest.raises(QualcodeError, match="not a readable"):
        load(file)
    book = openpyxl.Workbook()
    out = BytesIO()
    book.save(out)
    file.write_bytes(out.getvalue())
    with pytest.raises(QualcodeError, match="empty"):
        load(file)
    with zipfile.ZipFile(BytesIO(out.getvalue())) as whole, zipfile.ZipFile(file, "w") as part:
        part.writestr("[Content_Types].xml", whole.read("[Content_Types].xml").replace(b"sheet.main", b"nothing"))
    with pytest.raises(QualcodeError, match="not a readable XLSX"):
        load(file)
