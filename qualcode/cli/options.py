"""Options that several commands share, so that each means the same everywhere."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from qualcode.cli.printing import Emitter, tell
from qualcode.conditions import Condition
from qualcode.errors import WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.verbs import writing
from qualcode.wording import LANGS

Command = Callable[..., Any]


def with_quiet(command: Command) -> Command:
    """Add `--quiet`, which `tell` asks for."""

    @click.option("--quiet", "-q", is_flag=True, help="No messages, only data and errors.")
    @wraps(command)
    def run(*args: Any, quiet: bool, **options: Any) -> Any:
        click.get_current_context().meta["quiet"] = quiet
        return command(*args, **options)

    return run


def with_project(command: Command) -> Command:
    """Open the project that is meant and hand it to the command first; add `--project` and `--quiet`."""

    @click.option("--project", "-p", type=click.Path(path_type=Path), metavar="DIR", help="The project's folder.")
    @with_quiet
    @wraps(command)
    def run(*args: Any, project: Path | None, **options: Any) -> Any:
        with Project.open(project) as opened:
            opened.tell = tell
            if "selection" in options:
                from qualcode.verbs import naming

                whole = "dry_run" in options  # it changes something, so transcripts and codes are named in full
                options["selection"] = naming.selection(opened, options["selection"], whole=whole)
            with writing.nobodys_work_lost(opened, replace=click.get_current_context().meta.get("replace", False)):
                return command(opened, *args, **options)

    return run


def with_coder(command: Command) -> Command:
    """Add `--coder`: who acts, by default QUALCODE_CODER or the project's settings."""
    return click.option("--coder", metavar="NAME", help="Who codes (default: QUALCODE_CODER, else qualcode.toml).")(
        command
    )


def dry_run(command: Command) -> Command:
    """Add `--dry-run`: say what would happen and change nothing."""
    return click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")(command)


def with_replace(command: Command) -> Command:
    """Add `--replace`: write over a file even if it may hold somebody's work."""

    @click.option("--replace", is_flag=True, help="Write over a file that this project did not write.")
    @wraps(command)
    def run(*args: Any, replace: bool, **options: Any) -> Any:
        click.get_current_context().meta["replace"] = replace
        return command(*args, **options)

    return run


def with_lang(command: Command) -> Command:
    """Add `--lang`: the language of documents."""
    return click.option("--lang", type=click.Choice(LANGS), help="The language of documents (default: the project's).")(
        command
    )


def with_picture(command: Command) -> Command:
    """Add `--picture`: a file to draw the output into, with an ending that is known before anything is computed."""

    *others, last = writing.endings(writing.PICTURE_FORMATS)
    one_of = f"{', '.join(others)} or {last}"

    def check(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
        if path and not writing.is_picture(path):
            raise WrongUsage(f"a picture cannot be drawn as '{path.name}'", hint=f"Use {one_of}.")
        return path

    kind, told = click.Path(path_type=Path), f"Also draw it: {one_of}."
    return click.option("--picture", type=kind, metavar="FILE", callback=check, help=told)(command)


def with_selection(command: Command) -> Command:
    """Add the selection's options and hand the command one `selection`."""

    @click.option("--transcript", "transcripts", multiple=True, metavar="GLOB", help="Only transcripts so named.")
    @click.option("--where", multiple=True, metavar="NAME=VALUE", help="Only transcripts with this (also != and ~).")
    @click.option("--speaker", "speakers", multiple=True, metavar="NAME|ROLE", help="Only this speaker or role.")
    @click.option("--code", "codes", multiple=True, metavar="ID", help="Only this code and all below it.")
    @click.option("--exact", is_flag=True, help="With --code: without the codes below it.")
    @click.option("--by-coder", "by_coders", multiple=True, metavar="NAME", help="Only codings by this coder.")
    @click.option("--all-coders", is_flag=True, help="Everybody's codings, also where several coded a transcript.")
    @click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only codings made from that day.")
    @click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only codings made to that day.")
    @wraps(command)
    def run(*args: Any, where: tuple[str, ...], since: datetime | None, until: datetime | None, **options: Any) -> Any:
        names = ("transcripts", "speakers", "codes", "exact", "all_coders")
        parts = {name: options.pop(name) for name in names}
        conditions = tuple(Condition.parse(text) for text in where)
        parts["coders"] = options.pop("by_coders")
        selection = Selection(where=conditions, since=_day(since), until=_day(until), **parts)
        return command(*args, selection=selection, **options)

    return run


def with_output(command: Command) -> Command:
    """Add `--format` and `-o` and hand the command an `emit` that prints or writes an output."""

    @click.option(
        "--format",
        "format_",
        type=click.Choice(writing.CONTENT_FORMATS),
        help="The form of the output (default: table).",
    )
    @click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE|DIR", help="Write there instead.")
    @with_replace
    @wraps(command)
    def run(*args: Any, format_: str | None, output: Path | None, **options: Any) -> Any:
        return command(*args, emit=Emitter(format_, output), **options)

    return run


def pair(text: str) -> tuple[str, str]:
    """What was typed as NAME=VALUE."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise WrongUsage(f"'{text}' is not NAME=VALUE")
    return name, value


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


class ListsElse(click.Group):
    """Where none of its commands is named, `list` is meant."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `list` before everything that is no command."""
        named = bool(args) and (args[0] in self.commands or args[0] in ("-h", "--help"))
        return super().parse_args(ctx, args if named else ["list", *args])
