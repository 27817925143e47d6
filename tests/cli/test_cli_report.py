"""`report`: which groups it chooses, what it refuses, and what it says."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def coded(begun):
    for anchor, code, coder in [
        ("granmo:2", "internt", "Anna"),
        ("granmo:2", "internt", "Berit"),
        ("granmo:4", "økonomi", "Anna"),
        ("lyngdalen:2", "internt", "Anna"),
    ]:
        assert begun("tag", anchor, code, "--coder", coder).code == 0
    return begun


def data(page: Path):
    text = page.read_text(encoding="utf-8")
    return json.loads(text.split('id="data">')[1].split("</script>")[0])


def test_a_page_with_its_command_and_the_same_bytes_again(coded, tmp_path: Path) -> None:
    done = coded("report")
    assert done.code == 0
    assert done.out == ""
    assert done.err.startswith("wrote report.html (0.")
    page = tmp_path / "report.html"
    first = page.read_bytes()
    assert b"<dd>qualcode report</dd>" in first
    assert coded("report", "-o", "again.html", "-q").err == ""
    assert (tmp_path / "again.html").read_bytes() == first
    assert data(page)["attributes"] == ["office", "office_group", "round"]
    assert data(page)["by"] == 1


def test_groups_are_those_asked_for(coded, tmp_path: Path) -> None:
    assert coded("report", "--by", "round").code == 0
    assert data(tmp_path / "report.html")["by"] == 2
    wrong = coded("report", "--by", "nothing")
    assert wrong.code == 2
    assert "office_group" in wrong.err
    assert coded("report", "--by", "").code == 0
    assert data(tmp_path / "report.html")["by"] == -1


def test_agreement_needs_two_who_finished(coded, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert coded("report").code == 0
    assert 'id="agreement"' not in page.read_text(encoding="utf-8")
    for coder in ("Anna", "Berit"):
        assert coded("finish", "granmo", "--coder", coder).code == 0
    assert coded("report").code == 0
    assert 'id="agreement"' in page.read_text(encoding="utf-8")


def test_the_selection_holds_for_everything(coded, tmp_path: Path) -> None:
    assert coded("report", "--where", "office=Granmo", "--by-coder", "Anna").code == 0
    found = data(tmp_path / "report.html")
    assert found["coders"] == ["Anna"]
    assert [name for name, _ in found["transcripts"]] == ["granmo"]


def test_labels_for_names(coded, tmp_path: Path) -> None:
    assert coded("report", "--pseudonyms", "--no-transcripts", "--where", "office=Granmo").code == 0
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Kari" not in text
    assert "Granmo" not in text
    assert "Transkripsjon 1" in text
    assert "Husleia" in text


def test_a_project_with_nothing_coded_has_a_page(begun, tmp_path: Path) -> None:
    assert begun("report").code == 0
    assert data(tmp_path / "report.html")["codings"] == []


def test_what_is_no_page_is_refused(begun) -> None:
    assert begun("report", "-o", "report.docx").code == 2
    assert begun("report", "-o", "no/such/report.html").code == 1
