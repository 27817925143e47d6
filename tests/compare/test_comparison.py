"""Comparisons worked by hand, and the traps in which agreement goes wrong."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from compare import oracles as o
from scipy.special import expit, logit
from scipy.stats import t as student

from qualcode.compare import Circumstances, Comparison, Counting, Work, compare
from qualcode.compare import intervals as iv
from qualcode.compare import measures as m
from qualcode.compare.tables import as_data, by_attribute, by_transcript, explain, per_code
from qualcode.compare.two_times import at_two_times, change
from qualcode.documents.agreement_notes import notes_on
from qualcode.documents.methods_paragraph import methods
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Code, Codebook, Coding, Place, Segment, Transcript, Turn
from qualcode.wording import Lang

Mark = tuple[str, str, int, int]


def a_text(name: str, length: int, cuts: Sequence[int] = (), **attributes: str) -> Transcript:
    """A text of so many letters, cut into segments (each its own turn) at the given places."""
    edges = [0, *cuts, length]
    spans = list(pairwise(edges))
    turns = tuple(Turn(n, a, b) for n, (a, b) in enumerate(spans, 1))
    segments = tuple(Segment(n, n, a, b) for n, (a, b) in enumerate(spans, 1))
    text = ("abcdefghij" * (length // 10 + 1))[:length]
    return Transcript(name, text, turns, segments, attributes, sha256=name)


def codings(name: str, marks: Sequence[Mark]) -> list[Coding]:
    """Codings of one transcript."""
    return [Coding(f"{name}-{n}", name, code, coder, a, b, "") for n, (coder, code, a, b) in enumerate(marks)]


def book(*codes: str) -> Codebook:
    """A flat codebook."""
    return Codebook(tuple(Code(c) for c in codes), version=3)


def comparing(
    marks: Mapping[str, Sequence[Mark]],
    coders: Sequence[str] = ("A", "B"),
    unit: str = "character",
    *,
    codes: Sequence[str] = ("X", "Y", "Z"),
    length: int = 100,
    cuts: Sequence[int] = (20, 40, 60, 80),
    unread: Collection[tuple[str, str]] = (),
    **options: object,
) -> Comparison:
    """A comparison of transcripts `{name: marks}`; `unread` holds (transcript, coder) that are not finished."""
    texts = [a_text(name, length, cuts) for name in marks]
    made = [c for name, own in marks.items() for c in codings(name, own)]
    read = {name: [c for c in coders if (name, c) not in unread] for name in marks}
    return compare(Work(texts, made, read, coders, book(*codes)), Counting(unit, **options))  # type: ignore[arg-type]


TOY: list[Mark] = [
    ("A", "X", 10, 30),
    ("A", "X", 50, 70),
    ("A", "Y", 20, 40),
    ("A", "Z", 80, 90),
    ("B", "X", 12, 30),
    ("B", "Y", 20, 40),
    ("B", "Y", 60, 65),
    ("B", "Z", 85, 95),
]


def test_counts_and_coefficients_by_hand() -> None:
    toy = comparing({"t": TOY})
    x = toy.of("X")
    assert (x.both, dict(x.only), x.neither, dict(x.n)) == (18, {"A": 22, "B": 0}, 60, {"A": 2, "B": 1})
    assert x.measures["percent"] == 0.78
    assert x.measures["positive_agreement"] == pytest.approx(36 / 58)
    # pe = .4·.18 + .6·.82 = .564
    assert x.measures["kappa"] == pytest.approx((0.78 - 0.564) / (1 - 0.564))
    assert x.prevalence == pytest.approx(58 / 200)
    assert toy.pooled.values["kappa"] == pytest.approx(0.6169772256728777)


def test_segments_are_coded_when_a_span_touches_them() -> None:
    x = comparing({"t": [("A", "X", 10, 30), ("B", "X", 22, 23)]}, unit="segment").of("X")
    assert (x.both, x.only["A"], x.only["B"], x.neither) == (1, 1, 0, 3)


def test_spans_match_exactly_or_by_overlap() -> None:
    marks = {"t": [("A", "X", 0, 10), ("A", "X", 20, 30), ("B", "X", 0, 10), ("B", "X", 21, 30), ("B", "X", 50, 60)]}
    exact, half = comparing(marks, unit="span").of("X"), comparing(marks, unit="span", overlap=0.5).of("X")
    assert (exact.both, dict(exact.only), exact.neither) == (1, {"A": 1, "B": 2}, None)
    assert exact.measures["positive_agreement"] == pytest.approx(2 / 5)
    assert half.measures["positive_agreement"] == pytest.approx(4 / 5)
    assert exact.measures["kappa"] is None
    assert exact.undefined["kappa"] == m.SPAN


def test_a_theme_counts_the_codes_below_it_as_one() -> None:
    tree = Codebook((Code("T", codes=(Code("X"), Code("Y"))),))
    made = codings("t", [("A", "X", 0, 10), ("B", "Y", 0, 10)])
    whole = compare(Work([a_text("t", 50)], made, {"t": "AB"}, "AB", tree), Counting(themes=True))
    assert [(a.code, a.both, a.measures["kappa"]) for a in whole.codes] == [("T", 10, 1.0)]


def test_only_the_selected_passages_count() -> None:
    made = codings("t", [("A", "X", 0, 30), ("B", "X", 20, 40)])
    within = {"t": [Place(10, 25), Place(35, 45)]}
    x = compare(Work([a_text("t", 100)], made, {"t": "AB"}, "AB", book("X")), Counting(within=within)).of("X")
    assert (x.both, x.only["A"], x.only["B"], x.neither) == (5, 10, 5, 5)


# Traps ----------------------------------------------------------------------------------------------------------------


def test_a_coder_overlapping_himself_does_not_agree_with_anyone() -> None:
    twice = comparing({"t": [("A", "X", 0, 10), ("A", "X", 5, 20), ("B", "X", 50, 60)]}).of("X")
    once = comparing({"t": [("A", "X", 0, 20), ("B", "X", 50, 60)]}).of("X")
    assert twice == once
    assert (twice.both, twice.only["A"], twice.n["A"]) == (0, 20, 1)


def test_adjacent_spans_stay_two() -> None:
    assert comparing({"t": [("A", "X", 0, 10), ("A", "X", 10, 20)]}).of("X").n["A"] == 2


def test_a_code_nobody_used_is_undefined_with_a_reason() -> None:
    z = comparing({"t": TOY[:3]}, codes=("X", "Y", "unused")).of("unused")
    assert z.measures["percent"] == 1.0
    for name in ("kappa", "alpha", "ac1", "brennan_prediger", "fleiss", "positive_agreement", "kappa_max"):
        assert z.measures[name] is None
        assert z.undefined[name] == m.NOBODY


def test_an_unused_code_does_not_move_the_pooled_numbers() -> None:
    with_it, without = comparing({"t": TOY}, codes=("X", "Y", "Z", "unused")), comparing({"t": TOY})
    assert with_it.pooled.values == pytest.approx(without.pooled.values)


def test_a_code_everybody_used_everywhere_is_undefined_with_a_reason() -> None:
    x = comparing({"t": [("A", "X", 0, 100), ("B", "X", 0, 100)]}).of("X")
    assert (x.measures["percent"], x.measures["positive_agreement"]) == (1.0, 1.0)
    assert x.measures["alpha"] is None
    assert x.undefined["kappa"] == m.EVERYBODY


def test_a_silent_coder_who_finished_disagrees() -> None:
    whole = comparing({"t": [("A", "X", 0, 10)]}, codes=("X",))
    x = whole.of("X")
    assert (x.measures["percent"], x.measures["kappa"]) == (0.9, 0.0)
    assert x.one_sided
    assert as_data(whole)["one_sided"] == [{"code": "X", "coder": "A"}]


def test_an_unread_transcript_is_missing_not_uncoded() -> None:
    marks = {"t": [("A", "X", 0, 10), ("B", "X", 0, 10)], "u": [("A", "X", 0, 50)]}
    whole = comparing(marks, codes=("X",), unread={("u", "B")})
    assert whole.transcripts == ("t",)
    assert whole.of("X").measures["kappa"] == 1.0
    notes = [n.en for n in notes_on(whole)]
    assert "1 of 2 transcripts left out: not finished by two coders." in notes
    assert any(n.startswith("B has not finished 1 of 2") for n in notes)


def test_three_coders_of_whom_one_has_not_finished() -> None:
    marks = {"t": [(c, "X", 0, 10) for c in "ABC"], "u": [("A", "X", 0, 50), ("B", "X", 40, 60), ("C", "X", 0, 1)]}
    whole = comparing(marks, "ABC", codes=("X",), unread={("u", "C")})
    x = whole.of("X")
    with_c = [p for p in x.pairs if "C" in p.coders]
    assert [p.measures["kappa"] for p in with_c] == [1.0, 1.0]
    assert x.pairs[0].only == (40, 10)
    assert whole.basis.unfinished == 1
    assert (x.both, dict(x.only), x.some, x.neither) == (20, {"A": 40, "B": 10, "C": 0}, 0, 130)


def test_two_coders_without_a_common_transcript() -> None:
    marks = {"t": [("A", "X", 0, 10)], "u": [("B", "X", 0, 10)]}
    whole = comparing(marks, codes=("X",), unread={("t", "B"), ("u", "A")})
    x = whole.of("X")
    assert set(x.measures.values()) == {None}
    assert set(x.undefined.values()) == {m.NO_COMMON}
    assert whole.pooled.values == {"kappa": None, "alpha": None, "masi_alpha": None}
    assert notes_on(whole)[0].en.startswith("No transcript was finished by two")
    assert by_transcript(whole).empty


def test_nothing_at_all() -> None:
    whole = compare(Work([], [], {}, "AB", book("X")))
    assert as_data(whole)["codes"][0]["kappa"] is None
    assert per_code(whole)["code"].tolist() == ["X"]
    assert as_data(comparing({"t": []}, codes=()))["codes"] == []


@pytest.mark.parametrize(
    ("coders", "unit", "overlap"),
    [
        ("A", "character", None),
        ("AA", "character", None),
        ("AB", "word", None),
        ("AB", "span", 0.0),
        ("AB", "turn", 0.5),
    ],
)
def test_requests_that_make_no_sense(coders: str, unit: str, overlap: float | None) -> None:
    with pytest.raises(WrongUsage):
        comparing({"t": TOY}, coders, unit, overlap=overlap)


# Intervals ------------------------------------------------------------------------------------------------------------


def _many(n: int) -> dict[str, list[tuple[str, str, int, int]]]:
    return {f"t{i}": [("A", "X", i, 20 + i), ("B", "X", 2 * i, 20 + 2 * i)] for i in range(n)}


def test_no_interval_below_five_transcripts_that_hold_the_code() -> None:
    four, five = comparing(_many(5), codes=("X",)), comparing(_many(6), codes=("X",))
    unread = comparing(_many(6), codes=("X",), unread={("t5", "B")})
    rare = comparing(_many(5) | {f"u{i}": [] for i in range(20)}, codes=("X",))
    assert [w.of("X").no_interval for w in (four, five, unread, rare)] == ["", "", "", ""]
    assert {w.of("X").intervals["alpha"] for w in (four, unread)} == {four.of("X").intervals["alpha"]}
    few = comparing(_many(4) | {f"u{i}": [] for i in range(20)}, codes=("X",))
    assert (few.of("X").intervals, few.of("X").no_interval) == ({}, iv.FEW)
    assert (few.pooled.intervals, few.pooled.no_interval) == ({}, iv.FEW)
    low, high = five.of("X").intervals["alpha"]
    assert low <= (five.of("X").measures["alpha"] or 0) <= high
    assert five.pooled.intervals["alpha"] == (low, high)  # one code: pooling changes nothing
    assert five.pooled.intervals["masi_alpha"] == pytest.approx((low, high))


def test_no_interval_where_coders_differ_nowhere_or_hardly_meet() -> None:
    alike = {f"t{i}": [("A", "X", i, 20), ("B", "X", i, 20)] for i in range(8)}
    apart = {f"t{i}": [("A", "X", 0, 20), ("B", "X", 30, 40)] for i in range(8)}
    once = apart | {"t0": [("A", "X", 0, 20), ("B", "X", 10, 20)]}
    twice = once | {"t1": [("A", "X", 0, 20), ("B", "X", 10, 20)]}
    told = [comparing(marks, codes=("X",)).of("X") for marks in (alike, apart, once, twice)]
    assert [a.no_interval for a in told] == [iv.ALIKE, iv.NOT_MET, iv.NOT_MET, ""]
    assert [sorted(a.intervals) for a in told[:3]] == [[], [], []]
    assert sorted(told[3].intervals) == sorted(iv.SCALES)


TABLES = [(4, 1, 0, 15), (2, 2, 1, 10), (0, 1, 3, 9), (6, 0, 2, 20), (1, 1, 1, 30), (0, 0, 0, 12), (3, 0, 0, 7)]
"""Both, only A, only B, neither, in so many transcripts."""


def test_intervals_are_those_of_a_jackknife_by_hand() -> None:
    """Each transcript left out in turn, on the scale of the coefficient; five transcripts saw the coders meet."""
    marks, length = {}, 40
    for n, (both, first, second, neither) in enumerate(TABLES):
        starts = [("A", "X", i, i + 1) for i in range(both + first)]
        starts += [("B", "X", i, i + 1) for i in [*range(both), *range(both + first, both + first + second)]]
        marks[f"t{n}"] = starts
        length = max(length, both + first + second + neither)
    texts = [a_text(f"t{n}", sum(table)) for n, table in enumerate(TABLES)]
    made = [c for name, own in marks.items() for c in codings(name, own)]
    found = compare(Work(texts, made, dict.fromkeys(marks, "AB"), "AB", book("X"))).of("X")

    def whole(rows: Sequence[tuple[int, int, int, int]]) -> np.ndarray[Any, Any]:
        added: np.ndarray[Any, Any] = np.array(rows, dtype=float).sum(0).reshape(2, 2)
        return added

    of: dict[str, Callable[[Any], float]] = {
        "alpha": lambda t: float(o.alpha(*o.votes_of_table(t))),
        "kappa": lambda t: (np.trace(t) / t.sum() - o.expected_by_coders(t)) / (1 - o.expected_by_coders(t)),
        "percent": lambda t: np.trace(t) / t.sum(),
        "positive_agreement": lambda t: 2 * t[0, 0] / (t.sum() + t[0, 0] - t[1, 1]),
    }
    for name, value in of.items():
        there, back = (np.arctanh, np.tanh) if name in ("alpha", "kappa") else (logit, expit)
        without = [value(whole([*TABLES[:i], *TABLES[i + 1 :]])) for i in range(7)]
        error = np.std(without) * np.sqrt(6)  # (n - 1) / n times the sum of squares
        x = value(whole(TABLES))
        slope = (there(x + 1e-6) - there(x - 1e-6)) / 2e-6
        half = student.ppf(0.975, 5) * error * slope  # six hold the code, in five the coders met
        assert found.measures[name] == pytest.approx(x)
        assert found.intervals[name] == pytest.approx((back(there(x) - half), back(there(x) + half)), abs=1e-6)


def test_leaving_a_coder_out_is_comparing_the_others() -> None:
    marks = {"t": [("A", "X", 0, 20), ("B", "X", 5, 20), ("C", "X", 50, 60)], "u": [("A", "X", 0, 20)]}
    three, two = comparing(marks, "ABC", codes=("X",)), comparing(marks, "AB", codes=("X",))
    assert three.of("X").without["C"] == two.of("X").measures["alpha"]
    assert sorted(three.of("X").without) == ["A", "B", "C"]
    assert two.of("X").without == {}


def test_the_spread_over_codes() -> None:
    spread = comparing({"t": TOY}).spread("alpha")
    values = sorted(a.measures["alpha"] or 0 for a in comparing({"t": TOY}).codes)
    assert spread is not None
    assert (spread.least, spread.median, spread.most, spread.codes) == (*values, 3)
    assert comparing({"t": []}).spread("alpha") is None


# What people and programs get -----------------------------------------------------------------------------------------


def test_the_public_form() -> None:
    data = as_data(comparing({"t": TOY}))
    assert (data["unit"], data["coders"], data["transcripts"]) == ("character", ["A", "B"], ["t"])
    keys = {"code", "n", "both", "only", "neither", "percent", "positive_agreement", "kappa", "alpha", "ac1", "ci"}
    assert keys | {"undefined"} <= data["codes"][0].keys()
    assert {"kappa", "alpha"} <= data["pooled"].keys()
    assert not any(isinstance(v, float) and math.isnan(v) for code in data["codes"] for v in code.values())


@pytest.mark.parametrize("unit", ["character", "segment", "turn", "transcript"])
def test_explaining_adds_up_to_the_counts(unit: str) -> None:
    whole = comparing({"t": TOY, "u": []}, unit=unit)
    for a in whole.codes:
        frame = explain(whole, a.code)
        both = frame[(frame["A"] == 1) & (frame["B"] == 1)]["units"].sum()
        neither = frame[(frame["A"] == 0) & (frame["B"] == 0)]["units"].sum()
        assert (both, neither) == (a.both, a.neither)


def test_explaining_shows_the_text_of_what_was_coded() -> None:
    frame = explain(comparing({"t": TOY}), "Y")
    assert frame[frame["B"] == 1][["start", "end", "text"]].values.tolist() == [
        [20, 40, "abcdefghij" * 2],
        [60, 65, "abcde"],
    ]
    with pytest.raises(QualcodeError):
        explain(comparing({"t": TOY}), "nowhere")


def test_groups_of_transcripts_have_the_numbers_of_a_comparison_of_their_own() -> None:
    texts = [a_text("t", 100, group="tiltak"), a_text("u", 100, group="tiltak"), a_text("v", 100)]
    marks = {"t": TOY, "u": TOY[:5], "v": TOY[3:]}
    made = [c for name, own in marks.items() for c in codings(name, own)]
    read = dict.fromkeys("tuv", "AB")
    frame = by_attribute(compare(Work(texts, made, read, "AB", book("X", "Y", "Z"))), "group")
    alone = compare(Work(texts[:2], made, read, "AB", book("X", "Y", "Z")))
    for a in alone.codes:
        row = frame[(frame["group"] == "tiltak") & (frame["code"] == a.code)].iloc[0]
        assert (row["both"], row["transcripts"]) == (a.both, 2)
        assert row["kappa"] == pytest.approx(a.measures["kappa"])
    assert set(frame["group"]) == {"", "tiltak"}


def test_notes_are_facts() -> None:
    marks = _many(6) | {"v": [("A", "Y", 0, 1), ("B", "Y", 5, 6)]}
    facts = Circumstances(threshold=0.5, after_discussion=True)
    notes = " ".join(n.en for n in notes_on(replace(comparing(marks, codes=("X", "Y")), circumstances=facts)))
    for fact in ("Fewer than 10 uses in all: Y (2)", "only the edges differ: X", "agreement, not reliability"):
        assert fact in notes
    assert "Coded in less than 5% or more than 95% of the units" in notes


@pytest.mark.parametrize(("lang", "word"), [("nb", "Krippendorffs alfa"), ("en", "Krippendorff's alpha")])
def test_methods_paragraph(lang: Lang, word: str) -> None:
    facts = Circumstances(sample="Seks ble trukket.", blind=True)
    text = methods(replace(comparing(_many(6), codes=("X",)), circumstances=facts), lang)
    assert text.startswith("Seks ble trukket. 6 ")
    assert word in text
    assert "jackknife" in text
    assert ("0," in text) is (lang == "nb")


@pytest.mark.parametrize(("under", "said"), [((0, 0), "(kodebok versjon 7)"), ((2, 2), "2)"), ((1, 3), "1–3)")])
def test_the_methods_paragraph_names_the_versions_coded_under(under: tuple[int, int], said: str) -> None:
    first, second = codings("t", TOY)[:2]
    elsewhere = first._replace(transcript="u", version=9)
    made = [first._replace(version=under[0]), second._replace(version=under[1]), elsewhere]
    whole = compare(Work([a_text("t", 100)], made, {"t": "AB"}, "AB", replace(book("X"), version=7)))
    assert said in methods(whole, "nb")


def test_themes_and_limits_of_codes() -> None:
    assert [
        a.code
        for a in comparing(
            {"t": TOY},
            codes=("X", "Y"),
        ).codes
    ] == ["X", "Y"]
    some = compare(
        Work([a_text("t", 100)], codings("t", TOY), {"t": "AB"}, "AB", book("X", "Y", "Z")), Counting(codes={"Z"})
    )
    assert [a.code for a in some.codes] == ["Z"]
    assert some.below(0.9) == ("Z",)
    assert some.below(0.1) == ()


def test_the_same_coder_at_two_times() -> None:
    made = [
        Coding("1", "t", "X", "A", 0, 10, "", created="2017-03-01T10:00:00Z"),
        Coding("2", "t", "X", "A", 5, 10, "", created="2018-03-01T10:00:00Z"),
        Coding("3", "u", "X", "A", 5, 10, "", created="2018-03-01T10:00:00Z"),
    ]
    texts, read = [a_text("t", 100), a_text("u", 100)], {"t": "A", "u": "A"}
    whole = compare(at_two_times(Work(texts, made, read, "A", book("X")), "2018-01-01"))
    assert (whole.transcripts, whole.of("X").both, whole.of("X").only[whole.coders[0]]) == (("t",), 5, 5)
    with pytest.raises(WrongUsage):
        at_two_times(Work(texts, made, read, "AB", book("X")), "2018-01-01")


def test_before_and_after() -> None:
    before, after = comparing({"t": TOY}), comparing({"t": [*TOY, ("B", "X", 50, 70)]})
    frame = change(before, after).set_index("code")
    assert frame["kappa_after"]["X"] > frame["kappa_before"]["X"]
    with pytest.raises(WrongUsage):
        change(before, comparing({"t": TOY}, unit="turn"))


def test_uses_are_counted_in_the_compared_transcripts_only() -> None:
    texts = [Transcript("both", "x" * 20), Transcript("alone", "x" * 20)]
    made = [
        Coding("", "both", "X", "A", 0, 5, ""),
        Coding("", "both", "X", "B", 0, 5, ""),
        Coding("", "alone", "X", "A", 0, 5, ""),
        Coding("", "alone", "Y", "A", 0, 5, ""),
    ]
    book = Codebook((Code("X"), Code("Y")))
    whole = compare(Work(texts, made, {"both": "AB", "alone": "A"}, "AB", book))
    assert whole.of("X").n == {"A": 1, "B": 1}
    assert not whole.of("Y").one_sided
    assert whole.basis.unfinished == 0


def test_notes_say_shares_plainly_and_names_only_to_people() -> None:
    tree = Codebook((Code("1.2_x", "Det første"), Code("Y", "Det første")))
    made = codings("t", [("A", "1.2_x", 0, 990), ("B", "1.2_x", 0, 1000), ("A", "Y", 0, 1)])
    whole = compare(Work([a_text("t", 1000)], made, {"t": "AB"}, "AB", tree))
    (skewed,) = [note for note in notes_on(whole) if note.fact == "skewed"]
    assert skewed.en.endswith(": 1.2_x (99.5%), Y (< 0.1%).")
    assert "Det første (1.2_x) (" in skewed.text("nb"), "two codes with one name are told apart by their ids"
    assert "1,2_x" not in skewed.text("nb")


def test_groups_of_three_coders_add_up() -> None:
    marks = {"t": [(c, "X", 0, 10) for c in "AB"] + [("C", "X", 5, 30)]}
    frame = by_transcript(comparing(marks, "ABC", codes=("X",)))
    row = frame.iloc[0]
    assert (row["both"], row["some"], row["only C"], row["neither"]) == (5, 5, 20, 70)
    assert row[["both", "some", "only A", "only B", "only C", "neither"]].sum() == 100


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_the_paragraph_says_one_and_many_and_rounds(lang: str) -> None:
    one = replace(comparing({"t": TOY}, codes=("X",)), circumstances=Circumstances(round="round 3", blind=True))
    many = replace(comparing(_many(6), codes=("X", "Y")), circumstances=Circumstances(sample="Seks.", round="vår"))
    said = methods(one, lang), methods(many, lang)  # type: ignore[arg-type]
    assert {"nb": "1 av 1", "nn": "1 av 1", "en": "1 of 1"}[lang] in said[0]
    assert {"nb": "1 kode (", "nn": "1 kode (", "en": "1 code ("}[lang] in said[0]
    assert {"nb": "i runde 3 med", "nn": "i runde 3 med", "en": "in round 3 with"}[lang] in said[0]
    assert {"nb": "i runden vår", "nn": "i runden vår", "en": "in round vår"}[lang] in said[1]
    assert ("jackknife" in said[0], "jackknife" in said[1]) == (False, True), "intervals are told where there are any"
    assert "α" not in methods(many, lang, coefficients=False)  # type: ignore[arg-type]
