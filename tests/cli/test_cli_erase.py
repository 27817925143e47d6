"""`erase` as typed: what is gone is gone from every byte, what is left is named, and there is a receipt."""

import json
from pathlib import Path

import docx
import pytest
from cli.conftest import Cli

GROUP = """\
Intervjuer: Hvordan er det å søke hjelp?

Turid: Jeg gruet meg i tre uker før jeg våget å ringe. Til slutt gjorde søsteren min det for meg.

Arvid: For meg gikk det greit, jeg kjente en som jobbet der fra før.

Turid: Jeg kjente ingen, og jeg fikk fire forskjellige navn på fire dager.

Intervjuer: Og nå?

Arvid: Nå går det bedre med de fleste av oss, tror jeg.
"""
ALONE = """\
Intervjuer: Hva var det verste?

Turid: Det verste var kvelden da strømmen ble borte mens barna satt og leste.
"""
WORDS = ("gruet meg", "fire forskjellige navn", "søsteren min")


@pytest.fixture
def group(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A focus group and an interview, coded, quoted in the codebook and in reasons."""
    (tmp_path / "gruppe.txt").write_text(GROUP, encoding="utf-8")
    (tmp_path / "alene.txt").write_text(ALONE, encoding="utf-8")
    cli("init", "p", "--coder", "Eva")
    monkeypatch.chdir(tmp_path / "p")
    cli("import", "../gruppe.txt", "../alene.txt")
    cli("codebook", "add", "skam", "--name", "Skam")
    cli("tag", "gruppe:2", "skam", "--memo", "sterkt")
    cli("codebook", "edit", "skam", "--example-from", "gruppe:2")
    cli("codebook", "edit", "skam", "--definition", "Skam.", "--why", "jeg gruet meg i tre uker før jeg")
    cli("tag", "gruppe:3", "skam")
    cli("tag", "gruppe:2-3", "skam")
    return cli


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _shown(cli: Cli, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(cli("transcripts", "show", name, "--format", "json").out)
    return found


def test_one_member_of_a_group_withdraws(group: Cli, tmp_path: Path) -> None:
    group("backup")
    done = group("erase", "--speaker", "Turid", "--transcript", "gruppe", "--yes", "--format", "json")
    assert done.code == 0, done.err
    raw = _bytes(tmp_path / "p")
    assert not [word for word in WORDS if word.encode() in raw]
    assert group("check").code == 0
    shown = _shown(group, "gruppe")
    assert str(shown["text"]).count("[slettet]: [slettet]") == 2
    assert "Turid" not in str(shown["text"])
    quotes = [c["quote"] for c in shown["codings"]]  # type: ignore[attr-defined]
    arvid = "For meg gikk det greit, jeg kjente en som jobbet der fra før."
    assert sorted(quotes) == sorted([arvid, f"Arvid: {arvid}"]), "one coding is gone, one has shrunk"
    receipt = json.loads(done.out)
    assert receipt["coder"] == "Eva"
    assert {"state": "removed", "what": "examples", "where": "", "number": 1, "todo": ""} in receipt["rows"]
    assert next(row["where"] for row in receipt["rows"] if row["state"] == "yours").endswith("gruppe.txt")
    for _ in range(3):
        group("undo")
    assert group("check").code == 0
    assert not [word for word in WORDS if word.encode() in _bytes(tmp_path / "p")]


def test_where_several_have_the_name_it_is_asked_which(group: Cli) -> None:
    done = group("erase", "--speaker", "Turid", "--yes")
    assert (done.code, "several transcripts have a speaker 'Turid'" in done.err) == (1, True)
    assert group("erase", "--speaker", "Tordis", "--yes").code == 1


def test_a_copy_from_before_does_not_bring_her_back(group: Cli, tmp_path: Path) -> None:
    group("package", "Bo", "-o", "../bo.qualcode")
    group("unpack", "../bo.qualcode", "../bo")
    group("erase", "--speaker", "Turid", "--transcript", "gruppe", "--yes")
    done = group("merge", "../bo")
    assert (done.code, "erased in one of the two copies only" in done.err) == (1, True)
    assert group("erase", "--speaker", "Turid", "--transcript", "gruppe", "--yes", "-p", "../bo").code == 0
    assert group("merge", "../bo").code == 0
    assert group("check").code == 0


def test_a_memo_that_quotes_keeps_what_its_writer_said(group: Cli, tmp_path: Path) -> None:
    group("memo", "--code", "skam", "Se her: «Det verste var kvelden da strømmen ble borte», og så taushet.")
    done = group("erase", "alene", "--yes", "--format", "json")
    assert done.code == 0, done.err
    assert "Se her: «[slettet]», og så taushet." in group("memo", "--format", "json").out
    assert b"kvelden da str" not in _bytes(tmp_path / "p")


def test_an_example_goes_with_the_transcript(group: Cli, tmp_path: Path) -> None:
    assert group("transcripts", "remove", "gruppe", "--erase", "--yes").code == 0
    raw = _bytes(tmp_path / "p")
    assert not [word for word in WORDS if word.encode() in raw]
    assert group("check").code == 0


def test_names_that_are_numbers_are_erased_one_after_the_other(cli: Cli, tmp_path: Path) -> None:
    for n in (1, 2, 3):
        (tmp_path / f"{n}.txt").write_text(f"A: Dette er den {n}. teksten om {n} ting.\n", encoding="utf-8")
    cli("init", "p", "--coder", "Eva")
    cli("import", "1.txt", "2.txt", "3.txt", "-p", "p")
    assert cli("erase", "2", "--yes", "-p", "p").code == 0
    assert cli("erase", "1", "--yes", "-p", "p").code == 0
    assert [row["name"] for row in json.loads(cli("transcripts", "list", "--format", "json", "-p", "p").out)] == ["3"]


def test_texts_before_a_correction_are_erased(group: Cli, tmp_path: Path) -> None:
    (tmp_path / "ny.txt").write_text(GROUP.replace("tre uker", "to uker"), encoding="utf-8")
    group("transcripts", "replace", "gruppe", "../ny.txt")
    assert "i tre uker før".encode() in _bytes(tmp_path / "p")
    assert group("erase", "--revisions", "--yes").code == 0
    assert "Jeg gruet meg i tre uker før".encode() not in _bytes(tmp_path / "p")
    assert group("check").code == 0
    assert _shown(group, "gruppe")["revision"] == 1


def test_the_project_ends(group: Cli, tmp_path: Path) -> None:
    (tmp_path / "p" / "notat.txt").write_text("mitt", encoding="utf-8")
    done = group("erase", "--all", "--yes", "-o", "../kvittering.docx")
    assert done.code == 0, done.err
    assert [path.name for path in (tmp_path / "p").iterdir()] == ["notat.txt"]
    document = docx.Document(str(tmp_path / "kvittering.docx"))
    told = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(text.endswith("gruppe.txt") for text in told)
    assert any(text.endswith("notat.txt") for text in told)


@pytest.mark.parametrize("typed", [(), ("gruppe", "--all"), ("gruppe", "--transcript", "alene", "--yes"), ("gruppe",)])
def test_what_makes_no_sense_erases_nothing(group: Cli, typed: tuple[str, ...]) -> None:
    assert group("erase", *typed).code == 2
    assert _shown(group, "gruppe")["text"] == GROUP
