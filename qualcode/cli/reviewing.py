"""`review`."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.choices import REVIEW_GROUPS, REVIEW_ORDERS
from qualcode.cli import full_screen
from qualcode.cli.options import dry_run, with_coder, with_output, with_project, with_selection
from qualcode.cli.printing import Emitter, many, tell
from qualcode.cli.suggesting import with_engine
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Place, Selection, Suggestion, overlaps, unknown_code
from qualcode.project import Project

if TYPE_CHECKING:
    from rich.text import Text

    from qualcode.sessions.coding import CodingSession
    from qualcode.sessions.reviewing import ReviewAnswer, ReviewQuestion

KEYS = {"a": "accept", "r": "reject", "c": "correct span", "s": "skip", "b": "back", "?": "meaning", "q": "quit"}


@click.command()
@click.option("--queue", type=click.Choice(REVIEW_ORDERS), default="confidence",
              show_default=True, help="Surest first, least sure first, or what teaches most first.")  # fmt: skip
@click.option("--by", type=click.Choice(REVIEW_GROUPS), help="One code, or one transcript, after the other.")
@click.option("--unfinished", is_flag=True, help="Only transcripts that no teacher has finished.")
@click.option("--blind-first", is_flag=True, help="First ask for your own codes, then show the suggestion.")
@click.option("--from", "filled", type=click.Path(path_type=Path), metavar="FILE", help="Take in a filled-in sheet.")
@full_screen.with_screen
@full_screen.with_theme
@dry_run
@with_engine
@with_coder
@with_selection
@with_output
@with_project
def review(
    project: Project,
    emit: Emitter,
    selection: Selection,
    engine: dict[str, Any],
    coder: str | None,
    filled: Path | None,
    dry_run: bool,
    **asked: Any,
) -> None:
    """Go through suggestions and decide: accept, reject, correct the span, skip.

    On the full screen; line by line with --plain; or in a sheet: -o FILE.xlsx writes it, --from FILE.xlsx takes it in.
    What is accepted becomes your coding, what is rejected is remembered. `qualcode undo` takes back one decision, or
    one sheet.
    """
    who = project.coder(coder)
    if filled:
        _take_in(project, filled, who, dry_run)
        return
    if dry_run:
        raise WrongUsage("--dry-run goes with --from")
    on_paper = bool(emit.output or emit.format)
    if not on_paper and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUsage("`review` needs a terminal", hint="Or a sheet: -o FILE.xlsx, and --from FILE.xlsx.")
    how = {name: asked.pop(name) for name in ("blind_first", "screen", "theme")}
    if on_paper and any(how.values()):
        raise WrongUsage("--blind-first, --screen and --theme are for the terminal")
    from qualcode.verbs import reviewing, suggesting

    found = reviewing.queue(
        project, selection, options=suggesting.options(**engine), coder=who, order=asked.pop("queue"), **asked
    )
    if on_paper:
        emit(reviewing.sheet(project, found, selection))
        tell(f"{many(len(found), 'suggestion')}; read back with `qualcode review --from FILE`")
    elif not found:
        tell("there is nothing to review")
    else:
        _walk(project, found, who, **how)


def _take_in(project: Project, filled: Path, who: str, dry_run: bool) -> None:
    from qualcode.verbs import reviewing

    account = reviewing.review_from(project, filled, coder=who, dry_run=dry_run)
    would = "would be " if dry_run else ""
    parts = [f"{would}accepted {account.accepted}", f"rejected {account.rejected}"]
    parts += [f"known {account.known}"] * bool(account.known) + [f"left open {account.left}"] * bool(account.left)
    tell(", ".join(parts))


def _walk(
    project: Project,
    found: Sequence[Suggestion],
    who: str,
    *,
    blind_first: bool,
    screen: bool | None,
    theme: str | None,
) -> None:
    from qualcode.sessions.asking import hold
    from qualcode.sessions.coding import CodingSession
    from qualcode.sessions.reviewing import Review

    session = CodingSession(project, who, found[0].transcript, blind_first=blind_first)
    queue = Review(session, found)
    if full_screen.chosen(screen):
        full_screen.needed("--screen", hint="Or a sheet: -o FILE.xlsx, and --from FILE.xlsx.")
        from qualcode.tui import CodingScreen

        CodingScreen(session, full_screen.palette(theme), review=queue).run()
    else:
        hold(queue, ReviewingAtTerminal(session))
    told = queue.told
    left = len(found) - sum(told.values())
    parts = [f"accepted {told['accept']}", f"rejected {told['reject']}", f"skipped {told['skip']}"]
    tell(", ".join(parts) + f"; {left} left" * bool(left))


class ReviewingAtTerminal:
    """Puts questions on a terminal and reads the answers: a key each, from `key`; what is typed, from `line`."""

    def __init__(
        self,
        session: "CodingSession",
        key: Callable[[], str] = click.getchar,
        line: Callable[[str], str] | None = None,
    ) -> None:
        from rich.console import Console

        self.session, self._key = session, key
        self._line = line or (lambda label: str(click.prompt(label, default="", show_default=False)))
        self.console = Console(highlight=False, width=min(Console().width, 100))
        self._shown = 0

    def answer(self, question: "ReviewQuestion") -> "ReviewAnswer | Sequence[str]":
        """Their own codes while the suggestion is not to be shown, then what they say to it."""
        return self._own_codes(question) if question.blind else self._judged(question)

    def _own_codes(self, question: "ReviewQuestion") -> Sequence[str]:
        self._show(question)
        while True:
            answer = self._line("your own codes (ids; nothing for none)")
            codes = answer.replace(",", " ").split()
            unknown = [code for code in codes if code not in self.session.codebook.by_id]
            if not unknown:
                return codes
            self._say(str(unknown_code(unknown[0], self.session.codebook)))

    def _judged(self, question: "ReviewQuestion") -> "ReviewAnswer":
        from qualcode.sessions.reviewing import ReviewAnswer

        if self._shown == question.n:
            self.console.print(self._marked(question.suggestion, hits=True))  # they have seen it without the marks
        else:
            self._show(question)
        self._offer(question)
        while True:
            pressed = self._pressed()
            if pressed == "a":
                return ReviewAnswer("accept")
            if pressed in ("r", "s", "b", "q"):
                return ReviewAnswer({"r": "reject", "s": "skip", "b": "back", "q": "stop"}[pressed])  # type: ignore[arg-type]
            if pressed == "?":
                self._explain(question.suggestion)
            if pressed == "c" and (place := self._correct(question.suggestion)):
                return ReviewAnswer("accept", place)

    def _pressed(self) -> str:
        from rich.text import Text

        menu = Text("  ")
        for key, what in KEYS.items():
            menu.append(key, "bold").append(f" {what}   ")
        self.console.print(menu, end="")
        try:
            pressed = self._key()
        except EOFError:
            pressed = "q"
        pressed = pressed.lower() or "q"
        self.console.print(Text(KEYS.get(pressed, ""), "bold"))
        return pressed

    def _show(self, question: "ReviewQuestion") -> None:
        """Where it is, what was said before, and the segment with the suggested span and the words it was made for."""
        from rich.rule import Rule
        from rich.text import Text

        s, transcript, self._shown = question.suggestion, self.session.transcript, question.n
        turn = transcript.turn_at(s.start)
        speaker = f" · {turn.speaker}" if turn and turn.speaker else ""
        self.console.print(Rule(f"{question.n} of {question.of} · {s.transcript}:{s.segment}{speaker}", align="left"))
        before = transcript.segments[s.segment - 2] if s.segment > 1 else None
        if before:
            self.console.print(Text(_clean(transcript.quote(before))[-200:], "dim"))
        self.console.print(self._marked(s, hits=not question.blind))

    def _marked(self, s: Suggestion, *, hits: bool) -> "Text":
        from rich.text import Text

        transcript = self.session.transcript
        segment = transcript.segments[s.segment - 1]
        text = Text(_clean(transcript.quote(segment)))
        if hits and (s.start, s.end) != (segment.start, segment.end):
            text.stylize("dim", 0, max(s.start - segment.start, 0))
            text.stylize("dim", s.end - segment.start)
        for place in self.session.marks(s) if hits else ():
            text.stylize("bold underline", place.start - segment.start, place.end - segment.start)
        return text

    def _offer(self, question: "ReviewQuestion") -> None:
        from rich.text import Text

        s = question.suggestion
        sure = f"  {s.confidence:.0%}" if s.confidence is not None else ""
        line = Text("→ ").append(s.code, "bold").append(f"  {self.session.codebook.by_id[s.code].name}{sure}")
        self.console.print(line.append(f"  {_clean(s.why)}", "dim"))
        own = [c.code for c in self.session.codings if c.coder == self.session.coder and overlaps(c, s)]
        if own:
            self.console.print(Text(f"  coded: {', '.join(dict.fromkeys(own))}", "dim"))

    def _explain(self, s: Suggestion) -> None:
        code = self.session.codebook.by_id[s.code]
        for label, words in (("", code.definition), ("include: ", code.include), ("exclude: ", code.exclude)):
            if words:
                self._say(label + words)

    def _correct(self, s: Suggestion) -> Place | None:
        """The right span: sentences by number, or the words themselves; None when they changed their mind."""
        from qualcode.verbs import reviewing

        transcript = self.session.transcript
        cut = reviewing.sentences_of(self.session.project, transcript, s)
        for n, place in enumerate(cut, start=1):
            self._say(f"{n}  {transcript.quote(place)}")
        while answer := self._line("sentences (2 or 2-3) or the words themselves; nothing to go back").strip():
            try:
                return reviewing.corrected(transcript, s, cut, answer)
            except QualcodeError as error:
                self._say(str(error))
        return None

    def _say(self, words: str) -> None:
        from rich.padding import Padding
        from rich.text import Text

        self.console.print(Padding(Text(_clean(words)), (0, 0, 0, 2)))


def _clean(text: str) -> str:
    """The text with every control character as a blank, one for one: a transcript never drives the terminal."""
    return "".join(ch if ch.isprintable() or ch == "\n" else " " for ch in text)
