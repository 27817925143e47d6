"""Matrix, crosstab, co-occurrence, saturation, coverage and covering sentences on the study counted by hand."""

import itertools
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.conditions import Condition
from qualcode.document import Grid, Heading, Link, Linked, Quote, Table
from qualcode.documents.matrix import matrix_behind, matrix_document
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Code, Codebook, Coding, Selection, Transcript
from qualcode.summarise.cooccur import Meeting, as_matrix, cooccurrence, together
from qualcode.summarise.coverage import coverage
from qualcode.summarise.covering import covering, sentences
from qualcode.summarise.crosstab import case_matrix, crosstab
from qualcode.summarise.excerpts import excerpt_table
from qualcode.summarise.highlights import highlights
from qualcode.summarise.matrix import cases_of, matrix_table, read_back
from qualcode.summarise.saturation import saturation
from qualcode.summarise.themes import theme_table
from qualcode.summarise.totals import groups_of

Study = tuple[list[Transcript], list[Coding], Codebook]
ALL = Selection()


@pytest.fixture
def excerpts(study: Study) -> Table:
    return excerpt_table(*study, ALL)


def rows(frame: pd.DataFrame) -> list[list[Any]]:
    return frame.to_numpy().tolist()


def test_matrix_has_every_case_and_each_passage_once(study: Study, excerpts: Table) -> None:
    cases = cases_of(groups_of(study[0], ALL, ["transcript"]))
    table = matrix_table(excerpts, study[2], ALL, cases).frame
    assert list(table.columns) == ["transcript", "samarbeid", "skjema", "ubrukt", "summary"]
    assert table["transcript"].tolist() == ["elvestad-1", "granmo-1", "lyngdalen-1", "lyngdalen-2"]
    granmo = table.iloc[1]["samarbeid"].split("\n\n")
    assert [cell[-12:] for cell in granmo] == ["[granmo-1:1]", "[granmo-1:2]"]
    assert table.iloc[3].tolist() == ["lyngdalen-2", "", "", "", ""]
    numbers = matrix_table(excerpts, study[2], ALL, ["Granmo", "Elvestad", "Lyngdalen"], "office", "codings").frame
    assert rows(numbers) == [["Elvestad", 1, 1, 0, ""], ["Granmo", 3, 1, 0, ""], ["Lyngdalen", 1, 0, 0, ""]]


def test_summaries_come_back_and_stay(study: Study, excerpts: Table) -> None:
    cases = ["Granmo", "Elvestad", "Lyngdalen"]
    table = matrix_table(
        excerpts, study[2], ALL, cases, "office", summaries={("Granmo", "skjema"): "Skjema tar tid."}
    ).frame
    table.loc[table["office"] == "Elvestad", "summary"] = " Lite møter. "
    kept = read_back(table.astype(object).where(table != "", np.nan), cases, study[2])
    assert {k: v for k, v in kept.items() if v} == {
        ("Granmo", "skjema"): "Skjema tar tid.",
        ("Elvestad", ""): "Lite møter.",
    }
    assert len(kept) == 3 * 4
    again = matrix_table(excerpts, study[2], ALL, cases, "office", summaries=kept).frame
    assert read_back(again, cases, study[2]) == kept
    with pytest.raises(QualcodeError, match="no case"):
        read_back(again, ["Granmo"], study[2])
    with pytest.raises(QualcodeError, match="no code"):
        read_back(again.rename(columns={"skjema summary": "x summary"}), cases, study[2])
    with pytest.raises(QualcodeError, match="summary"):
        read_back(excerpts.frame, cases, study[2])


def test_matrix_document_is_landscape_with_names(study: Study, excerpts: Table) -> None:
    cases = ["granmo-1", "elvestad-1"]
    document = matrix_document(matrix_table(excerpts, study[2], ALL, cases).frame, excerpts.frame, study[2], "nb")
    assert document.landscape
    assert [b.text for b in document.blocks if isinstance(b, Heading)][:2] == ["Samarbeid, Skjema, Ubrukt", "Utdragene"]
    grid = next(b for b in document.blocks if isinstance(b, Grid))
    assert list(grid.frame.columns) == ["Transkripsjon", "Samarbeid", "Skjema", "Ubrukt"]


