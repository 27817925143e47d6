"""`compare` and `excerpts --compare`: numbers worked by hand, and against independent computations."""

import json
from contextlib import chdir
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sklearn.metrics import cohen_kappa_score

from qualcode.cli import run
from qualcode.cli.demo import steps
from qualcode.store import history, order
from qualcode.verbs.example import lay_out

ECONOMY = {"Anna": ("granmo:2", "granmo:4", "lyngdalen:4"), "Berit": ("granmo:4", "granmo:6", "lyngdalen:4")}


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Let it be another day."""
    monkeypatch.setattr(history, "now", lambda: datetime.fromisoformat(day).strftime(order.FORMAT))


@pytest.fixture
def both(begun):
    """Five segments of participants in two transcripts: two coded by both, one by each alone, one by nobody."""
    for coder, places in ECONOMY.items():
        for place in places:
            begun("tag", place, "økonomi", "--coder", coder)
        begun("finish", "*", "--coder", coder)
    return begun


def compared(cli, *args):
    return json.loads(cli("compare", "Anna", "Berit", *args, "--format", "json").out)


def of(found, code="økonomi"):
    return next(row for row in found["codes"] if row["code"] == code)


def test_the_numbers_are_those_worked_by_hand(both):
    found = of(compared(both))
    assert (found["both"], found["only"], found["neither"]) == (2, {"Anna": 1, "Berit": 1}, 1)
    assert found["n"] == {"Anna": 3, "Berit": 3}
    assert found["percent"] == pytest.approx(0.6)
    assert found["positive_agreement"] == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert found["negative_agreement"] == pytest.approx(2 * 1 / (2 * 1 + 1 + 1))
    assert found["kappa"] == pytest.approx((0.6 - 0.52) / (1 - 0.52))
    assert found["kappa_max"] == pytest.approx(1)
    assert found["alpha"] == pytest.approx(1 - 9 * 4 / (2 * 6 * 4))
    assert compared(both)["speech"] == "participants"


@pytest.mark.parametrize(
    ("options", "counts"),
    [
        (("--unit", "turn"), (2, 1, 1, 1)),
        (("--unit", "transcript"), (2, 0, 0, 0)),
        (("--unit", "span"), (2, 1, 1, None)),
        (("--unit", "span", "--overlap", "0.5"), (2, 1, 1, None)),
        (("--transcript", "gran*"), (1, 1, 1, 0)),
        (("--where", "office=Lyngdalen"), (1, 0, 0, 1)),
        (("--speaker", "Kari"), (1, 1, 1, 0)),
        (("--speaker", "interviewer"), (0, 0, 0, 5)),
        (("--speaker", "interviewer", "--speaker", "participant"), (2, 1, 1, 6)),
    ],
)
def test_units_and_selections(both, options, counts):
    found = of(compared(both, *options))
    assert (found["both"], found["only"]["Anna"], found["only"]["Berit"], found["neither"]) == counts


def test_by_character_is_the_length_of_the_segments(both):
    text = json.loads(both("transcripts", "show", "granmo", "--format", "json").out)
    length = {s["n"]: s["end"] - s["start"] for s in text["segments"]}
    found = of(compared(both, "--unit", "character", "--transcript", "granmo"))
    assert (found["both"], found["only"]["Anna"], found["only"]["Berit"]) == (length[4], length[2], length[6])
    assert found["neither"] == 0
    everybody = ("--speaker", "interviewer", "--speaker", "participant")
    found = of(compared(both, "--unit", "character", "--transcript", "granmo", *everybody))
    assert found["neither"] == sum(length[n] for n in (1, 3, 5))


def test_themes_count_what_is_below_them(both):
    both("tag", "granmo:2", "internt", "--coder", "Anna")
    both("tag", "granmo:2", "samarbeid", "--coder", "Berit")
    assert of(compared(both), "samarbeid")["both"] == 0
    assert of(compared(both, "--themes"), "samarbeid")["both"] == 1
    assert [c["code"] for c in compared(both, "--themes")["codes"]] == ["samarbeid", "økonomi"]


def test_per_transcript_and_per_attribute(both):
    rows = json.loads(both("compare", "Anna", "Berit", "--per", "transcript", "--format", "json").out)
    assert {r["transcript"]: (r["both"], r["neither"]) for r in rows} == {"granmo": (1, 0), "lyngdalen": (1, 1)}
    rows = json.loads(both("compare", "Anna", "Berit", "--per", "office_group", "--format", "json").out)
    assert {r["office_group"] for r in rows} == {"sammenligningskontor", "tiltakskontor"}
    assert both("compare", "Anna", "Berit", "--per", "nonsense").code == 2


def test_explain_shows_every_unit(both):
    done = both("compare", "Anna", "Berit", "--explain", "økonomi", "--format", "json")
    units = [(r["transcript"], r["unit"], r["Anna"], r["Berit"]) for r in json.loads(done.out)]
    assert len(units) == 5
    assert [u for u in units if u[2] or u[3]] == [
        ("granmo", 2, 1, 0),
        ("granmo", 4, 1, 1),
        ("granmo", 6, 0, 1),
        ("lyngdalen", 4, 1, 1),
    ]
    assert "both 2, only Anna 1, only Berit 1, neither 1; percent 0.600" in done.err
    wrong = both("compare", "Anna", "Berit", "--explain", "okonomi")
    assert wrong.code == 1
    assert "økonomi" in wrong.err


@pytest.mark.parametrize("unit", ["character", "segment", "turn", "transcript", "span"])
def test_the_units_add_up_to_the_counts(both, unit):
    both("tag", "granmo@70-90", "økonomi", "--coder", "Anna")
    both("tag", "granmo@80-100", "økonomi", "--coder", "Berit")
    options = ("--unit", unit, *(("--overlap", "0.3") if unit == "span" else ()))
    done = both("compare", "Anna", "Berit", "--explain", "økonomi", *options, "--format", "json")
    rows, counts = json.loads(done.out), of(compared(both, *options))
    units = {(a, b): sum(r["units"] for r in rows if (r["Anna"], r["Berit"]) == (a, b)) for a in (0, 1) for b in (0, 1)}
    assert units[1, 1] == counts["both"] > 0
    assert (units[1, 0], units[0, 1]) == (counts["only"]["Anna"], counts["only"]["Berit"])
    assert units[0, 0] == (counts["neither"] or 0)


def test_at_least_is_a_check(both):
    assert both("compare", "Anna", "Berit", "--at-least", "0.2").code == 0
    done = both("compare", "Anna", "Berit", "--at-least", "0.6")
    assert done.code == 4
    assert "økonomi" in done.err


def test_at_least_needs_an_alpha_to_hold_against(both):
    done = both("compare", "Anna", "Berit", "--at-least", "0.5", "--code", "samarbeid")
    assert (done.code, "for none of the codes" in done.err) == (4, True)
    assert "samarbeid" in both("compare", "Anna", "Berit", "--at-least", "0.2").err
    for wrong in (("--at-least", "1.5"), ("--at-least", "nan"), ("--at-least", "0.5", "--unit", "span")):
        done = both("compare", "Anna", "Berit", *wrong)
        assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize(
    "words",
    [
        ("--seed", "-1"),
        ("--replicates", "-1"),
        ("--unit", "span", "--overlap", "0"),
        ("--overlap", "0.5"),
        ("--per", "transcript", "--methods"),
        ("--explain", "økonomi", "--per", "transcript"),
        ("--before-and-after", "2100-01-01", "--explain", "økonomi"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(both, words):
    done = both("compare", "Anna", "Berit", *words)
    assert (done.code, done.out) == (2, "")
    assert 1 <= len(done.err.strip().splitlines()) <= 2


def test_documents_call_codes_by_their_names_and_tables_by_their_ids(both, tmp_path: Path):
    both("codebook", "edit", "økonomi", "--name", "Penger og gjeld")
    both("tag", "granmo:2", "internt", "--coder", "Anna")
    for file, words in (
        ("whole.md", ()),
        ("group.md", ("--per", "office_group")),
        ("changed.md", ("--before-and-after", "2100-01-01")),
        ("units.md", ("--explain", "økonomi")),
    ):
        assert both("compare", "Anna", "Berit", *words, "-o", file).code == 0
        text = (tmp_path / file).read_text("utf-8")
        assert "Penger og gjeld" in text
        assert "| økonomi |" not in text
    both("disagreements", "Anna", "Berit", "-o", "list.md")
    both("disagreements", "Anna", "Berit", "--confusion", "-o", "which.md")
    assert "Penger og gjeld" in (tmp_path / "list.md").read_text("utf-8")
    assert "| Penger og gjeld | Penger og gjeld | 2 |" in (tmp_path / "which.md").read_text("utf-8")
    both("compare", "Anna", "Berit", "-o", "whole.csv")
    assert "Penger og gjeld" not in (tmp_path / "whole.csv").read_text("utf-8")
    both("compare", "Anna", "Berit", "-o", "picture.svg")
    assert "Penger og gjeld" in (tmp_path / "picture.svg").read_text("utf-8")


def test_coders_may_be_named_by_the_selection(both):
    one, other = both("compare", "Anna", "--by-coder", "Berit"), both("compare", "Anna", "Berit")
    assert one.out == other.out
    assert both("compare", "Anna").code == 2
    assert both("compare", "Anna", "Nobody").code == 1


def test_what_is_known_of_the_round_is_said(both):
    before = both("compare", "Anna", "Berit", "--methods", "--lang", "en").out
    assert "did not see" not in before
    both("sample", "Anna", "Berit", "--number", "2", "--seed", "7", "--lang", "en", "--name", "first")
    after = both("compare", "Anna", "Berit", "--methods", "--lang", "en").out
    assert "in round first" in after
    assert "did not see each other's coding" in after
    assert "seed 7" in after
    assert "Koderne så ikke hverandres koding." in both("compare", "Anna", "Berit", "--methods").out


def test_a_round_selects_its_transcripts(both):
    both("sample", "Anna", "Berit", "--number", "1", "--no-top-up", "--name", "small")
    assert len(compared(both, "--round", "small")["transcripts"]) == 1
    done = both("compare", "Anna", "Berit", "--round", "none")
    assert done.code == 1
    assert "small" in done.err


def test_notes_are_short_on_a_terminal_and_whole_in_documents(both, tmp_path: Path):
    done = both("compare", "Anna", "Berit", "--after-discussion", "-o", "a.md", "--lang", "en")
    assert all(len(line) < 160 for line in done.err.splitlines())
    assert "not reliability" in done.err
    assert "not reliability" in (tmp_path / "a.md").read_text("utf-8")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx", "md", "html", "json", "svg", "png"])
def test_every_format_is_written_and_written_the_same_again(both, tmp_path: Path, ending: str):
    file = tmp_path / f"a.{ending}"
    assert both("compare", "Anna", "Berit", "-o", file).code == 0
    first = file.read_bytes()
    assert both("compare", "Anna", "Berit", "-o", file).code == 0
    assert file.read_bytes() == first


def test_the_picture_beside_the_table(both, tmp_path: Path):
    assert both("compare", "Anna", "Berit", "--picture", "p.png").code == 0
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    assert both("compare", "Anna", "Berit", "--picture", "p.gif").code == 2


def test_reflexive_projects_read_side_by_side_first(both, tmp_path: Path):
    settings = tmp_path / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8").replace('"codebook"', '"reflexive"'), "utf-8")
    done = both("compare", "Anna", "Berit")
    assert "kappa" not in done.out
    assert "--coefficients" in done.err
    found = compared(both)
    assert (of(found)["both"], of(found)["kappa"], found["pooled"]["alpha"]) == (2, None, None)
    assert "reflexive" in of(found)["undefined"]["kappa"]
    both("compare", "Anna", "Berit", "-o", "r.md")
    text = (tmp_path / "r.md").read_text("utf-8")
    assert text.index("Likt?") < text.index("Slik ble det gjort" if "Slik ble det gjort" in text else "Per kode")
    assert "κ" not in text
    both("compare", "Anna", "Berit", "--coefficients", "-o", "r.md")
    assert "κ" in (tmp_path / "r.md").read_text("utf-8")
    assert of(compared(both, "--coefficients"))["kappa"] == pytest.approx(0.08 / 0.48)
    for words in (
        ("--per", "transcript"),
        ("--explain", "økonomi"),
        ("--methods",),
        ("--before-and-after", "2100-01-01"),
    ):
        done = both("compare", "Anna", "Berit", *words)
        assert done.code == 0
        assert not any(word in (done.out + done.err).lower() for word in ("kappa", "alpha", "alfa", "percent"))
        assert "kappa" in (done := both("compare", "Anna", "Berit", *words, "--coefficients")).out + done.err


def test_the_same_person_at_two_times(begun, monkeypatch: pytest.MonkeyPatch):
    on(monkeypatch, "2100-03-01")
    begun("tag", "granmo:2", "internt")
    begun("tag", "granmo:4", "økonomi")
    begun("tag", "lyngdalen:4", "økonomi")
    begun("finish", "*")
    on(monkeypatch, "2100-06-01")
    begun("tag", "granmo:6", "økonomi")
    begun("tag", "granmo:2", "samarbeid")
    found = json.loads(begun("compare", "Anna", "--at-two-times", "2100-06-01", "--format", "json").out)
    assert found["coders"] == ["Anna < 2100-06-01", "Anna ≥ 2100-06-01"]
    assert found["transcripts"] == ["granmo"]
    assert list(of(found)["only"].values()) == [1, 1]
    assert begun("compare", "Anna", "Berit", "--at-two-times", "2100-06-01").code != 0


def test_before_and_after_a_day(both, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    on(monkeypatch, "2100-01-01")
    both("untag", "granmo:6", "økonomi", "--coder", "Berit")
    both("tag", "granmo:2", "økonomi", "--coder", "Berit")
    args = ("compare", "Anna", "Berit", "--before-and-after", "2100-01-01")
    row = next(r for r in json.loads(both(*args, "--format", "json").out) if r["code"] == "økonomi")
    assert row["kappa_before"] == pytest.approx(0.08 / 0.48)
    assert row["kappa_after"] == pytest.approx(1)
    assert [row[f"{name}_{time}"] for name in ("both", "differing") for time in ("before", "after")] == [2, 3, 2, 0]
    both(*args, "-o", "c.md")
    text = (tmp_path / "c.md").read_text("utf-8")
    assert "før og etter 2100-01-01" in text
    assert "ikke reliabilitet" in text


def test_side_by_side(both, tmp_path: Path):
    both("tag", "granmo@70-90", "samarbeid", "--coder", "Anna", "--memo", "bare begynnelsen")
    both("tag", "granmo@80-110", "samarbeid", "--coder", "Berit")
    rows = json.loads(both("excerpts", "--compare", "--format", "json").out)
    text = json.loads(both("transcripts", "show", "granmo", "--format", "json").out)["text"]
    (edges,) = [r for r in rows if r["code"] == "samarbeid"]
    assert (edges["start"], edges["end"], edges["alike"], edges["text"]) == (70, 110, "other edges", text[70:110])
    assert edges["text Anna"] == text[70:90] + " …"
    assert edges["text Berit"] == "… " + text[80:110]
    assert edges["memo Anna"] == "bare begynnelsen"
    assert [r["alike"] for r in rows if r["code"] == "økonomi"] == ["only Anna", "alike", "only Berit", "alike"]
    assert len(json.loads(both("excerpts", "--compare", "--code", "samarbeid", "--format", "json").out)) == 1
    both("excerpts", "--compare", "-o", "s.md")
    assert "ulike grenser" in (tmp_path / "s.md").read_text("utf-8")
    assert both("excerpts", "--compare", "--by", "office").code == 2
    assert both("excerpts", "--compare", "--by-coder", "Anna").code == 1


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, coded by both, without its outputs."""
    folder = tmp_path_factory.mktemp("compare")
    lay_out(folder)
    with chdir(folder):
        for _, (command, *words) in steps():
            if command in ("init", "codebook", "tag", "finish"):
                assert run([command, *words]) == 0
            elif command == "import":
                assert run(["import", "transcripts", "--attributes", "transcripts/attributes.csv"]) == 0
    return folder


