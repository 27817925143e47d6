"""Passages that somebody marked with a code, with what each coder marked in them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.compare.coders_work import Work
from qualcode.model import Coding, Place, Transcript
from qualcode.wording import Lang, listed, phrase

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Passage:
    """A stretch of one transcript that one coder or several marked with a code without a gap.

    `marked` gives each coder who finished the transcript what they marked in it (their overlapping codings united), in
    order: nothing where they left it. `memos` are their memos on it.
    """

    code: str
    transcript: str
    start: int
    end: int
    marked: Mapping[str, tuple[Place, ...]]
    memos: Mapping[str, str]

    @property
    def by(self) -> tuple[str, ...]:
        """Who marked something here."""
        return tuple(coder for coder, places in self.marked.items() if places)

    @property
    def alike(self) -> str:
        """'same' or 'edges' where everybody who read it marked something here, else 'only'."""
        if len(self.by) < len(self.marked):
            return "only"
        return "same" if len(set(self.marked.values())) == 1 else "edges"


def passages(work: Work, codes: Collection[str]) -> list[Passage]:
    """The passages with these codes in the transcripts that two coders or more finished, in the codebook's order."""
    finished = {name: work.readers(name) for name in work.compared}
    by_cell: dict[tuple[str, str], list[Coding]] = {}
    for coding in work.codings:
        if coding.code in codes and coding.coder in finished.get(coding.transcript, ()):
            by_cell.setdefault((coding.code, coding.transcript), []).append(coding)
    found = []
    for code in (c.id for c in work.codebook.walk() if c.id in codes):
        for name in finished:
            for together in _runs(by_cell.get((code, name), ())):
                found.append(_passage(code, name, together, finished[name]))
    return found


def _runs(codings: Iterable[Coding]) -> Iterator[list[Coding]]:
    """Codings that hang together by overlap."""
    group: list[Coding] = []
    end = 0
    for coding in sorted(codings, key=lambda c: (c.start, c.end, c.coder, c.id)):
        if group and coding.start >= end:
            yield group
            group, end = [], 0
        group.append(coding)
        end = max(end, coding.end)
    if group:
        yield group


def _passage(code: str, transcript: str, together: Sequence[Coding], coders: Sequence[str]) -> Passage:
    own = {coder: [c for c in together if c.coder == coder] for coder in coders}
    marked = {
        coder: tuple(Place(run[0].start, max(c.end for c in run)) for run in _runs(made)) for coder, made in own.items()
    }
    memos = {coder: "; ".join(c.memo for c in made if c.memo) for coder, made in own.items()}
    start, end = min(c.start for c in together), max(c.end for c in together)
    return Passage(code, transcript, start, end, marked, memos)


def passage_table(found: Iterable[Passage], work: Work, lang: Lang = "en") -> "pd.DataFrame":
    """A row a passage: code, transcript, segment, start, end, speaker, alike, text; then each coder's text and memo."""
    import pandas as pd

    names = [f"text {c}" for c in work.coders] + [f"memo {c}" for c in work.coders]
    columns = ["code", "transcript", "segment", "start", "end", "speaker", "alike", "text", *names]
    return pd.DataFrame([_row(p, work, lang) for p in found], columns=columns)


def _row(p: Passage, work: Work, lang: Lang) -> dict[str, object]:
    transcript, coders = work.texts[p.transcript], work.coders
    segment, turn = transcript.segment_at(p.start), transcript.turn_at(p.start)
    place = {"code": p.code, "transcript": p.transcript, "segment": segment.n if segment else None}
    text = {"start": p.start, "end": p.end, "speaker": turn.speaker if turn else None, "alike": alike(p, lang)}
    texts = {f"text {c}": marked_words(p, transcript, c) for c in coders}
    memos = {f"memo {c}": p.memos.get(c, "") for c in coders}
    return {**place, **text, "text": transcript.text[p.start : p.end], **texts, **memos}


def alike(p: Passage, lang: Lang) -> str:
    """How far the coders marked a passage alike, in words."""
    if p.alike == "only":
        return phrase("only {coders}", lang, coders=listed(p.by, lang))
    return phrase("alike", lang) if p.alike == "same" else phrase("other edges", lang)


def marked_words(p: Passage, transcript: Transcript, coder: str) -> str | None:
    """A coder's words of the passage, with … where it goes on or has a gap; None where they did not read it."""
    places = p.marked.get(coder)
    if places is None:
        return None
    text = " […] ".join(transcript.quote(place) for place in places)
    if not text:
        return ""
    return "… " * (places[0].start > p.start) + text + " …" * (places[-1].end < p.end)