@pytest.mark.parametrize("content", ["text", "codings"])
@pytest.mark.parametrize("case", ["transcript", "office"])
def test_every_cell_leads_to_its_passages_and_they_lead_back(
    study: Study, excerpts: Table, case: str, content: Literal["text", "codings"]
) -> None:
    cases = cases_of(groups_of(study[0], ALL, [case]))
    table = matrix_table(excerpts, study[2], ALL, cases, case, content, {}).frame
    document = matrix_document(table, excerpts.frame, study[2], "nb")
    grids = [b.frame for b in document.blocks if isinstance(b, Grid)]
    cells = {c.place: c for grid in grids for name in grid for c in grid[name] if isinstance(c, Linked)}
    quotes = {b.place: b for b in document.blocks if isinstance(b, Quote)}
    places = excerpts.frame[[case, "theme", "transcript", "start", "end"]].drop_duplicates()
    assert len(quotes) == len(places)
    links = [(place, part) for place, cell in cells.items() for part in cell.parts if isinstance(part, Link)]
    for place, link in links:
        assert quotes[link.to].back == place
        assert content == "codings" or quotes[link.to].text in str(cells[place])
        assert content == "codings" or link.text.strip("[]").replace(":", " · segment ") in quotes[link.to].source
    assert len(links) == (len(quotes) if content == "text" else len(cells))
    plain = {str(v) for name in table.columns[1:] for v in table[name] if v}
    assert {str(cell) for cell in cells.values()} == plain - {"0"}


@pytest.mark.parametrize("content", ["text", "codings"])
def test_on_paper_a_cell_has_its_most_typical_passages_shortened_and_says_how_many_more(
    make_talk: Callable[..., Transcript], make_coding: Callable[..., Coding], content: Literal["text", "codings"]
) -> None:
    said = "Vi møtes hver tirsdag, og da går vi gjennom alle familiene som noen av oss er bekymret for. " * 3
    speech = [f"{word} {said.strip()}" for word in ("Nei.", "Ja.", "Jo.")]
    granmo = make_talk("granmo-1", [("Kari", "participant", text) for text in speech], office="Granmo")
    book = Codebook((Code("a", "A"), Code("b", "B")))
    codings = [make_coding(n, granmo, "a", n) for n in (1, 2, 3)] + [make_coding(4, granmo, "b", 3)]
    excerpts = excerpt_table([granmo], codings, book, ALL)
    table = matrix_table(excerpts, book, ALL, ["Granmo"], "office", content).frame
    typical = highlights(excerpts.frame, ("office", "theme"), "nb", 2, ("typical",))
    document = matrix_document(table, excerpts.frame, book, "nb", typical=typical)
    quotes = {b.place: b for b in document.blocks if isinstance(b, Quote)}
    assert {q.text for q in quotes.values()} <= set(speech)
    assert [q.before for q in quotes.values()] == ["", "", ""]
    assert [b.count for b in document.blocks if isinstance(b, Heading) and b.level == 3] == [3, 1]
    grid = next(b.frame for b in document.blocks if isinstance(b, Grid))
    first, second = grid.iloc[0].tolist()[1:3]
    links = [part for cell in (first, second) for part in cell.parts if isinstance(part, Link)]
    assert [quotes[link.to].back for link in links] == [first.place] * (2 if content == "text" else 1) + [second.place]
    if content == "codings":
        assert (str(first), str(second)) == ("3", "1")
        return
    passages = str(first).split("\n\n")
    assert passages[-1] == "og 1 til"
    for text, link in zip(passages[:-1], links, strict=False):
        beginning = text.removesuffix(f" … {link}")
        assert 140 < len(beginning) <= 160
        assert quotes[link.to].text.startswith(f"{beginning} ")
    assert "til" not in str(second).split()


def test_what_stands_behind_the_cells_is_in_their_order(study: Study, excerpts: Table) -> None:
    table = matrix_table(excerpts, study[2], ALL, cases_of(groups_of(study[0], ALL, ["office"])), "office").frame
    behind = matrix_behind(table, excerpts.frame, study[2], "nn")
    assert behind.name == "utdrag"
    assert list(behind.table.columns)[:4] == ["office", "Tema", "Transkripsjon", "segment"]
    assert list(behind.first.values()) == sorted(behind.first.values())
    for (y, theme), first in behind.first.items():
        row = behind.table.iloc[first]
        assert (row["office"], row["Tema"]) == (table.iloc[y]["office"], study[2].by_id[theme].name)
        assert table.iloc[y][theme].startswith(row["Utdrag"])


def test_crosstab_turns_the_theme_table(study: Study, excerpts: Table) -> None:
    table = theme_table(excerpts, study[0], study[2], ALL, ("theme", "office_group"))
    assert rows(crosstab(table, study[2]).frame) == [
        ["samarbeid", "Samarbeid", 1, 4],
        ["skjema", "Skjema", 0, 2],
        ["ubrukt", "Ubrukt", 0, 0],
    ]
    assert list(crosstab(table, study[2]).columns) == ["theme", "name", "sammenligningskontor", "tiltakskontor"]
    everything = theme_table(excerpts, study[0], study[2], ALL, ("theme",))
    assert rows(crosstab(everything, study[2], "words").frame)[0] == ["samarbeid", "Samarbeid", 27]
    with pytest.raises(WrongUsage, match="share_words"):
        crosstab(table, study[2], "nonsense")


