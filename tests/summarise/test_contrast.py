import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from qualcode.document import Grid, Heading, Paragraph, Picture
from qualcode.documents.contrast import contrast_document
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Code, Codebook, Coding, Selection, Transcript
from qualcode.summarise.concordance import concordance, log_odds, word_table
from qualcode.summarise.contrast import COLUMNS, Groups, contrast_table
from qualcode.summarise.differences import Unit, independent, paired
from qualcode.summarise.excerpts import excerpt_table

Study = tuple[list[Transcript], list[Coding], Codebook]
POINTS = "Difference, percentage points"


@pytest.fixture
def offices(make_talk: Any, make_coding: Any) -> Study:
    """Four and four offices, an interview each; `a` in all of one group and one of the other, `b` in one each."""
    transcripts, codings = [], []
    for n in range(8):
        group = "tiltak" if n < 4 else "sammenligning"
        spoken = "Vi møtes til et fast møte hver tirsdag." if n < 4 else "Skjemaet skal fylles ut alene på kvelden."
        lines = [("K", "participant", spoken)] * 3
        transcripts.append(
            make_talk(f"t{n}", lines, office=f"O{n}", office_group=group, round="2017", informant=f"K{n}")
        )
        codings += [make_coding(n + 1, transcripts[-1], "a", 1 + i) for i in range(3) if n < 5]
        codings += [make_coding(n + 1, transcripts[-1], "b", 1)] if n in (0, 7) else []
    return transcripts, codings, Codebook((Code("a"), Code("b")), language="nb")


def test_contrast_counts_offices(offices: Study) -> None:
    excerpts = excerpt_table(*offices, Selection())
    table = contrast_table(excerpts, offices[0], offices[2], Selection(), Groups(("office_group",))).frame
    assert tuple(table.columns) == COLUMNS
    first = table.iloc[0]
    assert (first["theme"], first["group_a"], first["group_b"]) == ("a", "sammenligning", "tiltak")
    told = ["offices_a", "of_offices_a", "offices_b", "of_offices_b", "share_a", "share_b", "difference"]
    assert first[told].tolist() == [1, 4, 4, 4, 0.25, 1.0, -0.75]
    expected = independent([Unit([x]) for x in (0, 0, 0, 1)], [Unit([1])] * 4).p or 0
    assert first["p"] == pytest.approx(expected)
    assert table["p_holm"].tolist() == pytest.approx([2 * expected, 1.0])
    assert (first["design"], first["df"], first["left_out"]) == ("independent by office", 3, 0)
    words = contrast_table(excerpts, offices[0], offices[2], Selection(), Groups(("office_group",), "words")).frame
    assert words.iloc[1][["share_a", "share_b"]].tolist() == pytest.approx([1 / 12, 1 / 12])


def test_contrast_of_rounds_pairs_informants(make_talk: Any, make_coding: Any) -> None:
    transcripts, codings = [], []
    for n in range(7):
        for year in ("2017", "2018"):
            who = {"office": f"O{n % 6}", "round": year, "informant": f"K{n}"}
            transcripts.append(make_talk(f"t{n}-{year}", [("K", "participant", "Vi har fått tid.")], **who))
            if year == "2018" or n == 6:
                codings.append(make_coding(n + 1, transcripts[-1], "tid", 1))
    transcripts.append(
        make_talk("gone", [("K", "participant", "Jeg slutter.")], office="O0", round="2017", informant="K9")
    )
    book = Codebook((Code("tid"),))
    excerpts = excerpt_table(transcripts, codings, book, Selection())
    row = contrast_table(excerpts, transcripts, book, Selection(), Groups(("round",))).frame.iloc[0]
    # K6 of O0 changes nothing and K0 of O0 does, so that office's difference is -1/2; those of the other five are -1.
    assert row["difference"] == pytest.approx(-(0.5 + 5) / 6)
    assert row["design"] == "paired by informant"
    pairs = [(Unit([0, 1]), Unit([1, 1])), *[(Unit([0]), Unit([1]))] * 5]
    assert row["p"] == pytest.approx(paired(pairs).p)
    assert (row["offices_a"], row["of_offices_a"], row["offices_b"]) == (1, 6, 6)
    assert (row["pairs"], row["left_out"]) == (7, 1)  # K9 was interviewed once


