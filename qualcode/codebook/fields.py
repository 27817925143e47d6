"""What a code's fields may hold, whichever format they came in, and the codebook built from them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypedDict

from qualcode.errors import QualcodeError
from qualcode.model import Code

TEXTS = ("id", "name", "definition", "include", "exclude", "color")
LISTS = ("keywords", "rules", "examples")
FIELDS = ("id", "name", "definition", "include", "exclude", "keywords", "rules", "examples", "color", "retired")
_ID = re.compile(r"[\w-]+")
_COLOR = re.compile("#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_KEY = re.compile("[0-9a-f]{32}")
_YES, _NO = {"true", "yes", "ja", "1", "x"}, {"", "false", "no", "nei", "0"}


class CodeFields(TypedDict, total=False):
    """The fields of a code as read: text stripped, lists as tuples."""

    id: str
    name: str
    definition: str
    include: str
    exclude: str
    color: str
    uid: str
    keywords: tuple[str, ...]
    rules: tuple[str, ...]
    examples: tuple[str, ...]
    retired: bool


@dataclass
class Place:
    """Where a code stands in a file, for messages: `where` is the file, `line` from 1, `lines` those of its fields.

    With no `where` the fault is in what a person asked for, and the message names no file.
    """

    where: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)

    def error(self, what: str, key: str = "", hint: str | None = None) -> QualcodeError:
        """The error for a fault in this code (or in its field `key`)."""
        where = f"{self.where}:{self.lines.get(key, self.line)}" if self.where else None
        return QualcodeError(what, where=where, hint=hint)


def checked_id(written: str, place: Place | None = None) -> str:
    """An id in NFC, refused unless it is letters, digits, `_` and `-`."""
    place = place or Place("", 0)
    code = unicodedata.normalize("NFC", written.strip())
    if not code:
        raise place.error("a code without an id", "id", "Every code needs an id of letters, digits, _ and -.")
    if not _ID.fullmatch(code):
        hint = f"Use letters, digits, _ and -, for example '{as_id(code)}'." if as_id(code) else None
        raise place.error(f"'{code}' cannot be an id", "id", hint)
    return code


def as_id(text: str) -> str:
    """An id made of a name: `Språk og kultur` → `språk_og_kultur`."""
    return re.sub(r"[^\w-]+", "_", unicodedata.normalize("NFC", text).casefold()).strip("_")


def as_name(code: str) -> str:
    """A name made of an id: `internt_samarbeid` → `Internt samarbeid`."""
    words = code.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def color(written: str, place: Place) -> str:
    """A colour as `#RRGGBB`, letters as written; '' stays ''."""
    if not written:
        return ""
    found = _COLOR.fullmatch(written)
    if not found:
        raise place.error(f"'{written}' is not a colour", "color", 'Write it as "#0066EE", in quotes.')
    digits = found[1]
    return "#" + ("".join(d * 2 for d in digits) if len(digits) == 3 else digits)


def key(written: str, place: Place) -> str:
    """A code's permanent id as our exports carry it, '' where there is none."""
    if written and not _KEY.fullmatch(written):
        raise place.error(f"'{written}' is not a code's key", "key", "Leave it as it was exported, or leave it empty.")
    return written


def truth(written: str, place: Place) -> bool:
    """Whether `retired` is said."""
    word = written.strip().casefold()
    if word in _YES | _NO:
        return word in _YES
    raise place.error(f"'{written}' is neither true nor false", "retired")


def parts(text: str, key: str) -> tuple[str, ...]:
    """A list written as one text: rules and examples one a line; keywords by line, else `;`, else comma."""
    separator = "\n"
    if key == "keywords" and "\n" not in text.strip():
        separator = ";" if ";" in text else ","
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def unknown_key(key: str, allowed: Iterable[str], place: Place, what: str = "key") -> QualcodeError:
    """The error for a key that a codebook does not have, naming the nearest."""
    allowed = list(allowed)
    near = get_close_matches(key.casefold(), allowed, n=1, cutoff=0.6)
    hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(allowed)}."
    return place.error(f"unknown {what} '{key}'", key, hint)


class Register:
    """The ids met so far, so that a second use is refused, also one that differs only in case."""

    def __init__(self) -> None:
        self._met: dict[str, tuple[str, int]] = {}

    def enter(self, code: str, place: Place) -> None:
        """Note an id. A `QualcodeError` if it stands already."""
        if code.casefold() not in self._met:
            self._met[code.casefold()] = (code, place.lines.get("id", place.line))
            return
        other, before = self._met[code.casefold()]
        if other == code:
            raise place.error(f"the id '{code}' is used already", "id", f"It stands first on line {before}.")
        raise place.error(f"the id '{code}' differs from '{other}' (line {before}) only in case", "id")


def build(fields: CodeFields, codes: tuple[Code, ...] = ()) -> Code:
    """The code of checked fields; without a name it is named after its id."""
    named: CodeFields = {**fields, "name": fields.get("name") or as_name(fields["id"])}
    return Code(**named, codes=codes)
