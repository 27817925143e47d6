"""A project of another program as values: what came in, what is kept for the way out, what is lost."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qualcode.model import Codebook, Coding, Source

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of each table of another program's database."""


@dataclass(frozen=True)
class Text:
    """A source's text under its key (see `identity`)."""

    source: Source
    key: str


@dataclass(frozen=True)
class Memo:
    """A memo that is not a coding's: of the project (no transcript), a transcript (no span), a span, a code, a case."""

    text: str
    transcript: str = ""
    start: int | None = None
    end: int | None = None
    coder: str = ""
    created: str = ""
    code: str = ""
    case: str = ""
    key: str = ""


@dataclass(frozen=True)
class Part:
    """A whole transcript, or a span of it."""

    transcript: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Case:
    """A case: mostly a person, in one text or several, or in parts of them."""

    name: str
    key: str
    parts: tuple[Part, ...]
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """A set of documents."""

    name: str
    key: str
    transcripts: tuple[str, ...]


class Fate(NamedTuple):
    """What became of the elements of one kind. `file` is the sum of the others."""

    kind: str
    file: int
    imported: int
    kept: int
    lost: int
    why: str


@dataclass
class Account:
    """Counts the elements of a file by kind, and what became of each; what nobody spoke for was not read."""

    file: Counter[str]
    imported: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)

    def lose(self, kind: str, why: str, n: int = 1) -> None:
        """Elements of a kind that do not come in, and why."""
        if n:
            self.reasons.setdefault(kind, Counter())[why] += n

    def fates(self) -> Iterator[Fate]:
        """A row per kind that is in the file, in the file's order of first appearance."""
        for kind, n in self.file.items():
            reasons = Counter(self.reasons.get(kind, Counter()))
            if rest := n - self.imported[kind] - self.kept[kind] - reasons.total():
                reasons["not read"] += rest
            why = "; ".join(f"{why}: {k}" if len(reasons) > 1 else why for why, k in reasons.items())
            yield Fate(kind, n, self.imported[kind], self.kept[kind], reasons.total(), why)


@dataclass(frozen=True)
class Exchanged:
    """A project of another program. Codings name codes by their id in `codebook` and transcripts by the texts' names.

    `counting` says, per text, which way of counting positions fitted; `fates` what became of each kind of element;
    `report` what else a person should know. `sidecar` are the rows that our own export put beside the
    standard's parts, `opaque`
    the elements (as XML) that are kept for the way out, with the archive's members they need in `media`.
    """

    name: str
    origin: str
    codebook: Codebook
    texts: tuple[Text, ...]
    codings: tuple[Coding, ...]
    memos: tuple[Memo, ...] = ()
    cases: tuple[Case, ...] = ()
    groups: tuple[Group, ...] = ()
    users: Mapping[str, str] = field(default_factory=dict)
    counting: Mapping[str, str] = field(default_factory=dict)
    fates: tuple[Fate, ...] = ()
    report: tuple[str, ...] = ()
    opaque: tuple[str, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)
    sidecar: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The texts' sources."""
        return tuple(text.source for text in self.texts)
