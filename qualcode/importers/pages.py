"""Building up what a word-processor document holds: lines, headings, bold beginnings, tables."""

from collections.abc import Sequence

from qualcode.importers import grid
from qualcode.importers.incoming import Block, Prose

_LATE = 1_000  # characters before a table, after which it is no front matter


class Page:
    """Collects a document's paragraphs and tables in order; `blocks` and `attributes` are the result."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._front: dict[str, str] | None = None
        self._clear()

    def _clear(self) -> None:
        self._lines: list[str] = []
        self._bold: dict[int, int] = {}
        self._apart: set[int] = set()
        self._at = 0

    def line(self, text: str, *, bold: int = 0, apart: bool = False) -> None:
        """Add a paragraph (which may hold line breaks). `bold` is the length of its bold beginning."""
        if bold:
            self._bold[self._at] = self._at + bold
        if apart:
            self._apart.add(self._at)
        self._lines.append(text)
        self._at += len(text) + 1

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Add a table: as speech, as attributes and lines, or as lines."""
        if spoken := grid.speech(rows):
            self._flush()
            self._blocks += spoken
            return
        if self._front is None:
            self._front = {} if self._blocks or self._at > _LATE else grid.front_matter(rows)
        for line in grid.lines(rows):
            self.line(line, apart=True)

    def _flush(self) -> None:
        text = "\n".join(self._lines)
        if text.strip():
            self._blocks.append(Prose(text, self._bold, frozenset(self._apart)))
        self._clear()

    def blocks(self) -> list[Block]:
        """All that was added, in order."""
        self._flush()
        return self._blocks

    @property
    def attributes(self) -> dict[str, str]:
        """The names and values of a first table near the top, when the document says more than they do."""
        front = self._front or {}
        said = sum(len(block.text) for block in self._blocks) + self._at
        return front if said > 2 * sum(len(k) + len(v) for k, v in front.items()) else {}