def test_groups_that_share_offices_but_nobody_are_paired_by_office(make_talk: Any, make_coding: Any) -> None:
    transcripts, codings = [], []
    for n in range(6):
        for role in ("leder", "koordinator"):
            who = {"office": f"O{n}", "role": role, "informant": f"{role}{n}"}
            transcripts.append(make_talk(f"{role}-{n}", [("K", "participant", "Vi har fått tid.")], **who))
            codings += [make_coding(n + 1, transcripts[-1], "tid", 1)] * (role == "leder")
    transcripts.append(make_talk("alene", [("K", "participant", "Vi.")], office="O7", role="leder", informant="L7"))
    book = Codebook((Code("tid"),))
    excerpts = excerpt_table(transcripts, codings, book, Selection())
    row = contrast_table(excerpts, transcripts, book, Selection(), Groups(("role",))).frame.iloc[0]
    assert (row["group_a"], row["share_a"], row["share_b"], row["pairs"]) == ("koordinator", 0.0, 1.0, 6)
    assert (row["of_offices_a"], row["of_offices_b"], row["design"]) == (6, 6, "paired by office")
    assert row["p"] == pytest.approx(paired([(Unit([0]), Unit([1]))] * 6).p)
    document = contrast_document(pd.DataFrame([row]), None, book, Groups(("role",)), "nb")
    told = " ".join(b.text for b in document.blocks if isinstance(b, Paragraph))
    assert "Sammenlignet i par etter kontor: 6 er med i begge gruppene, og bare de teller her." in told
    assert "1 transkripsjon" in told


def test_contrast_refuses_without_a_base(offices: Study) -> None:
    excerpts = excerpt_table(*offices, Selection())
    with pytest.raises(QualcodeError, match="two groups"):
        contrast_table(excerpts, offices[0], offices[2], Selection(), Groups(("round",)))
    with pytest.raises(QualcodeError, match="no finished transcript says its kommune"):
        contrast_table(excerpts, offices[0], offices[2], Selection(), Groups(("office_group",), unit="kommune"))
    with pytest.raises(WrongUsage):
        contrast_table(excerpts, offices[0], offices[2], Selection(), Groups(("text",)))


def test_log_odds_by_hand() -> None:
    odds, z = log_odds(10, 100, 2, 100, 3, 50)
    expected = math.log(13 / (150 - 13)) - math.log(5 / (150 - 5))
    assert odds == pytest.approx(expected)
    assert z == pytest.approx(expected / math.sqrt(1 / 13 + 1 / 5))


def test_words_that_set_groups_apart(offices: Study) -> None:
    transcripts, codings, book = offices
    codings = [c for c in codings if c.code == "a"]
    extra = [
        Coding(f"x{n}", t.name, "a", "B", t.turns[0].start, t.turns[2].end, "") for n, t in enumerate(transcripts[4:])
    ]
    excerpts = excerpt_table(transcripts, [*codings, *extra], book, Selection())
    table = word_table(excerpts, transcripts, Selection(), "office_group", "nb")
    tiltak = table[table["group"] == "tiltak"]
    # møtes, til, et, fast, møte, hver, tirsdag: 12 times each; vi møtes and møte are two lemmas or one, the counts tell
    assert {"fast", "tirsdag"} <= set(tiltak["lemma"])
    assert tiltak[tiltak["lemma"] == "tirsdag"][["count", "of_words", "transcripts", "count_against"]].iloc[
        0
    ].tolist() == [
        12,
        96,
        4,
        0,
    ]
    assert (table["z"] > 0).all()
    assert "skjema" in set(table.loc[table["group"] == "sammenligning", "lemma"])
    short = excerpt_table(transcripts, codings, book, Selection())
    empty = word_table(short, transcripts, Selection(), "office_group", "nb")
    assert empty.empty
    assert empty.attrs["left_out"] == [("a", "sammenligning"), ("a", "tiltak")]


def test_names_are_no_words_that_set_groups_apart(make_talk: Any, make_coding: Any) -> None:
    """Torill stands inside sentences only with a capital, Åse is a speaker, NAV an abbreviation, Møtet begins one."""
    spoken = "Møtet holdt Torill. Åse og vi andre på NAV sa «Familie» og alle så. Siv er som en siv i vinden. " * 3
    transcripts, codings = [], []
    for n in range(4):
        said = spoken if n < 2 else "Skjemaet skal fylles ut alene på kvelden av hver enkelt ansatt hos oss. " * 5
        group = "tiltak" if n < 2 else "sammenligning"
        transcripts.append(make_talk(f"t{n}", [("Åse", "participant", said)], office="Møtet", office_group=group))
        codings.append(make_coding(n + 1, transcripts[-1], "a", 1))
    excerpts = excerpt_table(transcripts, codings, Codebook((Code("a"),)), Selection())
    table = word_table(excerpts, transcripts, Selection(), "office_group", "nb", n=50)
    told = set(table.loc[table["group"] == "tiltak", "lemma"])
    assert {"nav", "familie", "siv"} <= told
    assert not told & {"torill", "åse"}
    moved = [replace(t, attributes={"office_group": t.attributes["office_group"]}) for t in transcripts]
    without = excerpt_table(moved, codings, Codebook((Code("a"),)), Selection())
    later = word_table(without, moved, Selection(), "office_group", "nb", n=50)
    assert {"møte"} <= set(later["lemma"])
    assert "møte" not in told


