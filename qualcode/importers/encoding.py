"""From bytes to text, for files that do not say how they are written.

In this order: a byte order mark; UTF-16 by its zero bytes; UTF-8; else the 8-bit encoding in which the high bytes make
the most Norwegian letters and the fewest signs that nobody types.
"""

import codecs
import re

from qualcode.importers.incoming import File

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EIGHT_BIT = ("cp1252", "mac-roman", "cp850", "latin-1")
_LETTERS = frozenset("æøåÆØÅ")
_COMMON = frozenset("éèêëóòôöäüáàçñÉÖÄÜ«»“”„‘’–—…•·°§½ \u00a0")
_MOJIBAKE = re.compile("Ã[¦¸¥†˜…©¨¤¶¼]|â€[™œ\u009d“”¦\u009c\u0099]|Ã\u0085|Ã\u0098|Ã\u0086|Â[«»]")
_SAMPLE = 200_000


def decode(file: File) -> tuple[str, tuple[str, ...]]:
    """The text of a file and what was guessed about it. The file's own line ends and marks are still there."""
    data = file.data
    if not data.strip():
        raise file.refuse("the file is empty")
    encoding, notes = _choose(file, data)
    try:
        text = data.decode(encoding, "replace" if notes and notes[0].startswith("encoding: damaged") else "strict")
    except LookupError as error:
        raise file.refuse(f"there is no encoding '{encoding}'", "Try utf-8, cp1252 or mac-roman.") from error
    except UnicodeError as error:
        raise file.refuse(f"the file is not written in {encoding}", "Name another with --encoding.") from error
    if not text.strip("\ufeff \t\r\n"):
        raise file.refuse("the file is empty")
    if found := len(_MOJIBAKE.findall(text)):
        notes += (f"mojibake: {found} letters look damaged before import (such as Ã¸ for ø); kept as they stand",)
    return text, notes


def _choose(file: File, data: bytes) -> tuple[str, tuple[str, ...]]:
    if file.options.encoding:
        return file.options.encoding, ()
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, ()
    if b"\0" in data:
        encoding = _utf16(file, data)
        return encoding, (f"encoding: {encoding} guessed",)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bit(data)
    return "utf-8", ()


def _utf16(file: File, data: bytes) -> str:
    """UTF-16 without a mark: in Western text every other byte is nearly always zero. Else the file is no text."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) * 2 > len(sample) // 2 and min(even, odd) * 10 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    raise file.refuse("this is not a text file", "Save it as docx, odt or plain text.")


def _eight_bit(data: bytes) -> tuple[str, tuple[str, ...]]:
    kept = data.decode("utf-8", "replace")
    bad, good = kept.count("\ufffd"), sum(c > "\x7f" and c != "\ufffd" for c in kept)
    if good > 9 * bad:
        return "utf-8", (f"encoding: damaged utf-8, {bad} unreadable bytes stand as \ufffd",)
    scores = {encoding: _score(data, encoding) for encoding in _EIGHT_BIT}
    best = max(_EIGHT_BIT, key=lambda e: scores[e])
    return best, (f"encoding: {best} guessed",)


def _score(data: bytes, encoding: str) -> float:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return float("-inf")
    high = [c for c in text if c > "\x7f"]
    return sum(3 if c in _LETTERS else 1 if c in _COMMON else -3 for c in high)
