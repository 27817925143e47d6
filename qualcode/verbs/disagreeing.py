"""Where coders differ: the list to work through, and which codes are taken for which."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import cast

from qualcode.choices import ADJUDICATION_CHOICES, AdjudicationChoice, DisagreementKind, DisagreementOrder
from qualcode.compare.adjudication import Decision
from qualcode.compare.coders_work import Work
from qualcode.compare.confusions import confusion as as_matrix
from qualcode.compare.confusions import pairs
from qualcode.compare.disagreements import Disagreement, meetings
from qualcode.compare.worklist import BRIEF, in_order, sheet
from qualcode.defaults import CONSENSUS
from qualcode.document import Output
from qualcode.documents.confusions import confusions
from qualcode.documents.disagreements import worklist
from qualcode.errors import WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import settlements
from qualcode.verbs.comparing import work
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import Lang, phrase


def disagreements(
    project: Project,
    coders: Sequence[str],
    selection: Selection = EVERYTHING,
    *,
    kinds: Collection[DisagreementKind] = (),
    order: DisagreementOrder = "text",
    undecided: bool = False,
    layer: str = CONSENSUS,
    lang: Lang | None = None,
) -> Output:
    """Every disagreement, a row each, with the columns of a decision to fill in (see `adjudicating`).

    A and B are two of the coders in the order of their names. With `undecided` only those that `layer` has no decision
    on. The document sets the coders side by side.
    """
    lang = lang or project.settings.lang
    sides = both(project, coders, selection)
    decided = decisions(project, layer)
    found = [d for d in listed(sides, selection, kinds) if not (undecided and d.id in decided)]
    found = in_order(found, order)
    return Output(
        sheet(found, sides, decided),
        replace(provenance(project, selection), coders=tuple(sides.coders)),
        document=lambda: worklist(found, sides, decided, lang),
        title=phrase("{coders}: disagreements", lang, coders=", ".join(sides.coders)),
        lang=lang,
        brief=[*BRIEF, "decision"] if decided else BRIEF,
        choices={"decision": ADJUDICATION_CHOICES},
    )


def confusion(
    project: Project, coders: Sequence[str], selection: Selection = EVERYTHING, lang: Lang | None = None
) -> Output:
    """Code × code: passages by the first coder's code (rows) and the second's (columns); codes in use only."""
    lang, sides = lang or project.settings.lang, both(project, coders, selection)
    counted = pairs(_met(sides, selection))
    matrix = as_matrix(counted, list(sides.codebook.by_id))
    matrix = matrix.loc[matrix.any(axis=1), matrix.any(axis=0)]
    first, second = (sides.coders[0], sides.coders[1]) if len(sides.coders) == 2 else ("A", "B")
    return Output(
        matrix.rename_axis(columns=None).rename_axis(f"{first} \\ {second}").reset_index(),
        replace(provenance(project, selection), coders=tuple(sides.coders)),
        document=lambda: confusions(counted, sides, (first, second), lang),
        title=f"{first} \\ {second}",
        lang=lang,
    )


def both(project: Project, coders: Sequence[str], selection: Selection = EVERYTHING) -> Work:
    """The work of all the coders, in the order of their names, so that A and B are the same whoever asks."""
    who = sorted({*coders, *selection.coders})
    if len(who) < 2:
        raise WrongUsage("disagreeing takes two or more different coders")
    return work(project, who, replace(selection, coders=()))


def listed(sides: Work, selection: Selection, kinds: Collection[DisagreementKind] = ()) -> list[Disagreement]:
    """The disagreements with a selected code on either side, said by a selected speaker, of these kinds or any."""
    return [d for d in _met(sides, selection) if d.kind != "exact" and (not kinds or d.kind in kinds)]


def decisions(project: Project, layer: str, transcript: str | None = None) -> dict[str, Decision]:
    """What was decided in a layer so far (or in one transcript of it), by disagreement, the last one last."""
    return {
        s.disagreement: Decision(s.disagreement, cast("AdjudicationChoice", s.choice), s.start, s.end, s.code, s.reason)
        for s in settlements.load(project.db, layer, transcript).values()
    }


def _met(sides: Work, selection: Selection) -> list[Disagreement]:
    codes, texts = selection.code_ids(sides.codebook), sides.texts
    return [
        d
        for d in meetings(sides)
        if any(m.code in codes for m in d.marks)
        and selection.has_passage(texts[d.transcript], texts[d.transcript].turn_at(d.start))
    ]
