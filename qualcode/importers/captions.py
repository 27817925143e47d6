"""Captions: WebVTT and SubRip, as Teams, Zoom, Whisper and transcription services write them."""

import html
import re
from collections.abc import Iterable, Iterator
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
_PAUSE = 2.0
_LONG = 600
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
    """Consecutive captions of one speaker as one turn: one paragraph, its captions joined by a space.

    Where no caption names a voice, labels inside the captions do. Without any speaker a new paragraph begins after a
    pause of two seconds, or after 600 characters, when a sentence has ended.
    """
    captions = list(spoken)
    if not any(c.speaker for c in captions):
        captions = _labelled(captions, interviewers)
    turns: list[list[Speech]] = []
    length = 0
    for caption in captions:
        now = replace(caption, text=_BLANKS.sub(" ", caption.text.strip()))
        before = turns[-1][-1] if turns else None
        if before and before.speaker == now.speaker and (now.speaker or not _parts(before, now, length)):
            turns[-1].append(now)
            length += len(now.text)
        else:
            turns.append([now])
            length = len(now.text)
    return [replace(t[0], text=" ".join(s.text for s in t), time_end=t[-1].time_end) for t in turns]


def _parts(before: Speech, caption: Speech, length: int) -> bool:
    """Whether a paragraph of this length ends between two captions of unknown speakers."""
    pause = (caption.time_start or 0.0) - (before.time_end or 0.0)
    return _FULL_STOP.search(before.text) is not None and (pause >= _PAUSE or length >= _LONG)


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
