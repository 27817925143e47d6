"""`compare`."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.choices import AGREEMENT_UNITS
from qualcode.cli.options import with_lang, with_output, with_picture, with_project, with_selection
from qualcode.cli.printing import Emitter, save_picture, say, tell
from qualcode.defaults import LIKELY
from qualcode.errors import ExitCode, WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.second_coding import again
from qualcode.wording import Lang

if TYPE_CHECKING:
    from qualcode.verbs.comparing import Comparison

DAY = click.DateTime(["%Y-%m-%d"])


def _day(context: click.Context, option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


@dataclass(frozen=True)
class _Asked:
    """The options of `compare`: what is counted, whose work, and what is shown of it."""

    unit: str
    overlap: float | None
    themes: bool
    per: str | None
    explain: str | None
    methods: bool
    picture: Path | None
    at_least: float | None
    round_name: str
    same_again: bool
    at_two_times: date | None
    before_and_after: date | None
    with_suggestions: bool
    min_confidence: float | None
    after_discussion: bool
    coefficients: bool
    replicates: int | None
    seed: int | None
    lang: Lang | None

    def check(self) -> None:
        """Refuse what does not go together."""
        asked = {
            "--before-and-after": self.before_and_after is not None,
            "--explain": self.explain is not None,
            "--per": self.per is not None,
            "--methods": self.methods,
        }
        named = [option for option, given in asked.items() if given]
        if len(named) > 1:
            raise WrongUsage(f"{' and '.join(named)} are different views of a comparison", hint="Ask for one of them.")
        self._check_suggestions()
        if self.at_least is not None:
            _check_threshold(self.at_least, self.unit)
        if self.replicates is not None or self.seed is not None:
            say("--replicates and --seed change nothing now: intervals are no longer drawn at random")

    def _check_suggestions(self) -> None:
        if self.min_confidence is not None and not self.with_suggestions:
            raise WrongUsage("--min-confidence goes with --with-suggestions")
        if self.with_suggestions and (self.before_and_after or self.at_two_times):
            raise WrongUsage("--with-suggestions compares the codings as they stand now, by everybody")

    @property
    def sure(self) -> float | None:
        """How sure suggestions must be to be compared; None without them."""
        if not self.with_suggestions:
            return None
        return LIKELY if self.min_confidence is None else self.min_confidence

    def show(
        self, project: Project, emit: Emitter, found: "Comparison", selection: Selection, *, coefficients: bool
    ) -> None:
        """Print or write the view that was asked for."""
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


def _check_threshold(at_least: float, unit: str) -> None:
    if not -1 <= at_least <= 1:
        raise WrongUsage("alpha lies between -1 and 1: --at-least takes such a number")
    if unit == "span":
        raise WrongUsage("there is no alpha of spans for --at-least to hold against", hint="Choose another --unit.")


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
@click.option("--replicates", type=click.IntRange(min=0), hidden=True, help="Changes nothing now.")
@click.option("--seed", type=click.IntRange(min=0), hidden=True, help="Changes nothing now.")
@with_lang
@with_selection
@with_output
@with_project
def compare(
    project: Project,
    emit: Emitter,
    coders: tuple[str, ...],
    selection: Selection,
    **options: Any,
) -> int:
    """How far coders agree, per code: counts, percent, kappa, alpha, with intervals.

    Only transcripts that at least two of them have finished count (`qualcode finish`), and only what participants say,
    unless --speaker names others. `-o FILE.svg` or `.png` draws the coefficients.
    """
    from qualcode.verbs import comparing

    asked = _Asked(**options)
    asked.check()
    counting = comparing.Counting(asked.unit, asked.overlap, asked.themes)
    wanted = asked.coefficients or asked.at_least is not None or project.settings.method != "reflexive"
    who = _twice(coders) if asked.same_again else coders
    if asked.before_and_after:
        both = comparing.before_and_after(
            project, who, selection, counting, when=asked.before_and_after, round_name=asked.round_name
        )
        when = asked.before_and_after
        emit(comparing.changed(project, *both, selection, asked.lang, when=when, coefficients=wanted))
        found = both[1]
    else:
        given = comparing.Circumstances(after_discussion=asked.after_discussion, threshold=asked.at_least)
        which = comparing.Which(asked.round_name, None, asked.at_two_times, asked.sure)
        found = comparing.compare(project, who, selection, counting, which, given)
        asked.show(project, emit, found, selection, coefficients=wanted)
    if asked.picture:
        save_picture(comparing.output(project, found, selection, asked.lang), asked.picture)
    tell(*comparing.notes(found))
    return ExitCode.DONE if asked.at_least is None else _reached(found, asked.at_least)


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
