"""What is said around a disputed passage: where it is, what each coder did, what the codes mean. Text in colours."""

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from qualcode.sessions.settling import Disagreement, Filter, Mark, Settling
from qualcode.tui.palette import Palette
from qualcode.tui.panel import meaning
from qualcode.wording import Lang, counted, later, phrase

NAMED = (
    *(later("boundary"), later("split"), later("different code"), later("extra label"), later("omission")),
    *(later("both"), later("neither"), later("span"), later("codebook"), later("text"), later("kind"), later("code")),
    later("overlap"),
)
"""Kinds, choices and orders, which commands call so in every language."""


class Sides:
    """Puts a disagreement into words, in the colours of a palette."""

    def __init__(self, session: Settling, palette: Palette) -> None:
        self.session, self.palette, self.lang = session, palette, session.project.settings.lang
        self.colours: Mapping[str, str] = palette.codes(session.codebook)

    def title(self) -> tuple[str, str]:
        """What is open, and how far one has come."""
        session = self.session
        settled, waiting, of = session.progress
        who = f" → {session.layer} · {session.coder}" if session.coder else ""
        told = counted("{n} waits for the codebook", "{n} wait for the codebook", waiting, self.lang)
        wait = f", {told}" if waiting else ""
        done = phrase("{some} of {all} settled", self.lang, some=settled, all=of)
        shown = f"{in_words(session.filter, self.lang)}: {len(session.shown)} · " if str(session.filter) else ""
        return f"{' · '.join(session.coders)}{who}", f"{shown}{done}{wait}"

    def where(self, width: int) -> Text:
        """The place and the kind, over the passage; then A to the left and B to the right, each with its code."""
        d, transcript = self.session.here, self.session.transcript
        if not d or not transcript:
            return Text(f" {phrase('Nothing is left to look at. f shows all.', self.lang)}", self.palette.quiet)
        turn = transcript.turn_at(d.start)
        speaker = f" · {turn.speaker}" if turn and turn.speaker else ""
        text = Text().append(f" {self.session.n + 1}  ", Style(color=self.palette.accent, bold=True))
        text.append(phrase(d.kind, self.lang), Style(bold=True)).append(
            f"  {d.transcript}:{d.segment}{speaker}{_how(d, self.lang)}", self.palette.quiet
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
            choice = phrase("settled: {choice}", self.lang, choice=phrase(made.choice, self.lang)) if made else ""
            text = Text(choice or phrase("not settled yet", self.lang), Style(color=self.palette.accent))
            text.append(f" ({made.code})" if made and made.code else "")
            why = phrase("why: {reason}", self.lang, reason=self.session.reason)
            text.append(f" · {why}" if self.session.reason else "", self.palette.text)
            lines.append(text)
        both = Table.grid(expand=True, padding=(0, 2, 0, 0))
        both.add_column(ratio=1)
        both.add_column(ratio=1)
        if any(m.memo for m in d.marks):
            both.add_row(self._memo("A", d.a), self._memo("B", d.b))
        codes = self.session.codes_here
        told = [meaning(c, self.session.codebook, self.palette, self.colours, self.lang) for c in codes]
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
        but = phrase("(but {codes})", self.lang, codes=other)
        code = Text(f"– {but}" if other else "–", palette.quiet)
        if mark:
            code = Text(mark.code, Style(color=self.colours[mark.code], bold=True))
        name = Text(coder, palette.text)
        parts = [letter, name, code] if side == "A" else [code, name, letter]
        return Text("  ").join(parts)

    def _memo(self, side: str, mark: Mark | None) -> Text:
        text = Text(f"{side}: ", self.palette.quiet)
        return text.append(
            " ".join(mark.memo.split()) if mark and mark.memo else phrase("no memo", self.lang), Style(italic=True)
        )


def in_words(chosen: Filter, lang: Lang) -> str:
    """What is looked at, in words; '' for all."""
    parts = [phrase("undecided", lang)] * chosen.undecided
    parts += [phrase(chosen.kind, lang)] if chosen.kind else []
    return ", ".join(filter(None, (*parts, chosen.code, " × ".join(chosen.pair or ()))))


def _how(d: Disagreement, lang: Lang) -> str:
    """What the two spans have to do with each other, or the two codes."""
    parts = (
        [phrase("{share} shared", lang, share=f"{d.iou:.0%}")]
        if d.a and d.b and d.kind in ("boundary", "split", "different code")
        else []
    )
    parts += [phrase("{side} lies inside", lang, side=d.inside.upper())] * bool(d.inside)
    parts += (
        [
            {"parent": phrase("one code lies above the other", lang), "sibling": phrase("codes of one theme", lang)}[
                d.relation
            ]
        ]
        if d.relation
        else []
    )
    return "".join(f" · {part}" for part in parts)
