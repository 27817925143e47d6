"""Whole commands on a big project, against qc (`qualitative-coding`) on the same texts and codings.

    python benchmarks/whole_project.py --qc /path/to/qc [--interviews 100] [--words 7000] [--codings 35000] [--runs 5]

Texts and codings are made up with a fixed seed. qc anchors codings to lines, so the texts have a paragraph a line.
Prints for each command the median processor and wall time of five runs, start-up included, and the ratio of processor
times to qc's counterpart, whose runs are interleaved with ours so that a busy machine slows both. Both run from
compiled files, as they are once installed: Python is let write them, and the first run of each is not counted.
"""

import argparse
import csv
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

QUALCODE = [sys.executable, "-m", "qualcode"]
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"COLUMNS": "200"}
CODES = [f"tema{n}" for n in range(1, 16)]
COMMON = (
    "og i det er på som til å en av for at med vi ikke de har jeg så den om da kan men fra hvis dere når må vil blir "
    "noe alltid sammen etter før mellom veldig ganske egentlig liksom snakker ringer skriver venter flytter spør "
    "hjelper familien kontoret møtet barna skolen pengene husleia tiden lederen skjemaet tilliten tolken vedtaket"
).split()
FIRST = (
    "familie skole barne bolig gjelds helse språk kurs jobb tiltaks søknads oppfølgings møte hjemme tolke kommune "
    "økonomi ungdoms nærmiljø foreldre samarbeids kveld helge dag sommer vinter by bygde nabo gruppe team plan lov"
).split()
SECOND = (
    "samtale plan møte time brev tiltak kontor plass dag liste hjelp gruppe prosjekt rapport avtale sak arbeid løsning "
    "senter tilbud mål krav ordning leder veileder lærer koordinator medarbeider støtte penger utgift regning"
).split()
WORDS = [*COMMON, *(f"{a}{b}{ending}" for ending in ("", "en", "er", "ene") for b in SECOND for a in FIRST)]
"""Some four thousand words; as in speech, number n is as frequent as 1 / (n + 2.7)."""
OFTEN = list(accumulate(1 / (n + 2.7) for n in range(1, len(WORDS) + 1)))


def made_up(folder: Path, interviews: int, words: int, codings: int) -> None:
    """Write `transcripts/*.txt`, `codings.csv` (transcript, segment, code, coder), `book.yaml` and `attributes.csv`."""
    rng = random.Random(2018)
    (folder / "transcripts").mkdir(parents=True)
    rows: list[tuple[str, int, str, str]] = []
    for i in range(interviews):
        name, n = f"intervju{i:03}", 0
        lines: list[str] = []
        while n < words:
            speaker = "Intervjuer" if len(lines) % 2 == 0 else "Koordinator"
            said = rng.choices(
                WORDS, cum_weights=OFTEN, k=rng.randint(8, 18) if len(lines) % 2 == 0 else rng.randint(25, 60)
            )
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


@dataclass
class Timed:
    """A command, its folder, and how long its runs took."""

    words: list[str]
    folder: Path
    processor: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def run(self, *, counted: bool = True) -> None:
        """Run it once."""
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(self.words, cwd=self.folder, capture_output=True, env=ENVIRONMENT)
        took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.returncode == 0, (self.words, done.stderr.decode()[-500:])
        if counted:
            self.wall.append(took)
            self.processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


COUNTERPARTS = {
    "codebook show (codes counted)": ["codes", "stats"],
    "excerpts of one code": ["codes", "find", CODES[0]],
    "cooccur": ["codes", "crosstab", *CODES],
    "start-up": ["--help"],
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "start-up": ("--help",),
    "codebook show (codes counted)": ("codebook", "show"),
    "excerpts of one code": ("excerpts", "--code", CODES[0], "--format", "csv"),
    "excerpts, all": ("excerpts", "--format", "csv"),
    "cooccur": ("cooccur", "--level", "code", "--matrix"),
    "crosstab": ("crosstab", "--by", "office_group"),
    "themes": ("themes", "--by", "office_group"),
    "matrix": ("matrix", "--case", "office", "--counts"),
    "contrast": ("contrast", "--by", "office_group"),
    "contrast --words": ("contrast", "--by", "office_group", "--words"),
    "saturation": ("saturation",),
    "coverage": ("coverage",),
    "search (a word in any inflection)": ("search", "husleia"),
    "search (a phrase)": ("search", '"på kontoret"'),
    "search (two codes)": ("search", "--both", CODES[0], CODES[1]),
    "export qdpx": ("export", "out.qdpx"),
    "check": ("check",),
}


def once(words: list[str], folder: Path) -> Timed:
    """A command that can be run only once."""
    timed = Timed(words, folder)
    timed.run()
    return timed


def with_qualcode(folder: Path) -> dict[str, Timed]:
    """Build the project."""
    subprocess.run([*QUALCODE, "init", "."], cwd=folder, check=True, capture_output=True, env=ENVIRONMENT)
    found = {"import": once([*QUALCODE, "import", "transcripts", "--attributes", "attributes.csv"], folder)}
    once([*QUALCODE, "codebook", "load", "book.yaml"], folder)
    found["tag --from"] = once([*QUALCODE, "tag", "--from", "codings.csv"], folder)
    return found


def with_qc(qc: str, folder: Path) -> dict[str, Timed]:
    """Build the same project in qc."""
    subprocess.run([qc, "init"], cwd=folder, check=True, capture_output=True)
    found = {"import": once([qc, "corpus", "import", "../transcripts", "-r", "-i", "verbatim"], folder)}
    _code_in_qc(folder)
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
    for name, default in (("interviews", 100), ("words", 7000), ("codings", 35000), ("runs", 5)):
        options.add_argument(f"--{name}", type=int, default=default)
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made_up(folder, args.interviews, args.words, args.codings)
        ours, theirs = with_qualcode(folder), dict[str, Timed]()
        if args.qc:
            (folder / "qc").mkdir()
            theirs = with_qc(args.qc, folder / "qc")
            if shutil.which("pandoc"):  # what `qc corpus import` does unless told otherwise
                (folder / "pandoc").mkdir()
                subprocess.run([args.qc, "init"], cwd=folder / "pandoc", check=True, capture_output=True)
                ours["import (qc: by pandoc, its default)"] = ours["import"]
                command = [args.qc, "corpus", "import", "../transcripts", "-r"]
                theirs["import (qc: by pandoc, its default)"] = once(command, folder / "pandoc")
        ours |= {name: Timed([*QUALCODE, *words], folder) for name, words in COMMANDS.items()}
        if args.qc:
            theirs |= {name: Timed([args.qc, *words], folder / "qc") for name, words in COUNTERPARTS.items()}
        for n in range(args.runs + 1):
            for name in COMMANDS:
                for timed in filter(None, (ours[name], theirs.get(name))):
                    timed.run(counted=n > 0)
    tell(ours, theirs)


def tell(ours: dict[str, Timed], theirs: dict[str, Timed]) -> None:
    """The table."""
    print(f"{'command':38}{'processor s':>12}{'wall s':>8}{'qc processor s':>16}{'wall s':>8}{'ratio':>8}")
    for name, timed in ours.items():
        processor, wall = statistics.median(timed.processor), statistics.median(timed.wall)
        line = f"{name:38}{processor:12.2f}{wall:8.2f}"
        if other := theirs.get(name):
            took = statistics.median(other.processor)
            line += f"{took:16.2f}{statistics.median(other.wall):8.2f}{took / processor:8.1f}"
        print(line)


if __name__ == "__main__":
    main()
