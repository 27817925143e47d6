"""The field's nouns. Everything that points into a text does so by a half-open span `[start, end)` of code points."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from qualcode.errors import QualcodeError, WrongUsage

Role = Literal["interviewer", "participant"]
Anchor = Literal["kept", "moved", "ambiguous", "lost"]
"""How a coding fared when its transcript was replaced by a corrected one."""


AGAIN = " (again)"
"""Behind the name of a coder who codes the same transcripts a second time, blind to the first. Such a name counts only
where it is asked for, since it repeats what is coded already."""


def again(coder: str) -> str:
    """The name under which a coder codes a second time."""
    return coder if coder.endswith(AGAIN) else coder + AGAIN


class Span(Protocol):
    """Anything with a place in a text: a turn, a segment, a coding, a suggestion."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A bare span."""

    start: int
    end: int


def overlaps(a: Span, b: Span) -> bool:
    """Whether two spans share at least one code point."""
    return a.start < b.end and b.start < a.end


class Turn(NamedTuple):
    """One speaker's uninterrupted speech, without the label that names the speaker.

    `time_start` and `time_end` are seconds from the start of the recording, where the source tells. Turns and segments
    are named tuples, because a project has tens of thousands of them, which every command makes anew.
    """

    n: int
    start: int
    end: int
    speaker: str | None = None
    role: Role | None = None
    time_start: float | None = None
    time_end: float | None = None


