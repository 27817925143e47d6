"""A project as REFI-QDA (QDPX): codebook, transcripts with attributes, codings with their coders and memos."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any, Literal, cast

from qualcode.exchange.offsets import OURS
from qualcode.exchange.page import visible
from qualcode.exchange.refi_codes import guid, write_codes
from qualcode.model import Codebook, Coding, Transcript

PROJECT = "urn:QDA-XML:project:1.0"
Dialect = Literal["standard", "nvivo"]
_NO_DATE = "2000-01-01T00:00:00Z"  # some programs fail on a note without one
_NAME = 60  # characters of the quote in a selection's name


def write_qdpx(
    name: str,
    codebook: Codebook,
    transcripts: Sequence[Transcript],
    codings: Sequence[Coding],
    dialect: Dialect = "standard",
) -> bytes:
    """A QDPX file, valid by the schema and the same bytes for the same values.

    Texts are UTF-8 with LF and without byte order mark; positions are half-open and count code points, or UTF-16 units
    in the dialect `nvivo`. One selection for each span and coder. `codings` name codes by id and transcripts by name;
    codings of others are left out.
    """
    return _Project(name, codebook, transcripts, codings, dialect).packed()


class _Project:
    def __init__(
        self,
        name: str,
        codebook: Codebook,
        transcripts: Sequence[Transcript],
        codings: Sequence[Coding],
        dialect: Dialect,
    ) -> None:
        from lxml import etree

        self._sub = etree.SubElement
        self._name, self._codebook, self._transcripts, self._utf16 = name, codebook, transcripts, dialect == "nvivo"
        known = {t.name for t in transcripts}
        self._codings = sorted(
            (c for c in codings if c.code in codebook.by_id and c.transcript in known),
            key=lambda c: (c.transcript, c.start, c.end, c.coder, c.code, c.id),
        )
        self._notes: list[tuple[str, Coding]] = []
        self._root = etree.Element(f"{{{PROJECT}}}Project", nsmap=cast("dict[str, str]", {None: PROJECT}))

    def packed(self) -> bytes:
        """The archive."""
        from lxml import etree

        self._write()
        xml = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        files = {"project.qde": xml}
        files |= {f"sources/{_number(t)}.txt": t.text.encode() for t in self._transcripts}
        files |= {f"sources/{number}.txt": c.memo.encode() for number, c in self._notes}
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for file, data in files.items():
                info = zipfile.ZipInfo(file, (1980, 1, 1, 0, 0, 0))
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                archive.writestr(info, data)
        return out.getvalue()

    def _add(self, parent: Any, tag: str, **values: str) -> Any:
        element = self._sub(parent, f"{{{PROJECT}}}{tag}")
        for key, value in values.items():
            if value:
                element.set(key, visible(value))
        return element

    def _write(self) -> None:
        self._root.set("name", visible(self._name))
        self._root.set("origin", f"{OURS}, NVivo dialect" if self._utf16 else OURS)
        coders = sorted({c.coder for c in self._codings})
        if coders:
            users = self._add(self._root, "Users")
            for coder in coders:
                self._add(users, "User", guid=guid(coder, "coder"), name=coder)
        if self._codebook.codes:
            write_codes(self._add(self._root, "CodeBook"), self._codebook, PROJECT)
        self._variables()
        if self._transcripts:
            sources = self._add(self._root, "Sources")
            for transcript in self._transcripts:
                self._source(sources, transcript)
        self._write_notes()

    def _variables(self) -> None:
        names = dict.fromkeys(name for t in self._transcripts for name in t.attributes)
        if names:
            variables = self._add(self._root, "Variables")
            for name in names:
                self._add(variables, "Variable", guid=guid(name, "attribute"), name=name, typeOfVariable="Text")

    def _source(self, sources: Any, transcript: Transcript) -> None:
        number = _number(transcript)
        path = f"internal://{number}.txt"
        source = self._add(sources, "TextSource", guid=number, name=transcript.name, plainTextPath=path)
        mine = [c for c in self._codings if c.transcript == transcript.name]
        for (start, end, coder), group in groupby(mine, key=lambda c: (c.start, c.end, c.coder)):
            self._selection(source, transcript, start, end, coder, list(group))
        for name, value in transcript.attributes.items():
            held = self._add(source, "VariableValue")
            self._add(held, "VariableRef", targetGUID=guid(name, "attribute"))
            self._add(held, "TextValue").text = visible(value)

    def _selection(
        self, source: Any, transcript: Transcript, start: int, end: int, coder: str, codings: Iterable[Coding]
    ) -> None:
        user, text = guid(coder, "coder"), transcript.text
        selection = self._add(
            source,
            "PlainTextSelection",
            guid=guid(f"{_number(transcript)} {start} {end} {coder}", "selection"),
            name=_cut(" ".join(text[start:end].split())),
            startPosition=str(self._position(text, start)),
            endPosition=str(self._position(text, end)),
            creatingUser=user,
        )
        for coding in codings:
            number = guid(coding.id, "coding")
            item = self._add(selection, "Coding", guid=number, creatingUser=user, creationDateTime=coding.created)
            self._add(item, "CodeRef", targetGUID=guid(self._codebook.by_id[coding.code].uid or coding.code, "code"))
            if coding.memo:
                note = guid(coding.id, "note")
                self._notes.append((note, coding))
                self._add(item, "NoteRef", targetGUID=note)

    def _position(self, text: str, at: int) -> int:
        return len(text[:at].encode("utf-16-le")) // 2 if self._utf16 else at

    def _write_notes(self) -> None:
        if not self._notes:
            return
        notes = self._add(self._root, "Notes")
        for n, (number, coding) in enumerate(self._notes, 1):
            self._add(
                notes,
                "Note",
                guid=number,
                name=f"Memo {n}",  # some programs keep one note of a name
                plainTextPath=f"internal://{number}.txt",
                creatingUser=guid(coding.coder, "coder"),
                creationDateTime=coding.created or _NO_DATE,
            )


def _number(transcript: Transcript) -> str:
    return guid(transcript.uid or transcript.name, "transcript")


def _cut(text: str) -> str:
    return text if len(text) <= _NAME else text[: _NAME - 1].rstrip() + "…"
