import csv
import io
import json
import math
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from PIL import Image

from qualcode.document import (
    Behind,
    Block,
    Document,
    Grid,
    Heading,
    Link,
    Linked,
    Output,
    Paragraph,
    Picture,
    Provenance,
    Quote,
)
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.render import CONTENT_FORMATS, FORMATS, format_of, write
from qualcode.render.formats import FORMAT_BY_ENDING
from qualcode.render.markdown import escape
from qualcode.render.table import draw
from qualcode.render.values import visible
from qualcode.render.xlsx import CELL_LIMIT
from qualcode.text.formula_guard import guard, unguard

SPEECH = st.text(st.characters(codec="utf-8"), max_size=60) | st.text("aæ1 *_`#-+.)(\\[]<>&;|~!:='\"\n\t", max_size=20)


def test_every_ending_has_a_format() -> None:
    assert set(FORMAT_BY_ENDING.values()) == set(FORMATS)
    assert len(FORMAT_BY_ENDING) == sum(len(form.endings) for form in FORMATS.values())
    assert format_of(Path("a/b.DOCX")) == "docx"
    with pytest.raises(WrongUsage, match=r"\.csv"):
        format_of(Path("b.doc"))


def test_write_is_whole_or_not_at_all(output: Output, tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    write(output, target)
    assert len(json.loads(target.read_text("utf-8"))) == 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.json", "x.json-metadata.json"]
    with pytest.raises(QualcodeError, match="could not be written"):
        write(output, tmp_path / "nowhere" / "x.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(QualcodeError, match="could not be written"):
        write(output, tmp_path / "folder.json")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.json", "x.json", "x.json-metadata.json"]


@given(SPEECH)
def test_unguard_gives_back_every_cell(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(tuple("=+-@\t\r"))


def test_csv_for_programs(output: Output) -> None:
    content = FORMATS["csv"].printed(output)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    assert [unguard(r["text"]) for r in rows] == output.table["text"].tolist()
    assert rows[0]["text"].startswith("'=1+1")
    assert [r["share"] for r in rows] == ["0.25", "", "-0.5"]
    assert pd.read_csv(io.BytesIO(content))["share"].sum() == -0.25


def test_csv_for_a_norwegian_spreadsheet(output: Output) -> None:
    content = FORMATS["csv"].filed(output)
    assert content.startswith(b"\xef\xbb\xbftheme;text;number;share\r\n")
    frame = pd.read_csv(io.BytesIO(content), sep=";", decimal=",", encoding="utf-8-sig")
    assert frame["share"].tolist()[0] == 0.25
    assert frame["theme"].tolist() == ["språk", "økonomi", "økonomi"]


def test_json_rows_and_data(output: Output) -> None:
    rows = json.loads(FORMATS["json"].printed(output))
    assert rows[1]["share"] is None
    assert rows[0]["number"] == 1
    assert "språk" in FORMATS["json"].printed(output).decode()
    lines = FORMATS["jsonl"].printed(output).decode().splitlines()
    assert [json.loads(line) for line in lines] == rows
    data = Output(
        pd.DataFrame(), data={"kappa": float("nan"), "alpha": math.inf, "codes": [{"n": 3}], "set": {"b", "a"}}
    )
    expected = {"kappa": None, "alpha": None, "codes": [{"n": 3}], "set": ["a", "b"]}
    assert json.loads(FORMATS["json"].printed(data)) == expected
    assert FORMATS["json"].printed(Output(pd.DataFrame({"a": []}))) == b"[]\n"


def test_xlsx_keeps_text_as_text(output: Output) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].printed(output)))
    sheet, about = book["tabell"], book["om"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D4"
    assert sheet["B2"].value == "=1+1 sa hun; «ærlig talt», 'ja'"
    assert sheet["B2"].data_type == "s"
    assert sheet["B3"].value == "- Nei.\nIkke ␋ i det hele tatt <b>nå</b> & da"
    assert sheet["B3"].alignment.wrap_text
    assert sheet["D3"].value is None
    assert {row[0].value: row[1].value for row in about.iter_rows()}["Kodere"] == "Anna, Bjørn"


def test_xlsx_says_when_a_cell_was_too_long() -> None:
    output = Output(pd.DataFrame({"text": ["a" * CELL_LIMIT, "b" * (CELL_LIMIT + 1), "😀" * 20_000]}))
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].printed(output)))["tabell"]
    assert sheet["A2"].value == "a" * CELL_LIMIT
    assert sheet["A3"].value.endswith(f"{CELL_LIMIT + 1 - (CELL_LIMIT - 60) // 2} characters cut]")
    assert sheet["A4"].value.endswith(" … [3647 characters cut]")


