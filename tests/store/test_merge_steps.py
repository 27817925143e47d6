"""The steps of a merge, one by one, and what cannot both be: it stays, and waits."""

import json
import shutil
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path

import pytest

from qualcode.compare.adjudication import Decision
from qualcode.importers.reanchor import reanchor
from qualcode.model import Code, Selection
from qualcode.project import Project
from qualcode.store import codings, history, settlements, transcripts
from qualcode.store.conflicts import Verdicts
from qualcode.store.merging import Meeting, Report, merge
from qualcode.store.merging.accounting import account, check
from qualcode.store.merging.applying import apply
from qualcode.store.merging.bringing import bring
from qualcode.store.merging.settling import settle
from qualcode.verbs import adjudicating, codes, coding
from qualcode.verbs import transcripts as bringing
from qualcode.verbs.disagreeing import both, listed
from qualcode.verbs.setup import check as checked

Tables = Callable[[Project], object]


@pytest.fixture
def copy(tmp_path: Path) -> "Iterator[Callable[[Project], Project]]":
    opened: list[Project] = []

    def made(project: Project) -> Project:
        folder = tmp_path / f"copy-{len(opened)}"
        shutil.copytree(project.folder, folder)
        opened.append(Project.open(folder))
        return opened[-1]

    yield made
    for one in opened:
        one.close()


def merged(here: Project, there: Project, *, times: int = 1) -> Report:
    report = Report()
    for _ in range(times):
        with here.verb("merge", "Kari") as verb:
            report = merge(here.db, there.db, verb, verdicts=Verdicts(), reanchor=reanchor)
    return report


def standing(project: Project) -> set[tuple[str, str, str]]:
    return {(c.transcript, c.code, c.coder) for c in codings.load(project.db)}


def test_bringing_takes_in_the_log_and_changes_no_row(
    project: Project, copy: Callable[..., Project], tables: Tables
) -> None:
    there = copy(project)
    coding.tag(there, "granmo-1:2", ["barn"], coder="Ola")
    before = tables(project)
    with project.verb("merge", "Kari") as verb:
        m = Meeting.of(project.db, there.db, verb, reanchor)
        assert (m.new, m.touched, len(m.theirs - m.ours)) == (set(), set(), 1)
        bring(m)
        (line,) = m.new
        assert {table for table, _ in m.touched} == {"coding"}
        assert tables(project) == before
        assert project.db.execute("SELECT via FROM log WHERE id = ?", [line]).fetchone()[0] == verb.id
        assert m.report.lines == 1


def test_settling_reports_what_nobody_decided_and_writes_what_somebody_did(
    project: Project, copy: Callable[..., Project]
) -> None:
    there = copy(project)
    codes.edit(project, "barn", {"definition": "her"}, coder="Kari")
    codes.edit(there, "barn", {"definition": "der"}, coder="Ola")
    for verdicts, conflicts, said in ((Verdicts(), 1, 0), (Verdicts("ours"), 0, 1)):
        with project.verb("merge", "Kari", dry_run=True) as verb:
            m = Meeting.of(project.db, there.db, verb, reanchor)
            bring(m)
            settle(m, verdicts)
            lines = project.db.execute("SELECT count(*) FROM log WHERE verb = 'merge: settled'").fetchone()[0]
            assert (len(m.report.conflicts), lines) == (conflicts, said)


def test_applying_makes_the_rows_and_accounting_tells_them(project: Project, copy: Callable[..., Project]) -> None:
    there = copy(project)
    coding.tag(there, "granmo-1:2", ["barn"], coder="Ola")
    codes.retire(project, "barn", coder="Kari")
    with project.verb("merge", "Kari") as verb:
        m = Meeting.of(project.db, there.db, verb, reanchor)
        since = project.db.execute("SELECT max(seq) FROM change").fetchone()[0]
        bring(m)
        assert standing(project) == set()
        apply(m)
        assert standing(project) == {("granmo-1", "barn", "Ola")}
        check(m, set())
        account(m, since)
    assert dict(m.report.counts) == {("coding", "Ola", "new"): 1}
    assert m.report.notes == ["1 codings by Ola came with barn, which is retired here"]


def test_codes_whose_ids_differ_only_in_case_are_refused(project: Project, copy: Callable[..., Project]) -> None:
    there = copy(project)
    codes.add(project, Code("bolig"), coder="Kari")
    codes.add(there, Code("Bolig"), coder="Ola")
    with pytest.raises(Exception, match="Bolig, bolig"):
        merged(project, there)


