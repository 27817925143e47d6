"""Tables in which a row is what somebody said: speaker, words, often a time, and a column that names the interview."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from qualcode.importers.incoming import Draft, File, Speech
from qualcode.importers.times import ONLY_STAMP, seconds

Row = Mapping[str, str]
_SPEAKERS = frozenset(
    """
    speaker speakers taler talar hvem kven who sprecher sprecherin locuteur hablante talare spreker puhuja speaker_name
    speakername
    """.split()
) | {"speaker name", "speaker label"}
_PERSONS = frozenset("participant deltaker deltakar person role rolle name navn namn".split())
"""Names of columns that hold speakers where another one holds times."""
_TIMES = frozenset(
    """
    time times timestamp timestamps tid start starttid begin timespan timecode tc zeit tiempo temps starttime
    start_time stamp tidspunkt
    """.split()
) | {"start time", "time stamp", "time start"}
_NAMES = frozenset(
    """
    transcript transkripsjon interview intervju document dokument file fil filename session sesjon episode recording
    opptak
    """.split()
) | {"document name", "file name", "interview id", "group"}
_WORDS = frozenset(
    """
    words text tekst utterance utterances ytring utsagn sagt speech tale content innhold innhald replikk said transcript
    """.split()
)
_LONGEST_LABEL = 60


def drafts(file: File, rows: Sequence[Row], columns: Sequence[str], notes: tuple[str, ...]) -> Iterator[Draft] | None:
    """The transcripts of such a table, one per interview; None where the table is not one, and nothing was said."""
    options = file.options
    speaker = options.speaker_column or _speaker(rows, columns)
    if speaker is None:
        return None
    time = options.time_column or _called(columns, _TIMES - {speaker.casefold()})
    if time and not options.time_column and not _are_times(rows, time):
        time = None
    others = [c for c in columns if c not in (speaker, time)]
    words = _words(rows, others, options.text_columns)
    if words is None or (not options.speaker_column and not _recur(rows, speaker)):
        return None
    named = options.name_column or _called([c for c in others if c != words], _NAMES)
    left = [c for c in others if c not in (words, named) and any(row.get(c, "").strip() for row in rows)]
    told = [f"a row is what somebody said: speakers in '{speaker}', words in '{words}'"]
    told += [f"times in '{time}'"] * bool(time) + [f"columns left out: {', '.join(left)}"] * bool(left)
    return _interviews(file, rows, (speaker, words, time, named), (*notes, *told))


def _speaker(rows: Sequence[Row], columns: Sequence[str]) -> str | None:
    """The column of speakers: one that is called so beside one of words or times."""
    name = _called(columns, _SPEAKERS)
    time = _called(columns, _TIMES)
    if name is None and time and _are_times(rows, time):
        name = _called(columns, _PERSONS)
    beside = _called(columns, _WORDS) or _called(columns, _TIMES)
    return name if name and beside and beside != name and _recur(rows, name) else None


def _called(columns: Sequence[str], names: frozenset[str] | set[str]) -> str | None:
    return next((c for c in columns if c.strip().casefold() in names), None)


def _recur(rows: Sequence[Row], column: str) -> bool:
    """Whether a column holds labels that come again."""
    labels = [row.get(column, "").strip() for row in rows if row.get(column, "").strip()]
    short = all(len(label) <= _LONGEST_LABEL for label in labels)
    return bool(labels) and short and (len(set(labels)) * 2 <= len(labels) or len(labels) < len(rows))


def _are_times(rows: Sequence[Row], column: str) -> bool:
    values = [row.get(column, "").strip() for row in rows if row.get(column, "").strip()]
    return bool(values) and all(_time(value) is not None for value in values)


def _time(value: str) -> float | None:
    if ONLY_STAMP.fullmatch(value):
        return seconds(value)[0]
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return None


def _words(rows: Sequence[Row], columns: Sequence[str], given: tuple[str, ...]) -> str | None:
    if given:
        return given[0] if given[0] in columns else None
    return max(columns, key=lambda c: sum(len(row.get(c, "")) for row in rows), default=None)


def _interviews(
    file: File, rows: Sequence[Row], columns: tuple[str, str, str | None, str | None], notes: tuple[str, ...]
) -> Iterator[Draft]:
    speaker, words, time, named = columns
    keyed = [((row.get(named, "").strip() if named else ""), row) for row in rows]
    for name, group in groupby(keyed, key=lambda pair: pair[0]):
        spoken: list[Speech] = []
        for _, row in group:
            said = row.get(words, "").strip()
            label = row.get(speaker, "").strip().rstrip(":").strip() or (spoken[-1].speaker if spoken else None)
            start = _time(row.get(time, "").strip()) if time else None
            if not said:
                continue
            if spoken and spoken[-1].speaker == label:
                spoken[-1] = _further(spoken[-1], said, start)
            else:
                spoken.append(Speech(said, label, start))
        if spoken:
            yield Draft(spoken, name=name or file.stem, origin=file.name, notes=notes)


def _further(turn: Speech, said: str, start: float | None) -> Speech:
    """A turn that goes on with another row."""
    stamps = turn.stamps if start is None else (*turn.stamps, (len(turn.text) + 1, start))
    return replace(turn, text=f"{turn.text}\n{said}", stamps=stamps)
