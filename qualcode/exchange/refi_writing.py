"""A project as REFI-QDA (QDPX): codebook, transcripts with attributes, codings with their coders and memos."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any, NamedTuple, cast

from qualcode.choices import Dialect
from qualcode.exchange.offsets import OURS
from qualcode.exchange.page import visible
from qualcode.exchange.refi_codes import guid, write_codes
from qualcode.exchange.refi_reading import Memo
from qualcode.model import Codebook, Coding, Transcript

PROJECT = "urn:QDA-XML:project:1.0"
_NO_DATE = "2000-01-01T00:00:00Z"  # some programs fail on a note without one
_NAME = 60  # characters of the quote in a selection's name


def write_qdpx(
    name: str,
    codebook: Codebook,
    transcripts: Sequence[Transcript],
    codings: Sequence[Coding],
    dialect: Dialect = "standard",
    memos: Sequence[Memo] = (),
) -> bytes:
    """A QDPX file, valid by the schema and the same bytes for the same values.

    Texts are UTF-8 with LF and without byte order mark; positions are half-open and count code points, or UTF-16 units
    in the dialect `nvivo`. One selection for each span and coder. `codings` name codes by id and transcripts by name;
    codings of others are left out. `memos` are those that are not a coding's.
    """
    return _Project(name, codebook, transcripts, codings, dialect, memos).packed()


class _Note(NamedTuple):
    number: str
    text: str
    coder: str
    created: str


class _Project:
    def __init__(
        self,
        name: str,
        codebook: Codebook,
        transcripts: Sequence[Transcript],
        codings: Sequence[Coding],
        dialect: Dialect,
        memos: Sequence[Memo],
    ) -> None:
        from lxml import etree

        self._sub = etree.SubElement
        self._name, self._codebook, self._transcripts, self._utf16 = name, codebook, transcripts, dialect == "nvivo"
        known = {t.name for t in transcripts}
        self._codings = sorted(
            (c for c in codings if c.code in codebook.by_id and c.transcript in known),
            key=lambda c: (c.transcript, c.start, c.end, c.coder, c.code, c.id),
        )
        self._memos = memos
        self._notes: list[_Note] = []
        self._root = etree.Element(f"{{{PROJECT}}}Project", nsmap=cast("dict[str, str]", {None: PROJECT}))

    def packed(self) -> bytes:
        """The archive."""
        from lxml import etree

        self._write()
        xml = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        files = {"project.qde": xml}
        files |= {f"sources/{_number(t)}.txt": t.text.encode() for t in self._transcripts}
        files |= {f"sources/{note.number}.txt": note.text.encode() for note in self._notes}
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
        coders = sorted({c.coder for c in self._codings} | {m.coder for m in self._memos if m.coder})
        if coders:
            users = self._add(self._root, "Users")
            for coder in coders:
                self._add(users, "User", guid=guid(coder, "coder"), name=coder)
        if self._codebook.codes:
            write_codes(self._add(self._root, "CodeBook"), self._codebook, PROJECT)
            self._code_memos()
        self._variables()
        if self._transcripts:
            sources = self._add(self._root, "Sources")
            for transcript in self._transcripts:
                self._source(sources, transcript)
        of_project = [m for m in self._memos if not m.transcript and not m.code]
        numbers = [self._noted(memo) for memo in of_project]
        self._write_notes()
        for number in numbers:
            self._add(self._root, "NoteRef", targetGUID=number)

    def _code_memos(self) -> None:
        numbers = {code.id: guid(code.uid or code.id, "code") for code in self._codebook.walk()}
        elements = {e.get("guid"): e for e in self._root.iter(f"{{{PROJECT}}}Code")}
        for memo in self._memos:
            if (element := elements.get(numbers.get(memo.code))) is not None:
                reference = self._add(element, "NoteRef", targetGUID=self._noted(memo))
                element.insert(len(element.findall(f"{{{PROJECT}}}Description")), reference)  # before the codes below

    def _noted(self, memo: Memo) -> str:
        """The number of a note that says what a memo says."""
        place = (memo.transcript, memo.start, memo.end, memo.code, memo.coder, memo.created, memo.text)
        self._notes.append(_Note(guid("\0".join(map(str, place)), "note"), memo.text, memo.coder, memo.created))
        return self._notes[-1].number

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
        own = [m for m in self._memos if m.transcript == transcript.name]
        for memo in own:
            if memo.start is not None and memo.end is not None:
                self._selection(source, transcript, memo.start, memo.end, memo.coder, (), self._noted(memo))
        for memo in own:
            if memo.start is None:
                self._add(source, "NoteRef", targetGUID=self._noted(memo))
        for name, value in transcript.attributes.items():
            held = self._add(source, "VariableValue")
            self._add(held, "VariableRef", targetGUID=guid(name, "attribute"))
            self._add(held, "TextValue").text = visible(value)

    def _selection(
        self,
        source: Any,
        transcript: Transcript,
        start: int,
        end: int,
        coder: str,
        codings: Iterable[Coding],
        note: str = "",
    ) -> None:
        user, text = guid(coder, "coder") if coder else "", transcript.text
        selection = self._add(
            source,
            "PlainTextSelection",
            guid=guid(f"{_number(transcript)} {start} {end} {coder} {note}".strip(), "selection"),
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
                number = guid(coding.id, "note")
                self._notes.append(_Note(number, coding.memo, coding.coder, coding.created))
                self._add(item, "NoteRef", targetGUID=number)
        if note:
            self._add(selection, "NoteRef", targetGUID=note)

    def _position(self, text: str, at: int) -> int:
        return len(text[:at].encode("utf-16-le")) // 2 if self._utf16 else at

    def _write_notes(self) -> None:
        if not self._notes:
            return
        notes = self._add(self._root, "Notes")
        for n, note in enumerate(self._notes, 1):
            self._add(
                notes,
                "Note",
                guid=note.number,
                name=f"Memo {n}",  # some programs keep one note of a name
                plainTextPath=f"internal://{note.number}.txt",
                creatingUser=guid(note.coder, "coder") if note.coder else "",
                creationDateTime=note.created or _NO_DATE,
            )


def _number(transcript: Transcript) -> str:
    return guid(transcript.uid or transcript.name, "transcript")


def _cut(text: str) -> str:
    return text if len(text) <= _NAME else text[: _NAME - 1].rstrip() + "…"
