"""Codes and texts from programs that know them by their names."""

import re
import unicodedata
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from qualcode.model import Code

Key = TypeVar("Key", bound=Hashable)
_HIDDEN = ("::", ".")  # how other programs write a tree into names


def as_id(name: str) -> str:
    """An id made of a name: letters, digits, `_` and `-`."""
    return re.sub(r"[^\w-]+", "_", unicodedata.normalize("NFC", name).casefold()).strip("_")


def free_id(base: str, taken: set[str]) -> str:
    """An id, numbered where another code has it; it is `taken` from now on."""
    candidate, n = base, 1
    while candidate.casefold() in taken:
        n += 1
        candidate = f"{base}_{n}"
    taken.add(candidate.casefold())
    return candidate


def named_code(name: str, definition: str, key: str, taken: set[str], color: str = "") -> Code:
    """A code of a program that has names only."""
    return Code(free_id(as_id(name) or "code", taken), name, definition.strip(), color=color, uid=key)


def numbered(rows: Sequence[tuple[Key, str]]) -> dict[Key, str]:
    """A name of its own for each key: the one that is given, with a number behind it where it is taken."""
    out, taken = dict[Key, str](), set[str]()
    for key, name in rows:
        candidate, n = name or str(key), 1
        while candidate in taken:
            n += 1
            candidate = f"{name} ({n})"
        taken.add(candidate)
        out[key] = candidate
    return out


@dataclass
class _Branch:
    code: Code
    below: "list[_Branch]"


def tree_in_names(codes: Sequence[Code]) -> tuple[Code, ...]:
    """A flat list whose names hold a tree (`a::b`, `a.b`) as that tree, where the code `a` is in the list."""
    branches = [_Branch(code, []) for code in codes]
    by_name = {b.code.name: b for b in branches}
    top = []
    for branch in branches:
        above, name = _above(branch.code.name, by_name)
        if above is None:
            top.append(branch)
        else:
            branch.code = replace(branch.code, name=name)
            above.below.append(branch)
    return tuple(_grown(top))


def _above(name: str, by_name: dict[str, _Branch]) -> tuple[_Branch | None, str]:
    for sign in _HIDDEN:
        head, found, tail = name.rpartition(sign)
        if found and tail.strip() and head.strip() in by_name:
            return by_name[head.strip()], tail.strip()
    return None, name


def _grown(branches: Sequence[_Branch]) -> Iterator[Code]:
    for branch in branches:
        yield replace(branch.code, codes=branch.code.codes + tuple(_grown(branch.below)))
