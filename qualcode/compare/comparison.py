"""Comparing two or more coders: one number per code and measure, with what it rests on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.compare import measures as m
from qualcode.compare.coefficients import Numbers
from qualcode.compare.counts import Counts, Crew, boundary_share, counts_of_runs, uses_of
from qualcode.compare.matching import counts_of_spans
from qualcode.compare.notes import Circumstances, Note, notes_on
from qualcode.compare.sets import set_alpha
from qualcode.compare.tally import AnyScale, Ranges, Runs, projected, ranges_of, scale_of, sweep, united
from qualcode.errors import WrongUsage
from qualcode.model import Codebook, Coding, Span, Transcript

if TYPE_CHECKING:
    import pandas as pd

MOST_CODERS = 60  # one bit each in a 64-bit mask
UNITS = ("character", "segment", "turn", "transcript", "span")


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
    """The agreement of all coders on one code (or theme).

    `n` spans per coder in the compared transcripts; `both` units that every reader coded, `only` those one coder alone
    coded, `some` those several but not all coded (three coders or more), `neither` the rest. `measures` are named as in
    `measures.MEASURES`, None where undefined with the reason in `undefined`; `intervals` the 95 % intervals from
    resampled transcripts.
    """

    code: str
    n: Mapping[str, int]
    both: int
    only: Mapping[str, int]
    some: int
    neither: int | None
    measures: Mapping[str, float | None]
    prevalence: float | None
    pairs: tuple[Pair, ...]
    intervals: Mapping[str, tuple[float, float]]
    undefined: Mapping[str, str]
    boundary_share: float | None

    @property
    def used_by(self) -> tuple[str, ...]:
        """The coders who used the code in the compared transcripts."""
        return tuple(coder for coder, n in self.n.items() if n)

    @property
    def one_sided(self) -> bool:
        """Whether exactly one coder used the code."""
        return len(self.used_by) == 1


@dataclass(frozen=True)
class Basis:
    """The counts behind a comparison's numbers, kept so that they can be explained and grouped anew.

    `rows` are the codes or themes by number; `boundary` their `boundary_share`; `unfinished` codings that do not count.
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
class Comparison:
    """The agreement of two or more coders, per code and pooled. All of it is in `data()`."""

    unit: str
    overlap: float | None
    themes: bool
    coders: tuple[str, ...]
    transcripts: tuple[str, ...]
    selected: int
    unfinished: int
    left_out: Mapping[str, int]
    codes: tuple[Agreement, ...]
    pooled: Mapping[str, float | None]
    pooled_intervals: Mapping[str, tuple[float, float]]
    masi_alpha: float | None
    no_interval: str
    replicates: int
    seed: int
    codebook_version: int
    circumstances: Circumstances
    basis: Basis = field(repr=False, compare=False)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """Facts that a reader of the numbers must know, without verdicts."""
        return notes_on(self)

    def named(self, names: Mapping[str, str]) -> "Comparison":
        """The same with codes called by `names` (those that have one), for people."""
        return replace(self, codes=tuple(replace(a, code=names.get(a.code) or a.code) for a in self.codes))

    def of(self, code: str) -> Agreement:
        """The agreement on one code; KeyError when it was not compared."""
        return {a.code: a for a in self.codes}[code]

    def below(self, threshold: float, measure: str = "alpha") -> tuple[str, ...]:
        """The codes whose measure is defined and under a threshold, for `--at-least`."""
        values = ((a.code, a.measures[measure]) for a in self.codes)
        return tuple(code for code, value in values if value is not None and value < threshold)

    def data(self) -> dict[str, Any]:
        """The public form in JSON: undefined numbers are None, with the reason by measure in `undefined`."""
        from qualcode.compare.tables import as_data

        return as_data(self)

    def table(self) -> "pd.DataFrame":
        """One row per code; undefined numbers are empty."""
        from qualcode.compare.tables import per_code

        return per_code(self)

    def by_transcript(self, per_code: bool = True) -> "pd.DataFrame":
        """One row per transcript and code, or per transcript with the coefficients pooled over codes."""
        from qualcode.compare.tables import per_group

        return per_group(self, {name: name for name in self.transcripts}, "transcript", per_code)

    def by_attribute(self, attribute: str, per_code: bool = True) -> "pd.DataFrame":
        """The same per value of an attribute; transcripts without it have the value ''."""
        from qualcode.compare.tables import per_group

        known = self.basis.transcripts
        values = {name: known[name].attributes.get(attribute, "") for name in self.transcripts}
        return per_group(self, values, attribute, per_code)

    def explain(self, code: str) -> "pd.DataFrame":
        """The units behind a code's numbers, one row each (characters: one row per stretch with the same coders)."""
        from qualcode.compare.tables import explain

        return explain(self, code)

    def methods(self, lang: str = "nb") -> str:
        """A paragraph for the methods section, in Norwegian (nb) or English (en)."""
        from qualcode.compare.wording import methods

        return methods(self, lang)


