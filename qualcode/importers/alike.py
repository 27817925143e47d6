"""Labels that may mean one person: `Interviewer1` and `Interviewer 1`, a typing slip once in two hundred turns."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from qualcode.model import Turn
from qualcode.text.signs import seen

_MOST = 5
_RARE = 0.1  # of the other's turns, at most, for a typing slip
_LONG = 4  # letters of a label that may be mistyped


def alike(turns: Sequence[Turn]) -> Iterator[str]:
    """A note for every pair of speakers who may be one, the rarer first, at most five."""
    counts = Counter(turn.speaker for turn in turns if turn.speaker)
    names = sorted(counts, key=lambda name: counts[name])
    found = 0
    for i, rare in enumerate(names):
        other = next((name for name in reversed(names[i + 1 :]) if _same(rare, name, counts)), None)
        if other is not None and found < _MOST:
            found += 1
            yield f"{rare} may be {other}: transcripts speakers merge '{rare}' '{other}'"


def _same(rare: str, name: str, counts: Counter[str]) -> bool:
    a, b = _letters(rare), _letters(name)
    if a == b:
        return True
    if re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False
    slip = counts[rare] <= max(1, _RARE * counts[name]) and min(len(a), len(b)) > _LONG
    return slip and OSA.distance(a, b) <= (1 if min(len(a), len(b)) < 8 else 2)


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", seen(name).casefold())
