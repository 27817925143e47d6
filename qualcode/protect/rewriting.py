"""Putting replacements into a text, with all that points into it moved along; and taking them out again.

An edit says which words at which place become which. A span that begins or ends inside replaced words takes them whole.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from qualcode.model import Segment, Turn
from qualcode.protect.deciding import Ruling
from qualcode.protect.inflecting import inflected
from qualcode.protect.mentions import Kind, Mention


class Edit(NamedTuple):
    """The words `old` at `[start, end)` become `new`, which is not empty."""

    start: int
    end: int
    old: str
    new: str


@dataclass(frozen=True)
class Rewriting:
    """Edits of one text, in order, none overlapping."""

    edits: tuple[Edit, ...] = ()

    def text(self, text: str) -> str:
        """The text with the replacements."""
        pieces, at = [], 0
        for edit in self.edits:
            pieces += [text[at : edit.start], edit.new]
            at = edit.end
        return "".join([*pieces, text[at:]])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the old text is in the new one."""
        return self._place(start, last=False), self._place(end, last=True)

    def position(self, place: int) -> int:
        """Where a place of the old text is in the new one; one inside replaced words is at their beginning."""
        return self._place(place, last=False)

    @cached_property
    def _starts(self) -> list[int]:
        return [edit.start for edit in self.edits]

    @cached_property
    def _grown(self) -> list[int]:
        """By how much the text before each edit, and before the end, has grown."""
        grown = [0]
        for edit in self.edits:
            grown.append(grown[-1] + len(edit.new) - (edit.end - edit.start))
        return grown

    def _place(self, place: int, *, last: bool) -> int:
        find = bisect_left if last else bisect_right
        i = find(self._starts, place) - 1
        if i < 0:
            return place
        edit = self.edits[i]
        if place >= edit.end:
            return place + self._grown[i + 1]
        inside = edit.start + self._grown[i]
        return inside + len(edit.new) if last else inside

    @property
    def inverse(self) -> "Rewriting":
        """The edits that give the old text back."""
        grown = self._grown
        return Rewriting(
            tuple(
                Edit(e.start + grown[i], e.start + grown[i] + len(e.new), e.new, e.old)
                for i, e in enumerate(self.edits)
            )
        )


BY_PLACE: frozenset[Kind] = frozenset({"age", "date"})
"""Kinds whose words mean it at some places only: they are replaced where they were found, not wherever they stand."""
NAMES: frozenset[Kind] = frozenset({"person", "place"})
_GENITIVE = r"(?:['’´]?s|['’])?"
_SHORTEST_INITIALS = 3


class Rules:
    """Rulings for a whole project, made ready to be put into texts.

    `is_ordinary` says of a name in lower case that it is a word too: such a one is replaced where it was found to be a
    name, every other one wherever it stands, whatever its letters, in its genitive too.
    """

    def __init__(self, rulings: Sequence[Ruling], is_ordinary: Callable[[str], bool]) -> None:
        self._by_kind: dict[tuple[Kind, str], str] = {}
        self._forms: dict[str, str] = {}
        self._clear: dict[str, str] = {}
        for ruling in rulings:
            for form, new in ruling.forms.items() if ruling.decision not in ("keep", "later") else ():
                self._by_kind.setdefault((ruling.kind, form.casefold()), new)
                self._forms.setdefault(form, new)
                if _is_clear(ruling.kind, form, is_ordinary):
                    self._clear.setdefault(form.casefold(), form)
        self._pattern = _pattern(self._clear)

    def rewriting(self, text: str, mentions: Sequence[Mention] = ()) -> Rewriting:
        """The edits for a text in which `mentions` were found: the longest where several could be made."""
        kept: list[Edit] = []
        wanted = [*self._everywhere(text), *self._where_found(text, mentions)]
        for edit in sorted(wanted, key=lambda e: (e.start - e.end, e.start)):
            if not any(edit.start < other.end and other.start < edit.end for other in kept):
                kept.append(edit)
        return Rewriting(tuple(sorted(kept)))

    def whole(self, name: str) -> str:
        """A name that stands by itself, such as a speaker's, as it is called from now on."""
        return self._forms.get(name) or self.rewriting(name).text(name)

    def left(self, text: str, but: Set[str] = frozenset()) -> list[str]:
        """The forms that still stand in a text, of those that mean what they stood for wherever they are."""
        found = (match["form"] for match in self._pattern.finditer(text)) if self._pattern else ()
        return [form for form in found if form.casefold() not in but]

    def _everywhere(self, text: str) -> Iterator[Edit]:
        for match in self._pattern.finditer(text) if self._pattern else ():
            said, form = match[0], self._clear[match["form"].casefold()]
            yield Edit(*match.span(), said, self._forms.get(said) or inflected(said, form, self._forms[form]))

    def _where_found(self, text: str, mentions: Sequence[Mention]) -> Iterator[Edit]:
        for mention in mentions:
            said = text[mention.start : mention.end]
            if new := self._by_kind.get((mention.kind, said.casefold())):
                yield Edit(mention.start, mention.end, said, self._forms.get(said, new))


def _is_clear(kind: Kind, form: str, is_ordinary: Callable[[str], bool]) -> bool:
    """Whether a form means what it stands for wherever it stands."""
    if kind in BY_PLACE:
        return False
    if kind == "initials":
        return len(form.replace(" ", "")) >= _SHORTEST_INITIALS
    return kind not in NAMES or not is_ordinary(form.casefold())


def _pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    either = "|".join(re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f)))
    return re.compile(rf"(?<![^\W_])(?P<form>{either}){_GENITIVE}(?![^\W_])", re.IGNORECASE) if either else None


@dataclass(frozen=True)
class Body:
    """A text with its turns and segments."""

    text: str
    turns: tuple[Turn, ...]
    segments: tuple[Segment, ...]

    def rewritten(self, rewriting: Rewriting, speaker: Callable[[str], str]) -> "Body":
        """The text with the replacements; `speaker` says what a speaker is called from now on."""
        turns = (self._turn(turn, rewriting, speaker) for turn in self.turns)
        placed = ((segment, rewriting.span(segment.start, segment.end)) for segment in self.segments)
        segments = (segment._replace(start=start, end=end) for segment, (start, end) in placed)
        return Body(rewriting.text(self.text), tuple(turns), tuple(segments))

    def _turn(self, turn: Turn, rewriting: Rewriting, speaker: Callable[[str], str]) -> Turn:
        start, end = rewriting.span(turn.start, turn.end)
        return turn._replace(start=start, end=end, speaker=turn.speaker and speaker(turn.speaker))
