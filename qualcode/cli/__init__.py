"""The command line: parse, call one verb, print. stdout is data, stderr is words.

A command's module is imported only when the command is run or its help is shown; what is heavy is imported inside the
functions, so that `qualcode --help` is quick.
"""

import os
import sys
from importlib import import_module
from typing import Any

import click

from qualcode import __version__
from qualcode.cli.printing import Interrupted, say
from qualcode.errors import ExitCode, QualcodeError

STAGES = {
    "Set up": {"init": "setup", "demo": "demo", "status": "setup", "check": "setup"},
    "Transcripts and codebook": {"import": "transcripts", "transcripts": "transcripts", "codebook": "codebook"},
    "Coding": {
        "code": "code",
        "tag": "coding",
        "untag": "coding",
        "recode": "coding",
        "finish": "coding",
        "memo": "memos",
        "word": "word",
        "undo": "history",
        "redo": "history",
        "log": "history",
        "unsettled": "waiting",
        "settle": "waiting",
    },
    "Safety": {"backup": "backing_up", "backups": "backing_up", "restore": "backing_up"},
    "Suggestions": {"suggest": "suggesting", "review": "reviewing"},
    "Reading": {
        "search": "searching",
        "excerpts": "reading",
        "themes": "reading",
        "matrix": "analysing",
        "contrast": "analysing",
        "cooccur": "analysing",
        "crosstab": "analysing",
        "saturation": "analysing",
        "coverage": "analysing",
        "report": "reporting",
    },
    "Privacy": {"pseudonymise": "pseudonymising", "privacy-check": "pseudonymising", "erase": "erasing"},
    "Working together": {
        "coders": "people",
        "sample": "sharing",
        "package": "sharing",
        "unpack": "sharing",
        "merge": "sharing",
        "compare": "comparing",
        "disagreements": "disagreeing",
        "adjudicate": "disagreeing",
        "export": "exchanging",
    },
}
"""Every command by the stage of the work, and the module of this package that holds it."""

COMMANDS = {name: module for commands in STAGES.values() for name, module in commands.items()}


class Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, from its module."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"qualcode.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_").replace("import", "import_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under the headings of their stages, each with the first sentence of its help."""
        for stage, commands in STAGES.items():
            found = ((name, self.get_command(ctx, name)) for name in commands)
            with formatter.section(stage):
                formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in found if command])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, naming the nearest command for one that is not there."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=2)
            hint = f" Did you mean {' or '.join(near)}?" if near else " See `qualcode --help`."
            ctx.fail(f"there is no command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does it, but a reader who has seen enough (`| head`) is no failure."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:  # caught here, because click would end the process with 1
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return ExitCode.DONE
        return result


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="qualcode")
def qualcode() -> None:
    """Code qualitative interviews and analyse themes, on your own machine.

    Start with `qualcode demo`, which makes a whole worked example.
    """


def run(args: list[str]) -> int:
    """Run one command line; returns its exit code. A failure is one or two lines on stderr."""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles and pipes default to other encodings; Norwegian letters must come out whole.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        result = qualcode.main(args, prog_name="qualcode", standalone_mode=False, obj=args)
        return int(result) if isinstance(result, int) else ExitCode.DONE
    except QualcodeError as error:
        say(f"qualcode: {error}")
        return int(error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return ExitCode.USAGE
    except click.ClickException as error:
        where = f" (see `{error.ctx.command_path} --help`)" if isinstance(error, click.UsageError) and error.ctx else ""
        say(f"qualcode: {error.format_message()}{where}")
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt, Interrupted):
        say("qualcode: interrupted")
        return ExitCode.INTERRUPTED
    except OSError as error:  # a disk that is full, a device that is gone
        say(f"qualcode: {f'{error.filename}: ' if error.filename else ''}{error.strerror or error}")
        return ExitCode.NOT_MET
