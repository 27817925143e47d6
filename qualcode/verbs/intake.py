"""Take transcripts in, one after the other, and keep account of what became of each."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from qualcode.document import Output
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.importers import READERS, ReadOptions, read
from qualcode.model import Source, Transcript
from qualcode.project import Project
from qualcode.segment import segments
from qualcode.store import attributes as kept
from qualcode.store import transcripts as stored
from qualcode.text.normalise import digest
from qualcode.verbs import speakers as spoken
from qualcode.verbs.attributes import check, conflict, differing
from qualcode.verbs.attributes import types as types_of

_LONG = 500
"""Characters that nobody writes twice; short answers may well be the same."""
TABLES = frozenset({".csv", ".tsv", ".xlsx", ".ods", ".jsonl"})

Outcome = Literal["imported", "reread", "unchanged", "attributes", "refused"]


@dataclass
class Account:
    """What an import did, a row a transcript or refused file, in the order they were read; `told` says more."""

    rows: list[dict[str, object]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def add(
        self, outcome: Outcome, file: str, source: Source | None = None, notes: str = "", segments: int = 0
    ) -> None:
        """One more row."""
        words = Transcript("", source.text, source.turns).words if source else 0
        said = (notes, *(source.notes if source and outcome == "imported" else ()))
        self.rows.append(
            {"file": file, "transcript": source.name if source else "", "outcome": outcome, "words": words}
            | {"turns": len(source.turns) if source else 0, "segments": segments}
            | {"notes": "; ".join(filter(None, said))}
        )

    def refuse(self, file: str, why: QualcodeError, source: Source | None = None) -> None:
        """A row for what could not come in."""
        told = why.what if why.where in (None, file) else f"{why.where}: {why.what}"
        self.add("refused", file, source, f"{told}. {why.hint}" if why.hint else told)

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
        words |= {"reread": "here already, turns read anew"}
        parts = [f"{n} {words[o]}" for o in get_args(Outcome) if (n := self.count(o))]
        return ", ".join(parts) or "nothing to import"

    def refusals(self, most: int = 2) -> list[str]:
        """Why the first files could not come in, a line each, and how many more there are."""
        told = [f"refused {row['file']}: {row['notes']}" for row in self.rows if row["outcome"] == "refused"]
        return told[:most] + ([f"and {len(told) - most} more, see the table"] if len(told) > most else [])

    def count(self, outcome: Outcome) -> int:
        """How many rows had this outcome."""
        return sum(row["outcome"] == outcome for row in self.rows)


@dataclass(frozen=True)
class Given:
    """What a person says of the transcripts beside the files: attributes, those of speakers, and one kind for all.

    The tables' keys are names of transcripts or of files; a file's name stands for all that is in it.
    """

    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    speakers: spoken.Table = field(default_factory=dict)
    kind: str = ""
    table: str = ""
    speaker_table: str = ""
    overwrite: bool = False

    def of(self, name: str, file: str = "") -> dict[str, str]:
        """The attributes given for a transcript, among the files if `file` is named. Rows must not contradict."""
        found: dict[str, str] = {"kind": self.kind} if self.kind and file else {}
        for key in _meaning(self.attributes, name, file):
            for attribute, both in differing(found, self.attributes[key]).items():
                what = f"{attribute} of {name} is given as both '{both[0]}' and '{both[1]}'"
                raise QualcodeError(what, where=self.table)
            found = {**self.attributes[key], **found}
        return found

    def new(self, name: str, file: str, have: Mapping[str, str], types: Mapping[str, str]) -> dict[str, str]:
        """What is given and not so already for a transcript that is here; a contradiction is refused."""
        given = self.of(name, file)
        check(types, given, self.table)
        contradictions = differing(have, given)
        if contradictions and not self.overwrite:
            attribute, both = next(iter(contradictions.items()))
            raise conflict(name, attribute, both, self.table, len(contradictions) - 1)
        return {k: v for k, v in given.items() if k not in have or k in contradictions}

    def of_speakers(self, name: str, file: str = "") -> dict[str, Mapping[str, str]]:
        """The attributes given for its speakers."""
        return {
            speaker: values
            for key in _meaning(self.speakers, name, file)
            for speaker, values in self.speakers[key].items()
        }


class Intake:
    """The taking in of transcripts, one after the other, under one set of options."""

    def __init__(
        self, project: Project, options: ReadOptions, given: Given, account: Account, *, strict: bool = False
    ) -> None:
        self.project, self.options, self.given, self.account, self.strict = project, options, given, account, strict
        self.came: dict[str, str] = {}
        self.misfits: list[str] = []
        self.folders: Mapping[Path, str] = {}

    def read(self, files: Iterable[Path]) -> Iterator[tuple[Path, Source]]:
        """The transcripts in the files, one after the other. Files of one name are told apart by their folders."""
        for file in files:
            try:
                found = list(read(file, self.options))
            except QualcodeError as error:
                if self.strict or isinstance(error, WrongUsage):
                    raise
                self.account.refuse(file.name, error)
                continue
            yield from ((file, self._by_folder(file, source)) for source in found)

    def _by_folder(self, file: Path, source: Source) -> Source:
        """A source whose file is called like another one, named with its folder."""
        folder = self.folders.get(file, "")
        if not folder:
            return source
        name = source.name.replace(file.stem, folder, 1) if source.name.startswith(file.stem) else source.name
        return replace(source, name=name, notes=(f"named by its folder: {name}", *source.notes))

    def begin(self, moment: str) -> None:
        """Look at what is there, at the beginning of a transaction."""
        db = self.project.db
        self.time, self.names, self.hashes = moment, stored.names(db), stored.hashes(db)
        self.named = {known: name for name, known in self.hashes.items()}
        self.have, self.types = stored.attributes(db), kept.types(db)

    def knows(self, file: str, source: Source, *, again: bool) -> bool:
        """Whether this very text came in under this name before and is called otherwise now, or was removed; told.

        What was removed comes in `again` when told so.
        """
        if source.name in self.names:
            return False
        known = stored.came_in_as(self.project.db, source.name, source.text)
        if known is None or (known[1] and again):
            return False
        name, removed = known
        told = f"it was removed here; --again brings {name} back" if removed else f"it is called {name} here"
        self.account.add("unchanged", file, source, told)
        self.account.told.append(f"{file}: unchanged: {told}")
        return True

    def take(self, file: str, source: Source) -> bool:
        """Bring one transcript in, or say why not and return False."""
        plain = source.name.rpartition("/")[2]
        if plain != source.name and self.hashes.get(plain) == digest(source.text):
            source = replace(source, name=plain)  # it came alone before, and keeps its name
        if fault := self._fault(file, source):
            if self.strict:
                raise fault
            self.account.refuse(file, fault, source)
        elif source.name in self.names:
            self._again(file, source)
        else:
            self._new(file, source)
        return fault is None

    def _fault(self, file: str, source: Source) -> QualcodeError | None:
        try:
            check(self.types, source.attributes, file)
        except QualcodeError as error:
            return error
        name = source.name
        if self.hashes.get(name) in (None, digest(source.text)):
            return None
        if name in self.came:
            what = f"{self.came[name]} is called {name} too, with another text"
            rows = Path(file).suffix.lower() in TABLES
            return QualcodeError(what, hint="Choose --name-column." if rows else "Rename one of the files.")
        hint = f"To replace it: qualcode transcripts replace {name} {file}"
        return QualcodeError(f"another text called {name} is here", hint=hint)

    def _new(self, file: str, source: Source) -> None:
        given, told = self.given.of(source.name, file), []
        for name, (inside, wins) in differing(source.attributes, given).items():
            told.append(f"{name}: {wins} as given, not {inside} as the file says")
        twin = self.named.setdefault(digest(source.text), source.name)
        told += [f"the same text as {twin}"] * (twin != source.name and len(source.text) > _LONG)
        if "the name does not fit the pattern" in " ".join(source.notes):
            self.misfits.append(file)
        check(self.types, given, self.given.table)
        source = replace(source, attributes={**source.attributes, **given}, notes=(*told, *source.notes))
        spans = segments(source.text, source.turns, self.project.settings.segment, self.project.settings.language)
        self.names[source.name] = stored.add(self.project.db, source, spans, self.time)
        self.hashes[source.name] = digest(source.text)
        self.came[source.name] = file
        self._speakers(file, source.name)
        self.account.add("imported", file, source, segments=len(spans))

    def _again(self, file: str, source: Source) -> None:
        """A text that is here: what is new about it is added, what is stored stays."""
        uid, told = self.names[source.name], []
        have = self.have.get(uid, {})
        given = self.given.new(source.name, file, have, self.types)
        inside = {k: v for k, v in source.attributes.items() if k not in given and k not in have}
        stays = differing(have, {k: v for k, v in source.attributes.items() if k not in given})
        changed = [k for k, v in {**inside, **given}.items() if have.get(k) != v]
        stored.set_attributes(self.project.db, uid, {**inside, **given})
        changed += self._speakers(file, source.name)
        anew = self._reread(uid, source)
        told += [f"set {', '.join(dict.fromkeys(changed))}"] * bool(changed)
        told += [f"{k} stays {mine}, not {theirs} as the file says" for k, (mine, theirs) in stays.items()]
        outcome: Outcome = "reread" if anew else "attributes" if changed else "unchanged"
        note = "; ".join(told) or ("" if anew else "the same text is here already")
        self.account.add(outcome, file, source, note)

    def _reread(self, uid: str, source: Source) -> bool:
        """Turns and roles again, if the person said how to find them."""
        if not (self.options.interviewers or self.options.speaker_pattern):
            return False
        db, settings = self.project.db, self.project.settings
        spans = segments(source.text, source.turns, settings.segment, settings.language)
        anew = stored.reread(db, uid, source, spans, self.time)
        return stored.set_roles(db, uid, {t.speaker: t.role for t in source.turns if t.speaker}) or anew

    def _speakers(self, file: str, name: str) -> list[str]:
        if not (given := self.given.of_speakers(name, file)):
            return []
        transcript = stored.one(self.project.db, name)
        overwrite = self.given.overwrite
        return spoken.put(self.project, transcript, given, self.given.speaker_table, overwrite=overwrite)

    def old(self) -> list[str]:
        """Give what was given to transcripts that were here before and are not among the files; returns their names."""
        self.begin("")
        done = {str(row["transcript"]) for row in self.account.rows}
        found = []
        for name, uid in self.names.items():
            if name in done:
                continue
            new = self.given.new(name, "", self.have.get(uid, {}), self.types)
            stored.set_attributes(self.project.db, uid, new)
            changed = [*new, *self._speakers("", name)]
            if changed:
                found.append(name)
                self.account.add("attributes", "", Source(name, ""), f"set {', '.join(dict.fromkeys(changed))}")
        return found

    def tell(self) -> None:
        """What there is to say at the end."""
        changed = self.account.count("imported") + self.account.count("attributes")
        if changed and (types := types_of(self.project)):
            self.account.told.append("attributes: " + ", ".join(f"{name} ({type_})" for name, type_ in types.items()))
        if self.misfits:
            shown = ", ".join(self.misfits[:5]) + (", …" if len(self.misfits) > 5 else "")
            self.account.told.append(f"{len(self.misfits)} names do not fit the pattern: {shown}")


def _meaning(table: Mapping[str, object], name: str, file: str) -> list[str]:
    """The keys of a table that mean a transcript: its name, its file, or its name with any ending of a file."""
    keys = dict.fromkeys((name, unicodedata.normalize("NFC", file), *(f"{name}{ending}" for ending in READERS)))
    return [key for key in keys if key in table]
