"""What is said beside or below the transcript: where one is, how it is coded, what is suggested. Text in colours."""

from collections.abc import Iterable, Mapping

from rich.style import Style
from rich.text import Text

from qualcode.model import Code, Codebook, Coding, Suggestion
from qualcode.sessions.coding import CodingSession
from qualcode.sessions.reviewing import ReviewQuestion
from qualcode.tui.full_screen import heading
from qualcode.tui.palette import Palette
from qualcode.tui.shown_suggestions import ShownSuggestions
from qualcode.wording import Lang, counted, phrase


class Wording:
    """Puts a session into words, in the colours of a palette."""

    def __init__(self, session: CodingSession, palette: Palette) -> None:
        self.session, self.palette, self.lang = session, palette, session.project.settings.lang
        self.colours: Mapping[str, str] = palette.codes(session.codebook)

    def head(self, width: int, question: ReviewQuestion | None = None) -> Text:
        """The first line: transcript, coder, how far with it, or with a review."""
        session = self.session
        coded, of = session.progress
        state = counted("{some} of {n} segment coded", "{some} of {n} segments coded", of, self.lang, some=coded)
        if session.finished:
            state = phrase("finished", self.lang)
        if question:
            state = phrase("review: {n} of {all}", self.lang, n=question.n, all=question.of)
        if session.blind:
            state = f"{phrase('blind round', self.lang)} · {state}"
        return heading(f"{session.transcript.name} · {session.coder}", state, width)

    def where(self) -> Text:
        """Which segment, whose words, what is selected."""
        here, palette = self.session.here, self.palette
        segment = here.segment
        if segment is None:
            return Text(phrase("nobody speaks in this transcript", self.lang), palette.quiet)
        turn = self.session.transcript.turn(segment.turn)
        text = Text()
        text.append(phrase("Segment {n}", self.lang, n=segment.n), Style(color=palette.accent, bold=True))
        text.append(f" · {turn.speaker or phrase('no speaker', self.lang)}", palette.quiet)
        if not here.whole:
            end = f" · {phrase('the start moves', self.lang)}" if here.front else ""
            told = counted("{n} word selected", "{n} words selected", self._words(), self.lang)
            text.append(f" · {told}{end}", palette.accent)
        return text

    def panel(self, offers: ShownSuggestions, *, wide: bool) -> Text:
        """All that is said of the place: codings, suggestions and, where there is room, what the code means."""
        gap, marked = [Text()] * wide, offers.marked
        lines = [self.where(), *gap, *self.coded(wide=wide)]
        if suggested := self.suggested(offers, wide=wide):
            lines += [*gap, *suggested]
        codes = [marked.code] if marked else [c.code for c in self.session.codings_here[-1:]]
        if wide and codes:
            lines += [*gap, self.meaning(codes[0])]
        return Text("\n").join(lines)

    def selected(self) -> str:
        """What is selected, in a word or two."""
        here = self.session.here
        if here.whole and here.segment:
            return phrase("segment {n}", self.lang, n=here.segment.n)
        return counted("{n} word", "{n} words", self._words(), self.lang)

    def _words(self) -> int:
        return len(self.session.transcript.quote(self.session.here.place).split())

    def coded(self, *, wide: bool) -> list[Text]:
        """The codings here with their memos, one below the other where there is room, then the place's own memo."""
        lines = [self._coding(c) for c in self.session.codings_here]
        if not wide and lines:
            lines = [Text("  ").join(lines)]
        if memo := self.session.memo_of():
            lines.append(
                Text(
                    phrase("memo: {text}", self.lang, text=_one_line(memo)),
                    Style(color=self.palette.quiet, italic=True),
                )
            )
        return lines or [Text(phrase("not coded · Enter finds a code", self.lang), self.palette.faint)]

    def suggested(self, offers: ShownSuggestions, *, wide: bool) -> list[Text]:
        """The suggestions shown here, each with its reason, the marked one with its keys; or that one waits."""
        if offers.blind and offers.asked_here:
            return [Text(phrase("? first your own choice · s none", self.lang), self.palette.evidence)]
        return [line for s in offers.here for line in self._suggestion(s, s == offers.marked, wide)]

    def meaning(self, code: str) -> Text:
        """All that the codebook says of a code."""
        book = self.session.codebook
        return meaning(book.by_id[code], book, self.palette, self.colours, self.lang)

    def _coding(self, coding: Coding) -> Text:
        colour = self.colours.get(coding.code, self.palette.text)
        text = Text()
        text.append("■ ", colour)
        text.append(coding.code, Style(color=colour, bold=True))
        if coding.coder != self.session.coder:
            text.append(f" {coding.coder}", Style(color=self.palette.quiet, italic=True))
        if coding.memo:
            text.append(f"  {_one_line(coding.memo)}", Style(color=self.palette.quiet, italic=True))
        return text

    def _suggestion(self, suggestion: Suggestion, marked: bool, wide: bool) -> Iterable[Text]:
        palette = self.palette
        text = Text()
        text.append("? ", Style(color=palette.evidence, bold=True))
        text.append(suggestion.code, Style(color=self.colours.get(suggestion.code, palette.text), bold=marked))
        if suggestion.confidence is not None:
            sure = f"{suggestion.confidence:.0%}"
            text.append(f" {phrase('{share} sure', self.lang, share=sure)}", palette.quiet)
        keys = Text(f"  {phrase('a accept · x reject', self.lang)}", palette.accent) if marked else Text()
        yield text if wide else text + keys
        yield Text(f"  {_one_line(suggestion.why)}", palette.quiet)
        if wide and marked:
            yield keys


def _one_line(words: str) -> str:
    return " ".join(words.split())


def meaning(code: Code, book: Codebook, palette: Palette, colours: Mapping[str, str], lang: Lang) -> Text:
    """All that the codebook says of a code."""
    bold = Style(bold=True)
    text = Text()
    text.append(code.name or code.id, Style(color=colours.get(code.id, palette.text), bold=True))
    text.append(f"\n{' › '.join(book.paths[code.id])}\n", palette.faint)
    says = {"": code.definition, phrase("Include", lang): code.include, phrase("Exclude", lang): code.exclude}
    lists = {phrase("Keywords", lang): ", ".join(code.keywords), phrase("Examples", lang): " / ".join(code.examples)}
    for label, words in (says | lists).items():
        if words:
            text.append(f"\n{label}: " if label else "\n", bold)
            text.append(f"{words}\n", palette.quiet if label in lists else palette.text)
    if not any(says.values()):
        text.append(f"\n{phrase('The codebook does not say more about it.', lang)}\n", palette.faint)
    return text
