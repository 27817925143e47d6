"""The field's nouns. Everything that points into a text does so by a half-open span `[start, end)` of code points."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from qualcode.conditions import Condition, hold
from qualcode.errors import QualcodeError
from qualcode.names import ambiguous, folded, unknown

Role = Literal["interviewer", "participant"]
Anchor = Literal["kept", "moved", "ambiguous", "lost"]
"""How a coding fared when its transcript was replaced by a corrected one."""


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
    `times` are the stamps of the source: pairs of a position in the text and the seconds of the recording.
    """

    name: str
    text: str
    turns: tuple[Turn, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    origin: str = ""
    times: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Transcript:
    """One source text of a project with its turns, segments and attributes.

    `speakers` are the attributes that single speakers have of their own: a focus group has one office but five roles.
    `times` are pairs of a position in the text and the seconds of the recording there, in order.
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
    times: tuple[tuple[int, float], ...] = ()

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

    def find(self, typed: str, *, whole: bool = True) -> Code:
        """The code that is meant by an id, by a name, or by a path of either such as `frukt/gul`; ids count first.

        Unless the name must be `whole`, letter case, Unicode form and the end may be missing. Where several codes are
        meant none is taken, unless all but one are retired.
        """
        if typed in self.by_id:
            return self.by_id[typed]
        for fits in (str.__eq__,) if whole else (str.__eq__, _looks_like, _begins):
            found = [c for c in self.walk() if fits(c.name, typed) or (not whole and fits(c.id, typed))]
            found = found or [c for c in self.walk() if self._has_path(c, typed.split("/"), fits)]
            standing = [c for c in found if not c.retired]
            if len(found) == 1 or len(standing) == 1:
                return (standing or found)[0]
            if found:
                raise ambiguous("code", typed, ("/".join(self.paths[c.id]) for c in found))
        raise unknown_code(typed, self)

    def _has_path(self, code: Code, parts: Sequence[str], fits: Callable[[str, str], bool]) -> bool:
        above = self.paths[code.id][-len(parts) :]
        pairs = list(zip(above, parts, strict=False))
        return len(above) == len(parts) > 1 and all(fits(i, p) or fits(self.by_id[i].name, p) for i, p in pairs)

    def theme_of(self, code: str) -> str:
        """The id of the top-level code above (or equal to) `code`."""
        return self.paths[code][0]

    def subtree(self, code: str) -> frozenset[str]:
        """The ids of a code and all codes below it."""
        return frozenset(c.id for c in self.by_id[code].walk())


def _looks_like(name: str, typed: str) -> bool:
    return folded(name) == folded(typed)


def _begins(name: str, typed: str) -> bool:
    return bool(folded(typed)) and folded(name).startswith(folded(typed))


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


@dataclass(frozen=True)
class Selection:
    """Which transcripts, speakers, codes and coders a command looks at. Empty means all.

    `transcripts` are names or globs; what is a transcript's name means that one alone. Several `transcripts`,
    `speakers`, `codes` or `coders` are alternatives; of `where` those with `=` on one attribute are, all others must
    hold each.
    `since` and `until` are whole days (inclusive) on which a coding was made. Where several people coded a transcript,
    analyses read one layer of it (see `qualcode.summarise.layers`), unless coders are named or `all_coders` is set.
    """

    transcripts: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    speakers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    exact: bool = False
    coders: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    all_coders: bool = False

    def has(self, transcript: Transcript) -> bool:
        """Whether a transcript is meant."""
        return self.has_transcript(transcript.name, transcript.attributes, transcript.speakers)

    def has_transcript(
        self, name: str, attributes: Mapping[str, str], speakers: Mapping[str, Mapping[str, str]] | None = None
    ) -> bool:
        """Whether a transcript is meant: its name by glob, its attributes or a speaker's by every condition."""
        named = not self.transcripts or any(name == g or fnmatchcase(name, g) for g in self.transcripts)
        known = [attributes, *({**attributes, **own} for own in (speakers or {}).values())]
        return named and any(hold(self.where, values) for values in known)

    def has_passage(self, transcript: Transcript, turn: Turn | None) -> bool:
        """Whether a turn of a transcript is meant, by its speaker's name or role and what is known of the speaker."""
        if not self.speakers and not self.where:
            return True
        values = transcript.attributes_of(turn.speaker if turn else None)
        return self.has_turn(turn) and hold(self.where, values)

    def has_turn(self, turn: Turn | None) -> bool:
        """Whether a turn is meant, by its speaker's name or role."""
        if not self.speakers:
            return True
        return turn is not None and any(s in (turn.speaker, turn.role) for s in self.speakers)

    def code_ids(self, codebook: Codebook) -> frozenset[str]:
        """The ids of the codes that are meant: the named ones with all below them, unless `exact`."""
        codes = [codebook.find(code).id for code in self.codes]
        if not codes:
            return frozenset(codebook.by_id)
        if self.exact:
            return frozenset(codes)
        return frozenset().union(*map(codebook.subtree, codes))

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
        parts += ["--all-coders"] * self.all_coders
        parts += [f"--since {self.since}"] * bool(self.since) + [f"--until {self.until}"] * bool(self.until)
        return " ".join(parts) or "everything"


def unknown_code(code: str, codebook: Codebook) -> QualcodeError:
    """The error for a code that is not in the codebook, naming the nearest ones."""
    told = unknown("code", code, codebook.by_id.keys(), "codebook show")
    return QualcodeError(f"no code '{code}' in the codebook", hint=told.hint)
