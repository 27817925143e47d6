"""Where a passphrase comes from: a file, the environment, else a person at the terminal. Never an argument."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from qualcode.errors import QualcodeError, WrongUsage

VARIABLE = "QUALCODE_PASSPHRASE"
Command = Callable[..., Any]


def with_key_file(command: Command) -> Command:
    """Add `--key-file`: a file whose first line is the passphrase."""
    kind, told = click.Path(path_type=Path, dir_okay=False), "A file whose first line is the passphrase."
    return click.option("--key-file", type=kind, metavar="FILE", help=told)(command)


def passphrase(question: str, key_file: Path | None = None, *, twice: bool = False) -> str:
    """The passphrase from `key_file`, else from QUALCODE_PASSPHRASE, else asked for (twice, if it is a new one)."""
    if key_file:
        return _first_line(key_file)
    if given := os.environ.get(VARIABLE):
        return given
    if not sys.stdin.isatty():
        hint = f"Give the command at a terminal, or use --key-file or {VARIABLE}."
        raise WrongUsage("a passphrase is asked for at a terminal", hint=hint)
    return str(click.prompt(question, hide_input=True, confirmation_prompt=twice, err=True))


def _first_line(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QualcodeError(f"the passphrase cannot be read ({error})", where=str(file)) from None
    if not lines or not lines[0]:
        raise QualcodeError("there is no passphrase in its first line", where=str(file))
    return lines[0]
