"""`compare`."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.choices import AGREEMENT_UNITS
from qualcode.cli.options import with_lang, with_output, with_picture, with_project, with_selection
from qualcode.cli.printing import Emitter, save_picture, say, tell
from qualcode.defaults import LIKELY, RESAMPLES, SEED
from qualcode.errors import ExitCode, WrongUsage
from qualcode.model import Selection, again
from qualcode.project import Project
from qualcode.wording import Lang

if TYPE_CHECKING:
    from qualcode.verbs.comparing import Comparison

DAY = click.DateTime(["%Y-%m-%d"])


def _day(context: click.Context, option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


@click.command()
@click.argument("coders", nargs=-1, metavar="A B...")
@click.option(
    "--unit",
    type=click.Choice(AGREEMENT_UNITS),
    default="segment",
    show_default=True,
    help="What is counted.",
)
@click.option("--overlap", type=float, metavar="X", help="With --unit span: spans match from this shared share on.")
@click.option("--themes", is_flag=True, help="Compare themes: a code counts as its top-level one.")
@click.option("--per", metavar="transcript|ATTRIBUTE", help="One row per code and transcript, or attribute value.")
@click.option("--explain", metavar="CODE", help="The units behind one code's numbers.")
@click.option("--methods", is_flag=True, help="Print the paragraph for the methods section.")
@with_picture
@click.option("--at-least", type=float, metavar="X", help="Exit 4 if any code's alpha is below X.")
@click.option("--round", "round_name", default="", metavar="NAME", help="Only the transcripts of this round.")
@click.option(
    "--again", "same_again", is_flag=True, help="One coder, the first time and the second (`sample --again`)."
)
@click.option("--at-two-times", type=DAY, callback=_day, metavar="DATE", help="One coder, before that day and from it.")
@click.option("--before-and-after", type=DAY, callback=_day, metavar="DATE", help="As it stood that day, and now.")
@click.option("--with-suggestions", is_flag=True, help="Suggestions as one more coder (learned from the others).")
@click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="X", help="Of these, only the surer ones (0.5).")
@click.option("--after-discussion", is_flag=True, help="The coders have talked: say agreement, not reliability.")
@click.option("--coefficients", is_flag=True, help="Coefficients also where the project's method is reflexive.")
@click.option(
    "--replicates",
    type=click.IntRange(min=0),
    default=RESAMPLES,
    show_default=True,
    metavar="N",
    help="Resamples for intervals; 0 for none.",
)
@click.option("--seed", type=click.IntRange(min=0), default=SEED, show_default=True, help="Of the resampling.")
@with_lang
@with_selection
@with_output
@with_project
def compare(
    project: Project,
    emit: Emitter,
    coders: tuple[str, ...],
    selection: Selection,
    unit: str,
    same_again: bool,
    at_two_times: date | None,
    before_and_after: date | None,
    round_name: str,
    after_discussion: bool,
    at_least: float | None,
    picture: Path | None,
    coefficients: bool,
    with_suggestions: bool,
    min_confidence: float | None,
    **rest: Any,
) -> int:
    """How far coders agree, per code: counts, percent, kappa, alpha, with intervals.

    Only transcripts that at least two of them have finished count (`qualcode finish`). `-o FILE.svg` or `.png` draws
    the coefficients.
    """
    from qualcode.verbs import comparing

    coders = _twice(coders) if same_again else coders
    view = _View(**{name: rest.pop(name) for name in _View.__annotations__})
    view.check(alone="--before-and-after" if before_and_after else "")
    sure = _sure(with_suggestions, min_confidence, alone=not (before_and_after or at_two_times))
    _check(at_least, unit)
    wanted = coefficients or at_least is not None or project.settings.method != "reflexive"
    if before_and_after:
        both = comparing.before_and_after(
            project, coders, selection, unit, when=before_and_after, round_name=round_name, **rest
        )
        emit(comparing.changed(project, *both, selection, view.lang, when=before_and_after, coefficients=wanted))
        found = both[1]
    else:
        given = comparing.Circumstances(after_discussion=after_discussion, threshold=at_least)
        rest |= {"round_name": round_name, "two_times_at": at_two_times, "circumstances": given}
        rest["suggestions_from"] = sure
        found = comparing.compare(project, coders, selection, unit, **rest)
        view.show(project, emit, found, selection, coefficients=wanted)
    if picture:
        save_picture(comparing.output(project, found, selection, view.lang), picture)
    tell(*comparing.notes(found))
    return ExitCode.DONE if at_least is None else _reached(found, at_least)


def _check(at_least: float | None, unit: str) -> None:
    if at_least is None:
        return
    if not -1 <= at_least <= 1:
        raise WrongUsage("alpha lies between -1 and 1: --at-least takes such a number")
    if unit == "span":
        raise WrongUsage("there is no alpha of spans for --at-least to hold against", hint="Choose another --unit.")


def _reached(found: "Comparison", at_least: float) -> ExitCode:
    """Whether every code's alpha is high enough; where none is defined, nothing shows that it is."""
    below, undefined = found.below(at_least), [a.code for a in found.codes if a.measures["alpha"] is None]
    if below:
        say(f"below {at_least}: {', '.join(below)}")
    elif len(undefined) == len(found.codes):
        say(f"alpha is defined for none of the codes, so nothing shows that it is at least {at_least}")
    else:
        tell(*[f"alpha is not defined, and was not held against {at_least}: {', '.join(undefined)}"] * bool(undefined))
        return ExitCode.DONE
    return ExitCode.CHECK


