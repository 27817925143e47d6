"""`disagreements` and `adjudicate`: the list as work, the sheet out and back, the consensus beside what was coded."""

import csv
import json
import sys
from pathlib import Path

import click
import openpyxl
import pytest

from qualcode.project import Project
from qualcode.sessions.adjudicating import Answer, Case, Cases
from qualcode.sessions.asking import hold

PAIR = ("Anna", "Berit")


@pytest.fixture
def differing(begun):
    """One passage alike, and one of four kinds of disagreement: edges, another code, one code more, an omission."""
    for coder, anchor, code in (
        ("Anna", "lyngdalen:4", "økonomi"),
        ("Berit", "lyngdalen:4", "økonomi"),
        ("Berit", "lyngdalen:4", "samarbeid"),
        ("Anna", "granmo:2", "internt"),
        ("Berit", "granmo:2", "samarbeid"),
        ("Anna", "granmo@170-210", "økonomi"),
        ("Berit", "granmo@180-220", "økonomi"),
        ("Anna", "granmo:6", "økonomi"),
    ):
        assert begun("tag", anchor, code, "--coder", coder).code == 0
    for coder in PAIR:
        begun("finish", "*", "--coder", coder)
    return begun


def listed(cli, *args):
    return json.loads(cli("disagreements", *PAIR, *args, "--format", "json").out)


def settle(cli, tmp_path: Path, *rows: dict[str, object], coder: str = "Per", **options: str):
    """Fill in a sheet and read it back."""
    file = tmp_path / "sheet.csv"
    columns = ["id", "decision", "code", "start", "end", "reason", "coder_a", "coder_b"]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns)
        writer.writeheader()
        writer.writerows(rows)
    return cli("adjudicate", *PAIR, "--from", file, "--coder", coder, *(w for o in options.items() for w in o))


def consensus(cli):
    rows = json.loads(cli("excerpts", "--by-coder", "consensus", "--format", "json").out)
    return {(r["transcript"], r["start"], r["end"], r["code"]) for r in rows}


def test_every_disagreement_is_listed_with_its_kind(differing):
    rows = listed(differing)
    assert [(r["kind"], r["transcript"], r["segment"], r["code_a"], r["code_b"]) for r in rows] == [
        ("different code", "granmo", 2, "internt", "samarbeid"),
        ("boundary", "granmo", 4, "økonomi", "økonomi"),
        ("omission", "granmo", 6, "økonomi", None),
        ("extra label", "lyngdalen", 4, None, "samarbeid"),
    ]
    edges = rows[1]
    assert (edges["start_a"], edges["end_a"], edges["start_b"], edges["end_b"]) == (170, 210, 180, 220)
    assert (edges["iou"], edges["start_offset"], edges["end_offset"]) == (0.6, 10, 10)
    assert rows[0]["relation"] == "parent"
    assert rows == listed(differing)
    swapped = json.loads(differing("disagreements", "Berit", "Anna", "--format", "json").out)
    assert swapped == rows


@pytest.mark.parametrize(
    ("options", "kinds"),
    [
        (("--kind", "omission"), ["omission"]),
        (("--kind", "omission", "--kind", "boundary"), ["boundary", "omission"]),
        (("--code", "samarbeid"), ["different code", "extra label"]),
        (("--code", "samarbeid", "--exact", "--transcript", "granmo"), ["different code"]),
        (("--where", "office=Lyngdalen"), ["extra label"]),
        (("--speaker", "interviewer"), []),
        (("--order", "kind"), ["boundary", "different code", "extra label", "omission"]),
        (("--order", "overlap"), ["omission", "extra label", "boundary", "different code"]),
    ],
)
def test_filters_and_orders(differing, options, kinds):
    assert [r["kind"] for r in listed(differing, *options)] == kinds


def test_confusion_is_code_by_code(differing):
    rows = json.loads(differing("disagreements", *PAIR, "--confusion", "--format", "json").out)
    assert {r["Anna \\ Berit"]: r for r in rows} == {
        "internt": {"Anna \\ Berit": "internt", "samarbeid": 1, "økonomi": 0, "(none)": 0},
        "økonomi": {"Anna \\ Berit": "økonomi", "samarbeid": 0, "økonomi": 2, "(none)": 1},
        "(none)": {"Anna \\ Berit": "(none)", "samarbeid": 1, "økonomi": 0, "(none)": 0},
    }


