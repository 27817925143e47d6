"""Why a code is suggested, in one line, and which sentence carries it."""

from collections.abc import Sequence

import numpy as np

from qualcode.suggest.engine import Engine
from qualcode.suggest.units import Unit

MOST_WORDS = 3


class Why:
    """Explains the scores of one block of segments at a time."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def prepare(self, block: Sequence[Unit]) -> None:
        """Make ready to explain the scores of these segments; `line` and `span` speak of positions in the block."""
        engine = self.engine
        self.block = block
        texts = [unit.text for unit in block]
        self._counts = engine.space.encode(texts)
        self._hits = engine.evidence.keyword_counts(texts, self._counts).tocsr()
        self._forms = np.unique(self._counts.indices)
        self._carried = engine.carried(self._forms)

    def line(self, i: int, j: int) -> str:
        """The reason in one line: keywords hit, then words that carried the score, then a coded segment like it."""
        keywords = self.keywords(i, j)
        words = [w for w in self.words(i, j) if w not in keywords]
        parts = [f"keywords: {', '.join(keywords)}"] * bool(keywords) + [f"words: {', '.join(words)}"] * bool(words)
        return "; ".join(parts) or "likeness to the code's description"

    def keywords(self, i: int, j: int) -> list[str]:
        """The keywords of the code that the segment hits, the most telling first, as lemmas."""
        evidence = self.engine.evidence
        hit = self._hits.indices[self._hits.indptr[i] : self._hits.indptr[i + 1]]
        worth = sorted((-evidence.keyword_weight[k, j], " ".join(evidence.keywords[k])) for k in hit)
        return [keyword for weight, keyword in worth if weight < 0]

    def words(self, i: int, j: int) -> list[str]:
        """The forms in the segment that spoke most for the code."""
        forms = self._counts.indices[self._counts.indptr[i] : self._counts.indptr[i + 1]]
        carried = self._carried[np.searchsorted(self._forms, forms), j]
        order = np.argsort(-carried, kind="stable")[:MOST_WORDS]
        return [self.engine.space.forms[forms[k]] for k in order if carried[k] > 0]

    def span(self, i: int, j: int) -> tuple[int, int]:
        """The place to propose."""
        return self.block[i].start, self.block[i].end
