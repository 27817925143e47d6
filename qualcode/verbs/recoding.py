"""Change codings that stand: another code, another span, one instead of several that touch.

A coding that is changed keeps its id, its time and its memos. It counts as the person's own, made under today's
codebook: what a suggestion had said of it is about another coding.
"""

from collections.abc import Iterable

from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Coding, Place, Selection, Span, Transcript
from qualcode.project import Project
from qualcode.store import codebook, codings, transcripts, uniting
from qualcode.store.database import new_id
from qualcode.verbs import anchors
from qualcode.verbs.codes import one
from qualcode.verbs.coding import standing_code
from qualcode.verbs.seen import Seen, check


def span(typed: str) -> Place:
    """A span as it is written: START-END."""
    first, dash, last = typed.partition("-")
    if not (dash and first.isdecimal() and last.isdecimal()):
        raise WrongUsage(f"'{typed}' is no span", hint="Write START-END, in code points: --span 120-164.")
    return Place(int(first), int(last))


def own(project: Project, anchor: str, code: str, *, coder: str) -> Coding:
    """The one coding with a code that a coder has at a place: on just that span, else the only one within it."""
    book = codebook.load(project.db)
    code = one(book, code).id
    transcript, place = anchors.resolve(project, anchor)
    there = _within(project, transcript, place, coder)
    found = [c for c in there if c.code == code]
    exact = [c for c in found if (c.start, c.end) == (place.start, place.end)]
    if len(found := exact or found) == 1:
        return found[0]
    if not found:
        known = sorted({c.code for c in there})
        hint = f"There {coder} has: {', '.join(known)}." if known else "See `qualcode transcripts show`."
        raise QualcodeError(f"{coder} has no coding with {code} within {anchor}", hint=hint)
    places = ", ".join(anchors.written(transcript, c) for c in found)
    raise QualcodeError(f"{coder} has {len(found)} codings with {code} within {anchor}", hint=f"Name one: {places}.")


def recode(
    project: Project,
    coding: Coding,
    *,
    to: str = "",
    span: Span | None = None,
    coder: str,
    seen: Seen | None = None,
    dry_run: bool = False,
) -> Coding:
    """Give one's own coding another code or another span, or both; returns it as it is then.

    Where the coder has coded so already, the two become the older one, with the memos of both.
    """
    if not to and span is None:
        raise WrongUsage("nothing to change was named", hint="Give --to CODE, --span START-END, or both.")
    with project.verb("recode", coder, dry_run=dry_run) as verb:
        transcript = _ours(project, coding, coder, seen)
        book = codebook.load(project.db)
        code = standing_code(book, to) if to else book.by_id[coding.code]
        place = anchors.span(transcript, span.start, span.end) if span else Place(coding.start, coding.end)
        new = coding._replace(code=code.id, start=place.start, end=place.end, quote=transcript.quote(place))
        if new == coding:
            return coding
        new = new._replace(origin="manual", version=book.version, anchor="kept")
        codings.change(project.db, new)
        uniting.unite(project.db, transcript.uid, verb.time)
        verb.details |= {"codings": [new.id], "anchor": _at(coding), "code": coding.code, "to": code.id}
        verb.details |= {"place": _at(new)} if span else {}
    return new


def copy(
    project: Project, coding: Coding, to: str, *, coder: str, seen: Seen | None = None, dry_run: bool = False
) -> codings.Added:
    """Give what a coding is on a second code, with the memo of the first; returns the coding if it is new."""
    with project.verb("tag", coder, dry_run=dry_run) as verb:
        _ours(project, coding, coder, seen)
        book = codebook.load(project.db)
        code = standing_code(book, to)
        made = coding._replace(id=new_id(), code=code.id, origin="manual", created=verb.time, version=book.version)
        added = codings.add(project.db, [made])
        verb.details |= {"codings": [c.id for c in added], "anchor": _at(made), "codes": [code.id]}
    return added


def unite(project: Project, anchor: str, code: str, *, coder: str, dry_run: bool = False) -> tuple[Coding, int]:
    """Make one of a coder's codings with a code that overlap or touch, at a place; returns it and how many there were.

    The oldest stays, from the first's beginning to the last's end, with the memos of all. Blanks between do not count.
    """
    with project.verb("unite", coder, dry_run=dry_run) as verb:
        book = codebook.load(project.db)
        code = one(book, code).id
        transcript, place = anchors.resolve(project, anchor)
        mine = Selection(transcripts=(transcript.name,), coders=(coder,))
        there = [c for c in codings.load(project.db, mine) if c.code == code]
        group = _touching(transcript, there, place)
        if len(group) < 2:
            raise QualcodeError(f"{coder} has no codings with {code} at {anchor} that overlap or touch")
        whole = Place(min(c.start for c in group), max(c.end for c in group))
        first, *others = sorted(group, key=lambda c: (c.created, c.id))
        for other in others:
            codings.hand_over(project.db, other.id, first.id)
        codings.remove(project.db, [c.id for c in others], verb.time)
        united = first._replace(
            start=whole.start,
            end=whole.end,
            quote=transcript.quote(whole),
            origin="manual",
            version=book.version,
            anchor="kept",
        )
        codings.change(project.db, united)
        uniting.unite(project.db, transcript.uid, verb.time)
        verb.details |= {"codings": [c.id for c in group], "anchor": _at(united), "code": code}
    return united, len(group)


def _ours(project: Project, coding: Coding, coder: str, seen: Seen | None) -> Transcript:
    """The transcript of one's own coding, if it stands as it was seen."""
    if coding.coder != coder:
        raise QualcodeError(f"this is {coding.coder}'s coding, and {coder} changes only their own")
    transcript = transcripts.one(project.db, coding.transcript)
    check(seen, transcript, coding)
    standing = codings.load(project.db, Selection(transcripts=(transcript.name,), coders=(coder,)))
    if coding.id not in {c.id for c in standing}:
        raise QualcodeError("this coding was taken away meanwhile")
    return transcript


def _within(project: Project, transcript: Transcript, place: Span, coder: str) -> list[Coding]:
    own = codings.load(project.db, Selection(transcripts=(transcript.name,), coders=(coder,)))
    return [c for c in own if place.start <= c.start and c.end <= place.end]


def _touching(transcript: Transcript, there: Iterable[Coding], place: Span) -> list[Coding]:
    """The codings that hang together with what overlaps a place."""
    groups: list[list[Coding]] = []
    for c in sorted(there, key=lambda c: (c.start, c.end)):
        last = max((other.end for other in groups[-1]), default=0) if groups else 0
        if groups and (c.start <= last or not transcript.text[last : c.start].strip()):
            groups[-1].append(c)
        else:
            groups.append([c])
    touched = [g for g in groups if any(c.start < place.end and place.start < c.end for c in g)]
    if len(several := [g for g in touched if len(g) > 1]) > 1:
        raise QualcodeError("there are several groups that hang together", hint="Name a smaller place.")
    return several[0] if several else []


def _at(coding: Coding) -> str:
    return f"{coding.transcript}@{coding.start}-{coding.end}"
