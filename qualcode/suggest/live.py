"""Suggestions while somebody codes: what is decided now counts in the next look at the transcript.

The texts, the codebook and the cold scores are worked out once. A decision changes only what is learned from codings,
which is fitted anew on what was kept.
"""

from collections.abc import Collection
from dataclasses import replace
from itertools import chain

import numpy as np

from qualcode.model import Coding, Suggestion
from qualcode.suggest.engine.engine import Engine
from qualcode.suggest.engine.segments import Unit, as_labels, units
from qualcode.suggest.known import Known
from qualcode.suggest.options import Options, Rejection
from qualcode.suggest.reasons import Why
from qualcode.suggest.suggesting import learning_sample, of_block

ANEW = 20
"""What each scorer counts is learned anew when a twentieth more has been coded; in between it stays as it is."""


class Live:
    """Suggestions for a few open transcripts that follow every decision.

    `opened` are the names of the transcripts that are worked on; they are always part of what is learned from.
    Scores can differ in the last digit from those of a fresh start.
    """

    def __init__(self, known: Known, options: Options | None = None, opened: Collection[str] = ()) -> None:
        self.options, self._known, self._codes = known.options(options), known, known.codes
        self._units = {t.name: list(units([t], self.options)) for t in known.transcripts if t.name in opened}
        self._decisions = self._known.decisions(self.options)
        mine = list(chain.from_iterable(self._units.values()))
        sample = learning_sample(known.transcripts, self._decisions, self.options, besides=mine)
        self._facts = [self._decisions.fact(unit) for unit in sample]
        self._engine = Engine(self._codes, sample, as_labels(self._facts, len(self._codes)), self.options)
        self._weighed = len(self._engine.labels.rows)
        self._touched: set[str] = set()

    def decided(self, *made: Coding | Rejection) -> None:
        """Take note of codings made and suggestions declined, by anybody whose codings teach."""
        codings = [*self._known.codings, *(m for m in made if isinstance(m, Coding))]
        rejections = [*self._known.rejections, *(m for m in made if isinstance(m, Rejection))]
        self._known = replace(self._known, codings=codings, rejections=rejections)
        self._touched |= {m.transcript for m in made}

    def withdrawn(self, *taken_back: Coding | Rejection) -> None:
        """Forget codings and rejections that were taken back; what is not known is passed over."""
        gone = {m.id for m in taken_back if isinstance(m, Coding)}
        codings = [c for c in self._known.codings if c.id not in gone]
        rejections = [r for r in self._known.rejections if r not in taken_back]
        self._known = replace(self._known, codings=codings, rejections=rejections)
        self._touched |= {m.transcript for m in taken_back}

    def suggestions(self, name: str) -> list[Suggestion]:
        """The suggestions for an open transcript as things stand, by segment, the best first."""
        if self._touched:
            self._learn()
        block: list[Unit] = self._units.get(name, [])
        if not block:
            return []
        asked = np.array([self.options.codes is None or c.id in self.options.codes for c in self._codes])
        return list(of_block(block, self._engine, self._decisions, asked, Why(self._engine, self._decisions)))

    def _learn(self) -> None:
        self._decisions = self._known.decisions(self.options)
        for i, unit in enumerate(self._engine.sample):
            if unit.transcript in self._touched:
                self._facts[i] = self._decisions.fact(unit)
        labels = as_labels(self._facts, len(self._codes))
        anew = ANEW * abs(len(labels.rows) - self._weighed) >= self._weighed
        self._engine.learn(labels, anew=anew)
        self._weighed = len(labels.rows) if anew else self._weighed
        self._touched.clear()
