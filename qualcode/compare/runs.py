"""From codings to runs: which set of coders marked which stretch of which transcript with which code.

A coding is projected onto a *scale* (the positions of the chosen unit: characters, segments, turns or the transcript as
one). Sweeping the end-points of all projected codings of a code gives the *runs* that each set of coders (a bitmask)
coded. Work grows with the codings, never with the length of the texts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.model import Coding, Span, Transcript

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Scale:
    """The units of one transcript: `starts` and `ends` of each in the text; None where each character is a unit.

    `within` are the parts of the text that count (a selection of speakers), merged and in order.
    """

    size: int
    starts: Integers | None
    ends: Integers | None

    def project(self, starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
        """The half-open range of units that each span touches; an empty range where it touches none."""
        if self.starts is None or self.ends is None:
            return starts, ends
        return np.searchsorted(self.ends, starts, side="right"), np.searchsorted(self.starts, ends, side="left")

    def unit(self, index: int) -> tuple[int, int]:
        """The place of a unit in the text."""
        if self.starts is None or self.ends is None:
            return index, index + 1
        return int(self.starts[index]), int(self.ends[index])


@dataclass(frozen=True)
class Passages:
    """A scale of characters of which only some passages count: `offsets` are the characters before each passage."""

    size: int
    starts: Integers
    ends: Integers
    offsets: Integers

    def project(self, starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
        """The half-open range of counted characters that each span covers."""
        return self._before(starts), self._before(ends)

    def _before(self, positions: Integers) -> Integers:
        if not len(self.starts):
            return np.zeros_like(positions)
        i = np.maximum(np.searchsorted(self.starts, positions, side="right") - 1, 0)
        into = np.clip(positions - self.starts[i], 0, self.ends[i] - self.starts[i])
        return np.asarray(self.offsets[i] + into, dtype=np.int64)

    def unit(self, index: int) -> tuple[int, int]:
        """The place of a counted character in the text."""
        i = int(np.searchsorted(self.offsets, index, side="right")) - 1
        place = int(self.starts[i]) + index - int(self.offsets[i])
        return place, place + 1


AnyScale = Scale | Passages


def scale_of(transcript: Transcript, unit: str, within: Sequence[Span] | None = None) -> AnyScale:
    """The scale of one transcript for `unit`: character, segment, turn, transcript, or span (as character).

    With `within` only the units that touch one of these spans count.
    """
    if unit in ("character", "span"):
        if within is None:
            return Scale(len(transcript.text), None, None)
        starts, ends = _merged(within)
        lengths = ends - starts
        return Passages(int(lengths.sum()), starts, ends, np.cumsum(lengths) - lengths)
    if unit == "transcript":
        whole = 1 if transcript.text and (within is None or len(within)) else 0
        return Scale(whole, np.zeros(whole, np.int64), np.full(whole, len(transcript.text), np.int64))
    spans: Iterable[Span] = transcript.segments if unit == "segment" else transcript.turns
    units = sorted((s.start, s.end) for s in spans if s.start < s.end)
    if within is not None:
        units = [(a, b) for a, b in units if any(w.start < b and a < w.end for w in within)]
    bounds = np.array(units, dtype=np.int64).reshape(-1, 2)
    return Scale(len(bounds), bounds[:, 0], bounds[:, 1])


def _merged(spans: Sequence[Span]) -> tuple[Integers, Integers]:
    merged: list[list[int]] = []
    for start, end in sorted((s.start, s.end) for s in spans if s.start < s.end):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    bounds = np.array(merged, dtype=np.int64).reshape(-1, 2)
    return bounds[:, 0], bounds[:, 1]


@dataclass(frozen=True)
class Ranges:
    """Coded ranges on the scale as columns of equal length: transcript, code and coder by index, start and end."""

    transcript: Integers
    code: Integers
    coder: Integers
    start: Integers
    end: Integers

    def __len__(self) -> int:
        return len(self.start)

    def keep(self, rows: NDArray[np.bool_] | Integers) -> "Ranges":
        """The chosen rows."""
        return Ranges(self.transcript[rows], self.code[rows], self.coder[rows], self.start[rows], self.end[rows])


def ranges_of(
    codings: Iterable[Coding],
    transcripts: Mapping[str, int],
    codes: Mapping[str, int],
    coders: Mapping[str, int],
) -> Ranges:
    """The codings as columns; those of other transcripts, codes or coders are left out. `codes` may map many to one."""
    listed = list(codings)
    columns = (
        [transcripts.get(c.transcript, -1) for c in listed],
        [codes.get(c.code, -1) for c in listed],
        [coders.get(c.coder, -1) for c in listed],
        [c.start for c in listed],
        [c.end for c in listed],
    )
    found = Ranges(*(np.array(column, dtype=np.int64) for column in columns))
    return found.keep((found.transcript >= 0) & (found.code >= 0) & (found.coder >= 0))


def projected(ranges: Ranges, scales: Sequence[AnyScale]) -> Ranges:
    """The ranges on the scale of their transcripts; those that touch no unit are dropped."""
    order = np.argsort(ranges.transcript, kind="stable")
    sorted_ranges = ranges.keep(order)
    cuts = np.searchsorted(sorted_ranges.transcript, np.arange(len(scales) + 1))
    start, end = sorted_ranges.start.copy(), sorted_ranges.end.copy()
    for scale, a, b in zip(scales, cuts[:-1], cuts[1:], strict=True):
        start[a:b], end[a:b] = scale.project(start[a:b], end[a:b])
    moved = Ranges(sorted_ranges.transcript, sorted_ranges.code, sorted_ranges.coder, start, end)
    return moved.keep(start < end)


def united(ranges: Ranges) -> Ranges:
    """Each coder's overlapping ranges of one code as one, sorted by transcript, code, coder and start."""
    if not len(ranges):
        return ranges
    room = int(ranges.end.max()) + 1
    group = _numbered(ranges.transcript, ranges.code, ranges.coder)
    order = np.argsort(group * room + ranges.start)
    r = ranges.keep(order)
    # Moving each group past all earlier ones lets one running maximum serve them all.
    shift = group[order] * room
    reach = np.maximum.accumulate(r.end + shift)
    new = np.ones(len(r), dtype=bool)
    new[1:] = (r.start + shift)[1:] >= reach[:-1]
    first = np.flatnonzero(new)
    kept = r.keep(first)
    last = np.append(first[1:], len(r)) - 1
    return Ranges(kept.transcript, kept.code, kept.coder, kept.start, reach[last] - shift[first])


