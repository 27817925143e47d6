"""`privacy-check` on a project and on files made from it, as typed."""

import json
from pathlib import Path

import docx
import pytest
from cli.conftest import Cli


@pytest.fixture
def small(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    for name, office in (("a", "Nord"), ("b", "Nord"), ("c", "Nord"), ("d", "Vest")):
        (tmp_path / f"{name}.txt").write_text(
            "Intervjuer: Hva nå?\n\nMor: Det går bra med oss alle.\n", encoding="utf-8"
        )
        (tmp_path / f"{name}.csv").write_text(f"file;kontor;rolle\n{name}.txt;{office};mor\n", encoding="utf-8")
    cli("init", "p", "--coder", "Eva")
    monkeypatch.chdir(tmp_path / "p")
    for name in "abcd":
        cli("import", f"../{name}.txt", "--attributes", f"../{name}.csv")
    return cli


def _rows(cli: Cli, *typed: str) -> tuple[int, list[dict[str, str]]]:
    done = cli("privacy-check", *typed, "--format", "json")
    return done.code, json.loads(done.out)


def test_small_groups_and_single_persons_are_named(small: Cli) -> None:
    code, rows = _rows(small)
    assert code == 4
    assert [(r["kind"], r["where"]) for r in rows if r["kind"] in ("cell", "combination")] == [
        ("cell", "kontor=Vest"),
        ("combination", "d (Mor)"),
    ]
    assert _rows(small, "--fewest", "1")[1][0]["kind"] == "combination"


def test_what_identifies_is_named_wherever_it_stands(small: Cli) -> None:
    small("codebook", "add", "bolig", "--name", "Bolig")
    small("tag", "a:2", "bolig", "--memo", "Ring Solveig på 912 34 567.")
    found = {(r["where"], r["what"]) for r in _rows(small)[1]}
    assert {("memo.text", "Solveig"), ("memo.text", "912 34 567")} <= found


def test_a_file_is_read_with_its_properties(small: Cli, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Da sa Solveig at " + "ordene bare kom og gikk igjen " * 12)
    document.core_properties.author = "Eva Ås"
    document.save(str(tmp_path / "ut.docx"))
    code, rows = _rows(small, str(tmp_path / "ut.docx"))
    assert code == 4
    assert {(r["kind"], r["what"]) for r in rows} >= {
        ("metadata", "Eva Ås"),
        ("identifier", "Solveig"),
        ("quote", "76 words"),
    }
    (tmp_path / "ut.md").write_text("Ingen sa noe om det.\n", encoding="utf-8")
    assert _rows(small, str(tmp_path / "ut.md")) == (0, [])


def test_a_damaged_file_is_said(small: Cli, tmp_path: Path) -> None:
    (tmp_path / "ut.docx").write_bytes(b"PK\x03\x04nei")
    done = small("privacy-check", str(tmp_path / "ut.docx"))
    assert done.code == 1
    assert "ut.docx" in done.err
