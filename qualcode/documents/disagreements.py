"""The list of disagreements as a text: what each coder marked, side by side, and what was settled."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.choices import DISAGREEMENT_KINDS
from qualcode.compare.adjudication import Decision
from qualcode.compare.coders_work import Work
from qualcode.compare.disagreements import Disagreement, Mark
from qualcode.document import Block, Document, Grid, Heading, Paragraph
from qualcode.text.surroundings import around
from qualcode.wording import Lang, counted, later, listed, phrase

if TYPE_CHECKING:
    import pandas as pd


CONTEXT = 90
"""Characters around a passage in a document, at most: whole words."""

_KINDS: Mapping[str, str] = {
    "boundary": later("other edges"),
    "split": later("other portions"),
    "different code": later("another code"),
    "extra label": later("one code more"),
    "omission": later("only one of them"),
}
_CHOICES: Mapping[str, str] = {
    "both": later("both"),
    "span": later("other words"),
    "neither": later("neither"),
    "codebook": later("the codebook is to be changed"),
}


def worklist(
    found: Sequence[Disagreement],
    work: Work,
    decided: Mapping[str, Decision],
    lang: Lang = "nb",
) -> Document:
    """The disagreements as a document: a chapter a transcript, a row a passage, a column a coder."""
    title = phrase("Disagreements between {coders}", lang, coders=listed(tuple(work.coders), lang))
    if not found:
        none = phrase("The coders differ nowhere that both have finished.", lang)
        return Document(title, [Paragraph(none)], lang, landscape=True)
    counts = Counter(d.kind for d in found)
    kinds = ", ".join(f"{counts[kind]} {phrase(_KINDS[kind], lang)}" for kind in DISAGREEMENT_KINDS if counts[kind])
    made = Counter(decided[d.id].choice == "codebook" for d in found if d.id in decided)
    intro = counted(
        "{n} place where the coders differ: {kinds}. Where the talk begins, no verdict on anybody.",
        "{n} places where the coders differ: {kinds}. Where the talk begins, no verdict on anybody.",
        len(found),
        lang,
        kinds=kinds,
    )
    if made[False]:
        intro += " " + counted("{n} is settled.", "{n} are settled.", made[False], lang)
    if made[True]:
        intro += " " + counted("{n} waits for the codebook.", "{n} wait for the codebook.", made[True], lang)
    blocks: list[Block] = [Paragraph(intro)]
    by_transcript: dict[str, list[Disagreement]] = {}
    for d in found:
        by_transcript.setdefault(d.transcript, []).append(d)
    for name, own in by_transcript.items():
        frame = _grid(own, work, decided, lang)
        blocks += [Heading(1, name, len(own)), Grid(frame)]
    return Document(title, blocks, lang, landscape=True)


def _grid(
    found: Iterable[Disagreement],
    work: Work,
    decided: Mapping[str, Decision],
    lang: Lang,
) -> "pd.DataFrame":
    import pandas as pd

    rows: list[dict[str, object]] = []
    last = (-1, -1)
    for d in found:
        transcript = work.texts[d.transcript]
        turn = transcript.turn_at(d.start)
        where = [
            phrase("segment {n}", lang, n=d.segment),
            (turn and turn.speaker) or "",
            phrase(_KINDS[d.kind], lang),
            d.id,
        ]
        made = decided.get(d.id)
        again = (d.start, d.end) == last
        row: dict[str, object] = {phrase("Place", lang): "\n".join(w for w in where if w)}
        row[phrase("The text", lang)] = phrase("(the same place)", lang) if again else _in_context(d, transcript.text)
        last = (d.start, d.end)
        sides = {d.coder_a: d.a, d.coder_b: d.b}
        row |= {c: _side(sides[c], d, work, lang) if c in sides else "" for c in work.coders}
        row[phrase("Decision", lang)] = _decided(made, d, work, lang) if made else ""
        rows.append(row)
    return pd.DataFrame(rows)


def _in_context(d: Disagreement, text: str) -> str:
    """The passage between brackets, with whole words before and after it on lines of their own."""
    before, after = around(text, d, CONTEXT)
    before = before if d.start <= CONTEXT else "… " + " ".join(before.split()[1:])
    after = after if d.end + CONTEXT >= len(text) else " ".join(after.split()[:-1]) + " …"
    lines = (" ".join(part.split()) for part in (before, f"⟦{text[d.start : d.end]}⟧", after))
    return "\n".join(line for line in lines if line)


def _decided(made: Decision, d: Disagreement, work: Work, lang: Lang) -> str:
    """What was settled, with which code and why."""
    choice = {"A": d.coder_a, "B": d.coder_b}.get(made.choice) or phrase(_CHOICES[made.choice], lang)
    code = work.codebook.titles.get(made.code, made.code) if made.code else ""
    return "\n".join(filter(None, (choice, code, made.reason)))


def _side(mark: Mark | None, d: Disagreement, work: Work, lang: Lang) -> str:
    """One coder's code, the words it is on unless that is the whole passage, and the memo."""
    if mark is None:
        return "–"
    places, transcript = mark.parts or (mark,), work.texts[d.transcript]
    whole = len(places) == 1 and (mark.start, mark.end) == (d.start, d.end)
    text = "" if whole else "«" + " […] ".join(" ".join(transcript.quote(p).split()) for p in places) + "»"
    memo = f"{phrase('Memo', lang)}: {mark.memo}" if mark.memo else ""
    return "\n".join(filter(None, (work.codebook.titles[mark.code], text, memo)))
