"""One speaker's words go; what others said, and what was coded of it, stays."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Segment, Turn
from qualcode.protect.passages import Passages
from qualcode.protect.rewriting import Body
from qualcode.protect.withdrawing import without

SAID = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(["hei", "ja, da 👪", "nei nei nei"])), min_size=1, max_size=6
)


def _body(said: list[tuple[str, str]]) -> Body:
    text, turns, segments = "", [], []
    for n, (who, words) in enumerate(said, start=1):
        text += f"{who}: "
        turns.append(Turn(n, len(text), len(text) + len(words), who))
        segments.append(Segment(n, n, len(text), len(text) + len(words)))
        text += f"{words}\n"
    return Body(text, tuple(turns), tuple(segments))


@given(SAID, st.data())
def test_spans_hold_what_is_left_of_them(said: list[tuple[str, str]], data: st.DataObject) -> None:
    body = _body(said)
    new, span = without(body, "A", "[slettet]")
    assert [new.text[t.start : t.end] for t in new.turns] == ["[slettet]" if w == "A" else s for w, s in said]
    start = data.draw(st.integers(0, len(body.text) - 1))
    end = data.draw(st.integers(start + 1, len(body.text)))
    place = span(start, end)
    kept = "".join(
        ch
        for at, ch in enumerate(body.text)
        if start <= at < end and not any(t.speaker == "A" and t.start <= at < t.end for t in body.turns)
    )
    if place is None:
        assert not set(kept) - set("A: \n")
    else:
        assert new.text[slice(*place)] == new.text[slice(*place)].strip()
        assert new.text[slice(*place)].replace("[slettet]", "").replace(" ", "") in kept.replace("A", "").replace(
            " ", ""
        )


def test_a_turn_that_is_gone_is_one_segment() -> None:
    body = Body(
        "A: en. to.\nB: tre.",
        (Turn(1, 3, 10, "A"), Turn(2, 14, 18, "B")),
        (Segment(1, 1, 3, 6), Segment(2, 1, 7, 10), Segment(3, 2, 14, 18)),
    )
    new, _ = without(body, "A", "[x]")
    assert new.text == "[x]: [x]\nB: tre."
    assert [(s.n, new.text[s.start : s.end]) for s in new.segments] == [(1, "[x]"), (2, "tre.")]


def test_words_are_found_whatever_is_between_them() -> None:
    gone = Passages(["Jeg gruet meg i tre uker."], ["Vi gruet oss i fire uker."])
    assert gone.are_in("hun sa at «jeg gruet meg, i TRE uker»")
    assert not gone.are_in("vi gruet oss i fire uker")
    assert not gone.are_in("gruet meg i")
    assert gone.struck("Da: «Jeg gruet meg i tre uker», sa hun.", "[…]") == "Da: «[…]», sa hun."
