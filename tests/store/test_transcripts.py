"""Texts are kept as they came, one in memory at a time, and known by what they say."""

import tracemalloc

from qualcode.model import Segment, Source, Turn
from qualcode.project import Project
from qualcode.store import codings, transcripts
from qualcode.store.history import undo
from qualcode.verbs import coding


def test_a_thousand_transcripts_are_read_one_at_a_time(project: Project) -> None:
    size = 60_000
    with project.verb("import", "Kari") as verb:
        for n in range(1000):
            text = f"{n:06}" + "x" * (size - 6)
            transcripts.add(project.db, Source(f"lang-{n}", text), (Segment(1, 1, 0, 6),), verb.time)
    tracemalloc.start()
    read = sum(len(t.text) for t in transcripts.load(project.db) if t.name.startswith("lang-"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == 1000 * size
    assert peak < 20 * size


def test_the_same_name_and_text_is_the_same_transcript_everywhere(project: Project) -> None:
    source = Source("ny", "En tekst.", (Turn(1, 0, 9, "Kari"),))
    uids = []
    for _ in range(2):
        with project.verb("import", "Kari") as verb:
            uids.append(transcripts.add(project.db, source, (), verb.time))
        undo(project.db, "Kari")
    assert uids[0] == uids[1]


def test_importing_again_what_was_removed_brings_it_back_with_its_codings(project: Project) -> None:
    def bring(text: str, *turns: Turn) -> str:
        with project.verb("import", "Kari") as verb:
            return transcripts.add(project.db, Source("ny", text, turns), (Segment(1, 1, 0, 9),), verb.time)

    def remove(uid: str) -> None:
        with project.verb("transcripts remove", "Kari") as verb:
            transcripts.remove(project.db, [uid], verb.time)

    uid = bring("En tekst.")
    (coded,) = coding.tag(project, "ny@0-8", ["barn"], coder="Kari")
    remove(uid)
    assert bring("En tekst.") == uid
    assert list(codings.load(project.db)) == [coded]
    remove(uid)
    assert bring("En tekst.", Turn(1, 0, 9, "Kari")) == uid
    assert transcripts.one(project.db, "ny").turns[0].speaker == "Kari"
    assert list(codings.load(project.db)) == [coded]
    remove(uid)
    assert bring("En annen tekst.") != uid
    assert list(codings.load(project.db)) == []


def test_a_revision_leaves_the_old_text(project: Project) -> None:
    uid = transcripts.uid(project.db, "granmo-1")
    before = transcripts.one(project.db, "granmo-1")
    with project.verb("transcripts replace", "Kari") as verb:
        assert transcripts.revise(project.db, uid, Source("granmo-1", "Rettet tekst."), (), verb.time) == 2
    after = transcripts.one(project.db, "granmo-1")
    assert (after.text, after.revision) == ("Rettet tekst.", 2)
    assert transcripts.revision(project.db, uid, 1) == before
    undo(project.db, "Kari")
    assert transcripts.one(project.db, "granmo-1") == before
