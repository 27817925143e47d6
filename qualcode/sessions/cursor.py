"""Where a reader is in a transcript and what is selected: segments, sentences, words. Pure; it changes no project."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from qualcode.model import Place, Segment, Transcript
from qualcode.segment import sentences

SelectionUnit = Literal["segment", "sentence", "word"]
Step = Literal[1, -1]


class Cursor:
    """A selection that is never empty: at first a whole segment; then a sentence, or anything from word to word.

    One end of the selection moves when it is extended, as in an editor: the end, or (`front`) the start.
    """

    def __init__(self, transcript: Transcript, language: str = "nb") -> None:
        self.transcript, self.language = transcript, language
        self.place = Place(0, 0)
        self.front = False
        self._units = cache(self._cut)
        self.go(1)

    @property
    def segment(self) -> Segment | None:
        """The segment that holds the moving end; None in a transcript without speech."""
        return self.transcript.segment_at(self.place.start if self.front else max(self.place.end - 1, 0))

    @property
    def whole(self) -> bool:
        """Whether exactly one whole segment is selected."""
        here = self.segment
        return here is not None and (here.start, here.end) == (self.place.start, self.place.end)

    def go(self, n: int) -> None:
        """Select segment `n`, or the nearest there is."""
        segments = self.transcript.segments
        if segments:
            here = segments[min(max(n, 1), len(segments)) - 1]
            self.select(Place(here.start, here.end))

    def select(self, place: Place) -> None:
        """Select a place."""
        self.place, self.front = place, False

    def move(self, steps: int) -> None:
        """Select the segment so many further on (or back); from a part of a segment, first the segment itself back."""
        if here := self.segment:
            self.go(here.n + steps)

    def reset(self) -> None:
        """Select the whole segment again."""
        self.move(0)

    def sentence(self, step: Step) -> None:
        """Select one sentence: from a whole segment its first (or last), else the next (or the one before)."""
        if not (here := self.segment):
            return
        if self.whole and len(inside := self._units("sentence", here.n)) > 1:
            self.select(inside[0 if step > 0 else -1])
            return
        if step > 0:
            found = next((u for u in self._onwards("sentence", here.n) if u.start >= self.place.end), None)
        else:
            found = next((u for u in self._back("sentence", here.n) if u.end <= self.place.start), None)
        if found:
            self.select(found)

    def extend(self, unit: SelectionUnit, step: Step) -> None:
        """Let the moving end take in one unit more, or give one up; the last unit stays, and the other end moves."""
        moved = self._moved_end(unit, step)
        if moved is None and self._gives_up(step):
            self.front = not self.front
            moved = self._moved_end(unit, step)
        if moved is not None:
            self.place = Place(moved, self.place.end) if self.front else Place(self.place.start, moved)

    def flip(self) -> None:
        """Let the other end be the one that moves."""
        self.front = not self.front

    def _gives_up(self, step: int) -> bool:
        return (step > 0) is self.front

    def _moved_end(self, unit: SelectionUnit, step: int) -> int | None:
        if not (here := self.segment):
            return None
        units = self._onwards(unit, here.n) if step > 0 else self._back(unit, here.n)
        start, end = self.place.start, self.place.end
        if self.front:
            low, high = (start, end) if step > 0 else (-1, start)
            return next((u.start for u in units if low < u.start < high), None)
        low, high = (end, len(self.transcript.text) + 1) if step > 0 else (start, end)
        return next((u.end for u in units if low < u.end < high), None)

    def _onwards(self, unit: SelectionUnit, n: int) -> Iterator[Place]:
        for i in range(n, len(self.transcript.segments) + 1):
            yield from self._units(unit, i)

    def _back(self, unit: SelectionUnit, n: int) -> Iterator[Place]:
        for i in range(n, 0, -1):
            yield from reversed(self._units(unit, i))

    def _cut(self, unit: SelectionUnit, n: int) -> list[Place]:
        segment, text = self.transcript.segments[n - 1], self.transcript.text
        if unit == "segment":
            return [Place(segment.start, segment.end)]
        if unit == "sentence":
            return sentences(text, segment.start, segment.end, self.language)
        return [Place(*m.span()) for m in re.compile(r"\S+").finditer(text, segment.start, segment.end)]
