"""Where coders differ, passage by passage: the work list of which coefficients are the footer."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from qualcode.choices import DisagreementKind
from qualcode.compare.coders_work import Work
from qualcode.compare.matching import iou
from qualcode.model import Codebook, Coding, Place, Span, Transcript, overlaps
from qualcode.text.surroundings import around

if TYPE_CHECKING:
    import pandas as pd

MeetingKind = Literal["exact"] | DisagreementKind
Relation = Literal["", "parent", "sibling"]


@dataclass(frozen=True)
class Mark:
    """What one coder did with one code in one place: overlapping codings as one; several parts where it was split."""

    code: str
    start: int
    end: int
    codings: tuple[Coding, ...]
    parts: tuple[Place, ...] = ()

    @property
    def memo(self) -> str:
        """The codings' memos, joined."""
        return "; ".join(c.memo for c in self.codings if c.memo)


@dataclass(frozen=True)
class Disagreement:
    """One passage on which two coders who both finished the transcript differ.

    *boundary*: the same code on overlapping spans; *split*: the same code, in other portions; *different code*: each
    used another code on overlapping text; *extra label*: one code more on text that the other coded too; *omission*:
    the other left the text uncoded. A side without a mark is None. `iou` is shared / joint length, the offsets are B's
    edges minus A's, `relation` tells whether one code stands right above the other or beside it. The `id` is made of
    the content, so a sheet sent out and read back finds the same passage, and no other.
    """

    id: str
    kind: MeetingKind
    transcript: str
    segment: int | None
    coder_a: str
    coder_b: str
    a: Mark | None
    b: Mark | None
    relation: Relation = ""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks there are."""
        return tuple(m for m in (self.a, self.b) if m)

    @property
    def start(self) -> int:
        """Where the passage begins."""
        return min(m.start for m in self.marks)

    @property
    def end(self) -> int:
        """Where the passage ends."""
        return max(m.end for m in self.marks)

    @property
    def iou(self) -> float:
        """Shared length of the two marks divided by their joint length."""
        return iou((self.a.start, self.a.end), (self.b.start, self.b.end)) if self.a and self.b else 0.0

    @property
    def offsets(self) -> tuple[int, int] | None:
        """B's start minus A's and B's end minus A's, in characters."""
        return (self.b.start - self.a.start, self.b.end - self.a.end) if self.a and self.b else None

    @property
    def inside(self) -> str:
        """'a' or 'b' where that mark lies within the other, else ''."""
        if not self.a or not self.b or self.offsets == (0, 0):
            return ""
        start, end = self.offsets or (0, 0)
        return "a" if start <= 0 <= end else "b" if end <= 0 <= start else ""


def disagreements(work: Work) -> list[Disagreement]:
    """Every disagreement of every two coders on the transcripts both finished, in the order of the texts."""
    return [d for d in meetings(work) if d.kind != "exact"]


def meetings(work: Work) -> list[Disagreement]:
    """As `disagreements`, with the exact agreements among them (kind 'exact')."""
    known = work.codebook.by_id
    by_place: dict[tuple[str, str], list[Coding]] = {}
    for coding in work.codings:
        if coding.code in known:
            by_place.setdefault((coding.transcript, coding.coder), []).append(coding)
    found = []
    for name in work.compared:
        finished = work.readers(name)
        marks = {c: _marks(by_place.get((name, c), [])) for c in finished}
        here = [
            _named(work.texts[name], a, b, kind, pair, work.codebook)
            for a, b in combinations(finished, 2)
            for kind, pair in _met(marks[a], marks[b])
        ]
        found += sorted(here, key=_order)
    return found


def _order(d: Disagreement) -> tuple[int, int, str, str, str, str]:
    return d.start, d.end, d.coder_a, d.coder_b, d.a.code if d.a else "", d.b.code if d.b else ""


def _marks(codings: Iterable[Coding]) -> list[Mark]:
    """One coder's marks in one transcript: overlapping codings of a code united, in order."""
    marks: list[Mark] = []
    for coding in sorted(codings, key=lambda c: (c.code, c.start, c.end, c.id)):
        last = marks[-1] if marks else None
        if last and last.code == coding.code and coding.start < last.end:
            marks[-1] = Mark(last.code, last.start, max(last.end, coding.end), (*last.codings, coding))
        else:
            marks.append(Mark(coding.code, coding.start, coding.end, (coding,)))
    return sorted(marks, key=lambda m: (m.start, m.end, m.code))


Meeting = tuple[MeetingKind, tuple[Mark | None, Mark | None]]


def _met(first: Sequence[Mark], second: Sequence[Mark]) -> Iterator[Meeting]:
    """How two coders' marks in one transcript meet: the same code first, then what is left over."""
    alone_a: list[Mark] = []
    alone_b: list[Mark] = []
    for a, b in _passages(first, second):
        if a and b:
            yield _same_code(a, b), (_joined(a), _joined(b))
        else:
            alone_a += a
            alone_b += b
    pairs = _different(alone_a, alone_b)
    yield from (("different code", pair) for pair in pairs)
    taken = {id(m) for pair in pairs for m in pair}
    on_first, on_second = _Marks(first), _Marks(second)
    for mark in alone_a:
        if id(mark) not in taken:
            yield _one_sided(mark, on_second), (mark, None)
    for mark in alone_b:
        if id(mark) not in taken:
            yield _one_sided(mark, on_first), (None, mark)


