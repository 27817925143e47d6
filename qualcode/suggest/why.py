"""Why a code is suggested, in one line, and which sentence carries it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.model import Code, Place, Span, Suggestion, Transcript
from qualcode.suggest.context import QUESTION_WEIGHT
from qualcode.suggest.engine import Engine, Reading
from qualcode.suggest.units import Decisions, Unit
from qualcode.text.query import parse
from qualcode.text.words import Word, analyser

MOST_WORDS = 3
WORTH_NAMING = 0.3
"""A word is named when it says at least this share of what the most telling word says."""
LIKE_ENOUGH = 0.15
"""Least cosine in lemmas at which a coded segment is named as being like this one."""
CARRIES = 0.6
"""A sentence is proposed alone when it holds this share of what the words of the segment say for the code."""
LONG = 3
"""Only in segments of at least so many sentences."""


@dataclass(frozen=True)
class Reason:
    """Why: keywords hit and words that carried the score (as they stand in the text), and a coded segment like it.

    `question` are keywords, else words, of the question that it answers.
    """

    keywords: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    question: tuple[str, ...] = ()
    like: str = ""

    def __str__(self) -> str:
        parts = [f"keywords: {', '.join(self.keywords)}"] * bool(self.keywords)
        parts += [f"words: {', '.join(self.words)}"] * bool(self.words)
        parts += [f"question: {', '.join(self.question)}"] * bool(self.question)
        parts += [f"like {self.like}"] * bool(self.like)
        return "; ".join(parts) or "likeness to the code's description"


class Why:
    """Explains the scores of one block of segments at a time."""

    def __init__(self, engine: Engine, decisions: Decisions) -> None:
        self.engine, self.decisions = engine, decisions
        self._coded_rows = engine.labels.rows
        self._coded = engine.reading.material.lemmas[self._coded_rows] if len(self._coded_rows) else None
        self._with_code = [np.flatnonzero(gave > 0) for gave in engine.labels.y.T]
        self._gave: dict[tuple[Unit, int], str] = {}

    def prepare(self, block: Sequence[Unit], reading: Reading) -> None:
        """Make ready to explain these segments; the other methods speak of positions in the block."""
        self.block = block
        self._starts, self._forms = reading.counts.indptr, reading.counts.indices
        self._hits, self._asked, self._asked_forms = reading.material.hits, reading.material.asked, reading.asked
        self._carried = self.engine.carried()
        self._said = self._carried[self._forms]
        self._sentences: dict[int, list[Place]] = {}
        self._likeness = (reading.material.lemmas @ self._coded.T).toarray() if self._coded is not None else None

    def reason(self, i: int, j: int) -> Reason:
        """Why segment `i` of the block might have code `j`."""
        keywords = self._keywords(self._hits, i, j)
        words = tuple(w for w in self._words(i, j) if w not in keywords)
        return Reason(keywords, words, self._question(i, j), self._like(i, j))

    def _question(self, i: int, j: int) -> tuple[str, ...]:
        """Keywords of the code in the question, else its words that spoke as much for the code as the segment's own."""
        start, end = self._asked_forms.indptr[i : i + 2]
        if start == end:
            return ()
        if keywords := self._keywords(self._asked, i, j):
            return keywords
        forms = self._asked_forms.indices[start:end]
        said = QUESTION_WEIGHT * self._carried[forms, j]
        own = self._said[self._starts[i] : self._starts[i + 1], j]
        least = max(own.max(initial=0), WORTH_NAMING * said.max())
        order = said.argsort(kind="stable")[: -MOST_WORDS - 1 : -1]
        return tuple(self.engine.space.forms[forms[k]] for k in order if said[k] > least)

    def _keywords(self, hits: Any, i: int, j: int) -> tuple[str, ...]:
        """The keywords and rules of the code that the segment, or its question, hits, the most telling first."""
        evidence = self.engine.evidence
        hit = hits.indices[hits.indptr[i] : hits.indptr[i + 1]]
        worth = evidence.keyword_weight[hit, j]
        found = sorted((-worth[k], evidence.name_of(hit[k])) for k in worth.nonzero()[0])
        return tuple(keyword for _, keyword in found)

    def _words(self, i: int, j: int) -> list[str]:
        """The words of the segment that spoke most for the code."""
        start, end = self._starts[i], self._starts[i + 1]
        said = self._said[start:end, j]
        if start == end:
            return []
        order = said.argsort(kind="stable")[: -MOST_WORDS - 1 : -1]
        least = max(WORTH_NAMING * said[order[0]], 0)
        return [self.engine.space.forms[self._forms[start + k]] for k in order if said[k] > least]

    def _like(self, i: int, j: int) -> str:
        """The nearest segment that somebody gave the code, as an anchor; empty where none is like this one."""
        if self._likeness is None:
            return ""
        likeness = self._likeness[i, self._with_code[j]]
        unit = self.block[i]
        for _ in range(min(len(likeness), 2)):
            near = int(likeness.argmax())
            if likeness[near] < LIKE_ENOUGH:
                break
            other = self.engine.sample[int(self._coded_rows[self._with_code[j][near]])]
            if (other.transcript, other.segment) != (unit.transcript, unit.segment):
                return f"{other.transcript}:{other.segment} ({self._coders(other, j)})"
            likeness[near] = -1
        return ""

    def _coders(self, unit: Unit, j: int) -> str:
        """Who gave a unit a code."""
        found = self._gave.get((unit, j))
        if found is None:
            found = self._gave[unit, j] = ", ".join(sorted(self.decisions.coded(unit).get(j, ())))
        return found

    def span(self, i: int, j: int) -> Place:
        """The place to propose: one sentence where it alone carries the score of a long segment, else the segment."""
        unit, cut = self.block[i], self.engine.options.sentences
        whole = Place(unit.start, unit.end)
        if cut is None:
            return whole
        if i not in self._sentences:
            self._sentences[i] = list(cut(unit.text, 0, len(unit.text)))
        sentences = self._sentences[i]
        if len(sentences) < LONG:
            return whole
        carried = np.array([self._carried_by(unit.text[s.start : s.end], j) for s in sentences])
        best = int(np.argmax(carried))
        if carried[best] <= 0 or carried[best] < CARRIES * carried[carried > 0].sum():
            return whole
        return Place(unit.start + sentences[best].start, unit.start + sentences[best].end)

    def _carried_by(self, text: str, j: int) -> float:
        """What the distinct words of a sentence say for a code, in sum."""
        number = self.engine.space.number
        forms = {number[f] for f in self.engine.space.analyser.forms(text) if f in number}
        return float(self._carried[sorted(forms), j].sum())


