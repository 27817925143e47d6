"""Settle disagreements: from decisions to a consensus that stands beside what people coded."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.compare.adjudication import Consensus, Decision, consensus, read_decisions
from qualcode.compare.coders_work import Work
from qualcode.defaults import CONSENSUS
from qualcode.document import Output
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.importers.rows import read_rows
from qualcode.model import Coding, Selection
from qualcode.project import Project
from qualcode.store import codings, readings, settlements, transcripts
from qualcode.store.database import new_id
from qualcode.store.history import Verb
from qualcode.store.settlements import Settlement
from qualcode.verbs.disagreeing import both, decisions
from qualcode.verbs.setup import EVERYTHING, provenance


@dataclass(frozen=True)
class Settled:
    """What adjudicating did: how many decisions are new, codings added to the consensus and taken from it.

    `result` has what is open still. `lapsed` counts earlier decisions on passages that have changed since.
    """

    new: int
    added: int
    removed: int
    lapsed: int
    result: Consensus


def from_sheet(file: Path) -> list[Decision]:
    """The decisions of a filled-in table of disagreements. In the column `decision` a coder's name does for A or B."""
    rows = read_rows(file)
    if missing := {"id", "decision"} - set(rows[0]):
        hint = "Write the sheet with `qualcode disagreements A B -o FILE.xlsx`."
        raise QualcodeError(f"there is no column {' or '.join(sorted(missing))}", where=file.name, hint=hint)
    named = [{**row, "decision": _side(row) or row["decision"]} for row in rows]
    return read_decisions(named, file.name)


def _side(row: Mapping[str, str]) -> str:
    """A or B where the decision is that coder's name, else ''."""
    coders = {row.get("coder_a"): "A", row.get("coder_b"): "B"}
    return coders.get(row["decision"], "") if row["decision"] else ""


def adjudicate(
    project: Project,
    coders: Sequence[str],
    made: Iterable[Decision],
    *,
    coder: str,
    layer: str = CONSENSUS,
    transcript: str | None = None,
    dry_run: bool = False,
) -> Settled:
    """Take decisions in and bring the consensus up to date: what all readers coded alike, and what was accepted.

    Earlier decisions stay; one on the same disagreement is replaced. The consensus is codings by the coder `layer`,
    which has finished the transcripts where all is settled. A decision on a passage that has changed since refuses all.
    With `transcript` in that one alone; each is settled for itself.
    """
    made = list(made)
    with project.verb("adjudicate", coder, dry_run=dry_run) as verb:
        sides = both(project, coders, _only(transcript))
        check(project, sides, layer, transcript)
        earlier = decisions(project, layer, transcript)
        new = [d for d in made if earlier.get(d.id) != d]
        result = consensus(sides, [*earlier.values(), *new], name=layer)
        stale = {d.id for d in result.stale}
        for decision in new:
            if decision.id in stale:
                hint = "Look at it anew with `qualcode disagreements`, and name the same coders."
                raise QualcodeError("this is no disagreement, or it has changed since", where=decision.where, hint=hint)
        settlements.add(project.db, _settlements(result, new, coder, layer), verb.time)
        mine = codings.load(project.db, replace(_only(transcript), coders=(layer,)))
        added, removed = _write(project, sides, result, mine, coder, layer, verb)
        verb.details |= {"layer": layer, "of": list(sides.coders), "decisions": len(new)}
        verb.details |= {"added": added, "removed": removed}
    return Settled(len(new), added, removed, len(stale), result)


def status(project: Project, coders: Sequence[str], layer: str = CONSENSUS) -> tuple[Output, Settled]:
    """How far settling has come: a row a transcript (disagreements, settled, codebook, open, finished)."""
    import pandas as pd

    sides, decided = both(project, coders), decisions(project, layer)
    result = consensus(sides, decided.values(), name=layer)
    all_, left, waiting = (Counter(d.transcript for d in ds) for ds in (result.differing, result.open, result.codebook))
    clash = Counter(d.transcript for d in result.conflicts)
    rows = [
        {
            "transcript": t,
            "disagreements": all_[t],
            "settled": all_[t] - left[t] - waiting[t] - clash[t],
            "codebook": waiting[t],
            "conflicts": clash[t],
            "open": left[t],
            "finished": t in result.finished,
        }
        for t in sides.compared
    ]
    columns = ["transcript", "disagreements", "settled", "codebook", "conflicts", "open", "finished"]
    table = pd.DataFrame(rows, columns=columns)
    origin = replace(provenance(project), coders=tuple(sides.coders))
    title, lang = f"{layer}: {', '.join(sides.coders)}", project.settings.lang
    return Output(table, origin, title=title, lang=lang), Settled(0, 0, 0, len(result.stale), result)


