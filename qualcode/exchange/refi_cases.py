"""The cases, variables and sets of a REFI-QDA project: who the texts are from, and what is known of them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.exchange.elements import text_of
from qualcode.exchange.foreign import Account, Case, Group, Part

if TYPE_CHECKING:
    from lxml.etree import _Element

_VALUES = ("TextValue", "IntegerValue", "FloatValue", "BooleanValue", "DateValue", "DateTimeValue")
Spans = Mapping[str, tuple[str, int, int]]
"""Transcript, start and end by the key of a selection."""


class Cases:
    """Reads cases, variables and sets. `names` are the texts' names by the keys of their sources."""

    def __init__(self, root: "_Element", key: Callable[[str], str], account: Account, names: Mapping[str, str]) -> None:
        self._root, self._key, self._account, self._names = root, key, account, names
        self.left: list[_Element] = []
        self._variables = {key(v.get("guid", "")): v.get("name", "").strip() for v in root.iter("Variable")}
        account.imported["Variable"] += account.file["Variable"]

    def people(self, spans: Spans, coded: Mapping[str, Sequence[tuple[str, int, int]]]) -> tuple[Case, ...]:
        """The cases that have a name: mostly people. `coded` are the places that were coded with a case, by its key."""
        found = []
        for element in self._root.iter("Case"):
            number, name = self._key(element.get("guid", "")), element.get("name", "").strip()
            if not name:
                continue
            parts = [Part(self._names[n]) for n in self._targets(element, "SourceRef") if n in self._names]
            parts += [Part(*spans[n]) for n in self._targets(element, "SelectionRef") if n in spans]
            parts += [Part(*place) for place in coded.get(number, ())]
            found.append(Case(name, number, tuple(dict.fromkeys(parts)), self._values(element)))
            self._account.imported["Case"] += 1
        return tuple(found)

    def attributes(self, people: Sequence[Case]) -> dict[str, dict[str, str]]:
        """Attributes by transcript: of the source itself, of a case without a name, of a set named `age: 67`.

        A person's attributes are the transcript's too where the whole transcript is that one person's.
        """
        out: dict[str, dict[str, str]] = defaultdict(dict)
        for element in self._root.iter("Set"):
            name, _, value = element.get("name", "").partition(": ")
            for transcript in self._members(element) if value else ():
                out[transcript][name] = value
        for transcript, case in _of_one_person(people):
            out[transcript] |= case.attributes
        for element in self._root.iter("Case"):
            if not element.get("name", "").strip():
                self._unnamed(element, out)
        for source in self._root.iter("TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource"):
            if (number := self._key(source.get("guid", ""))) in self._names:
                out[self._names[number]] |= self._values(source)
        return dict(out)

    def _unnamed(self, element: "_Element", out: dict[str, dict[str, str]]) -> None:
        sources = [self._names[n] for n in self._targets(element, "SourceRef") if n in self._names]
        if not sources:
            self._account.lose("Case", "without a name and without a text")
            return
        self._account.imported["Case"] += 1
        values = self._values(element)
        for transcript in sources:
            out[transcript] |= values

    def groups(self) -> tuple[Group, ...]:
        """The sets of documents, those left out that stand for an attribute."""
        found = []
        for element in self._root.iter("Set"):
            name, members = element.get("name", "").strip(), tuple(dict.fromkeys(self._members(element)))
            if ": " in name and members:
                self._account.imported["Set"] += 1
            elif members:
                found.append(Group(name, self._key(element.get("guid", "")), members))
                self._account.imported["Set"] += 1
            else:
                what = "of codes" if any(True for _ in element.iterchildren("MemberCode")) else "without a text"
                self._account.lose("Set", f"{what}; kept for the way out")
                self.left.append(element)
        return tuple(found)

    def _members(self, element: "_Element") -> list[str]:
        return [self._names[n] for n in self._targets(element, "MemberSource") if n in self._names]

    def _targets(self, element: "_Element", name: str) -> list[str]:
        return [self._key(r.get("targetGUID", "")) for r in element.iterchildren(name)]

    def _values(self, element: "_Element") -> dict[str, str]:
        values = {}
        for held in element.iterchildren("VariableValue"):
            name = next((self._variables.get(n, "") for n in self._targets(held, "VariableRef")), "")
            if name:
                values[name] = next((text_of(held, kind) for kind in _VALUES if text_of(held, kind)), "")
                self._account.imported["VariableValue"] += 1
            else:
                self._account.lose("VariableValue", "of a variable that is not in the file")
        return {name: value for name, value in values.items() if value}


def _of_one_person(people: Sequence[Case]) -> Iterator[tuple[str, Case]]:
    """The transcripts that are one case's as a whole and no other's."""
    by_transcript: dict[str, list[Case]] = defaultdict(list)
    for case in people:
        for name in dict.fromkeys(part.transcript for part in case.parts):
            by_transcript[name].append(case)
    return ((name, own[0]) for name, own in by_transcript.items() if len(own) == 1 and Part(name) in own[0].parts)
