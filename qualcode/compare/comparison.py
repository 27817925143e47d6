"""Comparing two or more coders: one number per code and measure, with what it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from qualcode.choices import AGREEMENT_UNITS
from qualcode.compare import measures as m
from qualcode.compare.agreement import Agreement, Basis, Circumstances, Comparison, Counting, Pair, Pooled
from qualcode.compare.coders_work import Work
from qualcode.compare.coefficients import Numbers
from qualcode.compare.counts import Crew, boundary_share, counts_of_runs, uses_of
from qualcode.compare.intervals import NOT_SHOWN
from qualcode.compare.matching import counts_of_spans
from qualcode.compare.runs import AnyScale, Ranges, projected, ranges_of, scale_of, sweep, united
from qualcode.compare.set_alpha import set_alpha
from qualcode.errors import WrongUsage
from qualcode.model import Codebook, Span, Transcript

MOST_CODERS = 60  # one bit each in a 64-bit mask


def compare(work: Work, counting: Counting = Counting()) -> Comparison:  # noqa: B008 - frozen
    """Compare coders on the transcripts that at least two of them have finished.

    WrongUsage where the request makes no sense.
    """
    _check(counting, work.coders)
    basis = _basis(work, _rows(work.codebook, counting), counting)
    found = m.intervals(basis.counts, basis.crew, counting.unit)
    agreements = _agreements(basis, work, counting.unit, found)
    if len(work.coders) > 2:
        agreements = _without_each(agreements, work, counting)
    return Comparison(
        counting=counting,
        coders=tuple(work.coders),
        codes=agreements,
        pooled=_pooled(basis, counting.unit, found),
        codebook_versions=work.versions,
        circumstances=Circumstances(),
        basis=basis,
    )


def _basis(work: Work, row_of: Mapping[str, str], counting: Counting) -> Basis:
    """Who read what, which codings count, and how many units each set of coders coded."""
    unit, within = counting.unit, counting.within
    crew = Crew(len(work.coders), np.array([_mask(work, name) for name in work.texts], dtype=np.int64))
    place, texts = _places(dict.fromkeys(row_of.values())), list(work.texts.values())
    number = {code: place[row] for code, row in row_of.items()}
    given = ranges_of(work.codings, _places(work.texts), number, _places(work.coders))
    read = given.keep((crew.seen[given.transcript] >> given.coder & 1).astype(bool))
    ranges = read.keep(crew.compared[read.transcript])
    limits = [None if within is None else within.get(name, ()) for name in work.texts]
    spans, scales = _on_scale(ranges, texts, "character", limits)
    on_units, scales = (spans, scales) if unit in ("character", "span") else _on_scale(ranges, texts, unit, limits)
    runs, uses = sweep(on_units), uses_of(spans, crew, len(place))
    if unit == "span":
        counts = counts_of_spans(spans, crew, counting.overlap, uses)
    else:
        counts = counts_of_runs(runs, np.array([s.size for s in scales], dtype=np.int64), crew, uses)
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


def _check(counting: Counting, coders: Sequence[str]) -> None:
    unit, overlap = counting.unit, counting.overlap
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


def _rows(codebook: Codebook, counting: Counting) -> dict[str, str]:
    """The row in which each compared code is counted: its own, or its theme's."""
    chosen = [c.id for c in codebook.walk() if counting.codes is None or c.id in counting.codes]
    return {code: codebook.theme_of(code) if counting.themes else code for code in chosen}


def _number(value: Numbers) -> float | None:
    return None if np.isnan(value) else float(value)


def _ends(intervals: Mapping[str, Numbers], code: int | None = None) -> dict[str, tuple[float, float]]:
    """The intervals there are, by measure: of one code, or of what is pooled."""
    between = {name: ends if code is None else ends[:, code] for name, ends in intervals.items()}
    return {name: (float(low), float(high)) for name, (low, high) in between.items() if not np.isnan(low)}


def _pooled(basis: Basis, unit: str, found: m.Intervals) -> Pooled:
    values: dict[str, float | None] = dict.fromkeys((*m.POOLED, "masi_alpha"))
    intervals = _ends(found.pooled)
    if unit != "span":
        values |= {name: _number(v) for name, v in m.pooled(basis.counts.total(), basis.crew, unit).items()}
        freedom = int(found.whole.freedom[0])
        sets = set_alpha(basis.ranges, basis.scales, basis.crew, len(basis.rows), freedom)
        values["masi_alpha"] = sets.value
        intervals |= {"masi_alpha": sets.interval} if sets.interval else {}
    return Pooled(values, intervals, found.whole.reason(0))


def _agreements(basis: Basis, work: Work, unit: str, intervals: m.Intervals) -> tuple[Agreement, ...]:
    crew, total, coders = basis.crew, basis.counts.total(), work.coders
    found, agreements = m.measure(total, crew, unit), []
    for i, row in enumerate(basis.rows):
        ends = _ends(intervals.codes, i)
        agreements.append(
            Agreement(
                code=row,
                name=work.codebook.titles[row],
                n={coder: int(n) for coder, n in zip(coders, total.uses[i], strict=True)},
                both=int(total.everyone[i]),
                only={coder: int(n) for coder, n in zip(coders, total.alone[i], strict=True)},
                some=int(total.some[i]),
                neither=None if unit == "span" else int(total.nobody[i]),
                measures={name: _number(found[name][i]) for name in m.MEASURES},
                prevalence=_number(found["prevalence"][i]),
                pairs=_pairs(total.pairs[i], i, coders, crew, unit, found),
                intervals=ends,
                no_interval="" if ends else intervals.support.reason(i) or NOT_SHOWN,
                undefined=m.why_undefined(total, i, crew, unit, found),
                boundary_share=_number(basis.boundary[i]),
            )
        )
    return tuple(agreements)


def _without_each(agreements: Sequence[Agreement], work: Work, counting: Counting) -> tuple[Agreement, ...]:
    """With α of the others where each coder in turn is left out."""
    left: dict[str, Mapping[str, float | None]] = {}
    for coder in work.coders:
        others = replace(work, coders=[c for c in work.coders if c != coder])
        basis = _basis(others, _rows(work.codebook, counting), counting)
        alphas = m.measure(basis.counts.total(), basis.crew, counting.unit)["alpha"]
        left[coder] = {row: _number(alphas[i]) for i, row in enumerate(basis.rows)}
    return tuple(replace(a, without={coder: left[coder][a.code] for coder in work.coders}) for a in agreements)


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
