"""Bring transcripts in, list them, look at one, set what is known about them, take them out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.importers import ReadOptions, read, sources
from qualcode.importers.attributes import read_attributes
from qualcode.model import Role, Selection, Source, Transcript
from qualcode.project import Project
from qualcode.segment import segments
from qualcode.store import codings
from qualcode.store import transcripts as stored
from qualcode.text.normalise import digest
from qualcode.verbs.setup import EVERYTHING, provenance

BATCH = 20_000_000
"""Code points of text that are written in one transaction; an interrupted import goes on after the last batch."""

Outcome = Literal["imported", "unchanged", "attributes", "refused"]


@dataclass
class Account:
    """What an import did, a row a transcript or refused file, in the order they were read."""

    rows: list[dict[str, object]] = field(default_factory=list)

    def add(
        self, outcome: Outcome, file: str, source: Source | None = None, notes: str = "", segments: int = 0
    ) -> None:
        """One more row."""
        words = Transcript("", source.text, source.turns).words if source else 0
        self.rows.append(
            {"file": file, "transcript": source.name if source else "", "outcome": outcome, "words": words}
            | {"turns": len(source.turns) if source else 0, "segments": segments}
            | {"notes": notes or "; ".join(source.notes if source else ())}
        )

    @property
    def output(self) -> Output:
        """The rows as a table."""
        import pandas as pd

        columns = ["file", "transcript", "outcome", "words", "turns", "segments", "notes"]
        return Output(pd.DataFrame(self.rows, columns=columns), title="Import")

    def summary(self, *, dry_run: bool = False) -> str:
        """One line for people."""
        words = {"imported": "would be imported" if dry_run else "imported", "unchanged": "here already, unchanged"}
        words |= {"attributes": "here already, attributes set", "refused": "refused"}
        parts = [f"{n} {words[o]}" for o in get_args(Outcome) if (n := self.count(o))]
        return ", ".join(parts) or "nothing to import"

    def count(self, outcome: Outcome) -> int:
        """How many rows had this outcome."""
        return sum(row["outcome"] == outcome for row in self.rows)


def import_paths(
    project: Project,
    paths: Sequence[Path],
    options: ReadOptions | None = None,
    *,
    attributes: Path | None = None,
    coder: str = "",
    strict: bool = False,
    dry_run: bool = False,
    progress: Callable[[Sequence[Path]], Iterable[Path]] = iter,
) -> Account:
    """Import files, folders, globs, archives and tables (a row = a transcript).

    The same text under the same name changes nothing; another text under a known name is refused. A file that cannot be
    read is refused and the others are imported, unless `strict`. `progress` wraps the files while they are read.
    """
    options = replace(options or ReadOptions(), language=project.settings.language)
    files = [path for path in sources(paths) if attributes is None or not _same(path, attributes)]
    given = _given_attributes(project, attributes, files, options)
    account = Account()
    for batch in _batches(_read_all(progress(files), options, account, strict=strict)):
        with project.verb("import", coder, dry_run=dry_run) as verb:
            names = stored.names(project.db)
            hashes = stored.hashes(project.db)
            for file, source in batch:
                source = replace(
                    source, attributes={**source.attributes, **given.get(file.name, given.get(source.name, {}))}
                )
                _import_one(project, file.name, source, names, hashes, account, verb.time)
            verb.details["transcripts"] = [source.name for _, source in batch]
    _attributes_of_old(project, given, account, coder, dry_run=dry_run)
    return account


def listing(project: Project, selection: Selection = EVERYTHING) -> Output:
    """One row a transcript: name, words, turns, segments, codings, then the attributes."""
    import pandas as pd

    columns = ["name", "words", "turns", "segments", "codings"]
    rows = stored.listing(project.db, selection) if stored.names(project.db) else []
    table = pd.DataFrame(rows) if rows else pd.DataFrame(columns=columns)
    return Output(table, provenance(project, selection), title="Transcripts")


def show(project: Project, name: str) -> Output:
    """One transcript: a row a segment (n, turn, speaker, role, codes, text); in json the whole of it with all spans."""
    import pandas as pd

    transcript = stored.one(project.db, name)
    made = [c for c in codings.load(project.db, Selection(transcripts=(name,))) if c.transcript == name]
    rows = []
    for s in transcript.segments:
        turn = transcript.turn(s.turn)
        codes = sorted({f"{c.code} ({c.coder})" for c in made if c.start < s.end and s.start < c.end})
        rows.append((s.n, s.turn, turn.speaker or "", turn.role or "", ", ".join(codes), transcript.quote(s)))
    table = pd.DataFrame(rows, columns=["n", "turn", "speaker", "role", "codes", "text"])
    data = {
        **{key: getattr(transcript, key) for key in ("name", "revision", "sha256", "text")},
        "attributes": dict(transcript.attributes),
        "turns": [_fields(t, "n speaker role start end time_start time_end") for t in transcript.turns],
        "segments": [_fields(s, "n turn start end") for s in transcript.segments],
        "codings": [_fields(c, "id code coder start end quote memo origin created anchor") for c in made],
        "readings": codings.readings(project.db).get(name, []),
    }
    return Output(table, provenance(project, Selection(transcripts=(name,))), data=data, title=name)


def set_values(
    project: Project,
    selection: Selection,
    attributes: Mapping[str, str],
    roles: Mapping[str, Role | None],
    *,
    coder: str = "",
    dry_run: bool = False,
) -> list[str]:
    """Set attributes ('' takes one away) and speakers' roles of the selected transcripts; returns their names."""
    with project.verb("transcripts set", coder, dry_run=dry_run) as verb:
        meant = stored.selected(project.db, selection)
        spoken = {t.speaker for transcript in stored.load(project.db, selection) for t in transcript.turns}
        for speaker in roles.keys() - spoken:
            known = ", ".join(sorted(s for s in spoken if s)) or "none"
            raise QualcodeError(f"no speaker '{speaker}' there", hint=f"Speakers: {known}.")
        for transcript in stored.load(project.db, selection):
            own = {s: r for s, r in roles.items() if any(t.speaker == s for t in transcript.turns)}
            stored.set_attributes(project.db, transcript.uid, attributes)
            stored.set_roles(project.db, transcript.uid, own)
        verb.details |= {"transcripts": list(meant), "attributes": dict(attributes), "roles": dict(roles)}
    return list(meant)


