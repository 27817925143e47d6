"""What each coder marked in the same passage, side by side: for the meeting where the codebook is discussed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.compare.coders_work import Work
from qualcode.compare.side_by_side import Passage, alike, marked_words
from qualcode.document import Block, Document, Grid, Heading, Paragraph
from qualcode.model import Codebook
from qualcode.wording import ABSENT, Lang, listed, phrase

if TYPE_CHECKING:
    import pandas as pd


def side_by_side(found: Sequence[Passage], work: Work, lang: Lang) -> Document:
    """The passages as a document: a chapter a code with what the codebook says of it, a column a coder."""
    by_code: dict[str, list[Passage]] = {}
    for passage in found:
        by_code.setdefault(passage.code, []).append(passage)
    blocks: list[Block] = []
    for code, own in by_code.items():
        blocks += _what_it_says(code, len(own), work.codebook, lang)
        blocks.append(Grid(_grid(own, work, lang)))
    none = phrase("Nothing is coded in transcripts that at least two of the coders have finished.", lang)
    title = phrase("{coders} side by side", lang, coders=listed(tuple(work.coders), lang))
    return Document(title, blocks or [Paragraph(none)], lang, landscape=True)


def _what_it_says(code: str, n: int, codebook: Codebook, lang: Lang) -> Iterator[Block]:
    entry = codebook.by_id[code]
    yield Heading(1, codebook.titles[code], n)
    labels = ("", f"{phrase('Include', lang)}: ", f"{phrase('Exclude', lang)}: ")
    texts = zip(labels, (entry.definition, entry.include, entry.exclude), strict=True)
    yield from (Paragraph(label + text, "note") for label, text in texts if text)


def _grid(found: Iterable[Passage], work: Work, lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    rows = []
    for p in found:
        transcript = work.texts[p.transcript]
        segment, turn = transcript.segment_at(p.start), transcript.turn_at(p.start)
        where = f"{p.transcript}\n{phrase('segment {n}', lang, n=segment.n if segment else ABSENT)}"
        row = {phrase("Place", lang): where + (f", {turn.speaker}" if turn and turn.speaker else "")}
        for coder in work.coders:
            text = marked_words(p, transcript, coder)
            memo = f"\n{phrase('Memo', lang)}: {p.memos[coder]}" if p.memos.get(coder) else ""
            row[coder] = phrase("(not finished)", lang) if text is None else (text or "–") + memo
        rows.append(row | {phrase("Alike?", lang): alike(p, lang)})
    return pd.DataFrame(rows)
