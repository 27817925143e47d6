"""A model of the user's own: vectors from a local directory, or a scorer of their making. Nothing is ever fetched."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Code
from qualcode.suggest.engine.codebook_evidence import comparable, description
from qualcode.suggest.engine.vectors import Floats
from qualcode.suggest.options import Embedder, Options, Suggester

WHERE = "Give the directory of a sentence-transformers model that is already on this machine; nothing is downloaded."
MOST_REMEMBERED = 20_000
"""Texts whose vectors are kept; then all are forgotten, so that memory is bounded."""


class Remembering:
    """An embedder that asks another one, and asks it about each text once: models are slow, and folds are many."""

    def __init__(self, embedder: Embedder) -> None:
        self._asked = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text."""
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        if new := [text for text in dict.fromkeys(texts) if text not in self._known]:
            made = np.asarray(self._asked.embed(new), dtype=np.float32)
            if made.ndim != 2 or len(made) != len(new):
                raise QualcodeError(f"the embedder gave an array of shape {made.shape} for {len(new)} texts")
            self._known.update(zip(new, made, strict=True))
        return np.array([self._known[text] for text in texts])


class SentenceTransformerVectors:
    """Vectors from a sentence-transformers model in a local directory."""

    def __init__(self, directory: Path | str) -> None:
        self.directory = Path(directory)
        if not self.directory.is_dir():
            raise QualcodeError(f"no model directory '{directory}'", hint=WHERE)

    @cached_property
    def _model(self) -> Any:
        try:
            module = import_module("sentence_transformers")
        except ImportError as error:
            hint = 'pip install "qualcode[embed]"'
            raise QualcodeError("the package sentence-transformers is not installed", hint=hint) from error
        import_module("transformers").utils.logging.disable_progress_bar()
        broken = import_module("safetensors").SafetensorError
        try:
            return module.SentenceTransformer(str(self.directory), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError, broken) as error:
            raise QualcodeError(f"no sentence-transformers model in '{self.directory}'", hint=WHERE) from error

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        return np.asarray(self._model.encode(list(texts), show_progress_bar=False), dtype=np.float64)


class SpacyVectors:
    """Mean word vectors from an installed spaCy pipeline, or from the directory of one."""

    def __init__(self, pipeline: str) -> None:
        import spacy

        try:
            self._nlp = spacy.load(pipeline)
        except (OSError, ValueError) as error:
            hint = "Give an installed spaCy pipeline or the path of its directory; nothing is downloaded."
            raise QualcodeError(f"no spaCy pipeline '{pipeline}'", hint=hint) from error
        if not self._nlp.vocab.vectors_length:
            raise QualcodeError(f"the spaCy pipeline '{pipeline}' has no word vectors")

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        return np.array([self._nlp.make_doc(text).vector for text in texts], dtype=np.float64)


def load_suggester(reference: str) -> Suggester:
    """The suggester that `module:object` names: an object with `score`, or a class that makes one."""
    module, _, name = reference.partition(":")
    if not module or not name:
        raise WrongUsage(f"'{reference}' does not name a suggester", hint="Write MODULE:OBJECT.")
    try:
        found = getattr(import_module(module), name)
    except ImportError as error:
        raise QualcodeError(f"no module '{module}'", hint="Is it on PYTHONPATH?") from error
    except AttributeError as error:
        raise QualcodeError(f"no '{name}' in module '{module}'") from error
    if isinstance(found, type):
        found = found()
    if not hasattr(found, "score"):
        raise QualcodeError(f"'{reference}' has no method 'score'", hint="See docs/methods/suggestions.md.")
    return cast("Suggester", found)


Scales = Mapping[str, tuple[float, float]]


class Own:
    """The evidence of a user's own models for any texts, on the scale of the built-in evidence.

    What a suggester learns from are texts and their shares `y`, both chosen by the caller: nothing is seen beside them.
    """

    def __init__(self, codes: Sequence[Code], options: Options) -> None:
        self._codes, self._options, given = codes, options, options.embedder
        self._embedder = given if given is None or isinstance(given, Remembering) else Remembering(given)
        self._described = self.vectors([description(code) for code in codes]) if options.embedder else None

    @property
    def given(self) -> bool:
        """Whether there is any model of the user's own."""
        return self._options.embedder is not None or self._options.suggester is not None

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit vectors by the user's embedder, `(texts, d)`."""
        vectors = np.asarray(cast("Embedder", self._embedder).embed(texts), dtype=np.float64)
        result: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return result

    def score(
        self, texts: Sequence[str], examples: Sequence[str], y: Floats, scales: Scales | None = None
    ) -> tuple[Floats, Scales]:
        """Evidence for texts `(texts, codes)`, and the scales that made it comparable, if none are given."""
        scores: dict[str, Floats] = {}
        if self._described is not None:
            scores["embedder"] = self.vectors(texts) @ self._described.T
        if self._options.suggester:
            scores["suggester"] = self._suggested(texts, examples, y)
        scales = scales or {name: (float(score.mean()), float(score.var())) for name, score in scores.items()}
        return sum((comparable(s, *scales[name]) for name, s in scores.items()), np.zeros((1, 1))), scales

    def _suggested(self, texts: Sequence[str], examples: Sequence[str], y: Floats) -> Floats:
        suggester = cast("Suggester", self._options.suggester)
        y = y.reshape(len(examples), len(self._codes))
        scores = np.asarray(suggester.score(texts, self._codes, examples, y), dtype=np.float64)
        if scores.shape != (len(texts), len(self._codes)) or not np.isfinite(scores).all():
            wanted = f"{(len(texts), len(self._codes))} finite numbers"
            raise QualcodeError(f"the suggester gave an array of shape {scores.shape}; wanted were {wanted}")
        return scores
