import math
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from qualcode.document import Grid, Heading, Paragraph, Quote
from qualcode.documents.cautions import notes_on
from qualcode.documents.themes import themes_document
from qualcode.model import Codebook, Coding, Selection, Transcript, Turn
from qualcode.summarise.excerpts import excerpt_table
from qualcode.summarise.highlights import centre, cosine, highlights, tf_idf, unit
from qualcode.summarise.themes import theme_table
from qualcode.summarise.totals import groups_of, union

Study = tuple[list[Transcript], list[Coding], Codebook]
COUNTS = [
    "codings",
    "transcripts",
    "of_transcripts",
    "speakers",
    "of_speakers",
    "offices",
    "of_offices",
    "words",
    "of_words",
]


def table(study: Study, *by: str, selection: Selection = Selection()) -> Any:  # noqa: B008  frozen
    transcripts, codings, book = study
    excerpts = excerpt_table(transcripts, codings, book, selection, context=0)
    return theme_table(excerpts, transcripts, book, selection, by).frame


def rows(frame: Any, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in frame[list(columns)].to_numpy().tolist()]


def test_counts_by_theme_and_group(study: Study) -> None:
    """Counted by hand: 9 words a speech, Per's second interview 4, nobody has read it."""
    frame = table(study, "theme", "office_group")
    assert rows(frame, "theme", "office_group", *COUNTS) == [
        ("samarbeid", "sammenligningskontor", 1, 1, 2, 1, 2, 1, 1, 9, 13),
        ("samarbeid", "tiltakskontor", 4, 2, 2, 2, 3, 2, 2, 18, 27),
        ("skjema", "sammenligningskontor", 0, 0, 2, 0, 2, 0, 1, 0, 13),
        ("skjema", "tiltakskontor", 2, 2, 2, 2, 3, 2, 2, 18, 27),
        ("ubrukt", "sammenligningskontor", 0, 0, 2, 0, 2, 0, 1, 0, 13),
        ("ubrukt", "tiltakskontor", 0, 0, 2, 0, 3, 0, 2, 0, 27),
    ]
    assert rows(frame, "share_transcripts", "share_words", "per_1000_words")[:2] == [
        (0.5, pytest.approx(9 / 13), pytest.approx(1000 / 13)),
        (1.0, pytest.approx(18 / 27), pytest.approx(4000 / 27)),
    ]


def test_without_groups_there_is_one_row_a_theme(study: Study) -> None:
    frame = table(study, "theme")
    assert rows(frame, "theme", *COUNTS)[0] == ("samarbeid", 5, 3, 4, 3, 5, 3, 3, 27, 40)


def test_codes_themselves_and_coders(study: Study) -> None:
    frame = table(study, "theme", "code")
    assert rows(frame, "theme", "code", "codings")[:4] == [
        ("samarbeid", "samarbeid", 2),
        ("samarbeid", "møter", 2),
        ("samarbeid", "alene", 1),
        ("skjema", "skjema", 1 + 1),
    ]
    frame = table(study, "theme", "coder")
    assert rows(frame, "theme", "coder", "codings", "of_words")[:2] == [
        ("samarbeid", "Anna", 4, 40),
        ("samarbeid", "Bjørn", 1, 40),
    ]


def test_speakers_as_groups(study: Study) -> None:
    frame = table(study, "theme", "speaker_role")
    assert rows(frame, "theme", "speaker_role", "codings", "words", "of_words")[:2] == [
        ("samarbeid", "interviewer", 1, 0, 0),
        ("samarbeid", "participant", 4, 27, 40),
    ]
    assert math.isnan(frame["share_words"][0])


def test_the_selection_makes_the_denominators(study: Study) -> None:
    frame = table(study, "theme", selection=Selection(speakers=("Kari", "interviewer"), codes=("samarbeid",)))
    assert rows(frame, "theme", *COUNTS) == [("samarbeid", 3, 1, 4, 1, 5, 1, 3, 15, 33)]
    frame = table(study, "code", selection=Selection(codes=("alene",), exact=True))
    assert rows(frame, "code", "codings") == [("alene", 1)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)  # the study never changes