def test_the_sheet_goes_out_and_comes_back(differing, tmp_path: Path):
    assert differing("disagreements", *PAIR, "-o", "d.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "d.xlsx")
    sheet = book.worksheets[0]
    head = [c.value for c in sheet[1]]
    assert head[:6] == ["id", "decision", "code", "start", "end", "reason"]
    assert sheet.data_validations.dataValidation[0].formula1 == '"A,B,both,span,neither,codebook"'
    for row, decision in zip(range(2, 6), ("B", "both", "neither", None), strict=True):
        sheet.cell(row, 2).value = decision
        sheet.cell(row, 6).value = "avtalt"
    book.save(tmp_path / "filled.xlsx")
    done = differing("adjudicate", *PAIR, "--from", "filled.xlsx", "--coder", "Per")
    assert done.code == 0
    assert "3 decisions written; 3 codings added to consensus" in done.err
    text = {
        s["n"]: s for s in json.loads(differing("transcripts", "show", "granmo", "--format", "json").out)["segments"]
    }
    other = json.loads(differing("transcripts", "show", "lyngdalen", "--format", "json").out)["segments"][3]
    assert consensus(differing) == {
        ("granmo", text[2]["start"], text[2]["end"], "samarbeid"),
        ("granmo", 170, 220, "økonomi"),
        ("lyngdalen", other["start"], other["end"], "økonomi"),
    }
    rows = json.loads(differing("excerpts", "--by-coder", "consensus", "--format", "json").out)
    assert {r["origin"] for r in rows} == {"adjudication"}
    assert {r["memo"] for r in rows if r["transcript"] == "granmo"} == {"avtalt"}


def test_every_decision_does_what_it_says(differing, tmp_path: Path):
    different, edges, omission, extra = (r["id"] for r in listed(differing))
    done = settle(
        differing,
        tmp_path,
        {"id": different, "decision": "both"},
        {"id": edges, "decision": "span", "start": "175", "end": "215.0"},
        {"id": omission, "decision": "Anna", "coder_a": "Anna", "coder_b": "Berit"},
        {"id": extra, "decision": "codebook", "reason": "uklar definisjon"},
    )
    assert done.code == 0
    assert "0 open, 1 wait for the codebook, 1 transcript done" in done.err
    found = consensus(differing)
    assert {code for name, *_, code in found if name == "granmo"} == {"internt", "samarbeid", "økonomi"}
    assert ("granmo", 175, 215, "økonomi") in found
    assert [c for name, *_, c in found if name == "lyngdalen"] == ["økonomi"]
    assert {r["decision"] for r in listed(differing)} == {"both", "span", "A", "codebook"}


def test_progress_is_kept_and_more_rows_add_to_it(differing, tmp_path: Path):
    different, edges, *_ = (r["id"] for r in listed(differing))
    settle(differing, tmp_path, {"id": different, "decision": "A"})
    settle(differing, tmp_path, {"id": edges, "decision": "B"}, {"id": different, "decision": ""})
    assert [r["kind"] for r in listed(differing, "--undecided")] == ["omission", "extra label"]
    status = json.loads(differing("adjudicate", *PAIR, "--status", "--format", "json").out)
    assert [(r["transcript"], r["disagreements"], r["settled"], r["open"], r["finished"]) for r in status] == [
        ("granmo", 3, 2, 1, False),
        ("lyngdalen", 1, 0, 1, False),
    ]
    again = settle(differing, tmp_path, {"id": different, "decision": "A"})
    assert "0 decisions written; 0 codings added to consensus, 0 taken out" in again.err
    assert [r["verb"] for r in json.loads(differing("log", "--format", "json").out)].count("adjudicate") == 2
    changed = settle(differing, tmp_path, {"id": different, "decision": "neither"})
    assert "1 decision written; 0 codings added to consensus, 1 taken out" in changed.err


def test_what_people_coded_stays_and_one_undo_takes_all_back(differing, tmp_path: Path):
    people = ("excerpts", "--by-coder", "Anna", "--by-coder", "Berit", "--format", "json")
    before = differing(*people).out
    settle(differing, tmp_path, *({"id": r["id"], "decision": "A"} for r in listed(differing)))
    assert differing(*people).out == before
    assert differing("check").code == 0
    assert differing("undo", "--coder", "Per").code == 0
    assert differing("excerpts", "--by-coder", "consensus").code == 1
    assert len(listed(differing, "--undecided")) == 4


def test_the_consensus_is_analysed_like_a_coder(differing, tmp_path: Path):
    settle(differing, tmp_path, *({"id": r["id"], "decision": "A"} for r in listed(differing)))
    found = json.loads(differing("compare", "Anna", "consensus", "--format", "json").out)
    assert found["transcripts"] == ["granmo", "lyngdalen"]
    assert found["pooled"]["kappa"] == pytest.approx(1)
    themes = json.loads(differing("themes", "--by-coder", "consensus", "--format", "json").out)
    assert {r["theme"]: r["codings"] for r in themes} == {"samarbeid": 1, "økonomi": 3}
    settled = differing("themes", "--format", "md")  # all is settled: the consensus is what is read
    assert "2 transcripts were finished by several coders, and are read as consensus coded them" in settled.err
    assert "Kodere: consensus" in settled.out


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"decision": "A", "id": "0123456789ab"}, "sheet.csv row 3"),
        ({"decision": "perhaps"}, "sheet.csv row 3"),
        ({"decision": "span", "start": "20", "end": "10"}, "sheet.csv row 3"),
        ({"decision": "span", "start": "0", "end": "99999", "code": "økonomi"}, "sheet.csv row 3"),
        ({"decision": "span", "start": "0", "end": "9", "code": "nonsense"}, "sheet.csv row 3"),
        ({"decision": "span", "start": "0", "end": "9"}, "sheet.csv row 3"),
    ],
    ids=["unknown", "no decision", "backwards", "outside", "no such code", "which code"],
)
def test_a_wrong_row_refuses_the_sheet(differing, tmp_path: Path, row, complaint):
    rows = listed(differing)
    done = settle(differing, tmp_path, {"id": rows[1]["id"], "decision": "A"}, {"id": rows[0]["id"], **row})
    assert done.code == 1
    assert complaint in done.err
    assert len(done.err.strip().splitlines()) <= 2
    assert len(listed(differing, "--undecided")) == 4


