"""Every table of the worked example against values that were counted without the program.

`expected.csv` is a spreadsheet: table, command, row, column, the expected value and how it was counted. The values were
counted from the files in `transcripts/` and `codebooks/` themselves (paragraphs, labels, attributes, lines of codings),
after the rules in docs/methods/themes.md. Where the program differs, find out who is right.
"""

import csv
import json
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.cli import run
from qualcode.verbs import example

Row = dict[str, Any]
with (Path(__file__).with_name("expected.csv")).open(encoding="utf-8", newline="") as file:
    EXPECTED = list(csv.DictReader(file))
COMMANDS = list(dict.fromkeys(line["command"] for line in EXPECTED))
WHOLE = ("excerpts", "excerpts --all-coders")
READ_BY_BERIT = (
    "elvestad_koordinator_2017 fjellbygda_koordinator_2017 granmo_koordinator_2017 granmo_leder_2017"
    " havnesund_koordinator_2018 lyngdalen_fokusgruppe_2018 solvaag_forelder_2018 solvaag_koordinator_2018"
)
NAMED_BY: dict[str, Callable[[Row], str]] = {
    "themes": lambda row: " ".join(row[k] for k in ("theme", "office_group", "round", "role") if k in row),
    "crosstab": lambda row: row["theme"],
    "cases": lambda row: row["transcript"],
    "matrix": lambda row: row["office"],
    "cooccur": lambda row: f"{row['a']} {row['b']}",
    "saturation": lambda row: row["transcript"],
    "coverage": lambda row: f"{row['transcript']} {row['coder']}",
    "status": lambda row: f"{row['what']} {row['who']}".strip(),
    "contrast": lambda row: row["theme"],
}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The worked example, coded by both coders."""
    folder = tmp_path_factory.mktemp("expected")
    example.lay_out(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("QUALCODE_PROJECT", raising=False)
        for line in (
            "init . --coder anna",
            "import transcripts --attributes transcripts/attributes.csv",
            "codebook load codebooks/holf.yaml",
            "tag --from codebooks/codings/anna.csv --coder anna",
            "finish '*' --coder anna",
            "tag --from codebooks/codings/berit.csv --coder berit",
            f"finish {READ_BY_BERIT} --coder berit",
        ):
            assert run([*shlex.split(line), "--quiet"]) == 0, line
        yield folder


def found(line: Row, rows: list[Row]) -> object:
    """What the program says of one expected value."""
    if line["column"] == "rows":
        return sum(line["command"] not in WHOLE or row["code"] == line["row"] for row in rows)
    if line["table"] == "search":
        return len({row["transcript"] for row in rows})
    meant = [row for row in rows if NAMED_BY[line["table"]](row) == line["row"]]
    assert len(meant) == 1, f"{line['command']}: {len(meant)} rows {line['row']}"
    return meant[0][line["column"]]


def agree(expected: str, value: object) -> bool:
    if value is None or isinstance(value, bool | str):
        return expected == ("" if value is None else str(value))
    return expected not in ("", "True", "False") and value == pytest.approx(float(expected), rel=1e-8)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_program_counts_what_was_counted_by_hand(
    command: str, worked: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run([*shlex.split(command), "--format", "json", "--quiet"]) == 0
    rows = json.loads(capfd.readouterr().out)
    lines = [line for line in EXPECTED if line["command"] == command]
    told = [(line["row"], line["column"], line["expected"], found(line, rows)) for line in lines]
    assert [t for t in told if not agree(t[2], t[3])] == []


def test_every_table_is_counted() -> None:
    assert {line["table"] for line in EXPECTED} == {*NAMED_BY, "excerpts", "search"}
    assert len(EXPECTED) > 1600
