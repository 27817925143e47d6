"""What is known of transcripts and of their speakers: attributes with types, listed, renamed, declared, checked."""

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from qualcode.conditions import as_date, as_number, comparable
from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.store import attributes as stored
from qualcode.store import transcripts
from qualcode.verbs.setup import provenance
from qualcode.wording import phrase

Type = Literal["text", "number", "date"]
_SHOWN = 8


def listing(project: Project) -> Output:
    """One row an attribute: name, type, how many transcripts and speakers have it, its values with how often each."""
    import pandas as pd

    rows = []
    declared = stored.types(project.db)
    for name, places in _values(project).items():
        values = [value for _, _, value in places]
        speakers = sum(speaker != "" for _, speaker, _ in places)
        counts = {value: values.count(value) for value in dict.fromkeys(sorted(values, key=_order))}
        told = [f"{value} ({n})" for value, n in counts.items()][:_SHOWN]
        if len(counts) > _SHOWN:
            told.append(f"and {len(counts) - _SHOWN} more")
        rows.append((name, declared.get(name) or guess(values), len(places) - speakers, speakers, ", ".join(told)))
    table = pd.DataFrame(rows, columns=["name", "type", "transcripts", "speakers", "values"])
    return Output(
        table, provenance(project), title=phrase("Attributes", project.settings.lang), lang=project.settings.lang
    )


def guess(values: Iterable[str]) -> Type:
    """The type that all of these values fit."""
    known = list(values)
    if known and all(as_number(v) is not None for v in known):
        return "number"
    return "date" if known and all(as_date(v) for v in known) else "text"


def types(project: Project) -> dict[str, str]:
    """Every attribute's type: the declared one, else what its values all are."""
    declared = stored.types(project.db)
    return {
        name: declared.get(name) or guess(value for *_, value in places) for name, places in _values(project).items()
    }


def fits(type_: str, value: str) -> bool:
    """Whether a value is of a type."""
    return {"number": as_number(value) is not None, "date": as_date(value) is not None}.get(type_, True)


def check(types: Mapping[str, str], values: Mapping[str, str], where: str) -> None:
    """Refuse values that are not of their attribute's type; an empty one takes the attribute away and is right."""
    for name, value in values.items():
        type_ = types.get(name, "text")
        if value and not fits(type_, value):
            hint = f"If that is right, first: qualcode transcripts attributes --type {name}=text"
            raise QualcodeError(f"{name} is a {type_}, and '{value}' is none", where=where, hint=hint)


def differing(have: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The attributes that have one value and are to get another: both values. Equal numbers and dates do not differ."""
    return {
        name: (have[name], value)
        for name, value in new.items()
        if have.get(name) and value and comparable(have[name]) != comparable(value)
    }


def conflict(name: str, attribute: str, values: tuple[str, str], where: str = "", more: int = 0) -> QualcodeError:
    """The error for a value that contradicts the one that is known."""
    others = f" (and {more} more)" if more else ""
    return QualcodeError(
        f"{attribute} of {name} is '{values[0]}' and would become '{values[1]}'{others}",
        where=where or None,
        hint="To let the new values count, add --overwrite. Nothing was changed.",
    )


def rename(project: Project, old: str, new: str, *, coder: str = "", dry_run: bool = False) -> int:
    """Rename an attribute; returns in how many places it stood. Refused where both names have different values."""
    with project.verb("transcripts attributes", coder, dry_run=dry_run) as verb:
        places = _of(project, old)
        there = {(t, s): value for t, s, value in _values(project).get(new, [])}
        for transcript, speaker, value in places:
            other = there.get((transcript, speaker))
            if other is not None and comparable(other) != comparable(value):
                raise QualcodeError(
                    f"{transcript} has both: {old} is '{value}' and {new} is '{other}'",
                    hint="Make them equal first, with `qualcode transcripts set`.",
                )
        stored.rename(project.db, old, new)
        verb.details |= {"renamed": old, "to": new}
    return len(places)


def declare(project: Project, name: str, type_: str, *, coder: str = "", dry_run: bool = False) -> None:
    """Say of which type an attribute is; refused if a value that is there does not fit."""
    if type_ not in get_args(Type):
        raise QualcodeError(f"'{type_}' is no type", hint=f"Types are {', '.join(get_args(Type))}.")
    with project.verb("transcripts attributes", coder, dry_run=dry_run) as verb:
        wrong = [(t, v) for t, _, v in _of(project, name) if not fits(type_, v)]
        if wrong:
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            hint = f"Correct it: qualcode transcripts set {name}=VALUE --transcript {wrong[0][0]}"
            raise QualcodeError(f"{name} of {wrong[0][0]} is '{wrong[0][1]}', no {type_}{more}", hint=hint)
        stored.declare(project.db, name, type_)
        verb.details |= {"attribute": name, "type": type_}


def _values(project: Project) -> dict[str, list[tuple[str, str, str]]]:
    """Transcript, speaker ('' for the transcript's own) and value of each attribute."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    have, own = transcripts.attributes(project.db), stored.of_speakers(project.db)
    for transcript, uid in transcripts.names(project.db).items():
        for speaker, values in {"": have.get(uid, {}), **own.get(uid, {})}.items():
            for name, value in values.items():
                found.setdefault(name, []).append((transcript, speaker, value))
    return found


def _of(project: Project, name: str) -> list[tuple[str, str, str]]:
    values = _values(project)
    if name not in values:
        raise QualcodeError(f"there is no attribute '{name}'", hint=f"There are: {', '.join(values) or 'none'}.")
    return values[name]


def _order(value: str) -> tuple[bool, float, str]:
    number, day = as_number(value), as_date(value)
    return number is None, number or 0.0, day.isoformat() if day else value.casefold()
