import csv
import io
import json
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import codings
from qualcode.suggest import Options
from qualcode.verbs import suggesting

SAID = {
    "internt": ("Vi har teammøte hver tirsdag, alle sammen", "Kollegaen min tar telefonen når jeg er ute"),
    "økonomi": ("Husleia er for høy for dem", "Pengene er borte før måneden er omme"),
    "": ("Det regna den dagen vi kom", "Kaffen smaker som kaffe flest"),
}


@pytest.fixture
def coded(begun, tmp_path: Path):
    """Eight more transcripts, all coded and finished by Anna, two of them by Berit, who never gives internt."""
    rows = ["transcript,segment,code,coder"]
    for i in range(8):
        said = [(code, f"{words[(i + k) % 2]}, sa nummer {i}.") for code, words in SAID.items() for k in (0, 1, 2)]
        text = "\n\n".join(f"Kari: {words}" for _, words in said)
        (tmp_path / "in" / f"t{i}.txt").write_text(text, encoding="utf-8")
        rows += [f"t{i},{n},{code},Anna" for n, (code, _) in enumerate(said, start=1) if code]
        rows += [f"t{i},{n},økonomi,Berit" for n, (code, _) in enumerate(said, start=1) if code == "økonomi" and i < 2]
    (tmp_path / "codings.csv").write_text("\n".join(rows), encoding="utf-8")
    assert begun("import", "in").code == 0
    assert begun("tag", "--from", "codings.csv").code == 0
    assert begun("finish", *(f"t{i}" for i in range(8))).code == 0
    assert begun("finish", "t0", "t1", "--coder", "Berit").code == 0
    return begun


def found(cli, *args):
    done = cli("suggest", *args, "--format", "jsonl")
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_rows_are_streamed_and_are_those_of_the_whole_table(coded, form, monkeypatch, tmp_path: Path):
    whole = json.loads(coded("suggest", "--all", "--format", "json").out)
    monkeypatch.setattr(suggesting, "AT_ONCE", 7)
    text = coded("suggest", "--all", "--format", form).out
    rows = list(csv.DictReader(io.StringIO(text))) if form == "csv" else [json.loads(x) for x in text.splitlines()]
    assert len(rows) == len(whole) > 7
    assert [(r["transcript"], int(r["segment"]), r["code"], float(r["score"])) for r in rows] == [
        (r["transcript"], r["segment"], r["code"], r["score"]) for r in whole
    ]
    coded("suggest", "--all", "-o", f"out.{form}")
    lines = (tmp_path / f"out.{form}").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == len(whole) + (form == "csv")
    assert not list(tmp_path.glob("*.part"))


def test_streaming_does_not_hold_all_rows(coded, monkeypatch):
    monkeypatch.setattr(suggesting, "AT_ONCE", 5)
    with Project.open() as project:
        pieces = list(suggesting.in_pieces(project, options=Options(all=True)))
    assert max(len(piece.table) for piece in pieces) == 5


def test_an_empty_stream_still_has_its_header(coded):
    done = coded("suggest", "--speaker", "interviewer", "--format", "csv")
    assert done.out.splitlines() == ["transcript,segment,start,end,code,score,confidence,why"]


@pytest.mark.parametrize(
    ("options", "holds"),
    [
        (("--transcript", "granmo"), lambda r: r["transcript"] == "granmo"),
        (("--where", "office=Lyngdalen"), lambda r: r["transcript"] == "lyngdalen"),
        (("--speaker", "O"), lambda r: r["transcript"] == "lyngdalen"),
        (("--code", "samarbeid"), lambda r: r["code"] in ("samarbeid", "internt")),
        (("--code", "samarbeid", "--exact"), lambda r: r["code"] == "samarbeid"),
        (("--unfinished",), lambda r: r["transcript"] in ("granmo", "lyngdalen")),
        (("--unfinished", "--by-coder", "Berit"), lambda r: r["transcript"] not in ("t0", "t1")),
    ],
)
def test_the_selection_is_honoured(coded, options, holds):
    rows, everything = found(coded, "--all", *options), found(coded, "--all")
    assert 0 < len(rows) < len(everything)
    assert all(holds(r) for r in rows)


def test_interviewers_are_left_out_unless_asked_for(coded):
    numbers = {r["segment"] for r in found(coded, "--all", "--transcript", "granmo")}
    more = {r["segment"] for r in found(coded, "--all", "--transcript", "granmo", "--interviewer")}
    assert (numbers, more) == ({2, 4, 6}, {1, 2, 3, 4, 5, 6})


