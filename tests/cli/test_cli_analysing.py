"""The analyses through the command line, on two short interviews whose numbers were counted by hand."""

import json
from pathlib import Path

import openpyxl
import pytest


@pytest.fixture
def coded(begun):
    """Anna: internt on granmo:2, økonomi on granmo:2 and granmo:4, samarbeid on lyngdalen:2. Both finished."""
    begun("tag", "granmo:2", "internt", "økonomi")
    begun("tag", "granmo:4", "økonomi")
    begun("tag", "lyngdalen:2", "samarbeid")
    begun("finish", "*")
    return begun


def rows(cli, *args):
    done = cli(*args, "--format", "json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_matrix_has_a_row_per_case_and_a_column_per_theme(coded):
    found = rows(coded, "matrix", "--case", "office", "--counts")
    assert [(r["office"], r["samarbeid"], r["økonomi"]) for r in found] == [("Granmo", 1, 2), ("Lyngdalen", 1, 0)]
    cells = rows(coded, "matrix")
    assert cells[0]["økonomi"].startswith("Vi har teammøte hver tirsdag.")
    assert "[granmo:4]" in cells[0]["økonomi"]


def test_summaries_written_in_the_matrix_are_kept_and_come_again(coded, tmp_path: Path):
    assert coded("matrix", "--case", "office", "--summaries", "-o", "m.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("økonomi summary") + 1, "Husleia tar alt.")
    book.save(tmp_path / "m.xlsx")
    assert "kept 1" in coded("matrix", "--read-back", "m.xlsx").err
    assert "kept 0" in coded("matrix", "--read-back", "m.xlsx").err
    (granmo, _) = rows(coded, "matrix", "--case", "office")
    assert granmo["økonomi summary"] == "Husleia tar alt."
    coded("undo")
    assert "økonomi summary" not in rows(coded, "matrix", "--case", "office")[0]


def test_the_matrix_on_paper_shows_some_and_in_html_all(coded, tmp_path: Path):
    from docx import Document

    def told(*more: str) -> str:
        assert coded("matrix", "--case", "office", *more, "-o", "m.docx").code == 0
        file = Document(str(tmp_path / "m.docx"))
        return "\n".join([p.text for p in file.paragraphs] + [c.text for t in file.tables for c in t._cells])

    assert "og 1 til" in told("--excerpts", "1")
    assert "og 1 til" not in told("--excerpts", "2")
    whole = told("--excerpts", "0")
    assert "forkortet" not in whole
    assert "med ordene rundt" in whole
    assert coded("matrix", "--case", "office", "-o", "m.html").code == 0
    assert "med ordene rundt" in (tmp_path / "m.html").read_text(encoding="utf-8")


def test_contrast_refuses_what_has_no_base(coded):
    found = {r["theme"]: r for r in rows(coded, "contrast", "--by", "office_group")}
    money = found["økonomi"]
    assert (money["share_a"], money["share_b"], money["p"]) == (1.0, 0.0, None)
    assert "1 against 1" in money["reason"]
    assert coded("contrast", "--by", "nonsense").code == 2
    assert coded("contrast", "--by", "office_group", "--words").code == 1


def test_contrast_lines_show_the_word_in_its_place(coded):
    found = rows(coded, "contrast", "--by", "office_group", "--lines", "penge")
    assert [(r["transcript"], r["segment"], r["word"]) for r in found] == [("granmo", 4, "Pengene")]


def test_cooccurrence_counts_segments_and_finds_the_excerpts(coded):
    (pair,) = rows(coded, "cooccur", "--level", "code")
    assert (pair["a"], pair["b"], pair["together"], pair["with_a"], pair["with_b"]) == ("internt", "økonomi", 1, 1, 2)
    assert pair["c"] == pytest.approx(1 / (1 + 2 - 1))
    found = rows(coded, "cooccur", "--level", "code", "--pair", "internt", "økonomi")
    assert [(r["code"], r["segment"]) for r in found] == [("internt", 2), ("økonomi", 2)]
    assert coded("cooccur", "--pair", "internt", "nonsense").code == 1


def test_codes_of_two_coders_meet_only_when_asked(coded):
    coded("tag", "granmo:4", "samarbeid", "--coder", "Berit")
    assert len(rows(coded, "cooccur")) == 1
    found = {(r["a"], r["b"]): r["together"] for r in rows(coded, "cooccur", "--across-coders")}
    assert found == {("samarbeid", "økonomi"): 2}


@pytest.mark.parametrize("command", [("cooccur",), ("saturation",)])
@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_pictures_are_the_same_each_time(coded, tmp_path: Path, command, ending):
    file = tmp_path / f"p.{ending}"
    assert coded(*command, "--picture", file, "-q").code == 0
    first = file.read_bytes()
    assert coded(*command, "--picture", file, "-q").code == 0
    assert file.read_bytes() == first
    assert coded(*command, "--picture", "p.gif").code == 2


def test_saturation_in_the_order_of_collection(coded):
    found = rows(coded, "saturation", "--level", "code")
    assert [(r["transcript"], r["new_codes"], r["codes_so_far"]) for r in found] == [
        ("granmo", 2, 2),
        ("lyngdalen", 1, 3),
    ]
    turned = rows(coded, "saturation", "--level", "code", "--order", "office_group")
    assert [r["transcript"] for r in turned] == ["granmo", "lyngdalen"]


def test_coverage_tells_unread_from_uncoded(coded):
    coded("tag", "granmo:6", "økonomi", "--coder", "Berit")
    found = {(r["transcript"], r["coder"]): (r["finished"], r["codings"]) for r in rows(coded, "coverage")}
    assert found["granmo", "Anna"][1] == 3
    assert found["lyngdalen", "Berit"][1] == 0
    assert found["granmo", "Anna"][0] != found["granmo", "Berit"][0]


def test_crosstab_and_case_matrix(coded):
    found = {r["theme"]: r for r in rows(coded, "crosstab", "--by", "office_group")}
    assert (found["økonomi"]["sammenligningskontor"], found["økonomi"]["tiltakskontor"]) == (2, 0)
    cases = {r["transcript"]: r for r in rows(coded, "crosstab", "--cases")}
    assert (cases["granmo"]["samarbeid"], cases["granmo"]["økonomi"]) == (1, 1)
    assert (cases["lyngdalen"]["samarbeid"], cases["lyngdalen"]["økonomi"]) == (1, 0)
    assert coded("crosstab").code == 2
    assert coded("crosstab", "--by", "office", "--measure", "nonsense").code == 2


def test_an_extractive_chapter_quotes_and_invents_nothing(coded, tmp_path: Path):
    assert coded("themes", "--extractive", "-o", "t.md").code == 0
    text = (tmp_path / "t.md").read_text(encoding="utf-8")
    spoken = json.loads(coded("transcripts", "show", "granmo", "--format", "json").out)["text"]
    spoken += json.loads(coded("transcripts", "show", "lyngdalen", "--format", "json").out)["text"]
    quoted = [line[2:] for line in text.splitlines() if line.startswith("> ") and not line.startswith("> —")]
    assert quoted
    assert all(line.replace("\\", "") in spoken for line in quoted)


@pytest.mark.parametrize(
    "command",
    [
        ("themes", "--by", "office_group"),
        ("matrix",),
        ("cooccur",),
        ("saturation",),
        ("coverage",),
        ("crosstab", "--cases"),
        ("excerpts",),
        ("search", "husleie"),
    ],
)
def test_what_no_transcript_has_is_refused_and_an_empty_selection_is_none(coded, command):
    for wrong, told in (
        (("--speaker", "Karri"), "no speaker or role 'Karri'\n  Did you mean Kari"),
        (("--where", "kommune=Bodø"), "no attribute 'kommune'"),
        (("--where", "office=Bodø"), "no value of office 'Bodø'"),
        (("--by-coder", "Berit"), "no coder 'Berit'"),
        (("--code", "samarbeit"), "Did you mean samarbeid"),
    ):
        done = coded(*command, *wrong)
        assert (done.code, done.out) == (1, ""), wrong
        assert told.split("\n")[0] in done.err
        assert told.split("\n")[-1].strip() in done.err
    for empty in (("--since", "2099-01-01"), ("--until", "2000-01-01")):
        for form in ("table", "csv", "json", "jsonl", "md", "html", "docx", "xlsx"):
            assert coded(*command, *empty, "--format", form, "-o", f"x.{form}").code == 0, (empty, form)


@pytest.mark.parametrize(
    ("command", "title", "columns"),
    [
        (("search", "teammøte"), "Søk", ["Transkripsjon", "Segment", "Stemme", "Før", "Treff", "Etter"]),
        (("coverage",), "Hvem som har lest og kodet", ["Transkripsjon", "Koder", "Lest ferdig", "Segmenter ikke lest"]),
        (("crosstab", "--by", "office_group"), "Kodinger: office_group", ["Tema", "sammenligningskontor"]),
        (("crosstab", "--by", "office", "--level", "code"), "Kodinger: office", ["Kode", "Granmo"]),
    ],
)
def test_tables_to_read_are_in_the_projects_language_and_those_for_programs_are_not(coded, command, title, columns):
    lines = [line for line in coded(*command, "--format", "md").out.splitlines() if line]
    assert lines[0] == f"# {title}"
    head = next(line for line in lines if line.startswith("| "))
    assert [cell.strip() for cell in head.strip("|").split("|")][: len(columns)] == columns
    assert columns[0].casefold() not in coded(*command, "--format", "csv").out.splitlines()[0].split(",")


def test_nothing_together_is_said_in_words(coded):
    told = coded("cooccur", "--transcript", "lyngdalen", "--format", "md").out
    assert "Ingen koder står sammen i dette utvalget." in told
    assert "|" not in told


def test_documents_say_what_nobody_has_finished(begun):
    begun("tag", "granmo:2", "internt")
    said = "1 av 2 utvalgte transkripsjoner er ikke lest ferdig"
    for command in (("themes",), ("themes", "--code", "økonomi"), ("saturation",)):
        done = begun(*command, "--format", "md")
        assert said in done.out
        assert "1 of 2 selected transcripts is not finished" in done.err
    assert begun("contrast", "--by", "office_group").code == 1  # only one group has been read
    begun("finish", "*")
    assert "ikke lest ferdig" not in begun("themes", "--format", "md").out


def test_one_layer_is_read_of_what_several_finished(begun):
    for coder, place in (("Anna", "granmo:2"), ("Berit", "granmo:4")):
        begun("tag", place, "økonomi", "--coder", coder)
        begun("finish", "*", "--coder", coder)
    coders = lambda *more: [r["coder"] for r in rows(begun, "excerpts", *more)]  # noqa: E731
    assert coders() == ["Anna"]
    assert coders("--all-coders") == ["Anna", "Berit"]
    assert coders("--by-coder", "Berit") == ["Berit"]
    told = begun("themes", "--format", "json")
    assert "2 transcripts were finished by several coders, and are read as Anna coded them." in told.err
    assert "read as Anna coded them" in json.loads(told.out)[0]["notes"]
    assert "added up" in begun("themes", "--all-coders").err


def test_the_saturation_document_names_the_codes(coded):
    coded("codebook", "edit", "økonomi", "--name", "Penger og gjeld")
    lines = coded("saturation", "--format", "md").out.splitlines()
    assert "Penger og gjeld" in next(line for line in lines if line.startswith("| 1 |"))
    assert coded("saturation", "--format", "json").out.count('"samarbeid, økonomi"') == 1


def test_an_order_that_no_transcript_has_is_refused(coded):
    done = coded("saturation", "--order", "dato")
    assert done.code == 1
    assert done.err.startswith("qualcode: no attribute 'dato'")
