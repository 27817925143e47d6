"""Files that commands write: the same bytes whenever and wherever, each saying where it comes from."""

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from qualcode.cli import demo
from qualcode.render import CONTENT_FORMATS, PICTURE_FORMATS

EVERY = (
    *(("excerpts", "--by", "theme", "-o", f"excerpts.{form}") for form in (*CONTENT_FORMATS, "txt") if form != "table"),
    *(("themes", "--by", "office_group", "-o", f"themes.{form}") for form in ("docx", "html", "csv", *PICTURE_FORMATS)),
    *(("contrast", "--by", "office_group", "-o", f"contrast.{form}") for form in ("docx", "svg")),
    *(("matrix", "--case", "office", "-o", f"matrix.{form}") for form in ("docx", "xlsx", "html", "md")),
    ("cooccur", "-o", "cooccur.pdf"),
    ("saturation", "-o", "saturation.png"),
    ("compare", "Anna", "Berit", "-o", "agreement.docx"),
    ("compare", "Anna", "Berit", "-o", "agreement.pdf"),
    ("excerpts", "--by", "theme", "--split", "--format", "csv", "-o", "parts"),
    ("codebook", "export", "codebook.xlsx"),
    ("report", "-o", "report.html"),
)


@pytest.fixture
def coded(begun):
    for anchor, code, coder in [
        ("granmo:2", "internt", "Anna"),
        ("granmo:2", "samarbeid", "Berit"),
        ("granmo:2", "økonomi", "Berit"),
        ("granmo:4", "økonomi", "Anna"),
        ("lyngdalen:2", "internt", "Anna"),
    ]:
        assert begun("tag", anchor, code, "--coder", coder).code == 0
    for coder in ("Anna", "Berit"):
        assert begun("finish", "*", "--coder", coder).code == 0
    return begun


RUN = """
import json, sys
from qualcode.cli import run
for words in json.loads(sys.argv[1]):
    assert run([*words, "--quiet"]) == 0, words
"""


def test_the_same_command_gives_the_same_bytes(coded, tmp_path: Path) -> None:
    """In two processes that order sets otherwise, live in other time zones and speak other languages."""
    made = []
    for seed, zone, lang in (("1", "Pacific/Auckland", "C"), ("2", "America/Los_Angeles", "nb_NO.UTF-8")):
        folder = tmp_path / zone.partition("/")[0]
        folder.mkdir()
        here = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": lang, "QUALCODE_PROJECT": str(tmp_path)}
        words = [sys.executable, "-c", RUN, json.dumps(EVERY)]
        done = subprocess.run(words, cwd=folder, env=here, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        made.append({p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    assert len(made[0]) >= len(EVERY) + 4
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
    told = {name: says(name, content) for name, content in made[0].items() if not name.endswith("-metadata.json")}
    silent = [name for name, text in told.items() if "qualcode" not in text or "Prøve" not in text]
    beside = {f"{n}-metadata.json" for n in silent} | {"csv-metadata.json"}
    for name in silent:
        kept = [n for n in made[0] if n in (f"{name}-metadata.json", f"{Path(name).parent}/csv-metadata.json")]
        assert len(kept) == 1, name
        origin = made[0][kept[0]].decode()
        assert Path(name).name in origin
        assert "qualcode " in origin
        assert "Prøve" in origin
    assert {Path(n).name for n in made[0] if n.endswith("-metadata.json")} <= {Path(n).name for n in beside}


def says(name: str, content: bytes) -> str:
    """What is written in a file, its properties included."""
    if name.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(BytesIO(content)) as file:
            return " ".join(file.read(n).decode() for n in file.namelist() if n.endswith(".xml"))
    if name.endswith(".pdf"):
        return str(PdfReader(BytesIO(content)).metadata)
    if name.endswith(".png"):
        return str(Image.open(BytesIO(content)).info)
    return content.decode()


def test_files_beside_tables_are_no_data(coded, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert coded("export", "out/codings.csv").code == 0
    assert (tmp_path / "out" / "codings.csv-metadata.json").is_file()
    done = coded("import", "out", "--dry-run")
    assert "metadata" not in done.out + done.err
    assert coded("tag", "--from", "out/codings.csv", "--dry-run").code == 0


def test_nothing_lies_beside_what_goes_to_a_pipe(coded, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    assert coded("excerpts", "--format", "csv").out.startswith("theme,code")
    assert set(tmp_path.rglob("*")) - before == set()


def test_what_cannot_be_drawn_is_refused_and_nothing_written(coded, tmp_path: Path) -> None:
    done = coded("coverage", "-o", "coverage.svg")
    assert (done.code, len(done.err.splitlines())) == (2, 2)
    assert "no picture" in done.err
    assert not (tmp_path / "coverage.svg").exists()


def test_documents_come_in_nynorsk(coded, tmp_path: Path) -> None:
    for command in (("themes",), ("compare", "Anna", "Berit"), ("matrix",), ("saturation",), ("report",)):
        assert coded(*command, "--lang", "nn", "-o", "x.html").code == 0
        page = (tmp_path / "x.html").read_text("utf-8")
        assert '<html lang="nn">' in page
        assert "Kodarar" in page
    settings = tmp_path / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8").replace('language = "nb"', 'language = "nn"'), encoding="utf-8")
    assert coded("themes", "-o", "own.html").code == 0
    assert '<html lang="nn">' in (tmp_path / "own.html").read_text("utf-8")


def test_the_examples_guide_names_every_file_it_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    made = {Path(command[command.index("-o") + 1]).name for _, command in demo.steps() if "-o" in command}
    assert len(made) > 10
    assert [name for name in sorted(made) if f"`{name}`" not in demo.README] == []
