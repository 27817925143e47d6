"""`init`, `status`, `check`."""

from pathlib import Path

import click

from qualcode.cli.options import with_output, with_project, with_quiet
from qualcode.cli.passphrases import passphrase, with_key_file
from qualcode.cli.printing import Emitter, tell
from qualcode.errors import ExitCode, WrongUsage
from qualcode.project import Project


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--language", default="nb", show_default=True, help="Of the transcripts: nb, nn, en, sv, da, ...")
@click.option("--name", default="", help="The project's name (default: the folder's).")
@click.option("--coder", default="", metavar="NAME", help="Who codes on this machine.")
@with_quiet
def init(folder: Path, language: str, name: str, coder: str) -> None:
    """Make a new project in a folder."""
    from qualcode.verbs import setup

    setup.init(folder, name=name, language=language, coder=coder).close()
    tell(f"made a project in {folder}", "Next: qualcode import, qualcode codebook load.")


@click.command()
@with_output
@with_project
def status(project: Project, emit: Emitter) -> None:
    """Say what there is and what is left to do."""
    from qualcode.verbs import setup

    emit(setup.status(project))


@click.command()
@click.option("--privacy", is_flag=True, help="Prove instead that the words which --key replaced are nowhere.")
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), metavar="KEYFILE", help="The key of --privacy.")
@with_key_file
@with_output
@with_project
def check(project: Project, emit: Emitter, privacy: bool, key: Path | None, key_file: Path | None) -> int:
    """Verify every anchor, hash and reference; exit 4 on any fault."""
    from qualcode.verbs import pseudonymising, setup

    if privacy != (key is not None):
        raise WrongUsage("--privacy and --key belong together", hint="qualcode check --privacy --key KEYFILE")
    if key:
        faults = pseudonymising.check(project, key, passphrase("Passphrase of the key", key_file))
        well = "nothing that the key replaced is left in the project file"
    else:
        faults, well = setup.check(project), "every text, anchor and reference holds"
    if not len(faults.plain):
        tell(well)
        if emit.format or emit.output:
            emit(faults)
        return ExitCode.DONE
    emit(faults)
    return ExitCode.CHECK
