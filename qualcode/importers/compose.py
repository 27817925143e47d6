"""From what a reader found to one text with turns: join the blocks, find who speaks, say what was guessed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qualcode.errors import WrongUsage
from qualcode.importers.alike import alike
from qualcode.importers.front import Front, front_matter
from qualcode.importers.incoming import Block, Draft, Prose, ReadOptions, Speech
from qualcode.importers.labels import by_pattern, find_labels
from qualcode.importers.layout import Label
from qualcode.importers.roles import roles
from qualcode.importers.times import FIRST, LAST, MARKED, ONLY_STAMP, seconds
from qualcode.model import Role, Turn
from qualcode.text.hard_wrapping import hard_wrapped
from qualcode.text.normalise import normalise
from qualcode.text.paragraphs import paragraphs, trimmed

_BETWEEN = "\n\n"
_LINE = re.compile(r"[^\n]+")
Times = tuple[float | None, float | None]
_STAMP = 50  # characters that a stamp may have
_ABOVE = 6_000  # characters in which a cover names the interviewer


@dataclass(frozen=True)
class Composed:
    """One text with its turns (numbered from 1, roles set), its time stamps, and what was read and guessed of it.

    `times` are pairs of a position in the text and seconds from the start of the recording, by position.
    """

    text: str
    turns: tuple[Turn, ...]
    times: tuple[tuple[int, float], ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Piece:
    """Speech between two stamps."""

    start: int
    end: int
    time_start: float | None = None
    time_end: float | None = None


def compose(draft: Draft, options: ReadOptions) -> Composed:
    """The text of a draft with all that can be known of who speaks when."""
    text, proses, turns, stamps = _join(draft.blocks)
    front = front_matter(proses) if not options.plain_top and not options.speaker_pattern else Front()
    labels = _labels(proses, options, front.end)
    running = [t for at, prose in proses for t in _prose_turns(text, at, prose, labels)]
    if not any(turn.speaker for turn in running):  # no labels, or nothing is said behind them
        running = [t for at, prose in proses for t in _silent_turns(text, at, at + len(prose.text))]
    stamps += [(t.start, t.time_start) for t in running if t.time_start is not None]
    stamps += [(t.end, t.time_end) for t in running if t.time_end is not None]
    stamps += [s for turn in running for s in _inside(text, turn)]
    turns = sorted([*turns, *running], key=lambda t: t.start)
    facts = {**front.values, **draft.attributes}
    cast, note = roles(text, turns, options.interviewers, facts, text[: min(front.end or _ABOVE, _ABOVE)])
    numbered = tuple(t._replace(n=n, role=cast.get(t.speaker or "")) for n, t in enumerate(turns, 1))
    values = _facts(front, cast)
    said = (_speakers_note(cast), note, *_cautions(cast), *alike(numbered), _front_note(values))
    return Composed(text, numbered, tuple(sorted(set(stamps))), values, tuple(n for n in said if n))


def _facts(front: Front, cast: Mapping[str, Role | None]) -> dict[str, str]:
    """The front matter without lists of the speakers, which the labels say."""
    return {
        name: value
        for name, value in front.values.items()
        if not ("," in value and all(part.strip() in cast for part in value.split(",")))
    }


def _speakers_note(cast: Mapping[str, Role | None]) -> str:
    who = ", ".join(f"{name} ({role})" if role else name for name, role in cast.items())
    return f"speakers: {who}" if who else ""


def _cautions(cast: Mapping[str, Role | None]) -> Iterator[str]:
    if len(cast) == 1:
        yield "speakers: one for everything that is said"
    elif cast and "participant" not in cast.values():
        yield "roles: nobody is a participant" if any(cast.values()) else "roles: not known; say --interviewer LABEL"


def _front_note(values: Mapping[str, str]) -> str:
    told = ", ".join(f"{name} {value}" for name, value in values.items())
    return f"front matter: {told} (--no-front-matter reads it as text)" if told else ""


def _join(
    blocks: Sequence[Block],
) -> tuple[str, list[tuple[int, Prose]], list[Turn], list[tuple[int, float]]]:
    """The blocks with a blank line between them, the running ones with their places, the others' turns and stamps."""
    parts: list[str] = []
    proses: list[tuple[int, Prose]] = []
    turns: list[Turn] = []
    stamps: list[tuple[int, float]] = []
    at = 0
    for block in blocks:
        words = normalise(block.text)
        if parts:
            parts.append(_BETWEEN)
            at += len(_BETWEEN)
        if isinstance(block, Prose):
            proses.append((at, replace(block, text=words)))
        elif place := trimmed(words, 0, len(words)):
            turns.append(
                Turn(0, at + place.start, at + place.end, block.speaker, None, block.time_start, block.time_end)
            )
            stamps += _of_speech(block, at, place.start)
        parts.append(words)
        at += len(words)
    return "".join(parts), proses, turns, stamps


def _of_speech(block: Speech, at: int, first: int) -> Iterator[tuple[int, float]]:
    if block.time_start is not None:
        yield at + first, block.time_start
    for place, time in block.stamps:
        yield at + max(place, first), time