def check(project: Project, sides: Work, layer: str, transcript: str | None = None) -> None:
    """Refuse to settle what cannot be: nothing that two have finished, or a layer that is somebody or others' work."""
    if not sides.compared:
        hint = "Say what is read to the end with `qualcode finish`."
        raise QualcodeError("no transcript was finished by two of these coders", hint=hint)
    if codings.origins(project.db, layer) - {"adjudication"}:
        raise WrongUsage(f"{layer} is somebody who has coded here", hint="Give the consensus another --name.")
    known = {c for s in settlements.load(project.db, layer, transcript).values() for c in s.between}
    if others := known - set(sides.coders):
        hint = "Name them all, or keep this apart with another --name."
        raise WrongUsage(f"'{layer}' holds decisions on {', '.join(sorted(others))} too", hint=hint)


def _only(transcript: str | None) -> Selection:
    return Selection(transcripts=(transcript,)) if transcript else EVERYTHING


def _settlements(result: Consensus, made: Sequence[Decision], coder: str, layer: str) -> list[Settlement]:
    known = {d.id: d for d in result.differing}
    found = []
    for decision in made:
        d, own = known[decision.id], (decision.choice, decision.start, decision.end, decision.code, decision.reason)
        found.append(Settlement(layer, d.id, d.transcript, coder, (d.coder_a, d.coder_b), *own))
    return found


def _write(
    project: Project, sides: Work, result: Consensus, mine: Iterable[Coding], coder: str, layer: str, verb: Verb
) -> tuple[int, int]:
    """Make the layer's codings what the consensus says, where work was compared; returns how many came and went."""
    uids, compared = transcripts.names(project.db), sides.compared
    standing = {_key(c): c for c in mine if c.transcript in compared and c.origin == "adjudication"}
    wanted = {_key(c): c for c in result.codings}
    gone = [c.id for key, c in standing.items() if key not in wanted]
    codings.remove(project.db, gone, verb.time)
    fresh = [
        c._replace(id=new_id(), created=verb.time, version=sides.codebook.version)
        for key, c in wanted.items()
        if key not in standing
    ]
    codings.add(project.db, fresh, why=f"settled by {coder}")
    reasons = {m["target"]: m["text"] for m in codings.memos(project.db) if m["coder"] == layer}
    for key in standing.keys() & wanted.keys():
        if reasons.get(standing[key].id, "") != wanted[key].memo:
            codings.set_memo(project.db, "coding", standing[key].id, layer, wanted[key].memo, verb.time)
    for name in compared:
        if name in result.finished:
            readings.finish(project.db, uids[name], layer, verb.time)
        else:
            codings.reopen(project.db, uids[name], layer)
    return len(fresh), len(gone)


def _key(coding: Coding) -> tuple[str, int, int, str]:
    return coding.transcript, coding.start, coding.end, coding.code


def standing(project: Project, layer: str, finished: Mapping[str, Collection[str]]) -> list[str]:
    """The transcripts (of those that these people have finished) where a consensus is settled and still holds.

    It does not where somebody has finished the transcript whose work it does not hold, where a decision is on a passage
    that has changed since, and where the coders' work would give another consensus today.
    """
    made = settlements.load(project.db, layer).values()
    who = {c for s in made for c in s.between} or {c for coders in finished.values() for c in coders}
    if len(who) < 2:
        return []
    sides = both(project, sorted(who))
    result = consensus(sides, decisions(project, layer).values(), name=layer)
    old = {d.id for d in result.stale}
    stale = {s.transcript for s in made if s.disagreement in old}
    have = {_key(c) for c in codings.load(project.db, Selection(coders=(layer,)))}
    changed = {key[0] for key in have ^ {_key(c) for c in result.codings}}
    whole = set(result.finished) - stale - changed
    return [name for name, coders in finished.items() if name in whole and set(coders) <= who]
