"""A table for the terminal. Plain text unless colour is asked for."""

import io

from qualcode.document import Output
from qualcode.render.values import column_texts, is_numeric

_SHORT = 28
"""Cells up to this length stay on one line."""
_GAP = 3


def table_bytes(output: Output) -> bytes:
    """The table as text, 120 columns wide, without colour: what a pipe gets."""
    return draw(output).encode()


def draw(output: Output, width: int = 120, colour: bool = False) -> str:
    """The table as text for a terminal `width` columns wide; only the `brief` columns where an output names some.

    Running text is wrapped. Nothing is ever cut: a table that needs more room takes it.
    """
    from rich.console import Console

    frame = output.table[list(output.brief)] if output.brief else output.table
    if not len(frame.columns):
        return ""
    columns = {str(c): [" ".join(t.split()) for t in column_texts(frame[c], "en")] for c in frame.columns}
    needed = sum(_least(name, texts) + _GAP for name, texts in columns.items())
    file = io.StringIO()
    console = Console(
        file=file, width=max(width, needed), force_terminal=colour, no_color=not colour, highlight=False, emoji=False
    )
    console.print(_table(columns, colour))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _least(name: str, texts: list[str]) -> int:
    return max(len(name), min(_SHORT, max(map(len, texts), default=0)))


def _table(columns: dict[str, list[str]], colour: bool) -> object:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold" if colour else "")
    for name, texts in columns.items():
        side = "right" if is_numeric(texts) else "left"
        table.add_column(Text(name), justify=side, overflow="fold", min_width=_least(name, texts))  # type: ignore[arg-type]
    for row in zip(*columns.values(), strict=True):
        table.add_row(*map(Text, row))
    return table