def _labels(proses: Sequence[tuple[int, Prose]], options: ReadOptions, after: int) -> list[Label]:
    if options.speaker_pattern is None:
        return find_labels(proses, options.interviewers, after)
    try:
        return by_pattern(proses, re.compile(options.speaker_pattern))
    except re.error as error:
        raise WrongUsage(f"the speaker pattern is not a regular expression: {error}") from error


def _prose_turns(text: str, at: int, prose: Prose, labels: Sequence[Label]) -> list[Turn]:
    """What stands before the first label, the turns of every label, and headings by themselves.

    Speech that goes on after a heading is the same speaker's. A stamp on a line of its own above a label is its time.
    """
    stop = at + len(prose.text)
    inside = [label for label in labels if at <= label.line < stop]
    if not inside:
        alone = _turn(text, at, stop)
        return [alone] if alone else []
    turns = [t for t in [_turn(text, at, inside[0].line)] if t]
    late: Times = (None, None)
    if turns and (above := _stamp_above(text, turns[-1].start, turns[-1].end)) is not None:
        late = seconds(text[above : turns[-1].end])
        turns = [t for t in [_turn(text, at, above)] if t]
    for label, end in zip(inside, [*(label.line for label in inside[1:]), stop], strict=True):
        headings = _headings(text, at, prose, label.end, end)
        begin = label.end
        known = late if label.time_start is None else (label.time_start, label.time_end)
        for first, last in [*headings, (end, end)]:
            pieces, late = _pieces(text, begin, first, known)
            turns += [Turn(0, p.start, p.end, label.speaker, None, p.time_start, p.time_end) for p in pieces]
            turns += [t for t in [_turn(text, first, last)] if t]
            begin, known = last, late
    return turns


def _headings(text: str, at: int, prose: Prose, start: int, end: int) -> list[tuple[int, int]]:
    """The places of headings, tables and notes between two places; those that follow each other are one."""
    found: list[tuple[int, int]] = []
    for line in sorted(prose.apart):
        first = at + line
        if not start <= first < end:
            continue
        last = text.find("\n", first, end)
        last = end if last < 0 else last
        if found and not text[found[-1][1] : first].strip():
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _turn(text: str, start: int, end: int) -> Turn | None:
    """One turn of nobody, without blanks at its ends."""
    place = trimmed(text, start, end)
    return Turn(0, place.start, place.end) if place else None


def _stamp_above(text: str, start: int, end: int) -> int | None:
    """Where the last line begins, if it is a stamp and nothing else."""
    line = text.rfind("\n", start, end) + 1 or start
    return line if ONLY_STAMP.fullmatch(text, line, end) else None


def _pieces(text: str, start: int, end: int, times: Times) -> tuple[list[_Piece], Times]:
    """The speech between two places, cut where a stamp stands at a line's beginning or end, the stamps left out.

    `times` are known already of the first piece. Returned also: the times of a stamp after all speech.
    """
    pieces: list[_Piece] = []
    begin: int | None = None
    stop = start
    known, until = times

    def close(time: float | None) -> None:
        nonlocal begin, known, until
        place = trimmed(text, begin, stop) if begin is not None else None
        if place:
            pieces.append(_Piece(place.start, place.end, known, until if time is None else time))
            known, until = None, None
        begin = None

    for line in _LINE.finditer(text, start, end):
        at = line.start()
        if ONLY_STAMP.fullmatch(line[0]) and any(c.isdigit() for c in line[0]):
            close(None)
            opening, closing = seconds(line[0])
            known, until = (opening, closing) if known is None or pieces else (known, until)
            continue
        if opens := FIRST.match(text, at, line.end()):
            close(None)
            opening, closing = seconds(opens["time"])
            known, until = (opening, closing) if known is None or pieces else (known, until)
            at = opens.end()
        begin = at if begin is None else begin
        stop = line.end()
        if closes := LAST.search(text, max(at, line.end() - _STAMP), line.end()):
            stop = closes.start()
            time = seconds(closes["time"])[0]
            close(time)
            known = time
    close(None)
    return pieces, (known, until)


def _inside(text: str, turn: Turn) -> Iterator[tuple[int, float]]:
    """The stamps inside a turn's speech."""
    for found in MARKED.finditer(text, turn.start, turn.end):
        time = seconds(found[0])[0]
        if time is not None:
            yield min(found.end(), turn.end), time


def _silent_turns(text: str, start: int, end: int) -> list[Turn]:
    """Text without speakers: a turn per paragraph, or per line where most lines have a time stamp."""
    places = list(paragraphs(text, start, end, wrapped=False))
    stamped = sum(bool(FIRST.match(text, p.start, p.end) or LAST.search(text, p.start, p.end)) for p in places)
    only = sum(ONLY_STAMP.fullmatch(text, p.start, p.end) is not None for p in places)
    if (stamped + only) * 2 > len(places) - only:
        pieces, _ = _pieces(text, start, end, (None, None))
        if not any(p.time_start is not None or p.time_end is not None for p in pieces):
            return [Turn(0, p.start, p.end) for p in places]
        return [
            Turn(0, place.start, place.end, None, None, p.time_start if n == 0 else None, p.time_end)
            for p in pieces
            for n, place in enumerate(paragraphs(text, p.start, p.end, wrapped=False))
        ]
    wrapped = hard_wrapped(text)
    return [Turn(0, p.start, p.end) for p in (paragraphs(text, start, end) if wrapped else places)]
