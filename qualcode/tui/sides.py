"""What is said around a disputed passage: where it is, what each coder did, what the codes mean. Text in colours."""

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from qualcode.sessions.settling import Disagreement, Mark, Settling
from qualcode.tui.palette import Palette
from qualcode.tui.panel import meaning


class Sides:
    """Puts a disagreement into words, in the colours of a palette."""

    def __init__(self, session: Settling, palette: Palette) -> None:
        self.session, self.palette = session, palette
        self.colours: Mapping[str, str] = palette.codes(session.codebook)

    def title(self) -> tuple[str, str]:
        """What is open, and how far one has come."""
        session = self.session
        settled, waiting, of = session.progress
        who = f" → {session.layer} · {session.coder}" if session.coder else ""
        wait = f", {waiting} wait{'s' if waiting == 1 else ''} for the codebook" if waiting else ""
        shown = f"{session.filter}: {len(session.shown)} · " if str(session.filter) else ""
        return f"{' · '.join(session.coders)}{who}", f"{shown}{settled} of {of} settled{wait}"

    def where(self, width: int) -> Text:
        """The place and the kind, over the passage; then A to the left and B to the right, each with its code."""
        d, transcript = self.session.here, self.session.transcript
        if not d or not transcript:
            return Text(" Nothing is left to look at. f shows all.", self.palette.quiet)
        turn = transcript.turn_at(d.start)
        speaker = f" · {turn.speaker}" if turn and turn.speaker else ""
        text = Text().append(f" {self.session.n + 1}  ", Style(color=self.palette.accent, bold=True))
        text.append(d.kind, Style(bold=True)).append(
            f"  {d.transcript}:{d.segment}{speaker}{_how(d)}", self.palette.quiet
        )
        text.truncate(width, overflow="ellipsis")
        a, b = self._head("A", d.coder_a, d.a), self._head("B", d.coder_b, d.b)
        a.pad_right(max(width - a.cell_len - b.cell_len, 1))
        return Text("\n").join([text, a + b])

    def panel(self, *, wide: bool) -> RenderableType:
        """What was decided and why; both memos; what the codes mean, closely set unless there is room."""
        d, made = self.session.here, self.session.decision
        if not d:
            return ""
        lines: list[RenderableType] = []
        if made or self.session.reason:
            text = Text(f"settled: {made.choice}" if made else "not settled yet", Style(color=self.palette.accent))
            text.append(f" ({made.code})" if made and made.code else "")
            text.append(f" · why: {self.session.reason}" if self.session.reason else "", self.palette.text)
            lines.append(text)
        both = Table.grid(expand=True, padding=(0, 2, 0, 0))
        both.add_column(ratio=1)
        both.add_column(ratio=1)
        if any(m.memo for m in d.marks):
            both.add_row(self._memo("A", d.a), self._memo("B", d.b))
        codes = self.session.codes_here
        told = [meaning(c, self.session.codebook, self.palette, self.colours) for c in codes]
        told = told if wide else [Text("\n").join(line for line in t.split("\n") if line.plain.strip()) for t in told]
        if len(told) > 1:
            both.add_row(*told)
        return Group(*lines, both, *(told if len(told) == 1 else ()))

    def _head(self, side: str, coder: str, mark: Mark | None) -> Text:
        palette = self.palette
        letter = Text(
            f" {side} ", Style(color=palette.side_a if side == "A" else palette.side_b, bold=True, reverse=True)
        )
        other = ", ".join(self.session.given_here(coder)) if not mark else ""
        code = Text(f"– (but {other})" if other else "–", palette.quiet)
        if mark:
            code = Text(mark.code, Style(color=self.colours[mark.code], bold=True))
        name = Text(coder, palette.text)
        parts = [letter, name, code] if side == "A" else [code, name, letter]
        return Text("  ").join(parts)

    def _memo(self, side: str, mark: Mark | None) -> Text:
        text = Text(f"{side}: ", self.palette.quiet)
        return text.append(" ".join(mark.memo.split()) if mark and mark.memo else "no memo", Style(italic=True))


def _how(d: Disagreement) -> str:
    """What the two spans have to do with each other, or the two codes."""
    parts = [f"{d.iou:.0%} shared"] if d.a and d.b and d.kind in ("boundary", "split", "different code") else []
    parts += [f"{d.inside.upper()} lies inside"] * bool(d.inside)
    parts += (
        [{"parent": "one code lies above the other", "sibling": "codes of one theme"}[d.relation]] if d.relation else []
    )
    return "".join(f" · {part}" for part in parts)
