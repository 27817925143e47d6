"""What each coder marked in the same passage, side by side: for the meeting where the codebook is discussed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.compare.coders_work import Work
from qualcode.compare.side_by_side import WORDS, Passage, alike, marked_words
from qualcode.document import Block, Document, Grid, Heading, Lang, Paragraph
from qualcode.model import Codebook
from qualcode.wording.agreement import listed

if TYPE_CHECKING:
    import pandas as pd


def side_by_side(found: Sequence[Passage], work: Work, lang: Lang) -> Document:
    """The passages as a document: a chapter a code with what the codebook says of it, a column a coder."""
    words = WORDS[lang]
    by_code: dict[str, list[Passage]] = {}
    for passage in found:
        by_code.setdefault(passage.code, []).append(passage)
    blocks: list[Block] = []
    for code, own in by_code.items():
        blocks += _what_it_says(code, len(own), work.codebook, lang)
        blocks.append(Grid(_grid(own, work, lang)))
    title = words["title"].format(coders=listed(tuple(work.coders), lang))
    return Document(title, blocks or [Paragraph(words["none"])], lang, landscape=True)


def _what_it_says(code: str, n: int, codebook: Codebook, lang: Lang) -> Iterator[Block]:
    entry, words = codebook.by_id[code], WORDS[lang]
    yield Heading(1, codebook.titles[code], n)
    said = [
        entry.definition,
        *(f"{words[k]}: {getattr(entry, k)}" for k in ("include", "exclude") if getattr(entry, k)),
    ]
    yield from (Paragraph(text, "note") for text in said if text)


def _grid(found: Iterable[Passage], work: Work, lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    words = WORDS[lang]
    rows = []
    for p in found:
        transcript = work.texts[p.transcript]
        segment, turn = transcript.segment_at(p.start), transcript.turn_at(p.start)
        where = f"{p.transcript}\n{words['segment']} {segment.n if segment else '–'}"
        row = {words["where"]: where + (f", {turn.speaker}" if turn and turn.speaker else "")}
        for coder in work.coders:
            text = marked_words(p, transcript, coder)
            memo = f"\n{words['memo']}: {p.memos[coder]}" if p.memos.get(coder) else ""
            row[coder] = words["unread"] if text is None else (text or "–") + memo
        rows.append(row | {words["how"]: alike(p, lang)})
    return pd.DataFrame(rows)
