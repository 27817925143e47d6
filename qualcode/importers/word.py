"""Word documents (`.docx`), read from their XML: text as it stands when tracked changes are accepted.

A paragraph is a line. A footnote's number stands as `[1]` where Word shows it, its text in a line at the end. Comments,
headers and footers are left out; the notes count the comments. The text of text boxes comes after their paragraph.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.importers.incoming import Draft, File
from qualcode.importers.pages import Page
from qualcode.text.archive import Archive, open_archive, parse_xml
from qualcode.text.normalise import normalise

if TYPE_CHECKING:
    from lxml import etree

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PLAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = "{" + _PLAIN.decode() + "}"
_RUN, _TEXT, _PARAGRAPH, _TABLE, _ROW, _CELL = (W + n for n in ("r", "t", "p", "tbl", "tr", "tc"))
_LEFT_OUT = frozenset(
    W + name
    for name in (
        *("del", "moveFrom", "delText", "instrText", "annotationRef"),
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"),
    )
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object", _FALLBACK.replace("Fallback", "AlternateContent")})
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_MOST_TAGS = 3_000_000  # an interview of 10,000 words has some ten thousand
_OFF = frozenset({"0", "false", "off"})


def read_docx(file: File) -> Iterator[Draft]:
    """A `.docx` file."""
    with open_archive(file.data, file.name) as archive:
        if "word/document.xml" not in archive:
            raise file.refuse("not a Word document", "Open it in Word and save it as .docx.")
        document = _Document(archive, file.name)
        document.read()
        notes = _comments(archive, file.name)
    blocks = document.page.blocks()
    if not blocks:
        raise file.refuse("the document holds no text")
    yield Draft(blocks, attributes=document.page.attributes, notes=notes)


def _part(archive: Archive, name: str, label: str) -> "etree._Element":
    data = archive.read(name)
    if data.count(b"<") > _MOST_TAGS:
        raise QualcodeError(f"'{name}' in the file has more than {_MOST_TAGS:,} tags", where=label)
    return parse_xml(data.replace(_STRICT, _PLAIN) if _STRICT in data[:4000] else data, label)


def _comments(archive: Archive, label: str) -> tuple[str, ...]:
    if "word/comments.xml" not in archive:
        return ()
    comments = list(_part(archive, "word/comments.xml", label).iter(W + "comment"))
    authors = len({comment.get(W + "author") for comment in comments})
    return (f"comments: {len(comments)} by {authors} author(s), left out of the text",) if comments else ()


class _Document:
    """Walks a document's body into a `Page`."""

    def __init__(self, archive: Archive, label: str) -> None:
        self.page = Page()
        self._archive, self._label = archive, label
        self._headings: frozenset[str] | None = None
        self._bold_styles: frozenset[str] = frozenset()
        self._references: list[tuple[str, str]] = []
        self._boxes: list[etree._Element] = []
        self._carried = ""

    def read(self) -> None:
        """The whole document: body, then the texts of its footnotes and endnotes."""
        body = _part(self._archive, "word/document.xml", self._label).find(W + "body")
        if body is not None:
            self._body(body)
        self._footnotes()

    def _body(self, parent: "etree._Element") -> None:
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                self._line(child)
            elif tag == _TABLE:
                self.page.table(self._rows(child))
            elif tag not in _LEFT_OUT:
                self._body(child)

    def _line(self, paragraph: "etree._Element") -> None:
        properties = paragraph.find(W + "pPr")
        text, bold = self._paragraph(paragraph)
        if self._carried:
            text, bold, self._carried = self._carried + text, 0, ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = text  # the paragraph's end was deleted: the next one goes on with it
            return
        self.page.line(text, bold=bold, apart=properties is not None and self._is_heading(properties))
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._body(box)

    def _paragraph(self, paragraph: "etree._Element") -> tuple[str, int]:
        """A paragraph's text and the length of its bold beginning."""
        pieces: list[str] = []
        bold, counting, length = 0, True, 0
        for run in self._runs(paragraph):
            piece = self._run(run)
            if not piece:
                continue
            pieces.append(piece)
            length += len(piece)
            if counting and self._is_bold(run):
                bold = length
            elif piece.strip():
                counting = False
        return normalise("".join(pieces)) if pieces else "", bold

    def _runs(self, parent: "etree._Element") -> "Iterator[etree._Element]":
        """The runs of a paragraph, those inside links, insertions and fields too, without what was deleted."""
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                yield child
            elif tag not in _LEFT_OUT:
                yield from self._runs(child)

    def _run(self, run: "etree._Element") -> str:
        text = ""
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                text += child.text or ""
            elif tag in _SIGNS:
                text += _SIGNS[tag]
            elif tag == W + "br":
                text += "\n" if child.get(W + "type", "textWrapping") == "textWrapping" else ""
            elif tag in _NOTES:
                self._references.append((_NOTES[tag], child.get(W + "id", "")))
                text += f"[{len(self._references)}]"
            elif tag in _DRAWN:
                self._boxes += [box for box in child.iter(W + "txbxContent") if not any(box.iterancestors(_FALLBACK))]
        return text

    def _is_bold(self, run: "etree._Element") -> bool:
        properties = run.find(W + "rPr")
        if properties is None:
            return False
        bold, style = properties.find(W + "b"), properties.find(W + "rStyle")
        if bold is not None:
            return bold.get(W + "val", "1") not in _OFF
        return style is not None and style.get(W + "val", "") in self._styles()[1]

    def _is_heading(self, properties: "etree._Element") -> bool:
        style = properties.find(W + "pStyle")
        return style is not None and style.get(W + "val", "") in self._styles()[0]

    def _styles(self) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of the styles that are headings (or titles), and of those that make letters bold."""
        if self._headings is None:
            self._headings = frozenset()
            if "word/styles.xml" in self._archive:
                styles = list(_part(self._archive, "word/styles.xml", self._label).iter(W + "style"))
                self._headings = frozenset(s.get(W + "styleId", "") for s in styles if _names_heading(s))
                self._bold_styles = frozenset(s.get(W + "styleId", "") for s in styles if _makes_bold(s))
        return self._headings, self._bold_styles

    def _rows(self, table: "etree._Element") -> list[list[str]]:
        rows = []
        for row in table.iter(_ROW):
            if row.find(f"{W}trPr/{W}del") is None and next(row.iterancestors(_TABLE)) is table:
                cells = [cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row]
                rows.append([self._cell(cell) for cell in cells])
        return rows

    def _cell(self, cell: "etree._Element") -> str:
        texts = [self._paragraph(p)[0] for p in cell.iter(_PARAGRAPH)]
        return "\n".join(texts).strip("\n")

    def _footnotes(self) -> None:
        texts: dict[tuple[str, str], str] = {}
        references = list(self._references)
        for kind in dict.fromkeys(kind for kind, _ in references):
            if f"word/{kind}s.xml" in self._archive:
                for note in _part(self._archive, f"word/{kind}s.xml", self._label).iter(W + kind):
                    words = "\n".join(self._paragraph(p)[0] for p in note.iter(_PARAGRAPH))
                    texts[kind, note.get(W + "id", "")] = words.strip()
        if references:
            self.page.line("")
        for number, reference in enumerate(references, 1):
            self.page.line(f"[{number}] {texts.get(reference, '')}", apart=True)


def _names_heading(style: "etree._Element") -> bool:
    name = style.find(W + "name")
    label = name.get(W + "val", "").casefold() if name is not None else ""
    return label.startswith("heading") or label in ("title", "subtitle")


def _makes_bold(style: "etree._Element") -> bool:
    bold = style.find(f"{W}rPr/{W}b")
    return bold is not None and bold.get(W + "val", "1") not in _OFF
