"""Finding more: segments like a given passage, and what fits no code, in groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from qualcode.errors import QualcodeError
from qualcode.model import Place, Transcript, overlaps
from qualcode.suggest.engine.segments import Decisions, Unit, units
from qualcode.suggest.engine.vectors import Floats, Space, inverse_frequency, times, weighted
from qualcode.suggest.known import Known
from qualcode.suggest.options import Options
from qualcode.text.words import analyser

MOST_GROUPED = 5000
"""Uncovered segments that are grouped; of more, so many evenly spread."""
GROUP_SIZE = 12
"""About so many segments make a group."""
FEWEST_WORDS = 3
"""Fewer words that say something ("Ja, det gjør jeg.") make no candidate for a code, and would hide those that do."""
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Like:
    """A segment like the passage asked about; `likeness` is a cosine from 0 to 1, `words` what they share."""

    transcript: str
    segment: int
    start: int
    end: int
    likeness: float
    words: tuple[str, ...]


def like(
    name: str, span: Place, transcripts: Sequence[Transcript], options: Options | None = None, most: int = 20
) -> list[Like]:
    """The segments most like the passage `span` of transcript `name`, itself left out, the likest first."""
    options = options or Options()
    source = next((t for t in transcripts if t.name == name), None)
    if source is None:
        raise QualcodeError(f"no transcript '{name}'", hint="See `qualcode transcripts list`.")
    space = Space(analyser(options.language, options.pipeline))
    listed = list(islice(units(transcripts, options), MOST_GROUPED))
    weight = inverse_frequency(times(space.encode(u.text for u in listed).counts, space.lemmas()))
    asked = _vectors(space, [source.quote(span)], weight)
    found: list[Like] = []
    source_units = units((t for t in transcripts if options.only is None or t.name in options.only), options)
    while block := list(islice(source_units, AT_ONCE)):
        scores = (_vectors(space, [u.text for u in block], weight) @ asked.T).toarray().ravel()
        scores[[u.transcript == name and overlaps(u, span) for u in block]] = 0  # itself
        for i in np.argsort(-scores, kind="stable")[:most]:
            unit = block[int(i)]
            if scores[i] > 0:
                shared = _shared(space, unit.text, source.quote(span))
                found.append(
                    Like(unit.transcript, unit.segment, unit.start, unit.end, round(float(scores[i]), 4), shared)
                )
    return sorted(found, key=lambda f: (-f.likeness, f.transcript, f.segment))[:most]


def _vectors(space: Space, texts: Sequence[str], weight: Floats) -> Any:
    return weighted(times(space.encode(texts).counts, space.lemmas()), weight)


def _shared(space: Space, text: str, other: str) -> tuple[str, ...]:
    """The content words of a text whose lemma or part stands in the other, in order."""
    stems = {s for f in space.analyser.content(other) for s in space.stems(f)}
    return tuple(dict.fromkeys(f for f in space.analyser.content(text) if stems & set(space.stems(f))))


@dataclass(frozen=True, slots=True)
class Group:
    """Segments that nobody has coded and that resemble each other: perhaps a code that is missing.

    `words` mark the group out; `units` stand with the most typical first.
    """

    words: tuple[str, ...]
    units: tuple[Unit, ...]


def uncovered(
    known: Known, codes: Sequence[str], options: Options | None = None, groups: int | None = None
) -> list[Group]:
    """Segments of finished transcripts without any of the codes, grouped by their words, the largest group first.

    Left out are those with fewer than `FEWEST_WORDS` words that are no stop words. Segments of transcripts that nobody
    has finished are not uncovered but unread. Groups are made by k-means on tf-idf of lemmas, about one for every dozen
    segments if `groups` is not given; the same call, the same groups.
    """
    from sklearn.cluster import KMeans

    options = options or Options()
    decisions = Decisions(codes, known.codings, known.finished, (), options.coders)
    read = {name for name, coder in known.finished if options.coders is None or coder in options.coders}
    free = [u for u in units((t for t in known.transcripts if t.name in read), options) if not decisions.coded(u)]
    space = Space(analyser(options.language, options.pipeline))
    free = [u for u in free if len(space.analyser.content(u.text)) >= FEWEST_WORDS]
    if len(free) > MOST_GROUPED:
        free = [free[int(i)] for i in np.linspace(0, len(free) - 1, MOST_GROUPED)]
    if len(free) < 2:
        return [Group((), tuple(free))] if free else []
    counts = space.encode(u.text for u in free).counts
    vectors = weighted(times(counts, space.lemmas()), inverse_frequency(times(counts, space.lemmas())))
    vectors = vectors[:, np.unique(vectors.indices)]
    k = min(groups or max(len(free) // GROUP_SIZE, 2), len(free))
    fitted = KMeans(k, n_init=3, random_state=0).fit(vectors)
    near = -fitted.transform(vectors)
    made = [_group(space, free, counts, np.flatnonzero(fitted.labels_ == g), near[:, g]) for g in range(k)]
    return sorted((g for g in made if g.units), key=lambda g: (-len(g.units), g.words))


def _group(space: Space, free: Sequence[Unit], counts: Any, rows: Any, near: Floats) -> Group:
    """A group with the words that are commoner inside it than in all that is uncovered."""
    inside = np.asarray((counts[rows] > 0).mean(axis=0)).ravel()
    everywhere = np.asarray((counts > 0).mean(axis=0)).ravel()
    telling = inside * np.log((inside + 0.01) / (everywhere + 0.01))
    words = [space.forms[i] for i in np.argsort(-telling, kind="stable")[:30] if telling[i] > 0]
    content = [w for w in words if not space.analyser.is_stop(w)][:6]
    order = rows[np.argsort(-near[rows], kind="stable")]
    return Group(tuple(content), tuple(free[int(i)] for i in order))
