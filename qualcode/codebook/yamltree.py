"""YAML as a tree in which every value knows its lines: a fault has a place, an unchanged line stays as typed.

Scalars stay text as written (`112`, `no` and `2017` are fine keywords); only null is told apart. Aliases, tags and a
second document are refused: a codebook needs none of them, and aliases can swell without end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qualcode.errors import QualcodeError

DEPTH = 60
_NULL = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands: lines from 0, `end` the last line it touches, columns in code points.

    `value` is text, None (null), a tuple of nodes, or a dict from key to (the key's node, the value's node).
    """

    value: "str | tuple[Node, ...] | dict[str, tuple[Node, Node]] | None"
    line: int
    column: int
    end: int
    end_column: int
    flow: bool = False


def parse(text: str, where: str) -> Node:
    """The tree of one YAML document. A `QualcodeError` with `where:line` for what is not YAML or is refused."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return _Composer(YAML(typ="safe", pure=True).parse(text), text.split("\n"), where).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        hint = "Put text that holds ': ' or ' #' in quotes." if "mapping values" in str(error.problem) else None
        what = f"not valid YAML: {error.problem or error.context}"
        raise QualcodeError(what, where=f"{where}:{line}", hint=hint) from error
    except YAMLError as error:
        raise QualcodeError("not valid YAML: it holds characters that YAML does not allow", where=where) from error


class _Composer:
    def __init__(self, events: Iterator[Any], lines: list[str], where: str) -> None:
        self._events, self._lines, self._where = events, lines, where

    def _refuse(self, what: str, event: Any, hint: str | None = None) -> QualcodeError:
        return QualcodeError(what, where=f"{self._where}:{event.start_mark.line + 1}", hint=hint)

    def document(self) -> Node:
        from ruamel.yaml.events import DocumentStartEvent, StreamEndEvent

        root = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise self._refuse("a second YAML document begins here", event, "Keep one codebook per file.")
                root = self._node(next(self._events), 0)
            elif isinstance(event, StreamEndEvent):
                break
        return root or Node(None, 0, 0, 0, 0)

    def _node(self, event: Any, depth: int) -> Node:
        from ruamel.yaml.events import AliasEvent, MappingStartEvent, ScalarEvent

        if isinstance(event, AliasEvent):
            raise self._refuse("aliases (*name) are not used in a codebook", event, "Write the text out again.")
        if event.tag is not None and str(event.tag) != "!":
            raise self._refuse("tags (!name) are not used in a codebook", event, "Put the text in quotes.")
        if depth > DEPTH:
            raise self._refuse(f"nested more than {DEPTH} deep", event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        return self._mapping(event, depth) if isinstance(event, MappingStartEvent) else self._sequence(event, depth)

    def _scalar(self, event: Any) -> Node:
        start, end = event.start_mark, event.end_mark
        plain = not event.style
        value = None if plain and event.value in _NULL else event.value
        if plain and not event.value:
            return Node(None, start.line, start.column, start.line, start.column)
        if event.style in ("|", ">"):
            return self._block_scalar(value, start)
        return Node(value, start.line, start.column, end.line, end.column)

    def _block_scalar(self, value: str | None, start: Any) -> Node:
        """`|` or `>`: its text is what is indented more than the line that opens it; comments below it are not."""
        opening = self._lines[start.line]
        indent = len(opening) - len(opening.lstrip(" -"))
        last = start.line
        for n in range(start.line + 1, len(self._lines)):
            line = self._lines[n]
            if not line.strip():
                continue
            if len(line) - len(line.lstrip(" ")) <= indent:
                break
            last = n
        return Node(value, start.line, start.column, last, len(self._lines[last]))

    def _sequence(self, start: Any, depth: int) -> Node:
        from ruamel.yaml.events import SequenceEndEvent

        items: list[Node] = []
        for event in self._events:
            if isinstance(event, SequenceEndEvent):
                return self._closed(tuple(items), start, event, items)
            items.append(self._node(event, depth + 1))
        raise self._refuse("a list that does not end", start)

    def _mapping(self, start: Any, depth: int) -> Node:
        from ruamel.yaml.events import MappingEndEvent, ScalarEvent

        fields: dict[str, tuple[Node, Node]] = {}
        for event in self._events:
            if isinstance(event, MappingEndEvent):
                return self._closed(fields, start, event, [v for _, v in fields.values()])
            if not isinstance(event, ScalarEvent):
                raise self._refuse("a key must be a word", event)
            if event.value in fields:
                raise self._refuse(f"'{event.value}' is written twice here", event)
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if value.value is None and value.line > key.line:  # nothing written: it ends where the key ends
                value = Node(None, key.end, key.end_column + 1, key.end, key.end_column + 1)
            fields[event.value] = key, value
        raise self._refuse("a block that does not end", start)

    def _closed(self, value: Any, start: Any, end: Any, inside: list[Node]) -> Node:
        first = start.start_mark
        if start.flow_style or not inside:
            return Node(value, first.line, first.column, end.end_mark.line, end.end_mark.column, bool(start.flow_style))
        return Node(value, first.line, first.column, inside[-1].end, inside[-1].end_column)