def test_a_decision_on_what_has_changed_since_is_refused(differing, tmp_path: Path):
    edges = listed(differing)[1]["id"]
    differing("untag", "granmo@170-210", "økonomi")
    differing("tag", "granmo@172-210", "økonomi")
    done = settle(differing, tmp_path, {"id": edges, "decision": "A"})
    assert done.code == 1
    assert "changed" in done.err


def test_earlier_decisions_survive_a_rename_and_lapse_with_a_change(differing, tmp_path: Path):
    different, edges, *_ = (r["id"] for r in listed(differing))
    settle(differing, tmp_path, {"id": different, "decision": "A"}, {"id": edges, "decision": "B"})
    assert differing("codebook", "rename", "internt", "innad").code == 0
    assert "2 open" in differing("adjudicate", *PAIR, "--status").err
    assert "innad" in {code for *_, code in consensus(differing)}
    differing("untag", "granmo@170-210", "økonomi")
    done = settle(differing, tmp_path, {"id": different, "decision": "A"})
    assert "1 earlier decisions" in done.err
    assert ("granmo", 180, 220, "økonomi") not in consensus(differing)


def test_two_decisions_on_one_disagreement_are_refused_and_the_same_twice_is_one(differing, tmp_path: Path):
    one = next(r for r in listed(differing) if r["kind"] == "boundary")["id"]
    done = settle(differing, tmp_path, {"id": one, "decision": "A"}, {"id": one, "decision": "B"})
    assert (done.code, "sheet.csv row 3" in done.err, "row 2" in done.err) == (1, True, True)
    assert differing("excerpts", "--by-coder", "consensus").code == 1, "nothing is settled"
    done = settle(differing, tmp_path, {"id": one, "decision": "A"}, {"id": one, "decision": "A"})
    assert (done.code, "1 decision written" in done.err) == (0, True)


def test_an_edited_span_lies_in_the_passage(differing, tmp_path: Path):
    one = next(r for r in listed(differing) if r["kind"] == "boundary")["id"]
    done = settle(differing, tmp_path, {"id": one, "decision": "span", "start": 1, "end": 170})
    assert (done.code, "170-220" in done.err) == (1, True)
    assert settle(differing, tmp_path, {"id": one, "decision": "span", "start": 160, "end": 171}).code == 0


def test_the_list_says_decisions_in_the_readers_words(differing, tmp_path: Path):
    first, second, third, *_ = listed(differing)
    rows = ({"id": first["id"], "decision": "A"}, {"id": second["id"], "decision": "neither"})
    settle(differing, tmp_path, *rows, {"id": third["id"], "decision": "codebook"})
    differing("disagreements", *PAIR, "-o", "list.md")
    text = (tmp_path / "list.md").read_text("utf-8")
    assert "2 er avgjort. 1 venter på kodeboken." in text
    assert "| ingen av dem |" in text
    assert "| kodeboken må endres |" in text
    assert "neither" not in text


def test_nothing_compared_is_not_agreement(begun):
    begun("tag", "granmo:2", "internt", "--coder", "Anna")
    begun("tag", "granmo:2", "økonomi", "--coder", "Berit")
    done = begun("disagreements", *PAIR)
    assert "0 disagreements\n" in done.err
    assert "nothing was compared" in done.err


