"""What several coders did with the same transcripts: what comparisons, disagreements and consensus are made from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qualcode.model import Codebook, Coding, Transcript


@dataclass(frozen=True)
class Work:
    """The coders' work. `readings` names per transcript those who finished it: uncoded is not the same as unread.

    Whoever is to be compared besides people (the same person at another time, a program) is one more name in `coders`,
    with `codings`, and `readings` of the transcripts that count for it.
    """

    transcripts: Sequence[Transcript]
    codings: Sequence[Coding]
    readings: Mapping[str, Collection[str]]
    coders: Sequence[str]
    codebook: Codebook

    def readers(self, transcript: str) -> list[str]:
        """The coders who finished a transcript, in their order."""
        finished = self.readings.get(transcript, ())
        return [coder for coder in self.coders if coder in finished]

    @cached_property
    def texts(self) -> Mapping[str, Transcript]:
        """The transcripts by name, in the order of their names."""
        return {t.name: t for t in sorted(self.transcripts, key=lambda t: t.name)}

    @property
    def versions(self) -> tuple[int, ...]:
        """The codebook versions under which the compared transcripts were coded; today's where none is known."""
        compared, coders = set(self.compared), set(self.coders)
        under = {c.version for c in self.codings if c.version and c.coder in coders and c.transcript in compared}
        return tuple(sorted(under or {self.codebook.version}))

    @property
    def compared(self) -> list[str]:
        """The transcripts that two of the coders or more finished."""
        return [name for name in self.texts if len(self.readers(name)) > 1]
