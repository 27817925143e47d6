"""Captions: WebVTT and SubRip, as Teams, Zoom, Whisper and transcription services write them."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.importers.encoding import decode
from qualcode.importers.incoming import Draft, File, Prose, Speech
from qualcode.importers.labels import find_labels
from qualcode.text.normalise import normalise

if TYPE_CHECKING:
    from webvtt.models import Timestamp

_VOICE = re.compile(r"<v(?:\.[^ >]*)?[ \t]+([^<>]*)>")
_TAG = re.compile(r"</?(?:[cibuv]|lang|ruby|rt|font)(?:[. \t][^<>]*)?>|<(?:\d+:)?\d+:\d+\.\d+>")
_BLANKS = re.compile(r"\s*\n\s*")
_DASH = re.compile(r"^[ \t]*[-–—][ \t]*(?=\S)", re.MULTILINE)
_ONLY_SIGNS = re.compile(r"[.,!?;:…)\]»”]+")
_PAUSE = 2.0
_LONG = 600
_MOST_WORDS = 150
_FULL_STOP = re.compile(r"[.!?…][\"»”)]*$")


def read_vtt(file: File) -> Iterator[Draft]:
    """A `.vtt` file. Speakers by voice tags, else by labels inside the captions."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    text, notes = decode(file)
    try:
        captions = webvtt.from_string(normalise(text)).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise file.refuse("not a WebVTT file", "It must begin with WEBVTT.") from error
    spoken = [s for c in captions for s in _voices(c.raw_text, *_times(c.start_time, c.end_time))]
    yield _draft(file, spoken, notes)


def _times(*stamps: "Timestamp") -> tuple[float, ...]:
    return tuple(t.hours * 3600 + t.minutes * 60 + t.seconds + t.milliseconds / 1000 for t in stamps)


def read_srt(file: File) -> Iterator[Draft]:
    """A `.srt` file. Speakers by labels inside the captions."""
    import srt

    text, notes = decode(file)
    try:
        captions = list(srt.parse(normalise(text)))
    except (srt.SRTParseError, srt.TimestampParseError) as error:
        raise file.refuse("not a SubRip file", "Every caption needs a number, a line with times and text.") from error
    times = [(c.content, c.start.total_seconds(), c.end.total_seconds()) for c in captions]
    yield _draft(file, [s for words, start, end in times for s in _voices(words, start, end)], notes)


def _draft(file: File, spoken: list[Speech], notes: tuple[str, ...]) -> Draft:
    if not spoken:
        raise file.refuse("there are no captions in the file")
    return Draft(turns_of(spoken, file.options.interviewers), notes=notes)


def _voices(raw: str, start: float, end: float) -> Iterator[Speech]:
    """One caption's speech, in several parts when it has several voices. Markup is dropped, entities are read."""
    pieces = _VOICE.split(raw)
    for speaker, words in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        said = html.unescape(_TAG.sub("", words))
        if said.strip():
            yield Speech(said, html.unescape(speaker).strip() or None, start, end)


def turns_of(spoken: Iterable[Speech], interviewers: Iterable[str] = ()) -> list[Speech]:
    """Consecutive captions of one speaker as one turn in paragraphs of captions joined by a space, with every start.

    Where no caption names a voice, labels inside the captions do, and a dash begins another speaker. A paragraph ends
    when a sentence does, after a pause of two seconds or when 600 characters are reached; and before 150 words anyhow.
    Without any speaker every paragraph is a turn.
    """
    captions = [caption for caption in spoken if caption.text.strip()]
    dashed: set[int] = set()
    if not any(c.speaker for c in captions):
        captions = _labelled(captions, interviewers)
    if not any(c.speaker for c in captions):
        captions, dashed = _dashed(captions)
    turns: list[_Turn] = []
    for n, caption in enumerate(captions):
        now = replace(caption, text=_BLANKS.sub(" ", caption.text.strip()))
        turn = turns[-1] if turns else None
        if turn is None or n in dashed or turn.speaker != now.speaker:
            turns.append(_Turn(now))
        elif turn.ends_before(now):
            turn.add(now, "\n") if now.speaker or dashed else turns.append(_Turn(now))
        else:
            turn.add(now, "" if _ONLY_SIGNS.fullmatch(now.text) else " ")
    return [turn.speech() for turn in turns]


class _Turn:
    """Captions that become one turn."""

    def __init__(self, first: Speech) -> None:
        self.speaker, self._first, self._last = first.speaker, first, first
        self._text, self._paragraph = first.text, 0
        self._stamps: list[tuple[int, float]] = []

    def add(self, caption: Speech, between: str) -> None:
        """Go on with a caption, on a new line or the same."""
        self._text += between
        if between == "\n":
            self._paragraph = len(self._text)
        if caption.time_start is not None and caption.time_start != self._last.time_start:
            self._stamps.append((len(self._text), caption.time_start))
        self._text += caption.text
        self._last = caption

    def ends_before(self, caption: Speech) -> bool:
        """Whether a paragraph ends between what there is and a caption."""
        pause = (caption.time_start or 0.0) - (self._last.time_end or 0.0)
        now = self._text[self._paragraph :]
        if _FULL_STOP.search(now) is not None and (pause >= _PAUSE or len(now) >= _LONG):
            return True
        return len(now.split()) + len(caption.text.split()) > _MOST_WORDS and caption.time_start is not None

    def speech(self) -> Speech:
        """The turn with the times of its captions."""
        return replace(self._first, text=self._text, time_end=self._last.time_end, stamps=tuple(self._stamps))


def _dashed(captions: Sequence[Speech]) -> tuple[list[Speech], set[int]]:
    """The captions cut where a line begins with a dash, and the numbers of those that another speaker begins.

    Only where some caption has two such lines: one alone may be a list or a thought.
    """
    if not any(len(_DASH.findall(caption.text)) > 1 for caption in captions):
        return list(captions), set()
    result: list[Speech] = []
    begins: set[int] = set()
    for caption in captions:
        first, *others = _DASH.split(caption.text)
        if first.strip():
            result.append(replace(caption, text=first))
        for part in others:
            if part.strip():
                begins.add(len(result))
                result.append(replace(caption, text=part))
    return result, begins


def _labelled(captions: list[Speech], interviewers: Iterable[str]) -> list[Speech]:
    """The captions with labels such as `Kari:` taken out of the text; one without a label goes on with the speaker."""
    text = "\n".join(caption.text for caption in captions)
    labels = {label.line: label for label in find_labels([(0, Prose(text))], interviewers)}
    if not labels:
        return captions
    result: list[Speech] = []
    at, speaker = 0, None
    for caption in captions:
        for line in caption.text.split("\n"):
            begin = 0
            if label := labels.get(at):
                speaker, begin = label.speaker, label.end - at
            if line[begin:].strip():
                result.append(replace(caption, text=line[begin:], speaker=speaker))
            at += len(line) + 1
    return result
