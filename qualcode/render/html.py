"""HTML: one file that holds everything it shows, for the screen (light and dark) and for paper."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from qualcode.document import Document, Grid, Heading, Output, Picture
from qualcode.render.values import column_cells, document_of, is_numeric, visible
from qualcode.wording import phrase

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup


@dataclass(frozen=True)
class _Column:
    name: str
    numeric: bool


@dataclass(frozen=True)
class _Entry:
    """A line of the table of contents, and the place it leads to."""

    number: int
    level: int
    text: str
    count: int | None


def html_bytes(output: Output) -> bytes:
    """The output's document as a page with contents, its facts on top, and nothing that is fetched from elsewhere."""
    document = document_of(output)
    page = _template().render(
        document=document,
        facts=output.provenance.facts(document.lang),
        program=output.provenance.program,
        entries=_entries(document),
        blocks=list(_blocks(document)),
        _=lambda text: phrase(text, document.lang),
    )
    return (visible(page).rstrip("\n") + "\n").encode()


def _blocks(document: Document) -> Iterator[tuple[str, Any]]:
    """Each block by kind; headings as their entries, grids as columns of printed cells with a label of their own."""
    entries, under, labels = iter(_entries(document)), document.title, Counter[str]()
    for block in document.blocks:
        kind = type(block).__name__.lower()
        if isinstance(block, Heading):
            under = block.text
            yield kind, next(entries)
        elif isinstance(block, Grid):
            label = block.caption or under or phrase("About this document", document.lang)
            labels[label] += 1
            unlike = f"{label} ({labels[label]})" if labels[label] > 1 else label
            yield kind, {"caption": block.caption, "label": unlike, **_grid(block, document)}
        elif isinstance(block, Picture):
            yield kind, {"caption": block.caption, "alt": block.alt, "svg": _inline(block.svg)}
        else:
            yield kind, block


def _entries(document: Document) -> list[_Entry]:
    headings = (b for b in document.blocks if isinstance(b, Heading))
    return [_Entry(n, min(h.level + 1, 6), h.text, h.count) for n, h in enumerate(headings, start=1)]


def _grid(block: Grid, document: Document) -> dict[str, Any]:
    cells = [column_cells(block.frame.iloc[:, x], document.lang) for x in range(block.frame.shape[1])]
    columns = [_Column(str(n), is_numeric(list(map(str, c)))) for n, c in zip(block.frame.columns, cells, strict=True)]
    return {"columns": columns, "rows": list(zip(*cells, strict=True)), "wide": len(columns) > 8}


def _inline(svg: str) -> "Markup":
    """A picture that this program drew, as part of the page: without the lines that only a file of its own needs."""
    from markupsafe import Markup

    return Markup(svg[svg.index("<svg") :])  # noqa: S704  drawn here, with every label escaped by the drawing library


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("qualcode.render", "")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("document.html")
