"""Zip archives and XML from strangers: read by name within limits, never extracted, nothing resolved.

A docx, odt, xlsx or qdpx is a zip of XML, and a small one can hold gigabytes or point at other files. Sizes are counted
while reading, because what the archive says about itself is a claim.
"""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from lxml import etree

MEMBERS = 2_000
MEMBER_BYTES = 50_000_000
RATIO = 200
_SMALL = 1_000_000  # below this a high ratio is just a repetitive file
_CHUNK = 1 << 16
_ENCODINGS = {"UTF-8", "UTF8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ASCII", "ISO-8859-1", "WINDOWS-1252"}


class Archive:
    """The members of a zip, to be read by name. Made by `open_archive`."""

    def __init__(self, packed: zipfile.ZipFile, label: str) -> None:
        self._zip, self._label = packed, label
        self._members = {info.filename: info for info in packed.infolist() if not info.is_dir()}

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """The members' names as written, folders left out, in the archive's order."""
        return list(self._members)

    def read(self, name: str, limit: int = MEMBER_BYTES) -> bytes:
        """One member's bytes. A `QualcodeError` if absent, damaged, or larger than `limit` or the ratio allow."""
        info = self._members.get(name)
        if info is None:
            raise QualcodeError(f"there is no '{name}' in the file", where=self._label)
        out = bytearray()
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_CHUNK):
                    out += chunk
                    self._weigh(name, len(out), info.compress_size, limit)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise QualcodeError(
                f"'{name}' in the file is damaged", where=self._label, hint="Save it again and retry."
            ) from error
        return bytes(out)

    def _weigh(self, name: str, size: int, packed: int, limit: int) -> None:
        if size > limit:
            raise QualcodeError(f"'{name}' in the file is larger than {limit // 1_000_000} MB", where=self._label)
        if size > _SMALL and size > RATIO * max(packed, 1):
            raise QualcodeError(
                f"'{name}' unpacks to more than {RATIO} times its size; this is not an ordinary document",
                where=self._label,
            )


def open_archive(source: bytes | Path, label: str = "", members: int = MEMBERS) -> Archive:
    """Open a zip from bytes or a path. `label` names the file in messages (default: the path's name).

    Refused with a `QualcodeError`: what is not a zip, more than `members` members, encrypted members, one name twice,
    and names that point outside the archive.
    """
    where = label or (source.name if isinstance(source, Path) else "file")
    try:
        packed = zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
    except FileNotFoundError as error:
        raise QualcodeError("no such file", where=where) from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise QualcodeError(
            "the file is not a readable zip-based document", where=where, hint="Open and save it again."
        ) from error
    if fault := _fault(packed.infolist(), members):
        packed.close()
        raise QualcodeError(fault, where=where)
    return Archive(packed, where)


def _fault(members: list[zipfile.ZipInfo], most: int) -> str:
    names = [info.filename for info in members]
    if len(names) > most:
        return f"the file has more than {most:,} members"
    if len(set(names)) < len(names):
        return "the file holds two members of one name"
    if any(info.flag_bits & 0x1 for info in members):
        return "the file is encrypted; save it without a password"
    if any(name.startswith("/") or ".." in name.replace("\\", "/").split("/") for name in names):
        return "the file has members that point outside itself"
    return ""


def parse_xml(data: bytes, label: str = "file") -> "etree._Element":
    """The root element of an XML document, with no entities, no network, no huge trees. A DOCTYPE is refused.

    Raises a `QualcodeError` (with `label` as the place) for all that is refused and for XML that is not well-formed.
    """
    from lxml import etree

    _check_prolog(data, label)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise QualcodeError("not well-formed XML", where=label, hint="Open and save the file again.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise QualcodeError("the XML declares a DOCTYPE, which is not accepted", where=label)
    return root


class _Enough(Exception):
    """The first element has begun: after it a DOCTYPE can no longer come."""


def _check_prolog(data: bytes, label: str) -> None:
    """Refuse a DOCTYPE before the tree is built, since entities in attributes are expanded while parsing."""

    def doctype(*_: object) -> None:
        raise QualcodeError("the XML declares a DOCTYPE, which is not accepted", where=label)

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.upper() not in _ENCODINGS:
            raise QualcodeError(f"the XML is in an unusual encoding ({encoding[:20]})", where=label)

    def element(*_: object) -> None:
        raise _Enough

    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler, reader.XmlDeclHandler = doctype, declaration
    reader.StartElementHandler = element
    try:
        for at in range(0, len(data), _CHUNK):
            reader.Parse(data[at : at + _CHUNK])
        reader.Parse(b"", True)
    except _Enough:
        return
    except expat.ExpatError as error:
        raise QualcodeError("not well-formed XML", where=label, hint="Open and save the file again.") from error
