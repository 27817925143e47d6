"""Brackets written into a text point at what was marked, and take nothing away."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Place, Segment, Transcript, Turn
from qualcode.tui.passage import marked

TEXT = "Åse: Vi møtes hver tirsdag. Da går vi gjennom alt.\nBjørn: Det er ikke alltid vi møtes 👨‍👩‍👧 da."
TURNS = (Turn(1, 5, 50, "Åse"), Turn(2, 58, len(TEXT), "Bjørn"))
SEGMENTS = (Segment(1, 1, 5, 27), Segment(2, 1, 28, 50), Segment(3, 2, 58, len(TEXT)))
TRANSCRIPT = Transcript("t", TEXT, TURNS, SEGMENTS)


@st.composite
def places(draw: st.DrawFn) -> Place:
    start = draw(st.integers(0, len(TEXT) - 1))
    return Place(start, draw(st.integers(start + 1, len(TEXT))))


@given(places(), st.lists(places(), max_size=2), st.lists(places(), max_size=3))
def test_without_the_brackets_it_is_the_text(focus: Place, a: list[Place], b: list[Place]) -> None:
    shown = marked(TRANSCRIPT, focus, {"A": a, "B": b})
    signs = {i for sign in shown.signs for i in range(sign.start, sign.end)}

    def plain(place: Place) -> str:
        return "".join(shown.transcript.text[i] for i in range(place.start, place.end) if i not in signs)

    assert plain(Place(0, len(shown.transcript.text))) == TEXT
    for side, given_places in (("A", a), ("B", b)):
        assert [plain(p) for p in shown.sides[side]] == [TRANSCRIPT.quote(p) for p in given_places]
    for segment in shown.transcript.segments:
        assert plain(Place(segment.start, segment.end)) == TRANSCRIPT.quote(SEGMENTS[segment.n - 1])
    assert plain(shown.focus) == TRANSCRIPT.quote(focus)


def test_where_brackets_stand() -> None:
    shown = marked(TRANSCRIPT, Place(5, 50), {"A": [Place(5, 27)], "B": [Place(5, 14), Place(28, 50)]})
    assert shown.transcript.text.startswith("Åse: AB⟦Vi møtes ⟧Bhver tirsdag.⟧A B⟦Da går vi gjennom alt.⟧B\n")


def test_only_what_is_near_is_laid_out() -> None:
    assert [s.n for s in marked(TRANSCRIPT, Place(28, 50), {}, around=0).transcript.segments] == [2]
    assert [s.n for s in marked(TRANSCRIPT, Place(28, 50), {}, around=1).transcript.segments] == [1, 2, 3]
    assert marked(Transcript("t", "stille"), Place(0, 6), {}).transcript.segments == ()
