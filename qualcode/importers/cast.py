"""Which of the candidates for labels are labels, and what each speaker is called.

A label is known by what it does: it comes again, alternates with others, stands where paragraphs begin and is followed
by speech. `Det viktigste: ro` names no speaker, nor do key words that recur here and there (`Eksempel`, `Goal`). Where
nearly every paragraph begins with a label, what stands before the colon is one, however it looks.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.importers.layout import BRACKET, Label, Layout, key_of
from qualcode.importers.roles import is_series, role_of

_PARTICLES = frozenset("av von van de den der og fra i ved på for til the of and at la le du da dos y e al bin".split())
_ASKING = frozenset({"spørsmål", "q", "question", "spm", "p", "a", "svar", "answer"})
_REMARKS = frozenset(
    """
    merk merknad obs eksempel eksempelvis altså ja nei men og så for oppsummering konklusjon mål tiltak resultat
    resultater sitat kilde kommentar vedlegg punkt først sist viktig poeng notat note positivt negativt fordeler
    ulemper styrker svakheter example examples summary conclusion comment source yes no but and so important
    """.split()
)
_MANY, _SHORT, _WORD_LENGTH = 10, 4, 10
_EVERYWHERE, _DENSE, _SPARSE, _LISTS, _REACH = 0.8, 0.5, 0.12, 0.2, 0.3
"""Shares of paragraphs (or lines) that begin with a label: nearly all, most, so few that only known words count; and of

