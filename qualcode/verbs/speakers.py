"""The speakers of transcripts: how much each says, in which role, and what is known of them."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.importers.rows import read_rows
from qualcode.model import Selection, Transcript
from qualcode.project import Project
from qualcode.store import attributes as stored
from qualcode.store import speakers, transcripts
from qualcode.verbs import attributes
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import phrase

Table = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Attributes by what stands in the column of transcripts, and by speaker."""


def listing(project: Project, selection: Selection = EVERYTHING) -> Output:
    """One row a speaker: transcript, speaker, role, turns, words, then the attributes that single speakers have.

    Where a speaker has no such value, the transcript's stands.
    """
    import pandas as pd

    chosen = list(transcripts.load(project.db, selection)) if transcripts.names(project.db) else []
    names = list(dict.fromkeys(name for t in chosen for own in t.speakers.values() for name in own))
    columns = ["transcript", "speaker", "role", "turns", "words"]
    rows = []
    for transcript in chosen:
        said: dict[str, list[int]] = {}
        roles = {turn.speaker: turn.role for turn in transcript.turns}
        for turn in transcript.turns:
            if turn.speaker and selection.has_passage(transcript, turn):
                said.setdefault(turn.speaker, []).append(len(transcript.quote(turn).split()))
        for speaker, words in said.items():
            known = transcript.attributes_of(speaker)
            row = [transcript.name, speaker, roles[speaker] or "", len(words), sum(words)]
            rows.append([*row, *(known.get(name, "") for name in names)])
    free = [f"attribute_{name}" if name in columns else name for name in names]
    return Output(
        pd.DataFrame(rows, columns=[*columns, *free]),
        provenance(project, selection),
        title=phrase("Voices", project.settings.lang),
        lang=project.settings.lang,
    )  # fmt: skip


def load(
    project: Project, table: Path, *, coder: str = "", overwrite: bool = False, dry_run: bool = False
) -> dict[str, int]:
    """Set speakers' attributes from a table (see `read`); returns how many speakers it names, by transcript."""
    given = read(table)
    with project.verb("transcripts speakers", coder, dry_run=dry_run) as verb:
        found: dict[str, int] = {}
        known = set(transcripts.names(project.db))
        for key, of_speakers in given.items():
            name = key if key in known else Path(key).stem
            if name not in known:
                raise QualcodeError(f"it names a transcript that is not here: {key}", where=table.name)
            put(project, transcripts.one(project.db, name), of_speakers, table.name, overwrite=overwrite)
            found[name] = found.get(name, 0) + len(of_speakers)
        verb.details |= {"file": table.name, "transcripts": sorted(found)}
    return found


def rename(
    project: Project,
    old: str,
    new: str,
    selection: Selection = EVERYTHING,
    *,
    merge: bool = False,
    coder: str = "",
    dry_run: bool = False,
) -> list[str]:
    """Give a speaker another name in the selected transcripts, or with `merge` unite them with the one called so.

    Returns the transcripts' names. Codings stay where they are. A name that another speaker of the same transcript has
    is refused without `merge`, and with it one that nobody there has.
    """
    if not new.strip() or new != new.strip():
        raise QualcodeError(f"'{new}' is no name for a speaker")
    with project.verb("transcripts speakers", coder, dry_run=dry_run) as verb:
        done: list[str] = []
        for transcript in list(transcripts.load(project.db, selection)):
            there = {turn.speaker for turn in transcript.turns}
            if old not in there or (merge and new not in there):
                continue
            if new in there and not merge:
                hint = f"If both are one: qualcode transcripts speakers merge '{old}' '{new}'"
                raise QualcodeError(f"{transcript.name} has a speaker '{new}' already", hint=hint)
            speakers.rename(project.db, transcript, old, new, verb.time)
            done.append(transcript.name)
        if not done:
            both = f"'{old}' and '{new}'" if merge else f"'{old}'"
            raise QualcodeError(f"no transcript there has {both}", hint="See `qualcode transcripts speakers`.")
        verb.details |= {"speaker": old, "to": new, "transcripts": done}
    return done


def read(path: Path) -> Table:
    """A table of speakers: the columns transcript (or its file's name) and speaker come first, then attributes.

    Two rows of one speaker may complete each other; a contradiction is refused with both values.
    """
    found: dict[str, dict[str, dict[str, str]]] = {}
    rows = read_rows(path)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if len(columns) < 3:
        hint = "Its columns are transcript, speaker and at least one attribute."
        raise QualcodeError("this is no table of speakers", where=path.name, hint=hint)
    for number, row in enumerate(rows, start=2):
        transcript, speaker, *_ = (unicodedata.normalize("NFC", row.get(name, "")) for name in columns)
        if not transcript or not speaker:
            raise QualcodeError(f"there is no {columns[1] if transcript else columns[0]}", where=_row(path, number))
        values = found.setdefault(transcript, {}).setdefault(speaker, {})
        new = {name: row[name] for name in columns[2:] if row.get(name)}
        for name, both in attributes.differing(values, new).items():
            what = f"{name} of {speaker} in {transcript} is both '{both[0]}' and '{both[1]}'"
            raise QualcodeError(what, where=_row(path, number))
        values |= {name: value for name, value in new.items() if name not in values}
    return found


def put(
    project: Project,
    transcript: Transcript,
    given: Mapping[str, Mapping[str, str]],
    where: str,
    *,
    overwrite: bool = False,
) -> list[str]:
    """Set attributes of a transcript's speakers; returns the names of the attributes that changed."""
    there = {turn.speaker.casefold(): turn.speaker for turn in transcript.turns if turn.speaker}
    types = stored.types(project.db)
    changed: list[str] = []
    for written, values in given.items():
        speaker = there.get(written.casefold())
        if speaker is None:
            known = ", ".join(there.values()) or "none"
            raise QualcodeError(
                f"there is no speaker '{written}' in {transcript.name}", where=where, hint=f"Speakers: {known}."
            )
        attributes.check(types, values, where)
        have = transcript.speakers.get(speaker, {})
        contradictions = attributes.differing(have, values)
        if contradictions and not overwrite:
            name, both = next(iter(contradictions.items()))
            raise attributes.conflict(f"{speaker} in {transcript.name}", name, both, where, len(contradictions) - 1)
        new = {n: v for n, v in values.items() if n not in have or n in contradictions}
        stored.set_of_speaker(project.db, transcript.uid, speaker, new)
        changed += new
    return list(dict.fromkeys(changed))


def _row(path: Path, number: int) -> str:
    return f"{path.name}, row {number}"
