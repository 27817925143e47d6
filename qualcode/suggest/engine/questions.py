"""What a segment answers: the words of the interviewer's question count for the answer too, but less than its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualcode.suggest.engine.segments import Unit

QUESTION_WEIGHT = 0.5
"""A word of the question counts this much of a word of the answer."""


@dataclass(frozen=True)
class Passages:
    """The texts of some segments, then those of the questions that they answer, each once.

    `question` has for each segment where in `texts` its question stands, or -1.
    """

    texts: tuple[str, ...]
    question: NDArray[np.intp]

    @classmethod
    def of(cls, units: Sequence[Unit]) -> "Passages":
        """Segments with the questions before them."""
        questions = dict.fromkeys(unit.question for unit in units if unit.question)
        place = {text: len(units) + i for i, text in enumerate(questions)}
        where = np.array([place.get(unit.question, -1) for unit in units], dtype=np.intp)
        return cls((*(unit.text for unit in units), *questions), where)

    @property
    def segments(self) -> int:
        """How many of the texts are segments."""
        return len(self.question)

    @property
    def any_asked(self) -> bool:
        """Whether any segment answers a question."""
        return len(self.texts) > self.segments

    def asked(self, rows: Any) -> Any:
        """The row of each segment's question, empty without one, `(segments, …)`; `rows` has a row for every text."""
        answers = np.flatnonzero(self.question >= 0)
        ones = np.ones(len(answers), dtype=np.float32)
        shape = (self.segments, len(self.texts))
        return sparse.csr_matrix((ones, (answers, self.question[answers])), shape=shape) @ rows

    def joined(self, rows: Any) -> Any:
        """The row of each segment together with that of its question, `(segments, …)`."""
        return rows[: self.segments] + QUESTION_WEIGHT * self.asked(rows) if self.any_asked else rows
