from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from qualcode.conditions import Condition
from qualcode.document import Heading, Paragraph, Quote
from qualcode.documents.excerpts import excerpts_document, source_line
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Code, Codebook, Coding, Selection, Transcript
from qualcode.summarise import excerpts
from qualcode.summarise.excerpts import COLUMNS, excerpt_table, split

Study = tuple[list[Transcript], list[Coding], Codebook]


def ids(study: Study, selection: Selection) -> list[str]:
    """The selected codings, by the numbers in the study."""
    table = excerpt_table(*study, selection)
    return sorted(created[8:10].lstrip("0") for created in table["created"])


def test_columns_order_and_first_row(study: Study) -> None:
    table = excerpt_table(*study, Selection())
    assert tuple(table.columns) == (*COLUMNS, "office", "office_group", "round")
    told = list(zip(table["theme"], table["transcript"], table["segment"], table["code"], table["coder"], strict=True))
    assert told == [
        ("samarbeid", "elvestad-1", 2, "møter", "Anna"),
        ("samarbeid", "granmo-1", 1, "samarbeid", "Anna"),
        ("samarbeid", "granmo-1", 2, "samarbeid", "Bjørn"),
        ("samarbeid", "granmo-1", 2, "møter", "Anna"),
        ("samarbeid", "lyngdalen-1", 2, "alene", "Anna"),
        ("skjema", "elvestad-1", 2, "skjema", "Bjørn"),
        ("skjema", "granmo-1", 3, "skjema", "Anna"),
    ]
    first = table.frame.iloc[0]
    assert first["text"] == "Kollegene møtes sjelden, og da snakker vi om skjema."
    assert (first["code_name"], first["speaker"], first["speaker_role"]) == ("Møter", "Siv", "participant")
    assert first["office_group"] == "tiltakskontor"


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), "1234567"),
        (Selection(transcripts=("granmo*",)), "1237"),
        (Selection(where=(Condition.parse("office_group=tiltakskontor"), Condition.parse("round=2018"))), "45"),
        (Selection(speakers=("participant",)), "123456"),
        (Selection(speakers=("Kari", "Siv")), "1245"),
        (Selection(codes=("samarbeid",)), "12467"),
        (Selection(codes=("samarbeid",), exact=True), "27"),
        (Selection(coders=("Bjørn",)), "25"),
        (Selection(since=date(2018, 3, 3), until=date(2018, 3, 5)), "345"),
        (Selection(codes=("ubrukt",)), ""),
    ],
)
def test_the_selection_decides(study: Study, selection: Selection, expected: str) -> None:
    assert "".join(ids(study, selection)) == expected


def test_unknown_code_is_refused_also_when_nothing_is_coded(study: Study) -> None:
    with pytest.raises(QualcodeError, match="skjem"):
        excerpt_table(study[0], [], study[2], Selection(codes=("skjem",)))


def test_lost_anchors_are_left_out(study: Study) -> None:
    transcripts, codings, book = study
    codings = [codings[0]._replace(anchor="lost"), *codings[1:]]
    table = excerpt_table(transcripts, codings, book, Selection())
    assert len(table) == 6


def test_no_codings_give_an_empty_table_with_all_columns(study: Study) -> None:
    table = excerpt_table(study[0], [], study[2], Selection())
    assert list(table.columns)[-3:] == ["office", "office_group", "round"]
    document = excerpts_document(table.frame, study[2], ("theme", "office_group"))
    assert document.blocks == [Paragraph("Ingen utdrag i dette utvalget.")]


def test_an_attribute_called_like_a_column_is_renamed(make_talk: Callable[..., Transcript], study: Study) -> None:
    transcript = make_talk("x", [("A", "participant", "Ja.")], text="fri", office="Granmo")
    table = excerpt_table([transcript], [], study[2], Selection())
    assert list(table.columns)[-2:] == ["attribute_text", "office"]


