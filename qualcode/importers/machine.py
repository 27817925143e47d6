"""What speech recognisers write: json and tsv of Whisper, whisper.cpp and WhisperX, and utterances of others."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualcode.importers.captions import turns_of
from qualcode.importers.encoding import decode
from qualcode.importers.incoming import Draft, File, Speech
from qualcode.importers.tables import as_text, csv_cells, drafts, read_csv, rows_of
from qualcode.importers.times import ONLY_STAMP, seconds

_LISTS = ("segments", "utterances", "transcription", "captions", "transcript", "monologues", "paragraphs")
_TEXTS = ("text", "content", "words", "transcript", "body", "value", "sentence", "word", "punctuated_word", "caption")
_WORDS = ("words", "elements", "alternatives", "sentences", "tokens")
_STARTS = (
    "start",
    "startTime",
    "start_time",
    "begin",
    "from",
    "ts",
    "startMs",
    "start_ms",
    "start_offset",
    "data_start",
)
_ENDS = ("end", "endTime", "end_time", "stop", "to", "end_ts", "endMs", "end_ms", "end_offset", "data_end")
_SPEAKERS = ("speaker", "speaker_label", "speakerName", "speaker_name", "name", "speaker_id", "speakerId")
_DEEPEST = 6


def read_json(file: File) -> Iterator[Draft]:
    """A `.json` file: a recogniser's segments, or a list of objects (a row = a transcript)."""
    text, notes = decode(file)
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise file.refuse("not a readable JSON file") from error
    segments = _segments(found)
    if segments is not None:
        names = _names(found)
        yield _draft(file, [s for segment in segments if (s := _speech(segment, names))], notes)
    elif isinstance(found, list) and found and all(isinstance(row, dict) for row in found):
        single = [{str(k): as_text(v) for k, v in row.items() if not isinstance(v, list | dict)} for row in found]
        yield from drafts(file, single, notes)
    else:
        raise file.refuse("no transcript in this JSON file", "Whisper's json has a list called segments.")


def read_tsv(file: File) -> Iterator[Draft]:
    """A `.tsv` file: Whisper's columns start, end (milliseconds) and text, else a table (a row = a transcript)."""
    text, notes = decode(file)
    header = text.removeprefix("\ufeff").split("\n", 1)[0].strip().casefold().split("\t")
    if header[:2] != ["start", "end"] or "text" not in header:
        yield from read_csv(file)
        return
    rows = rows_of(file, csv_cells(file, text))
    spoken = []
    for row in rows:
        first, last = _number(row.get("start")), _number(row.get("end"))
        speaker = row.get("speaker", "").strip() or None
        spoken.append(Speech(row.get("text", ""), speaker, _thousandth(first), _thousandth(last)))
    yield _draft(file, [s for s in spoken if s.text.strip()], notes)


def _draft(file: File, spoken: Sequence[Speech], notes: tuple[str, ...]) -> Draft:
    if not spoken:
        raise file.refuse("nothing is said in the file")
    return Draft(turns_of(spoken, file.options.interviewers), notes=notes)


def _segments(found: object) -> Sequence[Mapping[str, Any]] | None:
    """The list of timed pieces, wherever the program puts it: under a known name, else the one that says most."""
    places = [found.get(name) for name in _LISTS] if isinstance(found, dict) else [found]
    for place in (*places, *sorted(_lists(found, _DEEPEST), key=_says, reverse=True)):
        if isinstance(place, list) and place and all(isinstance(s, dict) and _is_timed(s) for s in place):
            return place
    return None


def _lists(found: object, deeper: int) -> Iterator[list[Any]]:
    """All lists of objects inside."""
    if isinstance(found, list) and found and all(isinstance(s, dict) for s in found):
        yield found
    if deeper and isinstance(found, dict | list):
        for value in found.values() if isinstance(found, dict) else found:
            yield from _lists(value, deeper - 1)


def _says(pieces: list[Any]) -> int:
    return sum(len(_words(piece)) for piece in pieces) if all(_is_timed(piece) for piece in pieces) else 0


def _is_timed(segment: Mapping[str, Any]) -> bool:
    timed = any(name in segment for name in (*_STARTS, "offsets", "timestamp"))
    return bool(_words(segment)) and (timed or any(_is_timed(w) for w in _parts(segment)))


def _parts(segment: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The words of a segment, where they are objects."""
    for name in _WORDS:
        parts = segment.get(name)
        if isinstance(parts, list) and parts and all(isinstance(p, dict) for p in parts):
            return parts
    return []


def _words(segment: Mapping[str, Any]) -> str:
    """What a segment says, or its words joined."""
    text = next((t for name in _TEXTS if isinstance(t := segment.get(name), str)), None)
    if text is not None:
        return text
    said = ""
    for part in _parts(segment):
        word = _words(part)
        said += word if not said or not word[:1].isalnum() else f" {word.lstrip()}"
    return said


def _speech(segment: Mapping[str, Any], names: Mapping[str, str]) -> Speech | None:
    text = _words(segment)
    parts = [segment, *_parts(segment)]
    speaker = next((s for part in parts for name in _SPEAKERS if (s := part.get(name)) not in (None, "")), None)
    if isinstance(speaker, dict):
        speaker = speaker.get("name") or speaker.get("id")
    called = None if speaker is None else names.get(str(speaker), str(speaker))
    return Speech(text, called, *_times(segment, parts)) if text.strip() else None


def _times(segment: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> tuple[float | None, float | None]:
    offsets, pair = segment.get("offsets"), segment.get("timestamp")
    if isinstance(offsets, dict):  # whisper.cpp: milliseconds
        return _thousandth(_number(offsets.get("from"))), _thousandth(_number(offsets.get("to")))
    if isinstance(pair, list) and len(pair) == 2:  # transformers: seconds
        return _number(pair[0]), _number(pair[1])
    if isinstance(pair, str) and ONLY_STAMP.fullmatch(pair):
        return seconds(pair)
    times = (
        next((t for part in parts for n in _STARTS if (t := _number(part.get(n), n)) is not None), None),
        next((t for part in reversed(parts) for n in _ENDS if (t := _number(part.get(n), n)) is not None), None),
    )
    whole = isinstance(segment.get("start"), int) and "confidence" in segment and "words" in segment
    if "utterance" in segment or whole:
        return _thousandth(times[0]), _thousandth(times[1])
    return times


def _names(found: object) -> dict[str, str]:
    """What the speakers are called, where a list beside the segments says it."""
    listed = found.get("speakers") if isinstance(found, dict) else None
    names: dict[str, str] = {}
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and one.get("name"):
            for key in ("spkid", "id", "speaker_id", "speaker"):
                if one.get(key) is not None:
                    names[str(one[key])] = str(one["name"])
    return names


def _number(value: object, name: str = "") -> float | None:
    """A time in seconds: a number, a number as text, or `00:01:02.5`; milliseconds where the name says so."""
    try:
        if isinstance(value, str) and ":" in value:
            return seconds(value)[0] if ONLY_STAMP.fullmatch(value) else None
        number = float(value) if isinstance(value, int | float | str) else None
    except ValueError:
        return None
    return number / 1000 if number is not None and name.casefold().endswith("ms") else number


def _thousandth(value: float | None) -> float | None:
    return None if value is None else value / 1000
