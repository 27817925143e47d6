"""The list of disagreements as a text: what each coder marked, side by side, and what was settled."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.choices import DISAGREEMENT_KINDS
from qualcode.compare.adjudication import Decision
from qualcode.compare.coders_work import Work
from qualcode.compare.disagreements import Disagreement, Mark
from qualcode.document import Block, Document, Grid, Heading, Lang, Paragraph
from qualcode.wording.agreement import listed

if TYPE_CHECKING:
    import pandas as pd


CONTEXT = 90
"""Characters around a passage in a document, at most: whole words."""


WORDS = {
    "nb": {
        "title": "Uenigheter mellom {coders}",
        "intro": "{n} steder der koderne er uenige: {kinds}. Utgangspunktet for samtalen, ikke en dom over noen.",
        "settled": "{n} er avgjort.",
        "waiting": "{n} venter på kodeboken.",
        "both": "begge",
        "span": "et annet utsnitt",
        "neither": "ingen av dem",
        "codebook": "kodeboken må endres",
        "none": "Koderne er ikke uenige noe sted de begge har lest ferdig.",
        "place": "Sted",
        "passage": "Teksten",
        "decision": "Avgjørelse",
        "segment": "segment",
        "again": "(samme sted)",
        "memo": "Notat",
        "boundary": "ulike grenser",
        "split": "ulik oppdeling",
        "different code": "ulik kode",
        "extra label": "en kode mer",
        "omission": "bare den ene",
    },
    "nn": {
        "title": "Usemje mellom {coders}",
        "intro": "{n} stader der kodarane er usamde: {kinds}. Utgangspunktet for samtalen, ikkje ein dom over nokon.",
        "settled": "{n} er avgjorde.",
        "waiting": "{n} ventar på kodeboka.",
        "both": "begge",
        "span": "eit anna utsnitt",
        "neither": "ingen av dei",
        "codebook": "kodeboka må endrast",
        "none": "Kodarane er ikkje usamde nokon stad dei begge har lese ferdig.",
        "place": "Stad",
        "passage": "Teksten",
        "decision": "Avgjerd",
        "segment": "segment",
        "again": "(same staden)",
        "memo": "Notat",
        "boundary": "ulike grenser",
        "split": "ulik oppdeling",
        "different code": "ulik kode",
        "extra label": "ein kode meir",
        "omission": "berre den eine",
    },
    "en": {
        "title": "Disagreements between {coders}",
        "intro": "{n} places where the coders differ: {kinds}. Where the talk begins, no verdict on anybody.",
        "settled": "{n} are settled.",
        "waiting": "{n} wait for the codebook.",
        "both": "both",
        "span": "other words",
        "neither": "neither",
        "codebook": "the codebook is to be changed",
        "none": "The coders differ nowhere that both have finished.",
        "place": "Place",
        "passage": "The text",
        "decision": "Decision",
        "segment": "segment",
        "again": "(the same place)",
        "memo": "Memo",
        "boundary": "other edges",
        "split": "other portions",
        "different code": "another code",
        "extra label": "one code more",
        "omission": "only one of them",
    },
}


def worklist(
    found: Sequence[Disagreement],
    work: Work,
    decided: Mapping[str, Decision],
    lang: Lang = "nb",
) -> Document:
    """The disagreements as a document: a chapter a transcript, a row a passage, a column a coder."""
    words = WORDS[lang]
    title = words["title"].format(coders=listed(tuple(work.coders), lang))
    if not found:
        return Document(title, [Paragraph(words["none"])], lang, landscape=True)
    counts = Counter(d.kind for d in found)
    kinds = ", ".join(f"{counts[kind]} {words[kind]}" for kind in DISAGREEMENT_KINDS if counts[kind])
    made = Counter(decided[d.id].choice == "codebook" for d in found if d.id in decided)
    intro = [words["intro"].format(n=len(found), kinds=kinds)]
    intro += [words[told].format(n=n) for told, n in (("settled", made[False]), ("waiting", made[True])) if n]
    blocks: list[Block] = [Paragraph(" ".join(intro))]
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

    words = WORDS[lang]
    rows: list[dict[str, object]] = []
    last = (-1, -1)
    for d in found:
        transcript = work.texts[d.transcript]
        turn = transcript.turn_at(d.start)
        where = [f"{words['segment']} {d.segment}", (turn and turn.speaker) or "", words[d.kind], d.id]
        made = decided.get(d.id)
        again = (d.start, d.end) == last
        row: dict[str, object] = {words["place"]: "\n".join(w for w in where if w)}
        row[words["passage"]] = words["again"] if again else _in_context(d, transcript.text)
        last = (d.start, d.end)
        sides = {d.coder_a: d.a, d.coder_b: d.b}
        row |= {c: _side(sides[c], d, work, lang) if c in sides else "" for c in work.coders}
        row[words["decision"]] = _decided(made, d, work, lang) if made else ""
        rows.append(row)
    return pd.DataFrame(rows)


def _in_context(d: Disagreement, text: str) -> str:
    """The passage between brackets, with whole words before and after it on lines of their own."""
    before, after = text[max(0, d.start - CONTEXT) : d.start], text[d.end : d.end + CONTEXT]
    before = before if d.start <= CONTEXT else "… " + " ".join(before.split()[1:])
    after = after if d.end + CONTEXT >= len(text) else " ".join(after.split()[:-1]) + " …"
    lines = (" ".join(part.split()) for part in (before, f"⟦{text[d.start : d.end]}⟧", after))
    return "\n".join(line for line in lines if line)


def _decided(made: Decision, d: Disagreement, work: Work, lang: Lang) -> str:
    """What was settled, with which code and why."""
    choice = {"A": d.coder_a, "B": d.coder_b}.get(made.choice) or WORDS[lang][made.choice]
    code = work.codebook.titles.get(made.code, made.code) if made.code else ""
    return "\n".join(filter(None, (choice, code, made.reason)))


def _side(mark: Mark | None, d: Disagreement, work: Work, lang: Lang) -> str:
    """One coder's code, the words it is on unless that is the whole passage, and the memo."""
    if mark is None:
        return "–"
    places, transcript = mark.parts or (mark,), work.texts[d.transcript]
    whole = len(places) == 1 and (mark.start, mark.end) == (d.start, d.end)
    text = "" if whole else "«" + " […] ".join(" ".join(transcript.quote(p).split()) for p in places) + "»"
    memo = f"{WORDS[lang]['memo']}: {mark.memo}" if mark.memo else ""
    return "\n".join(filter(None, (work.codebook.titles[mark.code], text, memo)))