def test_docx_has_real_styles_and_a_first_page(output: Output) -> None:
    file = docx.Document(io.BytesIO(FORMATS["docx"].printed(output)))
    told = [(p.style.name, p.text) for p in file.paragraphs if p.style]
    assert told[0] == ("Title", "Utdrag")
    assert ("Fact", "Prosjekt:\tPrøveprosjekt") in told
    assert ("Heading 1", "Språk & kultur (2)") in told
    assert ("Heading 2", "tiltakskontor (2)") in told
    assert ("Quote", "1. Vi snakker\nnorsk_her.\n\nOg <mer>.") in told
    assert ("Quote", "Alt koster.␁") in told
    assert ("Quote Source", "granmo · segment 3 · Kari") in told
    properties = file.tables[0].rows[0]._tr.trPr
    assert properties is not None
    assert properties.find(f"{{{file.element.nsmap['w']}}}tblHeader") is not None
    assert [c.text for c in file.tables[0].rows[1].cells] == ["tiltakskontor", "3", "0,25"]
    assert 'w:val="nb-NO"' in file.styles.element.xml
    assert "PAGE" in file.sections[0].footer._element.xml
    assert (file.core_properties.title, file.core_properties.author) == ("Utdrag", "")


def test_docx_contents_lead_to_the_headings(output: Output) -> None:
    xml = docx.Document(io.BytesIO(FORMATS["docx"].printed(output))).element
    ns = {"w": xml.nsmap["w"]}
    anchors = xml.xpath("//w:hyperlink/@w:anchor")
    assert anchors == [b.get(f"{{{ns['w']}}}name") for b in xml.xpath("//w:bookmarkStart")]
    assert len(anchors) == 3


def test_html_is_whole_and_escaped(output: Output) -> None:
    page = FORMATS["html"].printed(output).decode()
    soup = BeautifulSoup(page, "lxml")
    assert soup.html is not None
    assert soup.html["lang"] == "nb"
    assert not soup.find_all(["script", "link", "img", "iframe"])
    assert "http://" not in page
    assert "https://" not in page
    targets = {str(a["href"])[1:] for a in soup.select("nav a")}
    assert targets == {str(h["id"]) for h in soup.select("main h2, main h3")}
    assert [q.get_text() for q in soup.select(".quote blockquote p:not(.around)")] == [
        "1. Vi snakker\nnorsk_her.\n\nOg <mer>.",
        "Alt koster.␁",
    ]
    cells = soup.select("tbody th, tbody td")
    assert [cell.get_text() for cell in cells] == [
        "tiltakskontor",
        "3",
        "0,25",
        "a|b",
        "0",
        "–",
    ]


@settings(deadline=None, max_examples=500)
@given(st.lists(SPEECH, min_size=1, max_size=4))
def test_markdown_shows_the_words_it_was_given(lines: list[str]) -> None:
    words = [" ".join(visible(line).split()) for line in lines]
    shown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    soup = BeautifulSoup(shown.render("\n\n".join(escape(w) for w in words if w)), "html.parser")
    assert [p.get_text() for p in soup.find_all(True, recursive=False)] == [w for w in words if w]


