"""Which excerpts to read first: the most typical, the most differing and the longest, by rules that can be stated.

Typical is what lies nearest to the centre of its cell (a theme in a group): the cosine between the excerpt's tf-idf
vector over lemmas and the mean of the cell's vectors. Differing is what lies furthest from it. Nothing is generated.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.model import overlaps
from qualcode.text.lemmas import lemmatiser

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("typical", "differing", "longest")
FEWEST_WORDS = 8
"""Shorter excerpts are passed over while longer ones remain: 'ja, det er viktig' is near every centre."""
_TERM = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

Vector = Mapping[str, float]


class _Passage(NamedTuple):
    """A passage that can be chosen; `row` is its place in the table, `near` its cosine to the cell's centre."""

    row: int
    transcript: str
    speaker: str
    start: int
    end: int
    words: int
    near: float


def highlights(
    excerpts: "pd.DataFrame", by: Sequence[str], language: str, n: int = 3, kinds: Sequence[str] = KINDS
) -> "pd.DataFrame":
    """For each cell of `by` and each kind the `n` first: `chosen`, `rank`, `score`, then the excerpt's columns.

    Each passage counts once, however many coders and codes share it, and none is chosen that overlaps one chosen
    before it; each speaker is heard once before anyone is heard twice. `score` is the cosine to the cell's centre, for
    the longest the number of words.
    """
    chosen = [
        (kind, rank, passage)
        for cell in _cells(excerpts.drop_duplicates([*by, "transcript", "start", "end"]), by, language)
        for kind in kinds
        for rank, passage in enumerate(_first(sorted(cell, key=_ORDERS[kind]), n), start=1)
    ]
    table = excerpts.loc[[passage.row for _, _, passage in chosen]].reset_index(drop=True)
    table.insert(0, "chosen", [kind for kind, _, _ in chosen])
    table.insert(1, "rank", [rank for _, rank, _ in chosen])
    table.insert(2, "score", [float(p.words) if kind == "longest" else p.near for kind, _, p in chosen])
    return table


def _cells(passages: "pd.DataFrame", by: Sequence[str], language: str) -> Iterator[list[_Passage]]:
    """The passages of each cell, with how near each is to the cell's centre."""
    columns = (passages[c].tolist() for c in ("transcript", "speaker", "start", "end"))
    places = list(zip(passages.index.tolist(), *columns, strict=True))
    texts, vectors = passages["text"].tolist(), tf_idf(passages["text"], language)
    cells: dict[tuple[str, ...], list[int]] = {}
    for i, key in enumerate(zip(*(passages[b].tolist() for b in by), strict=True)):
        cells.setdefault(key, []).append(i)
    for cell in cells.values():
        middle = centre(vectors[i] for i in cell)
        yield [_Passage._make((*places[i], len(texts[i].split()), cosine(vectors[i], middle))) for i in cell]


def terms(text: str, lemma: Callable[[str], str]) -> Counter[str]:
    """How often each lemma occurs in a text; a term is a run of letters, hyphens inside it included."""
    return Counter(lemma(form) for form in _TERM.findall(text.lower()))


def tf_idf(texts: Iterable[str], language: str) -> list[Vector]:
    """Each text as a unit vector over its lemmas: (1 + ln tf) · ln((1 + n) / (1 + df)).

    A word that stands in every text weighs nothing, so no list of stop words is needed.
    """
    lemma, of = lemmatiser(language), list(texts)
    known = {text: terms(text, lemma) for text in dict.fromkeys(of)}
    counts = [known[text] for text in of]
    df = Counter(term for count in counts for term in count)
    idf = {term: log((1 + len(counts)) / (1 + number)) for term, number in df.items()}
    vectors = {text: unit({t: (1 + log(tf)) * idf[t] for t, tf in count.items()}) for text, count in known.items()}
    return [vectors[text] for text in of]


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


def _first(ranked: Iterable[_Passage], n: int) -> list[_Passage]:
    """The `n` first: no two that overlap, each speaker once before anyone twice."""
    waiting, chosen = list(ranked), list[_Passage]()
    while waiting and len(chosen) < n:
        heard = set[tuple[str, str]]()
        passed_over = []
        for passage in waiting:
            voice = (passage.transcript, passage.speaker)
            if voice in heard:
                passed_over.append(passage)
            elif len(chosen) < n and not any(_overlap(passage, other) for other in chosen):
                chosen.append(passage)
                heard.add(voice)
        waiting = passed_over
    return chosen


def _overlap(a: _Passage, b: _Passage) -> bool:
    return a.transcript == b.transcript and overlaps(a, b)


def _order(score: Callable[[_Passage], float]) -> Callable[[_Passage], tuple[Any, ...]]:
    """Long enough before too short, then by score, the highest first, then by place, so that it is always the same."""
    return lambda p: (p.words < FEWEST_WORDS, -round(score(p), 9), p.transcript, p.start, p.end)


_ORDERS: Mapping[str, Callable[[_Passage], tuple[Any, ...]]] = {
    "typical": _order(lambda p: p.near),
    "differing": _order(lambda p: -p.near),
    "longest": _order(lambda p: p.words),
}
