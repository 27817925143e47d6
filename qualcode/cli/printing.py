"""What commands print: data to stdout or a file, words to stderr."""

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import click

from qualcode.document import Output
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.verbs import writing

Item = TypeVar("Item")


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


def say(*lines: str) -> None:
    """Words for the person at the terminal, on stderr."""
    for line in lines:
        click.echo(line, err=True)


def tell(*lines: str) -> None:
    """Like `say`, but silent under `--quiet`."""
    context = click.get_current_context(silent=True)
    if not (context and context.meta.get("quiet")):
        say(*lines)


def many(n: int, noun: str) -> str:
    """So many of something: "1 coding", "2 codings"."""
    return f"{n} {noun}{'s' * (n != 1)}"


@dataclass(frozen=True)
class Emitter:
    """Where a command's output goes and in which form, as `--format` and `-o` say."""

    format: str | None
    output: Path | None
    folder: bool = False

    def __call__(self, output: Output, name: str = "") -> None:
        """Print an output, or write it to the file that was named."""
        output = made_by_this_command(output)
        tell(*(note.text("en") for note in output.provenance.notes))
        if self.output:
            path = self.path(name or click.get_current_context().info_name or "output")
            writing.write(output, path, self.format)
            tell(f"wrote {path}")
        elif self.format in (None, "table"):
            self._draw(output)
        else:
            form = writing.FORMATS[str(self.format)]
            self._print(form.printed(output), binary=not form.is_text)

    def each(self, outputs: Iterable[tuple[str, Output]]) -> int:
        """Write outputs into the folder, each into a file by its name; beside tables a file says where they come from.

        Returns how many there were.
        """
        into = replace(self, folder=True)
        named = ((into.path(name), made_by_this_command(output)) for name, output in outputs)
        return writing.write_each(named, self.format or "csv")

    @property
    def is_stream(self) -> bool:
        """Whether the form is one that can be written row by row."""
        form = self.format
        if not form and self.output:
            is_file = self.output.suffix and not self.output.is_dir()
            form = writing.format_of(self.output) if is_file else "csv"
        return bool(form) and writing.FORMATS[str(form)].by_rows

    def stream(self, outputs: Iterable[Output], name: str = "") -> None:
        """Print or write one table that comes in pieces, as it comes."""
        if self.output:
            path = self.path(name or click.get_current_context().info_name or "output")
            writing.write_pieces(map(made_by_this_command, outputs), path, self.format or writing.format_of(path))
            tell(f"wrote {path}")
            return
        for piece in writing.in_pieces(outputs, str(self.format)):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()

    def path(self, name: str) -> Path:
        """The file to write: the one named, or `name` with the format's ending in the folder named."""
        target = self.output or Path()
        if target.exists() and not target.is_dir() and not target.is_file():  # a device or a pipe
            return target
        if self.folder or target.is_dir() or not target.suffix:
            if self.format == "table":
                raise WrongUsage("a folder needs a format for its files", hint="Give --format csv, xlsx, docx, ...")
            make_folder(target)
            return target / f"{name}{writing.FORMATS[self.format or 'csv'].endings[0]}"
        if not self.format:
            writing.format_of(target)
        if not target.parent.is_dir():
            raise QualcodeError("there is no such folder", where=str(target.parent))
        return target

    def _draw(self, output: Output) -> None:
        terminal = sys.stdout.isatty()
        width = _terminal_width() if terminal else 120
        text = writing.drawn(output, width=width, colour=terminal and not _no_color())
        if not len(output.plain):
            tell("nothing to show")
        click.echo(text, nl=False)

    def _print(self, data: bytes, *, binary: bool) -> None:
        if binary and sys.stdout.isatty():
            raise WrongUsage(f"{self.format} is not for a terminal", hint=f"Add -o FILE.{self.format}.")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def made_by_this_command(output: Output) -> Output:
    """The output with the command line that makes it again in its provenance (without where it was written)."""
    words, skip = [], False
    for word in click.get_current_context().find_root().obj:
        if skip or word in ("-q", "--quiet"):
            skip = False
        elif word in ("-o", "--output", "-p", "--project"):
            skip = True
        elif not word.startswith(("--output=", "--project=")):
            words.append(word)
    command = shlex.join(["qualcode", *words])
    return replace(output, provenance=replace(output.provenance, command=command))


def save_picture(output: Output, path: Path | None) -> None:
    """Draw an output into the file that `--picture` names, if it names one."""
    if path:
        Emitter(None, path)(output)


def make_folder(folder: Path) -> None:
    """Make a folder for outputs, unless it is there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QualcodeError(f"the folder cannot be made: {error.strerror}", where=str(folder)) from None


def progress(label: str) -> Callable[[Sequence[Item]], Iterable[Item]]:
    """A wrapper that shows on stderr how far a loop has come; nothing under `--quiet` or when stderr is no terminal."""

    def wrapped(items: Sequence[Item]) -> Iterator[Item]:
        context = click.get_current_context(silent=True)
        quiet = bool(context and context.meta.get("quiet")) or not sys.stderr.isatty()
        if quiet or len(items) < 2:
            yield from items
            return
        from rich.console import Console
        from rich.progress import track

        yield from track(items, description=label, console=Console(stderr=True), transient=True)

    return wrapped


def _terminal_width() -> int:
    from shutil import get_terminal_size

    return max(60, get_terminal_size().columns)


def _no_color() -> bool:
    from os import environ

    return "NO_COLOR" in environ
