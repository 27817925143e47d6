"""What a person may choose about suggestions, and the two protocols by which their own model may join."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qualcode.model import Code, Place, Transcript

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Sentences = Callable[[str, int, int], Iterable[Place]]
"""Cuts `text[start:end]` into sentences, as places in the whole text."""


class Embedder(Protocol):
    """A model that turns texts into vectors: `(len(texts), d)`, one row per text, any length."""

    def embed(self, texts: Sequence[str]) -> "NDArray[np.floating]": ...


class Suggester(Protocol):
    """A scorer of a user's own. It joins the built-in evidence on equal terms.

    `score` returns `(len(texts), len(codes))`, higher is likelier, any scale; `labels` has a row of shares (0 to 1) per
    example text and a column per code. Called anew for every fold in an evaluation; it must keep nothing.
    """

    def score(
        self, texts: Sequence[str], codes: Sequence[Code], examples: Sequence[str], labels: "NDArray[np.floating]"
    ) -> "NDArray[np.floating]": ...


@dataclass(frozen=True, slots=True)
class Rejection:
    """A suggestion that a person declined. It is not made again, and it teaches."""

    transcript: str
    code: str
    start: int
    end: int
    coder: str = ""


@dataclass(frozen=True)
class Options:
    """What a person may choose.

    `top` suggestions per segment; `all` scores every segment against every code instead. `min_confidence` keeps
    suggestions measured to be right at least that often (0 to 1). `coders` whose codings teach (None: everybody's).
    `codes` and `only` limit which codes and transcripts suggestions are made for, not what is learned from.
    `holdout` names the attribute (such as office) by which evidence is cross-validated; None: by transcript.
    `pipeline` is an installed spaCy pipeline or a path. `sentences` lets a single sentence be proposed as the span.
    `note` is called with what the person should know of the suggestions.
    """

    top: int = 3
    min_confidence: float | None = None
    all: bool = False
    include_interviewer: bool = False
    language: str = "nb"
    pipeline: str = ""
    coders: Collection[str] | None = None
    codes: Collection[str] | None = None
    only: Collection[str] | None = None
    holdout: str | None = None
    sentences: Sentences | None = None
    suggester: Suggester | None = None
    embedder: Embedder | None = None
    note: Callable[[str], None] | None = None

    def group_of(self, transcript: Transcript) -> str:
        """What a fold keeps together: the transcript, or all with the same value of the `holdout` attribute."""
        return transcript.attributes.get(self.holdout, "") if self.holdout else transcript.name
