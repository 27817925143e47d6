import csv
import io
import json
from pathlib import Path

import pytest

COLUMNS = (
    "theme code code_name transcript segment start end speaker speaker_role text context_before context_after"
    " coder memo origin created office office_group round"
).split()


@pytest.fixture
def coded(begun):
    """Three codings by Anna: two on collaboration at different offices, one on money."""
    begun("tag", "granmo:2", "internt")
    begun("tag", "lyngdalen:2", "samarbeid")
    begun("tag", "granmo:4", "økonomi")
    return begun


def rows(cli, *args):
    return json.loads(cli("excerpts", *args, "--format", "json").out)


def test_rows_have_the_public_columns_in_order(coded):
    found = rows(coded)
    assert list(found[0]) == COLUMNS
    assert [(r["theme"], r["code"], r["transcript"], r["segment"], r["speaker"]) for r in found] == [
        ("samarbeid", "internt", "granmo", 2, "Kari"),
        ("samarbeid", "samarbeid", "lyngdalen", 2, "O"),
        ("økonomi", "økonomi", "granmo", 4, "Kari"),
    ]


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (("--code", "samarbeid"), ["internt", "samarbeid"]),
        (("--code", "samarbeid", "--exact"), ["samarbeid"]),
        (("--where", "office=granmo"), ["internt", "økonomi"]),
        (("--where", "office!=granmo"), ["samarbeid"]),
        (("--where", "office~ran"), ["internt", "økonomi"]),
        (("--transcript", "lyng*"), ["samarbeid"]),
        (("--speaker", "Kari"), ["internt", "økonomi"]),
        (("--speaker", "interviewer"), []),
        (("--by-coder", "Anna"), ["internt", "samarbeid", "økonomi"]),
        (("--since", "2100-01-01"), []),
    ],
)
def test_the_selection_is_honoured(coded, options, codes):
    assert [r["code"] for r in rows(coded, *options)] == codes


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--by", "nonsense"), 2),
        (("--by-coder", "Nobody"), 1),
        (("--code", "nonsense"), 1),
        (("--where", "nonsense"), 2),
        (("--split",), 2),
        (("-o", "nowhere/x.csv"), 1),
        (("-o", "x.pdf"), 2),
    ],
)
def test_wrong_requests(coded, options, code):
    done = coded("excerpts", *options)
    assert done.code == code
    assert len(done.err[done.err.index("qualcode: ") :].strip().splitlines()) <= 2


@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx", "md", "html", "jsonl", "json"])
def test_every_format_is_written_and_written_the_same_again(coded, tmp_path: Path, ending: str):
    file = tmp_path / f"e.{ending}"
    assert coded("excerpts", "--by", "theme", "--by", "office_group", "-o", file).code == 0
    first = file.read_bytes()
    assert coded("excerpts", "--by", "theme", "--by", "office_group", "-o", file).code == 0
    assert file.read_bytes() == first
    assert not list(tmp_path.glob("*.part"))


def test_csv_on_stdout_is_for_programs(coded):
    found = list(csv.DictReader(io.StringIO(coded("excerpts", "--format", "csv").out)))
    assert [r["text"] for r in found if r["code"] == "økonomi"] == [
        "Husleia er verst. Pengene er borte den tjuende, ikke sant."
    ]


def test_a_document_has_a_heading_per_theme_and_group(coded, tmp_path: Path):
    coded("excerpts", "--by", "theme", "--by", "office_group", "-o", "e.md")
    text = (tmp_path / "e.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("#")]
    assert any("Samarbeid" in line and "2" in line for line in lines)
    assert sum("tiltakskontor" in line for line in lines) == 1
    assert sum("sammenligningskontor" in line for line in lines) == 2
    assert "Vi har teammøte hver tirsdag." in text
    assert "qualcode excerpts --by theme --by office_group" in text


def test_split_writes_a_file_per_theme_and_group(coded, tmp_path: Path):
    assert coded("excerpts", "--by", "theme", "--by", "office", "--split", "-o", "out", "--format", "md").code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "samarbeid-Granmo.md",
        "samarbeid-Lyngdalen.md",
        "økonomi-Granmo.md",
    ]


def test_headings_in_english(coded, tmp_path: Path):
    coded("excerpts", "-o", "nb.md")
    coded("excerpts", "-o", "en.md", "--lang", "en")
    assert "Utdrag" in (tmp_path / "nb.md").read_text(encoding="utf-8")
    assert "Excerpts" in (tmp_path / "en.md").read_text(encoding="utf-8")


def test_themes_count_by_group(coded):
    found = json.loads(coded("themes", "--by", "office_group", "--format", "json").out)
    counts = {(r["theme"], r["office_group"]): (r["codings"], r["transcripts"], r["speakers"]) for r in found}
    assert counts["samarbeid", "tiltakskontor"] == (1, 1, 1)
    assert counts["samarbeid", "sammenligningskontor"] == (1, 1, 1)
    assert counts["økonomi", "tiltakskontor"] == (0, 0, 0)
    assert counts["økonomi", "sammenligningskontor"] == (1, 1, 1)


def test_compare_counts_finished_transcripts_only(coded):
    coded("tag", "granmo:2", "internt", "--coder", "Berit")
    coded("tag", "lyngdalen:2", "samarbeid", "--coder", "Berit")
    for coder in ("Anna", "Berit"):
        coded("finish", "granmo", "--coder", coder)
    coded("finish", "lyngdalen", "--coder", "Anna")
    found = json.loads(coded("compare", "Anna", "Berit", "--format", "json").out)
    assert found["unit"] == "segment"
    assert found["transcripts"] in (["granmo"], 1)
    by_code = {c["code"]: c for c in found["codes"]}
    assert by_code["internt"]["both"] == 1
    assert by_code["internt"]["kappa"] == pytest.approx(1.0)
    assert by_code["økonomi"]["only"] == {"Anna": 1, "Berit": 0}
    assert by_code["samarbeid"]["kappa"] is None
    assert by_code["samarbeid"]["undefined"]
    assert coded("compare", "Anna", "Berit", "--at-least", "0.7").code == 4
    assert coded("compare", "Anna", "Nobody").code == 1
    assert coded("compare", "Anna").code == 2


def test_suggest_gives_reasons_and_codes_nothing(begun):
    found = json.loads(begun("suggest", "--top", "1", "--format", "json").out)
    assert list(found[0]) == "transcript segment start end code score confidence why".split()
    first = next(r for r in found if (r["transcript"], r["segment"]) == ("granmo", 4))
    assert first["code"] == "økonomi"
    assert first["confidence"] is None
    assert "husleie" in first["why"].casefold() or "penger" in first["why"].casefold()
    assert rows(begun) == []


def test_suggest_all_scores_every_segment_of_participants_against_every_code(begun):
    lines = begun("suggest", "--all", "--format", "jsonl").out.splitlines()
    assert len(lines) == (3 + 2) * 3
    assert len(begun("suggest", "--all", "--interviewer", "--format", "jsonl").out.splitlines()) == (6 + 4) * 3


def test_suggest_without_a_codebook(cli, tmp_path: Path):
    (tmp_path / "a.txt").write_text("Helt vanlig tekst.", encoding="utf-8")
    cli("init", ".")
    cli("import", "a.txt")
    done = cli("suggest")
    assert done.code == 1
    assert "codebook" in done.err


def test_the_groups_asked_for_stand_on_the_terminal(begun):
    begun("tag", "granmo:2", "internt")
    header = begun("excerpts", "--by", "theme", "--by", "office_group", "--by", "coder").out.split("\n")[0].split()
    assert header == "office_group code transcript segment speaker text coder".split()
