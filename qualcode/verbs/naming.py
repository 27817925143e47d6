"""Which transcripts, codes, people and attributes are meant by what somebody wrote: see `qualcode.names`.

What was written less than whole is told, so that nobody takes one thing for another.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import get_args

from qualcode.conditions import Condition, comparable
from qualcode.model import Code, Role, Selection
from qualcode.names import meant, unknown
from qualcode.project import Project
from qualcode.store import attributes, codebook, codings, transcripts

Values = Mapping[str, Collection[str]]
"""The values of each attribute."""


def transcript(project: Project, typed: str, *, whole: bool = False) -> str:
    """The name of the transcript that is meant; `whole` where something is written."""
    found = meant(typed, transcripts.names(project.db), "transcript", "transcripts list", whole=whole)
    return _told(project, typed, found, "transcript")


def code(project: Project, typed: str, *, whole: bool = False) -> Code:
    """The code that is meant by an id, a name or a path."""
    found = codebook.load(project.db).find(typed, whole=whole)
    if typed not in (found.id, found.name) and "/" not in typed:
        _told(project, typed, found.id, "code")
    return found


def coder(project: Project, typed: str) -> str:
    """The name of somebody who has done something here."""
    known = codings.people(project.db)
    return _told(project, typed, meant(typed, known, "coder"), "coder")


def attribute(project: Project, typed: str) -> str:
    """The name of an attribute that transcripts or speakers have."""
    return _told(project, typed, meant(typed, values(project), "attribute"), "attribute")


def selection(project: Project, chosen: Selection, *, whole: bool = False) -> Selection:
    """A selection as somebody typed it, with the names that are meant: unknown ones are refused, values too.

    With `whole` transcripts must be whole names or globs, because something is written.
    """
    if not transcripts.names(project.db):
        return chosen
    known = values(project)
    return replace(
        chosen,
        transcripts=tuple(_transcripts(project, chosen.transcripts, whole=whole)),
        where=tuple(one for typed in chosen.where for one in _conditions(project, typed, known)),
        speakers=tuple(_speakers(project, chosen.speakers)),
        codes=tuple(code(project, typed, whole=whole).id for typed in chosen.codes),
        coders=tuple(coder(project, typed) for typed in chosen.coders),
    )


def values(project: Project) -> Values:
    """The values of every attribute of transcripts and of speakers."""
    found: dict[str, dict[str, None]] = {}
    own = attributes.of_speakers(project.db)
    said = transcripts.attributes(project.db)
    for uid in transcripts.names(project.db).values():
        for known in (said.get(uid, {}), *own.get(uid, {}).values()):
            for name, value in known.items():
                found.setdefault(name, {})[value] = None
    return {name: tuple(there) for name, there in found.items()}


def _transcripts(project: Project, typed: Iterable[str], *, whole: bool) -> Iterator[str]:
    known = transcripts.names(project.db)
    for one in typed:
        is_glob = one not in known and any(ch in one for ch in "*?[")
        yield one if is_glob else transcript(project, one, whole=whole)


def _speakers(project: Project, typed: Iterable[str]) -> Iterator[str]:
    known = [*get_args(Role), *transcripts.speakers(project.db)] if typed else []
    for one in typed:
        yield _told(project, one, meant(one, known, "speaker or role", "transcripts speakers"), "speaker")


def _conditions(project: Project, typed: Condition, known: Values) -> Iterator[Condition]:
    """A condition with the attribute that is meant; `=x,y` as one for each value, unless that is one value."""
    name = _told(project, typed.name, meant(typed.name, known, "attribute"), "attribute")
    there = {comparable(value) for value in known[name]}
    one = replace(typed, name=name)
    if typed.operator == "~" or not typed.value or comparable(typed.value) in there:
        yield one
        return
    for value in typed.value.split(","):
        part = replace(one, value=value.strip())
        if not part.is_range and comparable(part.value) not in there:
            raise unknown(f"value of {name}", part.value, known[name])
        yield part


def _told(project: Project, typed: str, found: str, what: str) -> str:
    if found != typed:
        project.tell(f"{what} '{typed}' is taken for '{found}'")
    return found
