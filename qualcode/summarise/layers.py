"""Whose codings of a transcript an analysis reads where several people coded it: one layer, never their sum.

Two coders who mark one passage make one finding, not two. Where several have finished a transcript, a layer is one
coder's work on it: the consensus where that is settled, else the work of whoever has finished most. What others coded
who have not finished it stays; of overlapping codings of one code by different people one counts.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from qualcode.model import Coding, Selection, overlaps

Readings = Mapping[str, Collection[str]]
"""Who has finished each transcript."""


@dataclass(frozen=True)
class Layers:
    """What to read of each transcript.

    `chosen` is the coder whose layer is read, of the transcripts that several finished; `read` are the transcripts that
    count in shares, tests and orders: those that a coder in question has finished, or has coded where none of them
    says what is finished (then `by_coding`).
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    read: frozenset[str] = frozenset()
    by_coding: bool = False


def choose(readings: Readings, consensus: Mapping[str, str]) -> dict[str, str]:
    """The layer of each transcript that several people have finished, consensus and second codings not among them.

    `consensus` names the layer of the transcripts where one stands on which all is settled. The order of the coders is
    by how many transcripts each has finished, then by name.
    """
    finished = Counter(coder for who in readings.values() for coder in who)
    several = {name: who for name, who in readings.items() if len(who) > 1}
    return {
        name: consensus.get(name) or min(who, key=lambda coder: (-finished[coder], coder))
        for name, who in several.items()
    }


def one_layer(codings: Iterable[Coding], readings: Readings, chosen: Mapping[str, str]) -> list[Coding]:
    """The codings that are left when each transcript is read in one layer, in their order."""
    of_transcript: dict[str, list[Coding]] = {}
    for coding in codings:
        layer = chosen.get(coding.transcript)
        others = layer and coding.coder != layer and coding.coder in readings.get(coding.transcript, ())
        if not others:
            of_transcript.setdefault(coding.transcript, []).append(coding)
    return [c for name, made in of_transcript.items() for c in _once(made, readings.get(name, ()), chosen.get(name))]


def _once(made: list[Coding], finished: Collection[str], layer: str | None) -> list[Coding]:
    """Codings of one transcript without those that overlap another person's of the same code.

    What the layer has comes first, then what those have who finished the transcript, then by name.
    """
    if len({c.coder for c in made}) < 2:
        return made
    rank = {coder: (coder != layer, coder not in finished, coder) for coder in {c.coder for c in made}}
    kept: dict[str, list[Coding]] = {}
    for coding in sorted(made, key=lambda c: (rank[c.coder], c.start, c.end, c.id)):
        others = kept.setdefault(coding.code, [])
        if not any(other.coder != coding.coder and overlaps(other, coding) for other in others):
            others.append(coding)
    left = {c.id for some in kept.values() for c in some}
    return [c for c in made if c.id in left]


def read_by(readings: Readings, made: Iterable[Coding], selection: Selection) -> tuple[frozenset[str], bool]:
    """The transcripts that one of the selected coders (or anybody) has finished; where none has, those they coded.

    And whether it is the latter.
    """
    wanted = set(selection.coders)
    finished = frozenset(name for name, who in readings.items() if not wanted or wanted & set(who))
    if finished:
        return finished, False
    return frozenset(c.transcript for c in made if not wanted or c.coder in wanted), True
