"""Who has read and coded what. Uncoded is not the same as unread."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence

from qualcode.document import Table
from qualcode.model import Selection, Transcript
from qualcode.summarise.totals import groups_of, is_counted, union
from qualcode.wording import later

COLUMNS = (
    "transcript",
    "coder",
    "finished",
    "unread",
    "codings",
    "codes",
    "segments",
    "of_segments",
    "words",
    "of_words",
    "share_words",
)
HEADINGS = {
    "transcript": later("Transcript"),
    "coder": later("Coder"),
    "finished": later("Finished"),
    "unread": later("Segments not read"),
    "codings": later("Codings"),
    "codes": later("Different codes"),
    "segments": later("Segments coded"),
    "of_segments": later("of segments"),
    "words": later("Words coded"),
    "of_words": later("of words"),
    "share_words": later("Share of words"),
}
"""What people call the columns."""


def coverage(
    excerpts: Table,
    transcripts: Iterable[Transcript],
    selection: Selection,
    readings: Mapping[str, Collection[str]],
    coders: Iterable[str],
    unread: Mapping[tuple[str, str], Collection[int]],
) -> Table:
    """One row per selected transcript and coder: `COLUMNS`, also for transcripts that the coder has not touched.

    `readings` are the coders who have finished each transcript, `unread` the numbers of the segments that came in since
    they did. The column `unread` counts the participants'. `segments` and `words` are the participants' that carry at
    least one of the coder's codings, `of_segments` and `of_words` all the participants'.
    """
    chosen = [t for t in transcripts if selection.has(t)]
    speech = groups_of(chosen, selection, ())[()]
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    codes: dict[tuple[str, str], set[str]] = {}
    for name, coder, code, start, end in zip(
        *(excerpts[c] for c in ("transcript", "coder", "code", "start", "end")), strict=True
    ):
        spans.setdefault((name, coder), []).append((start, end))
        codes.setdefault((name, coder), set()).add(code)
    rows: list[list[object]] = []
    for transcript in chosen:
        of_words = speech.words_of(transcript.name)
        segments = _segments(transcript, selection)
        for coder in coders:
            key = (transcript.name, coder)
            coded = spans.get(key, [])
            words = speech.words_in(transcript.name, coded)
            touched = _touched((span[1:] for span in segments), union(coded))
            told = [len(coded), len(codes.get(key, ())), touched, len(segments), words, of_words]
            finished = coder in readings.get(transcript.name, ())
            new = sum(n in unread.get(key, ()) for n, *_ in segments)
            rows.append([transcript.name, coder, finished, new, *told, words / of_words if of_words else float("nan")])
    return Table.of(rows, COLUMNS)


def _touched(segments: Iterable[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> int:
    """How many segments share a code point with one of the spans, which are in order and apart."""
    ends = [end for _, end in spans]
    found = ((n := bisect_right(ends, start)) < len(spans) and spans[n][0] < end for start, end in segments)
    return sum(found)


def _segments(transcript: Transcript, selection: Selection) -> list[tuple[int, int, int]]:
    """The numbers of the selected participants' segments, and where they stand."""
    turns = [is_counted(transcript, turn, selection) for turn in transcript.turns]
    return [(s.n, s.start, s.end) for s in transcript.segments if turns[s.turn - 1]]
