"""Memos: on the project, a transcript, a place in one, a coding, a code."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.model import Place, Selection, Transcript, overlaps
from qualcode.project import Project
from qualcode.store import codebook, codings, transcripts
from qualcode.verbs import anchors
from qualcode.verbs.codes import one
from qualcode.verbs.seen import Seen
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import phrase

COLUMNS = ("kind", "place", "transcript", "segment", "start", "end", "code", "coder", "text", "created")
MemoKind = Literal["project", "transcript", "segment", "coding", "code"]
_PLACE = re.compile(r"(?P<uid>.+)@(?P<start>\d+)-(?P<end>\d+)")


@dataclass(frozen=True)
class Target:
    """What a memo is on, as the project file knows it."""

    kind: MemoKind
    id: str = ""


def target(project: Project, anchor: str = "", *, transcript: str = "", code: str = "", coder: str = "") -> Target:
    """What is meant: with a place and a code this coder's coding there, else one of them; with nothing the project."""
    if anchor and transcript:
        raise QualcodeError(f"'{anchor}' says already which transcript", hint="Leave --transcript out.")
    if anchor:
        where, place = anchors.resolve(project, anchor)
        if not code:
            return Target("segment", f"{where.uid}@{place.start}-{place.end}")
        code = one(codebook.load(project.db), code).id
        own = codings.load(project.db, Selection(transcripts=(where.name,), coders=(coder,)))
        for coding in own:
            if coding.code == code and place.start <= coding.start and coding.end <= place.end:
                return Target("coding", coding.id)
        raise QualcodeError(f"{coder} has no coding with {code} within {anchor}")
    if transcript and code:
        raise QualcodeError("a memo is on a transcript or on a code, not on both")
    if transcript:
        return Target("transcript", transcripts.uid(project.db, transcript))
    if code:
        return Target("code", one(codebook.load(project.db), code).uid)
    return Target("project")


def is_place(project: Project, typed: str) -> bool:
    """Whether some words name a place in a transcript, and are hence no memo."""
    try:
        anchors.resolve(project, typed)
    except QualcodeError:
        return False
    return True


def memo(
    project: Project, on: Target, text: str, *, coder: str, instead: bool = False, seen: Seen | None = None
) -> bool:
    """Write a memo; `instead` of one's own memos there ('' takes them away). False if it stands already.

    The log says on what, never the words. `seen` is the text in which a place was shown.
    """
    with project.verb("memo", coder) as verb:
        if on.kind == "segment":
            _check(project, on, seen)
        there = [
            m["text"]
            for m in codings.memos(project.db)
            if (m["kind"], m["target"], m["coder"]) == (on.kind, on.id, coder)
        ]
        if not instead:
            codings.note(project.db, on.kind, on.id, coder, text, verb.time)
        elif there != ([text] if text else []):
            codings.set_memo(project.db, on.kind, on.id, coder, text, verb.time)
        verb.details |= {"kind": on.kind, "target": on.id}
    return verb.changed


def rewrite(project: Project, on: Target, text: str, *, coder: str, shown: str, seen: Seen | None = None) -> bool:
    """Make `text` one's memo in the place of what was `shown`; where another stands by now it is added to that.

    '' takes away what was shown, and nothing else.
    """
    there = [
        m["text"] for m in codings.memos(project.db) if (m["kind"], m["target"], m["coder"]) == (on.kind, on.id, coder)
    ]
    instead = "\n".join(there) == shown
    return (bool(text) or instead) and memo(project, on, text, coder=coder, instead=instead, seen=seen)


def _check(project: Project, on: Target, seen: Seen | None) -> None:
    """Refuse a memo on a place whose text is not the one that was seen."""
    found = _PLACE.fullmatch(on.id)
    if seen and found:
        (name,) = (n for n, uid in transcripts.names(project.db).items() if uid == found["uid"])
        seen.check(transcripts.one(project.db, name), Place(int(found["start"]), int(found["end"])))


def memos(project: Project, selection: Selection = EVERYTHING, anchor: str = "", *, whole: bool = False) -> Output:
    """The memos of the selected transcripts, codes, coders and days; see `COLUMNS`.

    With an anchor those on any part of that place and on the codings there; with `whole` those on the project. A
    selection of transcripts or speakers leaves out memos on codes and the project; one of codes leaves out those on
    whole transcripts and the project. `segment`, `start` and `end` are 0 where a memo is not on a place.
    """
    import pandas as pd

    found = list(_found(project, selection))
    if anchor:
        where, place = anchors.resolve(project, anchor)
        found = [(m, s) for m, s in found if s.transcript and s.transcript.uid == where.uid and overlaps(s, place)]
    if whole:
        found = [(m, s) for m, s in found if m["kind"] == "project"]
    found.sort(key=lambda f: (*f[1].order, f[0]["created"], f[0]["id"]))
    rows = [[m["kind"], *spot.columns, m["coder"], m["text"], m["created"]] for m, spot in found]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    brief = ("kind", "place", "code", "coder", "text")
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Memos", project.settings.lang),
        lang=project.settings.lang,
        brief=brief,
    )


@dataclass(frozen=True)
class _Spot:
    """Where a memo is."""

    place: str
    transcript: Transcript | None = None
    start: int = 0
    end: int = 0
    code: str = ""

    @property
    def columns(self) -> tuple[object, ...]:
        """place, transcript, segment, start, end, code."""
        segment = self.transcript.segment_at(self.start) if self.transcript and self.end else None
        name = self.transcript.name if self.transcript else ""
        return self.place, name, segment.n if segment else 0, self.start, self.end, self.code

    @property
    def order(self) -> tuple[str, int, int]:
        """The project and codes first, then transcripts by name, in the order of the text."""
        return (self.transcript.name if self.transcript else ""), self.start, self.end

    def meant(self, selection: Selection, codes: frozenset[str]) -> bool:
        """Whether the selection's transcripts, speakers and codes mean it."""
        if selection.codes and self.code not in codes:
            return False
        if self.transcript is None:
            return not (selection.transcripts or selection.where or selection.speakers)
        return not selection.speakers or (bool(self.end) and selection.has_turn(self.transcript.turn_at(self.start)))


def _found(project: Project, selection: Selection) -> Iterator[tuple[Mapping[str, str], _Spot]]:
    """The selected memos with their places."""
    book = codebook.load(project.db)
    codes, ids = selection.code_ids(book), {code.uid: code.id for code in book.walk()}
    texts = {t.uid: t for t in transcripts.load(project.db, selection)} if transcripts.names(project.db) else {}
    by_name = {t.name: t for t in texts.values()}
    made = {c.id: c for c in codings.load(project.db)}

    def spot(kind: str, target: str) -> _Spot | None:
        if kind == "coding":
            c = made.get(target)
            text = by_name.get(c.transcript) if c else None
            return _Spot(anchors.written(text, c), text, c.start, c.end, c.code) if c and text else None
        if kind == "code":
            return _Spot("", code=ids[target]) if target in ids else None
        if kind == "transcript":
            return _Spot(texts[target].name, texts[target]) if target in texts else None
        if kind == "segment":
            found = _PLACE.fullmatch(target)
            text = texts.get(found["uid"]) if found else None
            place = Place(int(found["start"]), int(found["end"])) if found else None
            return _Spot(anchors.written(text, place), text, place.start, place.end) if text and place else None
        return _Spot(target)

    for m in codings.memos(project.db):
        where = spot(m["kind"], m["target"])
        if where and where.meant(selection, codes) and selection.has_made(m["coder"], m["created"]):
            yield m, where
