"""Suggestions for a project: values in, values out. Nothing is ever coded here."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from qualcode.errors import QualcodeError
from qualcode.model import Code, Suggestion, Transcript
from qualcode.suggest.engine.engine import Engine
from qualcode.suggest.engine.segments import Decisions, Unit, units
from qualcode.suggest.engine.vectors import Floats
from qualcode.suggest.known import Known
from qualcode.suggest.options import Options
from qualcode.suggest.reasons import Pairs, Why

LEARNED_FROM = 2000
"""Segments that are learned from: all that are coded, and others evenly spread over the project."""
OTHERS = 500
AT_ONCE = 1000
Flags = NDArray[np.bool_]

OTHERS_DIFFER = (
    "confidence: may be off; what is not coded differs in kind from what is coded (longer, shorter, other words)"
)


def suggest(known: Known, options: Options | None = None) -> list[Suggestion]:
    """The best codes for each segment, as suggestions: by transcript and segment, the best first.

    What a coder whose codings teach has already given a segment is not suggested again, nor what was rejected, unless
    `options.all` asks for every pair.
    """
    return list(iter_suggestions(known, options))


def iter_suggestions(known: Known, options: Options | None = None) -> Iterator[Suggestion]:
    """Like `suggest`, one after the other: memory does not grow with the number of segments."""
    options = known.options(options)
    decisions = known.decisions(options)
    engine = fit(known.transcripts, known.codes, decisions, options)
    if options.note and engine.others_differ:
        options.note(OTHERS_DIFFER)
    wanted = (t for t in known.transcripts if options.only is None or t.name in options.only)
    asked = np.array([options.codes is None or c.id in options.codes for c in known.codes])
    why = Why(engine, decisions)
    for block in blocks(units(wanted, options), AT_ONCE):
        made: dict[tuple[str, int], list[Suggestion]] = {}
        for part in apart(block, engine):
            for s in of_block(part, engine, decisions, asked, why):
                made.setdefault((s.transcript, s.segment), []).append(s)
        for unit in block:
            yield from made.get((unit.transcript, unit.segment), ())


def fit(transcripts: Sequence[Transcript], codes: Sequence[Code], decisions: Decisions, options: Options) -> Engine:
    """The engine, fitted on a sample of the project's segments and what is known of them."""
    sample = learning_sample(transcripts, decisions, options)
    return Engine(codes, sample, decisions.labels(sample), options)


def learning_sample(
    transcripts: Sequence[Transcript], decisions: Decisions, options: Options, besides: Sequence[Unit] = ()
) -> list[Unit]:
    """The segments to learn from: all that are coded, and others evenly spread, so that there are `LEARNED_FROM`.

    Of the others there are at least `OTHERS`. Those named in `besides` are always among them.
    """
    named = {(unit.transcript, unit.segment) for unit in besides}

    def kind(unit: Unit) -> str:
        return "named" if (unit.transcript, unit.segment) in named else "known" if decisions.known(unit) else "other"

    there = Counter(kind(unit) for unit in units(transcripts, options))
    other = _spread(there["other"], max(LEARNED_FROM - there["named"] - there["known"], OTHERS))
    wanted = {"named": range(there["named"]), "known": range(there["known"]), "other": other}
    met, sample = Counter[str](), []
    for unit in units(transcripts, options):
        if met[which := kind(unit)] in wanted[which]:
            sample.append(unit)
        met[which] += 1
    if not sample:
        raise QualcodeError("there are no segments to score", hint="Import transcripts first, or include all speakers.")
    return sample


def _spread(n: int, most: int) -> Collection[int]:
    """At most `most` of the numbers below `n`, evenly spread."""
    return range(n) if n <= most else set(np.linspace(0, n - 1, max(most, 0)).astype(int).tolist())


def apart(block: Sequence[Unit], engine: Engine) -> list[list[Unit]]:
    """The segments that the engine has learned from, which it has read already, and the others."""
    learned = [(unit.transcript, unit.segment) in engine.positions for unit in block]
    parts = ([unit for unit, known in zip(block, learned, strict=True) if known is kind] for kind in (True, False))
    return [part for part in parts if part]


def blocks(listed: Iterable[Unit], size: int) -> Iterator[list[Unit]]:
    """The segments in lists of so many."""
    source = iter(listed)
    while block := list(islice(source, size)):
        yield block


def of_block(
    block: Sequence[Unit], engine: Engine, decisions: Decisions, asked: Flags, why: Why
) -> Iterator[Suggestion]:
    """The suggestions of some segments: the best of the codes that are `asked` for and not decided on."""
    reading = engine.read(block)
    scores = engine.score(block, reading)
    why.prepare(block, reading)
    options, confidence = engine.options, engine.confidence(scores)
    sure = np.full(scores.shape, np.nan) if confidence is None else confidence.round(4)
    may = np.tile(asked, (len(block), 1))
    if not options.all:
        for i, unit in enumerate(block):
            may[i, list(decisions.coded(unit).keys() | decisions.rejected(unit))] = False
        if options.min_confidence is None:
            may &= engine.worth_showing(scores, confidence)
    rows, columns = best(scores, may, len(asked) if options.all else options.top)
    if options.min_confidence is not None:
        kept = sure[rows, columns] >= options.min_confidence
        rows, columns = rows[kept], columns[kept]
    reasons = why.reasons(rows, columns)
    for i, j, because in zip(rows.tolist(), columns.tolist(), reasons, strict=True):
        place, score = why.span(i, j), round(float(scores[i, j]), 4)
        proposed = (block[i].transcript, block[i].segment, place.start, place.end, engine.codes[j].id)
        known = None if confidence is None else float(sure[i, j])
        yield Suggestion(*proposed, score, known, str(because), because.words)


def best(scores: Floats, may: Flags, most: int) -> tuple[Pairs, Pairs]:
    """Row and column of each row's highest scores among those that `may` be chosen, at most so many, highest first."""
    order = np.argsort(-scores, axis=1, kind="stable")
    chosen = np.take_along_axis(may, order, axis=1)
    chosen &= np.cumsum(chosen, axis=1) <= most
    rows, places = np.nonzero(chosen)
    return rows, order[rows, places]
