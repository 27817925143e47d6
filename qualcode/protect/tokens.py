"""The words of a text with what their letters and their place in the sentence say."""

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode.protect.mentions import Text

Letters = Literal["capital", "small", "shout"]
_WORD = re.compile(r"[^\W_]+(?:['’´`-][^\W_]+)*['’]?")
_BEGINS = re.compile(r"[.!?…:]['\"»”’)\]]*\s*['\"«“‘(\[–—-]*\s*$|\n\s*['\"«“‘(\[–—-]*\s*$")
_SMALL_TEXT = 0.3
"""A text whose lines begin with a capital less often than this is one that has none."""
_SHOUTED = 4
"""So many words of capitals in a row (or a whole line of two) are shouted; a single one is an abbreviation."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text. `word` as written, `low` in lower case.

    `letters`: `capital` begins with one, `shout` stands among words that are all capitals; in a text without capitals
    every word is `small`. `first` begins a sentence, `label` is
    the name of whose turn it is; `line` counts from 0.
    """

    start: int
    end: int
    word: str
    letters: Letters
    first: bool
    label: bool
    line: int
    n: int = 0

    @property
    def low(self) -> str:
        """The word in lower case, with one kind of apostrophe."""
        return self.word.lower().replace("’", "'").replace("´", "'").replace("`", "'")


def tokens(text: Text, labels: Sequence[tuple[int, int]] = ()) -> list[Token]:
    """The words of a text, in order; `labels` are the places of names before turns."""
    begins = {turn.start for turn in text.turns}
    found: list[Token] = []
    line, at = 0, 0
    for n, match in enumerate(_WORD.finditer(text.text)):
        line += text.text.count("\n", at, match.start())
        at = match.start()
        word = match[0]
        before = text.text[max(0, match.start() - 12) : match.start()]
        first = not before.strip(' \n"«“‘([–—-') or _BEGINS.search(before) is not None or match.start() in begins
        label = _within(match.start(), labels)
        letters: Letters = "capital" if word[0].isupper() else "small"
        found.append(Token(match.start(), match.end(), word, letters, first, label, line, n))
    return _shouted(found)


def small(text: Text, words: Sequence[Token]) -> bool:
    """Whether a text is written without capitals."""
    begins = [word for word in words if word.first and not word.label]
    return bool(begins) and sum(word.letters != "small" for word in begins) < _SMALL_TEXT * len(begins)


def _within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the spans, which are in order."""
    i = bisect_right(spans, (place, sys.maxsize)) - 1
    return i >= 0 and spans[i][0] <= place < spans[i][1]


def _shouted(words: list[Token]) -> list[Token]:
    """Words that stand in a row of words in capitals, marked as shouted."""
    result = list(words)
    run: list[int] = []
    for i, word in enumerate([*words, None]):
        same = word is not None and (
            not run or (words[run[-1]].line == word.line and words[run[-1]].label == word.label)
        )
        if word is not None and same and _is_upper(word.word):
            run.append(i)
            continue
        _mark(result, run)
        run = [i] if word is not None and _is_upper(word.word) else []
    return result


def _mark(words: list[Token], run: Sequence[int]) -> None:
    letters = [words[i].word for i in run if any(c.isalpha() for c in words[i].word)]
    long = [word for word in letters if len(word) > 2]
    if len(letters) >= _SHOUTED and long:
        for i in run:
            w = words[i]
            words[i] = Token(w.start, w.end, w.word, "shout", w.first, w.label, w.line, w.n)


def _is_upper(word: str) -> bool:
    return not any(c.islower() for c in word)
