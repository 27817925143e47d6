"""OpenDocument: text (`.odt`) as LibreOffice shows it with changes accepted, and tables (`.ods`)."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.importers.incoming import Draft, File
from qualcode.importers.pages import Page
from qualcode.importers.tables import drafts, rows_of
from qualcode.text.archive import open_archive, parse_xml

if TYPE_CHECKING:
    from lxml import etree

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE = (_NAMESPACE + name + ":1.0}" for name in ("text", "table", "office"))
_STYLE, _DRAW, _BOLD = (
    _NAMESPACE + "style:1.0}",
    _NAMESPACE + "drawing:1.0}",
    _NAMESPACE + "xsl-fo-compatible:1.0}font-weight",
)
_PARAGRAPHS = frozenset({TEXT + "p", TEXT + "h"})
_LEFT_OUT = frozenset(
    {
        TEXT + "tracked-changes",
        OFFICE + "annotation",
        OFFICE + "forms",
        TEXT + "sequence-decls",
        OFFICE + "annotation-end",
    }
)
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1_000
_MOST_CELLS = 5_000_000


def read_odt(file: File) -> Iterator[Draft]:
    """An `.odt` file. A paragraph is a line; a footnote's number stands as `[1]`, its text in a line at the end."""
    content = _content(file)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise file.refuse("not an OpenDocument text", "Open it in LibreOffice and save it as .odt.")
    document = _Text(content)
    document.walk(body)
    document.footnotes()
    blocks = document.page.blocks()
    if not blocks:
        raise file.refuse("the document holds no text")
    comments = list(body.iter(OFFICE + "annotation"))
    authors = len({creator.text for c in comments for creator in c.iter("{http://purl.org/dc/elements/1.1/}creator")})
    notes = (f"comments: {len(comments)} by {authors} author(s), left out of the text",) if comments else ()
    yield Draft(blocks, attributes=document.page.attributes, notes=notes)


def read_ods(file: File) -> Iterator[Draft]:
    """The first sheet of an `.ods` file that holds anything."""
    yield from drafts(file, rows_of(file, ods_cells(file)), ())


def _content(file: File) -> "etree._Element":
    with open_archive(file.data, file.name) as archive:
        if "content.xml" not in archive:
            raise file.refuse("not an OpenDocument file", "Open it in LibreOffice and save it again.")
        return parse_xml(archive.read("content.xml"), file.name)


class _Text:
    """Walks an OpenDocument text into a `Page`."""

    def __init__(self, content: "etree._Element") -> None:
        self.page = Page()
        self._notes: list[str] = []
        self._boxes: list[etree._Element] = []
        self._bold = frozenset(
            style.get(_STYLE + "name", "")
            for style in content.iter(_STYLE + "style")
            if any(p.get(_BOLD) == "bold" for p in style.iter(_STYLE + "text-properties"))
        )

    def walk(self, parent: "etree._Element") -> None:
        """Paragraphs, headings, lists and tables, in order."""
        for child in parent:
            if child.tag in _PARAGRAPHS:
                self._line(child)
            elif child.tag == TABLE + "table":
                self.page.table([[self._cell(cell) for cell in _cells(row)] for row in child.iter(TABLE + "table-row")])
            elif child.tag not in _LEFT_OUT:
                self.walk(child)

    def footnotes(self) -> None:
        """The texts of the footnotes, at the end."""
        if self._notes:
            self.page.line("")
        for number, words in enumerate(self._notes, 1):
            self.page.line(f"[{number}] {words}", apart=True)

    def _line(self, paragraph: "etree._Element") -> None:
        pieces = _collapsed(self._pieces(paragraph, paragraph.get(TEXT + "style-name", "") in self._bold))
        bold = 0
        for words, is_bold in pieces:
            if not is_bold and words.strip():
                break
            bold += len(words) if is_bold or bold else 0
        text = "".join(words for words, _ in pieces)
        self.page.line(text, bold=min(bold, len(text)), apart=paragraph.tag == TEXT + "h")
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.walk(box)

    def _pieces(self, parent: "etree._Element", bold: bool) -> Iterator[tuple[str, bool, bool]]:
        """A paragraph's pieces: the words, whether they are bold, and whether their blanks are as written."""
        yield parent.text or "", bold, False
        for child in parent:
            if child.tag == TEXT + "s":
                count = child.get(TEXT + "c", "1")
                yield " " * min(int(count) if count.isdigit() else 1, _MOST_SPACES), bold, True
            elif child.tag in (TEXT + "tab", TEXT + "line-break"):
                yield "\t" if child.tag.endswith("tab") else "\n", bold, True
            elif child.tag == TEXT + "note":
                self._notes.append(self._cell(child.find(TEXT + "note-body")).strip())
                yield f"[{len(self._notes)}]", bold, True
            elif child.tag == _DRAW + "frame" or child.tag.startswith(_DRAW):
                self._boxes += list(child.iter(_DRAW + "text-box"))
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                yield from self._pieces(child, bold or child.get(TEXT + "style-name", "") in self._bold)
            yield child.tail or "", bold, False

    def _cell(self, cell: "etree._Element | None") -> str:
        found = [] if cell is None else [p for p in cell.iter(*_PARAGRAPHS)]
        return "\n".join("".join(words for words, _ in _collapsed(self._pieces(p, False))) for p in found)


