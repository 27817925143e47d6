"""Coders under other names: everything follows, also what comes later from another copy."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.second_coding import again
from qualcode.store import codings, history
from qualcode.verbs import coding, people, sharing
from qualcode.verbs import history as log
from qualcode.verbs.setup import check

Tables = Callable[[Project], object]


def never(name: str) -> str:
    raise AssertionError(name)


@pytest.fixture
def worked(project: Project) -> Project:
    """Kari and Karri (one person) and Ola have coded; Kari has finished granmo-1 and is in a round."""
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari", memo="viktig")
    coding.tag(project, "granmo-1:2", ["barn"], coder="Karri", memo="òg viktig")
    coding.tag(project, "granmo-1:4", ["økonomi"], coder="Karri")
    coding.tag(project, "granmo-1:4", ["økonomi"], coder="Ola")
    coding.finish(project, ["granmo-1"], coder="Kari")
    coding.tag(project, "lyngdalen-1:2", ["økonomi"], coder=again("Karri"))
    return project


@pytest.fixture
def there(worked: Project, tmp_path: Path) -> Iterator[Project]:
    shutil.copytree(worked.folder, tmp_path / "copy")
    with Project.open(tmp_path / "copy") as copied:
        yield copied


def made(project: Project) -> set[tuple[str, str, str]]:
    return {(c.coder, c.code, c.memo) for c in codings.load(project.db)}


def test_coders_are_listed_with_what_they_have_done(worked: Project) -> None:
    rows = {row["coder"]: row for row in people.coders(worked).table.to_dict("records")}
    assert set(rows) == {"Kari", "Karri", "Karri (again)", "Ola", "Per"}
    kari = rows["Kari"]
    assert (kari["codings"], kari["codes"], kari["memos"], kari["finished"], kari["steps"]) == (1, 1, 1, 1, 2)
    assert rows["Per"]["codings"] == 0


def test_everything_follows_a_new_name_and_comes_back_by_undo(worked: Project, tables: Tables) -> None:
    before = tables(worked)
    people.rename(worked, "Karri", "Kari Dal", coder="Ola")
    assert {who for who, *_ in made(worked)} == {"Kari", "Kari Dal", "Kari Dal (again)", "Ola"}
    assert {row for row in log.log(worked).table["coder"]} >= {"Kari Dal", "Kari Dal (again)"}
    assert worked.coder("Karri") == "Kari Dal"
    assert check(worked).table.empty
    history.undo(worked.db, "Ola")
    assert tables(worked) == before
    assert worked.coder("Karri") == "Karri"
    history.redo(worked.db, "Ola")
    assert history.standing(worked.db, "Kari Dal") == 2, "steps done under the old name are theirs"
    with pytest.raises(QualcodeError, match="built on since"):
        history.undo(worked.db, "Kari Dal")


def test_two_names_of_one_person_are_united(worked: Project, tables: Tables) -> None:
    before = tables(worked)
    people.merge(worked, "Karri", "Kari", coder="Ola")
    assert made(worked) == {
        ("Kari", "barn", "viktig\nòg viktig"),
        ("Kari", "økonomi", ""),
        ("Kari (again)", "økonomi", ""),
        ("Ola", "økonomi", ""),
    }
    assert check(worked).table.empty
    history.undo(worked.db, "Ola")
    assert tables(worked) == before


def test_two_who_finished_the_same_transcript_may_be_compared(worked: Project) -> None:
    coding.finish(worked, ["granmo-1"], coder="Karri")
    with pytest.raises(QualcodeError, match="both finished granmo-1"):
        people.merge(worked, "Karri", "Kari")
    people.merge(worked, "Karri", "Kari", yes=True)
    assert codings.readings(worked.db) == {"granmo-1": ["Kari"]}


def test_what_cannot_be_is_refused(worked: Project, tables: Tables) -> None:
    before = tables(worked)
    for refused, told in (
        (lambda: people.rename(worked, "Kari", "ola"), "there is a coder 'Ola' already"),
        (lambda: people.rename(worked, "Karl", "Nils"), "no coder 'Karl'"),
        (lambda: people.rename(worked, "Kari", " "), "no name for a coder"),
        (lambda: people.merge(worked, "Kari", "Kari"), "one name already"),
        (lambda: people.merge(worked, "Kari", "Nils"), "no coder 'Nils'"),
    ):
        with pytest.raises(QualcodeError, match=told):
            refused()
    assert tables(worked) == before


def test_work_that_comes_later_under_the_old_name_is_theirs(worked: Project, there: Project, tables: Tables) -> None:
    people.merge(worked, "Karri", "Kari", coder="Ola")
    coding.tag(there, "lyngdalen-1:2", ["barn"], coder="Karri", memo="nytt")
    coding.finish(there, ["lyngdalen-1"], coder="Karri")
    sharing.merge(worked, [there.folder], coder="Ola", ask=never)
    assert ("Kari", "barn", "nytt") in made(worked)
    assert codings.readings(worked.db) == {"granmo-1": ["Kari"], "lyngdalen-1": ["Kari"]}
    assert "Karri" not in {who for who, *_ in made(worked)}
    sharing.merge(there, [worked.folder], coder="Ola", ask=never)
    assert tables(there) == tables(worked)
    sharing.merge(worked, [there.folder], coder="Ola", ask=never)
    assert tables(there) == tables(worked)
    assert check(worked).table.empty


def test_a_name_given_back_is_a_name_again(worked: Project) -> None:
    people.rename(worked, "Karri", "Kari Dal")
    people.rename(worked, "Kari Dal", "Karri")
    assert worked.coder("Karri") == "Karri"
    assert worked.coder("Kari Dal") == "Karri"
