"""Everything that waits for a person: one list, one way to settle it, one sheet."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.compare.adjudication import Decision
from qualcode.errors import QualcodeError
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import codings, history, settlements, transcripts, waiting
from qualcode.verbs import adjudicating, coding, revising, sharing
from qualcode.verbs import transcripts as bringing
from qualcode.verbs import waiting as waits
from qualcode.verbs.disagreeing import both, listed
from qualcode.verbs.setup import check, status


def never(name: str) -> str:
    raise AssertionError(name)


@pytest.fixture
def lost(project: Project, tmp_path: Path) -> Project:
    """Kari's coding of granmo-1 lost its place."""
    coding.tag(project, "granmo-1:4", ["barn"], coder="Kari", memo="viktig")
    file = tmp_path / "granmo-1.txt"
    file.write_text("Intervjuer: Hva nå?\nKari: Alt er annerledes.\n", encoding="utf-8")
    revising.replace(project, "granmo-1", file, coder="Kari")
    return project


@pytest.fixture
def there(project: Project, tmp_path: Path) -> Iterator[Project]:
    shutil.copytree(project.folder, tmp_path / "copy")
    with Project.open(tmp_path / "copy") as copied:
        yield copied


def rows(project: Project, selection: Selection = Selection()) -> list[dict[str, object]]:  # noqa: B008 - frozen
    return [{str(k): v for k, v in row.items()} for row in waits.unsettled(project, selection).table.to_dict("records")]


def test_a_lost_coding_is_given_a_place_or_dropped(lost: Project) -> None:
    (row,) = rows(lost)
    assert (row["status"], row["code"], row["coder"], row["answers"]) == ("lost", "barn", "Kari", "PLACE, drop")
    assert ("unsettled", 1, "lost after a revision") in {
        (r["what"], r["number"], r["note"]) for r in status(lost).table.to_dict("records")
    }
    told = waits.settle(lost, str(row["short"]), "granmo-1:2", coder="Kari")
    assert told.startswith("settled granmo-1@")
    (placed,) = codings.load(lost.db)
    assert (placed.anchor, placed.memo) == ("moved", "viktig")
    assert rows(lost) == []
    history.undo(lost.db, "Kari")
    assert waits.settle(lost, str(row["id"]), "drop", coder="Kari") == "dropped barn"
    assert not rows(lost)
    assert not list(codings.load(lost.db))
    assert check(lost).table.empty


def test_what_is_not_there_or_elsewhere_is_refused(lost: Project) -> None:
    (row,) = rows(lost)
    for answer, told in (("lyngdalen-1:1", "belongs to granmo-1"), ("granmo-1:9", "has no segment")):
        with pytest.raises(QualcodeError, match=told):
            waits.settle(lost, str(row["id"]), answer, coder="Kari")
    for id_ in ("", "zz"):
        with pytest.raises(QualcodeError, match="nothing unsettled"):
            waits.settle(lost, id_, "drop", coder="Kari")
    assert len(rows(lost)) == 1


def test_the_list_is_that_of_the_selection(lost: Project) -> None:
    assert len(rows(lost, Selection(("granmo-1",), codes=("barn",), coders=("Kari",)))) == 1
    for other in (Selection(("lyngdalen-1",)), Selection(codes=("økonomi",)), Selection(coders=("Ola",))):
        assert rows(lost, other) == []


@pytest.mark.parametrize(("answer", "stays"), [("keep", True), ("drop", False)])
def test_a_transcript_removed_elsewhere_is_kept_or_dropped(
    answer: str, stays: bool, project: Project, there: Project
) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    bringing.remove(there, ["granmo-1"], coder="Ola")
    sharing.merge(project, [there.folder], coder="Kari", ask=never)
    (row,) = rows(project)
    assert (row["status"], row["transcript"], row["quote"]) == (
        "removed",
        "granmo-1",
        "removed by Ola, worked on by others",
    )
    with pytest.raises(QualcodeError, match="no answer"):
        waits.settle(project, str(row["id"]), "granmo-1:2", coder="Kari")
    waits.settle(project, str(row["id"]), answer, coder="Kari")
    assert rows(project) == []
    sharing.merge(there, [project.folder], coder="Ola", ask=never)
    assert ("granmo-1" in transcripts.names(there.db)) is stays
    assert rows(there) == []


def test_a_disagreement_settled_twice_is_settled_as_one_of_the_two(project: Project, there: Project) -> None:
    for one in (project, there):
        coding.tag(one, "granmo-1:2", ["barn"], coder="Kari")
        coding.tag(one, "granmo-1:2", ["økonomi"], coder="Ola")
        for who in ("Kari", "Ola"):
            coding.finish(one, ["granmo-1"], coder=who)
    for one, choice, who in ((project, "A", "Per"), (there, "B", "Eva")):
        (found,) = listed(both(one, ["Kari", "Ola"], Selection()), Selection(), ())
        adjudicating.adjudicate(one, ["Kari", "Ola"], [Decision(found.id, choice)], coder=who)  # type: ignore[arg-type]
    sharing.merge(project, [there.folder], coder="Per", ask=never)
    (row,) = rows(project)
    assert row["status"] == "settlement"
    assert set(str(row["answers"]).split(", ")) == {"Per:A", "Eva:B"}
    waits.settle(project, str(row["id"]), "Eva:B", coder="Per")
    assert rows(project) == []
    (settled,) = settlements.load(project.db, "consensus").values()
    assert (settled.choice, settled.coder) == ("B", "Per")
    assert {c.code for c in codings.load(project.db) if c.coder == "consensus"} == {"økonomi"}


def test_a_sheet_settles_what_it_can_and_says_what_it_cannot(lost: Project, tmp_path: Path) -> None:
    with lost.verb("tag --from", "Kari") as verb:
        waiting.add(lost.db, "row", {"text": "granmo-1; bran; 4"}, verb.time, coder="Kari")
    sheet = tmp_path / "ark.csv"
    table = waits.unsettled(lost).table
    table["decision"] = ["granmo-1:2" if kind == "lost" else "kanskje" for kind in table["status"]]
    table.to_csv(sheet, index=False)
    done, wrong = waits.settle_from(lost, sheet, coder="Kari")
    assert len(done) == 1
    assert wrong == ["row 3: no answer to what is row 'kanskje'"]
    assert [row["quote"] for row in rows(lost)] == ["granmo-1; bran; 4"]
    table["decision"] = ["", "drop"]
    table.to_csv(sheet, index=False)
    assert waits.settle_from(lost, sheet, coder="Kari") == (["row: drop"], [])
    assert rows(lost) == []
