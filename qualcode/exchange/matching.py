"""Which of our codes a code of another program is, and what a newer file of the same project changed.

Pure: what a file holds and what is stored here go in, decisions come out. A code is known again by its number; else
by its full path in the tree, if nothing of the file was met before or the definitions agree. What is merely called
alike is a question for a person.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from qualcode.exchange.names import free_id
from qualcode.model import Code, Codebook, Coding
from qualcode.names import folded

Settled = Literal["ours", "theirs", "both"]
SETTLED: tuple[Settled, ...] = ("ours", "theirs", "both")


@dataclass(frozen=True)
class Clash:
    """A code of the file that is called like one of ours and may be another: it waits until that is settled."""

    theirs: Code
    ours: Code
    path: tuple[str, ...]

    @property
    def why(self) -> str:
        """What is alike and what is not, for a person."""
        if folded(self.theirs.name) != folded(self.ours.name):
            return f"here the code {self.ours.id} is called '{self.ours.name}'"
        return f"the code {self.ours.id} is here with another definition"


@dataclass(frozen=True)
class Codes:
    """What becomes of a file's codes.

    `book` is our codebook with what was added and renamed; `ours` gives the id here for the file's id (those that clash
    are not in it); `renamed` holds what codes were called and are called now.
    """

    book: Codebook
    ours: Mapping[str, str]
    added: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    clashes: tuple[Clash, ...] = ()


@dataclass
class _Matching:
    ours: Codebook
    known: Mapping[str, str]
    settled: Mapping[str, Settled]
    names: Mapping[str, str]
    met: bool
    uids: dict[str, str] = field(default_factory=dict)
    matched: dict[str, str] = field(default_factory=dict)
    new: list[tuple[Code, str | None]] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)


def match_codes(
    ours: Codebook,
    theirs: Codebook,
    known: Mapping[str, str],
    settled: Mapping[str, Settled],
    names: Mapping[str, str],
    add: Callable[[Codebook, Code, str | None], Codebook],
) -> Codes:
    """Find the codes of a file among ours.

    `known` are our permanent ids by foreign numbers, `names` what the codes of these numbers were called in the file
    that was read last; `settled` is what a person said of codes that clash, by id or name. `add` puts a code below a
    parent.
    """
    uids = {code.uid: code.id for code in ours.walk()}
    seen = {c.uid for c in theirs.walk()}
    met = bool(seen & (known.keys() | uids.keys()))
    work = _Matching(ours, known, settled, names, met, uids, taken={c.id.casefold() for c in ours.walk()})
    for top in theirs.codes:
        _place(work, top, None, ())
    book = ours
    for code, parent in work.new:
        book = add(book, code, parent)
    for old, new in work.renamed:
        book = _named(book, old, new)
    told = tuple((ours.by_id[i].name, name) for i, name in work.renamed)
    return Codes(book, work.matched, tuple(c.id for c, _ in work.new), told, tuple(work.clashes))


def _place(work: _Matching, code: Code, parent: str | None, path: tuple[str, ...]) -> None:
    """One code of the file and those below it. `parent` is the id here of the code above it."""
    here: str | None = _by_number(work, code) or None
    if here:
        last = work.names.get(code.uid, code.name)
        if code.name != last and work.ours.by_id[here].name == last:  # renamed there, and not by anybody here
            work.renamed.append((here, code.name))
    else:
        here = _by_path(work, code, parent, (*path, code.name))
    if here is None:
        here = free_id(code.id, work.taken)
        work.new.append((replace(code, id=here, codes=()), parent))
    if here:
        work.matched[code.id] = here
    for below in code.codes if here else ():
        _place(work, below, here, (*path, code.name))
    for lost in _all_below(code) if not here else ():
        work.clashes.append(Clash(lost, work.clashes[-1].ours, (*path, code.name, lost.name)))


def _by_number(work: _Matching, code: Code) -> str:
    return work.uids.get(work.known.get(code.uid, code.uid), "")


def _by_path(work: _Matching, code: Code, parent: str | None, path: tuple[str, ...]) -> str | None:
    """The id of ours at the same place of the tree; None where there is none, '' where a person must say."""
    above = work.ours.by_id.get(parent or "")
    beside = above.codes if above else work.ours.codes if parent is None else ()
    alike = [c for c in beside if folded(code.name) == folded(c.name or c.id) or code.id.casefold() == c.id.casefold()]
    if not alike:
        return None
    mine = alike[0]
    said = work.settled.get(code.name) or work.settled.get(code.id) or work.settled.get(mine.id)
    if said == "both":
        return None
    if said:
        if said == "theirs" and mine.name != code.name:
            work.renamed.append((mine.id, code.name))
        return mine.id
    same_name = folded(code.name) == folded(mine.name or mine.id)
    if same_name and (not work.met or _agree(code.definition, mine.definition)):
        return mine.id
    work.clashes.append(Clash(code, mine, path))
    return ""


def _agree(one: str, other: str) -> bool:
    return not one.strip() or not other.strip() or folded(one) == folded(other)


def _all_below(code: Code) -> Iterator[Code]:
    return (c for c in code.walk() if c is not code)


def _named(book: Codebook, code: str, name: str) -> Codebook:
    def within(codes: tuple[Code, ...]) -> tuple[Code, ...]:
        return tuple(replace(c, name=name if c.id == code else c.name, codes=within(c.codes)) for c in codes)

    return replace(book, codes=within(book.codes))


@dataclass(frozen=True)
class Change:
    """A coding that a newer file has otherwise than it is here, or no longer has (`theirs` is None)."""

    ours: Coding
    theirs: Coding | None

    @property
    def what(self) -> str:
        """recoded, moved or removed."""
        if self.theirs is None:
            return "removed"
        return "recoded" if self.theirs.code != self.ours.code else "moved"


def changes(ours: Mapping[str, Coding], theirs: Iterable[Coding], before: Iterable[str]) -> list[Change]:
    """How a newer file of the same project differs from the codings it brought `before` (by id).

    `ours` are the codings that stand here, by id; those whose transcript is not in the file are left out of it by who
    asks.
    """
    there = {c.id: c for c in theirs}
    found = []
    for number in dict.fromkeys(before):
        mine = ours.get(number)
        if mine is None:
            continue
        new = there.get(number)
        if new is None or (new.code, new.start, new.end) != (mine.code, mine.start, mine.end):
            found.append(Change(mine, new))
    return found
