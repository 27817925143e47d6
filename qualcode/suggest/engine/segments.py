"""The segments that are scored, and what coders have said about them."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.model import Coding, Transcript, Turn, overlaps
from qualcode.suggest.options import Options, Rejection


@dataclass(frozen=True, slots=True)
class Unit:
    """One segment to be scored. `group` is what a fold of a cross-validation keeps together.

    `question` is what the interviewer last said before it, empty where nobody asked.
    """

    transcript: str
    segment: int
    start: int
    end: int
    text: str
    group: str
    question: str = ""


def units(transcripts: Iterable[Transcript], options: Options) -> Iterator[Unit]:
    """The segments of the participants (and of the interviewer where the options say so), in order.

    Where a transcript has speakers, what no speaker says is no material: its title, or a note before the interview.
    """
    for transcript in transcripts:
        group = options.group_of(transcript)
        spoken = any(turn.speaker or turn.role for turn in transcript.turns)
        questions = _questions(transcript)
        for segment in transcript.segments:
            turn = transcript.turn(segment.turn) if spoken else None
            if turn is None or _is_material(turn, options):
                text, question = transcript.quote(segment), questions[segment.turn - 1] if turn else ""
                yield Unit(transcript.name, segment.n, segment.start, segment.end, text, group, question)


def _questions(transcript: Transcript) -> list[str]:
    """For each turn what the interviewer last said before it; nothing for the interviewer's own."""
    questions, last = [], ""
    for turn in transcript.turns:
        asks = turn.role == "interviewer"
        questions.append("" if asks else last)
        last = transcript.quote(turn) if asks else last
    return questions


def _is_material(turn: Turn, options: Options) -> bool:
    return bool(turn.speaker or turn.role) and (turn.role != "interviewer" or options.include_interviewer)


@dataclass(frozen=True)
class Labels:
    """What is known about some units: `y` shares of the coders who gave a code, `rows` the units' positions.

    `y` is `(len(rows), codes)`; a row of zeros is a segment that was read and left unmarked. `rejected` holds
    `(row of the units, column)` pairs that somebody declined.
    """

    rows: NDArray[np.int64]
    y: NDArray[np.float64]
    rejected: frozenset[tuple[int, int]] = frozenset()


Fact = tuple[NDArray[np.float64] | None, set[int]]
"""About one unit: the shares of its readers who gave each code (None: nobody read it), and the codes declined."""


class Decisions:
    """The codings, readings and rejections of a project, ready to be asked about one unit after the other."""

    def __init__(
        self,
        codes: Sequence[str],
        codings: Iterable[Coding],
        finished: Collection[tuple[str, str]],
        rejections: Iterable[Rejection],
        coders: Collection[str] | None,
    ) -> None:
        self._column = {code: j for j, code in enumerate(codes)}
        self._codings: dict[str, list[Coding]] = {}
        self._rejections: dict[str, list[Rejection]] = {}
        self._readers: dict[str, set[str]] = {}
        self._sorted: dict[str, tuple[list[Coding], int]] = {}
        for coding in codings:
            if (coders is None or coding.coder in coders) and coding.code in self._column and coding.anchor != "lost":
                self._codings.setdefault(coding.transcript, []).append(coding)
        for name, coder in finished:
            if coders is None or coder in coders:
                self._readers.setdefault(name, set()).add(coder)
        for rejection in rejections:
            if rejection.code in self._column:
                self._rejections.setdefault(rejection.transcript, []).append(rejection)

    def coded(self, unit: Unit) -> Mapping[int, set[str]]:
        """Column of a code -> the coders who gave it to some part of the unit."""
        found: dict[int, set[str]] = {}
        for coding in self._near(unit):
            if overlaps(coding, unit):
                found.setdefault(self._column[coding.code], set()).add(coding.coder)
        return found

    def _near(self, unit: Unit) -> Sequence[Coding]:
        """The codings that may overlap a unit: none begins after it, nor before it by more than the longest is long."""
        if unit.transcript not in self._codings:
            return ()
        if unit.transcript not in self._sorted:
            listed = sorted(self._codings[unit.transcript], key=lambda c: c.start)
            self._sorted[unit.transcript] = listed, max(c.end - c.start for c in listed)
        listed, longest = self._sorted[unit.transcript]
        first = bisect_left(listed, unit.start - longest, key=lambda c: c.start)
        return listed[first : bisect_left(listed, unit.end, key=lambda c: c.start)]

    def known(self, unit: Unit) -> bool:
        """Whether somebody has read the unit or declined a code for it."""
        return unit.transcript in self._readers or bool(self.coded(unit)) or bool(self.rejected(unit))

    def rejected(self, unit: Unit) -> set[int]:
        """Columns of the codes that were declined for some part of the unit."""
        return {self._column[r.code] for r in self._rejections.get(unit.transcript, ()) if overlaps(r, unit)}

    def shares(self, unit: Unit) -> NDArray[np.float64] | None:
        """The share of the unit's readers who gave each code; None for a unit that nobody has read.

        Who gave any code to a unit has read it; in a finished transcript every unit is read.
        """
        coded = self.coded(unit)
        readers = self._readers.get(unit.transcript, set()).union(*coded.values())
        if not readers:
            return None
        y = np.zeros(len(self._column))
        for column, coders in coded.items():
            y[column] = len(coders) / len(readers)
        return y

    def fact(self, unit: Unit) -> Fact:
        """What is known about a unit."""
        return self.shares(unit), self.rejected(unit)

    def labels(self, listed: Sequence[Unit]) -> Labels:
        """What is known about a list of units."""
        return as_labels([self.fact(unit) for unit in listed], len(self._column))


def as_labels(facts: Sequence[Fact], codes: int) -> Labels:
    """What is known about each of some units, as one."""
    known = [(i, y) for i, (y, _) in enumerate(facts) if y is not None]
    rows = np.array([i for i, _ in known], dtype=np.int64)
    y = np.array([y for _, y in known]).reshape(len(known), codes)
    return Labels(rows, y, frozenset((i, j) for i, (_, rejected) in enumerate(facts) for j in rejected))


NOTHING_KNOWN = Labels(np.zeros(0, dtype=np.int64), np.zeros((0, 0)))
