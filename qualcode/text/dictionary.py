"""simplemma's dictionaries, in a form in which they need not be loaded to be looked into.

Norwegian has 780,000 forms, and unpacking them takes a second in every run. So the first run writes them, sorted, into
the user's cache folder, and later runs look words up there. What stands in the files is what comes with simplemma, and
its version is in their names: nothing of any project, and nothing that could grow old.
"""

import os
from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Protocol

_BLOCK = 1024
"""Bytes of the sorted lines that are searched through at once."""


class Dictionary(Protocol):
    """Whatever gives the lemma of a form."""

    def get(self, form: str) -> str | None:
        """The lemma of a form; None where the form is not known."""


class Lines:
    """A dictionary as sorted lines: a line break, then form, tab, lemma and a line break for each form."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines
        self._breaks = [lines.find(b"\n", n) for n in range(0, len(lines) - 1, _BLOCK)]
        self._firsts = [lines[n + 1 : lines.find(b"\t", n)] for n in self._breaks]
        self._ends = [*(n + 1 for n in self._breaks[1:]), len(lines)]

    def get(self, form: str) -> str | None:
        """The lemma of a form; None where the form is not known."""
        key = form.encode()
        block = bisect_right(self._firsts, key) - 1
        if block < 0:
            return None
        found = self._lines.find(b"\n%b\t" % key, self._breaks[block], self._ends[block])
        if found < 0:
            return None
        start = found + len(key) + 2
        return self._lines[start : self._lines.index(b"\n", start)].decode()


def lines_of(table: Mapping[str, str]) -> bytes:
    """A dictionary as `Lines` reads it."""
    return b"\n" + b"".join(sorted(f"{form}\t{lemma}\n".encode() for form, lemma in table.items()))


@cache
def dictionary(language: str) -> Dictionary:
    """simplemma's dictionary of a language."""
    from platformdirs import user_cache_path
    from simplemma import __version__

    path = user_cache_path("qualcode") / f"simplemma-{__version__}-{language}.txt"
    with suppress(OSError):
        lines = path.read_bytes()
        if lines.startswith(b"\n") and lines.endswith(b"\n"):
            return Lines(lines)
    return _unpacked(language, path)


def _unpacked(language: str, path: Path) -> Mapping[str, str]:
    """The dictionary as simplemma unpacks it, after it was written down where that is possible."""
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    table = DEFAULT_DICTIONARY_FACTORY.get_dictionary(language)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(lines_of(table))
        part.replace(path)
    return table