lines in lists, above which a text is a document."""


@dataclass(frozen=True)
class _Group:
    """All candidates of one key: how they are spelled, how often they come, and what speaks for and against them."""

    key: str
    speaker: str
    n: int
    timed: bool
    known: bool
    namelike: bool
    cased: bool
    listed: float
    said: float


def _groups(found: Sequence[Label]) -> dict[str, _Group]:
    by_key: dict[str, list[Label]] = {}
    for label in found:
        by_key.setdefault(label.key, []).append(label)
    return {
        key: _Group(
            key,
            labels[0].speaker,
            len(labels),
            any(label.time_start is not None for label in labels),
            role_of(labels[0].speaker) is not None or is_series(labels[0].speaker),
            _name_like(labels[0].speaker),
            _cased(labels[0].speaker),
            sum(label.listed for label in labels) / len(labels),
            sum(label.said for label in labels) / len(labels),
        )
        for key, labels in by_key.items()
    }


def accept(found: Sequence[Label], layout: Layout, given: set[str], *, marked: bool) -> list[Label]:
    """The candidates that are labels. `given` are labels that a person gave; `marked` when a sign follows the label."""
    found = _without_speech(_without_directions(found, layout), layout)
    groups = _groups(found)
    least = 2 if marked else 3
    keys = {key for key, group in groups.items() if key in given or _may(group, layout, least)}
    chosen = [label for label in found if label.key in keys]
    if marked and _everywhere(found, groups, layout):
        usual = Counter(label.form for label in found).most_common(1)[0][0]
        return [label for label in found if _one_of_all(label, groups[label.key], layout, usual)]
    share = layout.covered(chosen)
    if share < _DENSE or layout.listed > _LISTS:
        keys = {key for key in keys if key in given or not _doubtful(groups[key], layout)}
    if not keys & given and not _convincing(keys, groups, layout, found, share, marked=marked):
        return []
    shapes = {_shape(key) for key in keys}
    keys |= {key for key in groups if _shape(key) != key and _shape(key) in shapes and groups[key].known}
    labels = [label for label in found if label.key in keys]
    if not labels or (len(labels) == 1 and layout.lines and labels[0].line != layout.lines[0]):
        return []
    if keys <= _ASKING and not any(role_of(groups[key].speaker) == "participant" for key in keys):
        return []
    return sorted([*labels, *_once(found, labels, layout)], key=lambda label: label.line)


def beside(labels: Sequence[Label], others: Sequence[Label], layout: Layout) -> list[Label]:
    """Labels of one notation with those of another in the same file, where both together begin most paragraphs."""
    taken = {label.line for label in labels}
    free = {label.line: label for label in others if label.line not in taken}
    groups = _groups(list(free.values()))
    more = [label for label in free.values() if _may(groups[label.key], layout, 2)]
    both = sorted([*labels, *more], key=lambda label: label.line)
    return both if layout.covered(both) >= max(_DENSE, layout.covered(labels)) else sorted(labels, key=_line)


def _line(label: Label) -> int:
    return label.line


def _without_directions(found: Sequence[Label], layout: Layout) -> Sequence[Label]:
    """The candidates, those in brackets only where most paragraphs begin with one: others are `[latter]`."""
    inside = [label for label in found if label.form == "bracket"]
    if not inside or (layout.covered(inside) >= _DENSE and layout.reach(inside) >= _DENSE):
        return found
    return [label for label in found if label.form != "bracket"]


def _without_speech(found: Sequence[Label], layout: Layout) -> list[Label]:
    """The candidates but phrases that are said below a label on a line of its own (`Kari:`, then `Viktigst: ro`)."""
    below = {line: above for above, line in pairwise(layout.lines)}
    here = {label.line: label for label in found}
    return [
        label
        for label in found
        if (above := here.get(below.get(label.line, -1))) is None
        or above.said
        or not label.said
        or _name_like(label.speaker)
        or role_of(label.speaker) is not None
    ]


def _everywhere(found: Sequence[Label], groups: Mapping[str, _Group], layout: Layout) -> bool:
    """Whether nearly every paragraph begins with a label and most of the labels recur: then all of them are labels."""
    recur = sum(group.n for group in groups.values() if group.n > 1 or group.known)
    return (
        len(found) >= 4
        and len(groups) >= 2
        and recur >= 0.7 * len(found)
        and layout.covered(found) >= _EVERYWHERE
        and sum(label.listed for label in found) * 2 <= len(found)
    )


def _one_of_all(label: Label, group: _Group, layout: Layout, usual: str) -> bool:
    """Whether a label is one where nearly all are: it recurs, is known or a name, or begins one of many paragraphs."""
    if group.n > 1 or group.known:
        return True
    if label.form != usual:
        return False
    if group.namelike and group.cased:
        return True
    first = len(layout.blocks) >= _MANY and label.line in layout.blocks
    return first and not label.speaker[0].islower() and len(label.speaker.split()) <= _SHORT


def _may(group: _Group, layout: Layout, least: int) -> bool:
    """Whether a key comes often enough for what it looks like."""
    if group.listed > 0.5 and not group.known:
        return False
    if group.known:
        return group.n >= (1 if least == 2 and len(group.speaker.rstrip(".")) > 2 else 2)
    if not group.cased:
        return group.n >= least and len(group.speaker) <= _WORD_LENGTH * len(group.speaker.split())
    if group.namelike:
        return group.n >= (1 if group.timed else least)
    words = group.speaker.split()
    if len(words) > 1 and group.speaker[0].isupper() and any(role_of(word) for word in words if len(word) > 2):
        return group.n >= least + 1  # `Medlem av publikum`, `Mor til tre`
    enough = group.n >= 4 - _counts(group.key) and group.n * 10 >= len(layout.lines)
    return len(words) == 1 and enough and group.said > 0.5


def _counts(key: str) -> bool:
    """Whether a label counts persons: `id1`, `p12`."""
    return re.fullmatch(r"[^\W\d_]{1,6}[ _-]?\d{1,3}", key) is not None


def _doubtful(group: _Group, layout: Layout) -> bool:
    """Whether a key may be a key word: in lists, a word of the text, or never followed by speech on its line."""
    if group.known:
        return group.listed > 0.5
    words = group.key.split()
    return group.listed > 0.3 or group.key in _REMARKS or all(word in layout.common for word in words)


def _convincing(
    keys: set[str],
    groups: Mapping[str, _Group],
    layout: Layout,
    found: Sequence[Label],
    share: float,
    *,
    marked: bool,
) -> bool:
    """Whether the labels make a dialogue: known words in it, or several that cover enough of the text and alternate."""
    known = [key for key in keys if groups[key].known]
    labels = [label for label in found if label.key in keys]
    if not marked:
        if len(keys) < 2:
            return False
        return bool(known) or len(labels) >= 0.4 * len(layout.lines)
    if len(labels) < 2:
        return bool(labels)
    if not known and layout.reach(labels) < _REACH:
        return False
    if share >= _DENSE and (layout.listed <= _LISTS or len(keys) > 1):
        return True
    if layout.listed > _LISTS:  # a document of lists, not a conversation
        return {"interviewer", "participant"} <= {role_of(groups[key].speaker) for key in known if groups[key].n > 2}
    if len(keys) < 2:
        return bool(known) and share >= _SPARSE
    if known and _alternates(labels) >= 0.5:
        return share >= _SPARSE / 4
    if share >= _SPARSE:
        return _alternates(labels) >= 0.5
    names = all(groups[key].n >= 3 and " " in key for key in keys)
    return names and _alternates(labels) >= 0.8


def _alternates(labels: Sequence[Label]) -> float:
    """The share of labels that follow another one than themselves."""
    pairs = list(pairwise(labels))
    return sum(a.key != b.key for a, b in pairs) / len(pairs) if pairs else 0.0


def _once(found: Sequence[Label], labels: Sequence[Label], layout: Layout) -> list[Label]:
    """The names that come once, if with them nearly every line has a label, or nearly every paragraph's first."""
    keys = {label.key for label in labels}
    usual = Counter(label.form for label in labels).most_common(1)[0][0]
    free = [label for label in found if label.key not in keys and label.form == usual and not label.listed]
    names = [label for label in free if _name_like(label.speaker) and _cased(label.speaker)]
    if found[0].form in ("upper", "dash", "point", "alone", "tab"):  # there any word may come first
        return []
    for places in (set(layout.lines), layout.blocks):
        once = [label for label in names if label.line in places]
        after = sum(place >= labels[0].line for place in places)
        if sum(label.line in places for label in labels) + len(once) >= max(2, _EVERYWHERE * after):
            return once
    return []


