"""Every command that the documentation shows is run, in the order of the page.

A ```console block is run in the worked example's folder, as `qualcode demo` leaves it; a page whose first block is
marked ```console fresh begins with the example's files only. Lines beginning with `$ ` are commands; others are what
they print, cut short for the page. A command shown with a comment `# exit N` is to end so. The ```python blocks of the
page on notebooks are run there too.
"""

import re
import shlex
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from qualcode.cli import COMMANDS, run
from qualcode.verbs import example

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```console( fresh)?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> tuple[bool, list[str]]:
    """Whether the page begins fresh, and its commands without the prompt."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    shown = [line[2:] for _, block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return bool(blocks and blocks[0][0]), shown


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, made once."""
    folder = tmp_path_factory.mktemp("docs") / "demo"
    assert run(["demo", str(folder), "--quiet"]) == 0
    return folder


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)[1]], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_commands_shown_work(
    page: Path, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, shown = commands(page)
    folder = tmp_path / "work"
    if fresh:
        example.lay_out(folder)
    else:
        shutil.copytree(request.getfixturevalue("demo"), folder)
    monkeypatch.chdir(folder)
    for line in shown:
        words = shlex.split(line, comments=True)
        expected = re.search(r"# exit (\d+)", line)
        assert words[0] == "qualcode", line
        assert run(words[1:]) == int(expected[1] if expected else 0), line


def test_the_notebook_page_runs(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(demo, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    blocks = PYTHON.findall((ROOT / "docs" / "notebook.md").read_text(encoding="utf-8"))
    assert blocks
    for block in blocks:
        exec(compile(block, "docs/notebook.md", "exec"), {})  # noqa: S102 - the project's own page
    told = capsys.readouterr().out
    assert told.startswith("1 new coding\n")
    assert "tiltakskontor" in told
    assert told.endswith("undone: search --tag\n")


def test_the_exchange_page_counts_the_tables_in_pandas(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(demo, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    assert run(["export", "--tables", "tables", "--quiet"]) == 0
    (block,) = PYTHON.findall((ROOT / "docs" / "exchange.md").read_text(encoding="utf-8"))
    capsys.readouterr()
    exec(compile(block, "docs/exchange.md", "exec"), {})  # noqa: S102 - the project's own page
    told = capsys.readouterr().out
    assert "sammenligningskontor" in told
    assert "barneperspektiv" in told


def test_the_functions_that_the_notebook_page_names_are_there() -> None:
    text = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")
    named = re.findall(r"`(\w+)\.(\w+)`", text[text.index("| stage |") : text.index("To write an")])
    assert len(named) > 20
    for module, function in named:
        assert hasattr(import_module(f"qualcode.verbs.{module}"), function), f"{module}.{function}"


def test_every_command_is_in_the_documentation() -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert not [name for name in COMMANDS if f"qualcode {name}" not in told]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]
