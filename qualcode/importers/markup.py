"""Web pages (`.html`) and rich text (`.rtf`)."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.importers.encoding import decode
from qualcode.importers.incoming import Draft, File
from qualcode.importers.pages import Page

if TYPE_CHECKING:
    from bs4 import Tag

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset(
    """
    p div li ul ol dl dt dd blockquote section article header footer main aside nav figure figcaption address
    form fieldset body html pre h1 h2 h3 h4 h5 h6 center details summary
    """.split()
)
_SILENT = frozenset("script style head template noscript svg iframe object select textarea title".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_MOST_TAGS = 300_000


def read_html(file: File) -> Iterator[Draft]:
    """An `.html` file: its visible text, a block a line, `<br>` a line break, blanks as a browser shows them."""
    from bs4 import BeautifulSoup

    declared = None if file.options.encoding else _CHARSET.search(file.data[:4_000])
    text, notes = _declared(file, declared[1].decode()) if declared else decode(file)
    if text.count("<") > _MOST_TAGS:
        raise file.refuse(f"the page has more than {_MOST_TAGS:,} tags")
    page = _Web()
    page.block(BeautifulSoup(text, "html.parser"))
    page.end()
    blocks = page.page.blocks()
    if not blocks:
        raise file.refuse("the page holds no text")
    yield Draft(blocks, attributes=page.page.attributes, notes=notes)


def _declared(file: File, encoding: str) -> tuple[str, tuple[str, ...]]:
    """The text by the encoding that the page names; when that cannot be, by the usual rule."""
    try:
        return file.data.decode(encoding), ()
    except (LookupError, UnicodeError):
        return decode(file)


class _Web:
    """Walks a web page into a `Page`, collecting pieces of a line until a block ends it."""

    def __init__(self) -> None:
        self.page = Page()
        self._pieces: list[tuple[str, bool]] = []
        self._apart = False

    def block(self, parent: "Tag") -> None:
        """Everything below an element. Without recursion, since pages may leave every paragraph open."""
        from bs4 import Tag
        from bs4.element import CData, NavigableString

        open_tags = [(iter(parent.children), False, False, False)]
        while open_tags:
            children, bold, pre, ends = open_tags[-1]
            child = next(children, None)
            if child is None:
                open_tags.pop()
                if ends:
                    self.end()
            elif isinstance(child, Tag):
                if self._enters(child, bold=bold):
                    block = child.name in _BLOCKS
                    strong = bold or child.name in ("b", "strong")
                    open_tags.append((iter(child.children), strong, pre or child.name == "pre", block))
            elif type(child) in (NavigableString, CData):
                self._pieces.append((str(child) if pre else _BLANKS.sub(" ", str(child)), bold))

    def _enters(self, tag: "Tag", *, bold: bool) -> bool:
        """Whether what is inside an element is text to walk through; breaks and tables are dealt with here."""
        name = tag.name
        if name == "br":
            self._pieces.append(("\n", bold))
        elif name == "table":
            self.end()
            self.page.table(_rows(tag))
        elif name in _BLOCKS:
            self.end()
            self._apart = name in _HEADINGS
        return name not in _SILENT and name not in ("br", "table")

    def end(self) -> None:
        """A block ends: its line goes to the page, without blanks at the ends of its lines."""
        text, bold, counting = "", 0, True
        for words, is_bold in self._pieces:
            piece = words.lstrip(" ") if not text or text[-1] in " \n" else words
            text = text.rstrip(" ") + piece if piece.startswith("\n") else text + piece
            if counting and is_bold:
                bold = len(text)
            elif piece.strip():
                counting = False
        text = text.rstrip()
        if text:
            self.page.line(text, bold=min(bold, len(text)), apart=self._apart)
        self._pieces, self._apart = [], False


def _rows(table: "Tag") -> list[list[str]]:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    return [[_cell(cell) for cell in row.find_all(["td", "th"], recursive=False)] for row in rows]


def _cell(cell: "Tag") -> str:
    inner = _Web()
    inner.block(cell)
    inner.end()
    return "\n\n".join(block.text for block in inner.page.blocks())


def read_rtf(file: File) -> Iterator[Draft]:
    """An `.rtf` file. Bold is not known; a table's row is a line with tabs, or speech."""
    from striprtf import striprtf

    if not file.data.lstrip().startswith(b"{\\rtf"):
        raise file.refuse("not a rich text file", "Open it in Word and save it as .docx.")
    text: str = striprtf.rtf_to_text(file.data.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # a pair of surrogates is one sign
    page = Page()
    rows: list[list[str]] = []
    for line in text.strip("\n").split("\n"):
        if line.endswith("|"):
            rows.append([cell.strip() for cell in line[:-1].split("|")])
            continue
        if rows:
            page.table(rows)
            rows = []
        page.line(line)
    if rows:
        page.table(rows)
    blocks = page.blocks()
    if not blocks:
        raise file.refuse("the file holds no text")
    yield Draft(blocks, attributes=page.attributes)
