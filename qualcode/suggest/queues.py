"""In which order suggestions are reviewed: named, swappable orderings. Each gives the same suggestions, reordered."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from qualcode.choices import ReviewOrder
from qualcode.model import Suggestion

Queue = Callable[[Iterable[Suggestion], Mapping[str, int]], list[Suggestion]]
"""Orders suggestions, given how many codings each code has so far."""


def _place(s: Suggestion) -> tuple[str, int, str]:
    return s.transcript, s.segment, s.code


def by_confidence(suggestions: Iterable[Suggestion], given: Mapping[str, int]) -> list[Suggestion]:
    """The surest first (by score where confidence cannot be measured): quick work, few surprises."""
    return sorted(suggestions, key=lambda s: (-(s.confidence or 0), -s.score, *_place(s)))


def by_uncertainty(suggestions: Iterable[Suggestion], given: Mapping[str, int]) -> list[Suggestion]:
    """The least sure first: confidence nearest one half, or without confidences the score nearest the median."""
    listed = list(suggestions)
    scores = sorted(s.score for s in listed)
    middle = scores[len(scores) // 2] if scores else 0.0

    def doubt(s: Suggestion) -> float:
        return abs(s.confidence - 0.5) if s.confidence is not None else abs(s.score - middle)

    return sorted(listed, key=lambda s: (doubt(s), *_place(s)))


def by_use(suggestions: Iterable[Suggestion], given: Mapping[str, int]) -> list[Suggestion]:
    """What teaches most first: codes with few codings, the surest of each, taking turns between the codes.

    The next suggestion is always of the code with the fewest codings, those accepted earlier in the queue included.
    """
    waiting: dict[str, list[Suggestion]] = {}
    for s in by_confidence(suggestions, given):
        waiting.setdefault(s.code, []).append(s)
    counts, order = Counter({code: given.get(code, 0) for code in waiting}), []
    turns: dict[str, Sequence[Suggestion]] = {code: listed[::-1] for code, listed in waiting.items()}
    left = {code: list(listed) for code, listed in turns.items()}
    while left:
        code = min(left, key=lambda c: (counts[c], c))
        order.append(left[code].pop())
        counts[code] += 1
        if not left[code]:
            del left[code]
    return order


QUEUES: Mapping[ReviewOrder, Queue] = {"confidence": by_confidence, "uncertainty": by_uncertainty, "use": by_use}
