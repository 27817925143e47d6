"""Compare coders: how far they agree, and what each of them marked, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from qualcode.compare.agreement import Circumstances as Circumstances
from qualcode.compare.agreement import Comparison as Comparison
from qualcode.compare.agreement import Counting as Counting
from qualcode.compare.agreement import Speech
from qualcode.compare.coders_work import Work
from qualcode.compare.comparison import compare as compared
from qualcode.compare.measures import MEASURES
from qualcode.compare.side_by_side import passage_table, passages
from qualcode.compare.tables import as_data, by_attribute, by_transcript, explain, per_code
from qualcode.compare.two_times import at_two_times, change
from qualcode.document import Document, Output
from qualcode.documents.agreement import CALLED, changes, groups, report
from qualcode.documents.agreement_notes import notes_on
from qualcode.documents.agreement_picture import picture
from qualcode.documents.methods_paragraph import methods
from qualcode.documents.side_by_side import side_by_side as reading
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.second_coding import again
from qualcode.store import codebook, codings, rounds, transcripts
from qualcode.summarise.totals import is_counted
from qualcode.verbs import naming
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.verbs.unread import as_read, is_in, say, unread
from qualcode.wording import Lang, headed, phrase

if TYPE_CHECKING:
    import pandas as pd

REFLEXIVE = "the project's method is reflexive: coefficients only on request"


@dataclass(frozen=True)
class Which:
    """Whose work is compared beside what the selection says.

    `round_name`: the transcripts of a round; `as_of`: as it stood when that day began; `two_times_at`: one coder before
    that day and from it on; `suggestions_from`: with suggestions, too, that are at least so sure (0 to 1).
    """

    round_name: str = ""
    as_of: date | None = None
    two_times_at: date | None = None
    suggestions_from: float | None = None


NOW = Which()
SEGMENTS = Counting("segment")
"""How agreement is counted unless something else is asked for."""


def work(project: Project, coders: Sequence[str], selection: Selection = EVERYTHING, which: Which = NOW) -> Work:
    """The work of `coders`, and of those the selection names, on the selected transcripts."""
    who = tuple(dict.fromkeys([*coders, *selection.coders]))
    codings.check_coders(project.db, who)
    chosen = list(transcripts.load(project.db, selection))
    missing = unread(project, chosen, who)
    say(project, missing)
    texts = {text.name: text for text in chosen}
    chosen = [as_read(text, missing, who) for text in chosen]
    if which.round_name:
        assigned = set().union(*_round(project, which.round_name).assigned.values())
        chosen = [t for t in chosen if t.name in assigned]
    # With every code, for one code may have met another. Those that are meant are chosen afterwards.
    made = codings.load(project.db, replace(selection, coders=who, codes=()), as_of=which.as_of)
    made = (c for c in made if not is_in(c, missing, texts[c.transcript]))
    sides = Work(chosen, list(made), codings.readings(project.db, which.as_of), who, codebook.load(project.db))
    if which.two_times_at:
        sides = at_two_times(sides, which.two_times_at.isoformat())
    if which.suggestions_from is not None:
        sides = with_suggestions(project, sides, selection, which.suggestions_from)
    return sides


def with_suggestions(project: Project, found: Work, selection: Selection, min_confidence: float) -> Work:
    """With suggestions as one more coder, in the transcripts that one of the coders has finished.

    They are learned from these coders' codings in other transcripts, and become nobody's codings by this.
    """
    from qualcode.verbs import suggesting  # loads what comparing people need not wait for

    made = suggesting.as_coder(project, found.coders, replace(selection, codes=()), min_confidence=min_confidence)
    names = {t.name for t in found.transcripts}
    read = {
        name: [*who, suggesting.MACHINE] if set(who) & set(found.coders) else who
        for name, who in found.readings.items()
    }
    made = [c for c in made if c.transcript in names]
    return replace(found, coders=(*found.coders, suggesting.MACHINE), codings=[*found.codings, *made], readings=read)


def compare(
    project: Project,
    coders: Sequence[str],
    selection: Selection = EVERYTHING,
    counting: Counting = SEGMENTS,
    which: Which = NOW,
    circumstances: Circumstances | None = None,
) -> Comparison:
    """The agreement of two or more coders on the selected transcripts that at least two of them have finished.

    What is known of the round that these transcripts belong to is put into the comparison's circumstances.
    """
    found = compare_work(work(project, coders, selection, which), selection, counting)
    given = circumstances or Circumstances()
    if which.two_times_at is None:
        given = _of_round(project, found, given)
    return replace(found, circumstances=given)


def compare_work(sides: Work, selection: Selection, counting: Counting) -> Comparison:
    """The agreement in some work; of the selection, codes and speakers count.

    What interviewers say is no unit, unless the selection names them: nobody codes it, and to agree on that is easy.
    """
    whose: Speech = "everybody"
    if selection.speakers or (selection.where and any(t.speakers for t in sides.transcripts)):
        whose = "selected"
    elif any(turn.role == "interviewer" for t in sides.transcripts for turn in t.turns):
        whose = "participants"
    within = {t.name: [turn for turn in t.turns if is_counted(t, turn, selection)] for t in sides.transcripts}
    codes = selection.code_ids(sides.codebook)
    return compared(
        sides, replace(counting, codes=codes, speech=whose, within=None if whose == "everybody" else within)
    )


def before_and_after(
    project: Project,
    coders: Sequence[str],
    selection: Selection = EVERYTHING,
    counting: Counting = SEGMENTS,
    *,
    when: date,
    round_name: str = "",
) -> tuple[Comparison, Comparison]:
    """The agreement as it stood when the day `when` began, and as it stands now, on the transcripts compared then."""
    then = work(project, coders, selection, Which(round_name, as_of=when))
    first = compare_work(then, selection, counting)
    now = work(project, coders, selection)
    now = replace(now, transcripts=[t for t in now.transcripts if t.name in first.transcripts])
    last = compare_work(now, selection, counting)
    talked = Circumstances(after_discussion=True)
    given = _of_round(project, first, Circumstances())
    return replace(first, circumstances=given), replace(last, circumstances=talked)


def output(
    project: Project,
    found: Comparison,
    selection: Selection = EVERYTHING,
    lang: Lang | None = None,
    *,
    coefficients: bool = True,
) -> Output:
    """A comparison: a row a code, and a document.

    Without `coefficients`, as where a project's method is reflexive thematic analysis, there are counts alone. There
    the document begins with the passages side by side.
    """
    lang = lang or project.settings.lang
    table, data = per_code(found), as_data(found, [note.en for note in notes_on(found)])
    if not coefficients:
        table, data = _counts(table), _without_coefficients(data)

    def document() -> Document:
        made = report(found, lang, coefficients=coefficients)
        if project.settings.method != "reflexive" or not found.transcripts:
            return made
        beside = side_by_side(project, replace(selection, coders=()), lang, coders=found.coders).document
        return replace(made, blocks=[*(beside().blocks if beside else ()), *made.blocks])

    return Output(
        table,
        _origin(project, found.coders, selection),
        document=document,
        data=data,
        title=", ".join(found.coders),
        lang=lang,
        brief=_brief(table),
        picture=lambda: picture(found, lang),
    )


def notes(found: Comparison) -> list[str]:
    """What one has to know to read a comparison, a sentence each."""
    return [note.brief for note in notes_on(found)]


def paragraph(project: Project, found: Comparison, lang: Lang | None = None, *, coefficients: bool = True) -> str:
    """What a comparison says in the methods section."""
    return methods(found, lang or project.settings.lang, coefficients=coefficients)


def explained(
    project: Project, found: Comparison, code: str, selection: Selection = EVERYTHING, lang: Lang | None = None
) -> Output:
    """The units behind one code's numbers, one row each."""
    lang = lang or project.settings.lang
    if code not in [a.code for a in found.codes]:
        code = naming.code(project, code).id
    units, origin = explain(found, code), _origin(project, found.coders, selection)
    title = f"{found.of(code).name}: {', '.join(found.coders)}"
    return Output(units, origin, title=title, lang=lang, headings=headed(CALLED, lang))


