"""`suggest`."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import (
    Command,
    with_coder,
    with_lang,
    with_output,
    with_picture,
    with_project,
    with_selection,
)
from qualcode.cli.printing import Emitter, many, save_picture, tell
from qualcode.document import Output
from qualcode.errors import WrongUsage
from qualcode.model import Selection
from qualcode.project import Project

if TYPE_CHECKING:
    from qualcode.verbs.suggesting import Evaluation, Options

FILE = click.Path(path_type=Path)
MODES = {"evaluate": "--evaluate", "like": "--like", "gaps": "--gaps", "test_rules": "--test-rules"}


def with_engine(command: Command) -> Command:
    """Add the options that say how suggestions are made, and hand the command one `engine`: a dict of them."""
    options = [
        click.option("--top", type=click.IntRange(min=1), metavar="K", help="At most so many per segment (3)."),
        click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="X", help="Only the surer ones (0-1)."),
        click.option("--interviewer", "include_interviewer", is_flag=True, help="Also for what interviewers say."),
        click.option("--holdout", metavar="ATTRIBUTE", help="Check what is learned across its values, such as office."),
        click.option("--pipeline", default="", metavar="PATH", help="A spaCy pipeline for lemmas."),
        click.option("--embedder", type=FILE, metavar="DIR", help="Vectors: a sentence-transformers or spaCy model."),
        click.option("--suggester", metavar="MODULE:OBJECT", help="A scorer of your own, beside the built-in one."),
    ]
    names = ("top", "min_confidence", "include_interviewer", "holdout", "pipeline", "embedder", "suggester")

    def run(*args: Any, **given: Any) -> Any:
        return command(*args, engine={name: given.pop(name) for name in names}, **given)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for option in reversed(options):
        run = option(run)
    return run


@click.command()
@click.option("--all", "everything", is_flag=True, help="Score every segment against every code.")
@click.option("--unfinished", is_flag=True, help="Only transcripts that no teacher has finished: what is missed?")
@click.option("--evaluate", is_flag=True, help="How good the suggestions are in this project.")
@with_picture
@click.option("--like", metavar="ANCHOR", help="Segments like this one instead.")
@click.option("--gaps", is_flag=True, help="Finished segments that fit no code instead, in groups.")
@click.option("--groups", type=click.IntRange(min=1), metavar="N", help="With --gaps: how many groups.")
@click.option("--test-rules", is_flag=True, help="How often each rule in the codebook is right.")
@with_engine
@with_lang
@with_coder
@with_selection
@with_output
@with_project
def suggest(
    project: Project,
    emit: Emitter,
    selection: Selection,
    engine: dict[str, Any],
    everything: bool,
    unfinished: bool,
    coder: str | None,
    **mode: Any,
) -> None:
    """Propose codes for segments, with the reason for each. A suggestion is never a coding.

    Works from the codebook alone and learns from the codings there are (--by-coder: from that coder's). In transcripts
    that you code in a blind round, only your own codings teach.
    """
    from qualcode.verbs import suggesting

    who = project.actor(coder)
    if (chosen := _mode(mode)) is None:
        _propose(project, emit, selection, suggesting.options(all=everything, **engine), who, unfinished)
        return
    if everything or unfinished or engine["min_confidence"] is not None:
        raise WrongUsage(f"--all, --unfinished and --min-confidence do not go with {MODES[chosen]}")
    if chosen == "evaluate":
        _evaluate(project, emit, selection, suggesting.options(**engine), who, mode)
    else:
        _find(project, emit, selection, engine, who, mode)


def _mode(mode: dict[str, Any]) -> str | None:
    asked = [name for name in MODES if mode[name]]
    if len(asked) > 1:
        raise WrongUsage(f"{' and '.join(MODES[name] for name in asked)} are two requests")
    for option, name in (("picture", "evaluate"), ("groups", "gaps")):
        if mode[option] and asked != [name]:
            raise WrongUsage(f"--{option} goes with {MODES[name]}")
    return asked[0] if asked else None


def _propose(
    project: Project, emit: Emitter, selection: Selection, options: "Options", who: str, unfinished: bool
) -> None:
    from qualcode.verbs import suggesting
    from qualcode.verbs.blind_coding import coded_blind

    seen = _Seen(options.min_confidence)
    options = replace(options, note=seen.notes.append)
    if emit.is_stream:
        pieces = suggesting.in_pieces(project, selection, options, coder=who, unfinished=unfinished)
        emit.stream(seen.counting(pieces))
    else:
        found = suggesting.suggest(project, selection, options, coder=who, unfinished=unfinished)
        for output in seen.counting([found]):
            emit(output)
    if unfinished and not seen.rows:
        tell("either every transcript meant is finished, or nothing was found in the others")
    seen.tell(len(coded_blind(project, who)), who)


class _Seen:
    """Counts what goes by, for the words at the end; shows on a terminal how far it has come."""

    def __init__(self, min_confidence: float | None) -> None:
        self.rows, self.sure, self.asked = 0, False, min_confidence
        self.notes: list[str] = []

    def counting(self, outputs: Iterable[Output]) -> Iterator[Output]:
        """The same outputs."""
        context = click.get_current_context()
        shown = sys.stderr.isatty() and not sys.stdout.isatty() and not context.meta.get("quiet")
        for output in outputs:
            self.rows += len(output.table)
            self.sure = self.sure or bool(output.table["confidence"].notna().any())
            if shown and len(output.table):
                click.echo(f"\r\033[K{self.rows:,} rows, at {output.table['transcript'].iloc[-1]}", nl=False, err=True)
            yield output
        if shown:
            click.echo("\r\033[K", nl=False, err=True)

    def tell(self, blind: int, who: str) -> None:
        """What a reader of the rows needs to know."""
        if self.asked is not None and not self.rows:
            tell("no suggestion is known to be right that often; see `qualcode suggest --evaluate`")
        elif self.rows and not self.sure:
            tell("confidence: not yet measurable; it needs codings in several finished transcripts")
        for note in dict.fromkeys(self.notes):
            tell(note)
        if blind:
            tell(f"{who} codes {many(blind, 'transcript')} blind: there only {who}'s own codings teach")


def _find(
    project: Project,
    emit: Emitter,
    selection: Selection,
    engine: dict[str, Any],
    who: str,
    asked: dict[str, Any],
) -> None:
    from qualcode.verbs import finding, suggesting

    options = suggesting.options(**engine)
    if asked["like"]:
        most = engine["top"] or finding.MOST_LIKE
        emit(finding.like(project, asked["like"], selection, options, coder=who, most=most))
    elif asked["gaps"]:
        more = {"groups": asked["groups"], "lang": asked["lang"], "shown": options.top}
        emit(finding.gaps(project, selection, options, coder=who, **more))
    else:
        found = finding.rules(project, selection, options, coder=who)
        emit(found)
        if not len(found.table):
            tell("no code has rules; `qualcode codebook edit CODE --rules ...` gives it some")


def _evaluate(
    project: Project,
    emit: Emitter,
    selection: Selection,
    options: "Options",
    who: str,
    asked: dict[str, Any],
) -> None:
    from qualcode.verbs import suggesting

    measured, found = suggesting.evaluated(project, selection, options, coder=who, lang=asked["lang"])
    emit(found)
    save_picture(found, asked["picture"])
    tell(*_in_short(measured))


def _in_short(measured: "Evaluation") -> Iterator[str]:
    """The methods beside each other, how sure confidence is, and what each code needs."""
    from qualcode.verbs import suggesting

    of, parts = len(set(measured.groups)), suggesting.folds(measured)
    yield f"{len(measured.units)} read segments in {of} groups, {parts} folds; 95% intervals"
    yield f"{'':22}{'MAP':20}{'first right':20}found in three"
    for row in measured.methods().to_dict("records"):
        cells = [_with_interval(row, name) for name in ("map", "p_at_1", "r_at_3")]
        yield f"{row['method']:22}" + "".join(f"{cell:20}" for cell in cells).rstrip()
    error = measured.calibration_error_of_suggestions
    yield "confidence: " + ("not yet measurable" if error is None else f"off by {error:.2f} on average")


def _with_interval(row: dict[Any, Any], name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{row[name]:.2f}" + (f" [{low:.2f}; {high:.2f}]" if low is not None and low == low else "")
