"""Small faults (mutants) made one at a time in the heart of the program: do the room's own tests notice each?

`python tests/mutants.py` goes through all rooms, `python tests/mutants.py segment model` through some. mutmut makes the
faults and runs, for each, the tests that reach it, in a copy of the project. Prints for each room how many were
noticed, and those that were not; fails where fewer are noticed than `HEART` says. The score of the whole is in
`CONTRIBUTING.md`.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
COPIED = ("qualcode", "tests", "codebooks", "transcripts", "docs", "pyproject.toml")
UNNOTICED = {"survived", "no tests", "not checked", "suspicious"}


class Room(NamedTuple):
    """Files in which faults are made, the tests that are to notice them, and the least share that is noticed."""

    files: tuple[str, ...]
    tests: tuple[str, ...]
    least: float


HEART = {
    "model": Room(
        ("model.py", "conditions.py", "names.py"),
        ("tests/test_model.py", "tests/test_conditions.py", "tests/test_names.py"),
        0.88,
    ),
    "segment": Room(("segment/*.py",), ("tests/segment",), 0.85),
    "text": Room(("text/[!s]*.py",), ("tests/text",), 0.0),
    "store": Room(
        ("store/codings.py", "store/history.py", "store/replay.py", "store/placing.py"), ("tests/store",), 0.0
    ),
    "reanchor": Room(("importers/reanchor.py",), ("tests/importers/test_reanchor.py",), 0.0),
    "coefficients": Room(("compare/coefficients.py",), ("tests/compare",), 0.0),
    "excerpts": Room(("summarise/excerpts.py", "summarise/totals.py"), ("tests/summarise",), 0.0),
}


def main(names: list[str]) -> int:
    """Make the faults of the rooms that are named, of all where none is; 1 where too few are noticed."""
    if unknown := set(names) - HEART.keys():
        print(f"no room {', '.join(sorted(unknown))}; there are {', '.join(HEART)}", file=sys.stderr)
        return 2
    few = [name for name in names or HEART if told(name, HEART[name]) < HEART[name].least]
    if few:
        print(f"fewer small faults are noticed than were: {', '.join(few)}", file=sys.stderr)
    return 1 if few else 0


def told(name: str, room: Room) -> float:
    """Print what was noticed in a room; returns the share."""
    with tempfile.TemporaryDirectory() as folder:
        found = outcomes(Path(folder), room)
        unnoticed = [mutant for mutant, status in found.items() if status in UNNOTICED]
        for mutant in unnoticed:
            shown = subprocess.run(
                [sys.executable, "-m", "mutmut", "show", mutant],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
            changed = [
                line for line in shown.stdout.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
            ]
            print(f"{mutant} ({found[mutant]})", *changed, sep="\n    ")
    share = 1 - len(unnoticed) / len(found)
    print(f"{name}: {len(found) - len(unnoticed)} of {len(found)} small faults noticed, {share:.1%}", flush=True)
    return share


def outcomes(folder: Path, room: Room) -> dict[str, str]:
    """What became of every fault of a room, made in a copy of the project: killed, survived, timeout, …"""
    from mutmut.stats import status_by_exit_code

    for part in COPIED:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    only, tests = [f"qualcode/{file}" for file in room.files], list(room.tests)
    settings = {"source_paths": ["qualcode"], "only_mutate": only, "also_copy": list(COPIED[1:-1])}
    settings |= {"pytest_add_cli_args": ["-n0"], "pytest_add_cli_args_test_selection": tests}
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items()))
    command = [sys.executable, "-m", "mutmut", "run"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    made = [json.loads(meta.read_text("utf-8")) for meta in sorted((folder / "mutants").rglob("*.meta"))]
    codes = {name: code for meta in made for name, code in meta["exit_code_by_key"].items()}
    if not codes or None in codes.values():
        raise SystemExit(f"mutmut did not go through:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return {name: status_by_exit_code[code] for name, code in codes.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
