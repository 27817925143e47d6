"""From bytes to text, for files that do not say how they are written.

In this order: a byte order mark; UTF-16 by its zero bytes; UTF-8; the 8-bit encoding in which the high bytes stand
singly and are nearly only letters and signs of Western languages; else what the detector of the library chardet says,
which knows the scripts of the world and is wrong on a few Norwegian words.
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
_COMMON = frozenset("éèêëóòôöäüáàâîïíìûùúçñœßÉÈÊÖÄÜÇÁÀ¿¡«»“”„‘’–—…•·°§½ \u00a0")
_MOJIBAKE = re.compile("Ã[¦¸¥†˜…©¨¤¶¼]|â€[™œ\u009d“”¦\u009c\u0099]|Ã\u0085|Ã\u0098|Ã\u0086|Â[«»]")
_SAMPLE = 200_000
_BESIDE = re.compile(rb"[\x80-\xff](?=[\x80-\xff])")
_SELDOM = 0.35  # of the high bytes stand beside another in a Western language
_OTHERS = ("cp1251", "koi8-r", "gb18030", "big5", "shift_jis", "euc-kr", "cp1255", "cp1256")


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
        return _eight_bit(file, data)
    return "utf-8", ()


def _utf16(file: File, data: bytes) -> str:
    """UTF-16 without a mark: in Western text every other byte is nearly always zero. Else the file is no text."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) * 2 > len(sample) // 2 and min(even, odd) * 10 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    raise file.refuse("this is not a text file", "Save it as docx, odt or plain text.")


def _eight_bit(file: File, data: bytes) -> tuple[str, tuple[str, ...]]:
    kept = data.decode("utf-8", "replace")
    bad, good = kept.count("\ufffd"), sum(c > "\x7f" and c != "\ufffd" for c in kept)
    if good > 9 * bad:
        return "utf-8", (f"encoding: damaged utf-8, {bad} unreadable bytes stand as \ufffd",)
    scores = {encoding: _score(data, encoding) for encoding in _EIGHT_BIT}
    best = max(_EIGHT_BIT, key=lambda e: scores[e])
    if _is_western(data, best):
        return best, (f"encoding: {best} guessed",)
    return _detected(file, data, best)


def _is_western(data: bytes, encoding: str) -> bool:
    """Whether high bytes stand singly, as in Western languages, and nearly all are letters or signs of those."""
    high = [c for c in data.decode(encoding, "replace") if c > "\x7f"]
    known = sum(c in _LETTERS or c in _COMMON for c in high)
    return known * 10 >= 8 * len(high) and len(_BESIDE.findall(data)) <= _SELDOM * len(high)


def _detected(file: File, data: bytes, ours: str) -> tuple[str, tuple[str, ...]]:
    """What the detector says, if the text reads in it; refused with the choices where nothing is likely."""
    import chardet

    found = [one for one in chardet.detect_all(data[:_SAMPLE]) if one["encoding"]]
    likely = [str(one["encoding"]).lower() for one in found if _reads(data, str(one["encoding"]))]
    if not likely or (likely[0] in ("ascii", "utf-8")):
        if _score(data, ours) > 0:
            return ours, (f"encoding: {ours} guessed",)
        choices = ", ".join(dict.fromkeys([*likely, *_OTHERS]))
        raise file.refuse("the encoding of the file cannot be told", f"Say it with --encoding, one of {choices}.")
    return likely[0], (f"encoding: {likely[0]} guessed",)


def _reads(data: bytes, encoding: str) -> bool:
    """Whether the bytes are text in an encoding: nothing undefined, no control signs."""
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return not any("\x7f" <= c <= "\x9f" for c in text)


def _score(data: bytes, encoding: str) -> float:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return float("-inf")
    high = [c for c in text if c > "\x7f"]
    return sum(3 if c in _LETTERS else 1 if c in _COMMON else -3 for c in high)