def test_case_matrix_knows_unread_from_uncoded(study: Study, excerpts: Table) -> None:
    table = case_matrix(excerpts, study[0], study[2], ALL).frame
    assert list(table.columns) == ["transcript", "office", "office_group", "round", "samarbeid", "skjema", "ubrukt"]
    assert rows(table.iloc[:, [0, 4, 5, 6]]) == [
        ["granmo-1", 1, 1, 0],
        ["elvestad-1", 1, 1, 0],
        ["lyngdalen-1", 1, 0, 0],
        ["lyngdalen-2", 0, 0, 0],
    ]
    read = case_matrix(excerpts, study[0], study[2], ALL, read=["lyngdalen-1"]).frame
    assert read["samarbeid"].isna().tolist() == [False, False, False, True]
    codes = case_matrix(excerpts, study[0], study[2], ALL, "code", "codings").frame
    assert codes[["samarbeid", "møter", "alene", "skjema"]].iloc[0].tolist() == [2, 1, 0, 1]
    words = case_matrix(excerpts, study[0], study[2], ALL, "theme", "words").frame
    assert words["samarbeid"].tolist() == [9, 9, 9, 0]


def test_an_attribute_called_like_a_code_keeps_its_column(study: Study, excerpts: Table) -> None:
    transcripts = [replace(t, attributes={"skjema": "ja"}) for t in study[0]]
    table = case_matrix(excerpt_table(transcripts, study[1], study[2], ALL), transcripts, study[2], ALL).frame
    assert list(table.columns) == ["transcript", "skjema", "samarbeid", "code_skjema", "ubrukt"]


def pairs(study: Study, **options: Any) -> list[list[Any]]:
    excerpts = excerpt_table(*study, ALL)
    return rows(
        cooccurrence(excerpts, study[0], study[2], Meeting(**options)).frame[
            ["a", "b", "together", "with_a", "with_b", "transcripts"]
        ]
    )


def test_cooccurrence_stays_within_one_coder(study: Study) -> None:
    assert pairs(study) == []
    assert pairs(study, unit="transcript") == [  # both coders used samarbeid in the one transcript
        ["samarbeid", "møter", 1, 1, 2, 1],
        ["samarbeid", "skjema", 1, 1, 2, 1],
        ["møter", "skjema", 1, 2, 2, 1],
    ]
    assert pairs(study, unit="transcript", per_coder=True) == [
        ["samarbeid", "møter", 1, 2, 2, 1],
        ["samarbeid", "skjema", 1, 2, 2, 1],
        ["møter", "skjema", 1, 2, 2, 1],
    ]


def test_cooccurrence_across_coders_and_within_a_window(study: Study) -> None:
    assert pairs(study, across_coders=True) == [["samarbeid", "møter", 1, 2, 2, 1], ["møter", "skjema", 1, 2, 2, 1]]
    assert pairs(study, across_coders=True, unit="overlap") == pairs(study, across_coders=True, unit="turn")
    assert pairs(study, level="theme", across_coders=True) == [["samarbeid", "skjema", 1, 4, 2, 1]]
    assert pairs(study, window=1) == [["samarbeid", "møter", 1, 2, 2, 1], ["møter", "skjema", 1, 2, 2, 1]]
    assert pairs(study, window=2)[1] == ["samarbeid", "skjema", 1, 2, 2, 1]
    table = cooccurrence(excerpt_table(*study, ALL), study[0], study[2], Meeting(across_coders=True)).frame
    assert table["c"].tolist() == pytest.approx([1 / 3, 1 / 3])


def test_cooccurrence_drills_down_to_what_it_counts(study: Study, excerpts: Table) -> None:
    found = together(excerpts, study[0], "samarbeid", "møter", Meeting(across_coders=True)).frame
    assert found["created"].str[8:10].tolist() == ["02", "01"]
    assert together(excerpts, study[0], "samarbeid", "møter").frame.empty
    square = as_matrix(cooccurrence(excerpts, study[0], study[2], Meeting(across_coders=True)), study[2]).frame
    assert rows(square) == [["samarbeid", 2, 1, 0], ["møter", 1, 2, 1], ["skjema", 0, 1, 2]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)  # the study never changes
