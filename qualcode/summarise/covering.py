"""The sentences that together cover most of what is said about a theme. They are chosen, never written.

A theme's words weigh what they weigh at its centre (see `qualcode.summarise.highlights`). Again and again that sentence
is taken which adds most weight not yet covered, in proportion to the square root of its length (Lin and Bilmes 2010,
greedy choice under a budget).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any

from qualcode.summarise.highlights import Vector, centre, terms, tf_idf
from qualcode.text.lemmas import lemmatiser

if TYPE_CHECKING:
    import pandas as pd

_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[»\"”')]*(?=\s+[«\"“'(–-]?\s?[A-ZÆØÅ0-9])|\n\s*\n|\Z)", re.DOTALL)
_FEWEST_TERMS = 4
_PLACE = ("transcript", "segment", "speaker")


def covering(excerpts: "pd.DataFrame", by: Sequence[str], language: str, n: int = 5) -> "pd.DataFrame":
    """For each cell of `by` the `n` sentences that cover it best, in the order in which they were chosen.

    Columns: `by`, rank, covered (the share of the cell's weight that it and those before it cover), transcript,
    segment (where the excerpt begins), speaker, start, end, text.
    """
    import pandas as pd

    passages = excerpts.drop_duplicates([*by, "transcript", "start", "end"])
    vectors = tf_idf(passages["text"], language)
    cells: dict[tuple[Any, ...], list[tuple[Mapping[Any, Any], Vector]]] = {}
    for passage, vector in zip(passages.to_dict("records"), vectors, strict=True):
        cells.setdefault(tuple(passage[b] for b in by), []).append((passage, vector))
    rows: list[list[object]] = []
    for key, cell in cells.items():
        weights = centre(vector for _, vector in cell)
        chosen = _choose(list(_sentences([row for row, _ in cell], language)), weights, n)
        for rank, (covered, (row, start, text, _)) in enumerate(chosen, start=1):
            rows.append([*key, rank, covered, *(row[c] for c in _PLACE), start, start + len(text), text])
    return pd.DataFrame(rows, columns=[*by, "rank", "covered", *_PLACE, "start", "end", "text"])


_Sentence = tuple[Mapping[Any, Any], int, str, frozenset[str]]


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a passage with where they begin; an abbreviation before a lower-case word ends none."""
    for found in _SENTENCE.finditer(text):
        yield found.start(), found[0].rstrip()


def _sentences(rows: Sequence[Mapping[Any, Any]], language: str) -> Iterator[_Sentence]:
    """Each sentence once, with its row, its place in the transcript and its lemmas."""
    lemma, seen = lemmatiser(language), set[tuple[str, int]]()
    for row in rows:
        for start, text in sentences(row["text"]):
            place = (row["transcript"], row["start"] + start)
            if place not in seen:
                seen.add(place)
                yield row, place[1], text, frozenset(terms(text, lemma))


def _choose(waiting: list[_Sentence], weights: Vector, n: int) -> list[tuple[float, _Sentence]]:
    """The sentences with the share covered so far; short ones only where there are no others."""
    whole = sum(weights.values())
    waiting = [s for s in waiting if len(s[3]) >= _FEWEST_TERMS] or waiting
    covered, chosen = set[str](), list[tuple[float, _Sentence]]()

    def gain(sentence: _Sentence) -> float:
        return sum(weights.get(term, 0.0) for term in sorted(sentence[3] - covered)) / sqrt(max(1, len(sentence[3])))

    while waiting and whole and len(chosen) < n:
        best = max(waiting, key=lambda s: (round(gain(s), 9), s[0]["transcript"], -s[1]))
        if not gain(best):
            break
        waiting.remove(best)
        covered |= best[3]
        chosen.append((sum(weights.get(term, 0.0) for term in sorted(covered)) / whole, best))
    return chosen
