"""Find a code by a few letters."""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

from qualcode.model import Code, Codebook

LIKE_ENOUGH = 70.0
_PLAIN = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ß": "s"})


def find_codes(letters: str, book: Codebook, recent: Sequence[str] = ()) -> list[Code]:
    """The codes that fit the letters, the best first; without letters those used last, then all in order.

    Letters may be the beginning of any word of a code's id or name, stand anywhere in it, be left out in between, or
    be mistyped; `o` finds `ø` and `a` finds `å` and `æ`. Retired codes cannot be given, hence are not found.
    """
    codes = [code for code in book.walk() if not code.retired]
    if not (wanted := fold(letters)):
        last = [book.by_id[c] for c in recent if c in book.by_id and not book.by_id[c].retired]
        return last + [code for code in codes if code.id not in recent]
    scored = [(fit(wanted, code), -i, code) for i, code in enumerate(codes)]
    return [code for score, _, code in sorted(scored, key=lambda s: s[:2], reverse=True) if score > 0]


def fit(wanted: str, code: Code) -> float:
    """How well folded letters fit a code; 0 is not at all."""
    ident, name = fold(code.id), fold(code.name)
    either = (ident, name)
    steps = (
        (500, ident == wanted),
        (450, ident.startswith(wanted)),
        (400, _begins_word(wanted, ident)),
        (350, _begins_word(wanted, name)),
        (300, any(wanted in text for text in either)),
        (250, any(fold(keyword).startswith(wanted) for keyword in code.keywords)),
        (200, any(_in_order(wanted, text) for text in either)),
    )
    score = next((score for score, fits in steps if fits), 0)
    likeness = max(fuzz.partial_ratio(wanted, text) for text in either) if len(wanted) > 2 else 0
    return score or (likeness if likeness >= LIKE_ENOUGH else 0)


def fold(text: str) -> str:
    """Small letters without marks, so that any keyboard can find any name."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).translate(_PLAIN).strip()


def _begins_word(wanted: str, text: str) -> bool:
    return any(word.startswith(wanted) for word in re.split(r"[\W_]+", text))


def _in_order(wanted: str, name: str) -> bool:
    letters = iter(name)
    return all(ch in letters for ch in wanted)