class Segment(NamedTuple):
    """The default unit of coding: a paragraph or a sentence inside one turn. Numbers start at 1."""

    n: int
    turn: int
    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """What an importer read from one file or one row of a table, before it is a transcript of a project.

    `text` is normalised (see `qualcode.text.normalise`); `notes` say what was guessed, for the person importing.
    """

    name: str
    text: str
    turns: tuple[Turn, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    origin: str = ""
    stamps: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Transcript:
    """One source text of a project with its turns, segments and attributes.

    `speakers` are the attributes that single speakers have of their own: a focus group has one office but five roles.
    """

    name: str
    text: str
    turns: tuple[Turn, ...] = ()
    segments: tuple[Segment, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    revision: int = 1
    sha256: str = ""
    uid: str = ""
    speakers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def attributes_of(self, speaker: str | None) -> Mapping[str, str]:
        """What is known of a speaker: the transcript's attributes, and over them the speaker's own."""
        own = self.speakers.get(speaker or "")
        return {**self.attributes, **own} if own else self.attributes

    def quote(self, span: Span) -> str:
        """The text of a span, verbatim."""
        return self.text[span.start : span.end]

    def turn(self, n: int) -> Turn:
        """Turn number `n`, from 1."""
        return self.turns[n - 1]

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [s.start for s in self.segments]

    def segment_at(self, position: int) -> Segment | None:
        """The segment that holds a position, else the next one, else the last."""
        i = bisect_right(self._segment_starts, position) - 1
        if i >= 0 and position < self.segments[i].end:
            return self.segments[i]
        after = self.segments[i + 1 : i + 2] or self.segments[-1:]
        return after[0] if after else None

    def turn_at(self, position: int) -> Turn | None:
        """The turn in which the segment at a position stands."""
        segment = self.segment_at(position)
        return self.turns[segment.turn - 1] if segment else None

    @cached_property
    def names_speakers(self) -> bool:
        """Whether any turn has a speaker; a survey answer or a field note has none."""
        return any(turn.speaker is not None for turn in self.turns)

    @property
    def words(self) -> int:
        """Words of speech (runs of non-space inside turns)."""
        return sum(len(self.text[t.start : t.end].split()) for t in self.turns)


@dataclass(frozen=True)
class Code:
    """An entry of the codebook. People write its `id`; codings refer to its `uid`, so that a rename costs nothing."""

    id: str
    name: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    keywords: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    color: str = ""
    codes: tuple["Code", ...] = ()
    retired: bool = False
    uid: str = ""

    def walk(self) -> Iterator["Code"]:
        """This code and all below it, parents first."""
        yield self
        for child in self.codes:
            yield from child.walk()


@dataclass(frozen=True)
class Codebook:
    """A tree of codes. A theme is a code together with all codes below it; `theme_of` names the top-level one."""

    codes: tuple[Code, ...] = ()
    name: str = ""
    language: str = "nb"
    version: int = 0

    def walk(self) -> Iterator[Code]:
        """Every code, parents before children, in the codebook's order."""
        for code in self.codes:
            yield from code.walk()

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        """Every code by its id."""
        return {code.id: code for code in self.walk()}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What people call every code, by its id: its name, and its id behind it where others have the same name."""
        called = {code.id: code.name or code.id for code in self.walk()}
        times = Counter(called.values())
        return {id_: f"{name} ({id_})" if times[name] > 1 else name for id_, name in called.items()}

    @cached_property
    def paths(self) -> Mapping[str, tuple[str, ...]]:
        """Every code's ids from its theme down to itself."""

        def below(code: Code, path: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
            here = (*path, code.id)
            yield code.id, here
            for child in code.codes:
                yield from below(child, here)

        return dict(pair for top in self.codes for pair in below(top, ()))

    def theme_of(self, code: str) -> str:
        """The id of the top-level code above (or equal to) `code`."""
        return self.paths[code][0]

    def subtree(self, code: str) -> frozenset[str]:
        """The ids of a code and all codes below it."""
        return frozenset(c.id for c in self.by_id[code].walk())


class Coding(NamedTuple):
    """One coder's use of one code on one span of one transcript. `quote` proves that the anchor still holds.

    `origin` is manual, suggestion, import or adjudication; `version` the codebook version it was made under;
    `created` an ISO 8601 time in UTC. A named tuple for the same reason as `Turn`.
    """

    id: str
    transcript: str
    code: str
    coder: str
    start: int
    end: int
    quote: str
    memo: str = ""
    origin: str = "manual"
    created: str = ""
    version: int = 0
    anchor: Anchor = "kept"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed coding; never counted as a coding until a person accepts it.

    `score` orders the suggestions of one segment; `confidence` is a share from 0 to 1, or None while it cannot be
    measured; `why` is one line for people; `words` are those of its words in the passage that carried the score, in
    lower case.
    """

    transcript: str
    segment: int
    start: int
    end: int
    code: str
    score: float
    confidence: float | None
    why: str
    words: tuple[str, ...] = ()


_NUMBER = re.compile(r"[+-]?(0|[1-9]\d{0,15})([.,]\d{1,15})?")
_DATE = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})[./](\d{4}))(?:[T ]00:00(?::00)?)?")


def as_number(text: str) -> float | None:
    """The number that a text is, with decimal comma or point; None for what is none, such as `0301` (a code)."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def as_date(text: str) -> date | None:
    """The day that a text is, as 2018-05-02 or 2.5.2018; None for what is none."""
    if not (found := _DATE.fullmatch(text)):
        return None
    year, month, day = (int(n) for n in (found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def comparable(text: str) -> str:
    """A form that is the same for equal values: numbers and dates by what they mean, words without letter case."""
    if (number := as_number(text)) is not None:
        return repr(number)
    day = as_date(text)
    return day.isoformat() if day else text.casefold()


@dataclass(frozen=True, slots=True)
class Condition:
    """One `--where NAME=VALUE`: equal, `!=` different, `~` contains. Letter case does not count.

    Numbers and dates are equal by value: 2017 = 2017.0, 2018-05-02 = 2.5.2018.
    """

    name: str
    operator: Literal["=", "!=", "~"]
    value: str

    @classmethod
    def parse(cls, text: str) -> "Condition":
        """Read `office=Granmo`, `round!=2017` or `office~mo`."""
        for operator in ("!=", "~", "="):
            name, found, value = text.partition(operator)
            if found and name.strip():
                return cls(name.strip(), operator, value.strip())
        raise WrongUsage(f"'{text}' is not a condition", hint="Write NAME=VALUE, NAME!=VALUE or NAME~PART.")

    def holds(self, attributes: Mapping[str, str]) -> bool:
        """Whether a transcript with these attributes is meant; one without the attribute has the value ''."""
        have = attributes.get(self.name, "")
        if self.operator == "~":
            return self.value.casefold() in have.casefold()
        return (comparable(have) == comparable(self.value)) is (self.operator == "=")


@dataclass(frozen=True)
class Selection:
    """Which transcripts, speakers, codes and coders a command looks at. Empty means all.

    Several `transcripts`, `speakers`, `codes` or `coders` are alternatives; several `where` must all hold.
    `since` and `until` are whole days (inclusive) on which a coding was made.
    """

    transcripts: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    speakers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    exact: bool = False
    coders: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def has(self, transcript: Transcript) -> bool:
        """Whether a transcript is meant."""
        return self.has_transcript(transcript.name, transcript.attributes, transcript.speakers)

    def has_transcript(
        self, name: str, attributes: Mapping[str, str], speakers: Mapping[str, Mapping[str, str]] | None = None
    ) -> bool:
        """Whether a transcript is meant: its name by glob, its attributes or a speaker's by every condition."""
        named = not self.transcripts or any(fnmatchcase(name, g) for g in self.transcripts)
        known = [attributes, *({**attributes, **own} for own in (speakers or {}).values())]
        return named and any(all(c.holds(values) for c in self.where) for values in known)

    def has_passage(self, transcript: Transcript, turn: Turn | None) -> bool:
        """Whether a turn of a transcript is meant, by its speaker's name or role and what is known of the speaker."""
        if not self.speakers and not self.where:
            return True
        values = transcript.attributes_of(turn.speaker if turn else None)
        return self.has_turn(turn) and all(c.holds(values) for c in self.where)

    def has_turn(self, turn: Turn | None) -> bool:
        """Whether a turn is meant, by its speaker's name or role."""
        if not self.speakers:
            return True
        return turn is not None and any(s in (turn.speaker, turn.role) for s in self.speakers)

    def code_ids(self, codebook: Codebook) -> frozenset[str]:
        """The ids of the codes that are meant: the named ones with all below them, unless `exact`."""
        for code in self.codes:
            if code not in codebook.by_id:
                raise unknown_code(code, codebook)
        if not self.codes:
            return frozenset(codebook.by_id)
        if self.exact:
            return frozenset(self.codes)
        return frozenset().union(*(codebook.subtree(c) for c in self.codes))

    def has_coding(self, coding: Coding) -> bool:
        """Whether a coding is meant by its coder and day (its code, transcript and speaker are asked elsewhere)."""
        return self.has_made(coding.coder, coding.created)

    def has_made(self, coder: str, created: str) -> bool:
        """Whether what somebody made at some time is meant."""
        if self.coders and coder not in self.coders:
            return False
        if not self.since and not self.until:
            return True
        day = created[:10]
        return (not self.since or day >= self.since.isoformat()) and (not self.until or day <= self.until.isoformat())

    def __str__(self) -> str:
        """The options that make this selection, as typed; 'everything' when there are none."""
        parts = [f"--transcript {t}" for t in self.transcripts]
        parts += [f"--where {c.name}{c.operator}{c.value}" for c in self.where]
        parts += [f"--speaker {s}" for s in self.speakers] + [f"--code {c}" for c in self.codes]
        parts += ["--exact"] * self.exact + [f"--by-coder {c}" for c in self.coders]
        parts += [f"--since {self.since}"] * bool(self.since) + [f"--until {self.until}"] * bool(self.until)
        return " ".join(parts) or "everything"


def unknown_code(code: str, codebook: Codebook) -> QualcodeError:
    """The error for a code that is not in the codebook, naming the nearest ones."""
    near = get_close_matches(code.casefold(), list(codebook.by_id), n=3, cutoff=0.5)
    hint = f"Did you mean {', '.join(near)}?" if near else "See `qualcode codebook show`."
    return QualcodeError(f"no code '{code}' in the codebook", hint=hint)
