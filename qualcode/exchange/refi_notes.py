"""The memos of a REFI-QDA project: notes, and what stands in descriptions."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.exchange.elements import text_of
from qualcode.exchange.foreign import Memo
from qualcode.exchange.refi_files import Files
from qualcode.text.normalise import normalise

if TYPE_CHECKING:
    from lxml.etree import _Element

_SAYS_NOTHING = re.compile(r"(?:memo|note|notat|annotation|kommentar|comment)?[\s_-]*\d*", re.IGNORECASE)
"""Names that programs give to notes that have none."""


class Notes:
    """The notes of a project, by key. `read` counts those that became memos, `placed` those that carry their
    place themselves; `linked` holds links that led to one."""

    def __init__(
        self,
        root: "_Element",
        files: Files,
        key: Callable[[str], str],
        coder: Callable[["_Element"], str],
        date: Callable[..., str],
        span: Callable[["_Element", str], tuple[int, int] | None],
    ) -> None:
        self._root, self._files, self._key, self._coder, self._date, self._span = root, files, key, coder, date, span
        self._notes = {key(n.get("guid", "")): n for ns in root.iterchildren("Notes") for n in ns.iterchildren("Note")}
        self._used: set[str] = set()
        self.linked: set[str] = set()
        self.placed = 0

    @property
    def read(self) -> int:
        """How many notes came in."""
        return len(self._used)

    def of(self, element: "_Element") -> Iterator[str]:
        """The texts of the notes that an element refers to."""
        return (self._text(note) for note in self._referred(element))

    def memos(self, targets: Mapping[str, Memo]) -> tuple[Memo, ...]:
        """All memos that are not a coding's. `targets` says by key what a note can be about."""
        return tuple(memo for memo in self._all(targets) if memo.text.strip())

    def _all(self, targets: Mapping[str, Memo]) -> Iterator[Memo]:
        project = Memo("")
        yield from self._held(self._root, project)
        for element in self._root.iter("*"):
            number = self._key(element.get("guid", ""))
            if (about := targets.get(number)) is not None and element.tag not in ("Coding", "Note"):
                yield from self._held(element, about, described=_describes_itself(element))
            elif element.tag in ("Case", "Set", "Variable"):
                name = element.get("name", "")
                yield from (replace(m, text=f"{name}: {m.text}") for m in self._held(element, project))
        yield from self._linked(targets)
        for number, note in self._notes.items():
            if number not in self._used:
                yield self._memo(note, project)

    def _held(self, element: "_Element", about: Memo, described: bool = True) -> Iterator[Memo]:
        """The memos that hang on an element."""
        for note in self._referred(element):
            yield self._memo(note, about)
        if described and (text := text_of(element, "Description")):
            yield replace(about, text=text, coder=self._coder(element), created=self._date(element))

    def _linked(self, targets: Mapping[str, Memo]) -> Iterator[Memo]:
        """Notes that a link connects with what they are about."""
        for link in self._root.iter("Link"):
            ends = [self._key(link.get(name, "")) for name in ("originGUID", "targetGUID")]
            for number, other in (ends, ends[::-1]):
                if number in self._notes and other in targets:
                    self.linked.add(self._key(link.get("guid", "")))
                    yield self._memo(self._notes[number], targets[other])

    def _referred(self, element: "_Element") -> Iterator["_Element"]:
        for reference in element.iterchildren("NoteRef"):
            note = self._notes.get(self._key(reference.get("targetGUID", "")))
            if note is not None:
                yield note

    def _memo(self, note: "_Element", about: Memo) -> Memo:
        number = self._key(note.get("guid", ""))
        if about.start is None and (span := self._span(note, about.transcript)):
            about = replace(about, start=span[0], end=span[1])
            self.placed += 1
        return replace(about, text=self._text(note), coder=self._coder(note), created=self._date(note), key=number)

    def _text(self, note: "_Element") -> str:
        """A note's text, below its name where the name says something that the text does not."""
        self._used.add(self._key(note.get("guid", "")))
        content, name = self._files.content(note), note.get("name", "").strip()
        text = normalise(text_of(note, "Description") if content is None else content).strip()
        if not text:
            return name
        return text if _SAYS_NOTHING.fullmatch(name) or text.startswith(name.rstrip(".…")) else f"{name}\n{text}"


def _describes_itself(element: "_Element") -> bool:
    """Whether a description is a memo: not a code's definition, nor a coding's memo, which stands on its selection."""
    if element.tag == "Code":
        return False
    return not str(element.tag).endswith("Selection") or element.find("Coding") is None
