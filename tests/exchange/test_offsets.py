"""Positions as other programs count them, and how the selections show which way it was."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualcode.exchange.offsets import WAYS, Counting, Evidence, Positions, choose, named, prior
from qualcode.text.normalise import normalise

RAW = "😀😀 hei på deg\r\nKari 😀 bor her\r\nog Åse der\r\n"
TEXT = normalise(RAW)


def width(raw: str, at: int, way: Counting) -> tuple[int, int]:
    """How many characters of `raw` the one at a place takes, and for how many a program counts it: by hand."""
    if raw[at : at + 2] == "\r\n":
        return 2, {"as written": 2, "one": 1, "two": 2}[way.line_end]
    if raw[at] in "\r\n":
        return 1, 2 if way.line_end == "two" else 1
    return 1, {"code points": 1, "UTF-16 units": 1 + (raw[at] > "\uffff"), "bytes": len(raw[at].encode())}[way.unit]


def written(raw: str, way: Counting) -> list[int]:
    """The position of each character of the normalised text (and of its end) as a program counts it."""
    out, at, n = [], 0, (3 if way.unit == "bytes" else 1) * way.mark
    while at < len(raw):
        out.append(n)
        taken, counted = width(raw, at, way)
        at, n = at + taken, n + counted
    return [*out, n]


def selection(raw: str, way: Counting, words: str) -> tuple[int, int, str]:
    """A selection of these words as a program writes it."""
    start = normalise(raw).index(words)
    places = written(raw, way)
    return places[start], places[start + len(words)] - way.last, words


@given(st.text(st.sampled_from("aå€😀\r\n "), max_size=20), st.sampled_from(WAYS))
def test_every_position_comes_back(raw: str, way: Counting) -> None:
    places = Positions(raw, way)
    for n, at in enumerate(written(raw, way)):
        assert places.at(at) == n
    assert places.at(-1) is None
    assert places.at(written(raw, way)[-1] + 1) is None


def test_hand_counted_positions() -> None:
    assert [Positions("a\r\n😀b", Counting()).at(n) for n in range(6)] == [0, 1, 1, 2, 3, 4]
    assert [Positions("a\r\n😀b", Counting("UTF-16 units")).at(n) for n in range(7)] == [0, 1, 1, 2, 2, 3, 4]
    assert [Positions("a\r\n😀b", Counting(line_end="one")).at(n) for n in range(5)] == [0, 1, 2, 3, 4]
    assert [Positions("åb", Counting("bytes")).at(n) for n in range(4)] == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("way", "origin"), list(product(WAYS, ["NVivo for Windows 12.6", "ATLAS.ti 23", "QualCoder", ""]))
)
def test_the_selections_show_how_it_was_counted(way: Counting, origin: str) -> None:
    marks = tuple(selection(RAW, way, words) for words in ("her", "Åse", "Kari 😀 bor"))
    choice = choose(Evidence(RAW, TEXT, marks), origin)
    assert (choice.fit, choice.named, choice.other, choice.refuted) == (3, 3, None, False)
    chosen, meant = Positions(RAW, choice.way), Positions(RAW, way)
    assert [chosen.span(*m[:2]) for m in marks] == [meant.span(*m[:2]) for m in marks]


def test_each_text_counts_its_own_way() -> None:
    ways = [Counting("UTF-16 units"), Counting("code points")]
    found = [choose(Evidence(RAW, TEXT, (selection(RAW, way, "Kari"),)), "") for way in ways]
    assert [choice.way for choice in found] == ways


def test_without_evidence_the_program_decides_and_doubt_is_told() -> None:
    plain = Evidence("bare ord", "bare ord", ((0, 4, ""),))
    assert choose(plain, "NVivo").other is None  # all ways agree
    doubtful = Evidence("😀😀 a b c d e f", "😀😀 a b c d e f", ((6, 7, ""),))
    choice = choose(doubtful, "QualCoder")
    assert choice.way == Counting()
    assert choice.other is not None
    assert choose(doubtful, "NVivo 14").way == prior("NVivo 14") == Counting("UTF-16 units")


def test_names_are_a_veto() -> None:
    text = "Kari: mandag og kaffe hver uke."
    wrong = ((2, 6, "mandag"), (9, 14, "kaffe"), (0, 4, "uke."))
    choice = choose(Evidence(text, text, wrong), "")
    assert (choice.fit, choice.named, choice.refuted) == (0, 3, True)
    titles = ((2, 6, "Utdrag 1"), (9, 14, "Utdrag 2"))  # names that are no words of the text say nothing
    assert not choose(Evidence(text, text, titles), "").refuted


def test_a_person_can_say_how_it_was_counted() -> None:
    text = "😀 a b c"
    assert choose(Evidence(text, text, ((3, 4, "a"),)), "", "standard").way == Counting()


def test_names_that_are_the_words() -> None:
    assert named("en to\ntre fire", "en to tre…")
    assert named("en to", "en to")
    assert not named("en to", "to")
    assert not named("en to", "")


@given(st.text(st.sampled_from("ab æ😀\n"), min_size=3, max_size=30), st.data())
def test_what_is_ours_is_read_as_it_was_written(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())
    choice = choose(Evidence(text, text, ((start, end, ""),)), "qualcode")
    assert Positions(text, choice.way).span(start, end) == (start, end)


def test_selections_that_end_between_words_are_the_better_count() -> None:
    # Names say nothing, every count puts the selection into the text; only one puts its ends where words end.
    raw = "😀😀 samarbeid barnevernet fire familieveileder"
    for way in (Counting("UTF-16 units"), Counting("code points")):
        start, end, _ = selection(raw, way, "fire")
        for origin in ("NVivo 14", "QualCoder"):
            choice = choose(Evidence(raw, raw, ((start, end, ""),)), origin)
            assert (choice.way.unit, choice.other) == (way.unit, None)


@pytest.mark.parametrize("mark", "–…’é\uffff")
def test_what_lies_in_the_first_plane_is_one_unit(mark: str) -> None:
    assert [Positions(f"a{mark}b", Counting("UTF-16 units")).at(n) for n in range(4)] == [0, 1, 2, 3]
    assert [Positions("a\U00010000b", Counting("UTF-16 units")).at(n) for n in range(5)] == [0, 1, 1, 2, 3]
