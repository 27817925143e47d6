"""Word: the same document with real heading styles, a first page of facts, contents and page numbers.

python-docx gives the file, its styles and pictures. The body is written as XML directly, because a table of ten
thousand excerpts would take python-docx minutes.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, time
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any

from qualcode.document import Block, Document, Grid, Heading, Link, Linked, Output, Paragraph, Picture, Quote
from qualcode.render.docx_styles import set_up
from qualcode.render.values import column_cells, day, document_of, is_numeric, visible
from qualcode.wording import phrase

if TYPE_CHECKING:
    from docx.document import Document as File

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DEEPEST = 6
_ON_ONE_PAGE = 36
"""With more headings the contents show chapters only."""


def docx_bytes(output: Output) -> bytes:
    """The output's document. The same output gives the same bytes."""
    import docx

    document = output.paper() if output.paper else document_of(output)
    file = docx.Document()
    set_up(file, document)
    _properties(file, output, document)
    _append(file, "".join(_first_page(output, document)))
    _body(file, document)
    return _same_every_time(file)


def _body(file: "File", document: Document) -> None:
    """All blocks; pictures go through python-docx, which also keeps the picture's file."""
    xml: list[str] = []
    places, marks = count(1), count(1_000_000)
    for block in document.blocks:
        if isinstance(block, Picture):
            _append(file, "".join(xml))
            xml = []
            _picture(file, block)
        else:
            xml.extend(_xml(block, document, places, marks))
        if block is document.blocks[0] and _has_contents(document) and xml:
            xml[0] = _on_new_page(xml[0])
    _append(file, "".join(xml))


def _xml(block: Block, document: Document, places: Iterator[int], marks: Iterator[int]) -> Iterator[str]:
    """A block's XML; `places` numbers the headings, `marks` everything else that links lead to."""
    if isinstance(block, Heading):
        yield _heading(block, next(places))
    elif isinstance(block, Paragraph):
        for text in block.text.split("\n\n"):
            yield _p("BodyText" if block.style == "body" else "Note", _run(text))
    elif isinstance(block, Quote):
        yield from _quote(block, document, marks)
    elif isinstance(block, Grid):
        yield from _grid(block, document, marks)


def _first_page(output: Output, document: Document) -> Iterator[str]:
    """Title, facts and contents; a page of its own where the document has chapters."""
    if document.title:
        yield _p("Title", _run(document.title))
    for label, value in output.provenance.facts(document.lang):
        yield _p("Fact", f"{_run(f'{label}:', bold=True)}<w:r><w:tab/></w:r>{_run(value)}")
    if _has_contents(document):
        yield from _contents([b for b in document.blocks if isinstance(b, Heading)], document)
    else:
        yield _p("AfterTable", "")


def _has_contents(document: Document) -> bool:
    return sum(isinstance(b, Heading) for b in document.blocks) > 2


def _on_new_page(paragraph: str) -> str:
    return paragraph.replace("/>", "/><w:pageBreakBefore/>", 1) if paragraph.startswith("<w:p>") else paragraph


def _contents(headings: list[Heading], document: Document) -> Iterator[str]:
    """A contents field that Word can update, already filled in with links, so that nothing asks to be updated."""
    yield _p("ContentsTitle", _run(phrase("Contents", document.lang)))
    deepest = 2 if len(headings) <= _ON_ONE_PAGE else 1
    shown = [(n, h) for n, h in enumerate(headings, start=1) if h.level <= deepest]
    begin = _field_mark("begin") + _instruction(rf'TOC \o "1-{deepest}" \h \z \u') + _field_mark("separate")
    for i, (place, heading) in enumerate(shown):
        link = f'<w:hyperlink w:anchor="{_mark(place)}" w:history="1">{_run(_counted(heading))}</w:hyperlink>'
        end = _field_mark("end") if i == len(shown) - 1 else ""
        yield _p(f"TOC{heading.level}", (begin if i == 0 else "") + link + end)


def _heading(block: Heading, place: int) -> str:
    return _p(f"Heading{min(block.level, _DEEPEST)}", _bookmark(_mark(place), place, _run(_counted(block))))


