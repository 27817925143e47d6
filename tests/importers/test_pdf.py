"""Printed pages as they are read: what programs that people use have made, and the geometry behind it.

The four files hold one invented interview of 36 turns, printed by Chromium (as a page, in two columns with words cut at
line ends, and as a table with numbers in the margin) and by LibreOffice from a Word document with a head.
"""

from pathlib import Path

import pytest

from qualcode.importers import read
from qualcode.importers.printed import Run, Sheet, Sign, furniture, in_order, margin, paragraphs, sheet, together
from qualcode.model import Source

DATA = Path(__file__).parents[1] / "data" / "pdf"
ANSWERS = (
    "Jeg begynte for fem år siden, og da var alt nytt for meg. Det var en lang vinter, og jeg husker at vi satt sammen "
    "hver tirsdag for å snakke om familiene. Etter hvert fant vi en måte å gjøre det på, og den bruker vi fremdeles, "
    "selv om mange har sluttet og nye har kommet til.",
    "Vi ringer hverandre, og så møtes vi på skolen. Noen ganger er det foreldrene som ber om møtet, og det er det "
    "beste, for da vet vi at de vil noe med det. Andre ganger er det vi som må be, og da tar det lengre tid.",
    "Ro. Det viktigste er ro, og at noen spør dem. De har så lett for å bli borte mellom alle de voksne som vil dem "
    "vel, og da hjelper det ikke hvor mange møter vi har hatt. Bredbåndsutbyggingskoordineringsutvalget har jo også "
    "ment noe om det.",
)
FIRST = (
    "Kan du fortelle om hvordan du begynte som familiekoordinator her på kontoret, og hva du tenkte om jobben den "
    "første tiden?"
)


def one(name: str) -> Source:
    (source,) = read(DATA / f"{name}.pdf")
    return source


@pytest.mark.parametrize("name", ["browser", "two_columns", "numbers", "libreoffice"])
def test_what_programs_print_is_read_turn_by_turn(name: str) -> None:
    source = one(name)
    said = [source.text[t.start : t.end] for t in source.turns]
    assert [t.speaker for t in source.turns] == ["Intervjuer", "Koordinator"] * 18
    assert said[0] == FIRST
    assert said[1::2] == list(ANSWERS) * 6
    assert len(source.text.split("\n")) == 36


def test_what_was_left_out_is_told() -> None:
    assert any("top and bottom of pages" in note and "Intervju 5" in note for note in one("browser").notes)
    assert "left out: 36 numbers in the margin" in one("numbers").notes
    head = "left out at the top and bottom of pages: Evaluering av familieoppfølging"
    assert head in one("libreoffice").notes


def run(text: str, left: float, base: float, size: float = 10.0) -> Run:
    return Run(text, left, left + 5 * len(text), base, size)


def test_signs_become_lines_and_gaps_blanks() -> None:
    signs = [Sign(ch, 10 + 5 * n, 15 + 5 * n, 100, 10) for n, ch in enumerate("på øya")]
    apart = [Sign("ja", 20, 30, 80, 10), Sign("nei", 33, 45, 80, 10), Sign("side", 200, 220, 80, 10)]
    away = [Sign("usett", 10, 30, -40, 10)]
    assert [r.text for r in sheet([*signs, *apart, *away], 300, 200).runs] == ["på øya", "ja nei", "side"]


def test_what_recurs_at_the_edge_is_furniture_and_speech_is_not() -> None:
    pages = [
        Sheet(600, 800, (run("Intervju 5", 50, 780), run("Ja.", 50, 700), run(f"side {n}", 300, 30))) for n in range(3)
    ]
    assert [{r.text for r in out} for out in furniture(pages, [set()] * 3)] == [
        {"Intervju 5", f"side {n}"} for n in range(3)
    ]


def test_numbers_that_rise_beside_the_text_are_a_margin_and_others_are_speech() -> None:
    lines = [r for n in range(8) for r in (run(str(n + 1), 20, 700 - 20 * n), run("Ord " * 15, 60, 700 - 20 * n))]
    page = Sheet(600, 800, tuple(lines))
    assert [r.text for r in sorted(margin([page])[0], key=lambda r: -r.base)] == [str(n) for n in range(1, 9)]
    years = [run(str(year), 20, 700 - 20 * n) for n, year in enumerate((2017, 1990, 2018, 1991, 2019, 1992))]
    assert margin([Sheet(600, 800, (*lines[1::2], *years))]) == [set()]


def test_two_columns_are_read_one_after_the_other() -> None:
    runs = [
        r
        for n in range(8)
        for r in (run(f"venstre {n} " * 4, 40, 700 - 20 * n), run(f"høyre {n} " * 4, 330, 700 - 20 * n))
    ]
    texts = [r.text.split()[0] for r in in_order(Sheet(600, 800, tuple(runs)), ())]
    assert texts == ["venstre"] * 8 + ["høyre"] * 8


def test_a_wider_gap_begins_a_paragraph() -> None:
    lines = [run("en lang linje som fortsetter på den neste linja", 40, base) for base in (700, 688, 664, 652)]
    assert [len(p.text.split()) for p in paragraphs([lines])] == [18, 18]


@pytest.mark.parametrize(
    ("before", "line", "whole"),
    [
        ("et kon-", "tor", "et kontor"),
        ("et kon\u00ad", "tor", "et kontor"),
        ("barne-", "og ungdomsskolen", "barne- og ungdomsskolen"),
        ("NAV-", "kontoret", "NAV- kontoret"),
        ("et", "kontor", "et kontor"),
    ],
)
def test_words_cut_at_line_ends_are_whole_again(before: str, line: str, whole: str) -> None:
    assert together(before, line) == whole
