"""Agreement on whole spans: which span of one coder is the other's, exactly or by overlap."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from qualcode.compare.coefficients import Numbers
from qualcode.compare.counts import Counts, Crew
from qualcode.compare.runs import Ranges

Bounds = tuple[int, int]


def iou(a: Bounds, b: Bounds) -> float:
    """Shared length divided by the length of both together (intersection over union)."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def matcher(overlap: float | None) -> Callable[[Bounds, Bounds], bool]:
    """The rule by which two spans are the same: exact, or shared length / joint length of at least `overlap`."""
    if overlap is None:
        return lambda a, b: a == b
    return lambda a, b: iou(a, b) >= overlap


def match(
    first: Sequence[Bounds], second: Sequence[Bounds], same: Callable[[Bounds, Bounds], bool]
) -> list[tuple[int, int]]:
    """The greatest number of one-to-one matches between two coders' disjoint spans, both in order.

    Overlaps of two such lists never cross, so of the two spans that meet first one has no other partner: taking the
    first match each time loses none.
    """
    found, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        if same(first[i], second[j]):
            found.append((i, j))
            i, j = i + 1, j + 1
        elif first[i][1] <= second[j][1]:
            i += 1
        else:
            j += 1
    return found


def counts_of_spans(ranges: Ranges, crew: Crew, overlap: float | None, uses: Numbers) -> Counts:
    """The counts of all codes from united ranges, where the unit is the span.

    Pairs hold matched and unmatched spans, and 0 for 'neither': nobody counts the spans that were not marked. With more
    than two coders `everyone`, `some` and `alone` count groups of spans held together by matches.
    """
    shape, same = uses.shape[:2], matcher(overlap)
    pairs = np.zeros((*shape, len(crew.pairs), 2, 2))
    everyone, some, alone = np.zeros(shape), np.zeros(shape), np.zeros((*shape, crew.size))
    for (t, code), spans in _by_passage(ranges, crew).items():
        readers = int(crew.seen[t])
        matches = [match(spans[a], spans[b], same) for a, b in crew.pairs]
        for i, (a, b) in enumerate(crew.pairs):
            if readers >> a & 1 and readers >> b & 1:
                hits = len(matches[i])
                pairs[t, code, i] = [[hits, len(spans[a]) - hits], [len(spans[b]) - hits, 0]]
        for group in _groups(spans, crew, matches):
            members = sum(1 << coder for coder in {coder for coder, _ in group})
            if members == readers:
                everyone[t, code] += 1
            elif members.bit_count() == 1:
                alone[t, code, members.bit_length() - 1] += 1
            else:
                some[t, code] += 1
    kinds = np.zeros((*shape, len(crew.kinds)))
    return Counts(pairs, kinds, everyone, some, np.zeros(shape), alone, uses)


def _by_passage(ranges: Ranges, crew: Crew) -> dict[tuple[int, int], list[list[Bounds]]]:
    """Per transcript with two readers and code, each coder's spans in order."""
    found: dict[tuple[int, int], list[list[Bounds]]] = {}
    columns = (ranges.transcript, ranges.code, ranges.coder, ranges.start, ranges.end)
    for t, code, coder, start, end in zip(*(c.tolist() for c in columns), strict=True):
        if crew.compared[t]:
            found.setdefault((t, code), [[] for _ in range(crew.size)])[coder].append((start, end))
    return found


def groups_of_spans(ranges: Ranges, crew: Crew, overlap: float | None) -> dict[int, list[list[tuple[int, Bounds]]]]:
    """Per transcript, the groups that spans of one code form: each span with its coder, in the order of the text."""
    found: dict[int, list[list[tuple[int, Bounds]]]] = {}
    same = matcher(overlap)
    for (t, _), spans in _by_passage(ranges, crew).items():
        matches = [match(spans[a], spans[b], same) for a, b in crew.pairs]
        groups = [[(coder, spans[coder][i]) for coder, i in group] for group in _groups(spans, crew, matches)]
        found[t] = sorted(groups, key=lambda group: min(bounds for _, bounds in group))
    return found


def _groups(
    spans: list[list[Bounds]], crew: Crew, matches: list[list[tuple[int, int]]]
) -> Iterator[list[tuple[int, int]]]:
    """The groups of spans (coder, number) that matches hold together."""
    group = {(coder, i): (coder, i) for coder, own in enumerate(spans) for i in range(len(own))}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while group[node] != node:
            node = group[node]
        return node

    for (a, b), found in zip(crew.pairs, matches, strict=True):
        for i, j in found:
            group[root((a, i))] = root((b, j))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for node in group:
        members.setdefault(root(node), []).append(node)
    yield from members.values()
