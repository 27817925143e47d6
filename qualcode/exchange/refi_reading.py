"""A REFI-QDA project (QDPX) of any program, read tolerantly: what is there comes in, what is not or cannot is said."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.choices import Dialect
from qualcode.errors import QualcodeError
from qualcode.exchange.elements import local, text_of, without_namespaces
from qualcode.exchange.foreign import Account, Exchanged, Memo, Text
from qualcode.exchange.identity import keys_of, moment
from qualcode.exchange.offsets import Choice, Evidence, Positions, choose
from qualcode.exchange.refi_cases import Cases
from qualcode.exchange.refi_codes import read_codes
from qualcode.exchange.refi_files import Files, Rich
from qualcode.exchange.refi_notes import Notes
from qualcode.exchange.refi_sidecar import SIDECAR, unpacked_sidecar
from qualcode.model import Code, Codebook, Coding, Source
from qualcode.text.archive import Archive, open_archive, parse_xml
from qualcode.text.normalise import normalise

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_MEMBERS = 200_000
"""Each memo is a file of its own, and so is each text."""
_HOLDING = {"PDFSource": "Representation", "PictureSource": "TextDescription", "AudioSource": "Transcript",
            "VideoSource": "Transcript"}  # fmt: skip
"""Sources that are no text, and the element below them that is one."""
_OPAQUE = ("PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection", "Graph", "Link")
_TOLD = ("User", "Code", "Variable", "VariableValue", "Case", "TextSource", *_HOLDING, "Representation",
         "TextDescription", "Transcript", "SyncPoint", "PlainTextSelection", "TranscriptSelection", "Coding", "Note",
         "Set", *_OPAQUE)  # fmt: skip
"""The kinds of elements that the account is about."""
_NUMBERED = tuple(kind for kind in _TOLD if kind != "VariableValue")


def read_qdpx(file: Path | bytes, dialect: Dialect | None = None, rich: Rich | None = None) -> Exchanged:
    """The project in a QDPX file. A `QualcodeError` for what is no such file or is refused (see `text.archive`).

    Files outside the archive are never read. Positions are translated to code points of the normalised text; `dialect`
    says how they were counted, where that is known better than the selections show. `rich` reads texts that are there
    only as a word processor's file.
    """
    name = file.name if isinstance(file, Path) else "the file"
    with open_archive(file, name, members=MOST_MEMBERS) as archive:
        roots = [n for n in archive.names() if "/" not in n and n.casefold().endswith(".qde")]
        if len(roots) != 1:
            raise QualcodeError("not a REFI-QDA project: there is no single project.qde in it", where=name)
        xml = archive.read(roots[0])
        root = parse_xml(xml, name)
        if local(root) != "Project":
            raise QualcodeError("not a REFI-QDA project", where=name)
        without_namespaces(root)
        _number_all(root)
        return _Reader(archive, root, xml, dialect, rich).read()


@dataclass
class _Incoming:
    """A text on its way in: the element with its selections, the source around it, as it came and normalised."""

    element: "_Element"
    outer: "_Element"
    name: str
    raw: str
    text: str


@dataclass
class _Reader:
    archive: Archive
    root: "_Element"
    xml: bytes
    dialect: Dialect | None
    rich: Rich | None
    said: list[str] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    counting: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    places: dict[str, Positions] = field(default_factory=dict)
    unread_dates: int = 0

    def read(self) -> Exchanged:
        """Everything, in the order in which one part needs another."""
        name, self.origin = self.root.get("name", ""), self.root.get("origin", "")
        kinds = Counter(str(e.tag) for e in self.root.iter(*_TOLD))
        self.account = Account(Counter({kind: kinds[kind] for kind in _TOLD if kinds[kind]}))
        self.key = keys_of(name)
        self.files = Files(self.archive, self.said.append, self.rich)
        self._read_users()
        cases_as_codes = {self.key(c.get("guid", "")) for c in self.root.iter("Case")} - {""}
        codes = self._read_codes(cases_as_codes)
        self.notes = Notes(self.root, self.files, self.key, self.coder, self.date, self._span_of_note)
        texts = list(self._texts())
        in_cases: dict[str, list[tuple[str, int, int]]] = {}
        read = [self._text(t, cases_as_codes, in_cases) for t in texts]
        cases = self.cases = Cases(self.root, self.key, self.account, self._names(texts))
        memos = self.notes.memos(self._targets(texts))
        people = cases.people(self.spans, in_cases)
        attributes = cases.attributes(people)
        self._account_for_rest()
        return Exchanged(
            name,
            self.origin,
            Codebook(codes, name),
            tuple(self._source(t, stamps, attributes) for t, stamps in zip(texts, read, strict=True)),
            tuple(self.codings),
            memos,
            people,
            cases.groups(),
            {key: who for key, who in self.users.items() if key},
            self.counting,
            tuple(self.account.fates()),
            tuple(self.said),
            tuple(self._opaque()),
            self.files.media(self.root.iter(*_HOLDING)),
            self._sidecar(),
        )

    def _sidecar(self) -> dict[str, list[dict[str, Any]]]:
        """What our own export put beside the project file, if that is as it was."""
        if SIDECAR not in self.archive:
            return {}
        tables = unpacked_sidecar(self.archive.read(SIDECAR), self.xml)
        if not tables:
            self.said.append("the file was changed since qualcode wrote it; what only qualcode knows was left out")
        return tables

    def _read_users(self) -> None:
        self.users = {
            self.key(u.get("guid", "")): u.get("name", "").strip() or u.get("id", "").strip() or u.get("guid", "")
            for u in self.root.iter("User")
        }
        self.account.imported["User"] += self.account.file["User"]
        alike = [n for n, k in Counter(self.users.values()).items() if k > 1]
        self.said += [f"several people of the file are called '{n}'; here they are one" for n in alike]

    def _read_codes(self, cases: set[str]) -> tuple[Code, ...]:
        codes = tuple(c for book in self.root.iterchildren("CodeBook") for c in read_codes(book, self.origin, self.key))
        kept = tuple(code for code in codes if code.uid not in cases)
        self.codes = {code.uid: code for top in kept for code in top.walk()}
        self.account.imported["Code"] += self.account.file["Code"]
        return kept

    def coder(self, element: "_Element", around: "_Element | None" = None) -> str:
        """Who made something; '' where the file does not say."""
        written = element.get("creatingUser") or (around.get("creatingUser") if around is not None else "") or ""
        return self.users.get(self.key(written), "")

    def date(self, *elements: "_Element") -> str:
        """When something was made, as the first element says that does; '' for what is no date."""
        keys = ("creationDateTime", "modifiedDateTime")
        written = next((e.get(k, "") for e in elements for k in keys if e.get(k)), "")
        found = moment(written)
        self.unread_dates += bool(written and not found)
        return found

    def _texts(self) -> Iterator[_Incoming]:
        taken: set[str] = set()
        for sources in self.root.iterchildren("Sources"):
            for source in sources.iterchildren("*"):
                yield from self._texts_of(source, taken)

    def _texts_of(self, source: "_Element", taken: set[str]) -> Iterator[_Incoming]:
        kind = str(source.tag)
        inner = [source] if kind == "TextSource" else list(source.iterchildren(_HOLDING.get(kind, "-")))
        name = source.get("name", "") or source.get("guid", "")
        for element in inner:
            raw = self.files.content(element)
            if raw is None:
                self.said.append(f"'{name}': its text is not in the file; it was left out with its codings")
                self.account.lose(str(element.tag), "the text is not in the file")
                self._lose_selections(element, "of a text that is not in the file")
                continue
            self.account.imported[str(element.tag)] += 1
            own = name if len(inner) == 1 else element.get("name", "") or name
            yield _Incoming(element, source, _unlike(own, taken), raw, normalise(raw))

    def _lose_selections(self, element: "_Element", why: str) -> None:
        for kind in ("PlainTextSelection", "TranscriptSelection", "Coding", "SyncPoint"):
            self.account.lose(kind, why, sum(1 for _ in element.iter(kind)))

    def _text(
        self, text: _Incoming, cases: set[str], in_cases: dict[str, list[tuple[str, int, int]]]
    ) -> tuple[tuple[int, float], ...]:
        """Settle how a text's positions are counted, then read its selections so; its time stamps."""
        selections = [(*_bounds(s), s.get("name", "")) for s in text.element.iterchildren("PlainTextSelection")]
        choice = choose(Evidence(text.raw, text.text, tuple(selections)), self.origin, self.dialect)
        places = self.places[text.name] = Positions(text.raw, choice.way)
        self._tell(text, choice, len(selections))
        points = self._sync_points(text, places)
        for tag in ("PlainTextSelection", "TranscriptSelection"):
            for selection in text.element.iterchildren(tag):
                span = places.span(*_bounds(selection)) if tag[0] == "P" else _between(selection, points, self.key)
                if span is None or (tag[0] == "P" and choice.refuted):
                    why = "does not fit its text" if choice.refuted else "outside its text"
                    self.account.lose(tag, why)
                    self.account.lose("Coding", f"its selection {why}", sum(1 for _ in selection.iter("Coding")))
                    continue
                self.account.imported[tag] += 1
                number = self.key(selection.get("guid", ""))
                self.spans[number] = (text.name, *span)
                for coding in selection.iterchildren("Coding"):
                    self._coding(coding, text, span, selection, cases, in_cases)
        whole = (0, len(text.text))
        for holder in dict.fromkeys((text.element, text.outer)):
            for coding in holder.iterchildren("Coding"):
                self._coding(coding, text, whole, holder, cases, in_cases)
        return tuple(sorted((at, seconds) for at, seconds in points.values() if seconds is not None))

    def _tell(self, text: _Incoming, choice: Choice, selections: int) -> None:
        if not selections:
            return
        fit = f"; {choice.fit} of {choice.named} names fit" if choice.named else ""
        self.counting[text.name] = f"{choice.way}{fit}"
        if choice.refuted:
            told = f"'{text.name}': what is selected is not what the names say ({choice.fit} of {choice.named} fit)"
            self.said.append(f"{told}; its codings were left out. --dialect says how it was counted")
        elif choice.other:
            self.said.append(f"'{text.name}': two ways of counting fit equally well; taken: {choice.way}")

    def _sync_points(self, text: _Incoming, places: Positions) -> dict[str, tuple[int, float | None]]:
        points: dict[str, tuple[int, float | None]] = {}
        for point in text.element.iterchildren("SyncPoint"):
            position, milliseconds = _number(point.get("position", "0")), _number(point.get("timeStamp", ""))
            if (at := places.at(position)) is None:
                self.account.lose("SyncPoint", "outside its text")
                continue
            points[self.key(point.get("guid", ""))] = (at, milliseconds / 1000 if milliseconds >= 0 else None)
            self.account.imported["SyncPoint"] += 1
        return points

    def _coding(
        self,
        coding: "_Element",
        text: _Incoming,
        span: tuple[int, int],
        around: "_Element",
        cases: set[str],
        in_cases: dict[str, list[tuple[str, int, int]]],
    ) -> None:
        number = next((self.key(r.get("targetGUID", "")) for r in coding.iterchildren("CodeRef")), "")
        if number in cases:
            in_cases.setdefault(number, []).append((text.name, *span))
            self.account.imported["Coding"] += 1
        elif (code := self.codes.get(number)) is None:
            self.account.lose("Coding", "of a code that is not in the codebook")
        elif span[0] == span[1]:
            self.account.lose("Coding", "of an empty text")
        else:
            self.account.imported["Coding"] += 1
            self.codings.append(
                Coding(
                    self.key(coding.get("guid", "")),
                    text.name,
                    code.id,
                    self.coder(coding, around),
                    *span,
                    text.text[slice(*span)],
                    "\n".join(self._memo_of(coding, around)),
                    "import",
                    self.date(coding, around),
                )
            )

    def _span_of_note(self, note: "_Element", transcript: str) -> tuple[int, int] | None:
        """The place in a transcript that a note carries itself, as QualCoder writes annotations."""
        for selection in note.iterchildren("PlainTextSelection") if transcript in self.places else ():
            if span := self.places[transcript].span(*_bounds(selection)):
                self.account.imported["PlainTextSelection"] += 1
                return span
        return None

    def _memo_of(self, coding: "_Element", around: "_Element") -> Iterator[str]:
        """A coding's memo: in notes, in its description, or in that of the selection, which is its first coding's."""
        yield from self.notes.of(coding)
        first = str(around.tag).endswith("Selection") and next(around.iterchildren("Coding")) is coding
        yield from filter(None, (text_of(coding, "Description"), text_of(around, "Description") if first else ""))

    def _names(self, texts: list[_Incoming]) -> dict[str, str]:
        """The texts' names by the keys of their sources; where two have one key, it is the first's."""
        keys = [(self.key(t.outer.get("guid", "")), t.name) for t in reversed(texts)]
        twice = [n for k, n in Counter(k for k, _ in keys if k).items() if n > 1]
        self.said += [f"{n} texts have one and the same number; attributes are the first's" for n in twice]
        return dict(keys)

    def _targets(self, texts: list[_Incoming]) -> dict[str, Memo]:
        """What a note can be about, by key, as an empty memo there."""
        targets = {key: Memo("", code=code.id) for key, code in self.codes.items()}
        targets |= {key: Memo("", name, start, end) for key, (name, start, end) in self.spans.items()}
        for text in texts:
            for element in (text.element, text.outer):
                targets.setdefault(self.key(element.get("guid", "")), Memo("", text.name))
        return targets

    def _source(
        self, text: _Incoming, stamps: tuple[tuple[int, float], ...], attributes: dict[str, dict[str, str]]
    ) -> Text:
        own = attributes.get(text.name, {})
        source = Source(text.name, text.text, attributes=own, origin=self.origin, times=stamps)
        return Text(source, self.key(text.outer.get("guid", "")))

    def _opaque(self) -> Iterator[str]:
        """The elements that are kept as they are."""
        from lxml import etree

        yield from (etree.tostring(e, encoding="unicode", with_tail=False) for e in self.cases.left)
        for kind in ("Link", "Graph"):
            yield from (etree.tostring(e, encoding="unicode", with_tail=False) for e in self.root.iter(kind))
        for source in self.root.iter(*_HOLDING):
            yield etree.tostring(source, encoding="unicode", with_tail=False)

    def _account_for_rest(self) -> None:
        linked = self.notes.linked
        for kind in _OPAQUE:
            n = sum(1 for e in self.root.iter(kind) if kind != "Link" or self.key(e.get("guid", "")) not in linked)
            self.account.kept[kind] += n
            self.account.imported[kind] += self.account.file[kind] - n
            for selection in self.root.iter(kind):
                why = "of a picture, sound or page, not of words; kept for the way out"
                self.account.lose("Coding", why, len(selection.findall("Coding")))
        for kind in _HOLDING:
            for source in self.root.iter(kind):
                self.account.kept[kind] += 1
                if not any(True for _ in source.iterchildren(_HOLDING[kind])):
                    self.account.lose(
                        "Coding", "of a file without words; kept for the way out", len(source.findall("Coding"))
                    )
        self.account.imported["Note"] += self.notes.read
        inside = sum(1 for selection in self.root.iter("PDFSelection") for _ in selection.iter("Representation"))
        self.account.kept["Representation"] += inside
        of_notes = sum(1 for note in self.root.iter("Note") for _ in note.iterchildren("PlainTextSelection"))
        self.account.lose("PlainTextSelection", "of a note that names no text", of_notes - self.notes.placed)
        if self.unread_dates:
            self.said.append(f"{self.unread_dates} dates could not be read; those entries have today's")


def _number_all(root: "_Element") -> None:
    """Give what has no number one by its place in the file, so that everything can be known again."""
    for n, element in enumerate(root.iter(*_NUMBERED)):
        if not element.get("guid"):
            element.set("guid", f"{element.tag} {n}")


def _bounds(selection: "_Element") -> tuple[int, int]:
    return _number(selection.get("startPosition", "")), _number(selection.get("endPosition", ""))


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 12 else -1


def _between(selection: "_Element", points: dict[str, tuple[int, float | None]], key: object) -> tuple[int, int] | None:
    """The span between two synchronisation points."""
    of = key if callable(key) else str
    ends = [points.get(of(selection.get(name, ""))) for name in ("fromSyncPoint", "toSyncPoint")]
    first, last = ends
    return (first[0], last[0]) if first and last and first[0] < last[0] else None


def _unlike(name: str, taken: set[str]) -> str:
    """A name that no earlier text has."""
    candidate, n = name, 1
    while candidate in taken:
        n += 1
        candidate = f"{name} ({n})"
    taken.add(candidate)
    return candidate
