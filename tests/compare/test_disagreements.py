"""Kinds of disagreement, their ids and order, the sheet, and the settlement."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.choices import DISAGREEMENT_KINDS
from qualcode.compare.adjudication import Decision, consensus, read_decisions
from qualcode.compare.coders_work import Work
from qualcode.compare.confusions import NOTHING, confusion, pairs
from qualcode.compare.disagreements import (
    Disagreement,
    disagreement_table,
    disagreements,
    meetings,
)
from qualcode.document import Grid, Heading
from qualcode.documents.confusions import confusions
from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook, Coding, Segment, Transcript, Turn

BOOK = Codebook((Code("tema", codes=(Code("X"), Code("Y"))), Code("Z")))
TEXT = "abcdefghijklmnopqrstuvwxyz" * 4
TALK = Transcript("t", TEXT, (Turn(1, 0, 104),), (Segment(1, 1, 0, 50), Segment(2, 1, 50, 104)), sha256="1")
Mark = tuple[str, str, int, int]


def made(marks: list[Mark], transcript: str = "t") -> list[Coding]:
    return [
        Coding(f"{transcript}{i}", transcript, code, who, a, b, TEXT[a:b], memo=f"m{i}")
        for i, (who, code, a, b) in enumerate(marks)
    ]


def work(codings: list[Coding], coders: str = "AB") -> Work:
    return Work([TALK], codings, {"t": coders}, coders, BOOK)


def found(marks: list[Mark], coders: str = "AB") -> list[Disagreement]:
    return disagreements(work(made(marks), coders))


@pytest.mark.parametrize(
    ("marks", "kinds"),
    [
        ([("A", "X", 0, 10), ("B", "X", 0, 10)], []),
        ([("A", "X", 0, 10), ("B", "X", 2, 12)], ["boundary"]),
        ([("A", "X", 0, 20), ("B", "X", 0, 8), ("B", "X", 9, 20)], ["split"]),
        ([("A", "X", 0, 10), ("B", "Y", 2, 12)], ["different code"]),
        ([("A", "X", 0, 10), ("B", "X", 0, 10), ("B", "Z", 0, 10)], ["extra label"]),
        ([("A", "X", 0, 10)], ["omission"]),
        ([("A", "X", 0, 10), ("B", "X", 10, 20)], ["omission", "omission"]),
        ([("A", "X", 0, 10), ("A", "X", 5, 20), ("B", "X", 0, 20)], []),
        ([("A", "X", 0, 10), ("B", "Y", 0, 10), ("B", "Z", 1, 3)], ["different code", "extra label"]),
    ],
    ids=["same", "edges", "split", "different", "extra", "omission", "touching", "own overlap", "two for one"],
)
def test_kinds(marks: list[Mark], kinds: list[str]) -> None:
    assert [d.kind for d in found(marks)] == kinds
    mirrored = [("B" if who == "A" else "A", *rest) for who, *rest in marks]
    assert sorted(d.kind for d in found(mirrored)) == sorted(kinds)  # type: ignore[arg-type]


def test_edges_overlap_and_containment() -> None:
    (d,) = found([("A", "X", 10, 30), ("B", "X", 12, 30)])
    assert (d.iou, d.offsets, d.inside, d.segment) == (0.9, (2, 0), "b", 1)
    (d,) = found([("A", "X", 60, 70), ("B", "X", 55, 75)])
    assert (d.iou, d.offsets, d.inside, d.segment) == (0.5, (-5, 5), "a", 2)
    (d,) = found([("A", "X", 10, 20), ("B", "X", 15, 25)])
    assert d.inside == ""


def test_the_best_overlap_is_paired_first() -> None:
    first, second = found([("A", "X", 0, 20), ("B", "Z", 0, 4), ("B", "Y", 2, 20)])
    assert [(d.kind, d.b.code if d.b else None) for d in (first, second)] == [
        ("extra label", "Z"),
        ("different code", "Y"),
    ]


@pytest.mark.parametrize(("other", "relation"), [("tema", "parent"), ("Y", "sibling"), ("Z", "")])
def test_how_two_codes_are_related(other: str, relation: str) -> None:
    (d,) = found([("A", "X", 0, 10), ("B", other, 0, 10)])
    assert d.relation == relation


def test_unread_transcripts_hold_no_disagreement() -> None:
    assert disagreements(replace(work(made([("A", "X", 0, 10)])), readings={"t": "A"})) == []


def test_every_pair_of_three_coders_is_listed() -> None:
    pairs = [(d.coder_a, d.coder_b) for d in found([("A", "X", 0, 10)], "ABC")]
    assert pairs == [("A", "B"), ("A", "C")]


def test_ids_are_made_of_the_content() -> None:
    marks: list[Mark] = [("A", "X", 0, 10), ("B", "X", 2, 12), ("A", "Z", 50, 60)]
    again = disagreements(work(made(marks)[::-1]))
    assert [d.id for d in again] == [d.id for d in found(marks)]
    moved = found([("A", "X", 0, 11), *marks[1:]])
    assert [a.id == b.id for a, b in zip(moved, found(marks), strict=True)] == [False, True]


def test_confusion_matrix() -> None:
    marks: list[Mark] = [
        ("A", "X", 0, 10),
        ("B", "X", 0, 10),
        ("A", "X", 20, 30),
        ("B", "Y", 20, 30),
        ("B", "Z", 80, 90),
    ]
    table = confusion(pairs(meetings(work(made(marks)))), ["X", "Y", "Z"])
    assert (table.loc["X", "X"], table.loc["X", "Y"], table.loc[NOTHING, "Z"]) == (1, 1, 1)
    assert table.to_numpy().sum() == 3
    document = confusions(pairs(meetings(work(made(marks)))), work([]), ("Anna", "Bjørn"), "nb")
    lists = {b.text: g.frame for b, g in pairwise(document.blocks) if isinstance(b, Heading) and isinstance(g, Grid)}
    assert {head: frame.to_numpy().tolist() for head, frame in lists.items()} == {
        "Ulik kode": [["X", "Y", 1]],
        "Kode bare fra den ene": [["–", "Z", 1]],
        "Samme kode": [["X", "X", 1]],
    }


def test_the_table_has_both_spans_text_context_and_memos() -> None:
    frame = disagreement_table(found([("A", "X", 26, 36), ("B", "X", 28, 40)]), work([]), context=5)
    row = frame.iloc[0]
    assert (row["text"], row["context_before"], row["context_after"]) == (TEXT[26:40], "vwxyz", "opqrs")
    assert (row["text_a"], row["text_b"], row["memo_a"], row["memo_b"]) == (TEXT[26:36], TEXT[28:40], "m0", "m1")
    assert row[["start_a", "end_a", "start_b", "end_b"]].tolist() == [26, 36, 28, 40]
    split = disagreement_table(found([("A", "X", 0, 9), ("B", "X", 0, 3), ("B", "X", 5, 9)]), work([]))
    assert split.iloc[0]["text_b"] == "abc […] fghi"
    assert list(disagreement_table([], work([])).columns) == list(frame.columns)


spans = st.tuples(st.sampled_from("AB"), st.sampled_from("XYZ"), st.integers(0, 90), st.integers(1, 14))


@given(drawn=st.lists(spans, max_size=14))
@settings(max_examples=100, deadline=None)
def test_every_coding_is_in_exactly_one_place(drawn: list[tuple[str, str, int, int]]) -> None:
    codings = made([(who, code, a, a + n) for who, code, a, n in drawn])
    met = meetings(work(codings))
    seen = [c.id for d in met for mark in d.marks for c in mark.codings]
    assert sorted(seen) == sorted(c.id for c in codings)
    assert len({d.id for d in met}) == len(met)
    assert {d.kind for d in met} <= {"exact", *DISAGREEMENT_KINDS}
    assert [(d.start, d.end) for d in met] == sorted((d.start, d.end) for d in met)


# Settling -------------------------------------------------------------------------------------------------------------

MARKS: list[Mark] = [
    ("A", "X", 0, 10),
    ("B", "X", 0, 10),
    ("A", "X", 20, 30),
    ("B", "X", 22, 34),
    ("A", "Y", 60, 70),
    ("B", "Z", 62, 68),
]


def settle(*decisions: Decision, marks: list[Mark] = MARKS, coders: str = "AB") -> list[tuple[str, int, int]]:
    result = consensus(work(made(marks), coders), decisions)
    return [(c.code, c.start, c.end) for c in result.codings]


@pytest.mark.parametrize(
    ("decision", "kept"),
    [
        (Decision("", "A"), [("X", 20, 30)]),
        (Decision("", "B"), [("X", 22, 34)]),
        (Decision("", "both"), [("X", 20, 34)]),
        (Decision("", "span", 21, 33), [("X", 21, 33)]),
        (Decision("", "span", 21, 33, "Z"), [("Z", 21, 33)]),
        (Decision("", "neither"), []),
        (Decision("", "codebook"), []),
    ],
    ids=lambda value: value.choice if isinstance(value, Decision) else "",
)
def test_decisions(decision: Decision, kept: list[tuple[str, int, int]]) -> None:
    edges = found(MARKS)[0]
    settled = Decision(edges.id, decision.choice, decision.start, decision.end, decision.code, "fordi")
    assert settle(settled) == [("X", 0, 10), *kept]


def test_both_of_two_codes_keeps_both() -> None:
    assert settle(Decision(found(MARKS)[1].id, "both")) == [("X", 0, 10), ("Y", 60, 70), ("Z", 62, 68)]


def test_what_is_open_and_what_is_finished() -> None:
    edges, codes = found(MARKS)
    half = consensus(work(made(MARKS)), [Decision(edges.id, "A"), Decision("gone", "B")])
    assert ([d.id for d in half.open], [d.id for d in half.stale], half.finished) == ([codes.id], ["gone"], ())
    waiting = [Decision(edges.id, "A"), Decision(codes.id, "codebook")]
    asked = consensus(work(made(MARKS)), waiting)
    assert ([d.id for d in asked.codebook], asked.finished) == ([codes.id], ())
    whole = [Decision(edges.id, "A"), Decision(codes.id, "B", reason="se definisjonen")]
    done = consensus(work(made(MARKS)), whole, name="enighet")
    assert (done.open, done.finished) == ((), ("t",))
    last = done.codings[-1]
    assert (last.coder, last.origin, last.memo, last.quote) == (
        "enighet",
        "adjudication",
        "se definisjonen",
        TEXT[62:68],
    )
    assert done == consensus(work(made(MARKS)[::-1]), whole, name="enighet")


def test_three_coders_who_are_settled_in_two_ways_stay_in_conflict() -> None:
    marks: list[Mark] = [("A", "X", 0, 10)]
    first, second = found(marks, "ABC")
    result = consensus(work(made(marks), "ABC"), [Decision(first.id, "A"), Decision(second.id, "neither")])
    assert result.codings == ()
    assert [d.id for d in result.conflicts] == [first.id, second.id]
    assert settle(Decision(first.id, "A"), Decision(second.id, "A"), marks=marks, coders="ABC") == [("X", 0, 10)]


def test_what_two_of_three_agree_on_is_open_until_it_is_settled() -> None:
    marks: list[Mark] = [("A", "X", 0, 10), ("B", "X", 0, 10)]
    assert settle(marks=marks, coders="ABC") == []


@pytest.mark.parametrize(
    "decision", [Decision("", "span", 0, 5), Decision("", "span", 0, 5, "W"), Decision("", "span", 100, 200, "X")]
)
def test_edited_spans_that_cannot_be(decision: Decision) -> None:
    wrong = Decision(found(MARKS)[1].id, decision.choice, decision.start, decision.end, decision.code)
    with pytest.raises(QualcodeError):
        settle(wrong)


def test_a_returned_sheet_is_read() -> None:
    rows: list[dict[str, object]] = [
        {"id": "1", "decision": "a", "reason": " klart "},
        {"id": "2", "decision": math.nan},
        {"id": "3", "decision": "SPAN", "start": 4.0, "end": "9", "code": "X"},
    ]
    assert read_decisions(rows) == [Decision("1", "A", reason="klart"), Decision("3", "span", 4, 9, "X")]


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"id": "1", "decision": "C"}, "not a decision"),
        ({"id": "", "decision": "A"}, "without the id"),
        ({"id": "1", "decision": "span", "start": 4}, "later end"),
        ({"id": "1", "decision": "span", "start": 9, "end": 4}, "later end"),
        ({"id": "1", "decision": "span", "start": "x", "end": 4}, "not a position"),
    ],
)
def test_a_sheet_that_cannot_be_understood_names_the_row(row: dict[str, object], word: str) -> None:
    with pytest.raises(QualcodeError, match=rf"sheet\.xlsx row 3: .*{word}"):
        read_decisions([{"id": "0", "decision": "A"}, row], "sheet.xlsx")
