"""Whole commands on a big project, against qc (`qualitative-coding`) on the same texts and codings.

    python benchmarks/whole_project.py --qc /path/to/qc [--interviews 100] [--words 7000] [--codings 35000]

Texts and codings are made up with a fixed seed. qc anchors codings to lines, so the texts have a paragraph a line.
Prints the median wall time of three runs of each command, start-up included, and the ratio to qc's counterpart.
"""

import argparse
import csv
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUALCODE = [sys.executable, "-m", "qualcode"]
CODES = [f"tema{n}" for n in range(1, 16)]
WORDS = (
    "familien kontoret møtet barna skolen pengene husleia tiden lederen skjemaet tilliten tolken helsa jobben vedtaket "
    "vi dere de jeg som og men når hvis fordi ikke alltid sammen etter før mellom veldig ganske egentlig liksom "
    "snakker ringer skriver venter flytter spør hjelper følger leter finner"
).split()


def made_up(folder: Path, interviews: int, words: int, codings: int) -> None:
    """Write `transcripts/*.txt`, `codings.csv` (transcript, segment, code, coder), `book.yaml` and `attributes.csv`."""
    rng = random.Random(2018)
    (folder / "transcripts").mkdir(parents=True)
    rows: list[tuple[str, int, str, str]] = []
    for i in range(interviews):
        name, lines, n = f"intervju{i:03}", [], 0
        while n < words:
            speaker = "Intervjuer" if len(lines) % 2 == 0 else "Koordinator"
            said = rng.choices(WORDS, k=rng.randint(8, 18) if len(lines) % 2 == 0 else rng.randint(25, 60))
            lines.append(f"{speaker}: {' '.join(said).capitalize()}.")
            n += len(said)
        (folder / "transcripts" / f"{name}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        for _ in range(codings // interviews):
            rows.append((name, rng.randrange(2, len(lines) + 1, 2), rng.choice(CODES), rng.choice(["anna", "berit"])))
    with (folder / "codings.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("transcript", "segment", "code", "coder"), *rows])
    (folder / "book.yaml").write_text("name: bok\ncodes:\n" + "".join(f"- id: {c}\n" for c in CODES), encoding="utf-8")
    groups = "".join(f"intervju{i:03}.txt,K{i % 29:02},{'AB'[i % 29 % 2]}\n" for i in range(interviews))
    (folder / "attributes.csv").write_text(f"file,office,office_group\n{groups}", encoding="utf-8")


def seconds(command: list[str], folder: Path, runs: int = 3) -> float:
    """The median wall time of a command."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        done = subprocess.run(command, cwd=folder, capture_output=True, env={**os.environ, "COLUMNS": "200"})
        times.append(time.perf_counter() - start)
        assert done.returncode == 0, (command, done.stderr.decode()[-500:])
    return statistics.median(times)


def with_qualcode(folder: Path) -> dict[str, float]:
    """Build the project and time each command."""

    def run(*words: str, runs: int = 3) -> float:
        return seconds([*QUALCODE, *words, "-q"], folder, runs)

    subprocess.run([*QUALCODE, "init", "."], cwd=folder, check=True, capture_output=True)
    found = {"import": run("import", "transcripts", "--attributes", "attributes.csv", runs=1)}
    run("codebook", "load", "book.yaml", runs=1)
    found["tag --from"] = run("tag", "--from", "codings.csv", runs=1)
    for name, words in {
        "codebook show (codes counted)": ("codebook", "show"),
        "excerpts of one code": ("excerpts", "--code", CODES[0], "--format", "csv"),
        "excerpts, all": ("excerpts", "--format", "csv"),
        "cooccur": ("cooccur", "--level", "code", "--matrix"),
        "crosstab": ("crosstab", "--by", "office_group"),
        "themes": ("themes", "--by", "office_group"),
        "matrix": ("matrix", "--case", "office", "--counts"),
        "contrast": ("contrast", "--by", "office_group"),
        "saturation": ("saturation",),
        "coverage": ("coverage",),
        "search": ("search", "husleia"),
        "export qdpx": ("export", "out.qdpx"),
        "check": ("check",),
    }.items():
        found[name] = run(*words)
    return found


def with_qc(qc: str, folder: Path) -> dict[str, float]:
    """Build the same project in qc and time its commands."""
    subprocess.run([qc, "init"], cwd=folder, check=True, capture_output=True)
    found = {"import": seconds([qc, "corpus", "import", "../transcripts", "-r", "-i", "verbatim"], folder, 1)}
    _code_in_qc(folder)
    found["codebook show (codes counted)"] = seconds([qc, "codes", "stats"], folder)
    found["excerpts of one code"] = seconds([qc, "codes", "find", CODES[0]], folder)
    found["cooccur"] = seconds([qc, "codes", "crosstab", *CODES], folder)
    found["start-up"] = seconds([qc, "--help"], folder)
    return found


def _code_in_qc(folder: Path) -> None:
    """Put the codings into qc's database as its own editor would: a coded line per paragraph."""
    (folder / "codebook.yaml").write_text("".join(f"- {c}\n" for c in CODES), encoding="utf-8")
    with (folder.parent / "codings.csv").open(encoding="utf-8") as file:
        rows = [(r["transcript"], int(r["segment"]), r["code"], r["coder"]) for r in csv.DictReader(file)]
    with sqlite3.connect(folder / "qualitative_coding.sqlite3") as db:
        indexes = {Path(path).stem: n for n, path in db.execute("SELECT id, document_id FROM document_index")}
        db.executemany("INSERT OR IGNORE INTO code VALUES (?)", [(c,) for c in CODES])
        db.executemany("INSERT OR IGNORE INTO coder VALUES (?)", [("anna",), ("berit",)])
        first = db.execute("SELECT coalesce(max(id), 0) + 1 FROM location").fetchone()[0]
        for n, (name, segment, code, coder) in enumerate(dict.fromkeys(rows), start=first):
            line = 2 * (segment - 1)  # a blank line stands between paragraphs
            db.execute("INSERT INTO coded_line VALUES (?, ?, ?, ?)", (n, line, coder, code))
            db.execute("INSERT INTO location VALUES (?, ?, ?, ?)", (n, line, line, indexes[name]))
            db.execute("INSERT INTO coded_line_location_association VALUES (?, ?)", (n, n))


def main() -> None:
    """Time both and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--qc", help="qc's executable; without it only qualcode is timed")
    for name, default in (("interviews", 100), ("words", 7000), ("codings", 35000)):
        options.add_argument(f"--{name}", type=int, default=default)
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made_up(folder, args.interviews, args.words, args.codings)
        ours = {"start-up": seconds([*QUALCODE, "--help"], folder), **with_qualcode(folder)}
        theirs = {}
        if args.qc:
            (folder / "qc").mkdir()
            theirs = with_qc(args.qc, folder / "qc")
            if shutil.which("pandoc"):  # what `qc corpus import` does unless told otherwise
                (folder / "pandoc").mkdir()
                subprocess.run([args.qc, "init"], cwd=folder / "pandoc", check=True, capture_output=True)
                command = [args.qc, "corpus", "import", "../transcripts", "-r"]
                ours["import (qc: by pandoc, its default)"] = ours["import"]
                theirs["import (qc: by pandoc, its default)"] = seconds(command, folder / "pandoc", 1)
    print(f"{'command':36}{'qualcode s':>12}{'qc s':>8}{'ratio':>8}")
    for name, took in ours.items():
        other = theirs.get(name)
        print(f"{name:36}{took:12.2f}" + (f"{other:8.2f}{other / took:8.1f}" if other else ""))


if __name__ == "__main__":
    main()
