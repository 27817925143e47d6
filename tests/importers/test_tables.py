"""Tables of transcripts and of attributes."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qualcode.errors import QualcodeError, WrongUsage
from qualcode.importers import ReadOptions, read
from qualcode.importers.attributes import name_attributes, read_attributes
from qualcode.importers.profile import read_profile

ROWS = [
    ["id", "kontor", "svar"],
    ["R1", "Granmo", "Det viktigste: ro; og «tid»"],
    ["R2", "", "Åpent\nspørsmål, sa Øystein"],
]


def delimited(separator: str) -> bytes:
    def cell(words: str) -> str:
        return f'"{words}"' if any(c in words for c in ";,\n\t") else words

    return "\r\n".join(separator.join(map(cell, row)) for row in ROWS).encode("utf-8-sig")


def xlsx(rows: list[list[object]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.create_sheet("tom", 0)
    for row in rows:
        book["Sheet"].append(row)
    book.save(out)
    return out.getvalue()


def ods(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    body = "".join(
        "<table:table-row>"
        + "".join(
            "<table:table-cell>" + "".join(f"<text:p>{p}</text:p>" for p in cell.split("\n")) + "</table:table-cell>"
            for cell in row
        )
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in rows
    )
    filler = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet><table:table>{body}{filler}</table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


JSONL = (
    b'{"id": "R1", "kontor": "Granmo", "svar": "Det viktigste: ro; og \\u00abtid\\u00bb", "koder": ["a"]}\n'
    + '{"id": "R2", "kontor": null, "svar": "Åpent\\nspørsmål, sa Øystein"}\n'.encode()
)
TABLES = {
    "semicolon.csv": delimited(";"),
    "comma.csv": delimited(","),
    "tab.csv": delimited("\t"),
    "tab.tsv": delimited("\t"),
    "cp1252.csv": delimited(";").decode("utf-8-sig").encode("cp1252"),
    "excel.csv": b"sep=;\r\n" + delimited(";").decode("utf-8-sig").encode("cp1252"),
    "sheet.xlsx": xlsx(ROWS),  # type: ignore[arg-type]
    "sheet.ods": ods(ROWS),
    "rows.jsonl": JSONL,
    "rows.json": b"[" + JSONL.strip().replace(b"\n", b",") + b"]",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_row_is_a_transcript(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TABLES[name])
    found = list(read(tmp_path / name, ReadOptions(text_columns=("svar",), name_column="id")))
    assert [(s.name, s.text, s.attributes) for s in found] == [
        ("R1", ROWS[1][2], {"kontor": "Granmo"}),
        ("R2", ROWS[2][2], {}),
    ]
    assert found[0].origin == f"{name}, row 1"


def test_columns_are_guessed_and_rows_counted(tmp_path: Path) -> None:
    (tmp_path / "svar.csv").write_bytes(TABLES["comma.csv"])
    found = list(read(tmp_path / "svar.csv"))
    assert [(s.name, s.attributes.get("id")) for s in found] == [("R1", "R1"), ("R2", "R2")]
    assert found[0].notes == ("text column: svar guessed", "name column: id guessed")


@pytest.mark.parametrize("ids", [("R1", "r1"), ("R1", ""), ("Granmo", "Elvestad"), ("1", "2"), ("R1", "R:2")])
def test_rows_are_numbered_where_no_column_can_name_them(tmp_path: Path, ids: tuple[str, str]) -> None:
    rows = "".join(f"{id_};Et svar som er lengre enn alt annet.\n" for id_ in ids)
    (tmp_path / "svar.csv").write_text(f"id;svar\n{rows}", encoding="utf-8")
    found = list(read(tmp_path / "svar.csv"))
    assert [s.name for s in found] == ["svar-1", "svar-2"]


def test_several_text_columns_are_questions(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,godt,dårlig,rolle\n1,Alt,Intet,leder\n2,Lite,,mor\n", encoding="utf-8")
    found = list(read(tmp_path / "a.csv", ReadOptions(text_columns=("godt", "dårlig"), name_column="id")))
    assert [(s.name, s.text, s.attributes) for s in found] == [
        ("1-godt", "Alt", {"rolle": "leder", "question": "godt"}),
        ("1-dårlig", "Intet", {"rolle": "leder", "question": "dårlig"}),
        ("2-godt", "Lite", {"rolle": "mor", "question": "godt"}),
    ]


def test_what_a_table_leaves_out_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(JSONL)
    (first, _) = read(tmp_path / "a.jsonl")
    assert first.notes[0] == "columns left out (not single values): koder"
    with pytest.raises(QualcodeError, match="no column 'tekst'"):
        list(read(tmp_path / "a.jsonl", ReadOptions(text_columns=("tekst",))))


def test_numbers_and_dates_read_as_written(tmp_path: Path) -> None:
    rows: list[list[object]] = [["fil", "runde", "andel", "dato", "ja"], ["a", 2017.0, 0.5, date(2018, 5, 2), True]]
    (tmp_path / "a.xlsx").write_bytes(xlsx(rows))
    table = read_attributes(tmp_path / "a.xlsx")
    assert table.rows == {"a": {"runde": "2017", "andel": "0.5", "dato": "2018-05-02", "ja": "true"}}


@pytest.mark.parametrize("name", ["semicolon.csv", "cp1252.csv", "tab.tsv", "sheet.xlsx", "sheet.ods"])
def test_attribute_tables(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TABLES[name])
    table = read_attributes(tmp_path / name)
    assert (table.key, table.columns) == ("id", ("kontor", "svar"))
    assert table.rows["R1"]["kontor"] == "Granmo"
    assert table.for_file("R1.docx")["kontor"] == "Granmo"


def test_a_contradiction_is_refused_with_both_values(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("fil;kontor;runde\na;Granmo;\na;Granmo;2017\n", encoding="utf-8")
    assert read_attributes(path).rows == {"a": {"kontor": "Granmo", "runde": "2017"}}
    path.write_text("fil;kontor\na;Granmo\na;Solvåg\n", encoding="utf-8")
    with pytest.raises(QualcodeError, match="'a': kontor is both 'Granmo' and 'Solvåg'"):
        read_attributes(path)


def test_attributes_in_names(tmp_path: Path) -> None:
    assert name_attributes("{office}_{role}_{round}", "granmo_leder_2017") == {
        "office": "granmo",
        "role": "leder",
        "round": "2017",
    }
    assert name_attributes("{office} - {round}", "Nord-Fron - 2 b") == {"office": "Nord-Fron", "round": "2 b"}
    assert name_attributes("{office}_{role}", "granmo") is None
    for wrong in ("office", "{a}_{a}", "{}"):
        with pytest.raises(WrongUsage):
            name_attributes(wrong, "x")
    path = tmp_path / "granmo_2017.jsonl"
    path.write_text('{"t": "Hei på deg", "round": "2018"}', encoding="utf-8")
    with pytest.raises(QualcodeError, match="'2018' inside and '2017'"):
        list(read(path, ReadOptions(name_pattern="{office}_{round}", text_columns=("t",))))


def test_a_profile_is_options(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text("speaker_pattern = '(?P<speaker>\\w+)>'\ninterviewers = ['M']\n", encoding="utf-8")
    assert read_profile(path) == ReadOptions(speaker_pattern=r"(?P<speaker>\w+)>", interviewers=("M",))
    for wrong in ("speaker_pattern = '('", "x = 1", "interviewers = 'M'", "language = 3", "a ="):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(QualcodeError):
            read_profile(path)


def test_survey_passages(shared: Path) -> None:
    found = list(read(shared / "eval" / "dev.jsonl", ReadOptions(text_columns=("text",), name_column="id")))
    assert len(found) == 208
    assert set(found[0].attributes) == {"kind", "section", "office_group", "role", "informant"}


def test_rows_of_what_is_said_are_one_conversation(tmp_path: Path) -> None:
    path = tmp_path / "mai.csv"
    path.write_text(
        'timestamp,speaker,words,tags\n[00:03:43],DB:,"Hva heter du?",\n,AB:,"Jeg heter Anna.",navn\n'
        ',DB:,"Hva skriver du?",\n[00:04:28],AB:,"Dikt.",arbeid\n,,"Og jeg underviser.",arbeid\n',
        encoding="utf-8",
    )
    (source,) = read(path)
    said = [(t.speaker, t.time_start, source.text[t.start : t.end]) for t in source.turns]
    assert source.name == "mai"
    assert said == [
        ("DB", 223.0, "Hva heter du?"),
        ("AB", None, "Jeg heter Anna."),
        ("DB", None, "Hva skriver du?"),
        ("AB", 268.0, "Dikt.\nOg jeg underviser."),
    ]
    assert "columns left out: tags" in source.notes


def test_the_columns_of_a_conversation_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "alle.csv"
    path.write_text("hvor,hun,sa\nett,Kari,Hei på deg\nett,Ola,Ja\nto,Kari,Nei da\nto,Kari,Jo\n", encoding="utf-8")
    options = ReadOptions(speaker_column="hun", name_column="hvor", text_columns=("sa",))
    assert [(s.name, [t.speaker for t in s.turns]) for s in read(path, options)] == [
        ("ett", ["Kari", "Ola"]),
        ("to", ["Kari"]),
    ]


def test_two_open_questions_are_two_texts_and_empty_rows_are_told(tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text(
        "id,kjønn,hva var bra,hva var dårlig\nR01,k,Vi fikk god hjelp av dem,Det tok altfor lang tid\nR02,m,,\n"
        "R03,k,De ringte alltid tilbake til meg,Ingen visste noe om saken\n",
        encoding="utf-8",
    )
    found = list(read(path))
    assert [s.name for s in found] == [f"{r}-{q}" for r in ("R01", "R03") for q in ("hva var bra", "hva var dårlig")]
    assert found[0].attributes["question"] == "hva var bra"
    assert "1 row without an answer: R02" in found[0].notes
