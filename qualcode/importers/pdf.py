"""PDF files with text in them, read by where every sign stands on the page."""

import ctypes
from collections.abc import Iterator
from typing import Any

from qualcode.importers import printed
from qualcode.importers.incoming import Draft, File
from qualcode.importers.pages import Page

_MOST_PAGES = 2_000
_BOLD = 600
_BLANK = 32
_NOTHING = frozenset({0, 0xFFFE, 0xFFFF})
_PASSWORD = 4  # what PDFium answers when it needs one


def read_pdf(file: File) -> Iterator[Draft]:
    """A `.pdf` file: its paragraphs, without heads, feet, page numbers and numbers in the margin, which are told."""
    sheets = _sheets(file)
    if not any(page.runs for page in sheets):
        raise file.refuse(
            "the PDF holds pictures of pages and no text",
            "Run a text recogniser on it, or import the document it came from.",
        )
    numbers = printed.margin(sheets)
    heads = printed.furniture(sheets, numbers)
    left_out = [head | number for head, number in zip(heads, numbers, strict=True)]
    lines = [printed.in_order(page, out) for page, out in zip(sheets, left_out, strict=True)]
    if not any(lines):  # one page that says the same as all others
        lines = [printed.in_order(page, ()) for page in sheets]
    page = Page()
    for paragraph in printed.paragraphs(lines):
        page.line(paragraph.text, bold=paragraph.bold, apart=paragraph.heading)
    notes = [f"pdf: lines joined to paragraphs, {len(sheets)} page(s)"]
    if any(heads):
        told = sorted({run.text for runs in heads[:2] for run in runs})
        notes.append(f"left out at the top and bottom of pages: {'; '.join(told[:4])}")
    if any(numbers):
        notes.append(f"left out: {sum(map(len, numbers))} numbers in the margin")
    yield Draft(page.blocks(), notes=tuple(notes))


def _sheets(file: File) -> list[printed.Sheet]:
    return [printed.sheet(found, width, height) for found, width, height in signs(file)]


def signs(file: File) -> Iterator[tuple[list[printed.Sign], float, float]]:
    """The signs of every page with their places, and the page's width and height."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file.data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise file.refuse("the file has a password", "Save it without one.") from error
        raise file.refuse("not a readable PDF file") from error
    try:
        if len(document) > _MOST_PAGES:
            raise file.refuse(f"the file has more than {_MOST_PAGES:,} pages")
        for n in range(len(document)):
            page = document[n]
            text = page.get_textpage()
            yield list(_signs(text)), page.get_width(), page.get_height()
            text.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise file.refuse("not a readable PDF file") from error
    finally:
        document.close()


def _signs(text: Any) -> Iterator[printed.Sign]:
    """Every sign that the page has, without the blanks that PDFium adds."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    x, base = ctypes.c_double(), ctypes.c_double()
    high, fresh, bold = "", True, False
    for n in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, n)
        if code <= _BLANK and raw.FPDFText_IsGenerated(text, n) == 1:
            fresh = fresh or code != _BLANK  # a line ends
            continue
        if code in _NOTHING:
            continue
        if 0xD800 <= code < 0xDC00:
            high = chr(code)
            continue
        raw.FPDFText_GetLooseCharBox(text, n, box)  # as wide as the sign with the room beside it
        raw.FPDFText_GetCharOrigin(text, n, x, base)
        if fresh or bold:  # only a line's beginning is asked for
            bold = raw.FPDFText_GetFontWeight(text, n) >= _BOLD
        fresh = False
        sign = chr(code)
        if high:
            sign, high = (high + sign).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), ""
        yield printed.Sign(sign, box.left, box.right, base.value, abs(box.top - box.bottom), bold)
