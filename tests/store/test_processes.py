"""Two processes at work in one project lose nothing; one that is killed leaves all that it had finished."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.store import codings, history
from qualcode.store.database import integrity

WORK = """
import sys
from qualcode.project import Project
from qualcode.verbs.coding import tag
folder, coder, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Project.open(folder) as project:
    print("ready", flush=True)
    for n in range(number):
        (made,) = tag(project, f"granmo-1@{n % 200}-{n % 200 + 12 + n // 200}", ["barn"], coder=coder, memo="notat")
        print(made.id, flush=True)
"""


def at_work(folder: Path, coder: str, number: int) -> "subprocess.Popen[str]":
    """A process that codes `number` times and says the id of each coding when it is done."""
    return subprocess.Popen(
        [sys.executable, "-c", WORK, str(folder), coder, str(number)], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("number", [50, pytest.param(1000, marks=[pytest.mark.slow, pytest.mark.timeout(900)])])
def test_two_processes_at_once_lose_nothing(number: int, project: Project) -> None:
    workers = [at_work(project.folder, coder, number) for coder in ("Kari", "Ola")]
    said = [worker.communicate()[0].split()[1:] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert [len(ids) for ids in said] == [number, number]
    kept = {c.id: c for c in codings.load(project.db)}
    assert kept.keys() == set(said[0]) | set(said[1])
    assert all(c.memo == "notat" for c in kept.values())
    lines = [line for line in history.lines(project.db) if line["verb"] == "tag"]
    assert len(lines) == len({line["time"] for line in lines}) == 2 * number
    for coder in ("Kari", "Ola"):
        assert history.undo(project.db, coder)["verb"] == "tag"


@pytest.mark.parametrize("attempt", [pytest.param(a, marks=pytest.mark.slow if a > 4 else ()) for a in range(40)])
def test_killing_the_process_leaves_the_last_finished_verb(attempt: int, project: Project) -> None:
    worker = at_work(project.folder, "Kari", 100_000)
    assert worker.stdout
    assert worker.stdout.readline() == "ready\n"
    time.sleep(0.05 + attempt * 0.0037)
    worker.kill()
    said = [line.strip() for line in worker.stdout.read().split("\n")[:-1]]
    worker.wait()
    worker.stdout.close()
    with Project.open(project.folder) as found:
        kept = {c.id for c in codings.load(found.db)}
        logged = [line for line in history.lines(found.db) if line["verb"] == "tag"]
        assert set(said) <= kept
        assert len(kept) - len(said) in (0, 1)  # the one that was done and not yet said
        assert len(logged) == len(kept)
        assert integrity(found.db) == codings.faults(found.db) == []
        assert not found.db.execute("SELECT * FROM doing").fetchall()
        for _ in logged:
            history.undo(found.db, "Kari")
        assert not list(codings.load(found.db))
