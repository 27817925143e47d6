"""Disagreements that are put to a person one by one; what they decide is written when all is said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode.choices import DisagreementKind, DisagreementOrder
from qualcode.compare.adjudication import Decision as Decision
from qualcode.compare.disagreements import Disagreement as Disagreement
from qualcode.compare.worklist import in_order
from qualcode.defaults import CONSENSUS
from qualcode.model import Selection, Transcript
from qualcode.project import Project
from qualcode.verbs.disagreeing import both, decisions, listed
from qualcode.verbs.setup import EVERYTHING


@dataclass(frozen=True)
class Case:
    """One disagreement to decide on, the `n`th of `of`."""

    disagreement: Disagreement
    transcript: Transcript
    n: int
    of: int


Answer = Decision | Literal["skip", "stop"]
"""The decision on a case, or to leave it, or to leave it and all that follow."""


class Cases:
    """Every selected disagreement that is not decided yet, in some order. `made` are the decisions so far.

    Nothing is written: `verbs.adjudicating.adjudicate` takes `made` in, all at once.
    """

    def __init__(
        self,
        project: Project,
        coders: Sequence[str],
        selection: Selection = EVERYTHING,
        *,
        kinds: Collection[DisagreementKind] = (),
        order: DisagreementOrder = "text",
        layer: str = CONSENSUS,
    ) -> None:
        sides, decided = both(project, coders, selection), decisions(project, layer)
        self._texts = {t.name: t for t in sides.transcripts}
        self._open = in_order([d for d in listed(sides, selection, kinds) if d.id not in decided], order)
        self._at = 0
        self.made: list[Decision] = []

    @property
    def question(self) -> Case | None:
        """The case to be decided now."""
        if self._at >= len(self._open):
            return None
        d = self._open[self._at]
        return Case(d, self._texts[d.transcript], self._at + 1, len(self._open))

    def answer(self, answer: Answer) -> None:
        """Take a decision, and go on to the next case."""
        self._at = len(self._open) if answer == "stop" else self._at + 1
        if isinstance(answer, Decision):
            self.made.append(answer)
