"""Which files qualcode wrote: `written.jsonl` beside the project file, a line a file. It is in no package.

A file whose content is known here holds nothing of anybody's that the project does not hold too, wherever it lies now,
and may be overwritten. Any other may be somebody's work.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.store.order import now

NAME = "written.jsonl"


@dataclass(frozen=True)
class Written:
    """One file that was written: its content's SHA-256, where, when, and how confidential it is said to be."""

    hash: str
    path: str
    time: str
    classification: str = ""


def record(folder: Path, path: Path, classification: str = "") -> None:
    """Remember a file just written. `folder` is the project's."""
    line = json.dumps(asdict(Written(digest(path), str(path.absolute()), now(), classification)), ensure_ascii=False)
    target = folder / NAME
    try:
        opened = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(opened, "a", encoding="utf-8") as file:
            file.write(line + "\n")  # one write, so that two programs' lines do not mix
    except OSError as error:
        raise QualcodeError(f"what was written cannot be noted: {error.strerror}", where=str(target)) from None


def known(folder: Path) -> Iterator[Written]:
    """Every file that was written, oldest first; lines that cannot be read are passed over."""
    try:
        lines = (folder / NAME).read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return
    except OSError as error:
        raise QualcodeError(f"cannot be read: {error.strerror}", where=str(folder / NAME)) from None
    for line in lines:
        try:
            yield Written(**json.loads(line))
        except (ValueError, TypeError):
            continue


def is_ours(folder: Path, path: Path) -> bool:
    """Whether a file is, to the byte, one that qualcode wrote from this project."""
    hash_ = digest(path)
    return any(one.hash == hash_ for one in known(folder))


def may_write(folder: Path, path: Path) -> bool:
    """Whether writing there loses nobody's work: nothing is there, or a device or pipe, or a file that is ours."""
    if not path.exists() or (path.exists() and not path.is_file() and not path.is_dir()):
        return True
    return path.is_file() and is_ours(folder, path)


def digest(path: Path) -> str:
    """The SHA-256 of a file's content."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise QualcodeError(f"cannot be read: {error.strerror}", where=str(path)) from None