def _collapsed(pieces: Iterator[tuple[str, bool, bool]]) -> list[tuple[str, bool]]:
    """Blanks in the XML count as one space, and as none at a paragraph's beginning; `text:s` counts."""
    result: list[tuple[str, bool]] = []
    last = " "
    for words, bold, written in pieces:
        plain = words if written else _BLANKS.sub(" ", words)
        if not written and last in " \n" and plain.startswith(" ") and (not result or last == " "):
            plain = plain[1:]
        if plain:
            result.append((plain, bold))
            last = "" if written else plain[-1]
    return result


def _cells(row: "etree._Element") -> list["etree._Element"]:
    return [cell for cell in row if cell.tag in (TABLE + "table-cell", TABLE + "covered-table-cell")]


def ods_cells(file: File) -> list[Sequence[str]]:
    """The cells of the first sheet that holds anything; repeated empty rows and cells at the end are not there."""
    body = _content(file).find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if body is None:
        raise file.refuse("not an OpenDocument table", "Open it in LibreOffice and save it as .ods.")
    for sheet in body.iter(TABLE + "table"):
        rows: list[Sequence[str]] = []
        size = 0
        for row in sheet.iter(TABLE + "table-row"):
            cells = _row(row, file)
            times = _repeats(row, "rows") if any(cells) else 1
            size += times * (1 + len(cells))
            if size > _MOST_CELLS:
                raise file.refuse(f"the table has more than {_MOST_CELLS:,} cells")
            rows += [cells] * times
        if any(any(row) for row in rows):
            return rows
    return []


def _row(row: "etree._Element", file: File) -> list[str]:
    cells: list[str] = []
    for cell in _cells(row):
        words = _value(cell)
        times = _repeats(cell, "columns")
        if words and len(cells) + times > 20_000:
            raise file.refuse("a row of the table is too wide")
        cells += [words] * (times if words else min(times, 20_000 - len(cells)))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _repeats(element: "etree._Element", what: str) -> int:
    count = element.get(f"{TABLE}number-{what}-repeated", "1")
    return max(1, int(count)) if count.isdigit() else 1


def _value(cell: "etree._Element") -> str:
    kind = cell.get(OFFICE + "value-type", "")
    if kind in ("float", "percentage", "currency"):
        return re.sub(r"\.0+$", "", cell.get(OFFICE + "value", ""))
    if kind == "date":
        return cell.get(OFFICE + "date-value", "").removesuffix("T00:00:00")
    if kind == "boolean":
        return cell.get(OFFICE + "boolean-value", "")
    lines = [p for p in cell.iter(TEXT + "p") if not any(True for _ in p.iterancestors(OFFICE + "annotation"))]
    return "\n".join("".join(map(str, p.itertext())) for p in lines)
