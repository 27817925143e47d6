"""The agreement of coders as values: per pair and code, per code, and of a whole comparison."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from qualcode.compare.coefficients import Numbers
from qualcode.compare.counts import Counts, Crew
from qualcode.compare.measures import SPAN
from qualcode.compare.runs import AnyScale, Ranges
from qualcode.model import Span, Transcript


@dataclass(frozen=True)
class Circumstances:
    """What the counts cannot know: how the transcripts were drawn, whether the coders worked blind, and when.

    `sample` is a sentence for the methods section, `samples` the same by language; `round` a name; `after_discussion`
    makes the numbers agreement and not reliability; `threshold` is the value the researcher set beforehand.
    """

    sample: str = ""
    blind: bool | None = None
    round: str = ""
    after_discussion: bool = False
    threshold: float | None = None
    samples: Mapping[str, str] = field(default_factory=dict)

    def drawn(self, lang: str) -> str:
        """How the transcripts were drawn, in this language if it is known in it; '' if they were not."""
        return self.samples.get(lang, self.sample)


@dataclass(frozen=True)
class Pair:
    """Two coders' agreement on one code, over the transcripts that both finished. None: see `undefined`."""

    coders: tuple[str, str]
    both: int
    only: tuple[int, int]
    neither: int | None
    measures: Mapping[str, float | None]
    undefined: str | None


@dataclass(frozen=True)
class Agreement:
    """The agreement of all coders on one code (or theme), by its id, with its `name` for people.

    `n` spans per coder in the compared transcripts; `both` units that every reader coded, `only` those one coder alone
    coded, `some` those several but not all coded (three coders or more), `neither` the rest. `measures` are named as in
    `measures.MEASURES`, None where undefined with the reason in `undefined`; `intervals` their 95 % intervals, or
    `no_interval` says why there are none. `without` is α of the others when a coder is left out (three or more).
    """

    code: str
    name: str
    n: Mapping[str, int]
    both: int
    only: Mapping[str, int]
    some: int
    neither: int | None
    measures: Mapping[str, float | None]
    prevalence: float | None
    pairs: tuple[Pair, ...]
    intervals: Mapping[str, tuple[float, float]]
    no_interval: str
    undefined: Mapping[str, str]
    boundary_share: float | None
    without: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def used_by(self) -> tuple[str, ...]:
        """The coders who used the code in the compared transcripts."""
        return tuple(coder for coder, n in self.n.items() if n)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why something is undefined for this code; what holds for every code of a unit is said once, as a note."""
        return tuple(dict.fromkeys(reason for reason in self.undefined.values() if reason != SPAN))

    @property
    def one_sided(self) -> bool:
        """Whether exactly one coder used the code."""
        return len(self.used_by) == 1


@dataclass(frozen=True)
class Basis:
    """The counts behind a comparison's numbers, kept so that they can be explained and grouped anew.

    `transcripts` all that were selected; `rows` the codes or themes by number; `boundary` their `boundary_share`;
    `unfinished` codings that do not count, for their coder has not finished the transcript.
    """

    transcripts: Mapping[str, Transcript]
    rows: Sequence[str]
    scales: Sequence[AnyScale]
    ranges: Ranges
    crew: Crew
    counts: Counts
    boundary: Numbers
    unfinished: int


@dataclass(frozen=True)
class Pooled:
    """The numbers over all codes (`measures.POOLED` and `masi_alpha`), their intervals, or why there are none."""

    values: Mapping[str, float | None]
    intervals: Mapping[str, tuple[float, float]]
    no_interval: str


@dataclass(frozen=True)
class Spread:
    """How far a measure ranges over the codes for which it is defined, and how many those are."""

    median: float
    least: float
    most: float
    codes: int


Speech = Literal["everybody", "participants", "selected"]
"""Whose words are units of agreement: all, those of participants, those of the speakers that were asked for."""


@dataclass(frozen=True)
class Counting:
    """How agreement is counted.

    `unit` one of `comparison.UNITS`; `overlap` the least shared / joint length at which two spans match (unit span
    only; exact without); with `themes` each code counts as its top-level one; `codes` limits the codes (default all);
    `within` limits the text that counts, per transcript, to passages, and `speech` says whose they are.
    """

    unit: str = "character"
    overlap: float | None = None
    themes: bool = False
    codes: Collection[str] | None = None
    within: Mapping[str, Sequence[Span]] | None = None
    speech: Speech = "everybody"


@dataclass(frozen=True)
class Comparison:
    """The agreement of two or more coders, per code and pooled. All of it is in `tables.as_data`."""

    counting: Counting
    coders: tuple[str, ...]
    codes: tuple[Agreement, ...]
    pooled: Pooled
    codebook_versions: tuple[int, ...]
    circumstances: Circumstances
    basis: Basis = field(repr=False, compare=False)

    @property
    def unit(self) -> str:
        """What was counted."""
        return self.counting.unit

    @property
    def themes(self) -> bool:
        """Whether each code counted as its theme."""
        return self.counting.themes

    def spread(self, measure: str) -> Spread | None:
        """The median and the range of a measure over the codes that more than one coder used; None without any."""
        values = [v for a in self.codes if not a.one_sided and (v := a.measures[measure]) is not None]
        return Spread(median(values), min(values), max(values), len(values)) if values else None

    @property
    def transcripts(self) -> tuple[str, ...]:
        """Those that were compared: two of the coders or more finished them."""
        crew, names = self.basis.crew, self.basis.transcripts
        return tuple(name for name, compared in zip(names, crew.compared, strict=True) if compared)

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many of the selected transcripts each coder has not finished."""
        seen = self.basis.crew.seen
        return {coder: int((seen >> i & 1 == 0).sum()) for i, coder in enumerate(self.coders)}

    def of(self, code: str) -> Agreement:
        """The agreement on one code; KeyError when it was not compared."""
        return {a.code: a for a in self.codes}[code]

    def below(self, threshold: float, measure: str = "alpha") -> tuple[str, ...]:
        """The codes whose measure is defined and under a threshold, for `--at-least`."""
        values = ((a.code, a.measures[measure]) for a in self.codes)
        return tuple(code for code, value in values if value is not None and value < threshold)
