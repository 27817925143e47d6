"""Everything that waits for a person, in one list, and one way to settle it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from qualcode.compare.adjudication import Decision
from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.importers.rows import read_rows
from qualcode.model import Selection
from qualcode.names import unknown
from qualcode.project import Project
from qualcode.store import codebook, codings, transcripts, uniting, waiting
from qualcode.store.waiting import Waiting
from qualcode.verbs import adjudicating, anchors, brought
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import phrase

COLUMNS = ("short", "status", "transcript", "code", "coder", "quote", "answers", "decision", "id")
_PLACED = ("lost", "ambiguous")


def unsettled(project: Project, selection: Selection = EVERYTHING) -> Output:
    """What waits in the selected transcripts, codes and coders, what came first first.

    Columns: short (as much of the id as tells them apart), status (lost, ambiguous, removed, settlement, ...),
    transcript, code, coder, quote (the words, or what it is about), answers (how it may be settled), decision (empty,
    to be filled in), id.
    """
    import pandas as pd

    found = list(_selected(project, selection))
    length = next(n for n in range(6, 33) if len({w.id[:n] for w in found}) == len(found))
    rows = []
    for w in found:
        about = (w.kind, w.transcript, w.payload.get("code", ""), w.coder, _told(w))
        rows.append((w.id[:length], *about, ", ".join(answers(w)), "", w.id))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    title = phrase("Unsettled", lang := project.settings.lang)
    return Output(table, provenance(project, selection), title=title, lang=lang, brief=COLUMNS[:7])


def settle(project: Project, id_: str, answer: str, *, coder: str, dry_run: bool = False) -> str:
    """Settle what is called `id_` (or the beginning of it) by one of its `answers`; returns what was done, in words."""
    one = _called(project, id_)
    if one.kind == "settlement":
        return _settled_anew(project, one, answer, coder=coder, dry_run=dry_run)
    with project.verb("settle", coder, dry_run=dry_run) as verb:
        verb.details |= {"waiting": one.id, "kind": one.kind, "answer": answer}
        if one.kind in _PLACED:
            return _placed(project, one, answer, verb.time)
        if answer not in answers(one) and "PLACE" not in answers(one):
            raise unknown(f"answer to what is {one.kind}", answer, answers(one))
        if brought.answers(one):
            told = brought.answered(project, one, answer, verb)
            waiting.settle(project.db, one.id, answer, verb.time)
            return told
        if one.kind == "removed" and answer == "drop":
            transcripts.remove(project.db, [one.about], verb.time)
        waiting.settle(project.db, one.id, answer, verb.time)
        return f"{one.transcript or one.kind}: {answer}"


def settle_from(project: Project, sheet: Path, *, coder: str, dry_run: bool = False) -> tuple[list[str], list[str]]:
    """Settle what a sheet that `unsettled` made says in its column `decision`; empty ones stay open.

    Returns what was done, and what could not be, row by row: the others are done.
    """
    rows = read_rows(sheet)
    if rows and not {"id", "decision"} <= set(rows[0]):
        raise QualcodeError(
            "it has no columns id and decision", where=sheet.name, hint="Use a sheet of `unsettled -o`."
        )
    done, wrong = [], []
    for n, row in enumerate(rows, start=2):
        if row["decision"].strip():
            try:
                done.append(settle(project, row["id"], row["decision"].strip(), coder=coder, dry_run=dry_run))
            except QualcodeError as error:
                wrong.append(f"row {n}: {error.what}")
    return done, wrong


def answers(one: Waiting) -> tuple[str, ...]:
    """How something may be settled; a place may be any."""
    if one.kind in _PLACED:
        return ("PLACE", "drop")
    if one.kind == "settlement":
        return tuple(map(_side, one.payload["sides"]))
    return brought.answers(one) or ("keep", "drop")


def _side(side: Mapping[str, str]) -> str:
    """What one settlement of a disagreement is called: whose it is, and what was chosen."""
    return f"{side['coder']}:{side['choice']}"


def _told(one: Waiting) -> str:
    if one.kind in _PLACED:
        return str(one.payload["quote"])
    if one.kind == "removed":
        return f"removed by {one.payload['by']}, worked on by others"
    if one.kind == "settlement":
        sides = (f"{_side(side)} {side['reason']}".strip() for side in one.payload["sides"])
        return f"{one.payload['layer']}: {'; '.join(sides)}"
    if one.kind == "proposal":
        return f"{one.payload['quote']} ({one.payload['what']} in {one.payload['file']})"
    if one.kind == "conflict":
        told = f"{' > '.join(one.payload['path'])} in {one.payload['file']}: which code is it?"
        return f"{told} {len(one.payload['codings'])} codings wait"
    return str(one.payload.get("text") or one.payload.get("quote", ""))


def _selected(project: Project, selection: Selection) -> Iterator[Waiting]:
    if not transcripts.names(project.db):
        return
    meant = transcripts.selected(project.db, selection)
    codes = selection.code_ids(codebook.load(project.db)) if selection.codes else None
    narrowed = bool(selection.transcripts or selection.where or selection.speakers)
    for one in waiting.load(project.db):
        there = one.transcript in meant or (not one.transcript and not narrowed)
        coded = codes is None or one.payload.get("code") in codes
        if there and coded and selection.has_made(one.coder, one.created):
            yield one


def _called(project: Project, id_: str) -> Waiting:
    found = [one for one in waiting.load(project.db) if one.id.startswith(id_)] if id_ else []
    if len(found) != 1:
        how_many = "nothing" if not found else "more than one thing"
        raise QualcodeError(f"{how_many} unsettled is called {id_}", hint="See `qualcode unsettled`.")
    return found[0]


def _placed(project: Project, one: Waiting, answer: str, time: str) -> str:
    """Give a coding or quotation the place `answer` in its transcript, or remove it."""
    table = str(one.payload["what"])
    if answer == "drop":
        codings.remove(project.db, [one.about], time, table)
        return f"dropped {one.payload['code']}"
    transcript, place = anchors.resolve(project, answer)
    if transcript.name != one.transcript:
        raise QualcodeError(f"{one.id} belongs to {one.transcript}, not to {transcript.name}")
    codings.place(project.db, one.about, place, transcript.quote(place), "moved", table)
    if table == "coding":
        uniting.unite(project.db, transcript.uid, time)
    return f"settled {transcript.name}@{place.start}-{place.end} {one.payload['code']}"


def _settled_anew(project: Project, one: Waiting, answer: str, *, coder: str, dry_run: bool) -> str:
    """Settle a disagreement as one of those did who settled it differently."""
    side = next((side for side in one.payload["sides"] if _side(side) == answer), None)
    if side is None:
        raise unknown("settlement", answer, answers(one))
    said = (side["choice"], side["start"], side["end"], side["code"], side["reason"])
    adjudicating.adjudicate(
        project,
        one.payload["between"],
        [Decision(one.about, *said)],
        coder=coder,
        layer=one.payload["layer"],
        transcript=one.transcript,
        dry_run=dry_run,
    )
    return f"{one.transcript}: settled as {answer}"
