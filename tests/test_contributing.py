"""The recipes of CONTRIBUTING.md, taken literally: done in a copy of the project, and the copy passes its checks."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from qualcode.cli import run

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCK = re.compile(
    r"^```(?:python|text)\n# (\S+), (new|at the end|below ([^\n]+)|instead of ([^\n]+))\n(.*?)^```$", re.M | re.S
)
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \|$", re.M)
COPIED = (".ci", "qualcode", "tests", "docs", "benchmarks", "codebooks", "transcripts")
FILES = ("pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "noxfile.py", "mkdocs.yml")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which everything stands that the recipes say, and nothing else."""
    folder = tmp_path_factory.mktemp("copy")
    for part in COPIED:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, folder / file)
    for where, how, below, instead, text in BLOCK.findall(PAGE):
        put(folder / where, how, below, instead, text)
    done(folder, "-m", "qualcode.wording")
    for lang, column in (("nb", 1), ("nn", 2)):
        translate(folder / "qualcode" / "wording" / f"{lang}.po", {row[0]: row[column] for row in ROW.findall(PAGE)})
    done(folder, "-m", "pytest", "-n0", "tests/render/test_golden.py", QUALCODE_RENEW="1")
    return folder


def put(file: Path, how: str, below: str, instead: str, text: str) -> None:
    """Do what the first line of a block says."""
    if how == "new":
        assert not file.exists()
        file.write_text(text, "utf-8")
        return
    lines = file.read_text("utf-8").splitlines(keepends=True)
    if how == "at the end":
        lines.append(text)
    else:
        (at,) = [n for n, line in enumerate(lines) if line.strip() == (below or instead)]
        lines[at : at + 1] = [lines[at], text] if below else [text]
    file.write_text("".join(lines), "utf-8")


def translate(file: Path, words: dict[str, str]) -> None:
    with file.open("rb") as source:
        catalogue = read_po(source)
    for message in catalogue:
        if message.id and not message.string:
            message.string = words[str(message.id)]
    with file.open("wb") as target:
        write_po(target, catalogue, width=120)


def done(folder: Path, *words: str, **environment: str) -> str:
    """Run Python in the copy, with the copy's own package."""
    own = {**os.environ, "PYTHONPATH": str(folder), **environment}
    ran = subprocess.run(
        [sys.executable, *words], cwd=folder, env=own, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, f"{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"
    return ran.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    assert run(["demo", str(folder), "--quiet"]) == 0
    return folder


def test_the_recipes_are_there() -> None:
    for where, _, below, instead, _ in BLOCK.findall(PAGE):
        if line := below or instead:
            stripped = [text.strip() for text in (ROOT / where).read_text("utf-8").splitlines()]
            assert stripped.count(line) == 1, f"{where}: {line}"
    assert [where for where, *_ in BLOCK.findall(PAGE)].count("qualcode/compare/measures.py") == 2
    assert len(BLOCK.findall(PAGE)) == PAGE.count("\n```python\n") + PAGE.count("\n```text\n")


@pytest.mark.timeout(1200)
def test_the_recipes_work(copy: Path, demo: Path, tmp_path: Path) -> None:
    """One test, so that the copy is made once, whichever process takes it."""
    the_copy_keeps_the_rules_of_the_house(copy)
    the_analysis_is_a_command_with_all_that_commands_have(copy, demo)
    the_formats_are_written_and_read(copy, demo, tmp_path)
    the_statistic_is_a_column_of_the_comparison(copy, demo)


def the_copy_keeps_the_rules_of_the_house(copy: Path) -> None:
    places = [where for where, *_ in BLOCK.findall(PAGE) if where.endswith(".py")]
    done(copy, "-m", "ruff", "check", *places)
    done(copy, "-m", "ruff", "format", "--check", *places)
    done(copy, "-m", "pytest", "-n0", "tests/summarise/test_longest.py", "tests/compare/test_jaccard.py")
    done(copy, "-m", "pytest", "-n0", "tests/test_choices.py", "tests/wording", "tests/render/test_golden.py")
    house = "imports_go_down or every_command or every_check"
    done(copy, "-m", "pytest", "-n0", "tests/test_house.py", "tests/test_docs.py", "-k", house)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_copy_passes_its_type_check_and_its_whole_suite(copy: Path) -> None:
    done(copy, "-m", "mypy", "qualcode", "tests")
    done(copy, "-m", "pytest", "--deselect", "tests/test_contributing.py")


def the_analysis_is_a_command_with_all_that_commands_have(copy: Path, demo: Path) -> None:
    command = ("-m", "qualcode", "longest", "-p", str(demo))
    rows = json.loads(done(copy, *command, "--most", "3", "--where", "round=2017", "--format", "json"))
    assert len(rows) == 3
    assert rows[0]["words"] >= rows[1]["words"] >= rows[2]["words"] > 10
    assert "De lengste utdragene" in done(copy, *command, "--format", "md")


def the_formats_are_written_and_read(copy: Path, demo: Path, tmp_path: Path) -> None:
    assert done(copy, "-m", "qualcode", "status", "-p", str(demo), "--format", "tabs").startswith("what\twho\tnumber\t")
    done(copy, "-m", "qualcode", "status", "-p", str(demo), "-o", str(tmp_path / "status.tsv"))
    assert (tmp_path / "status.tsv").read_text("utf-8").startswith("what\twho\t")
    (tmp_path / "prat.log").write_text("*** Kari kom inn\nKari: Hei.\nOla: Hei igjen.\n", "utf-8")
    done(copy, "-m", "qualcode", "init", str(tmp_path / "p"), "--quiet")
    done(copy, "-m", "qualcode", "import", str(tmp_path / "prat.log"), "-p", str(tmp_path / "p"), "--quiet")
    shown = done(copy, "-m", "qualcode", "transcripts", "show", "prat", "-p", str(tmp_path / "p"), "--format", "json")
    assert json.loads(shown)["text"].startswith("Kari: Hei.")


def the_statistic_is_a_column_of_the_comparison(copy: Path, demo: Path) -> None:
    compared = json.loads(done(copy, "-m", "qualcode", "compare", "anna", "berit", "-p", str(demo), "--format", "json"))
    for code in compared["codes"]:
        f1, found = code["positive_agreement"], code["jaccard"]
        assert (f1 is None) == (found is None)
        if found is not None:
            assert found == pytest.approx(f1 / (2 - f1))
