"""One interview through the whole house: every floor, every room, by the commands that a researcher types."""

import json
import os
import subprocess
import sys
from pathlib import Path

from qualcode.verbs import example

NAME = "elvestad_koordinator_2017"


def qualcode(folder: Path, *args: str, code: int = 0) -> str:
    """Run a command in a process of its own; returns what it printed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QUALCODE_")} | {"NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "qualcode", *args], cwd=folder, capture_output=True, text=True, env=environment
    )
    assert done.returncode == code, f"{args}: {done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


def test_one_interview_from_the_file_to_the_report(tmp_path: Path) -> None:
    source = example.shipped()
    interview = str(source / "transcripts" / f"{NAME}.docx")
    attributes = tmp_path / "attributes.csv"
    attributes.write_text(f"file;office_group\n{NAME}.docx;tiltakskontor\n", encoding="utf-8")

    qualcode(tmp_path, "init", ".", "--coder", "anna")
    qualcode(tmp_path, "import", interview, "--attributes", str(attributes))
    qualcode(tmp_path, "codebook", "load", str(source / "codebooks" / "holf.yaml"))

    shown = json.loads(qualcode(tmp_path, "transcripts", "show", NAME, "--format", "json"))
    assert {t["speaker"]: t["role"] for t in shown["turns"] if t["speaker"]} == {
        "Intervjuer": "interviewer",
        "Koordinator": "participant",
    }
    said = [s["n"] for s in shown["segments"] if shown["turns"][s["turn"] - 1]["role"] == "participant"]

    suggested = json.loads(qualcode(tmp_path, "suggest", "--top", "1", "--format", "json"))
    asked = {s["n"] for s in shown["segments"] if shown["turns"][s["turn"] - 1]["role"] == "interviewer"}
    assert not {row["segment"] for row in suggested} & asked
    assert all(row["why"] for row in suggested)

    first, second = f"{NAME}:{said[3]}", f"{NAME}:{said[5]}"
    qualcode(tmp_path, "tag", first, "teammøter")
    qualcode(tmp_path, "tag", second, "bolig", "økonomi", "--memo", "henger sammen")
    qualcode(tmp_path, "tag", first, "teammøter", "--coder", "berit")
    qualcode(tmp_path, "untag", second, "økonomi")
    qualcode(tmp_path, "undo")
    for coder in ("anna", "berit"):
        qualcode(tmp_path, "finish", NAME, "--coder", coder)

    excerpts = json.loads(
        qualcode(tmp_path, "excerpts", "--all-coders", "--by", "theme", "--by", "office_group", "--format", "json")
    )
    assert [(r["theme"], r["code"], r["coder"]) for r in excerpts] == [
        ("internt_samarbeid", "teammøter", "anna"),
        ("internt_samarbeid", "teammøter", "berit"),
        ("økonomi", "økonomi", "anna"),
        ("bolig", "bolig", "anna"),
    ]
    assert all(r["text"] == shown["text"][r["start"] : r["end"]] for r in excerpts)

    for name in ("e.docx", "e.html", "e.xlsx", "e.csv", "e.md", "e.jsonl"):
        qualcode(tmp_path, "excerpts", "--by", "theme", "--by", "office_group", "-o", name)
        assert (tmp_path / name).stat().st_size > 200
    themes = json.loads(qualcode(tmp_path, "themes", "--all-coders", "--by", "office_group", "--format", "json"))
    counted = {r["theme"]: r["codings"] for r in themes if r["codings"]}
    assert counted == {"internt_samarbeid": 2, "bolig": 1, "økonomi": 1}

    agreement = json.loads(qualcode(tmp_path, "compare", "anna", "berit", "--format", "json"))
    by_code = {row["code"]: row for row in agreement["codes"]}
    assert by_code["teammøter"]["both"] == 1
    assert by_code["bolig"]["only"] == {"anna": 1, "berit": 0}
    qualcode(tmp_path, "compare", "anna", "berit", "--at-least", "0.99", code=4)

    longer = tmp_path / "corrected.txt"
    longer.write_text("Rettet.\n" + shown["text"], encoding="utf-8")
    fates = json.loads(qualcode(tmp_path, "transcripts", "replace", NAME, str(longer), "--format", "json"))
    assert {row["status"] for row in fates} == {"moved"}
    qualcode(tmp_path, "check")

    log = json.loads(qualcode(tmp_path, "log", "--format", "json"))
    assert [line["verb"] for line in log] == (
        "import, codebook load, tag, tag, tag, untag, undo, finish, finish, transcripts replace".split(", ")
    )
