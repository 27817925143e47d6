"""A project as REFI-QDA (QDPX): codebook, transcripts, attributes, codings with their coders, memos, cases, sets."""

import zipfile
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from qualcode.choices import Dialect
from qualcode.exchange.elements import local
from qualcode.exchange.foreign import Case, Group, Memo
from qualcode.exchange.identity import guid, guid_of_part, moment
from qualcode.exchange.offsets import OURS
from qualcode.exchange.page import visible
from qualcode.exchange.refi_codes import alone_in_name, write_codes
from qualcode.exchange.refi_sidecar import SIDECAR, packed_sidecar
from qualcode.model import Codebook, Coding, Transcript

if TYPE_CHECKING:
    from lxml.etree import _Element

PROJECT = "urn:QDA-XML:project:1.0"
_NO_DATE = "2000-01-01T00:00:00Z"  # some programs fail on a note or a selection without one
_NAME = 60  # characters of the quote in a selection's name
_OTHER = {"nvivo": ", NVivo dialect", "maxqda": ", MAXQDA dialect"}


@dataclass(frozen=True)
class Outgoing:
    """What goes out. `codings` name codes by id and transcripts by name; codings of others are left out.

    `memos` are those that are not a coding's. `opaque` are elements that came from another program and are written as
    they were, `media` the archive's members that those need, `sidecar` what the standard has no place for.
    """

    name: str
    codebook: Codebook
    transcripts: Sequence[Transcript] = ()
    codings: Sequence[Coding] = ()
    memos: Sequence[Memo] = ()
    cases: Sequence[Case] = ()
    groups: Sequence[Group] = ()
    opaque: Sequence[str] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)
    sidecar: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


def write_qdpx(project: Outgoing, dialect: Dialect = "standard") -> bytes:
    """A QDPX file, valid by the schema and the same bytes for the same values.

    Texts are UTF-8 with LF and without byte order mark; positions are half-open and count code points, or as the
    importer of the program counts that `dialect` names. One selection for each span and coder.
    """
    return _Writer(project, dialect).packed()


class _Note(NamedTuple):
    number: str
    text: str
    coder: str
    created: str


