"""JSON for programs: a list of rows, or the object that an analysis says is its public form."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from qualcode.document import Output
from qualcode.render.values import is_absent


def json_bytes(output: Output) -> bytes:
    """The output's object, indented, or else a list with one row a line. What is undefined is null."""
    if output.data is not None:
        return (json.dumps(_plain(output.data), ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()
    rows = ",\n".join(_lines(output))
    return (f"[\n{rows}\n]\n" if rows else "[]\n").encode()


def jsonl_bytes(output: Output) -> bytes:
    """One row a line."""
    return "".join(f"{line}\n" for line in _lines(output)).encode()


def _lines(output: Output) -> Iterator[str]:
    table = output.plain
    for row in zip(*(table[c] for c in table.columns), strict=True):
        cells = {name: _plain(value) for name, value in zip(table.columns, row, strict=True)}
        yield json.dumps(cells, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """The value in JSON's own types: undefined and infinite numbers are null, numpy's numbers are numbers."""
    if isinstance(value, str | bool | int):
        return value
    if is_absent(value):
        return None
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v) for v in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return _plain(value.item()) if hasattr(value, "item") else str(value)