def _shape(key: str) -> str:
    return re.sub(r"\d+", "#", key)


def _name_like(label: str) -> bool:
    words = BRACKET.sub("", label).replace(",", " ").split()
    return (
        bool(words)
        and not words[0][0].islower()
        and not words[0][0].isdigit()
        and all(not w[0].islower() or w in _PARTICLES for w in words)
    )


def _cased(label: str) -> bool:
    """Whether a label is in a script with capitals; in others any word looks like a name."""
    return any(c.lower() != c.upper() for c in label)


def named(labels: Sequence[Label]) -> list[Label]:
    """One name per speaker: the first spelling, and with the bracket where one bracket recurs or tells the role.

    A bracket that is itself a label (`Kari Berg (KB):`, then `KB:`) says that both are one person.
    """
    forms: dict[str, Counter[str]] = {}
    for label in labels:
        forms.setdefault(label.key, Counter())[label.speaker] += 1
    short = {
        inner.casefold(): spelling
        for spellings in forms.values()
        for spelling in spellings
        if (bracket := BRACKET.search(spelling)) and (inner := bracket[1].strip()).casefold() in forms
    }
    names = {}
    for key, spellings in forms.items():
        telling = {
            s.casefold(): s for s, n in spellings.items() if (b := BRACKET.search(s)) and (n > 1 or role_of(b[1]))
        }
        only = next(iter(telling.values())) if len(telling) == 1 else None
        plain = next(iter(spellings)) if len(spellings) == 1 else BRACKET.sub("", next(iter(spellings)))
        abbreviated = next((long for s, long in short.items() if key_of(long) == key), None)
        for spelling in spellings:
            names[key, spelling] = short.get(key) or abbreviated or only or telling.get(spelling.casefold()) or plain
    called = [names[label.key, label.speaker] for label in labels]
    return [
        label if label.speaker == name else replace(label, speaker=name)
        for label, name in zip(labels, called, strict=True)
    ]
