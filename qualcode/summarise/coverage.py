"""Who has read and coded what. Uncoded is not the same as unread."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from qualcode.model import Selection, Transcript
from qualcode.summarise.totals import groups_of, is_counted, union

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "transcript",
    "coder",
    "finished",
    "codings",
    "codes",
    "segments",
    "of_segments",
    "words",
    "of_words",
    "share_words",
)


def coverage(
    excerpts: "pd.DataFrame",
    transcripts: Iterable[Transcript],
    selection: Selection,
    readings: Mapping[str, Collection[str]],
    coders: Iterable[str],
) -> "pd.DataFrame":
    """One row per selected transcript and coder: `COLUMNS`, also for transcripts that the coder has not touched.

    `readings` are the coders who have finished each transcript. `segments` and `words` are the participants' that carry
    at least one of the coder's codings, `of_segments` and `of_words` all the participants'.
    """
    import pandas as pd

    chosen = [t for t in transcripts if selection.has(t)]
    speech = groups_of(chosen, selection, ())[()]
    parts = {key: rows for key, rows in excerpts.groupby(["transcript", "coder"], sort=False)}
    rows: list[list[object]] = []
    for transcript in chosen:
        of_words = len(speech.word_starts.get(transcript.name, ()))
        segments = _segments(transcript, selection)
        for coder in coders:
            coded = parts.get((transcript.name, coder), excerpts.iloc[:0])
            spans = union(zip(coded["start"], coded["end"], strict=True))
            words = speech.words_in(transcript.name, spans)
            touched = sum(any(s < end and e > start for s, e in spans) for start, end in segments)
            told = [len(coded), coded["code"].nunique(), touched, len(segments), words, of_words]
            finished = coder in readings.get(transcript.name, ())
            rows.append([transcript.name, coder, finished, *told, words / of_words if of_words else float("nan")])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _segments(transcript: Transcript, selection: Selection) -> list[tuple[int, int]]:
    """Where the selected participants' segments stand."""
    turns = [is_counted(transcript, turn, selection) for turn in transcript.turns]
    return [(s.start, s.end) for s in transcript.segments if turns[s.turn - 1]]
