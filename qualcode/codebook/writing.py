"""A codebook as YAML. With the text it was read from, every line that still holds stays as it was typed, comments too.

The unit is a field of a code: unchanged, its lines are copied; changed, they are written anew. Comment lines belong to
the field or code below them and follow it when it moves. What keeps earlier lines is read back and compared first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from qualcode.codebook import fields as f
from qualcode.codebook.reading import book_of, clean
from qualcode.codebook.yamltree import Node, parse
from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook

_WIDTH = 110
_LEAD = re.compile(r"\s*(#.*)?$")

Value = str | int | bool | tuple[str, ...]


@dataclass(frozen=True)
class _Written:
    """A code or the book as it stands in the earlier text: its node, the values read from it, and its comments."""

    node: Node
    values: Mapping[str, Value]
    lead: tuple[str, ...]


def dump(book: Codebook, previous: str | None = None, *, keys: bool = False) -> str:
    """The codebook as YAML text. `previous` is the text of a YAML codebook whose comments, order and layout are kept.

    A `previous` that is no codebook, or that cannot be kept (written in braces, say), is set aside and all is written
    anew. uids are written as each code's `key` if `keys` are wanted, so that a code whose id is changed is known again.
    """
    if not keys:
        book = replace(book, codes=tuple(map(_without_key, book.codes)))
    if previous is not None:
        kept = _kept(book, clean(previous))
        if kept is not None:
            return kept
    return _Writer(book, [], None, {}).text()


def _without_key(code: Code) -> Code:
    return replace(code, uid="", codes=tuple(map(_without_key, code.codes)))


def _kept(book: Codebook, previous: str) -> str | None:
    """The text with the earlier lines kept; None where that would not read back as the same codebook."""
    try:
        root = parse(previous, "previous")
        before = book_of(root, "previous", previous)
        written = _Earlier(previous, root, before)
        text = _Writer(book, written.lines, written.book, written.matched(book)).text()
        return text if same(book_of(parse(text, "new"), "new", text), book) else None
    except QualcodeError:
        return None


def same(a: Codebook, b: Codebook) -> bool:
    """Whether two codebooks say the same; uids and the difference of no name and the name made of the id aside."""
    return _bare(a) == _bare(b)


def _bare(book: Codebook) -> object:
    def bare(code: Code) -> object:
        said = {"name": code.name or f.as_name(code.id), "key": ""}
        return (_code_values(code) | said, [bare(c) for c in code.codes])

    return _book_values(book), [bare(c) for c in book.codes]


def _book_values(book: Codebook) -> dict[str, Value]:
    return {"name": book.name, "language": book.language, "version": book.version}


def _code_values(code: Code) -> dict[str, Value]:
    return {"id": code.id, "key": code.uid} | {key: getattr(code, key) for key in f.FIELDS}


class _Earlier:
    """The earlier text, its codes by id with their lines."""

    def __init__(self, text: str, root: Node, book: Codebook) -> None:
        self.lines = text.split("\n")
        self.codes: dict[str, _Written] = {}
        self.book = _Written(root, _book_values(book), ())
        self._collect(book.codes, root)

    def _collect(self, codes: Sequence[Code], above: Node) -> None:
        if not codes or not isinstance(above.value, dict):
            return
        items = above.value["codes"][1].value
        for code, node in zip(codes, items if isinstance(items, tuple) else (), strict=True):
            self.codes[code.id] = _Written(node, _code_values(code), tuple(_lead(self.lines, node.line)))
            self._collect(code.codes, node)

    def matched(self, book: Codebook) -> dict[str, _Written]:
        """The earlier code of each code: that of its id, else (renamed) the one now gone that says the same."""
        found = {id_: self.codes[id_] for id_ in book.by_id if id_ in self.codes}
        gone = {id_: w for id_, w in self.codes.items() if id_ not in book.by_id}
        for id_, code in book.by_id.items():
            if id_ not in found:
                like = [g for g, w in gone.items() if _alike(code, w.values)]
                if len(like) == 1:
                    found[id_] = gone.pop(like[0])
        return found


def _alike(code: Code, values: Mapping[str, Value]) -> bool:
    if code.definition or values["definition"]:
        return code.definition == values["definition"]
    return code.name == values["name"]


def _lead(lines: Sequence[str], line: int) -> list[str]:
    """The comment and blank lines directly above a line."""
    first = line
    while first > 0 and _LEAD.match(lines[first - 1]):
        first -= 1
    return list(lines[first:line])


class _Writer:
    """Writes one codebook, copying from `lines` what the `matched` earlier codes still hold."""

    def __init__(
        self, book: Codebook, lines: Sequence[str], before: _Written | None, matched: Mapping[str, _Written]
    ) -> None:
        self._book, self._lines, self._before, self._matched = book, lines, before, matched
        self._usual = _layout(before.node.value if before else None)

    def text(self) -> str:
        out = self._block(_book_values(self._book), self._before, self._book.codes, 0)
        if self._before is not None:
            out += _lead(self._lines, len(self._lines))
        return "\n".join(out).rstrip("\n") + "\n"

    def _codes(self, codes: Iterable[Code], column: int, layout: tuple[int, int]) -> Iterator[str]:
        """The items of a `codes:` that stands at `column`."""
        dash, step = column + layout[0], layout[1]
        for code in codes:
            written = self._matched.get(code.id)
            yield from _moved(written.lead if written else (), dash)
            block = self._block(_code_values(code), written, code.codes, dash + step, True)
            yield " " * dash + "-" + " " * (step - 1) + block[0].lstrip(" ")
            yield from block[1:]

    def _block(
        self,
        values: Mapping[str, Value],
        written: _Written | None,
        codes: Sequence[Code],
        column: int,
        item: bool = False,
    ) -> list[str]:
        """The fields of the book or of one code at `column`, in the earlier order; new ones before `codes`."""
        earlier = written.node.value if written and isinstance(written.node.value, dict) else {}
        out: list[str] = []
        for n, key in enumerate(_order(values, list(earlier), bool(codes))):
            lead = _lead(self._lines, earlier[key][0].line) if key in earlier and (n or not item) else []
            if key == "codes":
                field = self._codes_key(earlier, column) + list(
                    self._codes(codes, column, _layout(earlier) or self._usual or (2, 2))
                )
            elif written and key in earlier and written.values[key] == values[key]:
                field = self._copied(*earlier[key], column)
            elif _said(key, values, written is not None):
                field = self._changed(key, values[key], earlier.get(key), column)
            else:
                continue
            out += [*_moved(lead, column), *field]
        return out

    def _codes_key(self, earlier: Mapping[str, tuple[Node, Node]], column: int) -> list[str]:
        if "codes" in earlier:
            key, node = earlier["codes"]
            if node.line > key.line and not node.flow:
                return [" " * column + self._lines[key.line][key.column :]]
        return [" " * column + "codes:"]

    def _copied(self, key: Node, value: Node, column: int) -> list[str]:
        first = " " * column + self._lines[key.line][key.column :]
        return [first, *_moved(self._lines[key.line + 1 : value.end + 1], column, key.column)]

    def _changed(self, key: str, value: Value, earlier: tuple[Node, Node] | None, column: int) -> list[str]:
        flow = earlier[1].flow if earlier else key == "keywords"
        lines = _field(key, value, flow)
        if earlier and len(lines) == 1 and earlier[1].line == earlier[1].end:
            tail = self._lines[earlier[1].end][earlier[1].end_column :]
            lines[0] += tail if tail.lstrip().startswith("#") else ""
        return [" " * column + line if line else line for line in lines]


def _layout(fields: object) -> tuple[int, int] | None:
    """How far a dash stands in from its `codes:`, and a key from its dash; None where nothing is listed in lines."""
    if not isinstance(fields, dict) or "codes" not in fields:
        return None
    key, codes = fields["codes"]
    if not isinstance(codes.value, tuple) or not codes.value or codes.flow:
        return None
    return max(codes.column - key.column, 0), max(codes.value[0].column - codes.column, 2)


def _order(values: Mapping[str, Value], earlier: Sequence[str], codes: bool) -> list[str]:
    """The earlier order of keys, each new key behind those it usually follows, `codes` last if it is new."""
    order = [key for key in earlier if key != "codes" or codes]
    usual = list(values)
    for n, key in enumerate(usual):
        if key not in order:
            order.insert(max((order.index(k) + 1 for k in usual[:n] if k in order), default=0), key)
    return order if "codes" in order or not codes else [*order, "codes"]


def _said(key: str, values: Mapping[str, Value], written: bool) -> bool:
    """Whether a field is worth a line: not if empty, nor if it is what its absence meant in the earlier text."""
    absent: Value = ""
    if written and key == "name" and "id" in values:
        absent = f.as_name(str(values["id"]))
    elif written and key == "language":
        absent = "nb"
    return bool(values[key]) and values[key] != absent


def _moved(lines: Iterable[str], column: int, before: int | None = None) -> list[str]:
    """Lines shifted to `column`, from `before` or (comments) from wherever they stand."""
    out = []
    for line in lines:
        inner = line.lstrip(" ")
        indent = len(line) - len(inner)
        extra = 0 if before is None else max(indent - before, 0)
        out.append(" " * (column + extra) + inner if inner else "")
    return out


def _field(key: str, value: Value, flow: bool) -> list[str]:
    """`key: value` as YAML lines, long lists of keywords in brackets, several lines of text as a block."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

    yaml = YAML()
    yaml.width, yaml.allow_unicode = _WIDTH, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    shown: object = value
    if isinstance(value, tuple):
        # a leading '?' inside brackets would be read as a key, and the writer does not see it
        shown = CommentedSeq(DoubleQuotedScalarString(item) if item[:1] == "?" else item for item in value)
        if flow:
            shown.fa.set_flow_style()
    elif isinstance(value, str) and "\n" in value:
        shown = LiteralScalarString(value)
    elif key == "color":
        shown = DoubleQuotedScalarString(str(value))
    out = StringIO()
    yaml.dump(CommentedMap({key: shown}), out)
    lines = out.getvalue().rstrip("\n").split("\n")
    return lines if isinstance(shown, LiteralScalarString) else [line.rstrip() for line in lines]