def compare(
    transcripts: Sequence[Transcript],
    codings: Sequence[Coding],
    readings: Mapping[str, Collection[str]],
    coders: Sequence[str],
    codebook: Codebook,
    unit: str = "character",
    *,
    codes: Collection[str] | None = None,
    themes: bool = False,
    overlap: float | None = None,
    within: Mapping[str, Sequence[Span]] | None = None,
    replicates: int = 1000,
    seed: int = 2018,
    sets: bool = True,
    circumstances: Circumstances | None = None,
) -> Comparison:
    """Compare coders on the transcripts that at least two of them have finished.

    `readings` names per transcript the coders who finished it: uncoded is not the same as unread. `codes` limits the
    codes (default all of the codebook); with `themes` each code counts as its top-level one. `overlap` is the least
    shared / joint length at which two spans match (unit span only; exact without). `within` limits the text that
    counts, per transcript, for a selection of speakers. `sets` also computes α with MASI over whole sets of codes.
    WrongUsage where the request makes no sense.
    """
    _check(unit, coders, overlap)
    basis = _basis(transcripts, codings, readings, coders, _rows(codebook, codes, themes), unit, overlap, within)
    crew, counts, names = basis.crew, basis.counts, list(basis.transcripts)
    bootstrap = m.Bootstrap(len(names), np.flatnonzero(crew.compared), replicates, seed)
    between = m.intervals(m.resampled(counts.tables, crew, unit, bootstrap))
    whole = {name: _number(v) for name, v in m.pooled(counts.total(), crew, unit).items()}
    sets = sets and unit != "span"
    return Comparison(
        unit=unit,
        overlap=overlap,
        themes=themes,
        coders=tuple(coders),
        transcripts=tuple(name for name, compared in zip(names, crew.compared, strict=True) if compared),
        selected=len(names),
        unfinished=basis.unfinished,
        left_out={coder: sum(not int(s) >> i & 1 for s in crew.seen) for i, coder in enumerate(coders)},
        codes=_agreements(basis, coders, unit, between),
        pooled={"kappa": None, "alpha": None} | whole,
        pooled_intervals=_intervals(between[:, -1], whole),
        masi_alpha=set_alpha(basis.ranges, basis.scales, crew, len(basis.rows)) if sets else None,
        no_interval=bootstrap.reason,
        replicates=replicates,
        seed=seed,
        codebook_version=codebook.version,
        circumstances=circumstances or Circumstances(),
        basis=basis,
    )


def _basis(
    transcripts: Sequence[Transcript],
    codings: Sequence[Coding],
    readings: Mapping[str, Collection[str]],
    coders: Sequence[str],
    row_of: Mapping[str, str],
    unit: str,
    overlap: float | None,
    within: Mapping[str, Sequence[Span]] | None,
) -> Basis:
    """Who read what, which codings count, and how many units each set of coders coded."""
    ordered = sorted(transcripts, key=lambda t: t.name)
    crew = Crew(len(coders), np.array([_mask(readings.get(t.name, ()), coders) for t in ordered], dtype=np.int64))
    place = _places(dict.fromkeys(row_of.values()))
    number = {code: place[row] for code, row in row_of.items()}
    given = ranges_of(codings, _places(t.name for t in ordered), number, _places(coders))
    read = given.keep((crew.seen[given.transcript] >> given.coder & 1).astype(bool))
    ranges = read.keep(crew.compared[read.transcript])
    limits = [None if within is None else within.get(t.name, ()) for t in ordered]
    spans, scales = _on_scale(ranges, ordered, "character", limits)
    on_units, scales = (spans, scales) if unit in ("character", "span") else _on_scale(ranges, ordered, unit, limits)
    runs = sweep(spans)
    counts = _counts(len(place), spans, runs if on_units is spans else sweep(on_units), scales, crew, unit, overlap)
    return Basis(
        transcripts={t.name: t for t in ordered},
        rows=list(place),
        scales=scales,
        ranges=on_units,
        crew=crew,
        counts=counts,
        boundary=boundary_share(runs, crew, len(place)),
        unfinished=len(given) - len(read),
    )


