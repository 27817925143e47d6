"""What transcripts, speakers and offices are called in a page: their names, or labels invented for handing it out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.model import Role, Transcript
from qualcode.wording import Lang, later, phrase

OFFICE, INFORMANT = "office", "informant"
_LABELS = {
    "transcript": later("Transcript {number}"),
    "participant": later("Participant {number}"),
    "interviewer": later("Interviewer {number}"),
    "office": later("Office {number}"),
}


@dataclass(frozen=True)
class Names:
    """What is called otherwise than it is; without entries everything keeps its name.

    `speakers` by transcript and speaker, `values` by attribute and value.
    """

    transcripts: Mapping[str, str] = field(default_factory=dict)
    speakers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def transcript(self, name: str) -> str:
        """What a transcript is called."""
        return self.transcripts.get(name, name)

    def speaker(self, transcript: str, speaker: str | None) -> str:
        """What a speaker is called; '' for nobody."""
        return self.speakers.get((transcript, speaker or ""), speaker or "")

    def value(self, attribute: str, value: str) -> str:
        """What an attribute's value is called."""
        return self.values.get((attribute, value), value)


def invented(transcripts: Sequence[Transcript], lang: Lang) -> Names:
    """Labels such as 'Deltaker 3' and 'Kontor B', numbered in the order of `transcripts`.

    Give all transcripts of the project in the order of their import, and the labels stay the same whatever is selected
    and whatever is imported later. A speaker of the same informant (where the transcripts say) has one label in all
    transcripts; an interviewer too. An attribute whose values hold a name that is replaced has its values numbered.
    """
    speakers = _speakers(transcripts, lang)
    offices = list(dict.fromkeys(t.attributes[OFFICE] for t in transcripts if t.attributes.get(OFFICE)))
    values = {(OFFICE, office): _label("office", _letters(n), lang) for n, office in enumerate(offices)}
    telling = {name for t in transcripts for name in (t.name, *(turn.speaker for turn in t.turns)) if name}
    for attribute, known in _values(transcripts).items():
        if attribute != OFFICE and _tells(known, {*offices, *telling}):
            values |= {(attribute, value): f"{attribute} {n}" for n, value in enumerate(known, start=1)}
    names = {t.name: _label("transcript", str(n), lang) for n, t in enumerate(transcripts, start=1)}
    return Names(names, speakers, values)


def _speakers(transcripts: Iterable[Transcript], lang: Lang) -> dict[tuple[str, str], str]:
    people: dict[tuple[str, ...], str] = {}
    numbers = {"participant": 0, "interviewer": 0}
    labels: dict[tuple[str, str], str] = {}
    for transcript in transcripts:
        for turn in transcript.turns:
            if turn.speaker and (transcript.name, turn.speaker) not in labels:
                kind: Role = turn.role or "participant"
                person = _person(transcript, turn.speaker, kind)
                if person not in people:
                    numbers[kind] += 1
                    people[person] = _label(kind, str(numbers[kind]), lang)
                labels[transcript.name, turn.speaker] = people[person]
    return labels


def _person(transcript: Transcript, speaker: str, role: Role) -> tuple[str, ...]:
    """Who a speaker is: an interviewer by name, a participant by name within an informant, else within a transcript."""
    if role == "interviewer":
        return (role, speaker)
    informant = transcript.attributes_of(speaker).get(INFORMANT, "")
    return (role, "informant", informant, speaker) if informant else (role, "transcript", transcript.name, speaker)


def _values(transcripts: Iterable[Transcript]) -> dict[str, list[str]]:
    """The values of each attribute, of transcripts and of speakers, in their order."""
    found: dict[str, dict[str, None]] = {}
    for transcript in transcripts:
        for known in (transcript.attributes, *transcript.speakers.values()):
            for name, value in known.items():
                if value:
                    found.setdefault(name, {})[value] = None
    return {name: list(values) for name, values in found.items()}


def _tells(values: Iterable[str], names: Iterable[str]) -> bool:
    """Whether a value holds one of the names as whole words."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > 2)
    words = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if pattern else None
    return words is not None and any(words.search(value) for value in values)


def _letters(n: int) -> str:
    """A, B, … Z, AA, AB, …"""
    return (_letters(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


def _label(kind: str, number: str, lang: Lang) -> str:
    return phrase(_LABELS[kind], lang, number=number)