def _numbered(*columns: Integers) -> Integers:
    """One number per combination of columns, in their order."""
    number = columns[0]
    for column in columns[1:]:
        number = number * (int(column.max()) + 1) + column
    return number


@dataclass(frozen=True)
class Runs:
    """Stretches of one code that the same set of coders (bit i of `mask` is coder i) coded, as columns, in order."""

    transcript: Integers
    code: Integers
    mask: Integers
    start: Integers
    end: Integers

    def keep(self, rows: NDArray[np.bool_] | Integers) -> "Runs":
        """The chosen rows."""
        return Runs(self.transcript[rows], self.code[rows], self.mask[rows], self.start[rows], self.end[rows])


def sweep(ranges: Ranges) -> Runs:
    """The runs between the end-points of united ranges, by transcript, code and place; what nobody coded is left out.

    Once a coder's ranges are united, adding 2^i where coder i begins and taking it off where coder i ends keeps the
    running sum equal to the bitmask.
    """
    if not len(ranges):
        return Runs(ranges.transcript, ranges.code, ranges.coder, ranges.start, ranges.end)
    room, group = int(ranges.end.max()) + 1, _numbered(ranges.transcript, ranges.code)
    bit = np.int64(1) << ranges.coder
    place = np.concatenate([group * room + ranges.start, group * room + ranges.end])
    order = np.argsort(place)
    place, mask = place[order], np.cumsum(np.concatenate([bit, -bit])[order])
    # The mask is 0 after a group's last end-point, so no run reaches into the next group.
    rows = np.flatnonzero((mask != 0) & (np.append(place[1:], 0) > place))
    source = order[rows] % len(ranges)
    start, end = place[rows] % room, place[rows + 1] % room
    return Runs(ranges.transcript[source], ranges.code[source], mask[rows], start, end)
