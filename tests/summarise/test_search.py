"""Searching reads only the segments that can hold a hit, and finds what reading all of them finds."""

from itertools import product

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook, Coding, Segment, Selection, Transcript, Turn
from qualcode.summarise.search import Question, regex_finder, search_table, words_finder
from qualcode.text.query import parse
from qualcode.text.words import analyser

SPEECHES = (
    "Barna, barna! Vi snakker for lite om barna.",
    "E-posten kom kl. 12.30, og/eller dagen etter...",
    "(ler) «Holde i trådene», ja – det er koordinatorens jobb.",
    "NAV-kontoret har familieteam; teamet møtes på tirsdager.",
    "Ikke noe å si.\nNy linje her: skole og barn.",
)
BOOK = Codebook((Code("barn", codes=(Code("skole"),)), Code("tid")))


def transcript(name: str = "a", speeches: tuple[str, ...] = SPEECHES) -> Transcript:
    """Every speech a turn and a segment, by turns of two speakers."""
    text, turns, segments = "", [], []
    for n, speech in enumerate(speeches, start=1):
        text += f"S{n % 2}: "
        turns.append(Turn(n, len(text), len(text) + len(speech), f"S{n % 2}", "participant"))
        segments.append(Segment(n, n, len(text), len(text) + len(speech)))
        text += f"{speech}\n"
    return Transcript(name, text, tuple(turns), tuple(segments), uid=name)


WORDS = ("barn", "bar*", '"holde i"', "koordinator", "e-post*", "nav-kontor", "12.30", "og", "tirsdag", "?i", "eller")
PAIRS = product(WORDS[:6], ("AND", "OR", "NEAR/4", "NOT"), WORDS[5:])
QUERIES = [*WORDS, *(" ".join(pair) for pair in PAIRS)]


def test_nothing_is_missed_by_looking_at_each_written_word_once() -> None:
    text, words = transcript(), analyser("nb")
    found_at_all = 0
    for query in QUERIES:
        asked, find = parse(query, words), words_finder(query, [text], "nb")
        for segment in text.segments:
            plain = [(s + segment.start, e + segment.start) for s, e in asked.find(words.words(text.quote(segment)))]
            assert [(p.start, p.end) for p in find(text.text, [segment])] == plain, query
            found_at_all += len(plain)
    assert found_at_all > 100


def rows(question: Question, selection: Selection = Selection(), find=None, codings=()) -> list[tuple[int, str]]:  # noqa: B008
    table = search_table([transcript()], codings, BOOK, selection, question, find)
    return list(zip(table["segment"], table["match"], strict=True))


def test_and_holds_within_a_segment_a_turn_or_the_whole_transcript() -> None:
    find = words_finder("familieteam AND skole", [transcript()], "nb")
    assert rows(Question(), find=find) == []
    assert rows(Question(within="transcript"), find=find) == [(4, "familieteam"), (5, "skole")]


def test_speakers_names_are_no_hits() -> None:
    assert rows(Question(within="transcript"), find=regex_finder("S[01]")) == []
    assert rows(Question(within="transcript"), find=words_finder("S1 OR skole", [transcript()], "nb")) == [(5, "skole")]


def coded(*given: tuple[str, int, int, str]) -> list[Coding]:
    """Codings from code, first and last segment, coder."""
    text = transcript()
    spans = [(text.segments[a - 1].start, text.segments[b - 1].end) for _, a, b, _ in given]
    return [
        Coding(str(n), "a", code, who, *span, text.text[slice(*span)])
        for n, ((code, _, _, who), span) in enumerate(zip(given, spans, strict=True))
    ]


@pytest.mark.parametrize(
    ("question", "selection", "segments"),
    [
        (Question(("barn", "tid")), Selection(), [1, 3]),
        (Question(("skole", "tid")), Selection(), [3]),
        (Question(("barn", "tid")), Selection(exact=True), [1]),
        (Question(("tid",), ("skole",)), Selection(), [1, 5]),
        (Question(("tid",), ("skole",), "transcript"), Selection(), [5]),
        (Question((), ("tid",)), Selection(codes=("barn",)), [2]),
        (Question(("barn", "tid")), Selection(speakers=("S0",)), []),
    ],
)
def test_codes_meet_in_a_unit_by_one_coder_with_what_is_below_them(question, selection, segments) -> None:
    codings = coded(
        ("barn", 1, 1, "A"), ("tid", 1, 1, "A"), ("barn", 2, 2, "A"), ("tid", 3, 3, "A"), ("skole", 3, 3, "A"),
        ("tid", 5, 5, "B"),
    )  # fmt: skip
    assert sorted({n for n, _ in rows(question, selection, codings=codings)}) == segments


def test_a_coding_over_several_segments_meets_what_any_of_them_holds_and_is_told_once() -> None:
    codings = coded(("barn", 1, 3, "A"), ("tid", 2, 2, "A"), ("tid", 3, 3, "A"))
    assert [n for n, _ in rows(Question(("barn", "tid")), codings=codings)] == [1, 2, 3]


def test_unknown_codes_are_refused() -> None:
    with pytest.raises(QualcodeError, match="no code 'barm'"):
        rows(Question(("barm", "tid")))
