"""The invented interviews whose names and numbers are known (see texts/README.md)."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from protect.answers import Known

from qualcode.importers import read
from qualcode.protect.mentions import Text

TEXTS = Path(__file__).with_name("texts")


@pytest.fixture(scope="session")
def interviews() -> Sequence[Text]:
    """The texts as they are imported, in order."""
    sources = [next(iter(read(path))) for path in sorted(TEXTS.glob("[0-9]*.txt"))]
    return [Text(source.name, source.text, source.turns) for source in sources]


@pytest.fixture(scope="session")
def answers() -> Mapping[str, Sequence[Known]]:
    """What is to be found in each text, and traps."""
    found: dict[str, list[Known]] = defaultdict(list)
    for file, note in (("answers", "note"), ("traps", "why")):
        with (TEXTS / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                place = (int(row["start"]), int(row["end"]))
                known = Known(*place, row.get("kind", "trap"), row["found"], "optional" in row[note])
                found[Path(row["transcript"]).stem].append(known)
    return found
