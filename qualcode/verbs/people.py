"""Who codes: listed with what each has done, renamed, and two names of one person united."""

from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.names import folded, unknown
from qualcode.project import Project
from qualcode.second_coding import AGAIN, again
from qualcode.store import coders as stored
from qualcode.store import codings, uniting
from qualcode.verbs.setup import provenance
from qualcode.wording import phrase


def coders(project: Project) -> Output:
    """One row a coder: coder, codings, codes, memos, finished, decisions, steps, other_names.

    `steps` are those in the log that stand; `codes` how many different ones were used.
    """
    import pandas as pd

    known, counts = stored.names(project.db), stored.counts(project.db)
    used: dict[str, set[str]] = {}
    for coding in codings.load(project.db):
        used.setdefault(coding.coder, set()).add(coding.code)
    rows = [
        (
            who,
            counts[who]["coding"],
            len(used.get(who, ())),
            counts[who]["memo"],
            counts[who]["reading"],
            counts[who]["decision"] + counts[who]["settlement"],
            counts[who]["log"],
            ", ".join(name for name, person in known.items() if person == who),
        )
        for who in sorted(counts, key=folded)
    ]
    columns = ["coder", "codings", "codes", "memos", "finished", "decisions", "steps", "other_names"]
    title = phrase("Coders", lang := project.settings.lang)
    return Output(pd.DataFrame(rows, columns=columns), provenance(project), title=title, lang=lang)


def rename(project: Project, old: str, new: str, *, coder: str = "", dry_run: bool = False) -> int:
    """Give a coder another name; all that stands under the old one follows. Returns how many rows that were."""
    new = new.strip()
    if not new or new.endswith(AGAIN):
        raise QualcodeError(f"'{new}' is no name for a coder")
    with project.verb("coders rename", coder, dry_run=dry_run) as verb:
        known = _known(project, old)
        taken = [name for name in known if name != old and folded(name) == folded(new)]
        if taken:
            hint = f"To unite the two: qualcode coders merge '{old}' '{taken[0]}'"
            raise QualcodeError(f"there is a coder '{taken[0]}' already", hint=hint)
        verb.details |= {"coder": old, "to": new}
        return _give(project, old, new, verb.time)


def merge(project: Project, old: str, into: str, *, yes: bool = False, coder: str = "", dry_run: bool = False) -> int:
    """Let two names be one person; refused where both finished the same transcript, unless `yes`: they were compared.

    Returns how many rows went over; what both coded alike is one coding afterwards.
    """
    with project.verb("coders merge", coder, dry_run=dry_run) as verb:
        known = _known(project, old)
        if into not in known:
            raise unknown("coder", into, known)
        if old == into:
            raise QualcodeError(f"'{old}' is one name already")
        both = stored.both_finished(project.db, old, into)
        if both and not yes:
            hint = "If they are one person all the same, add --yes."
            raise QualcodeError(
                f"{old} and {into} have both finished {', '.join(both)}, and may be compared", hint=hint
            )
        verb.details |= {"coder": old, "into": into}
        n = _give(project, old, into, verb.time)
        uniting.unite(project.db, "", verb.time)
        return n


def _known(project: Project, old: str) -> list[str]:
    """The names of all people, without those that were given up; `old` must be among them."""
    known = [name for name in codings.people(project.db) if name not in stored.names(project.db)]
    if old not in known:
        raise unknown("coder", old, known)
    return known


def _give(project: Project, old: str, new: str, time: str) -> int:
    """The name, and the one under which the same person codes a second time."""
    n = stored.give(project.db, old, new, time)
    if again(old) in codings.people(project.db):
        n += stored.give(project.db, again(old), again(new), time)
    return n
