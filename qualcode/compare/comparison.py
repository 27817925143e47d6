"""Comparing two or more coders: one number per code and measure, with what it rests on."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from qualcode.choices import AGREEMENT_UNITS
from qualcode.compare import measures as m
from qualcode.compare.agreement import Agreement, Basis, Circumstances, Comparison, Pair
from qualcode.compare.coders_work import Work
from qualcode.compare.coefficients import Numbers
from qualcode.compare.counts import Counts, Crew, boundary_share, counts_of_runs, uses_of
from qualcode.compare.matching import counts_of_spans
from qualcode.compare.runs import AnyScale, Ranges, Runs, projected, ranges_of, scale_of, sweep, united
from qualcode.compare.set_alpha import set_alpha
from qualcode.defaults import RESAMPLES, SEED
from qualcode.errors import WrongUsage
from qualcode.model import Codebook, Span, Transcript

MOST_CODERS = 60  # one bit each in a 64-bit mask


def compare(
    work: Work,
    unit: str = "character",
    *,
    codes: Collection[str] | None = None,
    themes: bool = False,
    overlap: float | None = None,
    within: Mapping[str, Sequence[Span]] | None = None,
    replicates: int = RESAMPLES,
    seed: int = SEED,
    sets: bool = True,
) -> Comparison:
    """Compare coders on the transcripts that at least two of them have finished.

    `codes` limits the codes (default all of the codebook); with `themes` each code counts as its top-level one.
    `overlap` is the least shared / joint length at which two spans match (unit span only; exact without). `within`
    limits the text that counts, per transcript, for a selection of speakers. `sets` also computes α with MASI over
    whole sets of codes. WrongUsage where the request makes no sense.
    """
    _check(unit, work.coders, overlap)
    basis = _basis(work, _rows(work.codebook, codes, themes), unit, overlap, within)
    crew, counts = basis.crew, basis.counts
    bootstrap = m.Bootstrap(len(crew.seen), np.flatnonzero(crew.compared), replicates, seed)
    between = m.intervals(m.resampled(counts.tables, crew, unit, bootstrap))
    pooled = {name: _number(value) for name, value in m.pooled(counts.total(), crew, unit).items()}
    with_sets = sets and unit != "span"
    return Comparison(
        unit=unit,
        overlap=overlap,
        themes=themes,
        coders=tuple(work.coders),
        codes=_agreements(basis, work, unit, between),
        pooled={"kappa": None, "alpha": None} | pooled,
        pooled_intervals=_intervals(between[:, -1], pooled),
        masi_alpha=set_alpha(basis.ranges, basis.scales, crew, len(basis.rows)) if with_sets else None,
        bootstrap=bootstrap,
        codebook_versions=work.versions,
        circumstances=Circumstances(),
        basis=basis,
    )


def _basis(
    work: Work,
    row_of: Mapping[str, str],
    unit: str,
    overlap: float | None,
    within: Mapping[str, Sequence[Span]] | None,
) -> Basis:
    """Who read what, which codings count, and how many units each set of coders coded."""
    crew = Crew(len(work.coders), np.array([_mask(work, name) for name in work.texts], dtype=np.int64))
    place, texts = _places(dict.fromkeys(row_of.values())), list(work.texts.values())
    number = {code: place[row] for code, row in row_of.items()}
    given = ranges_of(work.codings, _places(work.texts), number, _places(work.coders))
    read = given.keep((crew.seen[given.transcript] >> given.coder & 1).astype(bool))
    ranges = read.keep(crew.compared[read.transcript])
    limits = [None if within is None else within.get(name, ()) for name in work.texts]
    spans, scales = _on_scale(ranges, texts, "character", limits)
    on_units, scales = (spans, scales) if unit in ("character", "span") else _on_scale(ranges, texts, unit, limits)
    runs = sweep(spans)
    counts = _counts(len(place), spans, runs if on_units is spans else sweep(on_units), scales, crew, unit, overlap)
    return Basis(
        transcripts=work.texts,
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
    if unit not in AGREEMENT_UNITS:
        raise WrongUsage(f"'{unit}' is not a unit", hint=f"Units are {', '.join(AGREEMENT_UNITS)}.")
    if len(set(coders)) < 2 or len(set(coders)) != len(coders):
        raise WrongUsage("comparing takes two or more different coders")
    if len(coders) > MOST_CODERS:
        raise WrongUsage(f"at most {MOST_CODERS} coders can be compared at once")
    if overlap is not None and (unit != "span" or not 0 < overlap <= 1):
        raise WrongUsage("an overlap is a share above 0 and up to 1, for the unit span only")


def _mask(work: Work, transcript: str) -> int:
    readers = work.readers(transcript)
    return sum(1 << i for i, coder in enumerate(work.coders) if coder in readers)


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


def _agreements(basis: Basis, work: Work, unit: str, between: Numbers) -> tuple[Agreement, ...]:
    crew, total, coders = basis.crew, basis.counts.total(), work.coders
    found, agreements = m.measure(total, crew, unit), []
    for i, row in enumerate(basis.rows):
        measures = {name: _number(found[name][i]) for name in m.MEASURES}
        agreements.append(
            Agreement(
                code=row,
                name=work.codebook.titles[row],
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
