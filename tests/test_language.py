"""What documents say is said in every language: each table of words is whole, and nynorsk is nynorsk."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.document import LANGS
from qualcode.render.report.pseudonyms import _LABELS
from qualcode.wording.analyses import WORDS as SUMMARISE
from qualcode.wording.page import WORDS as PAGE

ROOT = Path(__file__).parents[1] / "qualcode"
BOKMAL = re.compile(
    r"\b(ikke|hvor|hver|hva|hvem|hvilke|noen|noe|fra|jeg|kodet|kodere|koderne|kodinger|bare|mer|uten|ble|være|dem|disse"
    r"|transkripsjoner|forskjell\w*|enighet|ganger|temaer|temaene|eksempel\w*|sammen|andel|deltakere|funnet|lest"
    r"|kontorer|kontorene|setninger|ordene|utdragene)\b",
    re.IGNORECASE,
)
"""Forms that are bokmål only."""


def tables() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every dictionary in the program that has a value per language, with where it stands."""
    for file in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Dict):
                keys = [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]
                if "nb" in keys or ("en" in keys and len(keys) < 4):
                    place = f"{file.relative_to(ROOT)}:{node.lineno}"
                    yield place, {k: _value(v) for k, v in zip(keys, node.values, strict=True)}


def _value(node: ast.expr) -> Any:
    """A literal's value; what is computed in an f-string is a pair of braces."""
    if isinstance(node, ast.Dict):
        return {ast.literal_eval(k): _value(v) for k, v in zip(node.keys, node.values, strict=True) if k}
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ast.literal_eval(node) if isinstance(node, ast.Constant | ast.Tuple) else None


def phrases(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The texts in a table of one language, by their keys."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from phrases(inner, f"{name}.{key}")
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from phrases(inner, f"{name}.{n}")
    elif isinstance(value, str):
        yield name, value


def holes(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^{}]*\}", text))


FOUND = [(place, table) for place, table in tables() if not place.startswith(("text/", "docx_styles", "segment/"))]


def test_there_is_something_to_look_at() -> None:
    assert len(FOUND) > 25
    assert len(SUMMARISE) + len(PAGE) > 150


@pytest.mark.parametrize(("place", "table"), FOUND, ids=[place for place, _ in FOUND])
def test_a_table_has_every_language_and_every_phrase(place: str, table: dict[str, Any]) -> None:
    assert set(table) == set(LANGS)
    told = {lang: dict(phrases(table[lang])) for lang in LANGS}
    assert set(told["nb"]) == set(told["nn"]) == set(told["en"])
    for key in told["nb"]:
        assert holes(told["nb"][key]) == holes(told["nn"][key]) == holes(told["en"][key]), key


@pytest.mark.parametrize("words", [SUMMARISE, PAGE, _LABELS], ids=["summarise", "page", "labels"])
def test_a_phrase_has_every_language(words: dict[str, tuple[str, ...]]) -> None:
    for key, said in words.items():
        assert len(said) == len(LANGS), key
        assert all(text.strip() for text in said), key
        assert len({tuple(holes(text)) for text in said}) == 1, key


def test_nynorsk_is_no_bokmal() -> None:
    told = [text for _, table in FOUND for _, text in phrases(table["nn"])]
    told += [said[LANGS.index("nn")] for words in (SUMMARISE, PAGE) for said in words.values()]
    assert not [text for text in told if BOKMAL.search(text)]
    said = [words[key][LANGS.index("nb")] for words in (SUMMARISE, PAGE) for key in words]
    assert sum(bool(BOKMAL.search(text)) for text in said) > 60  # it would be noticed
    different = sum(
        said[LANGS.index("nb")] != said[LANGS.index("nn")] for words in (SUMMARISE, PAGE) for said in words.values()
    )
    assert different > 90


def test_no_language_is_asked_for_by_what_it_is_not() -> None:
    """`lang == "nb"` would make English of nynorsk."""
    wrong = re.compile(r"lang\w* *(==|!=) *[\"']n[bn][\"']")
    faults = [f.name for f in ROOT.rglob("*") if f.suffix in (".py", ".js", ".html") and wrong.search(f.read_text())]
    assert faults == []
