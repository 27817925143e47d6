"""Keywords proposed for a code from its codings, for a person to pick from and edit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.model import Code, Coding, Transcript
from qualcode.text.words import Analyser, analyser

PRIOR = 0.05
"""Pseudo-counts: this share of a lemma's count in all coded and uncoded text."""
FEWEST = 2
"""A lemma must stand in at least so many of the code's codings."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that marks a code out. `z` is its log-odds ratio in standard errors; `form` how it is mostly written."""

    lemma: str
    form: str
    z: float
    codings: int
    elsewhere: int
    known: bool


def propose_keywords(
    code: Code,
    codings: Sequence[Coding],
    transcripts: Sequence[Transcript],
    language: str = "nb",
    most: int = 20,
    pipeline: str = "",
) -> list[Proposal]:
    """Words commoner in the code's passages than in the rest, the most telling first.

    Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, eq. 16–22), by lemma, without
    stop words, where z is above 1.96. `codings` counts the code's codings that hold the word, `elsewhere` its
    occurrences outside them; `known` says that it is a keyword already.
    """
    words = analyser(language, pipeline)
    inside, holding, forms = _inside(code, codings, transcripts, words)
    everywhere: Counter[str] = Counter()
    for transcript in transcripts:
        everywhere.update(words.lemma(f) for f in words.forms(transcript.text))
    known = {words.lemma(f) for keyword in code.keywords for f in words.forms(keyword)}
    found = []
    for lemma, z in _log_odds(inside, everywhere).items():
        if z > 1.96 and holding[lemma] >= FEWEST and not words.is_stop(lemma):
            form = min(forms[lemma].items(), key=lambda item: (-item[1], item[0]))[0]
            elsewhere = everywhere[lemma] - inside[lemma]
            found.append(Proposal(lemma, form, round(z, 2), holding[lemma], elsewhere, lemma in known))
    return sorted(found, key=lambda p: (-p.z, p.lemma))[:most]


def _inside(
    code: Code, codings: Sequence[Coding], transcripts: Sequence[Transcript], words: Analyser
) -> tuple[Counter[str], Counter[str], dict[str, Counter[str]]]:
    """Lemmas in the code's passages (each place once), how many codings hold each, and how each is written."""
    inside, holding, forms = Counter[str](), Counter[str](), dict[str, Counter[str]]()
    for transcript in transcripts:
        mine = [c for c in codings if c.code == code.id and c.transcript == transcript.name and c.anchor != "lost"]
        listed = words.words(transcript.text) if mine else []
        held = [{w.lemma for w in listed if c.start <= w.start < c.end} for c in mine]
        holding.update(lemma for lemmas in held for lemma in lemmas)
        for word in listed:
            if any(c.start <= word.start < c.end for c in mine):
                inside[word.lemma] += 1
                forms.setdefault(word.lemma, Counter())[word.form] += 1
    return inside, holding, forms


def _log_odds(inside: Counter[str], everywhere: Counter[str]) -> dict[str, float]:
    """z of each lemma of the passages against the text outside them."""
    n, total = inside.total(), everywhere.total()
    rest, prior = total - n, PRIOR * total
    scores = {}
    for lemma, count in inside.items():
        other, a = everywhere[lemma] - count, PRIOR * everywhere[lemma]
        odds = np.log((count + a) / (n + prior - count - a)) - np.log((other + a) / (rest + prior - other - a))
        scores[lemma] = float(odds / np.sqrt(1 / (count + a) + 1 / (other + a)))
    return scores
