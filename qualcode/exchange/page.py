"""A transcript as it stands on a page of a word processor, and the way back from a place there to the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from qualcode.model import Place, Segment, Transcript

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_PAIRS = 4_000_000  # tokens times tokens that are compared at once; about a second

Step = tuple[str, int, int, int, int]
"""As `difflib` gives them: equal, replace, delete or insert; a stretch of the page; a stretch of the file."""


@dataclass(frozen=True)
class Line:
    """One segment on the page: its label (number, speaker) and where the page's text holds the segment's."""

    segment: Segment
    number: str
    speaker: str
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """All segments, one below the other. `text` is what an untouched file says, a line end after each segment."""

    text: str
    lines: tuple[Line, ...]

    def place(self, start: int, end: int) -> Place | None:
        """The span of the transcript under a stretch of the page; labels and line ends do not count."""
        under = [ln for ln in self.lines if ln.start < end and start < ln.end]
        if not under:
            return None
        first, last = under[0], under[-1]
        return Place(
            first.segment.start + max(start - first.start, 0),
            last.segment.start + min(end, last.end) - last.start,
        )

    def line_at(self, position: int) -> Line | None:
        """The line that holds a position, its label and its end included."""
        return next((ln for ln in self.lines if position <= ln.end), None)


def page(transcript: Transcript) -> Page:
    """The page of a transcript: `12 ⇥ Speaker: text`, the speaker where a turn begins."""
    parts: list[str] = []
    lines: list[Line] = []
    at, turn = 0, 0
    for segment in transcript.segments:
        named = transcript.turn(segment.turn).speaker if segment.turn != turn else None
        speaker = visible(f"{named}: ") if named else ""
        turn = segment.turn
        number, text = f"{segment.n}\t", visible(transcript.quote(segment))
        start = at + len(number) + len(speaker)
        lines.append(Line(segment, number, speaker, start, start + len(text)))
        parts += [number, speaker, text, "\n"]
        at = start + len(text) + 1
    return Page("".join(parts), tuple(lines))


def visible(text: str) -> str:
    """The text with what XML cannot hold shown as U+FFFD, one for one."""
    return _NOT_XML.sub("\ufffd", text)


def steps(here: str, there: str) -> list[Step]:
    """How the page (`here`) became the file (`there`): by lines, then by words inside lines that differ."""
    a, b = here.splitlines(keepends=True), there.splitlines(keepends=True)
    at_a, at_b = _offsets(a), _offsets(b)
    out: list[Step] = []
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        step = (kind, at_a[i], at_a[j], at_b[k], at_b[m])
        if kind != "replace":
            out.append(step)
        elif j - i == m - k:
            for n in range(j - i):
                out += _words(a[i + n], b[k + n], at_a[i + n], at_b[k + n])
        else:
            out += _words("".join(a[i:j]), "".join(b[k:m]), at_a[i], at_b[k])
    return out


def _words(here: str, there: str, at_here: int, at_there: int) -> Iterator[Step]:
    a, b = _TOKEN.findall(here), _TOKEN.findall(there)
    if len(a) * len(b) > _PAIRS:
        yield "replace", at_here, at_here + len(here), at_there, at_there + len(there)
        return
    to_a, to_b = _offsets(a), _offsets(b)
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        yield kind, at_here + to_a[i], at_here + to_a[j], at_there + to_b[k], at_there + to_b[m]


def _offsets(parts: Sequence[str]) -> list[int]:
    out = [0]
    for part in parts:
        out.append(out[-1] + len(part))
    return out


def back(changes: Sequence[Step], start: int, end: int) -> tuple[int, int]:
    """The stretch of the page that a stretch of the file came from. Where a bound lies inside replaced words, all of
    them are taken in; what was deleted at a bound is left out."""
    first = last = None
    for kind, i, j, k, m in changes:
        if kind in ("delete", "insert") or m <= start or end <= k:
            continue
        equal = kind == "equal"
        if first is None:
            first = i + max(start - k, 0) if equal else i
        last = j - max(m - end, 0) if equal else j
    return (first, last) if first is not None and last is not None else (0, 0)


def back_at(changes: Sequence[Step], position: int) -> int:
    """The position of the page that a position of the file came from, at the nearest bound if its text is new."""
    for kind, i, _, k, m in changes:
        if k <= position < m:
            return i + position - k if kind == "equal" else i
    return changes[-1][2] if changes else 0
