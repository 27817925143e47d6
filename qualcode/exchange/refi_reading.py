"""A REFI-QDA project (QDPX) of any program, read tolerantly: what is there comes in, what is not or cannot is said."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.exchange.elements import attribute, children, local, named, text_of
from qualcode.exchange.offsets import Evidence, choose, table
from qualcode.exchange.refi_codes import read_codes, uid
from qualcode.model import Codebook, Coding, Source
from qualcode.text.archive import Archive, open_archive, parse_xml
from qualcode.text.normalise import normalise

if TYPE_CHECKING:
    from lxml.etree import _Element

_VALUES = ("TextValue", "IntegerValue", "FloatValue", "BooleanValue", "DateValue", "DateTimeValue")
_OTHER = ("PictureSource", "AudioSource", "VideoSource", "PictureSelection", "PDFSelection", "AudioSelection",
          "VideoSelection", "TranscriptSelection", "Graph", "Link")  # fmt: skip


@dataclass(frozen=True)
class Memo:
    """A memo that is not a coding's: of the project (no transcript), a transcript (no span), a span, a code."""

    text: str
    transcript: str = ""
    start: int | None = None
    end: int | None = None
    coder: str = ""
    created: str = ""
    code: str = ""


@dataclass(frozen=True)
class Exchanged:
    """A project of another program. Codings name codes by id and transcripts by the sources' names.

    `counting` says which way of counting positions fitted; `report` what was left out or is uncertain, in sentences.
    """

    name: str
    origin: str
    codebook: Codebook
    sources: tuple[Source, ...]
    codings: tuple[Coding, ...]
    memos: tuple[Memo, ...] = ()
    counting: str = ""
    report: tuple[str, ...] = ()


def read_qdpx(path: Path) -> Exchanged:
    """The project in a QDPX file. A `QualcodeError` for what is no such file or is refused (see `text.archive`).

    Files outside the archive are never read. Positions are translated to code points of the normalised text.
    """
    with open_archive(path) as archive:
        roots = [n for n in archive.names() if "/" not in n and n.casefold().endswith(".qde")]
        if len(roots) != 1:
            raise QualcodeError("not a REFI-QDA project: there is no single project.qde in it", where=path.name)
        root = parse_xml(archive.read(roots[0]), path.name)
        if local(root) != "Project":
            raise QualcodeError("not a REFI-QDA project", where=path.name)
        return _Reader(archive, root).read()


@dataclass
class _Text:
    """A text source: the element with its selections, its name, its text as it came and normalised."""

    element: "_Element"
    name: str
    raw: str
    text: str


