"""Which excerpts to read first: the most typical, the most differing and the longest, by rules that can be stated.

Typical is what lies nearest to the centre of its cell (a theme in a group): the cosine between the excerpt's tf-idf
vector over lemmas and the mean of the cell's vectors. Differing is what lies furthest from it. Nothing is generated.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING, Any

from qualcode.text.lemmas import lemmatiser

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("typical", "differing", "longest")
FEWEST_WORDS = 8
"""Shorter excerpts are passed over while longer ones remain: 'ja, det er viktig' is near every centre."""
_TERM = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

Vector = Mapping[str, float]
Row = Mapping[Any, Any]


def highlights(
    excerpts: "pd.DataFrame", by: Sequence[str], language: str, n: int = 3, kinds: Sequence[str] = KINDS
) -> "pd.DataFrame":
    """For each cell of `by` and each kind the `n` first: `chosen`, `rank`, `score`, then the excerpt's columns.

    Each passage counts once, however many coders and codes share it, and none is chosen that overlaps one chosen
    before it; each speaker is heard once before anyone is heard twice. `score` is the cosine to the cell's centre, for
    the longest the number of words.
    """
    import pandas as pd

    passages = excerpts.drop_duplicates([*by, "transcript", "start", "end"])
    vectors = tf_idf(passages["text"], language)
    rows = list(zip(passages.to_dict("records"), vectors, strict=True))
    cells: dict[tuple[Any, ...], list[tuple[Row, Vector]]] = {}
    for row, vector in rows:
        cells.setdefault(tuple(row[b] for b in by), []).append((row, vector))
    chosen = [
        {"chosen": kind, "rank": rank, "score": score, **row}
        for cell in cells.values()
        for kind in kinds
        for rank, (score, row) in enumerate(_first(_ranked(cell, kind), n), start=1)
    ]
    return pd.DataFrame(chosen, columns=["chosen", "rank", "score", *excerpts.columns])


def terms(text: str, lemma: Callable[[str], str]) -> Counter[str]:
    """How often each lemma occurs in a text; a term is a run of letters, hyphens inside it included."""
    return Counter(lemma(form) for form in _TERM.findall(text.lower()))


def tf_idf(texts: Iterable[str], language: str) -> list[Vector]:
    """Each text as a unit vector over its lemmas: (1 + ln tf) · ln((1 + n) / (1 + df)).

    A word that stands in every text weighs nothing, so no list of stop words is needed.
    """
    lemma = lemmatiser(language)
    counts = [terms(text, lemma) for text in texts]
    df = Counter(term for count in counts for term in count)
    idf = {term: log((1 + len(counts)) / (1 + number)) for term, number in df.items()}
    return [unit({term: (1 + log(tf)) * idf[term] for term, tf in count.items()}) for count in counts]


def unit(vector: Vector) -> Vector:
    """The vector with length 1; one of length 0 stays as it is."""
    length = sqrt(sum(x * x for x in vector.values()))
    return {term: x / length for term, x in vector.items()} if length else vector


def centre(vectors: Iterable[Vector]) -> Vector:
    """The direction of the vectors' mean."""
    total: Counter[str] = Counter()
    for vector in vectors:
        for term, x in vector.items():
            total[term] += x  # type: ignore[assignment]  # a Counter adds floats just as well
    return unit(total)


def cosine(a: Vector, b: Vector) -> float:
    """The cosine of two unit vectors."""
    small, large = (a, b) if len(a) < len(b) else (b, a)
    return sum(x * large.get(term, 0.0) for term, x in small.items())


def _ranked(cell: list[tuple[Row, Vector]], kind: str) -> Iterator[tuple[float, Row]]:
    """The cell's passages with their scores, best first; ties by place, so that the order is always the same."""
    if kind == "longest":
        scored = [(float(len(row["text"].split())), row) for row, _ in cell]
    else:
        middle = centre(vector for _, vector in cell)
        scored = [(cosine(vector, middle), row) for row, vector in cell]
    sign = 1 if kind == "differing" else -1

    def order(pair: tuple[float, Row]) -> tuple[Any, ...]:
        score, row = pair
        short = len(row["text"].split()) < FEWEST_WORDS
        return short, sign * round(score, 9), row["transcript"], row["start"], row["end"]

    yield from sorted(scored, key=order)


def _first(ranked: Iterable[tuple[float, Row]], n: int) -> list[tuple[float, Row]]:
    """The `n` first: no two that overlap, each speaker once before anyone twice."""
    waiting, chosen = list(ranked), list[tuple[float, Row]]()
    while waiting and len(chosen) < n:
        heard = set[tuple[str, str]]()
        passed_over = []
        for score, row in waiting:
            voice = (row["transcript"], row["speaker"])
            if voice in heard:
                passed_over.append((score, row))
            elif len(chosen) < n and not any(_overlap(row, other) for _, other in chosen):
                chosen.append((score, row))
                heard.add(voice)
        waiting = passed_over
    return chosen


def _overlap(a: Row, b: Row) -> bool:
    return bool(a["transcript"] == b["transcript"] and a["start"] < b["end"] and b["start"] < a["end"])