class _Writer:
    def __init__(self, project: Outgoing, dialect: Dialect) -> None:
        from lxml import etree

        self._sub, self._project, self._dialect = etree.SubElement, project, dialect
        known = {t.name for t in project.transcripts}
        self._codings: dict[str, list[Coding]] = defaultdict(list)
        for c in sorted(project.codings, key=lambda c: (c.start, c.end, c.coder, c.code, c.id)):
            if c.code in project.codebook.by_id and c.transcript in known:
                self._codings[c.transcript].append(c)
        self._memos: dict[str, list[Memo]] = defaultdict(list)
        for memo in project.memos:
            self._memos[memo.transcript].append(memo)
        self._notes: list[_Note] = []
        self._spans: dict[tuple[str, int, int], str] = {}
        self._root: Any = etree.Element(f"{{{PROJECT}}}Project", nsmap=cast("dict[str, str]", {None: PROJECT}))

    def packed(self) -> bytes:
        """The archive."""
        from lxml import etree

        self._write()
        xml = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        files = {"project.qde": xml}
        if self._project.sidecar:
            files[SIDECAR] = packed_sidecar(self._project.sidecar, xml)
        files |= {f"sources/{_number(t)}.txt": t.text.encode() for t in self._project.transcripts}
        files |= {f"sources/{note.number}.txt": note.text.encode() for note in self._notes}
        files |= {name: data for name, data in self._project.media.items() if name not in files}
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for file, data in files.items():
                info = zipfile.ZipInfo(file, (1980, 1, 1, 0, 0, 0))
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                archive.writestr(info, data, compresslevel=1)  # three times as quick as the default, a fifth larger
        return out.getvalue()

    def _add(self, parent: Any, tag: str, **values: str) -> Any:
        """A new element; what people wrote has been made `visible` by who asks."""
        return self._sub(parent, f"{{{PROJECT}}}{tag}", {key: value for key, value in values.items() if value})

    def _write(self) -> None:
        """The parts in the schema's order."""
        self._root.set("name", visible(self._project.name))
        self._root.set("origin", OURS + _OTHER.get(self._dialect, ""))
        self._users()
        if self._project.codebook.codes:
            book = self._project.codebook
            book = alone_in_name(book) if self._dialect == "qualcoder" else book
            write_codes(self._add(self._root, "CodeBook"), book, PROJECT)
            self._code_memos()
        self._variables()
        cases = self._add(self._root, "Cases") if self._project.cases else None
        self._sources()
        for case in self._project.cases:
            self._case(cases, case)
        self._write_notes()
        self._kept("Links", "Link")
        self._sets()
        self._kept("Graphs", "Graph")
        if self._dialect == "qualcoder" and self._of_project:
            self._add(self._root, "Description").text = visible("\n\n".join(m.text for m in self._of_project))
        for number in self._numbers_of_project:
            self._add(self._root, "NoteRef", targetGUID=number)

    def _users(self) -> None:
        coders = {c.coder for own in self._codings.values() for c in own} | {m.coder for m in self._project.memos}
        if named := sorted(coders - {""}):
            users = self._add(self._root, "Users")
            for coder in named:
                self._add(users, "User", guid=guid(coder, "coder"), name=visible(coder))

    @property
    def _of_project(self) -> list[Memo]:
        return [m for m in self._memos[""] if not m.code]

    def _code_memos(self) -> None:
        numbers = {code.id: guid(code.uid or code.id, "code") for code in self._project.codebook.walk()}
        elements = {e.get("guid"): e for e in self._root.iter(f"{{{PROJECT}}}Code")}
        for memo in self._project.memos:
            if memo.code and (element := elements.get(numbers.get(memo.code))) is not None:
                reference = self._add(element, "NoteRef", targetGUID=self._noted(memo))
                element.insert(len(element.findall(f"{{{PROJECT}}}Description")), reference)  # before the codes below

    def _noted(self, memo: Memo) -> str:
        """The number of a note that says what a memo says."""
        place = (memo.transcript, memo.start, memo.end, memo.code, memo.coder, memo.created, memo.text)
        number = guid(memo.key) if memo.key else guid("\0".join(map(str, place)), "note")
        self._notes.append(_Note(number, memo.text, memo.coder, memo.created))
        return number

    def _variables(self) -> None:
        names = dict.fromkeys(name for t in self._project.transcripts for name in t.attributes)
        names |= dict.fromkeys(name for case in self._project.cases for name in case.attributes)
        if names:
            variables = self._add(self._root, "Variables")
            for name in names:
                self._add(
                    variables, "Variable", guid=guid(name, "attribute"), name=visible(name), typeOfVariable="Text"
                )

    def _sources(self) -> None:
        opaque = list(self._opaque("PDFSource", "PictureSource", "AudioSource", "VideoSource"))
        if self._project.transcripts or opaque:
            sources = self._add(self._root, "Sources")
            for transcript in self._project.transcripts:
                self._source(sources, transcript)
            for element in opaque:
                sources.append(element)
        self._numbers_of_project = [self._noted(memo) for memo in self._of_project]

    def _source(self, sources: Any, transcript: Transcript) -> None:
        number = _number(transcript)
        path = f"internal://{number}.txt"
        source = self._add(sources, "TextSource", guid=number, name=visible(transcript.name), plainTextPath=path)
        own, position = self._memos[transcript.name], _position(transcript.text, self._dialect)
        whole = [m for m in own if m.start is None]
        if self._dialect == "qualcoder" and whole:  # which drops a source's notes, and takes its description for a memo
            self._add(source, "Description").text = visible("\n\n".join(m.text for m in whole))
            whole = []
        for (start, end, coder), group in groupby(
            self._codings[transcript.name], key=lambda c: (c.start, c.end, c.coder)
        ):
            self._codings_at(self._selection(source, transcript, position, start, end, coder), list(group))
        for memo in own:
            if memo.start is not None and memo.end is not None:
                note = self._noted(memo)
                place = self._selection(source, transcript, position, memo.start, memo.end, memo.coder, note)
                self._add(place, "NoteRef", targetGUID=note)
        for case in self._project.cases:
            for part in case.parts:
                if part.transcript == transcript.name and part.start is not None and part.end is not None:
                    self._place(source, transcript, position, part.start, part.end)
        for memo in whole:
            self._add(source, "NoteRef", targetGUID=self._noted(memo))
        self._values(source, transcript.attributes)

    def _values(self, element: Any, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            held = self._add(element, "VariableValue")
            self._add(held, "VariableRef", targetGUID=guid(name, "attribute"))
            self._add(held, "TextValue").text = visible(value)

    def _selection(
        self,
        source: Any,
        transcript: Transcript,
        position: Callable[[int], int],
        start: int,
        end: int,
        coder: str,
        note: str = "",
        created: str = "",
    ) -> Any:
        number = guid(f"{_number(transcript)} {start} {end} {coder} {note}".strip(), "selection")
        self._spans.setdefault((transcript.name, start, end), number)
        return self._add(
            source,
            "PlainTextSelection",
            guid=number,
            name=visible(_cut(" ".join(transcript.text[start:end].split()))),
            startPosition=str(position(start)),
            endPosition=str(position(end)),
            creatingUser=guid(coder, "coder") if coder else "",
            creationDateTime=created or (_NO_DATE if self._dialect == "qualcoder" else ""),
        )

    def _place(self, source: Any, transcript: Transcript, position: Callable[[int], int], start: int, end: int) -> None:
        """A selection for a case's part, unless there is one at that place."""
        if (transcript.name, start, end) not in self._spans:
            self._selection(source, transcript, position, start, end, "")

    def _codings_at(self, selection: Any, codings: Sequence[Coding]) -> None:
        memos = [c.memo for c in codings if c.memo]
        if self._dialect == "qualcoder":
            selection.set("creationDateTime", moment(codings[0].created) or _NO_DATE)
            if memos:  # a coding's notes are dropped there; a selection's description is its memo
                self._add(selection, "Description").text = visible("\n\n".join(memos))
        for coding in codings:
            item = self._add(
                selection,
                "Coding",
                guid=guid(coding.id, "coding"),
                creatingUser=guid(coding.coder, "coder") if coding.coder else "",
                creationDateTime=moment(coding.created),
            )
            code = self._project.codebook.by_id[coding.code]
            self._add(item, "CodeRef", targetGUID=guid(code.uid or coding.code, "code"))
            if coding.memo and self._dialect != "qualcoder":
                number = guid_of_part(guid(coding.id, "coding"), "note")
                self._notes.append(_Note(number, coding.memo, coding.coder, coding.created))
                self._add(item, "NoteRef", targetGUID=number)

    def _case(self, cases: Any, case: Case) -> None:
        numbers = {t.name: _number(t) for t in self._project.transcripts}
        element = self._add(cases, "Case", guid=guid(case.key or case.name, "case"), name=visible(case.name))
        self._values(element, case.attributes)
        for part in case.parts:
            if part.start is None and part.transcript in numbers:
                self._add(element, "SourceRef", targetGUID=numbers[part.transcript])
        for part in case.parts:
            if part.start is not None and part.end is not None:
                if number := self._spans.get((part.transcript, part.start, part.end)):
                    self._add(element, "SelectionRef", targetGUID=number)

    def _sets(self) -> None:
        numbers = {t.name: _number(t) for t in self._project.transcripts}
        groups = [(g, [numbers[n] for n in g.transcripts if n in numbers]) for g in self._project.groups]
        opaque = list(self._opaque("Set"))
        if any(members for _, members in groups) or opaque:
            sets = self._add(self._root, "Sets")
            for group, members in groups:
                if members:
                    element = self._add(
                        sets, "Set", guid=guid(group.key or group.name, "set"), name=visible(group.name)
                    )
                    for number in members:
                        self._add(element, "MemberSource", targetGUID=number)
            for element in opaque:
                sets.append(element)

    def _kept(self, container: str, kind: str) -> None:
        """Elements that another program made, as they were; links and graphs may name what is no longer there."""
        if found := list(self._opaque(kind)):
            holder = self._add(self._root, container)
            for element in found:
                holder.append(element)

    def _opaque(self, *kinds: str) -> "Iterable[_Element]":
        from lxml import etree

        for xml in self._project.opaque:
            element = etree.fromstring(xml)
            if local(element) in kinds:
                for below in element.iter("{*}*"):
                    below.tag = f"{{{PROJECT}}}{local(below)}"
                yield element

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
                creationDateTime=moment(note.created) or _NO_DATE,
            )


def _position(text: str, dialect: Dialect) -> Callable[[int], int]:
    """A function from code points to what the program counts: NVivo UTF-16 units, MAXQDA a line end as two."""
    if dialect not in ("nvivo", "maxqda"):
        return int
    wide = [n for n, ch in enumerate(text) if (ch > "\uffff" if dialect == "nvivo" else ch == "\n")]
    return lambda at: at + bisect_left(wide, at)


def _number(transcript: Transcript) -> str:
    return guid(transcript.uid or transcript.name, "transcript")


def _cut(text: str) -> str:
    return text if len(text) <= _NAME else text[: _NAME - 1].rstrip() + "…"