def _on_scale(
    ranges: Ranges, transcripts: Sequence[Transcript], unit: str, limits: Sequence[Sequence[Span] | None]
) -> tuple[Ranges, list[AnyScale]]:
    scales = [scale_of(t, unit, limit) for t, limit in zip(transcripts, limits, strict=True)]
    return united(projected(ranges, scales)), scales


def _check(unit: str, coders: Sequence[str], overlap: float | None) -> None:
    if unit not in UNITS:
        raise WrongUsage(f"'{unit}' is not a unit", hint=f"Units are {', '.join(UNITS)}.")
    if len(set(coders)) < 2 or len(set(coders)) != len(coders):
        raise WrongUsage("comparing takes two or more different coders")
    if len(coders) > MOST_CODERS:
        raise WrongUsage(f"at most {MOST_CODERS} coders can be compared at once")
    if overlap is not None and (unit != "span" or not 0 < overlap <= 1):
        raise WrongUsage("an overlap is a share above 0 and up to 1, for the unit span only")


def _mask(readers: Collection[str], coders: Sequence[str]) -> int:
    return sum(1 << i for i, coder in enumerate(coders) if coder in readers)


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(names)}


def _rows(codebook: Codebook, codes: Collection[str] | None, themes: bool) -> dict[str, str]:
    """The row in which each compared code is counted: its own, or its theme's."""
    chosen = [c.id for c in codebook.walk() if codes is None or c.id in codes]
    return {code: codebook.theme_of(code) if themes else code for code in chosen}


def _counts(
    codes: int,
    spans: Ranges,
    runs: Runs,
    scales: Sequence[AnyScale],
    crew: Crew,
    unit: str,
    overlap: float | None,
) -> Counts:
    uses = uses_of(spans, crew, codes)
    if unit == "span":
        return counts_of_spans(spans, crew, overlap, uses)
    return counts_of_runs(runs, np.array([s.size for s in scales], dtype=np.int64), crew, uses)


def _number(value: Numbers) -> float | None:
    return None if np.isnan(value) else float(value)


def _intervals(between: Numbers, measures: Mapping[str, float | None]) -> dict[str, tuple[float, float]]:
    """The defined intervals by measure, from `(2, RESAMPLED)`, for the measures that are defined themselves."""
    pairs = zip(m.RESAMPLED, between.T.tolist(), strict=True)
    return {name: (low, high) for name, (low, high) in pairs if measures.get(name) is not None and not np.isnan(low)}


def _agreements(basis: Basis, coders: Sequence[str], unit: str, between: Numbers) -> tuple[Agreement, ...]:
    crew, total = basis.crew, basis.counts.total()
    found, agreements = m.measure(total, crew, unit), []
    for i, row in enumerate(basis.rows):
        measures = {name: _number(found[name][i]) for name in m.MEASURES}
        agreements.append(
            Agreement(
                code=row,
                n={coder: int(n) for coder, n in zip(coders, total.uses[i], strict=True)},
                both=int(total.everyone[i]),
                only={coder: int(n) for coder, n in zip(coders, total.alone[i], strict=True)},
                some=int(total.some[i]),
                neither=None if unit == "span" else int(total.nobody[i]),
                measures=measures,
                prevalence=_number(found["prevalence"][i]),
                pairs=_pairs(total.pairs[i], i, coders, crew, unit, found),
                intervals=_intervals(between[:, i], measures),
                undefined=m.why_undefined(total, i, crew, unit, found),
                boundary_share=_number(basis.boundary[i]),
            )
        )
    return tuple(agreements)


def _pairs(
    tables: Numbers, code: int, coders: Sequence[str], crew: Crew, unit: str, found: Mapping[str, Numbers]
) -> tuple[Pair, ...]:
    pairs = []
    for p, (a, b) in enumerate(crew.pairs):
        table, values = tables[p], {name: _number(found[f"pair_{name}"][code, p]) for name in m.PER_PAIR}
        pairs.append(
            Pair(
                coders=(coders[a], coders[b]),
                both=int(table[0, 0]),
                only=(int(table[0, 1]), int(table[1, 0])),
                neither=None if unit == "span" else int(table[1, 1]),
                measures=values,
                undefined=m.why_pair_undefined(table, unit) if values["kappa"] is None else None,
            )
        )
    return tuple(pairs)