def test_a_named_coder_alone_teaches(coded):
    whys = " ".join(r["why"] for r in found(coded, "--by-coder", "Berit"))
    assert "Berit" in whys
    assert "Anna" not in whys
    assert coded("suggest", "--by-coder", "Nobody").code == 1


def test_in_a_blind_round_only_ones_own_codings_teach(coded):
    assert coded("sample", "Anna", "Berit", "--number", "8", "--transcript", "t*").code == 0
    done = coded("suggest", "--all", "--coder", "Berit", "--format", "jsonl")
    whys = " ".join(json.loads(line)["why"] for line in done.out.splitlines())
    assert "Berit" in whys
    assert "Anna" not in whys
    assert "Berit codes 8 transcripts blind" in done.err
    assert "Anna" in " ".join(r["why"] for r in found(coded, "--all", "--coder", "Per"))


def test_a_blind_round_does_not_show_through_in_other_transcripts(coded):
    coded("sample", "Anna", "Berit", "--number", "8", "--transcript", "t*")
    rows = found(coded, "--all", "--coder", "Berit", "--transcript", "granmo")
    assert not [r for r in rows if "(Anna)" in r["why"] or "Anna," in r["why"]]


def test_confidence_can_be_asked_for(coded):
    rows = found(coded, "--all")
    assert all(0 <= r["confidence"] <= 1 for r in rows)
    surer = found(coded, "--min-confidence", "0.5", "--by-coder", "Berit")
    assert surer == [] or min(r["confidence"] for r in surer) >= 0.5
    assert "evaluate" in coded("suggest", "--min-confidence", "1").err


def test_evaluate_measures_this_project(coded, tmp_path: Path):
    done = coded("suggest", "--evaluate", "--format", "json", "--picture", "curve.svg")
    measured = json.loads(done.out)
    methods = {m["method"]: m for m in measured["methods"]}
    assert set(methods) >= {"suggestions", "codebook alone", "keyword search", "most frequent codes"}
    assert methods["suggestions"]["map"] >= methods["most frequent codes"]["map"]
    assert [c["code"] for c in measured["codes"]] == ["samarbeid", "internt", "økonomi"]
    assert measured["segments"] == 72
    assert "<svg" in (tmp_path / "curve.svg").read_text(encoding="utf-8")
    assert "suggestions" in done.err
    assert coded("suggest", "--evaluate", "--format", "json").out == done.out
    assert coded("suggest", "--evaluate", "--holdout", "office").code == 1


def test_an_evaluation_for_reading(coded, tmp_path: Path):
    assert coded("suggest", "--evaluate", "--code", "internt").out.count("\n") == 3
    coded("suggest", "--evaluate", "-o", "how-good.html", "--lang", "en")
    page = (tmp_path / "how-good.html").read_text(encoding="utf-8")
    assert "How good are the suggestions?" in page
    assert "<svg" in page


def test_segments_like_one(coded):
    rows = json.loads(coded("suggest", "--like", "t0:4", "--top", "3", "--format", "json").out)
    assert len(rows) == 3
    assert all("Husleia" in r["text"] and r["codes"] == "økonomi" for r in rows), rows
    internt = json.loads(coded("suggest", "--like", "t0:4", "--code", "internt", "--format", "json").out)
    assert internt
    assert {r["codes"] for r in internt} == {"internt"}
    assert coded("suggest", "--like", "t0:99").code == 1


def test_what_fits_no_code(coded, tmp_path: Path):
    rows = json.loads(coded("suggest", "--gaps", "--groups", "2", "--format", "json").out)
    assert len(rows) == 8 * 3
    assert {r["group"] for r in rows} == {1, 2}
    assert not [r for r in rows if "Husleia" in r["text"] or r["transcript"] in ("granmo", "lyngdalen")]
    coded("suggest", "--gaps", "-o", "gaps.md")
    assert "passer i noen kode" in (tmp_path / "gaps.md").read_text(encoding="utf-8")


