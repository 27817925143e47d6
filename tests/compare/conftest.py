"""Small comparisons for many tests: transcripts of a given length, and codings written as (coder, code, start, end)."""

from collections.abc import Collection, Sequence
from itertools import pairwise

import pytest

from qualcode.compare import Comparison, compare
from qualcode.model import Code, Codebook, Coding, Segment, Transcript, Turn

Mark = tuple[str, str, int, int]


def a_text(name: str, length: int, cuts: Sequence[int] = (), **attributes: str) -> Transcript:
    """A text of so many letters, cut into segments (each its own turn) at the given places."""
    edges = [0, *cuts, length]
    spans = list(pairwise(edges))
    turns = tuple(Turn(n, a, b) for n, (a, b) in enumerate(spans, 1))
    segments = tuple(Segment(n, n, a, b) for n, (a, b) in enumerate(spans, 1))
    text = ("abcdefghij" * (length // 10 + 1))[:length]
    return Transcript(name, text, turns, segments, attributes, sha256=name)


def codings(name: str, marks: Sequence[Mark]) -> list[Coding]:
    """Codings of one transcript."""
    return [Coding(f"{name}-{n}", name, code, coder, a, b, "") for n, (coder, code, a, b) in enumerate(marks)]


def book(*codes: str) -> Codebook:
    """A flat codebook."""
    return Codebook(tuple(Code(c) for c in codes), version=3)


def comparing(
    marks: dict[str, Sequence[Mark]],
    coders: Sequence[str] = ("A", "B"),
    unit: str = "character",
    *,
    codes: Sequence[str] = ("X", "Y", "Z"),
    length: int = 100,
    cuts: Sequence[int] = (20, 40, 60, 80),
    unread: Collection[tuple[str, str]] = (),
    **options: object,
) -> Comparison:
    """A comparison of transcripts `{name: marks}`; `unread` holds (transcript, coder) that are not finished."""
    texts = [a_text(name, length, cuts) for name in marks]
    made = [c for name, own in marks.items() for c in codings(name, own)]
    read = {name: [c for c in coders if (name, c) not in unread] for name in marks}
    return compare(texts, made, read, coders, book(*codes), unit, **options)  # type: ignore[arg-type]


@pytest.fixture
def toy() -> Comparison:
    """Two coders, three codes, a hundred characters, worked by hand."""
    return comparing({"t": TOY})


TOY: list[Mark] = [
    ("A", "X", 10, 30),
    ("A", "X", 50, 70),
    ("A", "Y", 20, 40),
    ("A", "Z", 80, 90),
    ("B", "X", 12, 30),
    ("B", "Y", 20, 40),
    ("B", "Y", 60, 65),
    ("B", "Z", 85, 95),
]
