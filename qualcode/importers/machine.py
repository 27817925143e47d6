"""What speech recognisers write: json and tsv of Whisper, whisper.cpp and WhisperX, and utterances of others."""

import json
from collections.abc import Iterator, Mapping, Sequence

from qualcode.importers.captions import turns_of
from qualcode.importers.encoding import decode
from qualcode.importers.incoming import Draft, File, Speech
from qualcode.importers.tables import as_text, csv_cells, drafts, read_csv, rows_of

_LISTS = ("segments", "utterances", "transcription", "captions", "transcript")
_TEXTS = ("text", "content", "words", "transcript")
_SPEAKERS = ("speaker", "speaker_label", "speakerName", "speaker_name", "name")


def read_json(file: File) -> Iterator[Draft]:
    """A `.json` file: a recogniser's segments, or a list of objects (a row = a transcript)."""
    text, notes = decode(file)
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise file.refuse("not a readable JSON file") from error
    segments = _segments(found)
    if segments is not None:
        yield _draft(file, [s for segment in segments if (s := _speech(segment))], notes)
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


def _segments(found: object) -> Sequence[Mapping[str, object]] | None:
    """The list of timed pieces, wherever the program puts it."""
    places = [found.get(name) for name in _LISTS] if isinstance(found, dict) else [found]
    for place in places:
        if isinstance(place, list) and place and all(isinstance(s, dict) and _is_timed(s) for s in place):
            return place
    return None


def _is_timed(segment: Mapping[str, object]) -> bool:
    return any(name in segment for name in _TEXTS) and any(n in segment for n in ("start", "offsets", "timestamp"))


def _speech(segment: Mapping[str, object]) -> Speech | None:
    text = next((t for name in _TEXTS if isinstance(t := segment.get(name), str)), "")
    speaker = next((str(s) for name in _SPEAKERS if (s := segment.get(name)) not in (None, "")), None)
    offsets, pair = segment.get("offsets"), segment.get("timestamp")
    if isinstance(offsets, dict):  # whisper.cpp: milliseconds
        times = _thousandth(_number(offsets.get("from"))), _thousandth(_number(offsets.get("to")))
    elif isinstance(pair, list) and len(pair) == 2:  # transformers: seconds
        times = _number(pair[0]), _number(pair[1])
    else:
        times = _number(segment.get("start")), _number(segment.get("end"))
        if "utterance" in segment or (
            "confidence" in segment and "words" in segment and isinstance(segment.get("start"), int)
        ):
            times = _thousandth(times[0]), _thousandth(times[1])
    return Speech(text, speaker, *times) if text.strip() else None


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, int | float | str) else None
    except ValueError:
        return None


def _thousandth(value: float | None) -> float | None:
    return None if value is None else value / 1000
