"""Change the codebook, code by code. Every change is a version, and the codings follow."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack, overload

from qualcode.codebook import edit as edits
from qualcode.codebook.changes import changed_meaning, diff
from qualcode.codebook.fields import as_id, parts
from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook, Selection, overlaps
from qualcode.project import Project
from qualcode.store import codebook as stored
from qualcode.store import codings
from qualcode.store.history import Verb
from qualcode.verbs import anchors


@dataclass
class Change:
    """What a change did: sentences for people, the version it made (0: nothing changed), how many codings moved."""

    told: Sequence[str] = ()
    version: int = 0
    codings: int = 0


@dataclass
class Changing:
    """A change being made: the codebook before and after it."""

    verb: Verb
    before: Codebook
    after: Codebook
    change: Change = field(default_factory=Change)


class By(TypedDict, total=False):
    """Who changes the codebook, for what reason, and whether only to see what would happen."""

    coder: str
    why: str
    dry_run: bool


@contextmanager
def changing(project: Project, name: str, edit: Callable[[Codebook], Codebook], **by: Unpack[By]) -> Iterator[Changing]:
    """Make what `edit` gives the next version of the codebook; what else belongs to the verb is done inside."""
    with project.verb(f"codebook {name}", **by) as verb:
        before = stored.load(project.db)
        after = edit(before)
        made = Changing(verb, before, after)
        if after != before:
            made.change.told = diff(before, after)
            made.change.version = save(project, after, verb, why=by.get("why", ""))
            made.after = stored.load(project.db)
            verb.details["version"] = made.change.version
        yield made


def save(project: Project, book: Codebook, verb: Verb, *, why: str = "", source: str = "") -> int:
    """Keep a codebook as a new version; returns its number. What is new gets its permanent id from the store."""
    before = stored.load(project.db)
    known = {code.uid for code in before.walk()}

    def unborn(code: Code) -> Code:
        return replace(code, uid=code.uid if code.uid in known else "", codes=tuple(map(unborn, code.codes)))

    book = replace(book, codes=tuple(map(unborn, book.codes)))
    meaning = changed_meaning(before, book)
    return stored.save(project.db, book, coder=verb.coder, time=verb.time, why=why, source=source, meaning=meaning)


def keywords(text: str) -> tuple[str, ...]:
    """Keywords that were written as one text."""
    return parts(text, "keywords")


def add(
    project: Project,
    code: Code,
    parent: str | None = None,
    after: str | None = None,
    before: str | None = None,
    **by: Unpack[By],
) -> Change:
    """Add a code, last under `parent` or beside the code `after` or `before`."""
    _check_rules(project, code.rules)
    parent, after, before = (_id(project, other) for other in (parent, after, before))
    with changing(project, "add", lambda book: edits.add(book, code, parent, after, before), **by) as made:
        made.verb.details["code"] = code.id
    return made.change


def edit(project: Project, code: str, changes: Mapping[str, object], **by: Unpack[By]) -> Change:
    """Change fields of a code: name, definition, include, exclude, keywords, rules, examples, color.

    `keywords`, `rules` and `examples` may also be functions from the present ones to the new ones.
    """

    code = _id(project, code)

    def edited(book: Codebook) -> Codebook:
        old = one(book, code)
        values = {key: value(getattr(old, key)) if callable(value) else value for key, value in changes.items()}
        made = edits.edit(book, code, **values)
        _check_rules(project, made.by_id[code].rules if "rules" in changes else ())
        return made

    with changing(project, "edit", edited, **by) as made:
        made.verb.details |= {"code": code, "fields": sorted(changes)}
    return made.change


def example_from(project: Project, code: str, anchor: str) -> str:
    """A coded passage as an example of its code: its words, and where they stand."""
    transcript, place = anchors.resolve(project, anchor)
    code = _id(project, code)
    for coding in codings.load(project.db, Selection(transcripts=(transcript.name,))):
        if coding.code == code and overlaps(coding, place):
            segment = transcript.segment_at(coding.start)
            return f"{' '.join(coding.quote.split())} ({transcript.name}:{segment.n if segment else ''})"
    raise QualcodeError(f"nothing is coded with {code} at {anchor}", hint="An example is taken from a coding.")


def rename(project: Project, old: str, new: str, **by: Unpack[By]) -> Change:
    """Give a code another id; its codings follow."""
    old = _id(project, old)
    with changing(project, "rename", lambda book: edits.rename(book, old, new), **by) as made:
        made.verb.details |= {"code": old, "to": new}
    return made.change


def move(
    project: Project,
    code: str,
    parent: str | None = None,
    after: str | None = None,
    before: str | None = None,
    **by: Unpack[By],
) -> Change:
    """Put a code and what is below it elsewhere in the tree: last under `parent` (None: the top level), or beside."""
    code = _id(project, code)
    parent, after, before = (_id(project, other) for other in (parent, after, before))
    with changing(project, "move", lambda book: edits.move(book, code, parent, after, before), **by) as made:
        made.verb.details |= {"code": code, "parent": parent or ""}
    return made.change


def retire(project: Project, code: str, *, take_back: bool = False, **by: Unpack[By]) -> Change:
    """Take a code and all below it out of use, or into use again. Its codings stand and count as before."""

    code = _id(project, code)

    def changed(book: Codebook) -> Codebook:
        if not take_back:
            return edits.retire(book, code)
        for below in one(book, code).walk():
            book = edits.edit(book, below.id, retired=False)
        return book

    with changing(project, "retire", changed, **by) as made:
        made.verb.details |= {"code": code, "take back": take_back}
    return made.change


def group(project: Project, name: str, codes: Sequence[str], **by: Unpack[By]) -> Change:
    """Put a new theme above several codes, in one step."""
    codes = [_id(project, code) for code in codes]
    theme = Code(as_id(name), "" if as_id(name) == name else name)
    with changing(project, "group", lambda book: edits.group(book, theme, codes), **by) as made:
        made.verb.details |= {"code": theme.id, "codes": list(codes)}
    return made.change


def remove(project: Project, code: str, **by: Unpack[By]) -> Change:
    """Take a code out that was never used; one that has, or had, codings can be retired."""
    code = _id(project, code)
    uid = one(stored.load(project.db), code).uid
    if what := stored.in_use(project.db, uid):
        hint = f"Retire it (`qualcode codebook retire {code}`), or merge it into another."
        raise QualcodeError(f"'{code}' has been used: {what}", hint=hint)
    with changing(project, "remove", lambda book: edits.remove(book, code), **by) as made:
        made.verb.details["code"] = code
    return made.change


def merge(project: Project, sources: Sequence[str], target: str, **by: Unpack[By]) -> Change:
    """Let codes go into another: their codings, memos and sub-codes become the target's.

    A coding keeps its permanent id. Where a coder has given the same span both codes, one coding is left, with the
    memos of both.
    """
    sources, target = [_id(project, source) for source in sources], _id(project, target)
    with changing(project, "merge", lambda book: edits.merge(book, sources, target), **by) as made:
        new = made.before.by_id[target].uid
        for source in dict.fromkeys(sources):
            old = made.before.by_id[source].uid
            made.change.codings += codings.recode(project.db, codings.of_code(project.db, old), new, made.verb.time)
            stored.hand_over(project.db, old, new, source)
        made.verb.details |= {"codes": list(sources), "into": target, "codings": made.change.codings}
    return made.change


@overload
def _id(project: Project, typed: str) -> str: ...
@overload
def _id(project: Project, typed: str | None) -> str | None: ...
def _id(project: Project, typed: str | None) -> str | None:
    """The id of the code that is meant, if one is."""
    return None if typed is None else one(stored.load(project.db), typed).id


def one(book: Codebook, code: str) -> Code:
    """A code by its id, name or path; an unknown one is refused, naming the nearest."""
    return book.find(code)


def _check_rules(project: Project, rules: Sequence[str]) -> None:
    """Refuse a search rule that cannot be read, before suggestions stumble over it."""
    if rules:
        from qualcode.text import query
        from qualcode.text.words import analyser

        for rule in rules:
            query.parse(rule, analyser(project.settings.language))
