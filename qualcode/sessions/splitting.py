"""The passages of a code that is split, put to a person one by one: which code does each go to?"""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.project import Project
from qualcode.verbs.splitting import Passage, PassageKey, passages


@dataclass(frozen=True)
class ToSort:
    """One passage to be sorted, the `n`th of `of`, and the codes that it may go to."""

    passage: Passage
    n: int
    of: int
    parts: Sequence[str]


class Sorting:
    """Every passage of a code. `placed` says where each goes that has been sorted. Nothing is changed yet.

    An answer is the codes that a passage goes to; none: it stays; None: stop here, the rest stays.
    """

    def __init__(self, project: Project, code: str, parts: Sequence[str]) -> None:
        self._passages, self._parts, self._at = passages(project, code), parts, 0
        self.placed: dict[PassageKey, Sequence[str]] = {}

    @property
    def question(self) -> ToSort | None:
        """The passage to be sorted now."""
        if self._at >= len(self._passages):
            return None
        return ToSort(self._passages[self._at], self._at + 1, len(self._passages), self._parts)

    def answer(self, answer: Sequence[str] | None) -> None:
        """Take the codes that the passage goes to, and go on to the next."""
        if answer is None:
            self._at = len(self._passages)
        elif question := self.question:
            self.placed[question.passage.key] = answer
            self._at += 1