def test_rules_are_tested(coded, tmp_path: Path):
    assert "no code has rules" in coded("suggest", "--test-rules").err
    book = (tmp_path / "book.yaml").read_text(encoding="utf-8") + "  rules: [husleie NOT borte]\n"
    (tmp_path / "book.yaml").write_text(book, encoding="utf-8")
    assert coded("codebook", "load", "book.yaml").code == 0
    (row,) = json.loads(coded("suggest", "--test-rules", "--by-coder", "Anna", "--format", "json").out)
    assert (row["code"], row["read"], row["right"], row["precision"]) == ("økonomi", 12, 12, 1.0)
    assert row["missed"] == 12


def test_rules_are_proposed_taken_and_then_known(coded):
    proposed = json.loads(coded("codebook", "rules", "økonomi", "--format", "json").out)
    assert {r["rule"] for r in proposed} == {"husleia", "pengene"}
    assert all((r["read"], r["right"], r["new"], r["precision"]) == (12, 12, 12, 1.0) for r in proposed)
    taken = [option for r in proposed for option in ("--add-rule", r["rule"])]
    assert coded("codebook", "edit", "økonomi", *taken, "--add-rule", "gjeld*").code == 0
    tested = json.loads(coded("suggest", "--test-rules", "--format", "json").out)
    assert [(r["rule"], r["read"], r["right"]) for r in tested[:2]] == [(r["rule"], 12, 12) for r in proposed]
    again = coded("codebook", "rules", "økonomi", "--format", "json")
    assert json.loads(again.out) == []
    assert "no short rule" in again.err
    assert coded("codebook", "edit", "økonomi", "--drop-rule", "gjeld*").code == 0
    assert "gjeld" not in coded("codebook", "show", "økonomi").out
    assert coded("codebook", "rules", "eksternt").code == 1
    assert coded("codebook", "rules", "finnes_ikke").code == 1


def test_a_scorer_of_ones_own_in_the_folder(coded, tmp_path: Path):
    (tmp_path / "my_scorer.py").write_text(
        "import numpy as np\n\n\nclass Mine:\n    def score(self, texts, codes, examples, labels):\n"
        "        return np.array([[1e6 * ('kaffe' in t.lower()) for _ in codes] for t in texts])\n",
        encoding="utf-8",
    )
    assert found(coded, "--suggester", "my_scorer:Mine", "--transcript", "granmo")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--evaluate", "--gaps"), 2),
        (("--gaps", "--all"), 2),
        (("--picture", "x.png"), 2),
        (("--groups", "3"), 2),
        (("--evaluate", "--picture", "x.gif"), 2),
        (("--suggester", "json"), 2),
        (("--embedder", "nowhere"), 1),
        (("--pipeline", "nowhere"), 1),
        (("--holdout", "nothing"), 1),
        (("--transcript", "nothing"), 1),
    ],
)
def test_wrong_requests(coded, options, code):
    done = coded("suggest", *options)
    assert done.code == code
    assert len(done.err.strip().splitlines()) <= 2


def test_suggestions_as_one_more_coder(coded):
    with Project.open() as project:
        made = suggesting.as_coder(project, ["Anna"], min_confidence=0.3)
        assert {c.coder for c in made} == {"suggestions"}
        assert {c.transcript for c in made} <= {f"t{i}" for i in range(8)}
        with pytest.raises(QualcodeError, match="no suggestion is known to be right"):
            suggesting.as_coder(project, ["Berit"])  # 18 segments: too few to measure confidence by
        few = suggesting.as_coder(project, ["Anna"], Selection(transcripts=("t0",), codes=("økonomi",)))
        assert {(c.transcript, c.code) for c in few} == {("t0", "økonomi")}
        texts = {t.name: t for t in suggesting.texts(project)}
        assert all(texts[c.transcript].quote(c) == c.quote for c in made)
        assert not [c for c in codings.load(project.db) if c.coder == "suggestions"]


def test_compare_sets_suggestions_beside_people(coded):
    done = coded("compare", "Anna", "--with-suggestions", "--min-confidence", "0.3", "--format", "json")
    found = json.loads(done.out)
    assert found["coders"] == ["Anna", "suggestions"]
    assert sorted(found["transcripts"]) == [f"t{i}" for i in range(8)]
    assert sum(c["n"]["suggestions"] for c in found["codes"]) > 0
    assert coded("excerpts", "--by-coder", "suggestions").code == 1
    assert coded("compare", "Anna", "Berit", "--min-confidence", "0.3").code == 2
    assert coded("compare", "Anna", "--with-suggestions", "--at-two-times", "2100-01-01").code == 2
