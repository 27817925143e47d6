"""The conformance set, held against our own reader; other programs run it by its script (see docs/exchange.md)."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from qualcode.exchange.foreign import Exchanged
from qualcode.exchange.refi import read_qdpx

HERE = Path(__file__).parent / "conformance"


def script() -> ModuleType:
    """The script of the set, which is no module of the program."""
    spec = spec_from_file_location("conformance", HERE / "conformance.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SET = script()
RULES: list[Any] = SET.rules()


def meaning(found: Exchanged) -> dict[str, Any]:
    """What our reader makes of a file, in the set's form."""
    book = found.codebook
    paths = {code: "/".join(book.by_id[step].name for step in path) for code, path in book.paths.items()}
    texts = {s.name: s.text for s in found.sources}
    return {
        "codes": list(paths.values()),
        "definitions": {paths[c.id]: c.definition for c in book.walk() if c.definition},
        "codings": [[c.transcript, paths[c.code], c.coder, c.quote] for c in found.codings],
        "times": {s.name: [list(stamp) for stamp in s.times] for s in found.sources if s.times},
        "people": {
            case.name: {"texts": sorted({p.transcript for p in case.parts}), "attributes": dict(case.attributes)}
            for case in found.cases
        },
        "memos": [
            [m.transcript, texts[m.transcript][m.start : m.end] if m.start is not None else None, m.text]
            for m in found.memos
        ],
    }


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_our_reader_holds_every_rule(rule: Any, tmp_path: Path) -> None:
    SET.write(rule, tmp_path / "x.qdpx")
    found = read_qdpx(tmp_path / "x.qdpx")
    assert SET.differences(dict(rule.meaning), meaning(found)) == []
    assert all(fate.file == fate.imported + fate.kept + fate.lost for fate in found.fates)


def test_the_script_tells_what_differs(tmp_path: Path) -> None:
    SET.make(tmp_path)
    assert len(list(tmp_path.glob("*.qdpx"))) == len(RULES)
    deaf = SET.held(tmp_path, lambda path: {})
    assert all(deaf.values())
    code = SET.main(["run", str(tmp_path), sys.executable, "-c", "print('{}')"])
    assert code == 1