def test_document_has_a_heading_per_level_with_counts(study: Study) -> None:
    table = excerpt_table(*study, Selection())
    document = excerpts_document(table.frame, study[2], ("theme", "office_group", "round"), "nb")
    headings = [(b.level, b.text, b.count) for b in document.blocks if isinstance(b, Heading)]
    assert headings == [
        (1, "Samarbeid", 5),
        (2, "sammenligningskontor", 1),
        (3, "2017", 1),
        (2, "tiltakskontor", 4),
        (3, "2017", 3),
        (3, "2018", 1),
        (1, "Skjema", 2),
        (2, "tiltakskontor", 2),
        (3, "2017", 1),
        (3, "2018", 1),
    ]
    assert document.blocks[1] == Paragraph("Samarbeid på huset.", "note")


def test_a_shared_passage_stands_once_and_names_all(study: Study) -> None:
    table = excerpt_table(*study, Selection(transcripts=("granmo-1",), codes=("samarbeid",)))
    document = excerpts_document(table.frame, study[2], ("theme",), "nb")
    quotes = [b for b in document.blocks if isinstance(b, Quote)]
    assert [q.source for q in quotes] == [
        "granmo-1 · segment 1 · Intervjuer (intervjuer) · Granmo · tiltakskontor · 2017 · kodet av Anna",
        "granmo-1 · segment 2 · Kari · Granmo · tiltakskontor · 2017 · Møter · kodet av Bjørn og Anna",
    ]
    assert quotes[1].memo == "se feltnotat"
    assert Paragraph("3 kodinger i 1 transkripsjon, 2 ulike utdrag", "note") in document.blocks
    english = excerpts_document(table.frame, study[2], ("theme",), "en", context=True)
    assert Paragraph("3 codings in 1 transcript, 2 different excerpts", "note") in english.blocks
    first = next(b for b in english.blocks if isinstance(b, Quote))
    assert (first.before, first.after[:5]) == ("Intervjuer:", "Kari:")


def test_by_what_is_no_group_is_wrong_usage(study: Study) -> None:
    table = excerpt_table(*study, Selection())
    for name in ("nonsense", "text", "start"):
        with pytest.raises(WrongUsage, match="office_group"):
            excerpts_document(table.frame, study[2], ("theme", name))


def test_split_gives_a_file_name_per_part(study: Study) -> None:
    transcripts, codings, book = study
    strange = replace(transcripts[0], attributes={"office": "../Gran mo/æ", "office_group": ""})
    table = excerpt_table([strange, *transcripts[1:]], codings, book, Selection())
    parts = dict(split(table.frame, ("office",), book))
    assert list(parts) == ["Gran_mo_æ", "Elvestad", "Lyngdalen"]
    assert sum(map(len, parts.values())) == 7
    assert list(dict(split(table.frame, ("theme", "office_group"), book)))[:2] == [
        "samarbeid-sammenligningskontor",
        "samarbeid-tiltakskontor",
    ]


def test_numbers_sort_by_size_and_empty_last(study: Study) -> None:
    values = ["10", "9", "", "abc"]
    assert sorted(values, key=lambda v: excerpts.value_order("x", v, study[2])) == ["9", "10", "abc", ""]
    assert excerpts.value_name("runde", "1", study[2], "nb") == "runde 1"
    assert excerpts.value_name("runde", "", study[2], "nb") == "uten runde"
    assert excerpts.value_name("runde", "2017", study[2], "nb") == "2017"


def test_a_source_says_nothing_twice() -> None:
    row = {
        "transcript": "R01",
        "segment": 1,
        "speaker": "Koordinator",
        "speaker_role": "participant",
        "code": "a",
        "theme": "a",
    }
    row |= {"respondent": "R01", "office": "Granmo", "role": "koordinator", "round": ""}
    assert source_line([row], Codebook((Code("a"),)), "nb") == "R01 · segment 1 · Koordinator · Granmo"
    named = row | {"speaker": "R01", "speaker_role": "interviewer"}
    told = source_line([named], Codebook((Code("a"),)), "nb")
    assert told == "R01 · segment 1 · intervjuer · Granmo · koordinator"
