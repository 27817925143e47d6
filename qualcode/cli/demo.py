"""`demo`: the worked example, by the commands that anybody would type."""

import csv
import shlex
from contextlib import chdir
from pathlib import Path

import click

from qualcode.cli.options import with_quiet
from qualcode.cli.printing import make_folder, tell
from qualcode.errors import ExitCode, QualcodeError
from qualcode.verbs import writing

CODERS = ("anna", "berit")
GROUPED = ("--by", "theme", "--by", "office_group")
CODINGS = Path("codebooks", "codings")
OUTPUTS = Path("outputs")

LOOK_FIRST = (
    ("README.md", "which file answers what (in Norwegian)"),
    ("report.html", "everything on one page: how the office groups differ, with their words; open it in a browser"),
    ("excerpts.html", "the coded excerpts per theme and office group"),
    ("themes.docx", "a chapter per theme: counts per office group, typical excerpts"),
    ("agreement.docx", "how far Anna and Berit agree, code by code"),
)


README = """\
# Utdata fra eksempelet

Alt her er laget av `qualcode demo`. Personene, kontorene og ordene er oppdiktet.

**Hvordan er det interne samarbeidet ved de to gruppene av kontorer, og med hvilke ord sier de det?**

* `report.html`, temaet *Internt samarbeid*: søyler og tall for hver gruppe, forskjellen, ordene som skiller dem, og
  sitatene side om side. Åpnes i en nettleser; ingenting hentes fra nettet.
* `themes.docx`, kapittelet *Internt samarbeid*: det samme for Word, med plass til egen tekst. Tallene: `themes.csv`.
* Hvor mange som snakker om temaet, sier ofte mindre enn hva de snakker om: se på tabellen over temaets koder, gruppe
  for gruppe, begge steder.
* `excerpts.docx`, `excerpts.html`, `excerpts.xlsx`: alle kodede utdrag, tema for tema og gruppe for gruppe; i mappen
  `excerpts` en fil for hver.
* `contrast.docx`: alle temaer, gruppe mot gruppe, hvorfor seks kontorer er for få til en test, og ordene som skiller
  gruppene.
* `matrix.xlsx`: kontorer nedover, temaer bortover; hver rute fører til utdragene den står for.

**Kan en stole på kodingen?**

* `agreement.docx` (tallene: `agreement.csv`): hvor like Anna og Berit koder.
* `disagreements.xlsx`: hvert sted de er uenige, til å avgjøre.
* `suggestions.xlsx`: forslag til koder med begrunnelse; et forslag er ikke en koding.
* `import.csv`: hva som ble lest inn.

Hver fil sier øverst, i egenskapene eller i `-metadata.json` ved siden av hvilket prosjekt, utvalg, kodebok og hvilken
kommando den kommer av.
"""


@click.command()
@click.argument("folder", metavar="[DIR]", default="qualcode-demo", type=click.Path(path_type=Path))
@with_quiet
def demo(folder: Path) -> None:
    """Make the worked example in a folder (default: qualcode-demo), step by step.

    Every step is a command that you can type yourself in that folder. What is there already is left as it is.
    """
    from qualcode.verbs import example

    example.lay_out(folder)
    with chdir(folder):
        make_folder(OUTPUTS)
        for n, (what, command) in enumerate(steps(), start=1):
            _do(n, what, command)
        guide = OUTPUTS / "README.md"
        if not guide.exists():
            guide.write_text(README, encoding="utf-8", newline="\n")
        _where_to_look(folder)