@pytest.mark.parametrize("code", ["teammøter", "koordinatorrollen"])
def test_the_worked_example_agrees_with_an_independent_computation(cli, example: Path, code: str):
    found = json.loads(cli("compare", "anna", "berit", "-p", example, "--format", "json").out)
    marks: dict[str, list[bool]] = {"anna": [], "berit": []}
    for name in found["transcripts"]:
        shown = json.loads(cli("transcripts", "show", name, "-p", example, "--format", "json").out)
        turns = shown["turns"]  # an interviewer's questions are no units, nor is a heading under nobody's name
        heard = [t["n"] for t in turns if t["speaker"] and t["role"] != "interviewer"]
        said = [s for s in shown["segments"] if s["turn"] in heard]
        for coder, row in marks.items():
            spans = [(c["start"], c["end"]) for c in shown["codings"] if (c["coder"], c["code"]) == (coder, code)]
            row += [any(a < s["end"] and s["start"] < b for a, b in spans) for s in said]
    row = of(found, code)
    assert row["kappa"] == pytest.approx(cohen_kappa_score(marks["anna"], marks["berit"]))
    assert row["both"] == sum(a and b for a, b in zip(*marks.values(), strict=True))
    assert row["neither"] == sum(not a and not b for a, b in zip(*marks.values(), strict=True))