@given(data=st.data())
def test_splitting_a_coding_changes_only_the_number_of_codings(study: Study, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(study[1]) - 1))
    coding = study[1][n]
    cut = data.draw(st.integers(coding.start + 1, coding.end - 1))
    halves = [coding._replace(end=cut), coding._replace(id="new", start=cut)]
    split = (study[0], [*study[1][:n], *halves, *study[1][n + 1 :]], study[2])
    for by in (("theme", "office_group"), ("code", "speaker_role")):
        before, after = table(study, *by), table(split, *by)
        assert after["codings"].sum() == before["codings"].sum() + 1
        invariant = [c for c in before.columns if c not in ("codings", "per_1000_words")]
        assert after[invariant].equals(before[invariant])


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple)))
def test_union_covers_the_same_places_without_overlap(spans: list[tuple[int, int]]) -> None:
    joined = union(spans)
    covered = {i for start, end in spans for i in range(start, end)}
    assert covered == {i for start, end in joined for i in range(start, end)}
    assert all(a[1] < b[0] for a, b in pairwise(joined))


def test_a_word_belongs_to_the_span_in_which_it_begins(study: Study) -> None:
    group = groups_of(study[0], Selection(), ())[()]
    turn = study[0][0].turns[1]
    assert group.words_in("granmo-1", [(turn.start, turn.start + 1), (turn.start + 1, turn.start + 4)]) == 2
    assert group.words_in("granmo-1", [(turn.start + 1, turn.start + 2)]) == 0
    assert group.words_in("unknown", [(0, 9)]) == 0


@given(
    pieces=st.lists(st.text("aø. \n\u00a0", max_size=12), min_size=1, max_size=4),
    spans=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted).map(tuple), max_size=4),
)
def test_words_in_spans_are_those_whose_first_letter_stands_there(
    pieces: list[str], spans: list[tuple[int, int]]
) -> None:
    turns, text = [], ""
    for n, piece in enumerate(pieces, start=1):
        if piece:
            turns.append(Turn(n, len(text), len(text) + len(piece), "Kari", "participant"))
        text += piece
    group = groups_of([Transcript("t", text, tuple(turns))], Selection(), ())[()]
    begin = [m.start() for turn in turns for m in re.compile(r"\S+").finditer(text, turn.start, turn.end)]
    assert group.words == len(begin)
    assert group.words_in("t", spans) == len({b for b in begin for start, end in spans if start <= b < end})


def test_a_heading_is_nobodys_speech_but_an_answer_without_names_is_somebodys(study: Study) -> None:
    heading = Turn(3, 20, 30, None, None)
    kari = Transcript("a", "Kari: Vi møtes ofte.\nDel to her", (Turn(1, 6, 20, "Kari", "participant"), heading))
    answer = Transcript("b", "Vi møtes aldri.", (Turn(1, 0, 15, None, None),))
    group = groups_of([kari, answer], Selection(), ())[()]
    assert (group.words, group.speakers) == (6, {("a", "Kari"), ("b", "")})
    assert groups_of([kari], Selection(speakers=("Kari",)), ())[()].words == 3


TEXTS = ["Vi møtes hver tirsdag", "Vi møtte barna på tirsdag", "Skjemaet er langt", ""]


def test_tf_idf_and_cosine_as_scikit_learn_has_them() -> None:
    """The same numbers as TfidfVectorizer once its constant 1 in the idf is taken away."""
    ours = tf_idf(TEXTS, "xx")  # no dictionary: words are their own lemmas
    theirs = TfidfVectorizer(sublinear_tf=True, norm=None, analyzer=lambda text: text.lower().split())
    weights = theirs.fit_transform(TEXTS).toarray() * (theirs.idf_ - 1) / theirs.idf_
    names = theirs.get_feature_names_out()
    for mine, row in zip(ours, weights, strict=True):
        length = math.sqrt((row**2).sum()) or 1
        assert {k: v for k, v in mine.items() if v} == pytest.approx(
            {name: x / length for name, x in zip(names, row, strict=True) if x}
        )
    middle = centre(ours[:2])
    assert cosine(middle, middle) == pytest.approx(1)
    assert cosine(ours[0], ours[2]) == 0


