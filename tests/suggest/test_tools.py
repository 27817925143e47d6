from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from suggest.made import BOOK, coding, finished, project, transcript

from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Code, Codebook, Place, Suggestion
from qualcode.suggest import (
    QUEUES,
    Known,
    Options,
    SentenceTransformerVectors,
    SpacyVectors,
    evaluate,
    like,
    load_suggester,
    propose_keywords,
    rule_records,
    suggest,
    uncovered,
)


def test_keywords_are_proposed_by_lemma_from_the_codings() -> None:
    transcripts, codings = project(9)
    found = propose_keywords(BOOK.by_id["bolig"], codings, transcripts)
    lemmas = [p.lemma for p in found]
    assert "leilighet" in lemmas
    assert not {"gjeld", "ungdom", "og", "kaffe"} & set(lemmas)
    assert next(p.known for p in found if p.lemma == "leilighet")
    trang = next(p for p in found if p.lemma == "trang")
    assert (trang.form, trang.codings, trang.elsewhere, trang.known) == ("trang", 6, 0, False)


def test_rules_have_a_record() -> None:
    book = Codebook((Code("a", rules=("regn", "sol NOT regn")), Code("b", rules=("vind",))), language="nb")
    t = transcript("t", ["Regn og sol.", "Bare sol.", "Bare regn.", "Ulest regn."])
    read = [coding(t, 1, "a"), coding(t, 2, "a"), coding(t, 3, "b")]
    first, second, third = rule_records(Known([t], book, read))
    assert (first.hits, first.read, first.right, first.missed) == (3, 2, 1, 1)
    assert (first.precision, first.recall) == (0.5, 0.5)
    assert (second.hits, second.precision, second.recall) == (1, 1.0, 0.5)
    assert (third.precision, third.recall) == (None, 0.0)


def made(code: str, confidence: float | None, score: float = 1.0, segment: int = 1) -> Suggestion:
    return Suggestion("t", segment, 0, 1, code, score, confidence, "")


def test_queues_reorder_and_lose_nothing() -> None:
    listed = [made("a", 0.9), made("a", 0.5, segment=2), made("b", 0.2), made("a", 0.7, segment=3)]
    for queue in QUEUES.values():
        assert sorted(map(repr, queue(listed, {}))) == sorted(map(repr, listed))
    assert [s.confidence for s in QUEUES["confidence"](listed, {})] == [0.9, 0.7, 0.5, 0.2]
    assert [s.confidence for s in QUEUES["uncertainty"](listed, {})] == [0.5, 0.7, 0.2, 0.9]
    assert [s.code for s in QUEUES["use"](listed, {"a": 1})] == ["b", "a", "a", "a"]
    assert [s.code for s in QUEUES["use"](listed, {})] == ["a", "b", "a", "a"]


def test_queues_without_confidences_go_by_score() -> None:
    listed = [made("a", None, score) for score in (1.0, 5.0, 3.0)]
    assert [s.score for s in QUEUES["confidence"](listed, {})] == [5.0, 3.0, 1.0]
    assert QUEUES["uncertainty"](listed, {})[0].score == 3.0


def test_segments_like_a_passage() -> None:
    transcripts, _ = project(3)
    first = like("t0", Place(0, 30), transcripts)[0]
    assert "barna" in first.words
    assert (first.transcript, first.segment) != ("t0", 1)
    with pytest.raises(QualcodeError, match="no transcript 'x'"):
        like("x", Place(0, 1), transcripts)


def test_what_nobody_coded_is_grouped_and_what_nobody_read_is_not() -> None:
    dogs = [f"Hunden bjeffet hele natta på gården nummer {i}." for i in range(6)]
    boats = [f"Båten lekker ved kaia når flo kommer {i}." for i in range(4)]
    said = [*dogs, *boats, "Barna har det bra her hos oss.", "Ja, det gjør jeg nok en gang."]
    t, unread = transcript("t", said), transcript("u", dogs)
    groups = uncovered(Known([t, unread], BOOK, [coding(t, 11, "barn")], {("t", "Anna")}), ["barn"], groups=2)
    assert [len(g.units) for g in groups] == [6, 4]
    assert "hunden" in groups[0].words
    assert "båten" in groups[1].words


class Fake:
    """Two dimensions: speaks of tractors, speaks of fiddles."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([["traktor" in t.lower() or "uvær" in t.lower(), "fiolin" in t.lower()] for t in texts], float)


class Odd:
    """Likes the last code for short texts, and notes how many examples it was given."""

    seen: list[int] = []  # noqa: RUF012

    def score(
        self, texts: Sequence[str], codes: Sequence[Code], examples: Sequence[str], labels: np.ndarray
    ) -> np.ndarray:
        assert labels.shape == (len(examples), len(codes))
        Odd.seen.append(len(examples))
        return np.array([[0.0] * (len(codes) - 1) + [10.0 * (len(t) < 12)] for t in texts])


def test_an_embedder_of_ones_own_counts() -> None:
    book = Codebook((Code("a", "Uvær"), Code("b", "Fiolin")), language="nb")
    t = transcript("t", [f"Traktor nummer {i} her." for i in range(9)] + ["Helt andre ord."] * 9)
    plain, own = (suggest(Known([t], book), Options(all=True, embedder=e)) for e in (None, Fake()))
    lead = [sum(s.score * (1 if s.code == "a" else -1) for s in m if s.segment == 1) for m in (plain, own)]
    assert lead[1] > lead[0]


def test_a_suggester_of_ones_own_joins_and_never_sees_the_fold() -> None:
    transcripts, codings = project(6)
    Odd.seen.clear()
    measured = evaluate(Known(transcripts, BOOK, codings, finished(transcripts)), Options(suggester=Odd()))
    assert "without own model" in set(measured.methods()["method"])
    assert max(Odd.seen) < len(measured.units)


@pytest.mark.parametrize(
    ("reference", "says"),
    [("nowhere_at_all:X", "no module"), ("json:nothing", "no 'nothing'"), ("json:dumps", "no method 'score'")],
)
def test_a_suggester_is_named_by_module_and_object(reference: str, says: str) -> None:
    with pytest.raises(QualcodeError, match=says):
        load_suggester(reference)


def test_references_and_models_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="does not name a suggester"):
        load_suggester("json")
    with pytest.raises(QualcodeError, match="no model directory"):
        SentenceTransformerVectors(tmp_path / "none")
    with pytest.raises(QualcodeError, match="no spaCy pipeline"):
        SpacyVectors("nb_none_such")


def test_spacy_vectors_from_a_directory(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("nb")
    nlp.vocab.reset_vectors(width=2)
    vector: Any = np.array([1.0, 0.0], dtype=np.float32)
    nlp.vocab.set_vector("traktor", vector)
    nlp.to_disk(tmp_path / "pipeline")
    vectors = SpacyVectors(str(tmp_path / "pipeline")).embed(["traktor", "noe annet"])
    assert vectors.tolist() == [[1.0, 0.0], [0.0, 0.0]]
