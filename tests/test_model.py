"""The field's nouns: what they say of themselves, by hand."""

from datetime import date

import pytest

from qualcode.conditions import Condition
from qualcode.errors import QualcodeError
from qualcode.model import (
    Code,
    Codebook,
    Coding,
    Place,
    Segment,
    Selection,
    Transcript,
    Turn,
    overlaps,
    unknown_code,
)

TEXT = "I: Hva?\nKari: Ja. Vi bor.\n\nOla: Nei.\n"
TALK = Transcript(
    "granmo-1",
    TEXT,
    (Turn(1, 3, 7, "I", "interviewer"), Turn(2, 14, 25, "Kari", "participant"), Turn(3, 32, 36, "Ola", "participant")),
    (Segment(1, 1, 3, 7), Segment(2, 2, 14, 17), Segment(3, 2, 18, 25), Segment(4, 3, 32, 36)),
    {"office": "Granmo", "role": "gruppe"},
    speakers={"Kari": {"role": "leder", "age": "41"}},
)
BOOK = Codebook(
    (
        Code("samarbeid", "Samarbeid", codes=(Code("internt", "Samarbeid", codes=(Code("møter"),)), Code("eksternt"))),
        Code("økonomi", "Økonomi"),
    )
)


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert not overlaps(Place(0, 5), Place(5, 9))
    assert not overlaps(Place(5, 9), Place(0, 5))
    assert overlaps(Place(0, 6), Place(5, 9))
    assert overlaps(Place(5, 9), Place(0, 6))
    assert overlaps(Place(0, 9), Place(3, 4))
    assert overlaps(Place(3, 4), Place(0, 9))


@pytest.mark.parametrize(
    ("position", "segment", "turn"),
    [
        (0, 1, 1),
        (3, 1, 1),
        (6, 1, 1),
        (7, 2, 2),
        (16, 2, 2),
        (17, 3, 2),
        (18, 3, 2),
        (24, 3, 2),
        (25, 4, 3),
        (99, 4, 3),
    ],
)
def test_the_segment_at_a_position_is_the_one_that_holds_it_else_the_next_else_the_last(
    position: int, segment: int, turn: int
) -> None:
    at, of = TALK.segment_at(position), TALK.turn_at(position)
    assert (at and at.n, of and of.n) == (segment, turn)