def test_lemmas_bring_forms_together() -> None:
    first, second, _ = tf_idf(["Vi snakker om barnet", "De snakket om barna", "Skjemaet er langt"], "nb")
    assert cosine(first, second) > 0.3


@given(st.dictionaries(st.sampled_from("abc"), st.floats(-5, 5)))
def test_unit_has_length_one_or_stays(vector: dict[str, float]) -> None:
    length = math.sqrt(sum(x * x for x in unit(vector).values()))
    assert length == pytest.approx(1) or not any(abs(x) > 1e-150 for x in vector.values())


def test_highlights_hear_each_voice_once_and_never_overlap(study: Study, make_talk: Any, make_coding: Any) -> None:
    same = "Vi har faste møter om familiene på huset hver tirsdag formiddag."
    kari = make_talk(
        "a", [("Kari", "participant", same), ("Kari", "participant", same), ("Ola", "participant", f"Nja, {same}")]
    )
    siv = make_talk(
        "b",
        [
            ("Siv", "participant", "Økonomien er det verste, og den snakker jo ingen om her."),
            ("Siv", "participant", "Ja."),
        ],
    )
    codings = [
        make_coding(n, t, "samarbeid", s)
        for n, (t, s) in enumerate([(kari, 1), (kari, 2), (kari, 3), (siv, 1), (siv, 2)], 1)
    ]
    codings += [
        make_coding(9, kari, "møter", 1, "Bjørn"),
        codings[0]._replace(id="part", coder="Bjørn", end=codings[0].end - 5),
    ]
    excerpts = excerpt_table([kari, siv], codings, study[2], Selection())
    chosen = highlights(excerpts.frame, ("theme",), "nb", n=4)
    assert Counter(chosen["chosen"]) == {"typical": 4, "differing": 4, "longest": 4}
    typical = chosen[chosen["chosen"] == "typical"]
    assert set(typical["speaker"][:3]) == {"Kari", "Ola", "Siv"}
    assert typical["speaker"].iloc[3] == "Kari"
    differing = chosen[chosen["chosen"] == "differing"]
    assert differing["text"].iloc[0].startswith("Økonomien")
    longest = chosen[chosen["chosen"] == "longest"]
    assert rows(longest, "speaker", "score") == [("Ola", 12), ("Kari", 11), ("Siv", 11), ("Kari", 11)]
    places = rows(typical, "transcript", "start", "end")
    assert len({(t, s) for t, s, _ in places}) == 4


