"""A passage in its text, with what each coder marked: bars beside the rows, brackets at the edges, two ways of print.

A's bar is to the left and B's to the right; A's words are underlined, B's bold, so that it is read without colours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment as Ink
from rich.style import Style
from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.model import Place, Segment, Transcript, overlaps
from qualcode.tui.layout import LaidOut, ScreenRow, cleaned, lay_out, pieces
from qualcode.tui.palette import Palette

AROUND = 12
"""Segments that can be read before and after a passage."""
WIDEST = 88
GUTTER = 7
"""A's bar, the segment's number, a blank; B's bar stands behind the text."""
CHOSEN = ""
"""The side of the words that are being selected, which is nobody's."""
BARS = {"A": "┃", "B": "┇"}
SidePlaces = Mapping[str, Sequence[Place]]
"""What each side marked, by the letter of the side."""


@dataclass(frozen=True)
class Marked:
    """A transcript into whose text brackets were written, `A⟦ ⟧A`; `sides` and `focus` say where things stand now.

    `signs` are the brackets themselves.
    """

    transcript: Transcript
    focus: Place
    sides: SidePlaces
    signs: Sequence[Place]


def marked(transcript: Transcript, focus: Place, sides: SidePlaces, around: int = AROUND) -> Marked:
    """Write brackets into the text; of the segments those stay that `focus` touches and `around` on either side."""
    opening, closing = _edges(sides, 0), _edges(sides, 1)
    parts, signs = list[str](), list[Place]()
    before: dict[int, int] = {}  # where a position now stands: behind what closes at it, before what opens at it
    length = 0
    edges = sorted({0, len(transcript.text), *opening, *closing})
    for at, until in pairwise([*edges, len(transcript.text)]):
        closes = f"⟧{closing[at]}" if at in closing else ""
        opens = f"{opening[at]}⟦" if at in opening else ""
        before[at] = length + len(closes)
        signs += [Place(length, before[at])] * bool(closes)
        signs += [Place(before[at], before[at] + len(opens))] * bool(opens)
        parts += [closes, opens, transcript.text[at:until]]
        length = before[at] + len(opens) + until - at

    def now(position: int) -> int:
        edge = max(e for e in edges if e <= position)
        inside = position - edge
        return before[edge] + (len(f"{opening[edge]}⟦") if edge in opening and inside else 0) + inside

    def moved(place: Place) -> Place:
        return Place(now(place.start), now(place.end))

    kept = [Segment(s.n, s.turn, now(s.start), now(s.end)) for s in _near(transcript, focus, around)]
    return Marked(
        replace(transcript, text="".join(parts), segments=tuple(kept)),
        moved(focus),
        {side: [moved(p) for p in places] for side, places in sides.items()},
        signs,
    )


def _edges(sides: SidePlaces, end: int) -> Mapping[int, str]:
    """The letters of the sides whose places begin (or end) at a position."""
    found: dict[int, str] = {}
    for side, places in sides.items():
        for place in places:
            at = place.end if end else place.start
            found[at] = found.get(at, "") + side
    return found


def _near(transcript: Transcript, focus: Place, around: int) -> Sequence[Segment]:
    first, last = transcript.segment_at(focus.start), transcript.segment_at(max(focus.end - 1, 0))
    if not first or not last:
        return ()
    return transcript.segments[max(first.n - 1 - around, 0) : last.n + around]


class PassageView(ScrollView):
    """Shows a passage among the segments around it; what it shows can be scrolled."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.can_focus = False
        self.palette = palette
        self._shown: Marked | None = None
        self._page = LaidOut(())

    def on_resize(self, event: Resize) -> None:
        """Wrap anew for another width."""
        self._lay_out()

    def show(self, transcript: Transcript, focus: Place, sides: SidePlaces) -> None:
        """Show a passage with its beginning in sight, or the words that are being selected."""
        self._shown = marked(transcript, focus, sides)
        self._lay_out()

    def clear(self) -> None:
        """Show nothing."""
        self._shown, self._page = None, LaidOut(())
        self.refresh()

    @property
    def _width(self) -> int:
        return max(self.scrollable_content_region.width, 1)

    @property
    def _text_width(self) -> int:
        return max(min(WIDEST, self._width - GUTTER - 2), 20)

    def _lay_out(self) -> None:
        if self._shown:
            self._page = lay_out(self._shown.transcript, self._text_width, spaced=self.size.height >= 16)
            self.virtual_size = Size(self._width, len(self._page.rows))
            self.scroll_to(y=self._first_row(self._shown), animate=False, immediate=True)
            self.refresh()

    def _first_row(self, shown: Marked) -> int:
        """The row to begin with: some before the passage's first; or as far on as the selection is."""
        page, height = self._page, self.size.height
        top, bottom = page.row_of(shown.focus.start), page.row_of(max(shown.focus.end - 1, 0))
        y = top - min(max(height - (bottom - top + 1), 2) // 2, 6)
        for place in shown.sides.get(CHOSEN, ()):
            y = max(min(y, page.row_of(place.start)), page.row_of(place.end - 1) - height + 3)
        return max(y, 0)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        y += self.scroll_offset.y
        base = Style(color=self.palette.text, bgcolor=self.palette.ground)
        if not self._shown or y >= len(self._page.rows):
            return Strip.blank(self._width, base)
        return Strip(self._inks(self._shown, self._page.rows[y], base)).adjust_cell_length(self._width, base)

    def _inks(self, shown: Marked, row: ScreenRow, base: Style) -> Iterator[Ink]:
        yield self._bar(shown, row, "A", base)
        yield Ink(f"{row.n:>4}  " if row.first else " " * 6, base + Style(color=self.palette.faint))
        used = 0
        if row.label:
            label = cleaned(f"{row.label}: ")[: self._text_width]
            yield Ink(label, base + Style(color=self.palette.quiet, bold=True))
            used = cell_len(label)
        places = [shown.focus, *shown.signs, *(p for side in shown.sides.values() for p in side)]
        for start, end in pieces(row, [edge for p in places for edge in (p.start, p.end)]):
            words = cleaned(shown.transcript.text[start:end])
            yield Ink(words, base + self._style(shown, Place(start, end)))
            used += cell_len(words)
        yield Ink(" " * max(self._text_width - used + 1, 0), base)
        yield self._bar(shown, row, "B", base)

    def _bar(self, shown: Marked, row: ScreenRow, side: str, base: Style) -> Ink:
        touched = row.n and any(overlaps(row, p) for p in shown.sides.get(side, ()))
        glyph, colour = BARS[side], self.palette.side_a if side == "A" else self.palette.side_b
        return Ink(glyph if touched else " ", base + Style(color=colour))

    def _style(self, shown: Marked, piece: Place) -> Style:
        """How a piece of text is printed, by who marked it."""
        palette = self.palette
        has = {side for side, places in shown.sides.items() if any(overlaps(piece, p) for p in places)}
        style = Style(color=palette.text if overlaps(piece, shown.focus) else palette.quiet)
        if by := has & BARS.keys():
            colour = palette.text if len(by) > 1 else {"A": palette.side_a, "B": palette.side_b}[min(by)]
            style = Style(color=colour, underline="A" in by, bold="B" in by)
        if any(overlaps(piece, sign) for sign in shown.signs):
            style = Style(color=palette.hit, bold=True)
        return style + Style(bgcolor=palette.chosen) if CHOSEN in has else style
