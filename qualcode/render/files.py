"""Outputs into files, whole or not at all; beside those that cannot say where they come from, a file that does."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Protocol

from qualcode.document import Output
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.render.formats import FORMAT_BY_ENDING, FORMATS, endings

ORIGIN_ENDING = "-metadata.json"
"""How the small file beside others ends."""


class Keeper(Protocol):
    """Whoever knows which files may be written over, and wants to know of every file that is written."""

    def check(self, path: Path) -> None:
        """Refuse a file that holds somebody's work."""
        ...

    def wrote(self, path: Path) -> None:
        """A file was written."""
        ...


_KEEPER: ContextVar[Keeper | None] = ContextVar("keeper", default=None)


@contextmanager
def kept_by(keeper: Keeper) -> Iterator[None]:
    """Ask a keeper about every file that is written meanwhile."""
    token = _KEEPER.set(keeper)
    try:
        yield
    finally:
        _KEEPER.reset(token)


def check_free(path: Path) -> None:
    """Refuse a file that must not be written over, before anything is done."""
    if keeper := _KEEPER.get():
        keeper.check(path)


def wrote(path: Path) -> None:
    """Tell the keeper of a file that was written otherwise than here."""
    if keeper := _KEEPER.get():
        keeper.wrote(path)


def format_of(path: Path) -> str:
    """The format that a file's ending chooses; WrongUsage when none does."""
    if name := FORMAT_BY_ENDING.get(path.suffix.lower()):
        return name
    raise WrongUsage(
        f"no format is known by the ending of '{path.name}'", hint=f"Use one of {', '.join(endings())}."
    )  # fmt: skip


def write(output: Output, path: Path, format: str | None = None) -> None:  # noqa: A002  the option's name
    """Write an output into a file, replacing one that is there; the ending chooses the format unless one is given.

    A table that cannot say where it comes from has a small file beside it that does.
    """
    form = format or format_of(path)
    write_bytes(FORMATS[form].filed(output), path)
    if path.is_file():
        _write_origin({path.name: output}, path.with_name(path.name + ORIGIN_ENDING), form)


def write_each(outputs: Iterable[tuple[Path, Output]], form: str) -> int:
    """Write outputs in one format into one folder, with one small file for all; returns how many there were."""
    written: dict[str, Output] = {}
    outputs = list(outputs)
    for path, _ in outputs:
        check_free(path)
    for path, output in outputs:
        written[path.name] = output
        write_bytes(FORMATS[form].filed(output), path)
    if written:
        _write_origin(written, path.with_name(f"{path.suffix[1:]}{ORIGIN_ENDING}"), form)
    return len(written)


def write_pieces(outputs: Iterable[Output], path: Path, form: str) -> None:
    """Write one table that comes in pieces into a file as it comes, so that memory does not grow with it."""
    first: dict[str, Output] = {}

    def kept() -> Iterator[Output]:
        for output in outputs:
            first.setdefault(path.name, output)
            yield output

    _write(in_pieces(kept(), form, to_file=True), path)
    if path.is_file():
        _write_origin(first, path.with_name(path.name + ORIGIN_ENDING), form)


def in_pieces(outputs: Iterable[Output], form: str, *, to_file: bool = False) -> Iterator[bytes]:
    """One table that comes in pieces as one csv or jsonl that comes in pieces."""
    writer = FORMATS[form].filed if to_file else FORMATS[form].printed
    for n, output in enumerate(outputs):
        data = writer(output)
        yield data.partition(b"\n")[2] if n and form == "csv" else data  # the header once


def write_bytes(content: bytes, path: Path) -> None:
    """Put bytes into a file through `<name>.part` and a rename, so that a reader never meets half of it."""
    _write([content], path)


def _write(pieces: Iterable[bytes], path: Path) -> None:
    check_free(path)
    part = path.with_name(f"{path.name}.part")
    try:
        if path.exists() and not path.is_file():  # a device or a pipe takes what comes
            with path.open("wb") as file:
                file.writelines(pieces)
            return
        with part.open("wb") as file:
            file.writelines(pieces)
        os.replace(part, path)
        wrote(path)
    except OSError as fault:
        hint = "Is it open in another program, or the folder write-protected?"
        why = f"the file could not be written: {fault.strerror}"
        raise QualcodeError(why, where=str(path), hint=hint if isinstance(fault, PermissionError) else None) from fault
    finally:
        part.unlink(missing_ok=True)


def _write_origin(files: Mapping[str, Output], path: Path, form: str) -> None:
    """Say in a file of its own what files (by their names) were made from, where their format has no place for it."""
    if files and not FORMATS[form].says_origin:
        from qualcode.render.metadata import metadata_bytes

        write_bytes(metadata_bytes(files, form), path)
