"""Passages side by side: how far coders marked the same words."""

from qualcode.compare.coders_work import Work
from qualcode.compare.side_by_side import Passage, passage_table, passages
from qualcode.document import Grid, Heading, Paragraph
from qualcode.documents.side_by_side import side_by_side
from qualcode.model import Code, Codebook, Coding, Place, Segment, Transcript, Turn

BOOK = Codebook((Code("barn", "Barn", definition="Om barna.", exclude="Skolen."), Code("bolig")))
TEXT = "abcdefghijklmnopqrstuvwxyz" * 2
TALK = Transcript("t", TEXT, (Turn(1, 0, 52, "Kari"),), (Segment(1, 1, 0, 26), Segment(2, 1, 26, 52)))


def made(*marks: tuple[str, str, int, int], memo: str = "") -> list[Coding]:
    return [Coding(f"{i}", "t", code, who, a, b, TEXT[a:b], memo) for i, (who, code, a, b) in enumerate(marks)]


def work(*marks: tuple[str, str, int, int], readers: str = "AB", coders: str = "AB") -> Work:
    return Work([TALK], made(*marks), {"t": readers}, coders, BOOK)


def found(*marks: tuple[str, str, int, int], readers: str = "AB", coders: str = "AB") -> list[Passage]:
    return passages(work(*marks, readers=readers, coders=coders), {"barn", "bolig"})


def test_what_hangs_together_is_one_passage() -> None:
    (one,) = found(("A", "barn", 0, 10), ("B", "barn", 8, 20), ("A", "barn", 15, 22))
    assert (one.start, one.end, one.alike) == (0, 22, "edges")
    assert one.marked == {"A": (Place(0, 10), Place(15, 22)), "B": (Place(8, 20),)}
    assert [(p.start, p.end) for p in found(("A", "barn", 0, 10), ("B", "barn", 10, 20))] == [(0, 10), (10, 20)]


def test_own_overlaps_are_one_mark() -> None:
    (one,) = found(("A", "barn", 0, 10), ("A", "barn", 5, 20), ("B", "barn", 0, 20))
    assert one.alike == "same"


def test_codes_come_in_the_codebooks_order_and_apart() -> None:
    assert [p.code for p in found(("A", "bolig", 0, 5), ("B", "barn", 30, 40))] == ["barn", "bolig"]


def test_who_has_not_finished_has_not_left_it_out() -> None:
    assert found(("A", "barn", 0, 5), ("B", "barn", 0, 5), readers="A") == []
    (one,) = found(("A", "barn", 0, 5), ("C", "barn", 0, 3), readers="AB", coders="ABC")
    assert (one.marked, one.alike) == ({"A": (Place(0, 5),), "B": ()}, "only")
    row = passage_table([one], work(coders="ABC")).iloc[0]
    assert (row["text A"], row["text B"], row["text C"]) == ("abcde", "", None)
    assert row["alike"] == "only A"


def test_gaps_and_what_the_other_has_more_are_shown() -> None:
    row = passage_table(found(("A", "barn", 0, 2), ("A", "barn", 4, 6), ("B", "barn", 0, 8)), work()).iloc[0]
    assert (row["text A"], row["text B"]) == ("ab […] ef …", "abcdefgh")


def test_the_document_says_what_the_codebook_says() -> None:
    document = side_by_side(found(("A", "barn", 0, 5)), work(), "nb")
    head, *said, grid = document.blocks
    assert head == Heading(1, "Barn", 1)
    assert [b.text for b in said if isinstance(b, Paragraph)] == ["Om barna.", "Tas ikke med: Skolen."]
    assert isinstance(grid, Grid)
    assert grid.frame.iloc[0].tolist() == ["t\nsegment 1, Kari", "abcde", "–", "bare A"]
    assert side_by_side([], work(), "en").blocks
