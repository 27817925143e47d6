"""`pseudonymise` from the sheet to the key and back, as typed; afterwards the old words are nowhere."""

import csv
import json
import stat
from pathlib import Path

import pytest
from cli.conftest import Cli

COLUMNS = ["kind", "found", "forms", "count", "transcripts", "context", "proposal", "decision", "replacement"]
TALK = """\
Intervjuer: Hva tenker du, Solveig?

Solveig: Jeg tenker på Leif. Leifs far bor i Lakselv, og LEIF er 34 år.

Intervjuer: Og Vår?

Solveig: Vår gikk på Stordalskolen. Hun ringer solveig.moe@post.example hver dag. Om våren er det vår.
"""
SECOND = """\
Intervjuer: Hvem hjalp deg?

Leif: Det var Solveig Moe, og så en som heter Turid.
"""
OLD = ("Solveig", "Leif", "Lakselv", "Stordalskolen", "post.example")


@pytest.fixture
def told(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A project with one interview in which names are everywhere: codes, memos, attributes, file names, undo memory."""
    monkeypatch.setenv("QUALCODE_PASSPHRASE", "riktig hest batteri")
    (tmp_path / "solveig.txt").write_text(TALK, encoding="utf-8")
    cli("init", "p", "--coder", "Eva")
    monkeypatch.chdir(tmp_path / "p")
    cli("import", "../solveig.txt")
    cli("transcripts", "set", "sted=Lakselv", "--transcript", "solveig")
    cli("codebook", "add", "leifs_far", "--name", "Leifs far")
    cli("codebook", "edit", "leifs_far", "--definition", "Det Solveig sier om faren.", "--why", "Solveig sa det")
    cli("codebook", "edit", "leifs_far", "--example-from", "solveig:2")
    cli("tag", "solveig:2", "leifs_far", "--memo", "Solveig ler når hun sier Leif.")
    cli("tag", "solveig:4", "leifs_far")
    cli("tag", "solveig@60-71", "leifs_far")
    return cli


def _decide(sheet: Path, **other: str) -> None:
    """Take every proposal, but what `other` says of a found form."""
    with sheet.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))
    for row in rows:
        row["decision"] = other.get(row["found"], row["proposal"].split(" ")[0])
    with sheet.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_may_identify_somebody_comes_as_a_sheet(told: Cli) -> None:
    done = told("pseudonymise", "find", "--format", "json")
    rows = {row["found"]: row for row in json.loads(done.out)}
    assert list(rows["Leif"]) == COLUMNS
    assert (rows["Leif"]["kind"], rows["Leif"]["forms"], rows["Leif"]["count"]) == ("person", "Leif; LEIF; Leifs", 3)
    assert {(row["kind"], found) for found, row in rows.items()} == {
        ("person", "Solveig"),
        ("person", "Leif"),
        ("person", "Vår"),
        ("place", "Lakselv"),
        ("school", "Stordalskolen"),
        ("email", "solveig.moe@post.example"),
        ("age", "34 år"),
    }
    assert rows["34 år"]["proposal"] == "band [30–39 år]; category [alder]"


def test_afterwards_the_old_words_are_nowhere_and_the_key_brings_them_back(told: Cli, tmp_path: Path) -> None:
    before = told("transcripts", "show", "solveig", "--format", "json").out
    told("backup")
    told("pseudonymise", "find", "-o", "../ark.csv")
    _decide(tmp_path / "ark.csv")
    done = told("pseudonymise", "apply", "--from", "../ark.csv", "--key", "../nøkkel.age", "--yes")
    assert (done.code, "replacements in 1 text have been made" in done.err) == (0, True), done.err
    key = tmp_path / "nøkkel.age"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    raw = _bytes(tmp_path / "p")
    for word in OLD:
        for form in (word, word.lower(), word.upper()):
            assert form.encode() not in raw, form
    assert told("check").code == 0
    assert told("check", "--privacy", "--key", "../nøkkel.age").code == 0
    (row,) = json.loads(told("transcripts", "list", "--format", "json").out)
    after = json.loads(told("transcripts", "show", row["name"], "--format", "json").out)
    assert "Om våren er det vår." in after["text"]
    assert all(after["text"][c["start"] : c["end"]] == c["quote"] for c in after["codings"])
    assert len(after["codings"]) == 3
    assert row["sted"] == "[sted]"
    told("tag", f"{row['name']}:1", *{c["code"] for c in after["codings"]})
    told("pseudonymise", "reverse", "--key", "../nøkkel.age", "--yes")
    again, first = json.loads(told("transcripts", "show", "solveig", "--format", "json").out), json.loads(before)
    assert [c for c in again["codings"] if c["start"] > 12] == first["codings"]
    assert {**again, "codings": 0} == {**first, "codings": 0}
    assert told("check").code == 0


def test_undoing_goes_on_where_it_was(told: Cli, tmp_path: Path) -> None:
    told("pseudonymise", "find", "-o", "../ark.csv")
    _decide(tmp_path / "ark.csv")
    told("pseudonymise", "apply", "--from", "../ark.csv", "--key", "../nøkkel.age", "--yes")
    for _ in range(6):
        assert told("undo").code == 0
    assert told("check").code == 0
    assert told("codebook", "show", "--format", "json").out.count("leif") == 0


def test_a_new_interview_gets_the_same_pseudonyms(told: Cli, tmp_path: Path) -> None:
    told("pseudonymise", "find", "-o", "../ark.csv")
    _decide(tmp_path / "ark.csv")
    told("pseudonymise", "apply", "--from", "../ark.csv", "--key", "../nøkkel.age", "--yes")
    with (tmp_path / "ark.csv").open(encoding="utf-8") as opened:
        leif = next(r for r in csv.DictReader(opened, delimiter=";") if r["found"] == "Leif")
    (tmp_path / "ny.txt").write_text(SECOND, encoding="utf-8")
    told("import", "../ny.txt")
    assert told("check", "--privacy", "--key", "../nøkkel.age").code == 4
    assert told("pseudonymise", "apply", "--key", "../nøkkel.age", "--yes").code == 0
    text = json.loads(told("transcripts", "show", "ny", "--format", "json").out)["text"]
    assert leif["proposal"].split(";")[0].removeprefix("replace ") in text
    assert "Solveig" not in text
    assert "Turid" in text
    told("pseudonymise", "reverse", "--key", "../nøkkel.age", "--yes")
    assert json.loads(told("transcripts", "show", "ny", "--format", "json").out)["text"] == SECOND


def test_a_copy_from_before_is_refused_until_the_key_was_used_there(told: Cli, tmp_path: Path) -> None:
    told("package", "Bo", "-o", "../bo.qualcode")
    told("unpack", "../bo.qualcode", "../bo")
    told("tag", "solveig:4", "leifs_far", "-p", "../bo")
    told("pseudonymise", "find", "-o", "../ark.csv")
    _decide(tmp_path / "ark.csv")
    told("pseudonymise", "apply", "--from", "../ark.csv", "--key", "../nøkkel.age", "--yes")
    done = told("merge", "../bo")
    assert (done.code, "same pseudonyms" in done.err) == (1, True)
    assert told("pseudonymise", "apply", "--key", "../nøkkel.age", "--yes", "-p", "../bo").code == 0
    assert told("merge", "../bo").code == 0
    assert told("check").code == 0
    assert "Bo" in told("status").out


def test_what_is_decided_otherwise_stays_otherwise(told: Cli, tmp_path: Path) -> None:
    told("pseudonymise", "find", "-o", "../ark.csv")
    _decide(tmp_path / "ark.csv", Lakselv="keep", Leif="later")
    told("pseudonymise", "find", "--from", "../ark.csv", "-o", "../ark2.csv")
    done = told("pseudonymise", "apply", "--from", "../ark2.csv", "--key", "../nøkkel.age", "--yes")
    assert "1 candidate not decided yet" in done.err
    (row,) = json.loads(told("transcripts", "list", "--format", "json").out)
    text = json.loads(told("transcripts", "show", row["name"], "--format", "json").out)["text"]
    assert "Leifs far bor i Lakselv" in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["apply", "--from", "../ark.csv", "--key", "nøkkel.age", "--yes"], "must not lie in the project's folder"),
        (["apply", "--from", "../ark.csv", "--key", "../der/nøkkel.age", "--yes"], "there is no such folder"),
        (["apply", "--key", "../nøkkel.age", "--yes"], "nothing is decided"),
        (["apply", "--from", "../ark.csv", "--key", "../nøkkel.age"], "somebody has to agree"),
        (["reverse", "--key", "../nøkkel.age", "--yes"], "the key cannot be read"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(told: Cli, tmp_path: Path, typed: list[str], said: str) -> None:
    told("pseudonymise", "find", "-o", "../ark.csv")
    _decide(tmp_path / "ark.csv")
    before = told("transcripts", "show", "solveig", "--format", "json").out
    done = told("pseudonymise", *typed)
    assert done.code in (1, 2)
    assert said in done.err
    assert told("transcripts", "show", "solveig", "--format", "json").out == before
    assert not (tmp_path / "nøkkel.age").exists()


def test_a_dry_run_changes_nothing(told: Cli, tmp_path: Path) -> None:
    told("pseudonymise", "find", "-o", "../ark.csv")
    _decide(tmp_path / "ark.csv")
    before = _bytes(tmp_path / "p")
    done = told("pseudonymise", "apply", "--from", "../ark.csv", "--key", "../nøkkel.age", "--dry-run")
    assert (done.code, "would be made" in done.err) == (0, True)
    assert _bytes(tmp_path / "p") == before
    assert not (tmp_path / "nøkkel.age").exists()


def test_a_coder_of_the_same_name_keeps_it(told: Cli, tmp_path: Path) -> None:
    told("tag", "solveig:4", "leifs_far", "--coder", "Leif")
    told("pseudonymise", "find", "-o", "../ark.csv")
    _decide(tmp_path / "ark.csv")
    assert told("pseudonymise", "apply", "--from", "../ark.csv", "--key", "../nøkkel.age", "--yes").code == 0
    assert "Leif" in told("status").out
