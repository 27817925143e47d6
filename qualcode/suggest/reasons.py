"""Why a code is suggested, in one line, and which sentence carries it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.model import Code, Place, Span, Suggestion, Transcript
from qualcode.suggest.engine.engine import Engine, Reading
from qualcode.suggest.engine.questions import QUESTION_WEIGHT
from qualcode.suggest.engine.segments import Decisions, Unit
from qualcode.suggest.engine.vectors import Floats, likeness
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
Pairs = NDArray[np.intp]


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
        labels, evidence = engine.labels, engine.evidence
        self._coded_rows = labels.rows
        self._coded = engine.reading.material.lemmas[labels.rows]
        self._place = {int(row): k for k, row in enumerate(labels.rows)}
        self._with_code = [np.flatnonzero(gave > 0) for gave in labels.y.T]
        self._gave: dict[tuple[Unit, int], str] = {}
        worth = [(column, np.flatnonzero(column)) for column in evidence.keyword_weight.T]
        self._named = [{int(k): (-float(of[k]), evidence.name_of(int(k))) for k in own} for of, own in worth]

    def prepare(self, block: Sequence[Unit], reading: Reading) -> None:
        """Make ready to explain these segments; the other methods speak of positions in the block."""
        self.block = block
        self._counts, self._hits = reading.counts, reading.material.hits
        self._asked, self._asked_forms = reading.material.asked, reading.asked
        self._carried = self.engine.carried()
        self._sentences: dict[int, list[tuple[Place, list[int]]]] = {}
        self._likeness = likeness(reading.material.lemmas, self._coded).toarray()
        for i, unit in enumerate(block):
            if (own := self._place.get(self.engine.positions.get((unit.transcript, unit.segment), -1))) is not None:
                self._likeness[i, own] = -1  # nothing is explained by being like itself

    def reasons(self, rows: Pairs, columns: Pairs) -> list[Reason]:
        """Why each segment of the block might have each code: segment `rows[n]`, code `columns[n]`."""
        words, most = self._words(self._counts, rows, columns, np.zeros(len(rows)))
        asked, _ = self._words(self._asked_forms, rows, columns, np.maximum(most, 0) / QUESTION_WEIGHT)
        like, reasons = self._like(rows, columns), []
        for n, (i, j) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
            keywords = self._keywords(self._hits, i, j)
            question = self._keywords(self._asked, i, j) or tuple(asked[n])
            reasons.append(Reason(keywords, tuple(w for w in words[n] if w not in keywords), question, like[n]))
        return reasons

    def _keywords(self, hits: Any, i: int, j: int) -> tuple[str, ...]:
        """The keywords and rules of the code that the segment, or its question, hits, the most telling first."""
        named, hit = self._named[j], hits.indices[hits.indptr[i] : hits.indptr[i + 1]].tolist()
        return tuple(name for _, name in sorted(named[k] for k in hit if k in named))

    def _words(self, counts: Any, rows: Pairs, columns: Pairs, least: Floats) -> tuple[list[list[str]], Floats]:
        """For each pair the words that spoke most for the code, the most telling first, and what the first one said.

        `counts` has the forms of the segments, or of their questions; a word must say more than `least`.
        """
        starts, forms = counts.indptr, counts.indices
        size = np.diff(starts)[rows]
        first = np.cumsum(size) - size
        owner = np.repeat(np.arange(len(rows)), size)
        form = forms[np.arange(len(owner)) - np.repeat(first - starts[rows], size)]
        said = self._carried[form, columns[owner]]
        found: list[list[str]] = [[] for _ in rows]
        most = np.full(len(rows), -np.inf)
        for n in range(MOST_WORDS):
            best, at = last_of_most(said, first, owner, size)
            if not n:
                most, least = best, np.maximum(WORTH_NAMING * best, least)
            for pair in np.flatnonzero(best > least).tolist():
                found[pair].append(self.engine.space.forms[form[at[pair]]])
            said[at[size > 0]] = -np.inf
        return found, most

    def _like(self, rows: Pairs, columns: Pairs) -> list[str]:
        """For each pair the nearest segment that somebody gave the code, as an anchor; empty where none is like it."""
        found = [""] * len(rows)
        for j in np.unique(columns):
            with_code, mine = self._with_code[j], np.flatnonzero(columns == j)
            if not len(with_code):
                continue
            like = self._likeness[rows[mine]][:, with_code]
            near = like.argmax(axis=1)
            enough = like[np.arange(len(mine)), near] >= LIKE_ENOUGH
            for pair, k in zip(mine[enough].tolist(), with_code[near[enough]].tolist(), strict=True):
                other = self.engine.sample[int(self._coded_rows[k])]
                found[pair] = f"{other.transcript}:{other.segment} ({self._coders(other, int(j))})"
        return found

    def _coders(self, unit: Unit, j: int) -> str:
        """Who gave a unit a code."""
        found = self._gave.get((unit, j))
        if found is None:
            found = self._gave[unit, j] = ", ".join(sorted(self.decisions.coded(unit).get(j, ())))
        return found

    def span(self, i: int, j: int) -> Place:
        """The place to propose: one sentence where it alone carries the score of a long segment, else the segment."""
        unit = self.block[i]
        whole = Place(unit.start, unit.end)
        if i not in self._sentences:
            self._sentences[i] = self._cut(unit.text)
        sentences = self._sentences[i]
        if len(sentences) < LONG:
            return whole
        carried = np.array([float(self._carried[forms, j].sum()) for _, forms in sentences])
        best = int(np.argmax(carried))
        if carried[best] <= 0 or carried[best] < CARRIES * carried[carried > 0].sum():
            return whole
        place = sentences[best][0]
        return Place(unit.start + place.start, unit.start + place.end)

    def _cut(self, text: str) -> list[tuple[Place, list[int]]]:
        """The sentences of a text, and the numbers of the distinct forms in each; none where they are not asked for."""
        cut, number, forms = self.engine.options.sentences, self.engine.space.number, self.engine.space.analyser.forms
        places = list(cut(text, 0, len(text))) if cut else []
        if len(places) < LONG:
            return []
        return [(s, sorted({number[f] for f in forms(text[s.start : s.end]) if f in number})) for s in places]


def last_of_most(values: Floats, first: Pairs, owner: Pairs, size: Pairs) -> tuple[Floats, Pairs]:
    """The greatest of each group's values and the last place where it stands; -inf for an empty group.

    Groups lie one after the other, `size[n]` values from `first[n]`; `owner` says of each value whose it is.
    """
    best, at = np.full(len(size), -np.inf), np.zeros(len(size), dtype=np.intp)
    if len(values):
        best[size > 0] = np.maximum.reduceat(values, first[size > 0])
        places = np.flatnonzero(values == best[owner])
        at[owner[places]] = places
    return best, at


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
