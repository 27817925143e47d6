"""Reading a file: which reader, what its bytes are, and every failure as one clear message."""

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.importers.annotation import read_cha, read_textgrid, read_xml
from qualcode.importers.attributes import name_attributes
from qualcode.importers.captions import read_srt, read_vtt
from qualcode.importers.compose import compose
from qualcode.importers.incoming import Draft, File, Reader, ReadOptions
from qualcode.importers.machine import read_json, read_tsv
from qualcode.importers.markup import read_html, read_rtf
from qualcode.importers.odf import read_ods, read_odt
from qualcode.importers.pdf import read_pdf
from qualcode.importers.plain import read_markdown, read_text
from qualcode.importers.tables import read_csv, read_jsonl, read_xlsx
from qualcode.importers.word import read_docx
from qualcode.model import Source
from qualcode.text.archive import open_archive

READERS: dict[str, Reader] = {
    ".cha": read_cha,
    ".csv": read_csv,
    ".docx": read_docx,
    ".eaf": read_xml,
    ".exb": read_xml,
    ".htm": read_html,
    ".html": read_html,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".ods": read_ods,
    ".odt": read_odt,
    ".pdf": read_pdf,
    ".rtf": read_rtf,
    ".srt": read_srt,
    ".tei": read_xml,
    ".textgrid": read_textgrid,
    ".trs": read_xml,
    ".tsv": read_tsv,
    ".txt": read_text,
    ".vtt": read_vtt,
    ".xlsx": read_xlsx,
    ".xml": read_xml,
}
_TO_CONVERT = {
    ".doc": "Open it in Word and save it as .docx.",
    ".pages": "Export it from Pages as .docx.",
    ".xls": "Open it in Excel and save it as .xlsx.",
}
_LARGEST = 100_000_000
_DEFAULT = ReadOptions()
_MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError, EOFError)
"""What the libraries for foreign formats raise on damaged files, apart from their own errors."""


def read(path: Path, options: ReadOptions = _DEFAULT) -> Iterator[Source]:
    """The transcripts in a file: one, or one per row of a table, or those of a zip archive's members.

    `path` may name a member of an archive as `archive.zip/member.docx`, as `sources` lists them. Raises a
    `QualcodeError` (what, the file's name, what to do) for whatever cannot be read, and nothing else.
    """
    archive, member = _inside(path)
    if archive is None:
        yield from _sources(_file(path.name, _bytes(path), options))
        return
    with open_archive(archive, archive.name) as packed:
        for name in [member] if member else [n for n in packed.names() if is_readable(n)]:
            yield from _sources(_file(name, packed.read(name), options))


def is_readable(name: str) -> bool:
    """Whether a file of this name in a folder or archive is one to import: a known ending, not hidden, no README.

    Old formats count as known, so that their refusal is seen; `.xml` may be anything and must be named. What says where
    a table comes from is no transcript.
    """
    path = Path(name)
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)
    return (
        path.suffix.lower() in READERS.keys() - {".xml"} | _TO_CONVERT.keys()
        and not hidden
        and path.stem.upper() != "README"
        and not name.endswith("-metadata.json")
    )


def _inside(path: Path) -> tuple[Path | None, str]:
    """The archive that a path leads into, and the member's name ('' for the archive itself)."""
    if path.is_file():
        return (path, "") if path.suffix.lower() == ".zip" else (None, "")
    for parent in path.parents:
        if parent.suffix.lower() == ".zip" and parent.is_file():
            return parent, path.relative_to(parent).as_posix()
    return None, ""


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise QualcodeError(f"the file is larger than {_LARGEST // 1_000_000} MB", where=path.name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise QualcodeError("no such file", where=str(path)) from error
    except IsADirectoryError as error:
        raise QualcodeError("this is a folder", where=str(path)) from error
    except OSError as error:
        raise QualcodeError(f"cannot be read ({error.strerror})", where=path.name) from error


def _file(name: str, data: bytes, options: ReadOptions) -> File:
    path = Path(unicodedata.normalize("NFC", name))
    return File(path.name, path.stem, path.suffix.lower(), data, options)


def _sources(file: File) -> Iterator[Source]:
    reader = READERS.get(file.ending)
    if reader is None:
        known = ", ".join(sorted(READERS))
        hint = _TO_CONVERT.get(file.ending, f"Readable are {known} and .zip.")
        raise file.refuse(f"'{file.ending or file.name}' files cannot be read", hint)
    if not file.data:
        raise file.refuse("the file is empty")
    try:
        for draft in reader(file):
            yield _source(file, draft)
    except _MALFORMED as error:
        raise file.refuse("the file is damaged", "Open and save it again in the program that made it.") from error


def _source(file: File, draft: Draft) -> Source:
    found = compose(draft, file.options)
    attributes: Mapping[str, str] = draft.attributes
    notes = (*draft.notes, *found.notes)
    if file.options.name_pattern:
        named = name_attributes(file.options.name_pattern, file.stem)
        if named is None:
            notes += ("attributes: the name does not fit the pattern",)
        attributes = _together(file, attributes, named or {})
    attributes = {**found.attributes, **attributes}  # what was guessed gives way
    return Source(
        draft.name or file.stem,
        found.text,
        found.turns,
        attributes,
        notes,
        draft.origin or file.name,
        found.times,
    )


def _together(file: File, given: Mapping[str, str], named: Mapping[str, str]) -> dict[str, str]:
    for key, value in named.items():
        if given.get(key, value) != value:
            raise file.refuse(f"the attribute {key} is '{given[key]}' inside and '{value}' by the file's name")
    return {**given, **named}
