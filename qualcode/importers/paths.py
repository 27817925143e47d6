"""Which files are meant by paths, folders, globs and archives."""

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.importers.reading import is_readable
from qualcode.text.archive import open_archive


def sources(paths: Sequence[Path]) -> list[Path]:
    """The files to read, in order and each once: folders with all below them (sorted), globs, members of archives.

    In folders and archives hidden files, `~$` locks, READMEs and unknown endings are passed over; a file named by
    itself is listed whatever it is. Nothing found is a `QualcodeError`.
    """
    found: dict[Path, None] = {}
    for path in paths:
        here = list(_expand(path))
        if not here:
            raise QualcodeError("there is no readable file here", where=str(path), hint="See `qualcode import --help`.")
        found.update(dict.fromkeys(here))
    return list(found)


def names_by_folder(files: Sequence[Path]) -> dict[Path, str]:
    """Files that are called like another one in another folder: as much of the folders as tells them apart.

    `2017/intervju 1.docx` and `2019/intervju 1.docx` become `2017/intervju 1` and `2019/intervju 1`.
    """
    by_stem: dict[str, list[Path]] = {}
    for file in files:
        by_stem.setdefault(file.stem.casefold(), []).append(file)
    names: dict[Path, str] = {}
    for alike in by_stem.values():
        if len({file.parent for file in alike}) < len(alike) or len(alike) < 2:
            continue
        depth = 2
        while len({file.parts[-depth:-1] for file in alike}) < len(alike):
            depth += 1
        names |= {file: "/".join((*file.parts[-depth:-1], file.stem)) for file in alike}
    return names


def _expand(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and file.suffix.lower() == ".zip" and not file.name.startswith("."):
                yield from _members(file)
            elif file.is_file() and is_readable(file.relative_to(path).as_posix()):
                yield file
    elif path.is_file():
        yield from _members(path) if path.suffix.lower() == ".zip" else [path]
    elif any(sign in str(path) for sign in "*?["):
        for match in sorted(glob.glob(str(path), recursive=True)):
            yield from _expand(Path(match))
    else:
        raise QualcodeError("no such file or folder", where=str(path))


def _members(path: Path) -> Iterator[Path]:
    with open_archive(path, path.name) as packed:
        yield from (path / name for name in sorted(packed.names()) if is_readable(name))