def test_document_has_a_chapter_per_used_theme(study: Study) -> None:
    transcripts, codings, book = study
    excerpts = excerpt_table(transcripts, codings, book, Selection())
    by = ("theme", "office_group")
    frame = theme_table(excerpts, transcripts, book, Selection(), by).frame
    document = themes_document(frame, highlights(excerpts.frame, by, "nb"), excerpts.frame, book, "nb")
    chapters = [(b.text, b.count) for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    assert chapters == [("Oversikt", None), ("Samarbeid", 5), ("Skjema", 2)]
    grids = [b.frame for b in document.blocks if isinstance(b, Grid)]
    assert grids[0].to_numpy().tolist() == [
        ["Samarbeid", "1 av 2", "2 av 2"],
        ["Skjema", "0 av 2", "2 av 2"],
        ["Ubrukt", "0 av 2", "0 av 2"],
    ]
    assert grids[1].columns.tolist() == ["", "sammenligningskontor", "tiltakskontor"]
    told = dict(zip(grids[1][""], grids[1]["tiltakskontor"], strict=True))
    expected = {
        "Kodinger": "4",
        "Transkripsjoner": "2 av 2 (100\xa0%)",
        "Stemmer": "2 av 3",
        "Kontorer": "2 av 2",
    }
    assert {name: told[name] for name in expected} == expected
    assert told["Ord"] == "18"
    assert grids[2].columns.tolist() == ["Kode", "sammenligningskontor", "tiltakskontor"]
    assert grids[2].to_numpy().tolist() == [
        ["temaet selv", "0 av 2", "1 av 2 (2 kodinger)"],
        ["Møter", "0 av 2", "2 av 2 (2 kodinger)"],
        ["Alene", "1 av 2 (1 koding)", "0 av 2"],
    ]
    assert Paragraph("Møter: Faste møter. Tas med: Teammøter.", "note") in document.blocks
    texts = {t.quote(s) for t in transcripts for s in t.segments}
    assert {b.text for b in document.blocks if isinstance(b, Quote)} <= texts


def test_a_document_of_some_codes_tells_of_no_others(study: Study) -> None:
    transcripts, codings, book = study
    selection = Selection(codes=("alene", "skjema"), coders=("Anna",))
    excerpts = excerpt_table(transcripts, codings, book, selection)
    frame = theme_table(excerpts, transcripts, book, selection).frame
    chosen = highlights(excerpts.frame, ("theme",), "nb")
    document = themes_document(frame, chosen, excerpts.frame, book, "nb", codes=selection.code_ids(book))
    grids = [b.frame for b in document.blocks if isinstance(b, Grid)]
    assert grids[2].to_numpy().tolist() == [["Alene", "1 av 4 (1 koding)"]]


def test_many_groups_stand_in_several_grids(study: Study) -> None:
    transcripts, codings, book = study
    many = [replace(t, name=f"{t.name}{n}", attributes={"n": f"g{n}"}) for n in range(7) for t in transcripts]
    moved = [c._replace(id=f"{c.id}{n}", transcript=f"{c.transcript}{n}") for n in range(7) for c in codings]
    excerpts = excerpt_table(many, moved, book, Selection())
    frame = theme_table(excerpts, many, book, Selection(), ("theme", "n")).frame
    document = themes_document(frame, highlights(excerpts.frame, ("theme", "n"), "nb"), excerpts.frame, book, "nb")
    grids = [b.frame for b in document.blocks if isinstance(b, Grid)]
    assert [g.columns.tolist() for g in grids[:2]] == [["Tema", "g0", "g1", "g2", "g3", "g4", "g5"], ["Tema", "g6"]]
    assert grids[1].iloc[0].tolist() == ["Samarbeid", "3 av 4"]
    longer = frame.assign(n=["sammenligningskontor " + n for n in frame["n"]])
    document = themes_document(longer, highlights(excerpts.frame, ("theme",), "nb"), excerpts.frame, book, "nb")
    assert [g.frame.shape[1] for g in document.blocks if isinstance(g, Grid)][:3] == [4, 4, 2]


def test_who_read_and_coded_is_said_where_it_matters() -> None:
    unread, layer, pooled = notes_on("abcd", "abc", {"a": "Anna", "b": "Anna"}, pooled=("Anna", "Bjørn"))
    assert unread.text("nb") == (
        "1 av 4 utvalgte transkripsjoner er ikke lest ferdig, og er holdt utenfor andeler, tester og rekkefølger."
    )
    assert layer.text("en") == "2 transcripts were finished by several coders, and are read as Anna coded them."
    assert "Anna og Bjørn" in pooled.text("nn")
    assert notes_on("ab", "ab", {}) == ()
    (coded,) = notes_on("a", "a", {}, by_coding=True)
    assert "coded count as read" in coded.text("en")


def test_unread_is_missing_and_not_empty(study: Study) -> None:
    transcripts, codings, book = study
    excerpts = excerpt_table(transcripts, codings, book, Selection())
    read = {t.name for t in transcripts} - {"elvestad-1", "lyngdalen-2"}
    frame = theme_table(excerpts, transcripts, book, Selection(), ("theme", "office_group"), read).frame
    of_group = frame[(frame["theme"] == "samarbeid") & (frame["office_group"] == "tiltakskontor")].iloc[0]
    told = ["codings", "transcripts", "of_transcripts", "offices", "of_offices", "of_words", "per_1000_words"]
    assert of_group[told].tolist() == [4, 1, 1, 1, 1, 18, pytest.approx(3000 / 18)]
    nobody = theme_table(excerpts, transcripts, book, Selection(), ("theme", "office_group"), set()).frame
    assert nobody["share_transcripts"].isna().all()
    assert nobody["codings"].sum() == 7