def steps() -> list[tuple[str, list[str]]]:
    """What is done, in order: a sentence and the command, without `qualcode`."""
    return [
        ("Make a project", ["init", ".", "--name", "holf", "--coder", CODERS[0]]),
        (
            "Import the interviews and the survey's answers, with their attributes",
            ["import", "transcripts", "--attributes", "transcripts/attributes.csv", *_into("import.csv")],
        ),
        ("Load the codebook", ["codebook", "load", "codebooks/holf.yaml"]),
        *(step for coder in CODERS for step in _coded_by(coder)),
        ("See how far it has come", ["status"]),
        ("Propose codes for what is not coded, with reasons", ["suggest", *_into("suggestions.xlsx")]),
        ("Excerpts per theme and office group, to read", ["excerpts", *GROUPED, *_into("excerpts.html")]),
        ("The same for Word", ["excerpts", *GROUPED, *_into("excerpts.docx")]),
        ("The same for Excel", ["excerpts", *GROUPED, *_into("excerpts.xlsx")]),
        ("One file per theme and group", ["excerpts", *GROUPED, "--split", "--format", "md", *_into("excerpts")]),
        ("A chapter per theme", ["themes", "--by", "office_group", *_into("themes.docx")]),
        ("Its numbers", ["themes", "--by", "office_group", *_into("themes.csv")]),
        ("How the groups differ, and in which words", ["contrast", "--by", "office_group", *_into("contrast.docx")]),
        ("Offices down, themes across", ["matrix", "--case", "office", *_into("matrix.xlsx")]),
        ("Compare the two coders", ["compare", *CODERS, *_into("agreement.docx")]),
        ("Its numbers", ["compare", *CODERS, *_into("agreement.csv")]),
        ("Where they differ, to be settled", ["disagreements", *CODERS, *_into("disagreements.xlsx")]),
        ("Everything on one page, to read, filter and print", ["report", *_into("report.html")]),
        ("Verify every text, anchor and reference", ["check"]),
    ]


def _coded_by(coder: str) -> list[tuple[str, list[str]]]:
    table = CODINGS / f"{coder}.csv"
    with table.open(encoding="utf-8", newline="") as file:
        finished = sorted({row["transcript"] for row in csv.DictReader(file)}) if coder != CODERS[0] else ["*"]
    return [
        (f"Bring in {coder.title()}'s codings", ["tag", "--from", table.as_posix(), "--coder", coder]),
        (f"What {coder.title()} has read to the end", ["finish", *finished, "--coder", coder]),
    ]


def _into(name: str) -> list[str]:
    return ["-o", (OUTPUTS / name).as_posix()]


def _do(n: int, what: str, command: list[str]) -> None:
    """Say and run one command, unless what it makes is there already."""
    from qualcode.cli import qualcode

    tell("", f"{n}. {what}", f"   $ qualcode {_shown(command)}")
    if command[0] == "init" and Path("qualcode.toml").exists():
        tell("there is a project here already")
        return
    if "-o" in command and Path(command[command.index("-o") + 1]).exists():
        tell("made already, left as it is")
        return
    quiet = click.get_current_context().meta["quiet"]
    words = [*command, "--quiet"] if quiet else command
    result = qualcode.main(words, prog_name="qualcode", standalone_mode=False, obj=words)
    if isinstance(result, int) and result != ExitCode.DONE:
        raise QualcodeError(f"`qualcode {shlex.join(command)}` did not succeed")


def _shown(command: list[str]) -> str:
    """The command as typed; a long row of transcripts is cut short."""
    text = shlex.join(command)
    return (
        text
        if len(text) <= 300
        else f"{shlex.join(command[:3])} ... ({len(command) - 5} more) {' '.join(command[-2:])}"
    )


def _where_to_look(folder: Path) -> None:
    made = sorted(
        path for path in OUTPUTS.rglob("*") if path.is_file() and not path.name.endswith(writing.ORIGIN_ENDING)
    )
    tell("", f"The project is in {folder}. It made:")
    many = [p for p in made if p.parent != OUTPUTS]
    tell(*(f"  {folder / p}" for p in made if p.parent == OUTPUTS))
    if many:
        tell(f"  {folder / many[0].parent}{'/'} ({len(many)} files)")
    tell("", "Look first at:", *(f"  {folder / OUTPUTS / name}: {why}" for name, why in LOOK_FIRST))
