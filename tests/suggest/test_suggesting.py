import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from suggest.made import BOOK, coding, finished, project, transcript

from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook, Place, Suggestion, Transcript
from qualcode.suggest import Known, Options, Rejection, iter_suggestions, suggest
from qualcode.suggest.engine.segments import Decisions, units
from qualcode.suggest.suggesting import fit, learning_sample


def codes_of(made: list[Suggestion], name: str, segment: int) -> list[str]:
    return [s.code for s in made if (s.transcript, s.segment) == (name, segment)]


def sentences(text: str, start: int, end: int) -> Iterator[Place]:
    for found in re.finditer(r"[^.!?]+[.!?]*\s*", text[start:end]):
        yield Place(start + found.start(), start + len(text[start : start + found.end()].rstrip()))


def test_cold_finds_the_code_by_its_keywords_in_any_form() -> None:
    t = transcript(
        "a", ["Barneperspektivet er viktig.", "Leilighetene er trange.", "Hun har regninger.", "Ja, nettopp."]
    )
    made = suggest(Known([t], BOOK))
    assert [codes_of(made, "a", n)[:1] for n in (1, 2, 3)] == [["barn"], ["bolig"], ["penger"]]
    assert "penger" not in codes_of(made, "a", 1)[:1]
    assert all(s.confidence is None for s in made)


def test_the_reason_names_keyword_and_coded_segment() -> None:
    transcripts, codings = project()
    new = transcript("ny", ["Ungdommen trenger at noen hører på ham, sa hun."])
    first = suggest(Known([*transcripts, new], BOOK, codings), Options(only={"ny"}))[0]
    assert first.code == "barn"
    assert re.search(r"^keywords: ungdom; .*like t\d:\d \(Anna\)$", first.why)


def test_nothing_is_suggested_twice_rejected_or_retired() -> None:
    transcripts, codings = project()
    span = transcripts[0].segments[2]
    made = suggest(Known(transcripts, BOOK, codings, rejections=[Rejection("t0", "penger", span.start, span.end)]))
    done = {(c.transcript, c.code, c.start) for c in codings}
    assert not [s for s in made if (s.transcript, s.code, s.start) in done]
    assert "penger" not in codes_of(made, "t0", 3)
    assert {s.code for s in made} <= {"barn", "bolig", "penger"}


def test_all_scores_every_segment_against_every_code() -> None:
    transcripts, codings = project(3)
    made = list(iter_suggestions(Known(transcripts, BOOK, codings), Options(all=True)))
    assert len(made) == 3 * 8 * 3
    assert len({(s.transcript, s.segment, s.code) for s in made}) == len(made)
    per_segment = [s.score for s in made[:3]]
    assert per_segment == sorted(per_segment, reverse=True)


def test_the_interviewer_is_left_out_unless_asked_for() -> None:
    t = transcript("a", ["Hvordan har barna det?", "Barna har det bra."], roles=("interviewer", "participant"))
    assert {s.segment for s in suggest(Known([t], BOOK))} == {2}
    assert {s.segment for s in suggest(Known([t], BOOK), Options(include_interviewer=True))} == {1, 2}


def test_what_no_speaker_says_is_material_only_where_there_are_no_speakers() -> None:
    t = transcript("a", ["Intervju om barn og ungdom", "Barna har det bra.", "Barna leker."])
    title, *rest = t.turns
    spoken = replace(t, turns=(title._replace(speaker=None, role=None), *rest))
    assert {s.segment for s in suggest(Known([spoken], BOOK))} == {2, 3}
    silent = replace(t, turns=tuple(turn._replace(speaker=None, role=None) for turn in t.turns))
    assert {s.segment for s in suggest(Known([silent], BOOK))} == {1, 2, 3}


def test_the_same_values_give_the_same_suggestions() -> None:
    transcripts, codings = project()
    assert suggest(Known(transcripts, BOOK, codings)) == suggest(Known(transcripts, BOOK, codings))


def test_segments_are_scored_alike_whether_learned_from_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    transcripts, codings = project()
    monkeypatch.setattr("qualcode.suggest.suggesting.LEARNED_FROM", 20)
    made = suggest(Known(transcripts, BOOK, codings[:6]), Options(top=1))
    truth = {(c.transcript, c.start): c.code for c in codings}
    known = [s for s in made if (s.transcript, s.start) in truth]
    assert len(known) > 20
    assert sum(truth[s.transcript, s.start] == s.code for s in known) > 0.8 * len(known)


