"""What can go wrong, in words for people, and the exit code each kind ends with."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    NOT_MET = 1  # the request could not be met: a missing file, an unknown code, nothing selected
    USAGE = 2  # the command line itself was wrong
    PROJECT = 3  # the project file: missing, locked, newer than this program, not ours
    CHECK = 4  # a check did not pass (`check`, `compare --at-least`)
    INTERRUPTED = 130


class QualcodeError(Exception):
    """A request that could not be met.

    `what` says what is wrong, `where` the file and row if there is one, `hint` what to do next.
    The message is one or two lines and never quotes a transcript's text.
    """

    exit_code = ExitCode.NOT_MET

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.what, self.where, self.hint = what, where, hint
        place = f"{where}: " if where else ""
        super().__init__(f"{place}{what}" + (f"\n{hint}" if hint else ""))


class WrongUsage(QualcodeError):
    """The command line or a function's arguments make no sense, whatever the project holds."""

    exit_code = ExitCode.USAGE


class ProjectUnavailable(QualcodeError):
    """The project cannot be opened: missing, locked, foreign or from a newer version."""

    exit_code = ExitCode.PROJECT