@settings(deadline=None, max_examples=300)
@given(SPEECH)
def test_markdown_tables_keep_their_cells(cell: str) -> None:
    grid = Document("", [Grid(pd.DataFrame({"a": [cell], "b": ["x"]}))])
    text = FORMATS["md"].printed(Output(pd.DataFrame(), document=lambda: grid)).decode()
    soup = BeautifulSoup(MarkdownIt("commonmark", {"html": True}).enable("table").render(text), "html.parser")
    for line_break in soup.find_all("br"):
        line_break.replace_with(" ")
    got = [" ".join(td.get_text().split()) for td in soup.find_all("td")]
    assert got == [" ".join(visible(cell).split()), "x"]


@settings(deadline=None, max_examples=50)
@given(SPEECH, SPEECH, SPEECH)
def test_no_text_breaks_a_format(title: str, text: str, cell: str) -> None:
    blocks: list[Block] = [
        Heading(1, title, 1),
        Paragraph(text),
        Quote(text, cell, text, text, cell),
        Grid(pd.DataFrame({cell: [text]})),
    ]
    output = Output(
        pd.DataFrame({"c": [cell, text]}),
        Provenance(title, text, selection=cell),
        lambda: Document(title, blocks, "en"),
    )
    for writer in (FORMATS[name].filed for name in CONTENT_FORMATS):
        assert writer(output)


def test_table_never_cuts_and_has_no_escape_codes() -> None:
    long = "Vi sitter jo rett ved siden av hverandre, så det går greit å stikke bort og spørre om det meste."
    names = [f"column_number_{n}" for n in range(9)]
    frame = pd.DataFrame([["koordinatorrollen_2017", 1234, long, 0.5, True, *"abcd"]], columns=names)
    text = draw(Output(frame), width=60)
    assert "\x1b" not in text
    assert all(name in text for name in names)
    assert all(piece in text for piece in ("koordinatorrollen_2017", "1234", "0.50", "yes"))
    assert "\x1b[1m" in draw(Output(frame), width=60, colour=True)
    assert "column_number_3" not in draw(Output(frame, brief=["column_number_0"]))


def test_decimals_belong_to_a_column() -> None:
    frame = pd.DataFrame({"a": [0.5, 0.25], "b": [0.012, 0.5], "c": [12.34, 100.0], "d": [1.0, 2.0]})
    text = FORMATS["md"].printed(Output(frame, lang="nb")).decode()
    assert "| 0,50 | 0,012 | 12,3 | 1 |" in text


def test_picture_stands_in_every_document() -> None:
    svg = '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg xmlns="http://www.w3.org/2000/svg"><text>æ</text></svg>'
    file = io.BytesIO()
    Image.new("L", (100, 100)).save(file, "png")
    block = Picture({"svg": svg.encode(), "png": file.getvalue()}.__getitem__, "Figur 1: 3 av 11", "Søyler")
    output = Output(pd.DataFrame(), document=lambda: Document("Bilde", [block]))
    assert "<text>æ</text></svg>" in FORMATS["html"].printed(output).decode()
    assert "<!DOCTYPE" not in FORMATS["html"].printed(output).decode()
    assert "Figur 1: 3 av 11" in FORMATS["md"].printed(output).decode()
    word = docx.Document(io.BytesIO(FORMATS["docx"].printed(output)))
    assert len(word.inline_shapes) == 1
    assert [p.text for p in word.paragraphs][-1] == "Figur 1: 3 av 11"