def per(
    project: Project,
    found: Comparison,
    what: str,
    selection: Selection = EVERYTHING,
    lang: Lang | None = None,
    *,
    coefficients: bool = True,
) -> Output:
    """The agreement per transcript or per value of an attribute: a row for each and code that somebody used in it."""
    known = sorted({name for t in found.basis.transcripts.values() for name in t.attributes})
    if what != "transcript" and what not in known:
        raise WrongUsage(f"there is no attribute '{what}'", hint=f"Use transcript, {', '.join(known)}.")
    table = by_transcript(found).drop(columns="transcripts") if what == "transcript" else by_attribute(found, what)
    table, lang = table if coefficients else _counts(table), lang or project.settings.lang
    return Output(
        table,
        _origin(project, found.coders, selection),
        document=lambda: groups(found, table, what, lang, coefficients=coefficients),
        title=phrase("{coders} per {what}", lang, coders=", ".join(found.coders), what=what),
        lang=lang,
        brief=_brief(table),
    )


def changed(
    project: Project,
    first: Comparison,
    last: Comparison,
    selection: Selection = EVERYTHING,
    lang: Lang | None = None,
    *,
    when: date,
    coefficients: bool = True,
) -> Output:
    """Two comparisons of the same coders side by side, code by code."""
    lang = lang or project.settings.lang
    table = change(first, last)
    return Output(
        table if coefficients else _counts(table),
        _origin(project, first.coders, selection),
        document=lambda: changes(first, last, when.isoformat(), lang, coefficients=coefficients),
        title=phrase("{coders} before and after {day}", lang, coders=", ".join(first.coders), day=when),
        lang=lang,
    )


