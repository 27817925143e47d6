"""What counts are measured against: the selected speech, group by group, coded or not.

A share needs a denominator that does not depend on who got round to coding what. So a group's transcripts, speakers,
offices and words are those of all selected transcripts, read or unread. Words are participants' words: an
interviewer's turns have none, unless the selection names speakers, and then the chosen turns are what counts.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from qualcode.model import Selection, Transcript, Turn
from qualcode.summarise.excerpts import attribute_columns

Key = tuple[str, ...]
OFFICE = "office"
"""The attribute that says in which office a transcript was made; transcripts lie within offices."""


@dataclass
class Speech:
    """One group's turns in one transcript, those whose words count, in order."""

    text: str
    turns: list[Turn] = field(default_factory=list)

    @property
    def words(self) -> int:
        """Words: runs of non-space inside turns."""
        return self._before[-1]

    def words_in(self, spans: Iterable[tuple[int, int]]) -> int:
        """Words that begin inside any of the spans, each once."""
        apart = union(span for span in spans if span[0] < span[1])
        return sum(self._until(end) - self._until(start) for start, end in apart)

    @cached_property
    def _starts(self) -> list[int]:
        return [turn.start for turn in self.turns]

    @cached_property
    def _before(self) -> list[int]:
        """How many words are said before each turn, and in the end."""
        return list(accumulate((len(self.text[t.start : t.end].split()) for t in self.turns), initial=0))

    def _until(self, position: int) -> int:
        """How many words begin before a position."""
        n = bisect_left(self._starts, position)
        if n == 0 or position >= self.turns[n - 1].end:
            return self._before[n]
        return self._before[n - 1] + len(self.text[self.turns[n - 1].start : position].split())


@dataclass
class Group:
    """One group's speech by transcript, the transcripts' offices, and who says it."""

    speech: dict[str, Speech] = field(default_factory=dict)
    office: dict[str, str] = field(default_factory=dict)
    speakers: set[tuple[str, str]] = field(default_factory=set)

    @property
    def transcripts(self) -> Collection[str]:
        """The names of the group's transcripts."""
        return self.office.keys()

    @property
    def offices(self) -> frozenset[str]:
        """The offices of the group's transcripts, as far as they are known."""
        return frozenset(self.office.values()) - {""}

    @cached_property
    def words(self) -> int:
        """Words of the group's speech."""
        return sum(speech.words for speech in self.speech.values())

    def words_of(self, transcript: str) -> int:
        """Words of the group in a transcript."""
        return self.speech[transcript].words if transcript in self.speech else 0

    def words_in(self, transcript: str, spans: Iterable[tuple[int, int]]) -> int:
        """Words of the group in a transcript that begin inside any of the spans, each once."""
        return self.speech[transcript].words_in(spans) if transcript in self.speech else 0


def union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with overlapping and touching ones made one, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def is_counted(transcript: Transcript, turn: Turn, selection: Selection) -> bool:
    """Whether a turn's words count: a selected turn that is a participant's, or one of a speaker that was asked for.

    Where speakers are told apart, what stands under nobody's name is a heading or a note, and nobody's speech.
    """
    if selection.speakers:
        return selection.has_passage(transcript, turn)
    spoken = turn.speaker is not None or not transcript.names_speakers
    return spoken and turn.role != "interviewer" and selection.has_passage(transcript, turn)


def groups_of(transcripts: Iterable[Transcript], selection: Selection, by: Sequence[str]) -> dict[Key, Group]:
    """The groups that the selected turns form by `by`: attributes' columns, transcript, speaker, speaker_role.

    Without `by` there is one group, of everything.
    """
    known = list(transcripts)
    columns = {column: name for name, column in attribute_columns(known).items()}
    groups: dict[Key, Group] = {} if by else {(): Group()}
    for transcript in known:
        if selection.has(transcript):
            _add(groups, transcript, selection, [columns.get(b, b) if b in columns else f":{b}" for b in by])
    return groups


def _add(groups: dict[Key, Group], transcript: Transcript, selection: Selection, by: Sequence[str]) -> None:
    kept: dict[tuple[str | None, str | None], list[Turn]] = {}
    for turn in transcript.turns:
        voice = turn.speaker, turn.role  # all that selections and groups ask of a turn
        if voice not in kept:
            kept[voice] = _turns_like(turn, groups, transcript, selection, by)
        kept[voice].append(turn)


def _turns_like(
    turn: Turn, groups: dict[Key, Group], transcript: Transcript, selection: Selection, by: Sequence[str]
) -> list[Turn]:
    """The list to which a turn and all others of its voice belong, after their group knows of the transcript."""
    if not selection.has_passage(transcript, turn):
        return []
    group = groups.setdefault(tuple(_value(transcript, turn, name) for name in by), Group())
    group.office[transcript.name] = transcript.attributes.get(OFFICE, "")
    if not is_counted(transcript, turn, selection):
        return []
    group.speakers.add((transcript.name, turn.speaker or ""))
    return group.speech.setdefault(transcript.name, Speech(transcript.text)).turns


def _value(transcript: Transcript, turn: Turn, name: str) -> str:
    fixed: Mapping[str, str] = {
        ":transcript": transcript.name,
        ":speaker": turn.speaker or "",
        ":speaker_role": turn.role or "",
    }
    return fixed[name] if name in fixed else transcript.attributes_of(turn.speaker).get(name, "")
