"""How often a researcher's own rules are right."""

from dataclasses import dataclass

from qualcode.suggest.engine.segments import units
from qualcode.suggest.known import Known
from qualcode.suggest.options import Options
from qualcode.text.query import parse
from qualcode.text.words import analyser


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """One rule's record. `right` of the `read` segments it hits carry its code; `missed` carry it without a hit.

    `hits` counts all segments, read or not. `precision` is None while no hit has been read, `recall` while the code has
    not been given.
    """

    code: str
    rule: str
    hits: int
    read: int
    right: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of the read hits that carry the code."""
        return self.right / self.read if self.read else None

    @property
    def recall(self) -> float | None:
        """Share of the segments with the code that the rule hits."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None


def rule_records(known: Known, options: Options | None = None) -> list[RuleRecord]:
    """The record of every rule in the codebook, in its order. A segment carries a code that half its readers gave."""
    options, codes = known.options(options), known.codes
    words = analyser(options.language, options.pipeline)
    rules = [(parse(rule, words, f"code {c.id}"), j) for j, c in enumerate(codes) for rule in c.rules]
    decisions = known.decisions(options)
    tallies = [[0, 0, 0, 0] for _ in rules]
    for unit in units(known.transcripts, options) if rules else ():
        listed, shares = words.words(unit.text), decisions.shares(unit)
        for tally, (query, j) in zip(tallies, rules, strict=True):
            hit, carries = query.matches(listed), shares is not None and bool(shares[j] >= 0.5)
            tally[0] += hit
            tally[1] += hit and shares is not None
            tally[2] += hit and carries
            tally[3] += carries and not hit
    return [RuleRecord(codes[j].id, q.source, *tally) for (q, j), tally in zip(rules, tallies, strict=True)]
