"""Where in a transcript: `NAME:SEGMENT`, `NAME:SEGMENT-SEGMENT`, `NAME@START-END` (code points), `NAME@12:31`."""

import re

from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Place, Span, Transcript
from qualcode.project import Project
from qualcode.store import transcripts

_ANCHOR = re.compile(r"(?P<name>.+)(?P<kind>[:@])(?P<first>\d+)(?:-(?P<last>\d+))?", re.DOTALL)
_TIME = re.compile(r"(?P<name>.+)@(?P<time>(?:\d{1,2}:)?\d{1,3}:\d{2})", re.DOTALL)


def resolve(project: Project, anchor: str) -> tuple[Transcript, Place]:
    """The transcript and the span that an anchor names; refused if either is not there."""
    found = _ANCHOR.fullmatch(anchor)
    if anchor in transcripts.names(project.db):
        hint = "Write NAME:SEGMENT, NAME:SEGMENT-SEGMENT or NAME@START-END."
        raise WrongUsage(f"'{anchor}' is a whole transcript, not a place in one", hint=hint)
    if (said := _TIME.fullmatch(anchor)) and said["name"] in transcripts.names(project.db):
        transcript = transcripts.one(project.db, said["name"])
        return transcript, at_time(transcript, said["time"])
    if not found or (found["kind"] == "@" and not found["last"]):
        raise WrongUsage(
            f"'{anchor}' is not a place", hint="Write NAME:SEGMENT, NAME:SEGMENT-SEGMENT or NAME@START-END."
        )
    transcript = transcripts.one(project.db, found["name"])
    first, last = int(found["first"]), int(found["last"] or found["first"])
    return transcript, span(transcript, first, last) if found["kind"] == "@" else segments(transcript, first, last)


def at_time(transcript: Transcript, time: str) -> Place:
    """The segment that is said at a time of the recording such as `12:31`, by the last stamp before it."""
    if not transcript.times:
        raise QualcodeError(f"{transcript.name} has no time stamps", hint="Name a segment: NAME:SEGMENT.")
    seconds = 0
    for part in time.split(":"):
        seconds = seconds * 60 + int(part)
    place = max((p for p, stamp in transcript.times if stamp <= seconds), default=transcript.times[0][0])
    found = transcript.segment_at(place)
    if found is None:
        raise QualcodeError(f"nothing is said at {time} in {transcript.name}")
    return Place(found.start, found.end)


def segments(transcript: Transcript, first: int, last: int) -> Place:
    """The span from segment `first` to segment `last`."""
    there = len(transcript.segments)
    if not 1 <= first <= last <= there:
        asked = f"segment {first}" if first == last else f"segments {first}-{last}"
        raise QualcodeError(f"{transcript.name} has no {asked}", hint=f"It has segments 1-{there}.")
    return Place(transcript.segments[first - 1].start, transcript.segments[last - 1].end)


def span(transcript: Transcript, start: int, end: int) -> Place:
    """The span `[start, end)`, if it lies in the text and holds more than blanks."""
    if not 0 <= start < end <= len(transcript.text):
        length = len(transcript.text)
        raise QualcodeError(f"{start}-{end} is no span of {transcript.name}", hint=f"Its text runs from 0 to {length}.")
    if not transcript.text[start:end].strip():
        raise QualcodeError(f"there are only blanks at {start}-{end} of {transcript.name}")
    return Place(start, end)


def words(transcript: Transcript, within: Span, quote: str) -> Place:
    """The place of some words within a place; letter case and blanks do not count where nothing else fits."""
    text, sought = transcript.quote(within), quote.strip()
    for pattern, flags in ((re.escape(sought), 0), (r"\s+".join(map(re.escape, sought.split())), re.IGNORECASE)):
        found = list(re.finditer(pattern, text, flags)) if sought else []
        if len(found) == 1:
            return Place(within.start + found[0].start(), within.start + found[0].end())
        if found:
            what = f"'{sought}' stands {len(found)} times in {written(transcript, within)}"
            raise QualcodeError(what, hint="Write more of the words around it.")
    raise QualcodeError(
        f"'{sought}' does not stand in {written(transcript, within)}", hint="Copy the words from there."
    )


def written(transcript: Transcript, place: Span) -> str:
    """The shortest anchor of a span: by segments where it is whole ones, else by code points."""
    first, last = transcript.segment_at(place.start), transcript.segment_at(place.end - 1)
    if first and last and (first.start, last.end) == (place.start, place.end):
        return f"{transcript.name}:{first.n}" if first == last else f"{transcript.name}:{first.n}-{last.n}"
    return f"{transcript.name}@{place.start}-{place.end}"
