"""Copies that went their own ways come together again: the same project in any order, and nothing of either lost."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Selection, Source
from qualcode.project import Project
from qualcode.store import codebook, codings, history, merging, transcripts
from qualcode.store.database import integrity
from qualcode.verbs import coding
from qualcode.verbs import transcripts as bringing

if TYPE_CHECKING:
    from collections.abc import Iterator

Tables = Callable[[Project], dict[str, list[str]]]
Copy = Callable[[Project], Project]


@pytest.fixture
def copy(tmp_path: Path) -> "Iterator[Copy]":
    """Copies of a project as it is now, each in a folder of its own."""
    opened: list[Project] = []

    def made(project: Project) -> Project:
        folder = tmp_path / f"copy-{len(opened)}"
        shutil.copytree(project.folder, folder)
        opened.append(Project.open(folder))
        return opened[-1]

    yield made
    for one in opened:
        one.close()


def merge(here: Project, there: Project, settle: merging.Side | None = None) -> merging.Report:
    with here.verb("merge", "Kari") as verb:
        report = merging.merge(here.db, there.db, verb, settle=lambda code: settle)
        assert not report.conflicts, report.conflicts
    return report


def whole(project: Project) -> bool:
    return integrity(project.db) == codings.faults(project.db) == transcripts.faults(project.db) == []


def ids(project: Project, table: str, condition: str = "") -> set[str]:
    return {row[0] for row in project.db.execute(f"SELECT id FROM {table} {condition}")}  # noqa: S608


def places(project: Project) -> dict[str, tuple[object, ...]]:
    """What every coding that stands says, by its id."""
    found = project.db.execute('SELECT id, transcript, code, coder, "start", "end" FROM coding WHERE removed IS NULL')
    return {row[0]: tuple(row)[1:] for row in found}


def lost(before: Project, a: Project, b: Project, merged: Project) -> set[str]:
    """Codings and memos of either copy that stand no more although neither copy took them away."""
    gone = set()
    for here, there in ((a, b), (b, a)):
        taken = ids(there, "coding", "WHERE removed IS NOT NULL") | (ids(before, "coding") - ids(there, "coding"))
        kept = set(places(merged).values())
        gone |= {id_ for id_, place in places(here).items() if id_ not in taken and place not in kept}
        gone |= ids(here, "memo") - ids(merged, "memo") - (ids(before, "memo") - ids(there, "memo"))
    return gone


def wander(
    act: Callable[..., bool], project: Project, random: Random, steps: int, coders: Sequence[str], **more: object
) -> None:
    """A history of verbs, with a good deal of undoing and redoing."""
    for _ in range(steps):
        coder, step = random.choice(coders), random.random()
        try:
            if step < 0.15:
                history.undo(project.db, coder)
            elif step < 0.22:
                history.redo(project.db, coder)
            else:
                act(project, random, coder, **more)
        except QualcodeError:
            continue


SEEDS = [pytest.param(s, marks=pytest.mark.slow if s > 14 else ()) for s in range(300)]


@pytest.mark.parametrize("seed", SEEDS)
def test_any_two_histories_give_one_project(
    seed: int, project: Project, copy: Copy, act: Callable[..., bool], tables: Tables
) -> None:
    random = Random(seed)  # noqa: S311
    wander(act, project, random, 12, ["Kari", "Ola"])
    a, b = copy(project), copy(project)
    wander(act, a, random, 20, ["Kari", "Ola"] if seed % 3 else ["Kari"])
    wander(act, b, random, 20, ["Ola", "Kari"] if seed % 3 else ["Ola"])
    ab = copy(a)
    merge(ab, b, "ours")
    assert whole(ab)
    assert lost(project, a, b, ab) == set()
    ba = copy(b)
    merge(ba, ab)
    assert tables(ba) == tables(ab)
    for here, there in ((ab, b), (ab, ba), (ba, a), (ab, a), (ba, ba)):
        assert merge(here, there).lines == 0
        assert tables(here) == tables(ba)
    logs = [{(line["id"], line["undone"]) for line in history.lines(p.db) if line["verb"] != "merge"} for p in (ab, ba)]
    assert logs[0] == logs[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_any_order_of_three_copies_gives_one_project(
    seed: int, project: Project, copy: Copy, act: Callable[..., bool], tables: Tables
) -> None:
    random = Random(seed)  # noqa: S311
    wander(act, project, random, 6, ["Kari"])
    one = [copy(project) for _ in range(3)]
    for n, there in enumerate(one):
        wander(act, there, random, 10, ["Kari", "Ola"], safe=n != seed % 3)
    ab, ba = copy(one[0]), copy(one[1])
    merge(ab, one[1])
    merge(ba, one[0])
    assert tables(ab) == tables(ba)
    pairs = [(i, j) for i in range(3) for j in range(3) if i != j] * 2
    random.shuffle(pairs)
    for i, j in pairs:
        merge(one[i], one[j])
        if random.random() < 0.5:
            wander(act, one[i], random, 2, ["Kari", "Ola"], safe=True)
    for i, j in ((0, 1), (0, 2), (1, 0), (2, 0)):
        merge(one[i], one[j])
    assert tables(one[0]) == tables(one[1]) == tables(one[2])
    assert all(whole(p) for p in one)


@pytest.mark.parametrize("seed", range(6))
def test_a_merge_is_one_verb_that_can_be_undone(
    seed: int, project: Project, copy: Copy, act: Callable[..., bool], tables: Tables
) -> None:
    random = Random(seed)  # noqa: S311
    a, b = copy(project), copy(project)
    wander(act, a, random, 8, ["Kari", "Ola"])
    wander(act, b, random, 8, ["Kari", "Ola"])
    before, lines = tables(a), history.lines(a.db)
    merge(a, b, "theirs")
    after = tables(a)
    assert history.undo(a.db, "Kari")["verb"] == "merge"
    assert tables(a) == before
    assert history.lines(a.db)[: len(lines)] == lines
    assert {line["verb"] for line in history.lines(a.db)[len(lines) :]} == {"merge", "undo"}
    history.redo(a.db, "Kari")
    assert tables(a) == after
    history.undo(a.db, "Kari")
    merge(a, b, "theirs")
    assert {t: rows for t, rows in tables(a).items() if "code" not in t} == {
        t: rows for t, rows in after.items() if "code" not in t
    }
