"""A codebook from a file: YAML, CSV or XLSX. What is wrong is said with file and line."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from qualcode.codebook import fields as f
from qualcode.codebook.sheet import read_csv, read_xlsx
from qualcode.codebook.yamltree import Node, parse
from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook
from qualcode.text.normalise import normalise

LIMIT = 2_000_000  # bytes; a large codebook is a tenth of it
_BOOK_KEYS = ("name", "language", "version", "codes")
_CODE_KEYS = (*f.FIELDS, "key", "codes")
_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")  # line breaks to YAML, but to no editor


def load(path: Path) -> Codebook:
    """The codebook in a file, by its ending. A `QualcodeError` says what is wrong, with `file:line`.

    Ids are in NFC; a code without a name is named after its id; a code has a uid where the file has its `key`, else
    none yet (see `edit.reconcile`).
    """
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise QualcodeError(
            f"a codebook cannot be read from '{path.suffix}'", where=str(path), hint=f"Known: {', '.join(READERS)}."
        )
    try:
        if path.stat().st_size > LIMIT:
            raise QualcodeError(f"larger than {LIMIT // 1_000_000} MB; this is not a codebook", where=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise QualcodeError(f"cannot be read: {error.strerror}", where=str(path)) from error
    return reader(data, str(path))


def read_yaml(data: bytes, where: str) -> Codebook:
    """The codebook in the bytes of a YAML file (UTF-8)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise QualcodeError("not UTF-8", where=f"{where}:{line}", hint="Save the file as UTF-8.") from error
    return from_yaml(text, where)


def clean(text: str) -> str:
    """A YAML text whose lines are what an editor shows as lines."""
    return normalise(text).translate(_BREAKS)


def from_yaml(text: str, where: str = "codebook") -> Codebook:
    """The codebook in a YAML text."""
    text = clean(text)
    return book_of(parse(text, where), where, text)


def book_of(root: Node, where: str, text: str = "") -> Codebook:
    """The codebook of a YAML tree; `text` is what the tree was made of."""
    if root.value is None:
        raise QualcodeError("the file is empty", where=f"{where}:1", hint="A codebook begins with `codes:`.")
    place = f.Place(where, root.line + 1)
    if not isinstance(root.value, dict):
        raise place.error(
            "a codebook begins with `codes:`", hint="Write `codes:`, and below it `  - id: NAME` for every code."
        )
    place.lines = {key: k.line + 1 for key, (k, _) in root.value.items()}
    for key in root.value:
        if key not in _BOOK_KEYS:
            raise f.unknown_key(key, _BOOK_KEYS, place)
    values = {key: value for key, (_, value) in root.value.items()}
    name, language = (_text(values, key, place) for key in ("name", "language"))
    codes = _Codes(where, text.split("\n")).of(values.get("codes"), place)
    if not codes:
        raise place.error("the codebook has no codes", "codes", "Write at least `codes:` and below it `- id: …`.")
    return Codebook(codes, name, language or "nb", _version(values, place))


def _version(values: Mapping[str, Node], place: f.Place) -> int:
    written = _text(values, "version", place)
    if written and not re.fullmatch("[0-9]{1,9}", written):
        raise place.error(f"the version '{written}' is not a whole number", "version")
    return int(written or 0)


def _text(values: Mapping[str, Node], key: str, place: f.Place) -> str:
    node = values.get(key)
    if node is None or node.value is None:
        return ""
    if not isinstance(node.value, str):
        kind = "list" if isinstance(node.value, tuple) else "block of keys"
        raise place.error(f"'{key}' must be text, not a {kind}", key, "Put text with ':' in it in quotes.")
    return node.value.strip()


def _list(values: Mapping[str, Node], key: str, place: f.Place) -> tuple[str, ...]:
    node = values[key]
    if node.value is None:
        return ()
    if isinstance(node.value, str):
        return (node.value.strip(),) if key == "examples" else f.parts(node.value, key)
    out = []
    for item in node.value if isinstance(node.value, tuple) else ():
        if isinstance(item.value, str):
            out.append(item.value.strip())
        elif item.value is not None:
            there = f.Place(place.where, item.line + 1)
            raise there.error(f"'{key}' must be a list of texts", hint="Put text with ':' in it in quotes.")
    if isinstance(node.value, dict):
        raise place.error(f"'{key}' must be a list of texts, not a block of keys", key)
    return tuple(filter(None, out))


class _Codes:
    """The codes of one file; ids are unique in all of it."""

    def __init__(self, where: str, lines: list[str]) -> None:
        self._where, self._lines, self._ids = where, lines, f.Register()

    def of(self, node: Node | None, above: f.Place) -> tuple[Code, ...]:
        """The codes in the list under `codes:`."""
        if node is None or node.value is None:
            return ()
        if not isinstance(node.value, tuple):
            raise above.error("'codes' must be a list", "codes", "Begin each code with `- id: …`.")
        return tuple(self._code(item) for item in node.value)

    def _code(self, node: Node) -> Code:
        place = f.Place(self._where, node.line + 1)
        if not isinstance(node.value, dict):
            raise place.error("a code is a block of keys", hint="Write `- id: …`.")
        place.lines = {key: k.line + 1 for key, (k, _) in node.value.items()}
        for key in node.value:
            if key not in _CODE_KEYS:
                raise f.unknown_key(key, _CODE_KEYS, place)
        values = {key: value for key, (_, value) in node.value.items()}
        found = self._fields(values, place)
        return f.build(found, self.of(values.get("codes"), place))

    def _fields(self, values: Mapping[str, Node], place: f.Place) -> f.CodeFields:
        texts = {key: _text(values, key, place) for key in f.TEXTS if key in values}
        texts["id"] = f.checked_id(texts.get("id", ""), place)
        self._ids.enter(texts["id"], place)
        self._unquoted_color(values, place)
        texts["color"] = f.color(texts.get("color", ""), place)
        lists = {key: _list(values, key, place) for key in f.LISTS if key in values}
        found = cast(f.CodeFields, {**texts, **lists})
        if "retired" in values:
            found["retired"] = f.truth(_text(values, "retired", place), place)
        if "key" in values:
            found["uid"] = f.key(_text(values, "key", place), place)
        return found

    def _unquoted_color(self, values: Mapping[str, Node], place: f.Place) -> None:
        """`color: #0066EE` is to YAML an empty value and a comment."""
        node = values.get("color")
        if node is not None and node.value is None and node.line < len(self._lines):
            if re.match(r"\s*#[0-9A-Fa-f]{3,6}\b", self._lines[node.line].partition(":")[2]):
                raise place.error("a colour must stand in quotes", "color", 'Write it as "#0066EE".')


READERS: dict[str, Callable[[bytes, str], Codebook]] = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".csv": read_csv,
    ".xlsx": read_xlsx,
}
"""The formats a codebook is read from."""