def test_a_picture_is_a_file_of_its_own(output: Output, tmp_path: Path) -> None:
    asked: list[tuple[str, ...]] = []

    def save(*told: str) -> bytes:
        asked.append(told)
        return b"drawn"

    write(replace(output, picture=lambda: Picture(save, "3 av 11", "Søyler")), tmp_path / "x.PDF")
    assert (tmp_path / "x.PDF").read_bytes() == b"drawn"
    assert asked[0][:2] == ("pdf", "3 av 11")
    assert "Kommando: qualcode excerpts --by theme" in asked[0][2]
    with pytest.raises(WrongUsage, match="no picture"):
        write(output, tmp_path / "y.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["x.PDF"]


CELL = Linked(("Vi | møtes. ", Link("[granmo:3]", "p1")), "c0_1")
LINKED = Document(
    "Matrise",
    [
        Grid(
            pd.DataFrame({"Kontor": ["Granmo"], "Tema": [Linked(("Vi | møtes. ", Link("[granmo:3]", "p1")), "c0_1")]})
        ),
        Quote("Vi | møtes.", "granmo · segment 3", place="p1", back="c0_1"),
    ],
    landscape=True,
)


def test_a_page_has_names_for_all_its_tables_and_heads_for_their_rows() -> None:
    numbers = pd.DataFrame({"": ["Ord"], "tiltakskontor": ["3"]})
    blocks: list[Block] = [
        Heading(1, "Bolig"),
        Grid(numbers),
        Grid(numbers),
        Heading(1, "Helse"),
        Grid(numbers, "Tall"),
    ]
    page = FORMATS["html"].printed(Output(pd.DataFrame(), document=lambda: Document("Temaer", blocks)))
    soup = BeautifulSoup(page, "lxml")
    assert [box["aria-label"] for box in soup.select("[role=region]")] == ["Bolig", "Bolig (2)", "Tall"]
    assert [(th["scope"], th.get_text()) for th in soup.select("th")] == [("col", "tiltakskontor"), ("row", "Ord")] * 3


def test_links_lead_to_places_in_every_document() -> None:
    output = Output(pd.DataFrame(), document=lambda: LINKED)
    soup = BeautifulSoup(FORMATS["html"].printed(output), "lxml")
    assert [a["href"] for a in soup.select("td a, .back")] == ["#p1", "#c0_1"]
    assert [e["id"] for e in soup.select("td[id], figure[id]")] == ["c0_1", "p1"]
    xml = docx.Document(io.BytesIO(FORMATS["docx"].printed(output))).element
    assert xml.xpath("//w:hyperlink/@w:anchor") == ["p1", "c0_1"]
    assert xml.xpath("//w:bookmarkStart/@w:name") == ["c0_1", "p1"]
    assert len(set(xml.xpath("//w:bookmarkStart/@w:id"))) == 2
    text = FORMATS["md"].printed(output).decode()
    shown = BeautifulSoup(MarkdownIt("commonmark", {"html": True}).enable("table").render(text), "html.parser")
    assert [a["href"] for a in shown.select("a[href]")] == ["#p1", "#c0_1"]
    assert [a["id"] for a in shown.select("a[id]")] == ["c0_1", "p1"]
    assert "Vi | møtes. [granmo:3]" in shown.get_text()


def test_cells_of_a_spreadsheet_lead_to_what_they_stand_for_and_back() -> None:
    table = pd.DataFrame({"kontor": ["Granmo", "Solvåg"], "a": ["=1+1", ""], "b": [2, 1]})
    rows = pd.DataFrame({"Kontor": ["Granmo", "Granmo", "Granmo", "Solvåg"], "Utdrag": ["=1+1", "x", "y", "z"]})
    behind = Behind("utdrag", rows, {(0, "a"): 0, (0, "b"): 1, (1, "b"): 3})
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].printed(Output(table, behind=lambda: behind))))
    assert [sheet.freeze_panes for sheet in book] == ["B2", "A2", None]
    assert book.sheetnames == ["tabell", "utdrag", "om"]
    first, second = book["tabell"], book["utdrag"]
    lead = {c.coordinate: c.hyperlink.location for row in first.iter_rows() for c in row if c.hyperlink}
    assert lead == {"B2": "'utdrag'!A2", "C2": "'utdrag'!A3", "C3": "'utdrag'!A5"}
    back = [link.location for y in range(2, 6) if (link := second.cell(y, 1).hyperlink)]
    assert back == ["'tabell'!B2", "'tabell'!C2", "'tabell'!C2", "'tabell'!C3"]
    assert (first["B2"].value, first["B2"].data_type, first["C2"].value) == ("=1+1", "s", 2)
    assert (second["B2"].value, second["B2"].data_type) == ("=1+1", "s")


