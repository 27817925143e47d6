"""The command line, run in this process: `cli("tag", ...)` gives exit code, stdout and stderr."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from qualcode.cli import run


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Cli = Callable[..., Done]

BOOK = """\
name: Prøve
codes:
- id: samarbeid
  name: Samarbeid
  keywords: [samarbeid, møte]
  codes:
  - id: internt
    name: Internt samarbeid
    keywords: [teammøte, kollega]
- id: økonomi
  name: Økonomi
  keywords: [penger, husleie]
"""
GRANMO = """\
Intervjuer: Hvordan samarbeider dere på kontoret?

Kari: Vi har teammøte hver tirsdag. Da går vi gjennom alle familiene.

Intervjuer: Og økonomien i familiene?

Kari: Husleia er verst. Pengene er borte den tjuende, ikke sant.

Intervjuer: Ja.

Kari: Så vi ringer banken. (ler)
"""
LYNGDALEN = """\
I: Korleis samarbeider de?

O: Det er lite møte. Kollegaene sit på kvar si side.

I: Og elles?

O: Pengar. Alt handlar om pengar og husleige.
"""
ATTRIBUTES = """\
file;office;office_group;round
granmo.txt;Granmo;sammenligningskontor;2017
lyngdalen.txt;Lyngdalen;tiltakskontor;2018
"""


@pytest.fixture
def cli(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    """Run a command in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALCODE_PROJECT", raising=False)
    monkeypatch.delenv("QUALCODE_CODER", raising=False)

    def call(*args: object) -> Done:
        words = [str(arg) for arg in args]
        code = run(words)
        out, err = capsysbinary.readouterr()
        return Done(code, out.decode(errors="replace"), err.decode())

    return call


@pytest.fixture
def begun(cli: Cli, tmp_path: Path) -> Cli:
    """The same in a project with two transcripts, their attributes and a codebook; Anna codes. Files lie beside it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "granmo.txt").write_text(GRANMO, encoding="utf-8")
    (tmp_path / "in" / "lyngdalen.txt").write_text(LYNGDALEN, encoding="utf-8")
    (tmp_path / "attributes.csv").write_text(ATTRIBUTES, encoding="utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    assert cli("init", ".", "--name", "prøve", "--coder", "Anna").code == 0
    assert cli("import", "in", "--attributes", "attributes.csv").code == 0
    assert cli("codebook", "load", "book.yaml").code == 0
    return cli
