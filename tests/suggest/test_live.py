import pytest
from suggest.made import BOOK, coding, finished, project, transcript

from qualcode.model import Code, Codebook, Suggestion
from qualcode.suggest import Known, Live, Options, Rejection, marks, suggest


def shown(made: list[Suggestion]) -> list[tuple[int, str]]:
    return [(s.segment, s.code) for s in made]


def test_decisions_count_at_once_and_as_in_a_fresh_start() -> None:
    transcripts, codings = project(6)
    mine = [c for c in codings if c.transcript == "t5"]
    before = [c for c in codings if c.transcript != "t5"]
    live = Live(Known(transcripts, BOOK, before, finished(transcripts[:5])), opened=["t5"])
    only = Options(only={"t5"})
    assert live.suggestions("t5") == suggest(Known(transcripts, BOOK, before, finished(transcripts[:5])), only)
    live.decided(*mine[:3])
    fresh = suggest(Known(transcripts, BOOK, codings[:-3], finished(transcripts[:5])), only)
    found = live.suggestions("t5")
    assert shown(found) == shown(fresh)
    assert [s.score for s in found] == pytest.approx([s.score for s in fresh], abs=2e-4)
    assert not {(1, "barn"), (2, "barn")} & set(shown(found))
    live.withdrawn(*mine[:3])
    again = live.suggestions("t5")
    assert shown(again) == shown(suggest(Known(transcripts, BOOK, before, finished(transcripts[:5])), only))


def test_what_was_declined_is_not_suggested_again() -> None:
    transcripts, codings = project(3)
    live = Live(Known(transcripts, BOOK, codings[:6]), opened=["t2"])
    first = live.suggestions("t2")[0]
    declined = Rejection("t2", first.code, first.start, first.end)
    live.decided(declined)
    assert (first.segment, first.code) not in shown(live.suggestions("t2"))
    live.withdrawn(declined)
    assert (first.segment, first.code) in shown(live.suggestions("t2"))


def test_a_transcript_that_is_not_open_has_no_live_suggestions() -> None:
    transcripts, _ = project(2)
    assert Live(Known(transcripts, BOOK), opened=["t0"]).suggestions("t1") == []


def test_the_open_transcript_is_always_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    transcripts, codings = project(6)
    monkeypatch.setattr("qualcode.suggest.suggesting.LEARNED_FROM", 16)
    live = Live(Known(transcripts, BOOK, [c for c in codings if c.transcript == "t0"]), opened=["t3"])
    live.decided(coding(transcripts[3], 1, "barn"))
    assert (1, "barn") not in shown(live.suggestions("t3"))


def test_marks_stand_where_the_reason_is() -> None:
    code = Code("barn", "Barn", keywords=("barn", "snakke med"), rules=('"på vent"',))
    t = transcript("t", ["Å.", "Vi snakket med barneperspektivet, og hun sto på vent i gangen."])
    start, end = t.segments[1].start, t.segments[1].end
    made = Suggestion("t", 2, start, end, "barn", 1.0, None, "", words=("gangen", "vent"))
    assert [t.quote(p) for p in marks(made, t, code)] == ["snakket med", "barneperspektivet", "på vent", "gangen"]


def test_the_words_that_carried_the_score_are_in_the_passage() -> None:
    transcripts, codings = project(6)
    texts = {t.name: t for t in transcripts}
    made = [s for s in suggest(Known(transcripts, BOOK, codings[:20])) if s.words]
    assert made
    for s in made:
        places = marks(s, texts[s.transcript], BOOK.by_id[s.code])
        assert all(s.start <= p.start < p.end <= s.end for p in places)
        assert set(s.words) <= {w for p in places for w in texts[s.transcript].quote(p).lower().split()}


def test_no_marks_without_a_reason() -> None:
    t = transcript("t", ["Helt annet."])
    made = Suggestion("t", 1, 0, 11, "x", 1.0, None, "")
    assert marks(made, t, Codebook((Code("x", "Skole"),)).by_id["x"]) == []
