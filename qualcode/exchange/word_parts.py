"""What a docx says, however it was saved: its text before tracked changes, its comments and its properties.

Elements are known by their local names, because the strict and the transitional form differ in namespace only.
"""

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.exchange.elements import attribute, local, named
from qualcode.text.archive import Archive, open_archive, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT = {"t", "delText"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}
_LATER = {"ins", "moveTo"}  # text that came in after the file was made
_ELSEWHERE = {"Fallback", "txbxContent", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr"}


@dataclass
class Comment:
    """A comment: where it stands in the file's text (None, None: nowhere), what it says, and to which it replies."""

    id: str
    text: str
    author: str = ""
    paragraph: str = ""
    start: int | None = None
    end: int | None = None
    parent: str | None = None
    resolved: bool = False


@dataclass
class Parts:
    """A docx taken apart. `text` leaves out what was inserted and keeps what was deleted with changes tracked."""

    text: str
    comments: list[Comment]
    properties: dict[str, str]
    tracked: int = 0


def read_parts(data: bytes) -> Parts:
    """Take a docx apart. A `QualcodeError` for what is no docx or is refused (see `text.archive`)."""
    with open_archive(data) as archive:
        top = _targets(archive, "")
        document = top.get("officeDocument", "")
        if document not in archive:
            raise QualcodeError("not a docx", hint="Save it as .docx in the word processor and try again.")
        near = _targets(archive, document)
        body = _Body()
        body.walk(_xml(archive, document))
        comments = _comments(archive, near, body)
        return Parts("".join(body.text), comments, _properties(archive, top), body.tracked)


def _xml(archive: Archive, name: str) -> "_Element":
    return parse_xml(archive.read(name), name)


def _targets(archive: Archive, part: str) -> dict[str, str]:
    """The parts that a part (or, with '', the package) refers to, by the last word of the relationship's type."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if rels not in archive:
        return {}
    out: dict[str, str] = {}
    for relation in _xml(archive, rels):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            out.setdefault(relation.get("Type", "").rpartition("/")[2], target)
    return out


@dataclass
class _Body:
    """The text so far, where comments begin, end and are referred to, and how many tracked changes were met."""

    text: list[str] = field(default_factory=list)
    at: int = 0
    begins: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    tracked: int = 0

    def walk(self, element: "_Element", later: bool = False) -> None:
        """Read an element and what is in it, in the order of the text."""
        for child in element:
            name = local(child)
            if name in _ELSEWHERE or not name:
                continue
            self.tracked += name in {"ins", "del", "moveTo", "moveFrom"}
            self._mark(name, child)
            if not later:
                self._write(name, child)
            self.walk(child, later or name in _LATER)
            if name == "p":
                self._add("\n")

    def _mark(self, name: str, element: "_Element") -> None:
        if name == "commentRangeStart":
            self.begins.setdefault(attribute(element, "id"), self.at)
        elif name == "commentRangeEnd":
            self.ends[attribute(element, "id")] = self.at
        elif name == "commentReference":
            self.points.setdefault(attribute(element, "id"), self.at)

    def _write(self, name: str, element: "_Element") -> None:
        if name in _TEXT:
            self._add(element.text or "")
        elif name in _SIGNS:
            self._add(_SIGNS[name])

    def _add(self, text: str) -> None:
        self.text.append(text)
        self.at += len(text)

    def place(self, comment: str) -> tuple[int | None, int | None]:
        """Where a comment stands; a range that lost one bound, or has none, is the point that is left."""
        known = [p for p in (self.begins.get(comment), self.ends.get(comment)) if p is not None]
        if not known:
            known = [self.points[comment]] if comment in self.points else []
        return (min(known), max(known)) if known else (None, None)


def _comments(archive: Archive, near: dict[str, str], body: _Body) -> list[Comment]:
    if near.get("comments", "") not in archive:
        return []
    found = []
    for element in _xml(archive, near["comments"]):
        if local(element) == "comment":
            paragraphs = [p for p in element.iter() if local(p) == "p"]
            inside = _Body()
            inside.walk(element)
            comment = Comment(attribute(element, "id"), "".join(inside.text).strip(), attribute(element, "author"))
            comment.paragraph = attribute(paragraphs[-1], "paraId").upper() if paragraphs else ""
            comment.start, comment.end = body.place(comment.id)
            found.append(comment)
    if near.get("commentsExtended", "") in archive:
        _threads(found, _xml(archive, near["commentsExtended"]))
    return found


def _threads(comments: list[Comment], extended: "_Element") -> None:
    """Which comment replies to which, and which are resolved."""
    by_paragraph = {c.paragraph: c for c in comments if c.paragraph}
    for element in named(extended, "commentEx"):
        comment = by_paragraph.get(attribute(element, "paraId").upper())
        parent = by_paragraph.get(attribute(element, "paraIdParent").upper())
        if comment is not None:
            comment.resolved = attribute(element, "done") in {"1", "true"}
            comment.parent = parent.id if parent is not None and parent is not comment else None


def _properties(archive: Archive, top: dict[str, str]) -> dict[str, str]:
    if top.get("custom-properties", "") not in archive:
        return {}
    root = _xml(archive, top["custom-properties"])
    return {p.get("name", ""): "".join(str(t) for t in p.itertext()) for p in named(root, "property")}
