import pytest

from qualcode.exchange.offsets import WAYS, Counting, Evidence, choose, named, prior, table
from qualcode.text.normalise import normalise

RAW = "😀😀 hei\r\nKari 😀 bor her\n"  # normalised: 😀😀 hei⏎Kari 😀 bor her⏎
TEXT = normalise(RAW)


def written(way: Counting, at: int) -> int:
    """A position of the normalised text as a program counts it."""
    return next(n for n, place in enumerate(table(RAW, way)) if place == at)


def test_hand_counted_positions() -> None:
    assert table("a\r\n😀b", Counting(False, True)) == [0, 1, 1, 2, 3, 4]
    assert table("a\r\n😀b", Counting(True, True)) == [0, 1, 1, 2, 2, 3, 4]
    assert table("a\r\n😀b", Counting(True, False)) == [0, 1, 2, 2, 3, 4]
    assert table("a\r\n😀b", Counting(False, False)) == [0, 1, 2, 3, 4]
    assert table("a\rb\nc", Counting(False, True)) == [0, 1, 2, 3, 4, 5]
    assert table("", Counting(False, True)) == [0]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("origin", ["NVivo for Windows 12.6", "ATLAS.ti 23", "QualCoder", ""])
def test_the_selections_show_how_it_was_counted(way: Counting, origin: str) -> None:
    at = TEXT.index("her")
    selection = (written(way, at), written(way, at + 3), "her")
    assert choose([Evidence(RAW, TEXT, (selection,))], origin) == (way, True)


def test_without_evidence_the_program_decides_and_doubt_is_told() -> None:
    plain = Evidence("bare ord", "bare ord", ((0, 4, ""),))
    assert choose([plain], "NVivo") == (prior("NVivo"), True)  # all ways agree
    doubtful = Evidence("😀😀 a b c d e f", "😀😀 a b c d e f", ((6, 7, ""),))
    way, alone = choose([doubtful], "QualCoder")
    assert way == Counting(False, True)
    assert not alone


def test_names_that_are_the_words() -> None:
    assert named("en to\ntre fire", "en to tre…")
    assert named("en to", "en to")
    assert not named("en to", "to")
    assert not named("en to", "")


def test_selections_that_end_between_words_are_the_better_count() -> None:
    # Names say nothing, every count puts the selection into the text; only one puts its ends where words end.
    raw = "😀😀 en to tre fire fem seks"
    at = raw.index("fire")
    for way in (Counting(True, True), Counting(False, True)):
        counted = table(raw, way)
        selection = (counted.index(at), counted.index(at + 4), "")
        for origin in ("NVivo 14", "QualCoder"):
            chosen, alone = choose([Evidence(raw, raw, (selection,))], origin)
            assert (chosen.utf16, alone) == (way.utf16, True)


def test_only_what_lies_beyond_the_first_plane_is_two_units() -> None:
    for mark in "–…’é\uffff":
        assert table(f"a{mark}b", Counting(True, True)) == [0, 1, 2, 3]
    assert table("a\U00010000b", Counting(True, True)) == [0, 1, 1, 2, 3]
