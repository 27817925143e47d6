"""A transcript as rows of a given width, and codings as bars and labels in its margin. Pure: no widget, no colour."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from rich.cells import cell_len

from qualcode.model import Coding, Transcript

MOST_LANES = 6
_WORD = re.compile(r"\S+")
_BLANKS = {i: " " for i in (*range(32), *range(127, 160), 0x2028, 0x2029)}
CellWidth = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One line of the screen: the text `[start, end)` of a segment, after `label` (a speaker) in a turn's first row.

    `n` is the segment, 0 for a blank row; `first` its first row.
    """

    n: int
    start: int = 0
    end: int = 0
    label: str = ""
    first: bool = False


@dataclass(frozen=True)
class LaidOut:
    """All rows of a transcript at one width."""

    rows: Sequence[ScreenRow]

    @cached_property
    def _text_rows(self) -> tuple[list[int], list[int]]:
        numbered = [(row.start, y) for y, row in enumerate(self.rows) if row.n]
        return [start for start, _ in numbered], [y for _, y in numbered]

    def row_of(self, position: int) -> int:
        """The row that shows a position of the text."""
        starts, ys = self._text_rows
        return ys[max(bisect_right(starts, position) - 1, 0)] if ys else 0


def lay_out(transcript: Transcript, width: int, *, spaced: bool) -> LaidOut:
    """Wrap every segment at `width` cells; `spaced` leaves a blank row between turns."""
    measure = measure_for(transcript.text)
    rows: list[ScreenRow] = []
    turn = 0
    for segment in transcript.segments:
        label = ""
        if segment.turn != turn:
            turn = segment.turn
            label = transcript.turn(turn).speaker or ""
            if rows and spaced:
                rows.append(ScreenRow(0))
        indent = measure(label) + 2 if label else 0
        if indent > width // 2:
            rows.append(ScreenRow(segment.n, segment.start, segment.start, label, first=True))
            label, indent = "", 0
        lines = wrap(transcript.text, segment.start, segment.end, width, indent, measure)
        first = not rows or rows[-1].n != segment.n
        rows += [
            ScreenRow(segment.n, a, b, "" if i else label, first=first and not i) for i, (a, b) in enumerate(lines)
        ]  # fmt: skip
    return LaidOut(rows)


def pieces(row: ScreenRow, edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A row cut at the edges."""
    at = sorted({row.start, row.end, *(edge for edge in edges if row.start < edge < row.end)})
    yield from pairwise(at)


def cleaned(text: str) -> str:
    """A text that may be drawn: control characters of a transcript never reach the terminal."""
    return text.translate(_BLANKS)


def measure_for(text: str) -> CellWidth:
    """How to count cells: letters, unless the text holds wide or combining characters."""
    return len if all(cell_len(ch) == 1 for ch in set(text) if ch.isprintable()) else cell_len


def wrap(text: str, start: int, end: int, width: int, indent: int, measure: CellWidth) -> list[tuple[int, int]]:
    """The spans of the lines of `text[start:end]`, broken between words; the first has `indent` cells less.

    A word that is wider than a line is cut.
    """
    lines: list[tuple[int, int]] = []
    begin, stop, room = start, start, width - indent
    for word in _WORD.finditer(text, start, end):
        a, b = word.span()
        if stop > begin and measure(text[begin:b]) > room:
            lines.append((begin, stop))
            begin, room = a, width
        while measure(text[begin:b]) > room:
            cut = begin + _fitting(text, begin, b, room, measure)
            lines.append((begin, cut))
            begin, room = cut, width
        stop = b
    return [*lines, (begin, end)]


def _fitting(text: str, start: int, end: int, room: int, measure: CellWidth) -> int:
    """How many characters fit into the room; at least one."""
    count = min(room, end - start)
    while count > 1 and measure(text[start : start + count]) > room:
        count -= 1
    return max(count, 1)


@dataclass(frozen=True)
class Margin:
    """Where codings stand beside the rows: `bars[y]` the coding in each lane, `labels[y]` the codings named there.

    Each coding is named once, on the first row it touches that has no name yet; where there is none, several are named
    on its first row.
    """

    lanes: int = 0
    bars: Mapping[int, Mapping[int, Coding]] = field(default_factory=dict)
    labels: Mapping[int, Sequence[Coding]] = field(default_factory=dict)


def margin(page: LaidOut, codings: Sequence[Coding]) -> Margin:
    """Place codings (in the order of the text) in lanes, so that bars that meet a same row stand side by side."""
    bars: dict[int, dict[int, Coding]] = {}
    labels: dict[int, list[Coding]] = {}
    lanes = 0
    for coding in codings:
        rows = range(page.row_of(coding.start), page.row_of(coding.end - 1) + 1)
        taken = {lane for y in rows for lane in bars.get(y, ())}
        lane = min(next(i for i in range(len(taken) + 1) if i not in taken), MOST_LANES - 1)
        lanes = max(lanes, lane + 1)
        for y in rows:
            bars.setdefault(y, {})[lane] = coding
        named = next((y for y in rows if y not in labels and page.rows[y].n), rows[0])
        labels.setdefault(named, []).append(coding)
    return Margin(lanes, bars, labels)
