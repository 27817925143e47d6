"""Of one coder, code and span there is one coding, by whichever door a second one comes."""

from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.store import checking, codings, history, transcripts, uniting
from qualcode.verbs import coding, memos, revising
from qualcode.verbs import waiting as waits
from qualcode.verbs.setup import check


@pytest.fixture
def twice(project: Project) -> Project:
    """The same words of granmo-1 coded alike at two places, each with a memo."""
    for n, words in ((2, "først"), (4, "sist")):
        coding.tag(project, f"granmo-1:{n}", ["barn"], coder="Kari", memo=words)
    return project


def test_the_older_stays_with_the_memos_of_both(twice: Project) -> None:
    first, second = sorted(codings.load(twice.db), key=lambda c: c.start)
    with twice.verb("settle", "Kari") as verb:
        codings.place(twice.db, second.id, first, first.quote, "moved")
        assert [fault for fault in checking.faults(twice.db) if "says what" in fault]
        assert uniting.unite(twice.db, transcripts.uid(twice.db, "granmo-1"), verb.time) == 1
    (left,) = codings.load(twice.db)
    assert (left.id, left.memo) == (first.id, "først\nsist")
    assert check(twice).table.empty
    history.undo(twice.db, "Kari")
    assert {c.id: c.memo for c in codings.load(twice.db)} == {first.id: "først", second.id: "sist"}


def test_settling_onto_a_coding_that_is_there_makes_one(twice: Project, tmp_path: Path) -> None:
    file = tmp_path / "granmo-1.txt"
    text = transcripts.one(twice.db, "granmo-1").text
    file.write_text(text.replace("Barna snakker vi for lite om. Det er helst husleia det handler om.", "Ja."), "utf-8")
    revising.replace(twice, "granmo-1", file, coder="Kari")
    (lost,) = codings.load(twice.db, unsettled=True)
    waits.settle(twice, lost.id, "granmo-1:2", coder="Kari")
    (left,) = codings.load(twice.db)
    assert left.memo == "først\nsist"
    assert check(twice).table.empty


def test_check_finds_what_cannot_be_read(twice: Project) -> None:
    memos.memo(twice, memos.target(twice), "om prosjektet", coder="Kari")
    twice.db.execute("UPDATE memo SET created = 'i går' WHERE kind = 'project'")
    twice.db.execute("UPDATE code SET keywords = '[' WHERE id = 'barn'")
    faults = checking.faults(twice.db)
    assert len(faults) == 2
    assert faults[0].endswith("its keywords cannot be read")
    assert faults[1].endswith("its created is no time")
