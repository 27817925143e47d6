"""Whether further transcripts still bring something new: codes and the codebook's keywords, one transcript at a time.

Beside the order in which the transcripts were collected stands what any order would give: the expected number of codes
after n of N transcripts, Σ 1 − C(N − k, n) / C(N, n) over codes in k transcripts (rarefaction, exact), and the middle
95% of 1,000 random orders.
"""

from collections.abc import Iterable, Sequence
from math import comb
from typing import Literal

from qualcode.document import Table
from qualcode.model import Codebook, Selection, Transcript
from qualcode.summarise.totals import is_counted
from qualcode.text.lemmas import lemmatiser

ORDERS = 1000
_SEED = 20180305


def saturation(
    excerpts: Table,
    transcripts: Sequence[Transcript],
    codebook: Codebook,
    level: Literal["theme", "code"] = "code",
    selection: Selection = Selection(),  # noqa: B008 - frozen
) -> Table:
    """One row per transcript, in the order given: what it adds.

    Columns: n, transcript, codes (in it), new_codes, codes_so_far, expected, low, high (of codes after n transcripts in
    any order), new_code_ids, new_keywords, keywords_so_far.
    """
    codes: dict[str, set[str]] = {}
    for name, code in zip(excerpts["transcript"], excerpts[level], strict=True):
        codes.setdefault(name, set()).add(code)
    used = [codes.get(t.name, set()) for t in transcripts]
    order = {code.id: n for n, code in enumerate(codebook.walk())}
    keywords = _keywords(transcripts, codebook, selection)
    expected, (low, high) = _expected(used), _random_orders(used)
    seen, heard, rows = set[str](), set[str](), list[list[object]]()
    for n, transcript in enumerate(transcripts):
        new, words = used[n] - seen, keywords[n] - heard
        seen |= new
        heard |= words
        ids = ", ".join(sorted(new, key=lambda c: order[c]))
        told = [n + 1, transcript.name, len(used[n]), len(new), len(seen), expected[n], low[n], high[n], ids]
        rows.append([*told, len(words), len(heard)])
    columns = ["n", "transcript", "codes", "new_codes", "codes_so_far", "expected", "low", "high", "new_code_ids"]
    return Table.of(rows, [*columns, "new_keywords", "keywords_so_far"])


def _expected(used: Sequence[set[str]]) -> list[float]:
    """Codes after n transcripts, on average over all orders."""
    total = len(used)
    in_how_many = [sum(code in codes for codes in used) for code in set().union(*used)] if used else []
    return [sum(1 - comb(total - k, n) / comb(total, n) for k in sorted(in_how_many)) for n in range(1, total + 1)]


def _random_orders(used: Sequence[set[str]]) -> tuple[list[float], list[float]]:
    """The middle 95 % of the number of codes after n transcripts, over random orders."""
    import numpy as np

    codes = sorted(set().union(*used)) if used else []
    has = np.array([[code in u for code in codes] for u in used], dtype=bool).reshape(len(used), len(codes))
    random = np.random.default_rng(_SEED)
    curves = [np.logical_or.accumulate(has[random.permutation(len(used))], axis=0).sum(axis=1) for _ in range(ORDERS)]
    low, high = np.quantile(np.array(curves), [0.025, 0.975], axis=0, method="nearest")
    return low.tolist(), high.tolist()


def _keywords(transcripts: Iterable[Transcript], codebook: Codebook, selection: Selection) -> list[set[str]]:
    """The codebook's keywords that each transcript's participants use, in any form; phrases as they stand."""
    lemma = lemmatiser(codebook.language)

    def lemmas(text: str) -> list[str]:
        return [lemma(word.strip(".,;:!?…»«\"'()")) for word in text.lower().split()]

    if not any(code.keywords for code in codebook.walk()):
        return [set() for _ in transcripts]  # a dictionary takes longer to load than all the rest
    phrases = {k: " ".join(lemmas(k)) for code in codebook.walk() for k in code.keywords if k.strip()}
    found = []
    for transcript in transcripts:
        turns = (transcript.quote(turn) for turn in transcript.turns if is_counted(transcript, turn, selection))
        spoken = f" {' '.join(lemmas(' '.join(turns)))} "
        found.append({k for k, phrase in phrases.items() if f" {phrase} " in spoken})
    return found
