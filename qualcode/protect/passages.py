"""Whether words of a text stand somewhere else: by runs of some words, whatever their letters and what is between."""

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")
RUN = 5
"""So many words in a row are somebody's own."""
_FEWEST = 3


class Passages:
    """The words of texts that are gone, less those that stand in texts that stay."""

    def __init__(self, gone: Iterable[str], stay: Iterable[str] = ()) -> None:
        self._runs = {run for text in gone for _, _, run in _runs(text)}
        for text in stay:
            self._runs.difference_update(run for _, _, run in _runs(text))

    def __bool__(self) -> bool:
        return bool(self._runs)

    def are_in(self, text: str) -> bool:
        """Whether a run of them stands in a text."""
        return any(run in self._runs for _, _, run in _runs(text))

    def struck(self, text: str, word: str) -> str:
        """A text with `word` in the place of each run of them."""
        pieces: list[str] = []
        at = end = 0
        for start, stop, run in _runs(text):
            if run not in self._runs:
                continue
            if start > end or not pieces:
                pieces += [text[at:start], word]
            at = end = max(end, stop)
        return "".join([*pieces, text[at:]])


def _runs(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The runs of words in a text, with their places; a shorter text is a run itself, if it has three words."""
    words = [(m.start(), m.end(), m[0].casefold()) for m in _WORD.finditer(text)]
    length = len(words) if _FEWEST <= len(words) < RUN else RUN
    for i in range(len(words) - length + 1):
        run = words[i : i + length]
        yield run[0][0], run[-1][1], tuple(word for _, _, word in run)
