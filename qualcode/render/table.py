"""A table for the terminal. Plain text unless colour is asked for.

Drawn here and not by a library, because a project's thirty thousand excerpts should not take minutes.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from qualcode.document import Output
from qualcode.render.values import column_texts, is_numeric

_SHORT = 28
"""Cells up to this width stay on one line."""
_GAP = "   "


def table_bytes(output: Output) -> bytes:
    """The table as text, 120 columns wide, without colour: what a pipe gets."""
    return draw(output).encode()


def table_file(output: Output) -> bytes:
    """The table as text in a file of its own: headed by where it comes from."""
    facts = "".join(f"{label}: {value}\n" for label, value in output.provenance.facts(output.lang))
    return (f"{facts}\n" if facts else "").encode() + table_bytes(output)


def draw(output: Output, width: int = 120, colour: bool = False) -> str:
    """The table as text for a terminal `width` columns wide; only the `brief` columns where an output names some.

    Running text is wrapped. Nothing is ever cut: a table that needs more room takes it.
    """
    table = output.plain
    names = list(output.brief or table.columns)
    if not names:
        return ""
    columns = [_texts(table[name]) for name in names]
    widths = _widths(names, columns, width)
    right = [is_numeric(c) for c in columns]
    head = _line(names, widths, right)
    lines = [f"\x1b[1m{head}\x1b[0m" if colour else head, "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))]
    for row in zip(*columns, strict=True):
        lines += _lines(row, widths, right)
    return "\n".join(lines) + "\n"


def _texts(values: Sequence[object]) -> list[str]:
    return [" ".join(text.split()) for text in column_texts(values, None)]


def _widths(names: Sequence[str], columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """What each column needs; running text shares the room that short columns leave."""
    wanted = [max(map(_cells, (name, *column))) for name, column in zip(names, columns, strict=True)]
    least = [max(_cells(name), min(_SHORT, want)) for name, want in zip(names, wanted, strict=True)]
    spare = width - sum(least) - len(_GAP) * (len(names) - 1)
    for x in sorted(range(len(names)), key=lambda x: wanted[x] - least[x]):
        growing = sum(want > have for want, have in zip(wanted, least, strict=True))
        more = min(wanted[x] - least[x], max(0, spare) // max(1, growing))
        least[x] += more
        spare -= more
    return least


def _lines(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    if all(len(text) <= width for text, width in zip(row, widths, strict=True)):
        yield _line(row, widths, right)
        return
    wrapped = [list(_wrap(text, width)) for text, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        yield _line(parts, widths, right)


def _wrap(text: str, width: int) -> Iterator[str]:
    """The text in lines no wider than `width`; a word that is wider is broken."""
    while _cells(text) > width:
        fits = (
            width if _is_narrow(text) else next(n for n in range(width, 0, -1) if n == 1 or _cells(text[:n]) <= width)
        )
        cut = text.rfind(" ", 0, fits + 1)
        yield text[: cut if cut > 0 else fits]
        text = text[cut + 1 if cut > 0 else fits :]
    yield text


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for text, width, side in zip(cells, widths, right, strict=True):
        space = " " * (width - _cells(text)) if text else " " * width
        padded.append(space + text if side else text + space)
    return _GAP.join(padded).rstrip()


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if _is_narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _is_narrow(text: str) -> bool:
    """Whether every character surely takes one column."""
    return text.isascii() or max(text) < "\u0300"
