"""From decisions on disagreements to a consensus: values in, values out; the coders' own codings stay as they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from qualcode.choices import ADJUDICATION_CHOICES, AdjudicationChoice
from qualcode.compare.coders_work import Work
from qualcode.compare.disagreements import Disagreement, Mark, meetings
from qualcode.errors import QualcodeError
from qualcode.model import Coding, Place, overlaps

SHEET_COLUMNS = ("decision", "code", "start", "end", "reason")


@dataclass(frozen=True)
class Decision:
    """What the adjudicator settled on one disagreement.

    *A*, *B* or *both* as coded; *span*: `start` to `end` with `code` (needed where the two codes differ); *neither*;
    *codebook*: left open until the codebook is changed. `where` says for complaints where it was read.
    """

    id: str
    choice: AdjudicationChoice
    start: int | None = None
    end: int | None = None
    code: str | None = None
    reason: str = ""
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class Consensus:
    """The result: the consensus codings, and what is not settled of all that is `differing`.

    `open` disagreements without a decision; `codebook` those waiting for the codebook; `stale` decisions on
    disagreements that no longer exist; `conflicts` codings accepted in one decision and rejected in another (three
    coders or more; they are left out); `finished` the transcripts on which everything is settled.
    """

    codings: tuple[Coding, ...]
    differing: tuple[Disagreement, ...]
    open: tuple[Disagreement, ...]
    codebook: tuple[Disagreement, ...]
    stale: tuple[Decision, ...]
    conflicts: tuple[Disagreement, ...]
    finished: tuple[str, ...]


def read_decisions(rows: Iterable[Mapping[str, Any]], where: str = "") -> list[Decision]:
    """The decisions of a returned sheet (columns id, decision, code, start, end, reason); empty decisions are open.

    QualcodeError names the row (the first data row is 2) where one cannot be understood or contradicts another.
    """
    decisions: dict[str, Decision] = {}
    for n, row in enumerate(rows, 2):
        word = _cell(row.get("decision"))
        if not word:
            continue
        choice = next((c for c in ADJUDICATION_CHOICES if c.casefold() == word.casefold()), None)
        if choice is None:
            raise _wrong(f"'{word}' is not a decision", where, n, f"Write one of {', '.join(ADJUDICATION_CHOICES)}.")
        if not (name := _cell(row.get("id"))):
            raise _wrong("a decision without the id of its disagreement", where, n, "Keep the column 'id'.")
        start, end = (_position(row.get(k), where, n) for k in ("start", "end"))
        if choice == "span" and (start is None or end is None or start >= end):
            raise _wrong("'span' takes a start and a later end", where, n, "Fill in the columns 'start' and 'end'.")
        code, reason = _cell(row.get("code")) or None, _cell(row.get("reason"))
        place = f"{where} row {n}".strip()
        decision = Decision(name, choice, start, end, code, reason, place)
        if (other := decisions.setdefault(name, decision)) != decision:
            earlier = other.where.removeprefix(where).strip()
            raise _wrong(f"this disagreement is settled in another way in {earlier}", where, n, "Keep one of the two.")
    return list(decisions.values())


def _wrong(what: str, where: str, row: int, hint: str) -> QualcodeError:
    return QualcodeError(what, where=f"{where} row {row}".strip(), hint=hint)


def _cell(value: object) -> str:
    missing = value is None or value != value  # an empty cell of a table is nan, which is not itself
    return "" if missing else str(value).strip()


def _position(value: object, where: str, row: int) -> int | None:
    text = _cell(value)
    if not text:
        return None
    whole = text.removesuffix(".0")
    if not whole.isdecimal():
        raise _wrong(f"'{text}' is not a position", where, row, "Positions are whole numbers, counted from 0.")
    return int(whole)


def consensus(work: Work, decisions: Iterable[Decision], *, name: str = "consensus") -> Consensus:
    """What all readers coded alike, and what the decisions accepted, as codings by the coder `name`.

    Their ids are made of their content, so the same decisions give the same codings; `memo` holds the reason, `origin`
    is adjudication. Later decisions on the same disagreement replace earlier ones.
    """
    decided, met = {d.id: d for d in decisions}, meetings(work)
    accepted, rejected = _verdicts(met, decided, work)
    clash = accepted.keys() & rejected
    differing = [d for d in met if d.kind != "exact"]
    unsettled = [d for d in differing if d.id not in decided]
    waiting = [d for d in differing if d.id in decided and decided[d.id].choice == "codebook"]
    conflicts = [d for d in differing if d.id in decided and any(k in clash for m in d.marks for k in _keys(d, m))]
    held_up = {d.transcript for d in (*unsettled, *waiting, *conflicts)}
    known = {d.id for d in differing}
    return Consensus(
        codings=tuple(_coding(k, accepted[k], name, work) for k in sorted(accepted.keys() - clash)),
        differing=tuple(differing),
        open=tuple(unsettled),
        codebook=tuple(waiting),
        stale=tuple(d for d in decided.values() if d.id not in known),
        conflicts=tuple(conflicts),
        finished=tuple(t for t in work.compared if t not in held_up),
    )


def _verdicts(
    met: Iterable[Disagreement], decided: Mapping[str, Decision], work: Work
) -> tuple[dict["_Key", str], set["_Key"]]:
    """What is accepted somewhere, with the reason, and what is rejected or open somewhere."""
    accepted: dict[_Key, str] = {}
    rejected: set[_Key] = set()
    for meeting in met:
        decision = decided.get(meeting.id)
        own = [key for mark in meeting.marks for key in _keys(meeting, mark)]
        if meeting.kind == "exact":
            accepted.update((key, accepted.get(key, "")) for key in own)
        elif decision is None or decision.choice == "codebook":
            rejected.update(own)
        else:
            kept = _kept(meeting, decision, work)
            rejected.update(key for key in own if key not in kept)
            accepted.update(dict.fromkeys(kept, decision.reason))
    return accepted, rejected


_Key = tuple[str, int, int, str]
"""Transcript, start, end, code."""


def _keys(d: Disagreement, mark: Mark | None) -> list[_Key]:
    places = (mark.parts or (Place(mark.start, mark.end),)) if mark else ()
    return [(d.transcript, p.start, p.end, mark.code) for p in places] if mark else []


def _kept(d: Disagreement, decision: Decision, work: Work) -> set[_Key]:
    """The codings that a decision accepts; of one code in one passage, both together are their union."""
    if decision.choice == "span":
        return {_edited(d, decision, work)}
    if decision.choice == "neither":
        return set()
    if decision.choice == "both" and d.a and d.b and d.a.code == d.b.code:
        return {(d.transcript, d.start, d.end, d.a.code)}
    sides = {"A": [d.a], "B": [d.b]}.get(decision.choice, [d.a, d.b])
    return {key for mark in sides for key in _keys(d, mark)}


def _edited(d: Disagreement, decision: Decision, work: Work) -> _Key:
    codes = {m.code for m in d.marks}
    code = decision.code or (codes.pop() if len(codes) == 1 else None)
    where = decision.where or f"disagreement {d.id}"
    if code is None:
        raise QualcodeError("which code the span gets is not said", where=where, hint="Fill in the column 'code'.")
    if code not in work.codebook.by_id:
        raise QualcodeError(f"no code '{code}' in the codebook", where=where, hint="See `qualcode codebook show`.")
    start, end = decision.start, decision.end
    if start is None or end is None or not 0 <= start < end <= len(work.texts[d.transcript].text):
        raise QualcodeError("the span is not inside the text", where=where, hint="Start and end count characters.")
    if not overlaps(Place(start, end), d):
        hint = f"The passage is {d.start}-{d.end}."
        raise QualcodeError("the span lies outside the passage that it settles", where=where, hint=hint)
    return d.transcript, start, end, code


def _coding(key: _Key, reason: str, name: str, work: Work) -> Coding:
    transcript, start, end, code = key
    text = work.texts[transcript]
    content = "\n".join([name, transcript, text.sha256, str(start), str(end), code])
    number = sha256(content.encode()).hexdigest()[:32]
    quote = text.text[start:end]
    return Coding(number, transcript, code, name, start, end, quote, memo=reason, origin="adjudication")
