"""What a coder who finished a transcript has not read, because its text was corrected since.

A segment of which less than half the words stood in the text that was read is unread, unless the coder has coded in it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from qualcode.model import Coding, Segment, Selection, Span, Transcript, overlaps
from qualcode.project import Project
from qualcode.store import codings, readings
from qualcode.text.align import align, fold

HALF = 0.5
_TELLING = 24  # code points of a passage that is the same one wherever it stands
_WORD = re.compile(r"\w+")
Unread = Mapping[tuple[str, str], frozenset[int]]
"""By transcript and coder the numbers of the segments that the coder has not read; where there are none, no entry."""


def unread(project: Project, chosen: Sequence[Transcript], coders: Iterable[str] = ()) -> Unread:
    """What the coders (all, where none are named) who finished these transcripts have not read in them."""
    texts, meant = {t.name: t for t in chosen}, set(coders)
    found: dict[tuple[str, str], frozenset[int]] = {}
    for was in readings.before(project.db):
        text = texts.get(was.transcript)
        if text is None or (meant and was.coder not in meant):
            continue
        known = _known(was.text, text.text, text.segments)
        own = list(codings.load(project.db, Selection(transcripts=(text.name,), coders=(was.coder,))))
        if new := [s.n for s, share in zip(text.segments, known, strict=True) if share < HALF and not _in(own, s)]:
            found[was.transcript, was.coder] = frozenset(new)
    return found


def as_read(transcript: Transcript, missing: Unread, coders: Iterable[str]) -> Transcript:
    """A transcript without the segments that one of these coders has not read, and the turns that hold nothing else.

    What is counted in it counts only what all of them have read. Its text and all places stay as they are.
    """
    gone = frozenset[int]().union(*(missing.get((transcript.name, coder), frozenset()) for coder in coders))
    if not gone:
        return transcript
    left = [s for s in transcript.segments if s.n not in gone]
    turns = {s.turn for s in left}
    numbers = {old.n: n for n, old in enumerate((t for t in transcript.turns if t.n in turns), start=1)}
    return replace(
        transcript,
        segments=tuple(s._replace(turn=numbers[s.turn]) for s in left),
        turns=tuple(t._replace(n=numbers[t.n]) for t in transcript.turns if t.n in numbers),
    )


def is_in(coding: Coding, missing: Unread, transcript: Transcript) -> bool:
    """Whether a coding stands nowhere but in segments that somebody has not read."""
    gone = frozenset[int]().union(*(n for (name, _), n in missing.items() if name == transcript.name))
    touched = {s.n for s in transcript.segments if overlaps(coding, s)} if gone else set()
    return bool(touched) and touched <= gone


def read_by_somebody(project: Project, chosen: Sequence[Transcript]) -> list[Transcript]:
    """These transcripts without the segments that nobody of those who finished them has read; what is new is told."""
    missing = unread(project, chosen)
    who = codings.readings(project.db)
    nobody: dict[tuple[str, str], frozenset[int]] = {}
    for text in chosen:
        gone = [missing.get((text.name, coder), frozenset()) for coder in who.get(text.name, ())]
        if gone and (left := frozenset.intersection(*gone)):
            nobody[text.name, ""] = left
    say(project, missing)
    return [as_read(text, nobody, [""]) for text in chosen]


def say(project: Project, missing: Unread) -> None:
    """Tell the person at work."""
    for line in told(missing):
        project.tell(line)


def told(missing: Unread) -> list[str]:
    """What there is to say of it, a sentence a transcript and coder."""
    return [
        f"{coder} has not read {len(n)} new segment{'s' * (len(n) != 1)} of {name} since its text was replaced"
        for (name, coder), n in sorted(missing.items())
    ]


def _known(old: str, new: str, spans: Iterable[Span]) -> list[float]:
    """For each span of the new text the share of its words (0 to 1) that stood in the old one, wherever they were."""
    matches = sorted(align(old, new), key=lambda match: match.new)
    starts = [match.new for match in matches]
    old, new = fold(old), fold(new)

    def stood(start: int, end: int) -> bool:
        at = bisect_right(starts, start) - 1
        return at >= 0 and end <= matches[at].new + matches[at].length

    shares = []
    for span in spans:
        words = [stood(m.start(), m.end()) for m in _WORD.finditer(new, span.start, span.end)]
        moved = span.end - span.start >= _TELLING and new[span.start : span.end] in old
        shares.append(1.0 if moved or not words else sum(words) / len(words))
    return shares


def _in(own: Iterable[Coding], segment: Segment) -> bool:
    return any(overlaps(coding, segment) for coding in own)