def marks(
    suggestion: Suggestion, transcript: Transcript, code: Code, language: str = "nb", pipeline: str = ""
) -> list[Place]:
    """Where the passage says why: hits of the code's keywords and rules, and the words that carried the score.

    Places in the whole text, in order, without overlaps.
    """
    words = analyser(language, pipeline)
    listed = words.words(transcript.quote(suggestion))
    found = [Place(w.start, w.end) for w in listed if w.form in suggestion.words]
    for keyword in (*code.keywords, code.name or code.id):
        phrase = [words.lemma(form) for form in words.forms(keyword)]
        found += _hits(phrase, listed, words.parts)
    for rule in code.rules:
        found += [Place(start, end) for start, end in parse(rule, words, f"code {code.id}").find(listed)]
    return [Place(suggestion.start + p.start, suggestion.start + p.end) for p in _joined(found)]


def _hits(phrase: Sequence[str], listed: Sequence[Word], parts: Callable[[str], tuple[str, ...]]) -> list[Place]:
    """Words that are the keyword or a compound with it, or runs of words that are the phrase."""
    if len(phrase) == 1:
        return [Place(w.start, w.end) for w in listed if phrase[0] in (w.lemma, *parts(w.form))]
    starts = range(len(listed) - len(phrase) + 1) if phrase else ()
    runs = (listed[i : i + len(phrase)] for i in starts)
    return [Place(run[0].start, run[-1].end) for run in runs if [w.lemma for w in run] == list(phrase)]


def _joined(places: Sequence[Span]) -> list[Place]:
    """The places in order, those that overlap made one."""
    joined: list[Place] = []
    for place in sorted(places, key=lambda p: (p.start, p.end)):
        if joined and place.start < joined[-1].end:
            joined[-1] = Place(joined[-1].start, max(place.end, joined[-1].end))
        else:
            joined.append(Place(place.start, place.end))
    return joined
