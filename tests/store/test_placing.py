"""Which rows follow their words to a new text, and what becomes of them: with a finder that says what it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from qualcode.model import Anchor, Coding, Place, Source
from qualcode.project import Project
from qualcode.store import codings, transcripts
from qualcode.store.placing import renew

TIME = "2026-11-29T12:00:00.000000Z"
OLD, NEW = "Vi møtes hver uke. Det går bra.", "Jo. Vi møtes hver uke. Det går godt."


@dataclass
class Finder:
    """Finds the words in the new text, or says `status` of those that are not there; remembers what it was asked."""

    status: Anchor = "lost"
    asked: list[str] = field(default_factory=list)

    def __call__(self, old: str, new: str, asked: Sequence[Coding]) -> list["Answer"]:
        self.asked += [c.quote for c in asked]
        places = [new.find(c.quote) for c in asked]
        return [
            Answer(c, at, at + len(c.quote), "kept" if at == c.start else "moved")
            if at >= 0
            else Answer(c, None, None, self.status)
            for c, at in zip(asked, places, strict=True)
        ]


@dataclass(frozen=True)
class Answer:
    coding: Coding
    start: int | None
    end: int | None
    status: Anchor
    candidates: tuple[Place, ...] = ()


@pytest.fixture
def corrected(project: Project) -> tuple[Project, str]:
    """A transcript that was coded (one coding taken away again) and noted on, and then got another text."""
    with project.verb("import", "Kari") as verb:
        uid = transcripts.add(project.db, Source("uke", OLD), (), verb.time)
        words = {"a": "hver uke", "b": "Det går bra", "c": "møtes"}
        made = [
            Coding(id_, "uke", "barn", "Kari", at, at + len(quote), quote, created=verb.time, version=1)
            for id_, quote in words.items()
            for at in [OLD.index(quote)]
        ]
        codings.add(project.db, made)
        codings.remove(project.db, ["c"], verb.time)
        codings.add_memo(project.db, "segment", f"{uid}@3-8", "Kari", "om møter", verb.time)
        codings.add_memo(project.db, "segment", f"{uid}@19-30", "Kari", "om hvordan", verb.time)
        codings.add_memo(project.db, "transcript", uid, "Kari", "om det hele", verb.time)
        transcripts.revise(project.db, uid, Source("uke", NEW), (), verb.time)
    return project, uid


def test_codings_follow_their_words_and_the_others_wait(corrected: tuple[Project, str]) -> None:
    project, uid = corrected
    with project.verb("replace", "Kari"):
        found = renew(project.db, uid, Finder("ambiguous"), TIME)
    # what was taken away follows too, but nobody asks how it fared
    assert {one.before["id"]: one.found.status for one in found} == {"a": "moved", "b": "ambiguous"}
    (here,) = codings.load(project.db)
    assert (here.id, here.quote, NEW[here.start : here.end], here.anchor) == ("a", "hver uke", "hver uke", "moved")
    (waiting,) = codings.load(project.db, unsettled=True)
    assert (waiting.id, waiting.quote, waiting.start, waiting.anchor) == ("b", "Det går bra", 19, "ambiguous")
    (now,) = project.db.execute("SELECT revision FROM transcript WHERE uid = ?", [uid]).fetchone()
    moved = project.db.execute('SELECT revision, "start", removed FROM coding WHERE id = ?', ["c"]).fetchone()
    assert tuple(moved)[:2] == (now, NEW.index("møtes"))
    assert moved["removed"]
    assert codings.faults(project.db) == []


def test_memos_follow_the_words_they_stand_on(corrected: tuple[Project, str]) -> None:
    project, uid = corrected
    finder = Finder()
    with project.verb("replace", "Kari"):
        renew(project.db, uid, finder, TIME)
    assert sorted(finder.asked) == ["Det går bra", "Det går bra", "hver uke", "møtes", "møtes"]
    told = {memo["text"]: (memo["kind"], memo["target"]) for memo in codings.memos(project.db)}
    at = NEW.index("møtes")
    assert told["om møter"] == ("segment", f"{uid}@{at}-{at + 5}")
    assert told["om hvordan"] == told["om det hele"] == ("transcript", uid)


def test_what_is_on_the_current_text_stays(corrected: tuple[Project, str]) -> None:
    project, uid = corrected
    with project.verb("replace", "Kari"):
        renew(project.db, uid, Finder(), TIME)
    finder = Finder()
    with project.verb("again", "Kari"):
        assert [one.before["id"] for one in renew(project.db, uid, finder, TIME)] == ["b"]
    assert finder.asked == ["Det går bra"]  # what waits is looked for again
