"""The texts that lie in a QDPX archive, and how an element points to them."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.text.archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

Rich = Callable[[bytes, str], str]
"""Reads the text of a word processor's file, given its bytes and its name."""


class Files:
    """The members of an archive by the paths that elements name. Files outside the archive are never read.

    `told` takes a sentence where something was guessed.
    """

    def __init__(self, archive: Archive, told: Callable[[str], None], rich: Rich | None = None) -> None:
        self._archive, self._told, self._rich = archive, told, rich
        self._paths = {n.casefold(): n for n in archive.names()}
        self._bases: dict[str, list[str]] = {}
        for n in archive.names():
            self._bases.setdefault(PurePosixPath(n).name.casefold(), []).append(n)

    def member(self, path: str) -> str | None:
        """The member that a path means: the path itself below `sources/`, else the one member of that name."""
        scheme, found, name = path.rpartition("://")
        if not name or (found and not scheme.casefold().startswith("internal")):
            return None
        name = name.replace("\\", "/").lstrip("/").casefold()
        for candidate in (f"sources/{name}", name):
            if candidate in self._paths:
                return self._paths[candidate]
        alike = self._bases.get(PurePosixPath(name).name, [])
        return alike[0] if len(alike) == 1 else None

    def data(self, path: str) -> bytes | None:
        """What lies under a path; None if nothing does."""
        member = self.member(path)
        return None if member is None else self._archive.read(member)

    def content(self, element: "_Element") -> str | None:
        """A source's or a note's text as it came, without byte order mark; None if it is not in the archive."""
        for inline in element.iterchildren("PlainTextContent"):
            return "".join(str(t) for t in inline.itertext()).removeprefix("\ufeff")
        if (data := self.data(element.get("plainTextPath", ""))) is not None:
            return self._decoded(data, element.get("name", "") or element.get("guid", ""))
        path = element.get("richTextPath", "")
        if self._rich and path and (data := self.data(path)) is not None:
            try:
                return self._rich(data, PurePosixPath(path.rpartition("//")[2]).name)
            except QualcodeError as error:
                self._told(f"'{element.get('name', '')}': its text cannot be read: {error.what}")
        return None

    def _decoded(self, data: bytes, name: str) -> str:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", errors="replace")
        try:
            return data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError:
            self._told(f"'{name}': not UTF-8 as it should be; read as Windows-1252: see whether it is right")
            return data.decode("cp1252", errors="replace")

    def media(self, elements: Iterator["_Element"]) -> dict[str, bytes]:
        """The members that elements kept for the way out point to, by their names in the archive."""
        found: dict[str, bytes] = {}
        for element in elements:
            for path in (element.get("path"), element.get("richTextPath")):
                member = self.member(path) if path else None
                if member is not None:
                    found[member] = self._archive.read(member)
        return found