def test_what_was_removed_in_one_copy_and_worked_on_in_the_other_stays(
    project: Project, copy: Callable[..., Project], tables: Tables
) -> None:
    there = copy(project)
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari", memo="viktig")
    bringing.remove(there, ["granmo-1"], coder="Ola")
    report = merged(project, there)
    assert report.notes == [
        "granmo-1 was removed in one copy and worked on in the other: it stays; see `qualcode unsettled`"
    ]
    assert standing(project) == {("granmo-1", "barn", "Kari")}
    (waits,) = project.db.execute("SELECT kind, payload FROM unsettled").fetchall()
    assert waits["kind"] == "removed"
    assert json.loads(waits["payload"]) | {"name": ""} == {"what": "transcript", "name": "", "by": "Ola"}
    merged(there, project)
    assert tables(there) == tables(project)
    assert merged(project, there).notes == []
    for _ in range(2):
        assert history.undo(project.db, "Kari")["verb"] == "merge"
    assert not project.db.execute("SELECT 1 FROM unsettled").fetchone()
    merged(project, there, times=2)
    assert tables(there) == tables(project)


def test_who_removes_it_knowing_the_work_removes_it(project: Project, copy: Callable[..., Project]) -> None:
    there = copy(project)
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    bringing.remove(there, ["granmo-1"], coder="Ola")
    merged(project, there)
    bringing.remove(project, ["granmo-1"], coder="Kari")
    merged(there, project)
    assert "granmo-1" not in transcripts.names(there.db)
    assert merged(project, there).notes == []
    assert "granmo-1" not in transcripts.names(project.db)
    bringing.remove(project, ["lyngdalen-1"], coder="Kari")
    assert merged(there, project).notes == []
    assert transcripts.names(there.db) == {}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_it_stays_in_whichever_order_three_copies_meet(
    order: tuple[int, ...], project: Project, copy: Callable[..., Project], tables: Tables
) -> None:
    three = [copy(project) for _ in range(3)]
    coding.tag(three[0], "granmo-1:2", ["barn"], coder="Kari")
    bringing.remove(three[1], ["granmo-1"], coder="Ola")
    coding.finish(three[2], ["granmo-1"], coder="Per")
    a, b, c = (three[n] for n in order)
    for here, other in ((a, b), (c, a), (b, c), (a, b), (c, a), (a, c)):
        merged(here, other)
    assert tables(a) == tables(b) == tables(c)
    assert standing(a) == {("granmo-1", "barn", "Kari")}
    assert codings.readings(a.db) == {"granmo-1": ["Per"]}
    assert checked(a).table.empty


@pytest.fixture
def differing(project: Project) -> Project:
    """Kari and Ola differ about one passage."""
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    coding.tag(project, "granmo-1:2", ["økonomi"], coder="Ola")
    for who in ("Kari", "Ola"):
        coding.finish(project, ["granmo-1"], coder=who)
    return project


def decide(project: Project, choice: str, coder: str) -> str:
    (found,) = listed(both(project, ["Kari", "Ola"], Selection()), Selection(), ())
    adjudicating.adjudicate(project, ["Kari", "Ola"], [Decision(found.id, choice)], coder=coder)  # type: ignore[arg-type]
    return found.id


def test_one_disagreement_settled_differently_is_open_again(
    differing: Project, copy: Callable[..., Project], tables: Tables
) -> None:
    there = copy(differing)
    decide(differing, "A", "Per")
    about = decide(there, "B", "Eva")
    report = merged(differing, there)
    assert report.notes == [
        "a disagreement was settled differently by Eva and Per: it is open again; see `qualcode unsettled`"
    ]
    assert settlements.load(differing.db, "consensus") == {}
    assert {who for *_, who in standing(differing)} == {"Kari", "Ola"}
    assert "consensus" not in codings.readings(differing.db)["granmo-1"]
    merged(there, differing)
    assert tables(there) == tables(differing)
    decide(differing, "A", "Per")
    assert list(settlements.load(differing.db, "consensus")) == [about]
    assert ("granmo-1", "barn", "consensus") in standing(differing)
    assert not differing.db.execute("SELECT 1 FROM unsettled").fetchone()
    merged(there, differing, times=2)
    assert tables(there) == tables(differing)
    assert checked(there).table.empty


def test_one_disagreement_settled_alike_is_settled(differing: Project, copy: Callable[..., Project]) -> None:
    there = copy(differing)
    decide(differing, "A", "Per")
    decide(there, "A", "Eva")
    assert merged(differing, there).notes == []
    assert len(settlements.load(differing.db, "consensus")) == 1
    assert ("granmo-1", "barn", "consensus") in standing(differing)
