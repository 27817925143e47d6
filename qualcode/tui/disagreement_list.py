"""The list of disagreements on the screen. Only the rows in sight are drawn, so that it may have any length."""

from collections.abc import Mapping

from rich.segment import Segment as Ink
from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.sessions.settling import Disagreement, Settling
from qualcode.tui.layout import cleaned
from qualcode.tui.palette import Palette
from qualcode.wording import phrase

NARROW = 70
"""In fewer columns a disagreement takes two rows."""
STATE, KIND = 9, 15


class DisagreementList(ScrollView):
    """A row a disagreement: what was decided, the kind, the codes, the place; the one that one is at is marked."""

    class Pointed(Message):
        """Somebody clicked on a disagreement."""

        def __init__(self, n: int) -> None:
            super().__init__()
            self.n = n

    def __init__(self, session: Settling, palette: Palette) -> None:
        super().__init__()
        self.can_focus = False
        self.session, self.palette = session, palette
        self._colours: Mapping[str, str] = palette.codes(session.codebook)

    @property
    def tall(self) -> int:
        """Rows that one disagreement takes."""
        return 2 if self.scrollable_content_region.width < NARROW else 1

    @property
    def in_sight(self) -> int:
        """How many disagreements there is room for."""
        return max(self.size.height // self.tall, 1)

    def on_resize(self, event: Resize) -> None:
        """More or less room."""
        self.show()

    def on_click(self, event: Click) -> None:
        """A click goes to the disagreement."""
        self.post_message(self.Pointed((event.y + self.scroll_offset.y) // self.tall))

    def show(self) -> None:
        """Draw the list as it is now, with the place one is at in sight."""
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.session.shown) * self.tall)
        y = self.session.n * self.tall
        around = Region(0, max(y - self.tall, 0), 1, 3 * self.tall)
        self.scroll_to_region(around, animate=False, immediate=True, force=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        n, second = divmod(y + self.scroll_offset.y, self.tall)
        width, palette = self.scrollable_content_region.width, self.palette
        base = Style(color=palette.text, bgcolor=palette.panel)
        if n >= len(self.session.shown):
            return Strip.blank(width, base)
        d, here = self.session.shown[n], n == self.session.n
        if here:
            base += Style(bgcolor=palette.chosen)
        inks = [Ink("▌" if here else " ", base + Style(color=palette.accent))]
        if not second:
            inks += self._first(d, base)
        room = width - sum(ink.cell_length for ink in inks)
        place = _place(d, room if self.tall > 1 else room // 3)
        if self.tall == 1:
            inks += self._codes(d, here, base, room - len(place) - 3)
            inks.append(Ink(f"  {place} ", base + Style(color=palette.quiet)))
        elif second:
            inks += [Ink(" " * STATE, base), *self._codes(d, here, base, room - STATE)]
        else:
            inks.append(Ink(place, base + Style(color=palette.quiet)))
        return Strip(inks).adjust_cell_length(width, base)

    def _first(self, d: Disagreement, base: Style) -> list[Ink]:
        made, lang = self.session.decided.get(d.id), self.session.project.settings.lang
        state = base + Style(color=self.palette.hit if made and made.choice == "codebook" else self.palette.accent)
        return [
            Ink(f"{phrase(made.choice, lang) if made else '·':<{STATE}}", state + Style(bold=bool(made))),
            Ink(f"{phrase(d.kind, lang):<{KIND}}", base),
        ]

    def _codes(self, d: Disagreement, here: bool, base: Style, room: int) -> list[Ink]:
        """The codes at issue: one that both gave, two that differ, or one with the side that gave it."""
        if d.a and d.b:
            parts = [d.a.code] if d.a.code == d.b.code else [d.a.code, " ≠ ", d.b.code]
        else:
            parts = [
                d.a.code if d.a else d.b.code if d.b else "",
                f" {phrase('only {coders}', self.session.project.settings.lang, coders='A' if d.a else 'B')}",
            ]
        inks, left = [], max(room, 0)
        for part in parts:
            words = part if len(part) <= left else f"{part[: max(left - 1, 0)]}…"[:left]
            inks.append(
                Ink(words, base + (Style() if here else Style(color=self._colours.get(part, self.palette.quiet))))
            )
            left -= len(words)
        return [*inks, Ink(" " * left, base)]


def _place(d: Disagreement, room: int) -> str:
    """Transcript and segment; of a long name the beginning."""
    name, segment = cleaned(d.transcript), f":{d.segment}"
    room -= len(segment)
    return (name if len(name) <= room else f"{name[: max(room - 1, 0)]}…") + segment
