"""Markdown: the same document as plain text, escaped so that it reads back as the words it was made from."""

import re
from collections.abc import Callable
from typing import Any

from qualcode.document import Document, Grid, Heading, Link, Linked, Output, Paragraph, Picture, Quote
from qualcode.render.values import column_cells, document_of, is_numeric, visible
from qualcode.wording import phrase

_INLINE = re.compile(r"[\\`*|~]|\](?=[(\[:])|!(?=\[)|<(?=[A-Za-z!/?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_BLOCK = re.compile(r"^(\s*)([#+\-=>]|\d+(?=[.)]))")
_BARE = re.compile(r"^(\s*\d+)\\?([.)])")


def markdown_bytes(output: Output) -> bytes:
    """The output's document, headed by its facts."""
    document = document_of(output)
    parts = [f"# {_line(document.title)}"] if document.title else []
    facts = output.provenance.facts(document.lang)
    parts += ["\n".join(f"- {label}: {_line(value)}" for label, value in facts)] if facts else []
    parts += [_BLOCKS[type(block)](block, document) for block in document.blocks]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def escape(text: str) -> str:
    """The text of one line so that Markdown shows it as it is."""
    line = _INLINE.sub(lambda m: f"\\{m[0]}", visible(text))
    if numbered := _BARE.match(line):
        return f"{numbered[1]}\\{line[numbered.start(2) :]}"
    return _BLOCK.sub(r"\1\\\2", line)


def _line(text: str) -> str:
    return escape(" ".join(text.split()))


def _lines(text: str, prefix: str = "") -> str:
    """Running text: a line end stays a line end, an empty line starts a new paragraph."""
    paragraphs = ([escape(x.strip()) for x in p.split("\n") if x.strip()] for p in re.split(r"\n\s*\n", text))
    joined = [f"\\\n{prefix}".join(lines) for lines in paragraphs if lines]
    return prefix + f"\n{prefix.rstrip()}\n{prefix}".join(joined) if joined else ""


def _heading(block: Heading, document: Document) -> str:
    count = "" if block.count is None else f" ({block.count})"
    return f"{'#' * min(block.level + 1, 6)} {_line(block.text)}{count}"


def _paragraph(block: Paragraph, document: Document) -> str:
    return _lines(block.text)


def _quote(block: Quote, document: Document) -> str:
    text = "\n\n".join(t for t in (_around(block.before, "… {}"), block.text, _around(block.after, "{} …")) if t)
    source = f"— {_line(block.source)}" + (f"\\\n> {_line(block.memo)}" if block.memo else "")
    source += f" [{phrase('back', document.lang)}](#{block.back})" if block.back else ""
    here = f"> {_place(block.place)}" if block.place else ""
    return "\n>\n".join(part for part in (here, _lines(text, "> "), f"> {source}") if part)


def _place(name: str) -> str:
    return f'<a id="{name}"></a>'


def _around(text: str, pattern: str) -> str:
    return pattern.format(" ".join(text.split())) if text.strip() else ""


def _grid(block: Grid, document: Document) -> str:
    caption = f"*{_line(block.caption)}*" if block.caption else ""
    columns = [column_cells(block.frame.iloc[:, x], document.lang) for x in range(block.frame.shape[1])]
    rows = [[_line(str(c)) for c in block.frame.columns]]
    rows += [["---:" if is_numeric(list(map(str, cells))) else "---" for cells in columns]]
    rows += [[_cell(t) for t in row] for row in zip(*columns, strict=True)]
    return "\n\n".join(part for part in (caption, "\n".join(_row(r) for r in rows)) if part)


def _cell(cell: str | Linked) -> str:
    if isinstance(cell, str):
        return "<br>".join(_line(line) for line in cell.split("\n"))
    place = _place(cell.place) if cell.place else ""
    return place + "".join(f"[{_line(p.text)}](#{p.to})" if isinstance(p, Link) else _words(p) for p in cell.parts)


def _words(text: str) -> str:
    """Words before or after a link, with their blanks at the ends."""
    return "<br>".join(f"{_line(line)} " if line[-1:].isspace() else _line(line) for line in text.split("\n"))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _picture(block: Picture, document: Document) -> str:
    return f"*{_line(block.caption or block.alt)}*"


_BLOCKS: dict[type, Callable[[Any, Document], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Quote: _quote,
    Grid: _grid,
    Picture: _picture,
}