def remove(project: Project, names: Sequence[str], *, coder: str = "", dry_run: bool = False) -> list[str]:
    """Take transcripts out; `undo` brings them back with their codings."""
    with project.verb("transcripts remove", coder, dry_run=dry_run) as verb:
        stored.remove(project.db, [stored.uid(project.db, name) for name in names], verb.time)
        verb.details["transcripts"] = list(names)
    return list(names)


def _import_one(
    project: Project,
    file: str,
    source: Source,
    names: dict[str, str],
    hashes: dict[str, str],
    account: Account,
    time: str,
) -> None:
    known = hashes.get(source.name)
    if known is None:
        spans = segments(source.text, source.turns, project.settings.segment, project.settings.language)
        names[source.name] = stored.add(project.db, source, spans, time)
        hashes[source.name] = digest(source.text)
        account.add("imported", file, source, segments=len(spans))
    elif known == digest(source.text):
        before = stored.attributes(project.db).get(names[source.name], {})
        stored.set_attributes(project.db, names[source.name], source.attributes)
        changed = {k for k, v in source.attributes.items() if before.get(k) != v}
        note = f"set {', '.join(sorted(changed))}" if changed else "the same text is here already"
        account.add("attributes" if changed else "unchanged", file, source, note)
    else:
        hint = (
            f"another text called {source.name} is here; to replace it: qualcode transcripts replace {source.name} FILE"
        )
        account.add("refused", file, source, hint)


def _read_all(
    files: Iterable[Path], options: ReadOptions, account: Account, *, strict: bool
) -> Iterator[tuple[Path, Source]]:
    for file in files:
        try:
            found = list(read(file, options))
        except QualcodeError as error:
            if strict:
                raise
            account.add("refused", file.name, notes=" ".join(str(error).splitlines()))
            continue
        yield from ((file, source) for source in found)


def _batches(found: Iterator[tuple[Path, Source]]) -> Iterator[list[tuple[Path, Source]]]:
    batch, size = [], 0
    for file, source in found:
        batch.append((file, source))
        size += len(source.text)
        if size > BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _given_attributes(
    project: Project, table: Path | None, files: Sequence[Path], options: ReadOptions
) -> dict[str, dict[str, str]]:
    """The attribute table by file or transcript name; refused if it names what is neither here nor coming."""
    if table is None:
        return {}
    given = {key: dict(values) for key, values in read_attributes(table).rows.items()}
    coming = {f.name for f in files} | {f.stem for f in files} | set(stored.names(project.db))
    unknown = [key for key in given if key not in coming and Path(key).stem not in coming]
    if unknown and any(f.suffix.lower() in TABLES for f in files):
        coming |= {s.name for f in files if f.suffix.lower() in TABLES for s in read(f, options)}
        unknown = [key for key in unknown if key not in coming]
    if unknown:
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        raise QualcodeError(
            f"it names transcripts that are not here: {', '.join(unknown[:3])}{more}",
            where=table.name,
            hint="Import them too, or take their rows out of the table. Nothing was changed.",
        )
    return given


TABLES = {".csv", ".tsv", ".xlsx", ".ods", ".jsonl"}


def _attributes_of_old(
    project: Project, given: Mapping[str, Mapping[str, str]], account: Account, coder: str, *, dry_run: bool
) -> None:
    """Set the table's values on transcripts that were here before and are not being imported again."""
    done = {str(row["file"]) for row in account.rows} | {str(row["transcript"]) for row in account.rows}
    with project.verb("transcripts set", coder, dry_run=dry_run) as verb:
        names, have = stored.names(project.db), stored.attributes(project.db)
        for key, values in given.items():
            name = key if key in names else Path(key).stem
            if key in done or name not in names or have.get(names[name], {}).items() >= values.items():
                continue
            stored.set_attributes(project.db, names[name], values)
            account.add("attributes", key, Source(name, ""), f"set {', '.join(values)}")
            verb.details.setdefault("transcripts", []).append(name)  # type: ignore[attr-defined]


def _same(a: Path, b: Path) -> bool:
    return a.resolve() == b.resolve()


def _fields(thing: object, names: str) -> dict[str, object]:
    return {name: getattr(thing, name) for name in names.split()}
