"""The house itself: its floors, its start-up, its help."""

import json
import os
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest

from qualcode.cli import COMMANDS, Commands, qualcode

HEAVY = ("spacy", "pandas", "sklearn", "numpy", "matplotlib", "docx", "textual", "sqlite_utils")
ROOT = Path(__file__).parents[1]


def modules_after(*args: str) -> set[str]:
    """The top-level modules loaded by a cold `qualcode ARGS`."""
    code = (
        "import sys, json; sys.argv = ['qualcode', *sys.argv[1:]]\n"
        "from qualcode.cli import run\n"
        "run(sys.argv[1:])\n"
        "print('\\n' + json.dumps(sorted({m.partition('.')[0] for m in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("args", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    assert modules_after(*args).isdisjoint(HEAVY)


def every_command() -> list[tuple[str, click.Command]]:
    """Every command and sub-command with its whole name."""
    found = []
    context = click.Context(qualcode)
    assert isinstance(qualcode, Commands)
    for name in qualcode.list_commands(context):
        command = qualcode.get_command(context, name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {sub}", child) for sub, child in command.commands.items()]
    return found


@pytest.mark.parametrize(("name", "command"), every_command(), ids=lambda value: str(value).partition(" at ")[0])
def test_every_command_explains_itself(name: str, command: click.Command) -> None:
    assert command.help, name
    assert all(option.help for option in command.params if isinstance(option, click.Option)), name


@pytest.mark.parametrize(("name", "command"), every_command(), ids=lambda value: str(value).partition(" at ")[0])
def test_every_command_can_be_quiet(name: str, command: click.Command) -> None:
    assert isinstance(command, click.Group) or "quiet" in {option.name for option in command.params}, name


def test_imports_go_down_only() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_the_picture_and_the_table_of_the_architecture_show_every_room_on_its_floor() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    floors = [set(re.findall(r"\w+", layer)) for layer in contracts[0]["layers"]]
    rooms = {name for floor in floors for name in floor if next((ROOT / "qualcode").glob(f"{name}*"), None)}
    picture = (ROOT / "docs" / "pictures" / "architecture.svg").read_text("utf-8")
    drawn = [(int(y), name) for y, name in re.findall(r'class="room"[^>]* y="(\d+)"[^>]*>(\w+)<', picture)]
    assert {name for _, name in drawn} == rooms
    height = {name: y for y, name in drawn}
    for above, below in pairwise(floors):
        assert max(height[n] for n in above & rooms) <= min(height[n] for n in below & rooms), (above, below)
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page[page.index("| floor |") : page.index("Imports go down only")]
    assert rooms == set(re.findall(r"`(\w+)(?:/|\.py)`", table))


def test_every_check_is_told_and_run() -> None:
    checks = re.findall(r"@nox\.session.*\ndef (\w+)", (ROOT / "noxfile.py").read_text("utf-8"))
    told = re.findall(r"\| `nox (?:--no-venv )?-s (\w+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert sorted(told) == sorted(checks)
    whole = re.search(r"options\.sessions = \[([^\]]+)\]", (ROOT / "noxfile.py").read_text("utf-8"))
    assert whole
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    named = {name for line in re.findall(r"--sessions (.+)", run) for name in line.split()}
    assert named | {"tests"} == set(re.findall(r"\w+", whole[1]))  # the tests by the README's own command
    (first, second) = re.findall(r"```sh\n(pip install .+)\n```", (ROOT / "README.md").read_text("utf-8"))
    assert f"\n{first}\n{second}\n" in run


def test_no_module_says_nothing_by_its_name() -> None:
    empty = {"utils", "util", "helpers", "common", "misc", "base", "manager", "managers"}
    assert not [p for p in (ROOT / "qualcode").rglob("*.py") if p.stem in empty]


def test_python_m_is_the_same_program() -> None:
    done = subprocess.run([sys.executable, "-m", "qualcode", "--version"], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith("qualcode, version")


def test_sockets_are_blocked_in_the_suite() -> None:
    import socket

    from pytest_socket import SocketBlockedError

    with pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def test_a_wrong_command_is_two_lines_and_exit_two() -> None:
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "qualcode", "exerpts"], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 2
    assert "excerpts" in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


def program(*args: str, **options: Any) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "qualcode", *args], stderr=subprocess.PIPE, **options)


def test_a_reader_who_has_seen_enough_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(f"Linje {n} av en lang tekst." for n in range(20_000)), encoding="utf-8")
    for args in (["init", "."], ["import", "a.txt"]):
        assert program(*args, cwd=tmp_path, stdout=subprocess.DEVNULL).wait() == 0
    running = program("transcripts", "show", "a", "--format", "json", cwd=tmp_path, stdout=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.read(1)
    running.stdout.close()
    assert running.communicate()[1] == b""
    assert running.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_in_a_line(tmp_path: Path) -> None:
    assert program("init", ".", cwd=tmp_path, stdout=subprocess.DEVNULL).wait() == 0
    with Path("/dev/full").open("wb") as full:
        running = program("status", cwd=tmp_path, stdout=full)
        message = running.communicate()[1].decode()
    assert running.returncode == 1
    assert len(message.splitlines()) == 1
    assert message.startswith("qualcode: ")


def test_an_interruption_while_the_program_is_loaded_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n", encoding="utf-8")
    running = program("status", env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    assert running.communicate()[1] == b"qualcode: interrupted\n"
    assert running.returncode == 130
