"""What counts are measured against: the selected speech, group by group, coded or not.

A share needs a denominator that does not depend on who got round to coding what. So a group's transcripts, speakers,
offices and words are those of all selected transcripts, read or unread. Words are participants' words: an
interviewer's turns have none, unless the selection names speakers, and then the chosen turns are what counts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from qualcode.model import Selection, Transcript, Turn
from qualcode.summarise.excerpts import attribute_columns

Key = tuple[str, ...]
OFFICE = "office"
"""The attribute that says in which office a transcript was made; transcripts lie within offices."""
_start, _end = attrgetter("start"), attrgetter("end")


@dataclass
class Group:
    """One group's speech by transcript: its text, its turns, how many words and in which office; and who says it."""

    texts: dict[str, str] = field(default_factory=dict)
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    words_of: dict[str, int] = field(default_factory=dict)
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

    @property
    def words(self) -> int:
        """Words of participants' speech: runs of non-space inside turns."""
        return sum(self.words_of.values())

    def words_in(self, transcript: str, spans: Iterable[tuple[int, int]]) -> int:
        """Words of the group that begin inside any of the spans, each once."""
        turns, n = self.turns.get(transcript, []), 0
        for start, end in union(span for span in spans if span[0] < span[1]):
            for i in range(bisect_right(turns, start, key=_end), bisect_left(turns, end, key=_start)):
                n += _beginnings(self.texts[transcript], turns[i], start, end)
        return n


def _beginnings(text: str, turn: Turn, start: int, end: int) -> int:
    """How many words of a turn begin from `start` on and before `end`."""
    first = max(start, turn.start)
    cut = first > turn.start and not text[first - 1].isspace() and not text[first].isspace()
    return len(text[first : min(end, turn.end)].split()) - cut


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
    office = transcript.attributes.get(OFFICE, "")
    for turn in transcript.turns:
        if not selection.has_passage(transcript, turn):
            continue
        group = groups.setdefault(tuple(_value(transcript, turn, name) for name in by), Group())
        group.office[transcript.name] = office
        if is_counted(transcript, turn, selection):
            group.speakers.add((transcript.name, turn.speaker or ""))
            group.texts[transcript.name] = transcript.text
            group.turns.setdefault(transcript.name, []).append(turn)
            words = len(transcript.quote(turn).split())
            group.words_of[transcript.name] = group.words_of.get(transcript.name, 0) + words


def _value(transcript: Transcript, turn: Turn, name: str) -> str:
    fixed: Mapping[str, str] = {
        ":transcript": transcript.name,
        ":speaker": turn.speaker or "",
        ":speaker_role": turn.role or "",
    }
    return fixed[name] if name in fixed else transcript.attributes_of(turn.speaker).get(name, "")