def test_wrong_requests(differing, tmp_path: Path):
    assert differing("adjudicate", *PAIR).code == 2
    assert differing("adjudicate", "Anna", "--status").code == 2
    assert differing("disagreements", "Anna", "Nobody").code == 1
    row = {"id": listed(differing)[0]["id"], "decision": "A"}
    assert settle(differing, tmp_path, row, **{"--name": "Anna"}).code == 2
    (tmp_path / "bare.csv").write_text("a,b\n1,2\n", "utf-8")
    assert differing("adjudicate", *PAIR, "--from", "bare.csv", "--coder", "Per").code == 1


def test_a_dry_run_changes_nothing(differing, tmp_path: Path):
    (tmp_path / "s.csv").write_text(f"id,decision\n{listed(differing)[0]['id']},A\n", "utf-8")
    done = differing("adjudicate", *PAIR, "--from", "s.csv", "--coder", "Per", "--dry-run")
    assert "would be written" in done.err
    assert len(listed(differing, "--undecided")) == 4


def test_one_by_one_at_a_terminal(differing, monkeypatch: pytest.MonkeyPatch):
    answers = iter(["perhaps", "b", "avtalt", "span", "nowhere at all", "Husleia er verst", "", "", "q"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", lambda *args, **options: next(answers))
    done = differing("adjudicate", *PAIR, "--coder", "Per")
    assert done.code == 0
    assert "2 decisions written" in done.err
    assert "different code" in done.err
    decided = {r["kind"]: (r["decision"], r["reason"]) for r in listed(differing)}
    assert decided["different code"] == ("B", "avtalt")
    assert decided["boundary"] == ("span", "")
    text = json.loads(differing("transcripts", "show", "granmo", "--format", "json").out)["text"]
    at = text.index("Husleia er verst")
    assert ("granmo", at, at + 16, "økonomi") in consensus(differing)


def test_interrupting_keeps_what_was_decided(differing, monkeypatch: pytest.MonkeyPatch):
    answers = iter(["A", ""])

    def prompt(*args: object, **options: object) -> str:
        if (answer := next(answers, None)) is None:
            raise click.Abort
        return answer

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", prompt)
    assert "1 decision written" in differing("adjudicate", *PAIR, "--coder", "Per").err


def test_a_script_decides_too(differing, tmp_path: Path):
    class LeaveAll:
        def __init__(self) -> None:
            self.cases: list[Case] = []

        def answer(self, question: Case) -> Answer:
            self.cases.append(question)
            return "skip"

    who = LeaveAll()
    with Project.open(tmp_path) as project:
        cases = Cases(project, PAIR, kinds=("omission", "boundary"), order="overlap")
        hold(cases, who)
        assert cases.made == []
    assert [(c.n, c.of, c.disagreement.kind) for c in who.cases] == [(1, 2, "omission"), (2, 2, "boundary")]


@pytest.mark.parametrize("ending", ["md", "html", "docx", "xlsx", "csv"])
def test_the_list_is_written_in_every_format_and_the_same_again(differing, tmp_path: Path, ending: str):
    file = tmp_path / f"d.{ending}"
    assert differing("disagreements", *PAIR, "-o", file).code == 0
    first = file.read_bytes()
    assert differing("disagreements", *PAIR, "-o", file).code == 0
    assert file.read_bytes() == first


def test_the_document_sets_the_coders_side_by_side(differing, tmp_path: Path):
    differing("disagreements", *PAIR, "-o", "d.md")
    text = (tmp_path / "d.md").read_text("utf-8")
    assert "4 steder der koderne er uenige: 1 ulike grenser, 1 ulik kode, 1 en kode mer, 1 bare den ene" in text
    assert "| Sted | Teksten | Anna | Berit | Avgjørelse |" in text
    assert "⟦" in text


def test_decisions_travel_with_a_merge(differing, tmp_path: Path):
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("project.db", "qualcode.toml"):
        (copy / name).write_bytes((tmp_path / name).read_bytes())
    settle(differing, tmp_path, *({"id": r["id"], "decision": "A"} for r in listed(differing)))
    assert differing("merge", tmp_path, "-p", copy, "--coder", "Per").code == 0
    status = differing("adjudicate", *PAIR, "--status", "-p", copy)
    assert "0 open, 0 wait for the codebook, 2 transcripts done" in status.err
    assert "0 codings added" in differing("adjudicate", *PAIR, "--from", "sheet.csv", "-p", copy, "--coder", "Per").err


def test_the_csv_sheet_comes_back_too(differing, tmp_path: Path):
    differing("disagreements", *PAIR, "-o", "d.csv")
    text = (tmp_path / "d.csv").read_text("utf-8-sig")
    head, first, *rest = text.split("\n")
    cells = first.split(";")
    cells[1] = "B"
    (tmp_path / "d.csv").write_text("\n".join([head, ";".join(cells), *rest]), "utf-8")
    assert "1 decision written" in differing("adjudicate", *PAIR, "--from", "d.csv", "--coder", "Per").err
