"""Split a code: each of its coded passages goes to one of the new codes, as somebody or a table decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from qualcode.codebook import edit as edits
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.importers.rows import read_rows
from qualcode.model import Code, Codebook, Coding, Selection
from qualcode.project import Project
from qualcode.store import codebook as stored
from qualcode.store import codings
from qualcode.store.database import new_id
from qualcode.verbs.codes import By, Change, changing, one
from qualcode.verbs.reading import selected

PassageKey = tuple[str, int, int] | tuple[str, int, int, str]
"""A passage: transcript, start, end; with a coder only that coder's coding of it."""
Placed = Mapping[PassageKey, Sequence[str]]
"""The codes that each passage goes to. What is said of one coder's coding counts more than what is said of all."""


@dataclass(frozen=True)
class Passage:
    """A span that was given the code, by whomever; what stands around it."""

    transcript: str
    segment: int
    start: int
    end: int
    speaker: str
    coders: tuple[str, ...]
    before: str
    text: str
    after: str

    @property
    def key(self) -> tuple[str, int, int]:
        """What it is known by."""
        return self.transcript, self.start, self.end


def passages(project: Project, code: str) -> list[Passage]:
    """The passages with a code itself, not those below it, in the order of the text."""
    rows = selected(project, Selection(codes=(code,), exact=True, all_coders=True)).rows
    found: dict[tuple[str, int, int], Passage] = {}
    for row in rows.frame.to_dict("records"):
        key = (row["transcript"], row["start"], row["end"])
        coders = (*(found[key].coders if key in found else ()), row["coder"])
        around = (row["context_before"], row["text"], row["context_after"])
        found[key] = Passage(row["transcript"], row["segment"], *key[1:], row["speaker"], coders, *around)
    return list(found.values())


def from_table(project: Project, code: str, parts: Sequence[str], table: Path) -> dict[PassageKey, Sequence[str]]:
    """Where each passage goes, from a table with the columns transcript, start, end and to, as `excerpts` writes it.

    `to` names one or several codes; empty, the row decides nothing. With a column coder a row is about that coder's
    coding. One wrong row refuses the whole table, as do two about the same that say different things.
    """
    rows = read_rows(table)
    if missing := {"transcript", "start", "end", "to"} - set(rows[0]):
        hint = f"Write the table with `qualcode excerpts --code {code} --exact -o FILE.csv` and add a column 'to'."
        raise QualcodeError(f"there is no column {' or '.join(sorted(missing))}", where=table.name, hint=hint)
    book, known = stored.load(project.db), {p.key: p.coders for p in passages(project, code)}
    placed: dict[PassageKey, Sequence[str]] = {}
    said: dict[PassageKey, int] = {}
    for n, row in enumerate(rows, start=2):
        where = f"{table.name}, row {n}"
        try:
            place = (row["transcript"], int(float(row["start"])), int(float(row["end"])))
        except ValueError:
            raise QualcodeError("start and end must be numbers", where=where) from None
        to = row["to"].replace(",", " ").replace(";", " ").split()
        who = row.get("coder", "")
        if not to:
            continue
        if place not in known or (who and who not in known[place]):
            by = f" by {who}" if who else ""
            raise QualcodeError(f"this place is not coded with {code}{by}", where=where)
        for part in to:
            if part not in parts and part not in book.by_id:
                hint = f"A new code is named on the command line: `qualcode codebook split {code} {part} ...`."
                raise QualcodeError(f"no code '{part}' in the codebook", where=where, hint=hint)
        key: PassageKey = (*place, who) if who else place
        if set(placed.setdefault(key, to)) != set(to):
            what = f"rows {said[key]} and {n} send the same coding to different codes"
            raise QualcodeError(what, where=table.name, hint="Write both codes into one of them, or empty one.")
        said.setdefault(key, n)
    return placed


def _goes_to(placed: Placed, coding: Coding) -> Sequence[str]:
    place = (coding.transcript, coding.start, coding.end)
    return placed.get((*place, coding.coder), placed.get(place, ()))


def split(
    project: Project,
    code: str,
    parts: Sequence[str],
    placed: Placed,
    *,
    below: bool = False,
    **by: Unpack[By],
) -> Change:
    """Divide a code: the parts that are new stand after it (or `below` it), and its codings go where `placed` says.

    A coding keeps its permanent id and counts as made under the new version, for somebody has just looked at it. One
    that goes to several codes is added for the others. The code is retired when nothing is left with it, unless the
    parts are below it. A passage that `placed` does not name stays.
    """
    code = one(stored.load(project.db), code).id
    wanted = list(dict.fromkeys([*parts, *(p for to in placed.values() for p in to)]))
    if not set(wanted) - {code}:
        raise WrongUsage(f"'{code}' is split into nothing", hint="Name at least one other code.")
    moving: list[Coding] = []
    left = 0

    def divided(book: Codebook) -> Codebook:
        nonlocal left
        moving.extend(c for c in codings.load(project.db) if c.code == code)
        left = _staying(project, code, moving, placed)
        return _divided(book, code, [*wanted, *([code] if left else [])], below=below)

    with changing(project, "split", divided, **by) as made:
        new = [c for c in moving if set(_goes_to(placed, c)) - {code}]
        for coding in new:
            _sort(project, coding, _goes_to(placed, coding), made.after, made.verb.time)
        made.change.codings = len(new)
        made.verb.details |= {"code": code, "into": wanted, "codings": len(new), "left": left}
    return made.change


def _divided(book: Codebook, code: str, parts: Iterable[str], *, below: bool) -> Codebook:
    if not below:
        return edits.split(book, code, [Code(part) for part in parts])
    one(book, code)
    for part in parts:
        if part not in book.by_id:
            book = edits.add(book, Code(part), parent=code)
    return book


def _staying(project: Project, code: str, moving: Sequence[Coding], placed: Placed) -> int:
    """How many codings the code keeps, those among them whose place was lost in a revision."""
    here = sum(code in (to := _goes_to(placed, c)) or not to for c in moving)
    return here + sum(c.code == code for c in codings.load(project.db, unsettled=True))


def _sort(project: Project, coding: Coding, to: Sequence[str], book: Codebook, time: str) -> None:
    """Give one coding the codes it goes to: itself the first, unless it stays too, and copies the others."""
    others = [part for part in dict.fromkeys(to) if part != coding.code]
    if coding.code not in to:
        first, *others = others
        codings.recode(project.db, [coding.id], book.by_id[first].uid, time)
    codings.stamp(project.db, [coding.id], stored.versions(project.db)[-1])
    codings.add(project.db, [coding._replace(id=new_id(), code=part, version=book.version) for part in others])