def side_by_side(
    project: Project, selection: Selection = EVERYTHING, lang: Lang | None = None, *, coders: Sequence[str] = ()
) -> Output:
    """What each coder marked in the same passage: a row a passage, a column a coder; as a document a chapter a code.

    The coders are those named here or in the selection, else all who coded.
    """
    lang = lang or project.settings.lang
    layers = codings.layers(project.db)
    named = [*coders, *selection.coders] or [c for c in codings.coders(project.db) if c not in layers]
    sides = work(project, named, selection)
    if len(sides.coders) < 2:
        raise QualcodeError("side by side takes two coders", hint="Only one has coded here, or was named.")
    texts = sides.texts
    found = [
        p
        for p in passages(sides, selection.code_ids(sides.codebook))
        if selection.has_passage(texts[p.transcript], texts[p.transcript].turn_at(p.start))
    ]
    table = passage_table(found, sides)
    return Output(
        table,
        _origin(project, sides.coders, selection),
        document=lambda: reading(found, sides, lang),
        title=phrase("{coders} side by side", lang, coders=", ".join(sides.coders)),
        lang=lang,
        brief=["code", "transcript", "segment", "alike", *(f"text {c}" for c in sides.coders)],
    )


_COEFFICIENTS = {*MEASURES, "alpha_low", "alpha_high", "prevalence_index", "bias_index", "undefined", "no_interval"}
_DETAILS = {
    "ac1",
    "brennan_prediger",
    "fleiss",
    "prevalence",
    "prevalence_index",
    "bias_index",
    "one_sided",
    "negative_agreement",
    "kappa_max",
}


def _counts(table: "pd.DataFrame") -> "pd.DataFrame":
    """A table without its coefficients."""
    names = {str(c): str(c).removesuffix("_before").removesuffix("_after") for c in table}
    return table.drop(
        columns=[c for c, name in names.items() if name in _COEFFICIENTS or name.startswith(("kappa ", "alpha "))]
    )


def _brief(table: "pd.DataFrame") -> list[str]:
    """The columns that a terminal has room for."""
    empty = {c for c in map(str, table) if table[c].isna().all()} if len(table) else set()
    left_out = _DETAILS | empty | {name for name in ("undefined", "no_interval") if not any(table.get(name, ()))}
    return [c for c in map(str, table) if c not in left_out and not c.startswith(("kappa ", "alpha "))]


def _without_coefficients(data: dict[str, Any]) -> dict[str, Any]:
    """The public form with the coefficients undefined, since nobody asked for them."""
    nothing = dict.fromkeys(MEASURES)
    rows = [
        {**row, **nothing, "ci": {}, "no_interval": None, "undefined": dict.fromkeys(MEASURES, REFLEXIVE)}
        for row in data["codes"]
    ]
    for row in rows:
        row.pop("pairs", None)
        row.pop("alpha_without", None)
    pooled: dict[str, object] = {"kappa": None, "alpha": None, "masi_alpha": None, "ci": {}, "no_interval": None}
    return {**data, "codes": rows, "pooled": pooled, "spread": nothing, "notes": [*data["notes"], REFLEXIVE]}


def _origin(project: Project, coders: Sequence[str], selection: Selection) -> Any:
    return replace(provenance(project, selection), coders=tuple(coders))


def _of_round(project: Project, found: Comparison, given: Circumstances) -> Circumstances:
    """What the newest round says in which these coders were to code these transcripts, besides what is given."""
    who = set(found.coders)
    who -= {coder for coder in who if coder != again(coder) and again(coder) in who}  # the first time was no round
    for made in reversed(rounds.load(project.db)):
        assigned = set().union(*(made.assigned.get(coder, ()) for coder in who))
        if found.transcripts and who <= set(made.assigned) and set(found.transcripts) <= assigned:
            return replace(given, sample=made.sentence, samples=made.sentences, blind=made.blind, round=made.name)
    return given


def _round(project: Project, name: str) -> rounds.Round:
    known = {made.name: made for made in rounds.load(project.db)}
    if name not in known:
        raise QualcodeError(f"no round '{name}'", hint=f"Rounds: {', '.join(known) or 'none yet'}.")
    return known[name]
