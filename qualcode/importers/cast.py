"""Which of the candidates for labels are labels, and what each speaker is called.

A label is one that recurs: `Det viktigste: ro` names no speaker. A candidate is accepted when it is known
(`Intervjuer`), counted (`FK1`, `Person A`), or looks like a name and comes again; a name that comes only once is
accepted where nearly every line or paragraph has a label.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from qualcode.importers.roles import is_series, role_of
from qualcode.importers.times import ONLY_STAMP

_BRACKET = re.compile(r"[ \u00a0]?\(([^()]*)\)$")
_PARTICLES = frozenset("av von van de den der og fra i ved på for til the of and at".split())
_ASKING = frozenset({"spørsmål", "q", "question", "spm", "p", "a", "svar", "answer"})
_SPEECH = re.compile(r"[^\n]*[^\s][^\n]*")
_EVERYWHERE = 0.8


@dataclass(frozen=True)
class Label:
    """A speaker's label found in a text: from where its line begins to where the speech begins."""

    line: int
    end: int
    speaker: str
    form: str
    time_start: float | None = None
    time_end: float | None = None

    @property
    def key(self) -> str:
        """The label without a bracket behind it and without letter case."""
        return _key(self.speaker)


@cache
def _key(speaker: str) -> str:
    return _BRACKET.sub("", speaker).rstrip(".").casefold()


@dataclass(frozen=True)
class Layout:
    """Where the lines that hold speech begin, and which of them follow a blank line or a time stamp."""

    lines: tuple[int, ...]
    blocks: frozenset[int]

    @classmethod
    def of(cls, texts: Iterable[tuple[int, str]]) -> "Layout":
        """The layout of running texts, each with its place."""
        lines, blocks = [], set()
        for at, text in texts:
            stop = 0
            for line in _SPEECH.finditer(text):
                if ONLY_STAMP.fullmatch(line[0]):
                    continue
                lines.append(at + line.start())
                if not stop or line.start() > stop + 1:
                    blocks.add(at + line.start())
                stop = line.end()
        return cls(tuple(lines), frozenset(blocks))


def accept(found: Sequence[Label], layout: Layout, named: set[str], *, marked: bool) -> list[Label]:
    """The candidates that are labels. `named` are labels that a person gave; `marked` when a sign follows the label."""
    counts = Counter(label.key for label in found)
    timed = {label.key for label in found if label.time_start is not None}
    spelled = {label.key: label.speaker for label in reversed(found)}
    least = 2 if marked else 3
    keys = {
        key
        for key, n in counts.items()
        if key in named or (key in timed and _name_like(spelled[key])) or _recurs(spelled[key], n, layout, least)
    }
    if not marked and not _convincing(keys, counts, spelled, layout):
        return []
    shapes = {_shape(key) for key in keys}
    keys |= {key for key in counts if _shape(key) != key and _shape(key) in shapes}
    labels = [label for label in found if label.key in keys]
    if not labels or (len(labels) == 1 and labels[0].line != layout.lines[0]):
        return []
    if keys <= _ASKING and not any(role_of(spelled[key]) == "participant" for key in keys):
        return []
    return sorted([*labels, *_once(found, labels, layout)], key=lambda label: label.line)


def _once(found: Sequence[Label], labels: Sequence[Label], layout: Layout) -> list[Label]:
    """The names that come once, if with them nearly every line has a label, or nearly every paragraph's first."""
    keys = {label.key for label in labels}
    names = [label for label in found if label.key not in keys and _name_like(label.speaker)]
    if found[0].form in ("upper", "dash"):  # there any word may come first
        return []
    for places in (set(layout.lines), layout.blocks):
        once = [label for label in names if label.line in places]
        after = sum(place >= labels[0].line for place in places)
        if sum(label.line in places for label in labels) + len(once) >= max(2, _EVERYWHERE * after):
            return once
    return []


def _recurs(label: str, n: int, layout: Layout, least: int) -> bool:
    if role_of(label) or is_series(label):
        return n >= (1 if least == 2 and len(label.rstrip(".")) > 2 else 2)
    if _name_like(label):
        return n >= least
    words = label.split()
    person = len(words) == 1 or any(role_of(word) for word in words if len(word) > 2)  # `mor til tre`
    return person and n >= 4 and n * 10 >= len(layout.lines)


def _convincing(keys: set[str], counts: Mapping[str, int], spelled: Mapping[str, str], layout: Layout) -> bool:
    """Unmarked labels need two voices, and a known one among them or a great share of the lines."""
    if len(keys) < 2:
        return False
    known = any(role_of(spelled[key]) or is_series(spelled[key]) for key in keys)
    return known or sum(counts[key] for key in keys) >= 0.4 * len(layout.lines)


def _shape(key: str) -> str:
    return re.sub(r"\d+", "#", key)


def _name_like(label: str) -> bool:
    words = _BRACKET.sub("", label).split()
    return words[0][0].isupper() and all(w[0].isupper() or w[0].isdigit() or w in _PARTICLES for w in words)


def named(labels: Sequence[Label]) -> list[Label]:
    """One name per speaker: the first spelling, and with the bracket where one bracket recurs or tells the role."""
    forms: dict[str, Counter[str]] = {}
    for label in labels:
        forms.setdefault(label.key, Counter())[label.speaker] += 1
    names = {}
    for key, spellings in forms.items():
        telling = {
            s.casefold(): s for s, n in spellings.items() if (b := _BRACKET.search(s)) and (n > 1 or role_of(b[1]))
        }
        only = next(iter(telling.values())) if len(telling) == 1 else None
        plain = next(iter(spellings)) if len(spellings) == 1 else _BRACKET.sub("", next(iter(spellings)))
        for spelling in spellings:
            names[key, spelling] = only or telling.get(spelling.casefold()) or plain
    called = [names[label.key, label.speaker] for label in labels]
    return [
        label if label.speaker == name else replace(label, speaker=name)
        for label, name in zip(labels, called, strict=True)
    ]