def _twice(coders: tuple[str, ...]) -> tuple[str, ...]:
    """The names under which one coder coded the first time and the second."""
    if len(coders) != 1:
        raise WrongUsage("--again compares one coder with themselves", hint="Name one coder.")
    return coders[0], again(coders[0])


def _sure(with_suggestions: bool, min_confidence: float | None, *, alone: bool) -> float | None:
    """How sure suggestions must be to be compared; None without them."""
    if not with_suggestions:
        if min_confidence is not None:
            raise WrongUsage("--min-confidence goes with --with-suggestions")
        return None
    if not alone:
        raise WrongUsage("--with-suggestions compares the codings as they stand now, by everybody")
    return LIKELY if min_confidence is None else min_confidence


@dataclass(frozen=True)
class _View:
    """What is shown of a comparison."""

    explain: str | None
    per: str | None
    methods: bool
    lang: Lang | None

    def check(self, *, alone: str) -> None:
        """Refuse several views at once; `alone` is an option that is a view of its own."""
        asked = {"--explain": self.explain is not None, "--per": self.per is not None, "--methods": self.methods}
        named = [*filter(None, [alone]), *(option for option, given in asked.items() if given)]
        if len(named) > 1:
            raise WrongUsage(f"{' and '.join(named)} are different views of a comparison", hint="Ask for one of them.")

    def show(
        self, project: Project, emit: Emitter, found: "Comparison", selection: Selection, *, coefficients: bool
    ) -> None:
        """Print or write it."""
        from qualcode.verbs import comparing

        if self.methods:
            click.echo(comparing.paragraph(project, found, self.lang, coefficients=coefficients))
        elif self.explain is not None:
            emit(comparing.explained(project, found, self.explain, selection, self.lang))
            tell(_in_short(found, self.explain, coefficients=coefficients))
        elif self.per is not None:
            emit(comparing.per(project, found, self.per, selection, self.lang, coefficients=coefficients))
        else:
            emit(comparing.output(project, found, selection, self.lang, coefficients=coefficients))
        if not coefficients:
            tell(f"{comparing.REFLEXIVE} (--coefficients).", "Read side by side: qualcode excerpts --compare")


def _in_short(found: "Comparison", code: str, *, coefficients: bool) -> str:
    """One code's counts and coefficients in a line."""
    a = found.of(code)
    counts = [f"both {a.both}", *(f"only {coder} {n}" for coder, n in a.only.items())]
    counts += [f"some {a.some}"] * (len(found.coders) > 2) + [f"neither {a.neither}"] * (a.neither is not None)
    if not coefficients:
        return f"{code}: {', '.join(counts)}"
    shown = [(name, a.measures[name]) for name in ("percent", "positive_agreement", "kappa", "alpha")]
    numbers = [f"{name.replace('_', ' ')} {value:.3f}" for name, value in shown if value is not None]
    return f"{code}: {', '.join(counts)}; {', '.join(numbers) or '; '.join(a.reasons)}"
