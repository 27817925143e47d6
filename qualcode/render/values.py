"""What a cell, a column and a text look like in a format that people read."""

import math
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from qualcode.document import Document, Grid, Linked, Output
from qualcode.wording import ABSENT, Lang, number, phrase
from qualcode.wording.columns import called

if TYPE_CHECKING:
    import pandas as pd

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ONE = r"[-−+]?\d[\d   ]*([.,]\d+)?([ \xa0]?%)?"
_NUMBER = re.compile(rf"{_ONE}(\s–\s{_ONE})?|–|")
_FIRST_DAY = date(2000, 1, 1)


def visible(text: str) -> str:
    """The text with each character that XML forbids replaced by one that can be seen (U+2400 … or U+FFFD)."""
    return _FORBIDDEN.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    number = ord(found[0])
    return "\u2421" if number == 0x7F else chr(0x2400 + number) if number < 0x20 else "\ufffd"


def is_absent(value: object) -> bool:
    """Whether a cell holds nothing: None, NaN or pandas' NA."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)


def column_texts(column: Iterable[object], lang: Lang | None) -> list[str]:
    """A column's cells for people: numbers with the same decimals and the language's signs, absent ones as –.

    Without a language they are plain, as a terminal shows them.
    """
    values = list(column)
    floats = [abs(v) for v in values if isinstance(v, float) and math.isfinite(v)]
    places = _decimals(floats)
    return [_cell(v, places, lang) for v in values]


def column_cells(column: "pd.Series", lang: Lang) -> "list[str | Linked]":
    """A column's cells for people as `column_texts` has them, those with links as they are."""
    texts = column_texts(column, lang)
    return [v if isinstance(v, Linked) else t for v, t in zip(column.tolist(), texts, strict=True)]


def _decimals(numbers: list[float]) -> int:
    if all(n == int(n) for n in numbers):
        return 0
    return 3 if any(0 < n < 0.1 for n in numbers) else 1 if min(numbers) >= 10 else 2


def _cell(value: object, places: int, lang: Lang | None) -> str:
    if is_absent(value):
        return ABSENT
    if isinstance(value, bool):
        return phrase("yes", lang or "en") if value else phrase("no", lang or "en")
    if isinstance(value, float):
        return number(value, lang, places) if lang else f"{value:.{places}f}"
    if isinstance(value, list | tuple):
        return ", ".join(str(v) for v in value)
    return visible(str(value))


def is_numeric(texts: list[str]) -> bool:
    """Whether a column of printed cells reads as numbers, and so stands to the right."""
    return bool(texts) and all(_NUMBER.fullmatch(t) for t in texts) and any(t not in ("", ABSENT) for t in texts)


def day(output: Output) -> date:
    """The date that stands in a file's properties: the project's, else a fixed one, never today."""
    try:
        return date.fromisoformat(output.provenance.date[:10])
    except ValueError:
        return _FIRST_DAY


def document_of(output: Output) -> Document:
    """The document of an output; where an analysis has none, one that holds its table."""
    if output.document:
        return output.document()
    frame = output.table[list(output.brief)] if output.brief else output.table
    names = {name: output.headings.get(name) or called(str(name), output.lang) for name in frame.columns}
    frame = frame.rename(columns=names)
    return Document(output.title, [Grid(frame)], output.lang, landscape=len(frame.columns) > 6)
