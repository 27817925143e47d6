"""Which words of a segment a suggestion was made for."""

import re

from qualcode.model import Place, Suggestion, Transcript

_WORD = re.compile(r"\w[\w-]*")
SHORTEST_PART = 4


def evidence(transcript: Transcript, suggestion: Suggestion) -> list[Place]:
    """The words in the suggestion's place that its reason names, as they stand in the text.

    The reason (`keywords: barn; words: skolen, lekser`) names lemmas: a word counts if it is one, begins with one, or
    as a compound ends with one; under `SHORTEST_PART` letters it must be the whole word.
    """
    _, _, named = suggestion.why.partition(": ")
    wanted = {word.casefold() for part in named.split(";") for word in _WORD.findall(part.rpartition(": ")[2])}
    words = _WORD.finditer(transcript.text, suggestion.start, suggestion.end)
    return [Place(*word.span()) for word in words if _named(word[0].casefold(), wanted)]


def _named(word: str, wanted: set[str]) -> bool:
    if word in wanted:
        return True
    return any(len(w) >= SHORTEST_PART and (word.startswith(w) or word.endswith(w)) for w in wanted)