@pytest.mark.parametrize("most", [0, 5, 12, 20, 40, 100])
def test_the_named_all_the_coded_and_evenly_spread_others_are_learned_from(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    transcripts, codings = project(6)
    monkeypatch.setattr("qualcode.suggest.suggesting.LEARNED_FROM", most)
    listed = list(units(transcripts, Options()))
    monkeypatch.setattr("qualcode.suggest.suggesting.OTHERS", 4)
    named, coded = listed[40:43], {(c.transcript, c.start) for c in codings[:12]}
    known = [u for u in listed if (u.transcript, u.start) in coded]
    other = [u for u in listed if u not in known and u not in named]
    room = max(most - len(named) - len(known), 4)
    at = np.linspace(0, len(other) - 1, room).astype(int) if room < len(other) else range(len(other))
    wanted = [*named, *known, *(other[i] for i in at)]
    decisions = Decisions(["barn", "bolig", "penger"], codings[:12], (), (), None)
    sample = learning_sample(transcripts, decisions, Options(), besides=named)
    assert sample == [u for u in listed if u in wanted]


def test_codings_teach_what_the_codebook_does_not_say() -> None:
    book = Codebook((Code("a", "Uvær"), Code("b", "Musikk")), language="nb")
    storm = [transcript(f"s{i}", [f"Traktoren sto fast i jordet {i}.", f"Fiolinen var ustemt {i}."]) for i in range(5)]
    codings = [coding(t, n, code) for t in storm for n, code in ((1, "a"), (2, "b"))]
    new = transcript("ny", ["Traktoren er rød.", "Hun spiller fiolin."])
    made = suggest(Known([*storm, new], book, codings), Options(only={"ny"}, all=True))
    assert [codes_of(made, "ny", n)[0] for n in (1, 2)] == ["a", "b"]


def test_only_the_named_coders_teach() -> None:
    transcripts, codings = project()
    wrong = [c._replace(coder="Per", code="barn") for c in codings]
    alone = suggest(Known(transcripts, BOOK, codings), Options(all=True, coders={"Anna"}))
    assert suggest(Known(transcripts, BOOK, [*codings, *wrong]), Options(all=True, coders={"Anna"})) == alone


def test_confidence_is_measured_once_there_is_enough_and_can_be_asked_for() -> None:
    transcripts, codings = project(12)
    made = suggest(Known(transcripts, BOOK, codings, finished(transcripts)), Options(all=True))
    right = {(c.transcript, c.code, c.start) for c in codings}
    sure = [s for s in made if s.confidence is not None and s.confidence > 0.8]
    assert len(sure) > 30
    assert sum((s.transcript, s.code, s.start) in right for s in sure) > 0.7 * len(sure)
    options = Options(all=True, min_confidence=0.8)
    assert len(suggest(Known(transcripts, BOOK, codings, finished(transcripts)), options)) == len(
        [s for s in made if s.confidence is not None and s.confidence >= 0.8]
    )
    assert suggest(Known(transcripts, BOOK), Options(min_confidence=0.1)) == []


def test_one_sentence_is_proposed_where_it_carries_the_score() -> None:
    long = "Det var en grå dag. Vi drakk kaffe og ventet. Regningene og gjelda tok knekken på dem. Så gikk vi hjem."
    transcripts, _ = project()
    t = transcript("lang", [long])
    options = Options(only={"lang"}, top=1, sentences=sentences)
    (made,) = suggest(Known([*transcripts, t], BOOK), options)
    assert made.code == "penger"
    assert t.quote(made) == "Regningene og gjelda tok knekken på dem."


def test_rules_are_evidence_and_a_reason() -> None:
    ruled = Codebook(
        (Code("a", "X", rules=('"på vent" NOT telefon',)), Code("b", "Y", keywords=("sol",))), language="nb"
    )
    t = transcript("a", ["Saken står på vent.", "Telefonen står på vent.", "Sola skinner i dag."])
    made = suggest(Known([t], ruled))
    assert codes_of(made, "a", 1)[:1] == ["a"]
    assert next(s.why for s in made if s.segment == 1).startswith('keywords: rule "på vent" NOT telefon')
    assert not [s for s in made if s.segment == 2 and "rule" in s.why]


@pytest.mark.parametrize("language", ["nb", "nn", "en", "sv", "da", "tlh"])
def test_every_language_works(language: str) -> None:
    book = Codebook(
        (Code("a", "zebra", keywords=("zebra",)), Code("b", "okapi", keywords=("okapi",))), language=language
    )
    t = transcript("a", ["zebra zebra", "okapi okapi", "noe annet"])
    assert [codes_of(suggest(Known([t], book)), "a", n)[:1] for n in (1, 2)] == [["a"], ["b"]]


def test_a_single_code_and_empty_segments_do_no_harm() -> None:
    book = Codebook((Code("barn", keywords=("barn",)),), language="nb")
    t = transcript("a", ["Barna leker.", "", "…", "Noe helt annet."])
    assert codes_of(suggest(Known([t], book)), "a", 1) == ["barn"]


def test_what_cannot_be_suggested_is_said() -> None:
    with pytest.raises(QualcodeError, match="no codes"):
        suggest(Known([transcript("a", ["Hei."])], Codebook()))
    with pytest.raises(QualcodeError, match="no segments"):
        suggest(Known([], BOOK))
    with pytest.raises(QualcodeError, match="code a: the rule cannot be read"):
        suggest(Known([transcript("a", ["Hei."])], Codebook((Code("a", rules=("(barn",)),))))


def asked(name: str, pairs: list[tuple[str, str]]) -> Transcript:
    """An interview of questions and answers."""
    said = [text for pair in pairs for text in pair]
    return transcript(name, said, ("interviewer", "participant") * len(pairs))


def test_the_question_counts_for_its_answer_and_is_named() -> None:
    t = asked(
        "a", [("Har dere gjeld og regninger?", "Det gikk ikke."), ("Hvor bor dere nå?", "Nei, det gikk ikke an.")]
    )
    made = suggest(Known([t, *project()[0]], BOOK), Options(only={"a"}))
    assert codes_of(made, "a", 2)[:1] == ["penger"]
    first = next(s for s in made if s.segment == 2)
    assert first.why.startswith("question: ")
    assert {"gjeld", "regning"} == set(first.why.removeprefix("question: ").split("; ")[0].split(", "))
    assert "penger" not in codes_of(made, "a", 4)[:1]  # it answers another question


def test_what_is_said_counts_more_than_what_was_asked() -> None:
    t = asked("a", [("Har dere gjeld?", "Leiligheten er det verste.")])
    made = suggest(Known([t, *project()[0]], BOOK), Options(only={"a"}, all=True))
    assert codes_of(made, "a", 2) == ["bolig", "penger", "barn"]
    assert made[1].why.startswith("question: gjeld")
    assert made[0].why.startswith("keywords: leilighet")
    assert "question" not in made[0].why


def test_answers_are_scored_alike_whether_learned_from_or_not() -> None:
    questions = [
        asked(f"q{i}", [("Har dere gjeld?", f"Det gikk ikke {i}."), ("Og barna?", "De er ute.")]) for i in range(9)
    ]
    listed = list(units(questions, Options()))
    codes = Known([], BOOK).codes
    decisions = Decisions([c.id for c in codes], (), (), (), None)
    engine = fit(questions[:6], codes, decisions, Options())
    learned, new = (engine.score(u, engine.read(u)) for u in (listed[:12], listed[12:]))
    assert (learned.argmax(axis=1) == np.tile([2, 0], 6)).all()
    assert (new.argmax(axis=1) == np.tile([2, 0], 3)).all()


def test_a_question_is_asked_of_all_that_follows_it() -> None:
    t = asked("a", [("Hva med gjelda?", "Tja."), ("Og barna?", "Ute.")])
    more = transcript("b", ["Hva nå?", "Vet ikke.", "Jo, vent."], ("interviewer", "participant", "participant"))
    questions = [u.question for u in units([t, more], Options(include_interviewer=True))]
    assert questions == ["", "Hva med gjelda?", "", "Og barna?", "", "Hva nå?", "Hva nå?"]
