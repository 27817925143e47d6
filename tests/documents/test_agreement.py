"""A comparison as a document and as a picture."""

import re
from dataclasses import replace

import pytest

from qualcode.compare import Circumstances, Comparison, Counting, Work, compare
from qualcode.document import Grid, Heading, Paragraph, Picture
from qualcode.documents.agreement import report
from qualcode.documents.agreement_picture import picture
from qualcode.model import Code, Codebook, Coding, Transcript
from qualcode.render import PICTURE_FORMATS

BOOK = Codebook((Code("økonomi"), Code("barn"), Code("ubrukt")))


def comparison(coders: str = "AB", unit: str = "character", **options: object) -> Comparison:
    texts = [Transcript(f"t{i}", "x" * 100) for i in range(6)]
    made = [
        Coding("", t.name, "økonomi", who, 5 * k + i, 30 + i, "")
        for i, t in enumerate(texts)
        for k, who in enumerate(coders)
    ]
    made.append(Coding("", "t0", "barn", "A", 60, 70, ""))
    return compare(Work(texts, made, {t.name: coders for t in texts}, coders, BOOK), Counting(unit, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", ["character", "transcript", "span"])
@pytest.mark.parametrize("coders", ["AB", "ABC"])
def test_what_a_report_holds(coders: str, unit: str) -> None:
    document = report(comparison(coders, unit))
    headings = [b.text for b in document.blocks if isinstance(b, Heading)]
    assert headings == ["Slik ble det gjort", "Per kode", "Brukt av bare én koder", "Å merke seg", "Per transkripsjon"]
    grids = [b.frame for b in document.blocks if isinstance(b, Grid)]
    assert grids[0]["Kode"].tolist() == ["økonomi", "ubrukt"]
    assert grids[-2]["Kode"].tolist() == ["barn"]
    assert len(grids[-1]) == 6
    assert any(isinstance(b, Picture) for b in document.blocks) is (unit != "transcript")


def test_in_english_and_with_decimal_signs() -> None:
    nb, en = report(comparison(), "nb"), report(comparison(), "en")
    assert (nb.title, en.title) == ("Samsvar mellom A og B", "Agreement between A and B")
    cells = [{str(v) for b in d.blocks if isinstance(b, Grid) for v in b.frame.to_numpy().ravel()} for d in (nb, en)]
    assert any(re.fullmatch(r"0,\d\d", v) for v in cells[0])
    assert any(re.fullmatch(r"0\.\d\d", v) for v in cells[1])
    assert any("ubrukt – ingen har brukt koden" in b.text for b in nb.blocks if isinstance(b, Paragraph))


def test_without_coefficients_only_counts_are_shown() -> None:
    document = report(comparison(), coefficients=False)
    words = " ".join(b.text for b in document.blocks if isinstance(b, Paragraph))
    columns = {c for b in document.blocks if isinstance(b, Grid) for c in b.frame.columns}
    assert "Cohens" not in words
    assert not any("α" in c or "κ" in c for c in columns)
    assert not any(isinstance(b, Picture) for b in document.blocks)


def test_the_picture_is_the_same_every_time_and_says_what_it_shows() -> None:
    with_line = replace(comparison(), circumstances=Circumstances(threshold=0.7))
    one, again = picture(with_line), picture(with_line)
    assert [one.save(form) for form in PICTURE_FORMATS] == [again.save(form) for form in PICTURE_FORMATS]
    assert one.png.startswith(b"\x89PNG")
    assert "<dc:date>" not in one.svg
    assert re.fullmatch(r"Krippendorffs α: økonomi 0,\d\d\.", one.alt)
    assert "95 %-intervaller" in one.caption


def test_the_picture_is_grey() -> None:
    for red, green, blue in re.findall(r"#(\w\w)(\w\w)(\w\w)\b", picture(comparison()).svg):
        assert red == green == blue


def test_a_picture_of_nothing() -> None:
    empty = compare(Work([], [], {}, "AB", BOOK))
    assert picture(empty, "en").png
    assert report(empty, "en").blocks
