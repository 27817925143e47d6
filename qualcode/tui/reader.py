"""The transcript on the screen. Only the rows in sight are drawn; what does not change with a key is kept."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment as Ink
from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.model import Coding, Place, Transcript, overlaps
from qualcode.sessions.coding import CodingSession
from qualcode.tui.layout import LaidOut, Margin, ScreenRow, cleaned, lay_out, margin, pieces
from qualcode.tui.palette import Palette

GUTTER = 7
GAP = 2
FEW_LANES = 3
WIDEST_TEXT = 88


class Reader(ScrollView):
    """Draws the session's transcript, its codings and its selection."""

    class Pointed(Message):
        """Somebody clicked on a segment."""

        def __init__(self, n: int) -> None:
            super().__init__()
            self.n = n

    def __init__(self, session: CodingSession, palette: Palette) -> None:
        super().__init__()
        self.can_focus = False
        self.session, self.palette = session, palette
        self._page, self._margin = LaidOut(()), Margin()
        self._laid: Transcript | None = None
        self._colours: Mapping[str, str] = {}
        self.evidence: Sequence[Place] = ()
        self.offered: Place | None = None

    def on_resize(self, event: Resize) -> None:
        """Wrap anew for another width."""
        self.lay_out()

    def on_click(self, event: Click) -> None:
        """A click goes to the segment."""
        y = event.y + self.scroll_offset.y
        if y < len(self._page.rows) and (n := self._page.rows[y].n):
            self.post_message(self.Pointed(n))

    @property
    def _width(self) -> int:
        return max(self.scrollable_content_region.width, 1)

    @property
    def _label_width(self) -> int:
        return 14 if self._width < 90 else 22

    @property
    def _text_width(self) -> int:
        beside = GUTTER + GAP + FEW_LANES + 1 + self._label_width
        return max(20, min(WIDEST_TEXT, self._width - beside))

    def lay_out(self) -> None:
        """Wrap the transcript for the present width; needed when the width or the transcript changed."""
        self._laid = self.session.transcript
        self._page = lay_out(self._laid, self._text_width, spaced=self.size.height >= 16)
        self.virtual_size = Size(self._width, len(self._page.rows))
        self.redraw()
        self.show_place(jump=True)

    def redraw(self) -> None:
        """Place the codings anew; needed when they changed, or when another transcript was opened."""
        if self._laid is not self.session.transcript:
            self.lay_out()
            return
        self._margin = margin(self._page, self.session.codings)
        self._colours = self.palette.codes(self.session.codebook)
        self.refresh()

    def show_place(self, *, jump: bool = False) -> None:
        """Bring the selection into sight, with some rows around it."""
        place = self.session.place
        top, bottom = self._page.row_of(place.start), self._page.row_of(max(place.end - 1, 0))
        height = max(self.size.height, 1)
        if self.session.here.front:
            bottom = min(bottom, top + height - 4)
        else:
            top = max(top, bottom - height + 4)
        if jump:
            self.scroll_to(y=max(top - height // 4, 0), animate=False, immediate=True)
        else:
            region = Region(0, max(top - 2, 0), 1, bottom - max(top - 2, 0) + 3)
            self.scroll_to_region(region, animate=False, immediate=True, force=True)
        self.refresh()

    @property
    def rows_in_sight(self) -> int:
        """How many rows there is room for."""
        return self.size.height

    def segment_at_row(self, offset: int) -> int:
        """The segment shown so many rows below (or above) the selection's first row."""
        rows = self._page.rows
        y = self._page.row_of(self.session.place.start) + offset
        y = min(max(y, 0), len(rows) - 1)
        return next((row.n for row in reversed(rows[: y + 1]) if row.n), 1)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        y += self.scroll_offset.y
        base = Style(color=self.palette.text, bgcolor=self.palette.ground)
        if y >= len(self._page.rows):
            return Strip.blank(self._width, base)
        row = self._page.rows[y]
        here = bool(row.n) and self._is_here(row)
        if here:
            base += Style(bgcolor=self.palette.here)
        inks = [*self._gutter(row, here, base), *self._text(row, base), *self._beside(y, base)]
        return Strip(inks).adjust_cell_length(self._width, base)

    def _is_here(self, row: ScreenRow) -> bool:
        segment = self.session.transcript.segments[row.n - 1]
        return overlaps(segment, self.session.place)

    def _gutter(self, row: ScreenRow, here: bool, base: Style) -> Iterator[Ink]:
        yield Ink("▌" if here else " ", base + Style(color=self.palette.accent))
        number = f"{row.n:>4}" if row.first else " " * 4
        yield Ink(number, base + Style(color=self.palette.accent if here else self.palette.faint, bold=here))
        open_ones = row.first and self.session.suggestions_in(row.n)
        yield Ink("? " if open_ones else "  ", base + Style(color=self.palette.evidence, bold=True))

    def _text(self, row: ScreenRow, base: Style) -> Iterator[Ink]:
        used = 0
        session, palette = self.session, self.palette
        interviewer = bool(row.n) and self._role(row) == "interviewer"
        if row.label:
            colour = palette.interviewer if interviewer else palette.participant
            label = cleaned(f"{row.label}: ")[: self._text_width]
            yield Ink(label, base + Style(color=colour, bold=True))
            used += cell_len(label)
        plain = base + Style(color=palette.quiet if interviewer else palette.text)
        layers = list(self._layers(row))
        edges = [edge for places, _ in layers for p in places for edge in (p.start, p.end)]
        for start, end in pieces(row, edges):
            words, piece = cleaned(session.transcript.text[start:end]), Place(start, end)
            styles = (style for places, style in layers if any(overlaps(piece, p) for p in places))
            yield Ink(words, sum(styles, plain))
            used += cell_len(words)
        yield Ink(" " * max(self._text_width + GAP - used, 0), base)

    def _role(self, row: ScreenRow) -> str | None:
        transcript = self.session.transcript
        return transcript.turn(transcript.segments[row.n - 1].turn).role

    def _layers(self, row: ScreenRow) -> Iterator[tuple[Sequence[Place], Style]]:
        """What is marked in a row, and how: later ones lie over earlier ones."""
        palette, here = self.palette, self.session.here
        if self.offered:
            yield [self.offered], Style(bgcolor=palette.offered)
        if not here.whole:
            yield [here.place], Style(bgcolor=palette.chosen, underline=not self.evidence)
        yield self.evidence, Style(color=palette.evidence, underline=True)
        yield self._hits(row), Style(color=palette.hit, bold=True, reverse=True)

    def _hits(self, row: ScreenRow) -> list[Place]:
        if not (found := self.session.found) or not row.n:
            return []
        segment = self.session.transcript.segments[row.n - 1]
        wanted = re.compile(re.escape(found), re.IGNORECASE)
        return [Place(*m.span()) for m in wanted.finditer(self.session.transcript.text, segment.start, segment.end)]

    def _beside(self, y: int, base: Style) -> Iterator[Ink]:
        bars, named = self._margin.bars.get(y, {}), self._margin.labels.get(y, ())
        for lane in range(self._margin.lanes):
            coding = bars.get(lane)
            glyph = " " if coding is None else "┣" if coding in named else "┃"
            yield Ink(glyph, base + self._ink(coding))
        room = self._width - GUTTER - self._text_width - GAP - self._margin.lanes - 1
        yield Ink(" ", base)
        for i, coding in enumerate(named):
            words = self._called(coding, room if i == len(named) - 1 else room // 2)
            yield Ink(words, base + self._ink(coding))
            room -= cell_len(words)

    def _ink(self, coding: Coding | None) -> Style:
        if coding is None:
            return Style()
        return Style(color=self._colours.get(coding.code, self.palette.quiet), italic=self._is_others(coding))

    def _is_others(self, coding: Coding) -> bool:
        return coding.coder != self.session.coder

    def _called(self, coding: Coding, room: int) -> str:
        who = f" {coding.coder}" if self._is_others(coding) else ""
        memo = "*" if coding.memo else ""
        words = f"{coding.code}{memo}{who} "
        return words if len(words) <= room + 1 else f"{words[: max(room - 1, 0)]}…"
