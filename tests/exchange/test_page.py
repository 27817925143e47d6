from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.exchange.page import back, back_at, page, steps
from qualcode.model import Place, Segment, Transcript, Turn

TEXT = "I: Hva?\n\nKari: Ja. Vi bor her.\nNei.\n"
KARI = TEXT.index("Ja.")
TRANSCRIPT = Transcript(
    "t",
    TEXT,
    (Turn(1, 3, 7, "I"), Turn(2, KARI, len(TEXT) - 1, "Kari")),
    (Segment(1, 1, 3, 7), Segment(2, 2, KARI, KARI + 3), Segment(3, 2, KARI + 4, len(TEXT) - 1)),
)


def test_a_page_names_a_speaker_once_a_turn() -> None:
    assert page(TRANSCRIPT).text == "1\tI: Hva?\n2\tKari: Ja.\n3\tVi bor her.\nNei.\n"


def test_a_place_on_the_page_is_a_place_in_the_text() -> None:
    sheet = page(TRANSCRIPT)
    for line in sheet.lines:
        assert sheet.place(line.start, line.end) == Place(line.segment.start, line.segment.end)
    at = sheet.text.index("bor")
    place = sheet.place(at, at + 3)
    assert place is not None
    assert TRANSCRIPT.quote(place) == "bor"
    both = sheet.place(sheet.text.index("va?"), sheet.text.index(" bor"))
    assert both is not None
    assert TRANSCRIPT.quote(both) == "va?\n\nKari: Ja. Vi"
    assert sheet.place(0, 4) is None


def test_what_xml_cannot_hold_keeps_its_place() -> None:
    text = "a\x0cb\x00c"
    sheet = page(Transcript("t", text, (Turn(1, 0, 5),), (Segment(1, 1, 0, 5),)))
    assert sheet.text == "1\ta\ufffdb\ufffdc\n"


def test_back_through_edits() -> None:
    here = "1\tVi bor på to rom.\n2\tDet er dyrt.\n"
    there = "Tittel\n1\tVi bor alle på tre rom.\n2\tDet er dyrt.\n"
    changes = steps(here, there)

    def was(words: str) -> str:
        at = there.index(words)
        start, end = back(changes, at, at + len(words))
        return here[start:end]

    assert was("Det er") == "Det er"
    assert was("Vi bor") == "Vi bor"
    assert was("bor alle på") == "bor på"
    assert was("tre") == "to "
    assert was("på tre rom") == "på to rom"
    assert was("alle") == ""
    assert was("Tittel") == ""
    assert here[back_at(changes, there.index("dyrt")) :].startswith("dyrt")


@settings(deadline=None)
@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_steps_cover_both_texts_and_equal_means_equal(here: str, there: str) -> None:
    changes = steps(here, there)
    assert "".join(here[i:j] for _, i, j, _, _ in changes) == here
    assert "".join(there[k:m] for _, _, _, k, m in changes) == there
    assert all(here[i:j] == there[k:m] for kind, i, j, k, m in changes if kind == "equal")


def test_a_stretch_that_runs_over_a_line_end_stops_with_the_line() -> None:
    sheet = page(TRANSCRIPT)
    first, second, third = sheet.lines
    assert sheet.place(first.start, first.end + 1) == Place(3, 7)
    assert sheet.place(first.start, second.start) == Place(3, 7)  # up to the next label, and nothing of its words
    assert sheet.place(second.start + 1, third.start) == Place(KARI + 1, KARI + 3)
    assert sheet.place(third.start, len(sheet.text) + 9) == Place(KARI + 4, len(TEXT) - 1)
    assert sheet.place(0, first.start + 2) == Place(3, 5)
    assert sheet.place(first.end, second.start) is None
    assert sheet.line_at(first.end) == first
    assert sheet.line_at(first.end + 1) == second
    assert sheet.line_at(len(sheet.text) + 9) is None