def test_function_words_stand_for_themselves(make_talk: Any, make_coding: Any) -> None:
    """simplemma takes `var`, the past tense of being, for a form of `vare`, goods."""
    talk = make_talk("t", [("K", "participant", "Det var varer i butikken, og en vare var dyr.")])
    excerpts = excerpt_table([talk], [make_coding(1, talk, "a", 1)], Codebook((Code("a"),)), Selection())
    assert concordance(excerpts, "vare", "nb")["word"] == ["varer", "vare"]
    assert concordance(excerpts, "var", "nb")["word"] == ["var", "var"]


def test_concordance_finds_forms_once_with_their_places(study: Study) -> None:
    transcripts, codings, book = study
    lines = concordance(excerpt_table(transcripts, codings, book, Selection()), "skjema", "nb", width=20).frame
    assert list(zip(lines["transcript"], lines["word"], strict=True)) == [
        ("elvestad-1", "skjema"),
        ("granmo-1", "Skjemaet"),
    ]
    texts = {t.name: t.text for t in transcripts}
    assert [texts[r["transcript"]][r["start"] : r["end"]] for r in lines.to_dict("records")] == ["skjema", "Skjemaet"]
    assert lines["right"].tolist()[1] == "tar for lang tid, o"
    assert isinstance(lines, pd.DataFrame)


def test_contrast_as_a_text(offices: Study) -> None:
    transcripts, codings, book = offices
    extra = [
        Coding(f"x{n}", t.name, "a", "B", t.turns[0].start, t.turns[2].end, "") for n, t in enumerate(transcripts[4:])
    ]
    excerpts = excerpt_table(transcripts, [*codings, *extra], book, Selection())
    words = word_table(excerpts, transcripts, Selection(), "office_group", "nb")
    table = contrast_table(excerpts, transcripts, book, Selection(), Groups(("office_group",))).frame
    document = contrast_document(table, words, book, Groups(("office_group",)), "en")
    grids = [b.frame for b in document.blocks if isinstance(b, Grid)]
    assert grids[0].columns.tolist() == ["Theme", "sammenligning", "tiltak", POINTS, "95% interval", "p", "p (Holm)"]
    assert grids[0].iloc[1].tolist()[:4] == ["b", "25% (1 of 4 offices)", "25% (1 of 4 offices)", "0"]
    assert [b.text for b in document.blocks if isinstance(b, Heading)][:2] == [
        "sammenligning against tiltak",
        "Words that set the groups apart",
    ]
    dots = next(b for b in document.blocks if isinstance(b, Picture))
    assert "sammenligning and tiltak" in dots.caption
    first = table.iloc[0]
    told = [f"{100 * first[side]:z.0f}" for side in ("difference", "low", "high")]
    assert f"{first['name']} {told[0]} ({told[1]} to {told[2]})" in dots.caption
    assert grids[1].columns.tolist()[0] == "Theme"
    row = words.iloc[0]
    assert f"{row['lemma']} {row['count']}:{row['count_against']}" in grids[1].iloc[0].tolist()[1:][0]


def test_without_a_base_the_text_says_so_and_shows_the_numbers(study: Study) -> None:
    excerpts = excerpt_table(*study, Selection())
    table = contrast_table(excerpts, study[0], study[2], Selection(), Groups(("office_group",))).frame
    document = contrast_document(table, None, study[2], Groups(("office_group",)), "nb")
    grid = next(b for b in document.blocks if isinstance(b, Grid)).frame
    assert grid.columns.tolist() == ["Tema", "sammenligningskontor", "tiltakskontor", "Forskjell, prosentpoeng"]
    assert grid.iloc[0].tolist() == [
        "Samarbeid",
        "50\xa0% (1 av 1 kontor)",
        "100\xa0% (2 av 2 kontorer)",
        "−50",
    ]
    told = " ".join(b.text for b in document.blocks if isinstance(b, Paragraph))
    assert "Ingen test: med 1 mot 2 observasjoner" in told
    assert "p-verdien" not in told
    other = contrast_document(table, None, study[2], Groups(("office_group",), "words", "kommune"), "nb")
    assert other.blocks[0] == Paragraph(
        "Én observasjon per kommune: andelen av ordene der temaet er kodet. Gruppens tall er gjennomsnittet over "
        "observasjonene, og en som er intervjuet to ganger, er én stemme.",
        "note",
    )
    grid = next(b for b in other.blocks if isinstance(b, Grid)).frame
    assert grid.iloc[0].tolist()[1:3] == ["50\xa0% (1 av 1)", "100\xa0% (2 av 2)"]
