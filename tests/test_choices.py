"""Every list of choices stands once: what acts on a word knows each, and no command writes a list of its own."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from qualcode import choices
from qualcode.compare.worklist import ORDERS
from qualcode.render.formats import CONTENT_FORMATS, FORMATS, PICTURE_FORMATS, endings
from qualcode.suggest import QUEUES
from qualcode.tui.disagreement_picks import ABOUT, ORDER_ABOUT
from qualcode.tui.palette import PALETTES

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("registry", "words"),
    [
        (ORDERS, choices.DISAGREEMENT_ORDERS),
        (ORDER_ABOUT, choices.DISAGREEMENT_ORDERS),
        (ABOUT, choices.DISAGREEMENT_KINDS),
        (QUEUES, choices.REVIEW_ORDERS),
        (PALETTES, choices.SCREEN_THEMES),
    ],
)
def test_what_is_offered_is_what_there_is(registry: dict[str, object], words: tuple[str, ...]) -> None:
    assert set(registry) == set(words)


def test_no_command_has_a_list_of_its_own() -> None:
    written = [
        f"{file.name}:{node.lineno}"
        for file in (ROOT / "qualcode" / "cli").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "click.Choice"
        if isinstance(node.args[0], ast.List | ast.Tuple)
    ]
    assert not written


def test_names_of_formats_stand_in_one_module() -> None:
    """A list of them anywhere else would be one more place to change with a new format."""
    names = {*CONTENT_FORMATS, *PICTURE_FORMATS, *endings()}
    lists = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for room in ("cli", "tui", "sessions", "render")
        for file in (ROOT / "qualcode" / room).rglob("*.py")
        if file.name not in ("formats.py",)
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.List | ast.Tuple | ast.Set)
        if len({e.value for e in node.elts if isinstance(e, ast.Constant)} & names) > 3
    ]
    assert not lists


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_names_a_function_that_there_is(name: str) -> None:
    for written in filter(None, (FORMATS[name].function, FORMATS[name].to_file)):
        module, _, function = written.partition(".")
        assert callable(getattr(import_module(f"qualcode.render.{module}"), function))
