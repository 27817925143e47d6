"""Summaries of the framework matrix follow every change of name, and no sheet takes away what somebody wrote."""

import csv
from pathlib import Path

import pytest


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def fill(path: str, at: int, column: str, text: str) -> None:
    found = rows(path)
    found[at][column] = text
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(found)


@pytest.fixture
def matrix(begun):
    """Of transcripts and offices, with a summary each of what the first says about økonomi."""
    begun("tag", "granmo:4", "økonomi", "--coder", "Anna")

    def shown(case: str, name: str = "sett.csv") -> list[dict[str, str]]:
        assert begun("matrix", "--case", case, "--summaries", "-o", name).code == 0
        return rows(name)

    for case in ("transcript", "office"):
        shown(case, f"{case}.csv")
        fill(f"{case}.csv", 0, "økonomi summary", f"Husleia, {case}.")
        assert "kept 1" in begun("matrix", "--read-back", f"{case}.csv").err
    return begun, shown


@pytest.mark.parametrize("case", ["transcript", "office"])
def test_a_summary_follows_its_theme_when_that_gets_another_name(matrix, case):
    begun, shown = matrix
    begun("codebook", "rename", "økonomi", "penger")
    assert shown(case)[0]["penger summary"] == f"Husleia, {case}."
    begun("codebook", "merge", "penger", "samarbeid")
    assert shown(case)[0]["samarbeid summary"] == f"Husleia, {case}."


def test_a_summary_follows_its_transcript_and_its_attribute(matrix):
    begun, shown = matrix
    begun("transcripts", "rename", "granmo", "g-1")
    first = shown("transcript")[0]
    assert (first["transcript"], first["økonomi summary"]) == ("g-1", "Husleia, transcript.")
    assert begun("transcripts", "attributes", "--rename", "office=kontor").code == 0
    assert shown("kontor")[0]["økonomi summary"] == "Husleia, office."


def test_a_sheet_from_before_a_change_of_name_is_understood(matrix):
    begun, shown = matrix
    fill("transcript.csv", 1, "økonomi summary", "Pengar.")
    begun("codebook", "rename", "økonomi", "penger")
    begun("transcripts", "rename", "lyngdalen", "l-1")
    assert "kept 1" in begun("matrix", "--read-back", "transcript.csv").err
    assert {r["transcript"]: r["penger summary"] for r in shown("transcript")} == {
        "granmo": "Husleia, transcript.",
        "l-1": "Pengar.",
    }


def test_an_empty_sheet_takes_nothing_away(matrix):
    begun, shown = matrix
    fill("office.csv", 0, "økonomi summary", "")
    assert "kept 0" in begun("matrix", "--read-back", "office.csv").err
    assert shown("office")[0]["økonomi summary"] == "Husleia, office."


def test_an_old_sheet_does_not_bring_an_old_text_back(matrix):
    begun, shown = matrix
    old = Path("office.csv").read_bytes()
    fill("office.csv", 0, "økonomi summary", "Nyere.")
    assert "kept 1" in begun("matrix", "--read-back", "office.csv").err
    Path("office.csv").write_bytes(old)
    done = begun("matrix", "--read-back", "office.csv")
    assert "kept 0" in done.err
    assert "older" in done.err
    assert shown("office")[0]["økonomi summary"] == "Nyere."


def test_what_several_people_wrote_stands_with_their_names(matrix):
    begun, shown = matrix
    fill("office.csv", 0, "økonomi summary", "Mest strøm.")
    assert "kept 1" in begun("matrix", "--read-back", "office.csv", "--coder", "Berit").err
    assert shown("office")[0]["økonomi summary"] == "Anna: Husleia, office.\nBerit: Mest strøm."
    assert "kept 0" in begun("matrix", "--read-back", "sett.csv", "--coder", "Berit").err
    begun("undo", "--coder", "Berit")
    assert shown("office")[0]["økonomi summary"] == "Husleia, office."