def test_in_a_gap_the_next_segment_counts_and_not_the_last() -> None:
    talk = Transcript("t", "a b c d e", segments=tuple(Segment(n, 1, 2 * n - 2, 2 * n - 1) for n in range(1, 6)))
    assert [found.n for at in range(9) if (found := talk.segment_at(at))] == [1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_a_transcript_without_segments_has_none_anywhere() -> None:
    empty = Transcript("tom", "Ord.")
    assert (empty.segment_at(0), empty.turn_at(0)) == (None, None)
    assert not empty.names_speakers
    assert empty.words == 0


def test_a_transcript_counts_words_of_speech_and_knows_whether_it_names_speakers() -> None:
    assert TALK.words == 5  # labels are no speech
    assert TALK.names_speakers
    assert not Transcript("svar", "Ja.", (Turn(1, 0, 3),)).names_speakers
    assert TALK.quote(Place(14, 17)) == "Ja."
    assert TALK.turn(2).speaker == "Kari"


def test_what_is_known_of_a_speaker_counts_over_what_is_known_of_the_transcript() -> None:
    assert TALK.attributes_of("Kari") == {"office": "Granmo", "role": "leder", "age": "41"}
    assert TALK.attributes_of("Ola") == TALK.attributes_of(None) == {"office": "Granmo", "role": "gruppe"}


def test_a_codebook_knows_its_tree() -> None:
    assert [c.id for c in BOOK.walk()] == ["samarbeid", "internt", "møter", "eksternt", "økonomi"]
    assert BOOK.paths["møter"] == ("samarbeid", "internt", "møter")
    assert BOOK.theme_of("møter") == BOOK.theme_of("samarbeid") == "samarbeid"
    assert BOOK.subtree("internt") == {"internt", "møter"}
    assert BOOK.by_id["eksternt"] == Code("eksternt")


def test_codes_of_one_name_are_told_apart_by_their_ids() -> None:
    assert BOOK.titles == {
        "samarbeid": "Samarbeid (samarbeid)",
        "internt": "Samarbeid (internt)",
        "møter": "møter",
        "eksternt": "eksternt",
        "økonomi": "Økonomi",
    }


def test_a_selection_of_transcripts() -> None:
    def meant(*where: str, transcripts: tuple[str, ...] = ()) -> bool:
        return Selection(transcripts=transcripts, where=tuple(map(Condition.parse, where))).has(TALK)

    assert meant()
    assert meant(transcripts=("solvåg", "granmo-*"))
    assert not meant(transcripts=("granmo",))
    assert meant("office=Granmo", "role=gruppe")
    assert not meant("office=Granmo", "role=mor")
    assert meant("role=leder", "age=41")  # one speaker of whom all of it holds
    assert not meant("role=gruppe", "age=41")  # all of it, but of nobody
    assert not meant("office=Granmo", transcripts=("solvåg",))


def test_a_selection_of_passages() -> None:
    i, kari, ola = TALK.turns
    assert all(Selection().has_passage(TALK, turn) for turn in (i, kari, ola, None))
    by_role = Selection(speakers=("participant",))
    assert [by_role.has_turn(turn) for turn in (i, kari, ola, None)] == [False, True, True, False]
    by_name = Selection(speakers=("Ola", "interviewer"))
    assert [by_name.has_passage(TALK, turn) for turn in (i, kari, ola)] == [True, False, True]
    leaders = Selection(where=(Condition.parse("role=leder"),))
    assert [leaders.has_passage(TALK, turn) for turn in (i, kari, ola, None)] == [False, True, False, False]
    both = Selection(speakers=("Ola",), where=(Condition.parse("role=leder"),))
    assert not any(both.has_passage(TALK, turn) for turn in (i, kari, ola))


def test_a_selection_of_codes() -> None:
    assert Selection().code_ids(BOOK) == set(BOOK.by_id)
    assert Selection(codes=("internt", "økonomi")).code_ids(BOOK) == {"internt", "møter", "økonomi"}
    assert Selection(codes=("internt",), exact=True).code_ids(BOOK) == {"internt"}
    with pytest.raises(QualcodeError, match="no code 'interna'") as refused:
        Selection(codes=("økonomi", "interna")).code_ids(BOOK)
    assert "internt" in str(refused.value.hint)


def test_a_selection_of_coders_and_days() -> None:
    made = Coding("c", "t", "x", "Kari", 0, 1, "H", created="2018-03-05T23:59:59Z")
    for selection in (
        Selection(),
        Selection(coders=("Ola", "Kari")),
        Selection(since=date(2018, 3, 5)),
        Selection(until=date(2018, 3, 5)),
        Selection(since=date(2018, 3, 5), until=date(2018, 3, 5)),
    ):
        assert selection.has_coding(made), selection
    for selection in (
        Selection(coders=("Ola",)),
        Selection(since=date(2018, 3, 6)),
        Selection(until=date(2018, 3, 4)),
        Selection(coders=("Ola",), since=date(2018, 1, 1)),
        Selection(since=date(2018, 1, 1), until=date(2018, 3, 4)),
    ):
        assert not selection.has_coding(made), selection


def test_a_selection_says_what_was_typed() -> None:
    assert str(Selection()) == "everything"
    whole = Selection(
        ("granmo-*",), (Condition.parse("round!=2017"),), ("Kari",), ("internt",), True, ("Ola",), date(2018, 1, 2)
    )
    assert str(whole) == (
        "--transcript granmo-* --where round!=2017 --speaker Kari --code internt --exact --by-coder Ola"
        " --since 2018-01-02"
    )
    assert str(Selection(until=date(2018, 1, 2))) == "--until 2018-01-02"


def test_an_unknown_code_names_the_nearest() -> None:
    assert "Did you mean eksternt" in str(unknown_code("Eksterne", BOOK).hint)
    assert "codebook show" in str(unknown_code("qqq", BOOK).hint)
