"""A comparison as data for programs and as tables for people."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.compare import measures as m
from qualcode.compare.agreement import Agreement, Comparison, Pair, Spread
from qualcode.compare.coefficients import Numbers
from qualcode.compare.counts import Counts
from qualcode.compare.matching import groups_of_spans
from qualcode.compare.runs import Ranges, sweep
from qualcode.errors import QualcodeError
from qualcode.model import Transcript

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


def as_data(comparison: Comparison, notes: Iterable[str] = ()) -> Row:
    """The public JSON form, with the facts about it in English, as `notes`."""
    return {
        "unit": comparison.unit,
        "overlap": comparison.counting.overlap,
        "themes": comparison.themes,
        "speech": comparison.counting.speech,
        "coders": list(comparison.coders),
        "transcripts": list(comparison.transcripts),
        "selected_transcripts": len(comparison.basis.transcripts),
        "codes": [_code_data(a, len(comparison.coders) > 2) for a in comparison.codes],
        "one_sided": [{"code": a.code, "coder": a.used_by[0]} for a in comparison.codes if a.one_sided],
        "pooled": {
            **comparison.pooled.values,
            "ci": {name: list(between) for name, between in comparison.pooled.intervals.items()},
            "no_interval": comparison.pooled.no_interval or None,
        },
        "spread": {name: _spread_data(comparison.spread(name)) for name in m.MEASURES},
        "intervals": {"level": 0.95, "method": "t over transcripts, jackknife standard error"},
        "codebook_versions": list(comparison.codebook_versions),
        "notes": list(notes),
    }


def _code_data(a: Agreement, several: bool) -> Row:
    row: Row = {
        "code": a.code,
        "n": dict(a.n),
        "both": a.both,
        "only": dict(a.only),
        "neither": a.neither,
        **a.measures,
        "prevalence": a.prevalence,
        "ci": {name: list(between) for name, between in a.intervals.items()},
        "no_interval": a.no_interval or None,
        "undefined": dict(a.undefined),
    }
    if several:
        return row | {"some": a.some, "alpha_without": dict(a.without), "pairs": [_pair_data(p) for p in a.pairs]}
    first = a.pairs[0].measures
    return row | {"bias_index": first["bias_index"], "prevalence_index": first["prevalence_index"]}


def _spread_data(spread: Spread | None) -> Row | None:
    if spread is None:
        return None
    return {"median": spread.median, "min": spread.least, "max": spread.most, "codes": spread.codes}


def _pair_data(p: Pair) -> Row:
    counts = {"both": p.both, "only": dict(zip(p.coders, p.only, strict=True)), "neither": p.neither}
    return {"coders": list(p.coders), **counts, **p.measures, "undefined": p.undefined}


def per_code(comparison: Comparison) -> "pd.DataFrame":
    """One row per code: counts, coefficients, intervals of α, the reason for what is undefined."""
    import pandas as pd

    return pd.DataFrame([_code_row(comparison, a) for a in comparison.codes])


def _code_row(comparison: Comparison, a: Agreement) -> Row:
    several = len(comparison.coders) > 2
    row: Row = {"code": a.code, **{f"n {coder}": n for coder, n in a.n.items()}, "both": a.both}
    row |= {f"only {coder}": n for coder, n in a.only.items()}
    row |= {"some": a.some} if several else {}
    row |= {"neither": a.neither, **a.measures}
    low, high = a.intervals.get("alpha", (None, None))
    row |= {"alpha_low": low, "alpha_high": high, "prevalence": a.prevalence}
    if several:
        row |= {f"alpha without {coder}": value for coder, value in a.without.items()}
        row |= {f"kappa {p.coders[0]}–{p.coders[1]}": p.measures["kappa"] for p in a.pairs}
    else:
        first = a.pairs[0].measures
        row |= {"prevalence_index": first["prevalence_index"], "bias_index": first["bias_index"]}
    return row | {"one_sided": a.one_sided, "no_interval": a.no_interval, "undefined": "; ".join(a.reasons)}


def by_transcript(comparison: Comparison, *, per_code: bool = True) -> "pd.DataFrame":
    """One row per transcript and code that somebody used in it, or per transcript with the pooled coefficients."""
    return _per_group(comparison, {name: name for name in comparison.transcripts}, "transcript", per_code)


def by_attribute(comparison: Comparison, attribute: str, *, per_code: bool = True) -> "pd.DataFrame":
    """The same per value of an attribute; transcripts without it have the value ''."""
    known = comparison.basis.transcripts
    values = {name: known[name].attributes.get(attribute, "") for name in comparison.transcripts}
    return _per_group(comparison, values, attribute, per_code)


def _per_group(comparison: Comparison, group_of: Mapping[str, str], column: str, per_code: bool) -> "pd.DataFrame":
    import pandas as pd

    groups, names = sorted(set(group_of.values())), list(comparison.basis.transcripts)
    if not groups:
        return pd.DataFrame(columns=[column, "transcripts"])
    weights = np.array([[float(group_of.get(name) == group) for name in names] for group in groups])
    sums = comparison.basis.counts.weighted(weights)
    heads: list[Row] = [{column: group, "transcripts": int(n)} for group, n in zip(groups, weights.sum(1), strict=True)]
    if not per_code:
        return pd.DataFrame([head | row for head, row in zip(heads, _pooled_rows(comparison, sums), strict=True)])
    found = m.measure(sums, comparison.basis.crew, comparison.unit)
    places = [(int(g), int(i)) for g, i in np.argwhere(sums.uses.sum(-1))]
    rows = [
        heads[g] | {"code": comparison.codes[i].code} | _group_row(comparison, sums, found, (g, i)) for g, i in places
    ]
    return pd.DataFrame(rows)


def _pooled_rows(comparison: Comparison, sums: Counts) -> Iterator[Row]:
    """Per group: spans per coder, and the coefficients pooled over codes (none with spans as units)."""
    pooled = m.pooled(sums, comparison.basis.crew, comparison.unit)
    for g, uses in enumerate(sums.uses.sum(1)):
        row: Row = {f"n {coder}": int(n) for coder, n in zip(comparison.coders, uses, strict=True)}
        yield row | {name: None if np.isnan(values[g]) else float(values[g]) for name, values in pooled.items()}


def _group_row(comparison: Comparison, sums: Counts, found: Mapping[str, Numbers], place: tuple[int, int]) -> Row:
    row: Row = {f"n {coder}": int(n) for coder, n in zip(comparison.coders, sums.uses[place], strict=True)}
    row["both"] = int(sums.everyone[place])
    row |= {f"only {coder}": int(n) for coder, n in zip(comparison.coders, sums.alone[place], strict=True)}
    row |= {"some": int(sums.some[place])} if len(comparison.coders) > 2 else {}
    row["neither"] = None if comparison.unit == "span" else int(sums.nobody[place])
    values = {name: float(found[name][place]) for name in m.MEASURES}
    return row | {name: None if np.isnan(value) else value for name, value in values.items()}


def explain(comparison: Comparison, code: str) -> "pd.DataFrame":
    """The units behind one code, in the order of the text: 1 coded, 0 not, empty not finished by that coder.

    Characters come as stretches with the same coders, `units` long; with spans those that match are one row.
    """
    import pandas as pd

    if code not in [a.code for a in comparison.codes]:
        raise QualcodeError(f"'{code}' was not compared", hint="See the codes in `qualcode compare`.")
    rows = _span_rows(comparison, code) if comparison.unit == "span" else _unit_rows(comparison, code)
    columns = ["transcript", "unit", "start", "end", "units", *comparison.coders, "text"]
    return pd.DataFrame(rows, columns=columns)


def _own(comparison: Comparison, code: str) -> Ranges:
    number = [a.code for a in comparison.codes].index(code)
    return comparison.basis.ranges.keep(comparison.basis.ranges.code == number)


def _marks(comparison: Comparison, t: int, mask: int) -> Row:
    seen = int(comparison.basis.crew.seen[t])
    return {c: (mask >> i & 1) if seen >> i & 1 else None for i, c in enumerate(comparison.coders)}


def _unit_rows(comparison: Comparison, code: str) -> Iterator[Row]:
    basis, runs = comparison.basis, sweep(_own(comparison, code))
    cuts = np.searchsorted(runs.transcript, np.arange(len(basis.scales) + 1))
    for t, transcript in enumerate(basis.transcripts.values()):
        if int(basis.crew.seen[t]).bit_count() < 2:
            continue
        own = runs.keep(np.arange(cuts[t], cuts[t + 1]))
        stretches = _with_gaps(own.start.tolist(), own.end.tolist(), own.mask.tolist(), basis.scales[t].size)
        for count, (first, last, mask) in enumerate(_units(comparison.unit, stretches), 1):
            start, end = basis.scales[t].unit(first)[0], basis.scales[t].unit(last - 1)[1]
            text = transcript.text[start:end] if mask else ""
            n = _number_of(transcript, start, comparison.unit) or count
            place = {"transcript": transcript.name, "unit": n, "start": start, "end": end, "units": last - first}
            yield place | _marks(comparison, t, mask) | {"text": text}


def _number_of(transcript: Transcript, start: int, unit: str) -> int | None:
    """The number by which people know a unit, where it has one: of the segment or turn."""
    segment = transcript.segment_at(start) if unit in ("segment", "turn") else None
    return segment and (segment.n if unit == "segment" else segment.turn)


def _with_gaps(starts: list[int], ends: list[int], masks: list[int], size: int) -> Iterator[tuple[int, int, int]]:
    """The runs of a whole transcript, with those that nobody coded."""
    at = 0
    for start, end, mask in zip(starts, ends, masks, strict=True):
        if start > at:
            yield at, start, 0
        yield start, end, mask
        at = end
    if at < size:
        yield at, size, 0


def _units(unit: str, stretches: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Single units, except characters, which stay together."""
    for start, end, mask in stretches:
        if unit == "character":
            yield start, end, mask
        else:
            yield from ((i, i + 1, mask) for i in range(start, end))


def _span_rows(comparison: Comparison, code: str) -> Iterator[Row]:
    """Spans that match are one unit; its place reaches over all of them."""
    basis, names = comparison.basis, list(comparison.basis.transcripts)
    for t, groups in sorted(groups_of_spans(_own(comparison, code), basis.crew, comparison.counting.overlap).items()):
        for n, group in enumerate(groups, 1):
            start, end = min(a for _, (a, _) in group), max(b for _, (_, b) in group)
            place = {"transcript": names[t], "unit": n, "start": start, "end": end, "units": 1}
            mask = sum(1 << coder for coder in {coder for coder, _ in group})
            yield place | _marks(comparison, t, mask) | {"text": basis.transcripts[names[t]].text[start:end]}
