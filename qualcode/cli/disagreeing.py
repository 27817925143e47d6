"""`disagreements`, `adjudicate`."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from qualcode.choices import (
    ADJUDICATION_CHOICES,
    DISAGREEMENT_KINDS,
    DISAGREEMENT_ORDERS,
    AdjudicationChoice,
    DisagreementKind,
    DisagreementOrder,
)
from qualcode.cli import full_screen
from qualcode.cli.options import dry_run, with_coder, with_lang, with_output, with_project, with_selection
from qualcode.cli.printing import Emitter, many, say, tell
from qualcode.defaults import CONSENSUS
from qualcode.errors import WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.wording import Lang

if TYPE_CHECKING:
    from qualcode.sessions.adjudicating import Answer, Case, Disagreement
    from qualcode.verbs.adjudicating import Settled

CONTEXT = 160

with_kinds = click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(DISAGREEMENT_KINDS), help="Only these; repeatable."
)
with_order = click.option(
    "--order", type=click.Choice(DISAGREEMENT_ORDERS), default="text", show_default=True, help="What first."
)
with_layer = click.option("--name", "layer", default=CONSENSUS, show_default=True, help="The consensus's own name.")


@click.command()
@click.argument("coders", nargs=-1, metavar="A B...")
@with_kinds
@with_order
@click.option("--undecided", is_flag=True, help="Only those without a decision.")
@click.option("--confusion", is_flag=True, help="Instead: which code of one is which code of the other.")
@click.option("--screen", is_flag=True, help="On the full screen, side by side.")
@full_screen.with_theme
@with_layer
@with_lang
@with_selection
@with_output
@with_project
def disagreements(
    project: Project,
    emit: Emitter,
    coders: tuple[str, ...],
    selection: Selection,
    kinds: tuple[DisagreementKind, ...],
    order: DisagreementOrder,
    undecided: bool,
    confusion: bool,
    layer: str,
    lang: Lang | None,
    screen: bool,
    theme: str | None,
) -> None:
    """Every passage on which coders differ, as a list to work through.

    `-o FILE.xlsx` is a sheet with a column for the decision, to be read back with `adjudicate --from`; `-o FILE.docx`
    or `.html` sets the coders side by side, and so does `--screen`.
    """
    from qualcode.verbs import disagreeing

    if screen:
        if emit.output or emit.format or confusion:
            raise WrongUsage("--screen is for looking at them", hint="A file or a table is made without it.")
        full_screen.needed("--screen", hint="Without it there is a table.")
        _open(project, coders, selection, theme, kinds=kinds, order=order, layer=layer, undecided=undecided)
        return
    if confusion:
        emit(disagreeing.confusion(project, coders, selection, lang))
        return
    options: dict[str, Any] = {"kinds": kinds, "order": order, "undecided": undecided, "layer": layer, "lang": lang}
    output = disagreeing.disagreements(project, coders, selection, **options)
    emit(output)
    counts = {kind: int((output.table["kind"] == kind).sum()) for kind in DISAGREEMENT_KINDS}
    told = ", ".join(f"{n} {kind}" for kind, n in counts.items() if n)
    tell(f"{len(output.table)} disagreements" + f": {told}" * bool(told))
    if not told and not disagreeing.both(project, coders, selection).compared:
        tell("no transcript was finished by two of these coders, so nothing was compared")


@click.command()
@click.argument("coders", nargs=-1, metavar="A B...")
@click.option("--from", "sheet", type=click.Path(path_type=Path), metavar="FILE", help="Read decisions from a table.")
@click.option("--status", is_flag=True, help="How far it has come, per transcript; changes nothing.")
@full_screen.with_screen
@full_screen.with_theme
@with_kinds
@with_order
@with_layer
@with_selection
@dry_run
@with_coder
@with_output
@with_project
def adjudicate(
    project: Project,
    emit: Emitter,
    coders: tuple[str, ...],
    sheet: Path | None,
    status: bool,
    layer: str,
    coder: str | None,
    dry_run: bool,
    screen: bool | None,
    theme: str | None,
    **asked: Any,
) -> None:
    """Settle disagreements; the result is codings by the coder `consensus`. What people coded stays as it is.

    On the full screen; one by one with --plain. With --from it reads a sheet back: in the column `decision` A, B
    (or a coder's name), both, span (with start and end), neither or codebook; in `reason` why. Rows without a decision
    stay open. --coder is who settles.
    """
    from qualcode.sessions.adjudicating import Cases
    from qualcode.sessions.asking import hold
    from qualcode.verbs import adjudicating

    if status:
        output, done = adjudicating.status(project, coders, layer)
        emit(output)
        _tell(done)
        return
    who = project.coder(coder)
    if sheet:
        made = adjudicating.from_sheet(sheet)
    elif screen or (full_screen.chosen(screen) and not dry_run):
        if dry_run:
            raise WrongUsage("--dry-run goes with --from, or with --plain")
        full_screen.needed("--screen", hint="To settle from a script, give --from FILE.")
        _open(project, coders, asked.pop("selection"), theme, coder=who, layer=layer, **asked)
        _tell(adjudicating.adjudicate(project, coders, (), coder=who, layer=layer))
        return
    elif sys.stdin.isatty():
        cases = Cases(project, coders, layer=layer, **asked)
        hold(cases, SettlingAtTerminal())
        made = cases.made
    else:
        raise WrongUsage("`adjudicate` asks at a terminal", hint="To settle from a script, give --from FILE.")
    done = adjudicating.adjudicate(project, coders, made, coder=who, layer=layer, dry_run=dry_run)
    would = "would be " if dry_run else ""
    new, added = many(done.new, "decision"), many(done.added, "coding")
    tell(f"{new} {would}written; {added} {would}added to {layer}, {done.removed} taken out")
    _tell(done)


def _open(
    project: Project,
    coders: Sequence[str],
    selection: Selection,
    theme: str | None,
    *,
    undecided: bool = False,
    **how: Any,
) -> None:
    """Show disagreements on the full screen; with a `coder` they can be settled there."""
    from qualcode.sessions.settling import Filter, Settling
    from qualcode.tui import AdjudicationScreen

    session = Settling(project, coders, selection, **how)
    if undecided:
        session.look_at(Filter(undecided=True))
    if session.shown:
        AdjudicationScreen(session, full_screen.palette(theme)).run()
    else:
        tell("there is nothing on which they differ" + ", undecided" * undecided)


def _tell(done: "Settled") -> None:
    """What is left."""
    result = done.result
    waiting, finished = len(result.codebook), len(result.finished)
    tell(f"{len(result.open)} open, {waiting} wait for the codebook, {many(finished, 'transcript')} done")
    if result.conflicts:
        tell(f"{len(result.conflicts)} were settled in one way here and another there, and are left out")
    if done.lapsed:
        tell(f"{done.lapsed} earlier decisions are on passages that have changed since, and no longer count")


class SettlingAtTerminal:
    """Asks the person at the terminal."""

    def answer(self, question: "Case") -> "Answer":
        """Show a passage with what each coder made of it, and read an answer. Interrupting is stopping."""
        try:
            self._show(question)
            return self._ask(question)
        except (click.Abort, KeyboardInterrupt):
            return "stop"

    def _show(self, case: "Case") -> None:
        d, text = case.disagreement, case.transcript.text
        turn = case.transcript.turn_at(d.start)
        who = f", {turn.speaker}" if turn and turn.speaker else ""
        say("", f"{case.n} of {case.of}: {d.transcript}:{d.segment}{who} – {d.kind}  ({d.start}-{d.end})")
        before, after = text[max(0, d.start - CONTEXT) : d.start], text[d.end : d.end + CONTEXT]
        shown = [(before, {"dim": True}), (text[d.start : d.end], {"bold": True}), (after, {"dim": True})]
        say(" ".join(click.style(" ".join(part.split()), **style) for part, style in shown if part.strip()))
        for letter, coder, mark in (("A", d.coder_a, d.a), ("B", d.coder_b, d.b)):
            where = ", ".join(f"{p.start}-{p.end}" for p in mark.parts or (mark,)) if mark else ""
            memo = f"  ({mark.memo})" if mark and mark.memo else ""
            say(f"  [{letter}] {coder}: " + (f"{mark.code} {where}{memo}" if mark else "–"))
        say("  [A] [B] [both] [neither] [span] [codebook]  [Enter] leave it  [q] stop")

    def _ask(self, case: "Case") -> "Answer":
        from qualcode.sessions.adjudicating import Decision

        words: dict[str, AdjudicationChoice | Literal["skip", "stop"]] = {"": "skip", "q": "stop"}
        words |= {c.casefold(): c for c in ADJUDICATION_CHOICES}
        while (choice := words.get(self._read("decision").casefold())) is None:
            say(f"Write one of {', '.join(ADJUDICATION_CHOICES)}, Enter or q.")
        if choice == "skip" or choice == "stop":
            return choice
        start, end, code = self._span(case) if choice == "span" else (None, None, None)
        return Decision(case.disagreement.id, choice, start, end, code, self._read("why"))

    def _span(self, case: "Case") -> tuple[int, int, str]:
        """Which words get which code."""
        while (place := _place(self._read("which words, or START-END"), case)) is None:
            say("These words do not stand there just once.")
        codes = _codes(case.disagreement)
        while len(codes) > 1 and (code := self._read(f"which code ({' or '.join(codes)})")):
            codes = [code] if code in codes else codes
        return *place, codes[0]

    def _read(self, what: str) -> str:
        return str(click.prompt(what, default="", show_default=False, err=True)).strip()


def _codes(d: "Disagreement") -> list[str]:
    return list(dict.fromkeys(m.code for m in d.marks))


def _place(answer: str, case: "Case") -> tuple[int, int] | None:
    """The span that an answer means: two numbers, or words that stand once in the passage and around it."""
    d, text = case.disagreement, case.transcript.text
    if numbers := re.fullmatch(r"(\d+)-(\d+)", answer):
        start, end = int(numbers[1]), int(numbers[2])
        return (start, end) if start < end <= len(text) else None
    first, last = max(0, d.start - CONTEXT), d.end + CONTEXT
    words = r"\s+".join(re.escape(word) for word in answer.split())
    found = list(re.finditer(words, text[first:last])) if words else []
    return (first + found[0].start(), first + found[0].end()) if len(found) == 1 else None
