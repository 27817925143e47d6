"""Bring transcripts in, with what is known of them."""

import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qualcode.choices import Dialect
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.exchange.matching import SETTLED, Settled
from qualcode.importers import ReadOptions, names_by_folder, read, sources
from qualcode.importers.attributes import read_attributes
from qualcode.importers.profile import read_profile
from qualcode.model import Source
from qualcode.project import Project
from qualcode.store import attributes as kept
from qualcode.store import transcripts as stored
from qualcode.verbs import bringing
from qualcode.verbs import speakers as spoken
from qualcode.verbs.intake import TABLES, Account, Given, Intake

BATCH = 20_000_000
"""Code points of text that are written in one transaction; an interrupted import goes on after the last batch."""
SECONDS = 15.0
"""How long a batch is read before it is written."""

Progress = Callable[[Sequence[Path]], Iterable[Path]]


def read_options(profile: Path | None = None, **given: Any) -> ReadOptions:
    """How files are read: as a profile says (see `importers.profile`), and what is given over that, where it is."""
    options = read_profile(profile) if profile else ReadOptions()
    return replace(options, **{name: value for name, value in given.items() if value})


def wishes(dialect: Dialect | None, settled: Sequence[str]) -> bringing.Wishes:
    """What was said beside other programs' files, as the command line writes it: `CODE=ours`."""
    said: dict[str, Settled] = {}
    for written in settled:
        code, _, word = written.rpartition("=")
        choice = next((c for c in SETTLED if c == word), None)
        if not code or choice is None:
            raise WrongUsage(f"nothing is settled by '{written}'", hint=f"Write CODE={'|'.join(SETTLED)}.")
        said[code] = choice
    return bringing.Wishes(dialect, said)


def import_paths(
    project: Project,
    paths: Sequence[Path],
    options: ReadOptions | None = None,
    *,
    attributes: Path | None = None,
    speakers: Path | None = None,
    kind: str = "",
    overwrite: bool = False,
    coder: str = "",
    strict: bool = False,
    again: bool = False,
    dry_run: bool = False,
    progress: Progress = iter,
    wishes: bringing.Wishes | None = None,
) -> Account:
    """Import files, folders, globs, archives and tables (a row = a transcript).

    The same text under the same name changes nothing; another text under a known name is refused. A file that cannot be
    read is refused and the others are imported, unless `strict`. `progress` wraps the files while they are read. What
    was renamed since is not imported anew; what was removed comes back with its codings when it is wanted `again`.

    What the tables `attributes` and `speakers` and `kind` say counts more than what files and their names say; where
    it contradicts what is stored, everything is refused unless `overwrite`. What is stored counts more than files.
    """
    options = replace(options or ReadOptions(), language=project.settings.language)
    apart = [path.resolve() for path in (attributes, speakers) if path]
    found = [path for path in sources(paths) if path.resolve() not in apart]
    projects = [path for path in found if path.suffix.lower() in bringing.ENDINGS]
    files = [path for path in found if path not in projects]
    given = _given(project, files, options, attributes, speakers, kind, overwrite)
    account = Account()
    work = Intake(project, options, given, account, strict=strict)
    work.folders = names_by_folder(files)
    for batch in _batches(work.read(progress(files)), whole=strict):
        with project.verb("import", coder, dry_run=dry_run) as verb:
            work.begin(verb.time)
            for file, source in batch:
                if not work.knows(file.name, source, again=again):
                    work.take(file.name, source)
            verb.details["transcripts"] = [source.name for _, source in batch]
    for path in projects:
        rows = len(account.rows)
        try:
            bringing.bring(project, path, work, replace(wishes or bringing.Wishes(), coder=coder), dry_run=dry_run)
        except QualcodeError as error:
            if strict:
                raise
            del account.rows[rows:]  # nothing of it came in
            account.refuse(path.name, error)
    with project.verb("transcripts set", coder, dry_run=dry_run) as verb:
        verb.details["transcripts"] = work.old()
    work.tell()
    return account


def _batches(found: Iterator[tuple[Path, Source]], *, whole: bool) -> Iterator[list[tuple[Path, Source]]]:
    batch: list[tuple[Path, Source]] = []
    size, since = 0, time.monotonic()
    for file, source in found:
        batch.append((file, source))
        size += len(source.text)
        if not whole and (size > BATCH or time.monotonic() - since > SECONDS):
            yield batch
            batch, size, since = [], 0, time.monotonic()
    if batch:
        yield batch


def _given(
    project: Project,
    files: Sequence[Path],
    options: ReadOptions,
    table: Path | None,
    speaker_table: Path | None,
    kind: str,
    overwrite: bool,
) -> Given:
    """The tables, refused if they name what is neither here nor coming, or contradict what is stored."""
    rows = {unicodedata.normalize("NFC", k): v for k, v in read_attributes(table).rows.items()} if table else {}
    of_speakers = spoken.read(speaker_table) if speaker_table else {}
    names = [path.name if path else "" for path in (table, speaker_table)]
    given = Given(rows, of_speakers, kind, names[0], names[1], overwrite)
    known = stored.names(project.db)
    coming = {f.name for f in files} | {f.stem for f in files} | set(known)
    coming = {unicodedata.normalize("NFC", name) for name in coming}
    for where, keys in ((given.table, rows.keys()), (given.speaker_table, of_speakers.keys())):
        _check_known(where, keys, coming, files, options)
    have, types = stored.attributes(project.db), kept.types(project.db)
    for name, uid in known.items():
        given.new(name, "", have.get(uid, {}), types)
    return given


def _check_known(
    where: str, keys: Iterable[str], coming: set[str], files: Sequence[Path], options: ReadOptions
) -> None:
    unknown = [key for key in keys if key not in coming and Path(key).stem not in coming]
    if unknown and any(f.suffix.lower() in TABLES for f in files):
        coming = coming | {name for f in files if f.suffix.lower() in TABLES for name in _rows(f, options)}
        unknown = [key for key in unknown if key not in coming]
    if unknown:
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        raise QualcodeError(
            f"it names transcripts that are not here: {', '.join(unknown[:3])}{more}",
            where=where,
            hint="Import them too, or take their rows out of the table. Nothing was changed.",
        )


def _rows(table: Path, options: ReadOptions) -> list[str]:
    """What the transcripts in a table are called; nothing for a table that will be refused when it is its turn."""
    try:
        return [source.name for source in read(table, options)]
    except WrongUsage:
        raise
    except QualcodeError:
        return []
