"""From what a reader found to one text with turns: join the blocks, find who speaks, say what was guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualcode.errors import WrongUsage
from qualcode.importers.cast import Label
from qualcode.importers.incoming import Block, Draft, Prose, ReadOptions
from qualcode.importers.labels import by_pattern, find_labels
from qualcode.importers.roles import roles
from qualcode.importers.times import STAMP, seconds
from qualcode.model import Role, Turn
from qualcode.text.normalise import normalise
from qualcode.text.paragraphs import hard_wrapped, paragraphs, trimmed

_BETWEEN = "\n\n"
_STAMPED = re.compile(rf"[ \t]*(?:[\[(<{{#]{STAMP}|\d{{1,2}}:\d{{2}}:\d{{2}}[.,\d]*)[ \t]+(?=\S)")
_STAMP_FIRST = re.compile(rf"\s*(?:(?P<own>{STAMP})[ \t]*(?=\n)|(?=[\[(<{{#])(?P<inline>{STAMP}))")
_STAMP_LAST = re.compile(rf"(?:^|\n)[ \t]*(?P<time>{STAMP})\s*$")


def compose(draft: Draft, options: ReadOptions) -> tuple[str, tuple[Turn, ...], tuple[str, ...]]:
    """The text of a draft, its turns (numbered from 1, roles set) and notes about speakers and roles."""
    text, proses, turns = _join(draft.blocks)
    labels = _labels(proses, options)
    running = [t for at, prose in proses for t in _prose_turns(text, at, prose, labels)]
    if not any(turn.speaker for turn in running):  # no labels, or nothing is said behind them
        running = [t for at, prose in proses for t in _silent_turns(text, at, at + len(prose.text))]
    turns += running
    turns.sort(key=lambda t: t.start)
    cast, note = roles(text, turns, options.interviewers)
    numbered = tuple(
        Turn(n, t.start, t.end, t.speaker, cast.get(t.speaker or ""), t.time_start, t.time_end)
        for n, t in enumerate(turns, 1)
    )
    return text, numbered, tuple(n for n in (_speakers_note(cast), note) if n)


def _speakers_note(cast: Mapping[str, Role | None]) -> str:
    who = ", ".join(f"{name} ({role})" if role else name for name, role in cast.items())
    return f"speakers: {who}" if who else ""


def _join(blocks: Sequence[Block]) -> tuple[str, list[tuple[int, Prose]], list[Turn]]:
    """The blocks with a blank line between them, the running ones with their places, and the turns of the others."""
    parts: list[str] = []
    proses: list[tuple[int, Prose]] = []
    turns: list[Turn] = []
    at = 0
    for block in blocks:
        words = normalise(block.text)
        if parts:
            parts.append(_BETWEEN)
            at += len(_BETWEEN)
        if isinstance(block, Prose):
            proses.append((at, replace(block, text=words)))
        elif place := trimmed(words, 0, len(words)):
            times = block.time_start, block.time_end
            turns.append(Turn(0, at + place.start, at + place.end, block.speaker, None, *times))
        parts.append(words)
        at += len(words)
    return "".join(parts), proses, turns


def _labels(proses: Sequence[tuple[int, Prose]], options: ReadOptions) -> list[Label]:
    if options.speaker_pattern is None:
        return find_labels(proses, options.interviewers)
    try:
        return by_pattern(proses, re.compile(options.speaker_pattern))
    except re.error as error:
        raise WrongUsage(f"the speaker pattern is not a regular expression: {error}") from error


def _prose_turns(text: str, at: int, prose: Prose, labels: Sequence[Label]) -> list[Turn]:
    """What stands before the first label, one turn per label, and headings by themselves."""
    inside = [label for label in labels if at <= label.line < at + len(prose.text)]
    marks: list[tuple[int, Label | None]] = [(label.line, label) for label in inside]
    spoken = {label.line for label in inside}
    marks += [(at + line, None) for line in prose.apart if at + line not in spoken]
    marks.sort(key=lambda mark: mark[0])
    marks = [mark for i, mark in enumerate(marks) if mark[1] or (i and marks[i - 1][1])]
    stops = [*(place for place, _ in marks), at + len(prose.text)]
    first = _turn(text, at, stops[0], None)
    turns = [first] if first else []
    late: tuple[float | None, float | None] = (None, None)
    for (place, label), stop in zip(marks, stops[1:], strict=True):
        before = _STAMP_LAST.search(text, max(at, place - 40), place)
        if before and label and turns and turns[-1].end > before.start():
            late = seconds(before["time"])
            turns[-1:] = [t for t in [_turn_cut(text, turns[-1], before.start())] if t]
        if turn := _turn(text, label.end if label else place, stop, label):
            told = turn.time_start is not None or late == (None, None)
            turns.append(turn if told else turn._replace(time_start=late[0], time_end=late[1]))
        late = (None, None)
    return turns


def _turn_cut(text: str, turn: Turn, end: int) -> Turn | None:
    place = trimmed(text, turn.start, max(turn.start, end))
    if place is None or (place.start, place.end) == (turn.start, turn.end):
        return turn if place else None
    return turn._replace(start=place.start, end=place.end)


def _turn(text: str, start: int, end: int, label: Label | None) -> Turn | None:
    """One turn without blanks at its ends; a time stamp that comes right after the label becomes its time."""
    first, last = (label.time_start, label.time_end) if label else (None, None)
    if label and first is None and (stamp := _STAMP_FIRST.match(text, start, end)):
        start = stamp.end()
        first, last = seconds(stamp["own"] or stamp["inline"])
    place = trimmed(text, start, end)
    return Turn(0, place.start, place.end, label.speaker if label else None, None, first, last) if place else None


def _silent_turns(text: str, start: int, end: int) -> list[Turn]:
    """Text without speakers: a turn per paragraph, or per line where most lines begin with a time stamp."""
    places = list(paragraphs(text, start, end, wrapped=False))
    stamps = [_STAMPED.match(text, p.start, p.end) for p in places]
    if sum(map(bool, stamps)) * 2 > len(places):
        timed = zip(places, stamps, strict=True)
        return [Turn(0, m.end() if m else p.start, p.end, None, None, *seconds(m[0] if m else "")) for p, m in timed]
    wrapped = hard_wrapped(text)
    return [Turn(0, p.start, p.end) for p in (paragraphs(text, start, end) if wrapped else places)]
