"""How a text is laid out in lines and paragraphs, and which of them begin with a speaker's label."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from qualcode.importers.incoming import Prose
from qualcode.importers.times import ONLY_STAMP
from qualcode.text.signs import seen

BRACKET = re.compile(r"[ \u00a0]?[(（]([^()（）]*)[)）]$")
"""What stands in a bracket behind a label: `Kari (leder)`."""
_SPEECH = re.compile(r"[^\n]*[^\s][^\n]*")
_LISTED = re.compile(r"[ \t]*(?:[-*•|>]|\d{1,3}[.)])[ \t]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Label:
    """A speaker's label found in a text: from where its line begins to where the speech begins.

    `listed` in a list or heading, `said` with speech on the same line.
    """

    line: int
    end: int
    speaker: str
    form: str
    time_start: float | None = None
    time_end: float | None = None
    listed: bool = False
    said: bool = True

    @property
    def key(self) -> str:
        """The label without a bracket behind it and without letter case."""
        return key_of(self.speaker)


@cache
def key_of(speaker: str) -> str:
    """What is the same for two spellings of a label: letter case, unseen signs and a bracket behind it aside."""
    return BRACKET.sub("", seen(speaker)).rstrip(".").strip().casefold()


@dataclass(frozen=True)
class Layout:
    """Where the lines that hold speech begin, which of them follow a blank line or a time stamp.

    `listed` is the share of lines that are a list's.
    """

    lines: tuple[int, ...]
    blocks: frozenset[int]
    texts: tuple[str, ...]
    listed: float = 0.0

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that stand in the text in lower case."""
        return frozenset(word for text in self.texts for word in _WORD.findall(text) if word.islower())

    @classmethod
    def of(cls, proses: Iterable[tuple[int, Prose]], after: int = 0) -> "Layout":
        """The layout of running texts, each with its place, from the place `after` on."""
        lines: list[int] = []
        texts: list[str] = []
        blocks: set[int] = set()
        listed = 0
        for at, prose in proses:
            stop = 0
            for line in _SPEECH.finditer(prose.text):
                if ONLY_STAMP.fullmatch(line[0]) or at + line.start() < after:
                    continue
                if line.start() in prose.apart:
                    stop = 0
                    continue
                lines.append(at + line.start())
                listed += _LISTED.match(line[0]) is not None
                if not stop or line.start() > stop + 1:
                    blocks.add(at + line.start())
                stop = line.end()
            texts.append(prose.text)
        return cls(tuple(lines), frozenset(blocks), tuple(texts), listed / max(1, len(lines)))

    def reach(self, labels: Sequence[Label]) -> float:
        """The share of lines from the first label to the last."""
        first, last = min((label.line for label in labels), default=0), max((label.line for label in labels), default=0)
        return sum(first <= line <= last for line in self.lines) / max(1, len(self.lines))

    def covered(self, labels: Iterable[Label]) -> float:
        """The share of paragraphs that begin with a label or follow one that stands alone; or of lines, if it is more.

        Counted from the first label to the last.
        """
        here = {label.line: label for label in labels}
        if not here:
            return 0.0
        first, last = min(here), max(here)
        shares = []
        for places in (self.lines, [line for line in self.lines if line in self.blocks]):
            inside = [place for place in places if first <= place <= last]
            hit, alone = 0, False
            for place in inside:
                hit += place in here or alone
                alone = place in here and not here[place].said
            shares.append(hit / len(inside) if inside else 1.0)
        return max(shares)