def _passages(first: Sequence[Mark], second: Sequence[Mark]) -> Iterator[tuple[list[Mark], list[Mark]]]:
    """Per code, the marks of both coders that hang together by overlap."""
    own = {id(m) for m in first}
    group: list[Mark] = []
    end = 0
    for mark in sorted([*first, *second], key=lambda m: (m.code, m.start, m.end)):
        if group and (mark.code != group[0].code or mark.start >= end):
            yield [m for m in group if id(m) in own], [m for m in group if id(m) not in own]
            group, end = [], 0
        group.append(mark)
        end = max(end, mark.end)
    if group:
        yield [m for m in group if id(m) in own], [m for m in group if id(m) not in own]


def _same_code(a: Sequence[Mark], b: Sequence[Mark]) -> MeetingKind:
    if len(a) > 1 or len(b) > 1:
        return "split"
    return "exact" if (a[0].start, a[0].end) == (b[0].start, b[0].end) else "boundary"


def _joined(marks: Sequence[Mark]) -> Mark:
    """One side of a passage: its mark, or the hull of several with their parts."""
    if len(marks) == 1:
        return marks[0]
    codings = tuple(c for m in marks for c in m.codings)
    parts = tuple(Place(m.start, m.end) for m in marks)
    return Mark(marks[0].code, marks[0].start, max(m.end for m in marks), codings, parts)


def _different(alone_a: Sequence[Mark], alone_b: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """One-to-one pairs of left-over marks on overlapping text, the most alike in place first."""
    others = _Marks(alone_b)
    candidates = [(a, b) for a in alone_a for b in others.on(a)]
    candidates.sort(key=lambda p: (-iou((p[0].start, p[0].end), (p[1].start, p[1].end)), p[0].start, p[1].start))
    taken: set[int] = set()
    pairs = []
    for a, b in candidates:
        if id(a) not in taken and id(b) not in taken:
            taken |= {id(a), id(b)}
            pairs.append((a, b))
    return pairs


def _one_sided(mark: Mark, others: "_Marks") -> MeetingKind:
    return "extra label" if others.on(mark) else "omission"


class _Marks:
    """Marks that can be asked which of them lie on a piece of text, without going through all."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = sorted(marks, key=lambda m: m.start)
        self._starts = [m.start for m in self._marks]
        self._longest = max((m.end - m.start for m in marks), default=0)

    def on(self, span: Span) -> list[Mark]:
        """The marks that share text with a span, in its order."""
        first = bisect_right(self._starts, span.start - self._longest)
        return [m for m in self._marks[first : bisect_left(self._starts, span.end)] if overlaps(m, span)]


def _named(
    transcript: Transcript,
    coder_a: str,
    coder_b: str,
    kind: MeetingKind,
    pair: tuple[Mark | None, Mark | None],
    codebook: Codebook,
) -> Disagreement:
    a, b = pair
    sides = [_fingerprint(coder_a, a, codebook), _fingerprint(coder_b, b, codebook)]
    name = sha256("\n".join([transcript.uid or transcript.name, transcript.sha256, *sides]).encode()).hexdigest()[:12]
    segment = transcript.segment_at(min(m.start for m in pair if m))
    relation = _relation(a.code, b.code, codebook) if a and b else ""
    return Disagreement(name, kind, transcript.name, segment.n if segment else None, coder_a, coder_b, a, b, relation)


def _fingerprint(coder: str, mark: Mark | None, codebook: Codebook) -> str:
    """One side's part of the id. A code stands in it with its permanent id, so that a rename changes nothing."""
    if mark is None:
        return coder
    places = [f"{p.start}-{p.end}" for p in mark.parts or (Place(mark.start, mark.end),)]
    return "\t".join([coder, codebook.by_id[mark.code].uid or mark.code, *places])


def _relation(a: str, b: str, codebook: Codebook) -> Relation:
    if a == b:
        return ""
    above_a, above_b = codebook.paths[a], codebook.paths[b]
    if above_a[:-1] == above_b or above_b[:-1] == above_a:
        return "parent"
    return "sibling" if len(above_a) > 1 and above_a[:-1] == above_b[:-1] else ""


def disagreement_table(found: Iterable[Disagreement], work: Work, context: int = 200) -> "pd.DataFrame":
    """One row per disagreement with both spans, the text, `context` characters around it, and the memos."""
    import pandas as pd

    return pd.DataFrame([_row(d, work.texts[d.transcript].text, context) for d in found], columns=COLUMNS)


COLUMNS = ["id", "kind", "transcript", "segment", "coder_a", "coder_b", "code_a", "code_b", "relation"]
COLUMNS += ["start_a", "end_a", "start_b", "end_b", "iou", "start_offset", "end_offset", "inside"]
COLUMNS += ["context_before", "text", "context_after", "text_a", "text_b", "memo_a", "memo_b"]


def _row(d: Disagreement, text: str, context: int) -> dict[str, object]:
    start_offset, end_offset = d.offsets or (None, None)
    before, after = around(text, d, context)
    row: dict[str, object] = {
        "id": d.id,
        "kind": d.kind,
        "transcript": d.transcript,
        "segment": d.segment,
        "coder_a": d.coder_a,
        "coder_b": d.coder_b,
        "relation": d.relation,
        "iou": round(d.iou, 4) if d.a and d.b else None,
        "start_offset": start_offset,
        "end_offset": end_offset,
        "inside": d.inside,
        "context_before": before,
        "text": text[d.start : d.end],
        "context_after": after,
    }
    for side, mark in (("a", d.a), ("b", d.b)):
        row[f"code_{side}"] = mark.code if mark else None
        row[f"start_{side}"], row[f"end_{side}"] = (mark.start, mark.end) if mark else (None, None)
        row[f"text_{side}"] = _text(mark, text)
        row[f"memo_{side}"] = mark.memo if mark else ""
    return row


def _text(mark: Mark | None, text: str) -> str:
    if mark is None:
        return ""
    return " […] ".join(text[p.start : p.end] for p in mark.parts or (Place(mark.start, mark.end),))