def _bookmark(name: str, number: int, runs: str) -> str:
    """Runs that links lead to by a name."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'


def _link(text: str, to: str) -> str:
    run = _run(text).replace("<w:r>", '<w:r><w:rPr><w:color w:val="1F5F7A"/><w:u w:val="single"/></w:rPr>', 1)
    return f'<w:hyperlink w:anchor="{to}" w:history="1">{run}</w:hyperlink>'


def _counted(heading: Heading) -> str:
    return heading.text if heading.count is None else f"{heading.text} ({heading.count})"


def _mark(place: int) -> str:
    return f"_Toc{place:08d}"


def _quote(block: Quote, document: Document, marks: Iterator[int]) -> Iterator[str]:
    if block.before.strip():
        yield _p("QuoteContext", _run(f"… {block.before.strip()}"))
    words = _run(block.text)
    yield _p("Quote", _bookmark(block.place, next(marks), words) if block.place else words)
    if block.after.strip():
        yield _p("QuoteContext", _run(f"{block.after.strip()} …"))
    back = _run(" ") + _link(phrase("back", document.lang), block.back) if block.back else ""
    yield _p("QuoteSource", _run(block.source) + back)
    if block.memo:
        yield _p("QuoteSource", _run(f"{phrase('Memo', document.lang)}: ", bold=True) + _run(block.memo))


def _grid(block: Grid, document: Document, marks: Iterator[int]) -> Iterator[str]:
    if block.caption:
        yield _p("Caption", _run(block.caption), "<w:keepNext/>")
    cells = [column_cells(block.frame.iloc[:, x], document.lang) for x in range(block.frame.shape[1])]
    columns = [list(map(str, column)) for column in cells]
    names = [str(c) for c in block.frame.columns]
    if not columns:
        return
    widths = _widths(names, columns, 14_570 if document.landscape else 9_070)
    sides = ["right" if is_numeric(c) else "left" for c in columns]
    yield '<w:tbl><w:tblPr><w:tblStyle w:val="Plain"/><w:tblW w:w="5000" w:type="pct"/>'
    yield '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>'
    yield "".join(f'<w:gridCol w:w="{w}"/>' for w in widths) + "</w:tblGrid>"
    yield _row([_run(n, bold=True) for n in names], widths, sides, "<w:cantSplit/><w:tblHeader/>")
    for texts, row in zip(zip(*columns, strict=True), zip(*cells, strict=True), strict=True):
        runs = [_runs(cell, marks) for cell in row]
        yield _row(runs, widths, sides, "<w:cantSplit/>" if sum(map(len, texts)) < 400 else "")
    yield f"</w:tbl>{_p('AfterTable', '')}"


def _runs(cell: str | Linked, marks: Iterator[int]) -> str:
    """A cell's text, with its links and its own name where it has them."""
    if isinstance(cell, str):
        return _run(cell)
    runs = "".join(_link(p.text, p.to) if isinstance(p, Link) else _run(p) for p in cell.parts)
    return _bookmark(cell.place, next(marks), runs) if cell.place else runs


def _row(cells: list[str], widths: list[int], sides: list[str], properties: str) -> str:
    """A row of cells that are runs already."""
    xml = [f"<w:tr><w:trPr>{properties}</w:trPr>"]
    for runs, width, side in zip(cells, widths, sides, strict=True):
        size = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        cell = _p("Cell", runs, f'<w:jc w:val="{side}"/>')
        xml.append(f"<w:tc>{size}{cell}</w:tc>")
    return "".join(xml) + "</w:tr>"


def _widths(names: list[str], columns: list[list[str]], total: int) -> list[int]:
    """Widths in twentieths of a point: as the longest word needs, the rest shared by how much text there is."""
    longest_words = [
        max((len(w) for t in (n, *c) for w in t.split()), default=1) for n, c in zip(names, columns, strict=True)
    ]
    least = [min(22, w) * 112 + 220 for w in longest_words]
    lines = [max(len(line) for t in (n, *c) for line in t.split("\n")) for n, c in zip(names, columns, strict=True)]
    volume = [max(1.0, min(90.0, n)) for n in lines]
    rest = max(0, total - sum(least))
    wanted = [a + rest * v / sum(volume) for a, v in zip(least, volume, strict=True)]
    return [round(w * total / sum(wanted)) for w in wanted]


def _p(style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _run(text: str, bold: bool = False) -> str:
    """A run of text; line ends become line breaks, tabs stay tabs."""
    body = escape(visible(text), quote=False).replace("\r\n", "\n").replace("\r", "\n")
    body = body.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    body = body.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" * bold}<w:t xml:space="preserve">{body}</w:t></w:r>'


def _field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(text, quote=False)} </w:instrText></w:r>'


def _append(file: "File", xml: str) -> None:
    from docx.oxml import parse_xml

    end = file.element.body.sectPr
    for element in list(parse_xml(f'<w:body xmlns:w="{_W}">{xml}</w:body>')):
        end.addprevious(element)


def _picture(file: "File", block: Picture) -> None:
    from docx.shared import Emu

    section: Any = file.sections[0]
    width = Emu(section.page_width - section.left_margin - section.right_margin)
    shape = file.add_picture(io.BytesIO(block.png), width=width)
    most = 0.9 * (section.page_height - section.top_margin - section.bottom_margin)  # room for the caption
    if shape.height > most:
        shape.width, shape.height = Emu(int(shape.width * most / shape.height)), Emu(int(most))
    shape._inline.docPr.set("descr", visible(block.alt))
    _append(file, _p("Caption", _run(block.caption)))


def _properties(file: "File", output: Output, document: Document) -> None:
    properties: Any = file.core_properties
    when = datetime.combine(day(output), time(), UTC)
    properties.title, properties.author, properties.comments = visible(document.title), "", ""
    properties.last_modified_by, properties.revision = "", 1
    properties.created = properties.modified = when
    properties.language = document.lang
    facts = "; ".join(f"{label}: {value}" for label, value in output.provenance.facts(document.lang))
    properties.subject = visible(facts)[:255]


def _same_every_time(file: "File") -> bytes:
    """The file's bytes with the zip's members in order and without today's time."""
    import zipfile

    first, last = io.BytesIO(), io.BytesIO()
    file.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), made.read(name), zipfile.ZIP_DEFLATED)
    return last.getvalue()