@given(
    spans=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4), st.sampled_from("AB")), max_size=12),
    how=st.sampled_from([("segment", 0), ("segment", 1), ("segment", 2), ("overlap", 1), ("overlap", 2)]),
)
def test_cooccurrence_is_what_comparing_everything_finds(
    make_talk: Any, spans: list[tuple[int, int, str]], how: tuple[Any, int]
) -> None:
    unit, window = how
    transcript = make_talk("t", [("K", "participant", "ord")] * 14)
    starts = [s.start for s in transcript.segments]
    codings = [
        Coding(str(n), "t", code, "Anna", starts[first], starts[first + length - 1] + 3, "")
        for n, (first, length, code) in enumerate(spans)
    ]
    book = Codebook((Code("A"), Code("B")))
    table = cooccurrence(
        excerpt_table([transcript], codings, book, ALL), [transcript], book, Meeting(unit, window=window)
    ).frame
    covered = {c: {s for first, length, code in spans if code == c for s in range(first, first + length)} for c in "AB"}
    units = {c: [{s} for s in sorted(covered[c])] if unit == "segment" else runs(covered[c]) for c in "AB"}
    near = {
        (i, j)
        for i, a in enumerate(units["A"])
        for j, b in enumerate(units["B"])
        if min(abs(x - y) for x in a for y in b) <= window
    }
    expected = min(len({i for i, _ in near}), len({j for _, j in near}))
    assert (table["together"].tolist() or [0]) == [expected]
    assert table.empty or 0 < table["c"].iloc[0] <= 1


def runs(numbers: set[int]) -> list[set[int]]:
    """Numbers that follow each other, together."""
    grouped = itertools.groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    return [{n for _, n in group} for _, group in grouped]


def test_saturation_in_order_and_over_orders(study: Study, excerpts: Table) -> None:
    table = saturation(excerpts, study[0], study[2]).frame
    assert table["new_codes"].tolist() == [3, 0, 1, 0]
    assert table["codes_so_far"].tolist() == [3, 3, 4, 4]
    assert table["new_code_ids"].tolist() == ["samarbeid, møter, skjema", "", "alene", ""]
    used = [{"samarbeid", "møter", "skjema"}, {"møter", "skjema"}, {"alene"}, set()]
    for n in range(4):
        sizes = [len(set().union(*order[: n + 1])) for order in itertools.permutations(used)]
        assert table["expected"][n] == pytest.approx(sum(sizes) / len(sizes))
        assert min(sizes) <= table["low"][n] <= table["high"][n] <= max(sizes)
    assert table.equals(saturation(excerpts, study[0], study[2]).frame)
    assert saturation(excerpts, [], study[2]).frame.empty


def test_keywords_are_found_in_any_form(study: Study, excerpts: Table) -> None:
    book = Codebook((Code("skjema", keywords=("skjema", "hver tirsdag", "bolig")),))
    table = saturation(excerpts.at([]), study[0], book).frame
    assert table["new_keywords"].tolist() == [2, 0, 0, 0]
    assert saturation(excerpts.at([]), study[0][1:], book).frame["new_keywords"].tolist() == [1, 0, 0]


def test_coverage_tells_unread_from_uncoded(study: Study, excerpts: Table) -> None:
    table = coverage(excerpts, study[0], ALL, {"lyngdalen-2": ["Anna"]}, ["Anna", "Bjørn"], {}).frame
    told = table[
        ["transcript", "coder", "finished", "codings", "codes", "segments", "of_segments", "words", "of_words"]
    ]
    assert rows(told)[:2] == [
        ["granmo-1", "Anna", False, 3, 3, 2, 2, 18, 18],
        ["granmo-1", "Bjørn", False, 1, 1, 1, 2, 9, 18],
    ]
    assert rows(told)[-2:] == [
        ["lyngdalen-2", "Anna", True, 0, 0, 0, 1, 0, 4],
        ["lyngdalen-2", "Bjørn", False, 0, 0, 0, 1, 0, 4],
    ]
    one = coverage(excerpts, study[0], Selection(where=(Condition("office", "=", "Granmo"),)), {}, ["Anna"], {}).frame
    assert len(one) == 1
    assert one["share_words"].iloc[0] == 1.0


def test_sentences_keep_their_places() -> None:
    text = "Vi møtes kl. ti, f.eks. på tirsdag. «Er det nok?» Nei! Tre\nlinjer her …\n\nNytt avsnitt"
    found = list(sentences(text))
    assert [s for _, s in found] == [
        "Vi møtes kl. ti, f.eks. på tirsdag.",
        "«Er det nok?»",
        "Nei!",
        "Tre\nlinjer her …",
        "Nytt avsnitt",
    ]
    assert all(text[start:].startswith(s) for start, s in found)


def test_covering_sentences_are_verbatim_and_cover_more_and_more(study: Study, excerpts: Table) -> None:
    table = covering(excerpts.frame, ("theme",), "nb", n=3)
    texts = {t.name: t.text for t in study[0]}
    assert all(texts[r["transcript"]][r["start"] : r["end"]] == r["text"] for r in table.to_dict("records"))
    for _, cell in table.groupby("theme"):
        covered = cell["covered"].tolist()
        assert covered == sorted(covered)
        assert not math.isclose(covered[0], 0)
        assert covered[-1] <= 1 + 1e-9
        assert cell[["transcript", "start"]].drop_duplicates().shape[0] == len(cell)