@pytest.fixture(scope="module")
def leoka(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Texts on police officers, freely marked by three coders, as a project; and what is known of them.

    One text was coded by two of them only. Nobody has finished it, so it does not count.
    """
    known = json.loads((shared / "agreement" / "vectors.json").read_text("utf-8"))["vectors"]
    expected = next(v["expected"] for v in known if v["name"] == "leoka_team01")
    docs = json.loads((shared / "agreement" / "leoka_team01.json").read_text("utf-8"))["docs"]
    folder = tmp_path_factory.mktemp("leoka")
    (folder / "texts").mkdir()
    rows = ["transcript,code,start,end,coder"]
    for doc in docs:
        name = f"{doc['doc']:03}"
        (folder / "texts" / f"{name}.txt").write_text(doc["text"], "utf-8", newline="")
        rows += [f"{name},{k},{a},{b},{who}" for who, d in doc["coders"].items() for a, b, k in d["spans"]]
    (folder / "codings.csv").write_text("\n".join(rows), "utf-8")
    (folder / "book.yaml").write_text("codes:\n" + "".join(f"- id: {c}\n" for c in expected["per_code"]), "utf-8")
    whole = [f"{d['doc']:03}" for d in docs if set(d["coders"]) == set(expected["coders"])]
    project = ["--quiet", "-p", str(folder / "project")]
    assert run(["init", str(folder / "project"), "--language", "en"]) == 0
    assert run(["import", str(folder / "texts"), *project]) == 0
    assert run(["codebook", "load", str(folder / "book.yaml"), *project]) == 0
    assert run(["tag", "--from", str(folder / "codings.csv"), *project]) == 0
    for coder in expected["coders"]:
        assert run(["finish", *whole, "--coder", coder, *project]) == 0
    return folder / "project", expected


@pytest.mark.parametrize("unit", ["character", "transcript", "span"])
def test_a_real_coding_by_three_gives_the_known_numbers(cli, leoka: tuple[Path, dict[str, Any]], unit: str):
    folder, expected = leoka
    options = ("--unit", unit, "--replicates", 0, "-p", folder, "--format", "json")
    found = json.loads(cli("compare", *expected["coders"], *options).out)
    assert (len(found["transcripts"]), found["selected_transcripts"]) == (expected["n_docs"], expected["n_docs"] + 1)
    for code, known in expected["per_code"].items():
        row = of(found, code)
        pairs = {"-".join(p["coders"]): p for p in row["pairs"]}
        if unit == "span":
            for pair, f1 in known["span_exact_f1_pairs"].items():
                assert pairs[pair]["positive_agreement"] == pytest.approx(f1, abs=1e-6)
            continue
        wanted = known["char" if unit == "character" else "doc_presence"]
        assert row["alpha"] == pytest.approx(wanted["alpha"], abs=1e-6)
        for pair, kappa in wanted["kappa_pairs"].items():
            assert pairs[pair]["kappa"] == pytest.approx(kappa, abs=1e-6)
        if unit == "character":
            assert row["n"] == known["spans"]
            for pair, percent in wanted["percent_pairs"].items():
                assert pairs[pair]["percent"] == pytest.approx(percent, abs=1e-6)
        else:
            assert row["fleiss"] == pytest.approx(wanted["fleiss"], abs=1e-6)
            assert row["ac1"] == pytest.approx(wanted["ac1"], abs=5.1e-6)  # given to five decimals
            assert row["prevalence"] == pytest.approx(wanted["prevalence"], abs=1e-6)


def test_people_read_the_codes_by_name_and_programs_by_id(both, tmp_path: Path):
    both("codebook", "edit", "økonomi", "--name", "Økonomi og gjeld")
    both("compare", "Anna", "Berit", "-o", "r.md")
    text = (tmp_path / "r.md").read_text("utf-8")
    assert "| Økonomi og gjeld |" in text
    assert "økonomi" not in text
    assert of(compared(both))["code"] == "økonomi"
    both("compare", "Anna", "Berit", "-o", "r.svg")
    assert "Økonomi og gjeld 0,2" in (tmp_path / "r.svg").read_text("utf-8")
