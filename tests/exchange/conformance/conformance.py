"""Make the files of the conformance set, and run an importer against them.

    python conformance.py make DIR               writes NAME.qdpx and NAME.json (what it must mean) for every rule
    python conformance.py run DIR COMMAND...     runs COMMAND with each file's path in place of {} (or behind it) and
                                                 compares the JSON that it prints: the same form as NAME.json

An importer may print more than a rule asks for; what the rule asks for must be there, lists in any order.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from rules import Rule, rules


def make(folder: Path) -> None:
    """Write the files; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    for rule in rules():
        write(rule, folder / f"{rule.name}.qdpx")
        told = json.dumps({"about": rule.about, **rule.meaning}, ensure_ascii=False, indent=1)
        (folder / f"{rule.name}.json").write_text(f"{told}\n", encoding="utf-8")


def write(rule: Rule, path: Path) -> None:
    """One rule's project."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {"project.qde": rule.qde.encode(), **rule.files}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)


def differences(meant: dict[str, Any], read: dict[str, Any]) -> list[str]:
    """What an importer read otherwise than it is meant."""
    return [
        f"{key}: {json.dumps(read.get(key), ensure_ascii=False)} instead of {json.dumps(value, ensure_ascii=False)}"
        for key, value in meant.items()
        if key != "about" and _sorted(read.get(key)) != _sorted(value)
    ]


def _sorted(value: object) -> object:
    return sorted(value, key=str) if isinstance(value, list) else value


def held(folder: Path, read: Callable[[Path], dict[str, Any]]) -> dict[str, list[str]]:
    """For each rule what differs; nothing where the importer holds it."""
    found = {}
    for meant in sorted(folder.glob("*.json")):
        try:
            found[meant.stem] = differences(json.loads(meant.read_text("utf-8")), read(meant.with_suffix(".qdpx")))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            found[meant.stem] = [f"{type(error).__name__}: {error}"]
    return found


def main(args: list[str]) -> int:
    """The two commands."""
    if len(args) == 2 and args[0] == "make":
        make(Path(args[1]))
        return 0
    if len(args) < 3 or args[0] != "run":
        sys.stdout.write(__doc__)
        return 2

    def read(path: Path) -> dict[str, Any]:
        command = [word.replace("{}", str(path)) for word in args[2:]]
        command += [str(path)] * (command == args[2:])
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return dict(json.loads(done.stdout))

    found = held(Path(args[1]), read)
    for name, told in found.items():
        sys.stdout.write("\n       ".join([f"{'FAILS' if told else 'holds'}  {name}", *told]) + "\n")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
