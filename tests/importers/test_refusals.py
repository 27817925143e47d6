"""What cannot be read is refused with one clear message, in bounded time, and never with another exception."""

import io
import zipfile
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.importers import READERS, ReadOptions, read, sources

BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "unknown ending": ("a.xyz", b"hei", "cannot be read"),
    "no ending": ("a", b"hei", "cannot be read"),
    "old word": ("a.doc", b"\xd0\xcf\x11\xe0", "Open it in Word and save it as .docx"),
    "empty": ("a.txt", b"", "empty"),
    "blanks": ("a.txt", b" \r\n\t\n", "empty"),
    "only a mark": ("a.txt", b"\xef\xbb\xbf", "empty"),
    "empty docx": ("a.docx", b"", "empty"),
    "a picture": ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01", "not a text file"),
    "text as docx": ("a.docx", b"Intervjuer: hei", "not a readable zip"),
    "zip as docx": ("a.docx", packed(x=b"hei"), "not a Word document"),
    "half a docx": ("a.docx", packed(word__document_xml=b"<w:document")[:60], "not a readable zip"),
    "broken xml": ("a.docx", packed(word__document_xml=b"<w:document"), "not well-formed"),
    "entities in docx": ("a.docx", packed(word__document_xml=BOMB), "DOCTYPE"),
    "entities in odt": ("a.odt", packed(content_xml=BOMB), "DOCTYPE"),
    "entities in ods": ("a.ods", packed(content_xml=BOMB), "DOCTYPE"),
    "entities in xlsx": ("a.xlsx", packed(xl__workbook_xml=BOMB), "DOCTYPE"),
    "bomb in docx": ("a.docx", packed(word__document_xml=b" " * 20_000_000), "200 times"),
    "text as xlsx": ("a.xlsx", b"a;b\n1;2", "not a readable zip"),
    "zip as xlsx": ("a.xlsx", packed(x=b"hei"), "Excel"),
    "text as rtf": ("a.rtf", b"hei", "rich text"),
    "text as pdf": ("a.pdf", b"hei", "PDF"),
    "text as vtt": ("a.vtt", b"Intervjuer: hei", "WebVTT"),
    "text as srt": ("a.srt", b"Intervjuer: hei", "SubRip"),
    "no captions": ("a.vtt", b"WEBVTT\n\n", "no captions"),
    "broken json": ("a.json", b'{"segments": [', "JSON"),
    "deep json": ("a.json", b"[" * 100_000, "JSON"),
    "json without speech": ("a.json", b'{"a": 1}', "no transcript"),
    "broken jsonl": ("a.jsonl", b'{"a": "b"}\n{"a"\n', "line 2"),
    "a list in jsonl": ("a.jsonl", b"[1]\n", "line 1"),
    "only a header": ("a.csv", b"navn;svar\n", "no rows"),
    "a name twice": ("a.csv", b"svar;svar\na;b\n", "two columns"),
    "too many cells": ("a.csv", b"navn;svar\na;b;c;d\n", "row 2"),
    "an empty page": ("a.html", b"<html><script>x</script></html>", "no text"),
    "a page of tags": ("a.html", b"<b>x</b>" * 200_000, "tags"),
    "a document of tags": ("a.docx", packed(word__document_xml=b"<a/>" * 4_000_000), "200 times"),
    "not a zip": ("a.zip", b"PK", "not a readable zip"),
}


@pytest.mark.parametrize("title", REFUSED)
@pytest.mark.timeout(20)
def test_one_clear_message(tmp_path: Path, title: str) -> None:
    name, data, said = REFUSED[title]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(QualcodeError, match=said) as refusal:
        list(read(tmp_path / name))
    assert name in str(refusal.value)
    assert len(str(refusal.value).splitlines()) <= 2


@pytest.mark.parametrize("ending", sorted(READERS))
@pytest.mark.parametrize("seed", range(4))
def test_noise_gives_text_or_a_refusal(tmp_path: Path, ending: str, seed: int) -> None:
    import random

    noise = random.Random(f"{ending}{seed}").randbytes(3_000)  # noqa: S311
    data = [noise, b"PK\x03\x04" + noise, b"%PDF-1.7\n" + noise, b"{\\rtf1 " + noise][seed]
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    try:
        found = list(read(path))
    except QualcodeError:
        return
    assert all(source.text.encode() for source in found)


def test_a_scanned_pdf_says_so(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    pdf = canvas.Canvas(str(tmp_path / "a.pdf"))
    pdf.rect(10, 10, 100, 100, fill=1)
    pdf.save()
    with pytest.raises(QualcodeError, match="pictures of pages"):
        list(read(tmp_path / "a.pdf"))


def test_a_wrong_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("på".encode("cp1252"))
    with pytest.raises(QualcodeError, match="not written in utf-8"):
        list(read(path, ReadOptions(encoding="utf-8")))
    with pytest.raises(QualcodeError, match="no encoding 'utf-9'"):
        list(read(path, ReadOptions(encoding="utf-9")))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path in (tmp_path / "a.txt", tmp_path):
        with pytest.raises(QualcodeError):
            list(read(path))
        with pytest.raises(QualcodeError):
            sources([path])


def test_what_is_meant_by_paths(tmp_path: Path) -> None:
    names = ["b/å.txt", "b/a.docx", ".skjult/x.txt", "~$a.docx", "README.md", "bilde.png", "gammel.doc", "c.TXT"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("d/e.txt", "Hei.")
    listed = ["b/a.docx", "b/å.txt", "c.TXT", "gammel.doc", "z.zip/d/e.txt"]
    assert [p.relative_to(tmp_path).as_posix() for p in sources([tmp_path])] == listed
    assert sources([tmp_path / "b" / "*.txt", tmp_path / "b" / "å.txt"]) == [tmp_path / "b" / "å.txt"]
    assert sources([tmp_path / "README.md"]) == [tmp_path / "README.md"]
    (found,) = read(tmp_path / "z.zip" / "d" / "e.txt")
    assert (found.name, found.text) == ("e", "Hei.")