@dataclass
class _Reader:
    archive: Archive
    root: "_Element"
    lost: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    memos: list[Memo] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def read(self) -> Exchanged:
        """Everything, in the order in which one part needs another."""
        self._files = {PurePosixPath(n).name.casefold(): n for n in self.archive.names()}
        self._users = {uid(attribute(u, "guid")): attribute(u, "name") for u in named(self.root, "User")}
        codes = tuple(c for book in children(self.root, "CodeBook") for c in read_codes(book))
        self._codes = {code.uid: code for top in codes for code in top.walk() if code.uid}
        self._notes = {
            uid(attribute(n, "guid")): n for ns in children(self.root, "Notes") for n in children(ns, "Note")
        }
        texts = list(self._texts())
        counting = self._count(texts)
        self._project_memos()
        self._code_memos()
        self._free_memos()
        for tag in _OTHER:
            self.lost[tag] += sum(1 for _ in named(self.root, tag))
        name, origin = attribute(self.root, "name"), attribute(self.root, "origin")
        values = self._attributes({uid(attribute(t.element, "guid")) for t in texts})
        sources = tuple(self._source(t, values, origin) for t in texts)
        left = [f"{n} × {what}: not read" for what, n in self.lost.items() if n]
        report = tuple(self.said + left)
        return Exchanged(
            name, origin, Codebook(codes, name), sources, tuple(self.codings), tuple(self.memos), counting, report
        )

    def _texts(self) -> Iterator[_Text]:
        taken: set[str] = set()
        for sources in children(self.root, "Sources"):
            for source in sources:
                element: _Element | None = source
                if local(source) == "PDFSource":
                    element = next(children(source, "Representation"), None)
                elif local(source) != "TextSource":
                    continue
                name = attribute(source, "name") or attribute(source, "guid")
                raw = self._content(element) if element is not None else None
                if element is None or raw is None:
                    self.said.append(f"'{name}': its text is not in the file; it was left out with its codings")
                    continue
                text = normalise(raw)
                yield _Text(element, _unlike(name, taken), raw, text)

    def _content(self, element: "_Element") -> str | None:
        """A source's or a note's text as it came, without byte order mark; None if it is not in the archive."""
        for inline in children(element, "PlainTextContent"):
            return "".join(str(t) for t in inline.itertext()).removeprefix("\ufeff")
        scheme, found, name = attribute(element, "plainTextPath").rpartition("//")
        member = self._files.get(PurePosixPath(name or scheme).name.casefold())
        if not name or member is None or (found and not scheme.casefold().startswith("internal")):
            return None
        data = self.archive.read(member)
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", errors="replace")
        return data.decode("utf-8", errors="replace").removeprefix("\ufeff")

    def _count(self, texts: list[_Text]) -> str:
        """Settle how positions are counted, then read all selections so."""
        evidence = [Evidence(t.raw, t.text, tuple(_selections(t.element))) for t in texts]
        if not any(e.selections for e in evidence):
            return ""
        way, alone = choose(evidence, attribute(self.root, "origin"))
        if not alone:
            self.said.append(f"two ways of counting positions fit equally well; taken: {way}")
        for text in texts:
            self._codings(text, table(text.raw, way))
        return str(way)

    def _codings(self, text: _Text, places: list[int]) -> None:
        for selection in children(text.element, "PlainTextSelection"):
            start, end, _ = _bounds(selection)
            if not 0 <= start < end < len(places):
                self.lost["selection outside its text"] += 1
                continue
            span = places[start], places[end]
            if span[0] < span[1]:
                self._selection(selection, text, *span)
        for coding in children(text.element, "Coding"):
            self._coding(coding, text, 0, len(text.text), text.element)
        self._note_refs(text.element, text.name, None, None)

    def _selection(self, selection: "_Element", text: _Text, start: int, end: int) -> None:
        codings = list(children(selection, "Coding"))
        for coding in codings:
            self._coding(coding, text, start, end, selection)
        self._note_refs(selection, text.name, start, end)
        if described := text_of(selection, "Description"):
            coder = self._coder(selection, selection)
            self.memos.append(Memo(described, text.name, start, end, coder, attribute(selection, "creationDateTime")))

    def _coding(self, coding: "_Element", text: _Text, start: int, end: int, around: "_Element") -> None:
        code = self._codes.get(next((uid(attribute(r, "targetGUID")) for r in children(coding, "CodeRef")), ""))
        if code is None:
            self.lost["coding of a code that is not in the codebook"] += 1
            return
        memo = "\n".join(self._note(n)[0] for n in self._referred(coding))
        created = attribute(coding, "creationDateTime") or attribute(around, "creationDateTime")
        self.codings.append(
            Coding(
                uid(attribute(coding, "guid")),
                text.name,
                code.id,
                self._coder(coding, around),
                start,
                end,
                text.text[start:end],
                memo,
                "import",
                created,
            )
        )

    def _coder(self, element: "_Element", around: "_Element") -> str:
        written = attribute(element, "creatingUser") or attribute(around, "creatingUser")
        return self._users.get(uid(written), "")

    def _referred(self, element: "_Element") -> Iterator["_Element"]:
        """The notes that an element refers to."""
        for reference in children(element, "NoteRef"):
            number = uid(attribute(reference, "targetGUID"))
            if (note := self._notes.get(number)) is not None:
                self.used.add(number)
                yield note

    def _note(self, note: "_Element") -> tuple[str, str, str]:
        """A note's text, coder and date."""
        text = self._content(note)
        if text is None:
            text = text_of(note, "Description") or attribute(note, "name")
        return normalise(text).strip(), self._coder(note, note), attribute(note, "creationDateTime")

    def _note_refs(self, element: "_Element", name: str, start: int | None, end: int | None) -> None:
        for note in self._referred(element):
            text, coder, created = self._note(note)
            self.memos.append(Memo(text, name, start, end, coder, created))

    def _project_memos(self) -> None:
        self._note_refs(self.root, "", None, None)
        if described := text_of(self.root, "Description"):
            self.memos.append(Memo(described))

    def _code_memos(self) -> None:
        for element in named(self.root, "Code"):
            code = self._codes.get(uid(attribute(element, "guid")))
            for note in self._referred(element) if code else ():
                text, coder, created = self._note(note)
                self.memos.append(Memo(text, coder=coder, created=created, code=code.id if code else ""))

    def _free_memos(self) -> None:
        """Notes that nothing refers to are the project's; their names stand first."""
        linked = {uid(attribute(r, "targetGUID")) for r in named(self.root, "NoteRef")}
        for number, note in self._notes.items():
            if number not in linked | self.used:
                text, coder, created = self._note(note)
                name = attribute(note, "name")
                self.memos.append(Memo(f"{name}\n{text}" if name != text else text, coder=coder, created=created))

    def _attributes(self, known: set[str]) -> dict[str, dict[str, str]]:
        """Attributes by source: of the source itself, of a case with that one source, of a set named `age: 67`."""
        names = {uid(attribute(v, "guid")): attribute(v, "name") for v in named(self.root, "Variable")}
        out: dict[str, dict[str, str]] = {number: {} for number in known}
        for sets in named(self.root, "Set"):
            name, found, value = attribute(sets, "name").partition(": ")
            self.lost["Set"] += not found
            for member in children(sets, "MemberSource") if found else ():
                out.get(uid(attribute(member, "targetGUID")), {})[name] = value
        for case in named(self.root, "Case"):
            sources = list(children(case, "SourceRef"))
            self.lost["Case of several sources"] += len(sources) > 1
            if len(sources) == 1:
                out.get(uid(attribute(sources[0], "targetGUID")), {}).update(_values(case, names))
        for source in named(self.root, "TextSource"):
            out.get(uid(attribute(source, "guid")), {}).update(_values(source, names))
        return out

    def _source(self, text: _Text, values: dict[str, dict[str, str]], origin: str) -> Source:
        mine = values.get(uid(attribute(text.element, "guid")), {})
        return Source(text.name, text.text, attributes=mine, origin=origin)


def _selections(element: "_Element") -> Iterator[tuple[int, int, str]]:
    return (_bounds(selection) for selection in children(element, "PlainTextSelection"))


def _bounds(selection: "_Element") -> tuple[int, int, str]:
    written = [attribute(selection, key) for key in ("startPosition", "endPosition")]
    start, end = (int(w) if w.isdecimal() and len(w) < 12 else -1 for w in written)
    return start, end, attribute(selection, "name")


def _values(element: "_Element", names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for held in children(element, "VariableValue"):
        name = next((names.get(uid(attribute(r, "targetGUID")), "") for r in children(held, "VariableRef")), "")
        value = next((text_of(held, kind) for kind in _VALUES if text_of(held, kind)), "")
        if name:
            yield name, value


def _unlike(name: str, taken: set[str]) -> str:
    """A name that no earlier source has."""
    candidate, n = name, 1
    while candidate in taken:
        n += 1
        candidate = f"{name} ({n})"
    taken.add(candidate)
    return candidate