def test_columns_to_fill_in_offer_their_words() -> None:
    output = Output(pd.DataFrame({"id": ["a", "b"], "decision": ["", ""]}), choices={"decision": ("A", "B", "both")})
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].printed(output)))["tabell"]
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("B2:B3", '"A,B,both"')


def test_a_tall_picture_fits_its_page() -> None:
    png = io.BytesIO()
    Image.new("L", (100, 400)).save(png, "png")
    tall = Document("", [Picture(lambda _: png.getvalue(), "caption", "words")], landscape=True)
    made = docx.Document(io.BytesIO(FORMATS["docx"].printed(Output(pd.DataFrame(), document=lambda: tall))))
    section, shape = made.sections[0], made.inline_shapes[0]
    margins = (section.top_margin or 0) + (section.bottom_margin or 0)
    assert shape.height < (section.page_height or 0) - margins
    assert shape.height / shape.width == pytest.approx(4, rel=0.01)


def test_a_table_file_has_its_origin_beside_it(output: Output, tmp_path: Path) -> None:
    write(replace(output, lang="nb"), tmp_path / "språk.csv")
    told = json.loads((tmp_path / "språk.csv-metadata.json").read_text("utf-8"))
    assert told["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "nb"}]
    assert told["url"] == "språk.csv"
    assert told["dc:title"] == "Utdrag"
    facts = {name: value for name, value in told.items() if name.startswith("dc:") and name != "dc:title"}
    assert list(facts.values()) == [value for _, value in output.provenance.facts("nb")]
    names = [column["titles"] for column in told["tableSchema"]["columns"]]
    types = [column["datatype"] for column in told["tableSchema"]["columns"]]
    read = pd.read_csv(tmp_path / told["url"], sep=told["dialect"]["delimiter"], encoding="utf-8-sig", decimal=",")
    assert read.columns.tolist() == names
    assert types == ["string", "string", "integer", {"base": "decimal", "format": {"decimalChar": ","}}]
    assert read["share"].tolist()[0] == 0.25
    for name in ("x.json", "x.jsonl"):
        write(output, tmp_path / name)
        assert json.loads((tmp_path / f"{name}-metadata.json").read_text("utf-8"))["dc:date"] == "2018-03-05"
    for name in ("x.xlsx", "x.docx", "x.html", "x.md", "x.txt"):
        write(output, tmp_path / name)
    assert len(list(tmp_path.iterdir())) == 6 + 5


def test_a_columns_name_is_guarded_as_its_cells_are() -> None:
    named = Output(pd.DataFrame({"=1+1": ["a"], "kontor": ["-x"]}))
    assert FORMATS["csv"].printed(named).decode() == "'=1+1,kontor\na,'-x\n"


@pytest.mark.parametrize(("chapters", "shown"), [(12, 2), (13, 1)])
def test_the_contents_of_a_docx_show_two_levels_where_they_have_room(chapters: int, shown: int) -> None:
    """Chapters of one part each, with one part below that: 36 headings fit on a page, 39 do not."""
    levels = [Heading(level, f"{n}.{level}") for n in range(chapters) for level in (1, 2, 3)]
    made = FORMATS["docx"].printed(Output(pd.DataFrame(), document=lambda: Document("Temaer", levels)))
    named = [(p, str(p.style.name).casefold()) for p in docx.Document(io.BytesIO(made)).paragraphs if p.style]
    lines = [p for p, style in named if style.startswith("toc ")]
    assert {style for _, style in named if style.startswith("toc ")} == {f"toc {n}" for n in range(1, shown + 1)}
    assert len(lines) == chapters * shown
    assert f'TOC \\o "1-{shown}"' in lines[0]._p.xml
