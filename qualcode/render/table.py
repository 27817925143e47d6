"""A table for the terminal. Plain text unless colour is asked for."""

import io
from typing import TYPE_CHECKING

from qualcode.document import Output
from qualcode.render.values import column_texts, is_numeric

if TYPE_CHECKING:
    import pandas as pd


def table_bytes(output: Output) -> bytes:
    """The table as text, 120 columns wide, without colour: what a pipe gets."""
    return draw(output).encode()


def draw(output: Output, width: int = 120, colour: bool = False) -> str:
    """The table as text for a terminal `width` columns wide; only the `brief` columns where an output names some."""
    from rich.console import Console

    frame = output.table[list(output.brief)] if output.brief else output.table
    if not len(frame.columns):
        return ""
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=colour, no_color=not colour, highlight=False, emoji=False)
    console.print(_table(frame, colour))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _table(frame: "pd.DataFrame", colour: bool) -> object:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold" if colour else "")
    columns = [column_texts(frame[c], "en") for c in frame.columns]
    for name, texts in zip(frame.columns, columns, strict=True):
        longest = max((len(t) for t in texts), default=0)
        table.add_column(
            Text(str(name)), justify="right" if is_numeric(texts) else "left", overflow="fold", no_wrap=longest <= 12
        )
    for row in zip(*columns, strict=True):
        table.add_row(*(Text(" ".join(cell.split("\n"))) for cell in row))
    return table
