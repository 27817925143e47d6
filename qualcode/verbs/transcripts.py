"""List transcripts, look at one, set what is known about them, rename them, take them out."""

from collections.abc import Mapping, Sequence

from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.model import Role, Selection
from qualcode.project import Project
from qualcode.store import codings
from qualcode.store import transcripts as stored
from qualcode.verbs import attributes as checks
from qualcode.verbs import naming
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import phrase


def listing(project: Project, selection: Selection = EVERYTHING) -> Output:
    """One row a transcript: name, words, turns, segments, codings, then the attributes."""
    import pandas as pd

    columns = ["name", "words", "turns", "segments", "codings"]
    rows = stored.listing(project.db, selection) if stored.names(project.db) else []
    table = pd.DataFrame(rows) if rows else pd.DataFrame(columns=columns)
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Transcripts", project.settings.lang),
        lang=project.settings.lang,
    )


def show(project: Project, name: str, revision: int | None = None) -> Output:
    """One transcript: a row a segment (n, turn, speaker, role, codes, text); in json the whole of it with all spans.

    An earlier `revision` has the codings that were left behind there, waiting to be settled.
    """
    import pandas as pd

    name = naming.transcript(project, name)
    transcript = stored.one(project.db, name)
    own = Selection(transcripts=(name,))
    made = list(codings.load(project.db, own))
    if revision not in (None, transcript.revision):
        there = len(stored.revisions(project.db, transcript.uid))
        if not 1 <= int(revision or 0) <= there:
            raise QualcodeError(f"{name} has no revision {revision}", hint=f"It has revisions 1-{there}.")
        transcript = stored.revision(project.db, transcript.uid, int(revision or 0))
        waiting = codings.load(project.db, own, unsettled=True)
        made = [c for c in waiting if codings.revision_of(project.db, c.id) == revision]
    rows = []
    for s in transcript.segments:
        turn = transcript.turn(s.turn)
        codes = sorted({f"{c.code} ({c.coder})" for c in made if c.start < s.end and s.start < c.end})
        rows.append((s.n, s.turn, turn.speaker or "", turn.role or "", ", ".join(codes), transcript.quote(s)))
    table = pd.DataFrame(rows, columns=["n", "turn", "speaker", "role", "codes", "text"])
    data = {
        **{key: getattr(transcript, key) for key in ("name", "revision", "sha256", "text")},
        "attributes": dict(transcript.attributes),
        "speakers": {speaker: dict(values) for speaker, values in transcript.speakers.items()},
        "turns": [_fields(t, "n speaker role start end time_start time_end") for t in transcript.turns],
        "times": [list(stamp) for stamp in transcript.times],
        "segments": [_fields(s, "n turn start end") for s in transcript.segments],
        "codings": [_fields(c, "id code coder start end quote memo origin created anchor") for c in made],
        "readings": codings.readings(project.db).get(name, []),
    }
    return Output(table, provenance(project, own), data=data, title=name, lang=project.settings.lang)


def set_values(
    project: Project,
    selection: Selection,
    attributes: Mapping[str, str],
    roles: Mapping[str, Role | None],
    *,
    coder: str = "",
    dry_run: bool = False,
) -> list[str]:
    """Set attributes ('' takes one away) and speakers' roles of the selected transcripts.

    Returns the names of those that were set: with roles alone those that have such a speaker.
    """
    with project.verb("transcripts set", coder, dry_run=dry_run) as verb:
        meant = stored.selected(project.db, selection)
        types = checks.types(project)
        for name in meant:
            checks.check(types, attributes, name)
        spoken = {t.speaker for transcript in stored.load(project.db, selection) for t in transcript.turns}
        for speaker in roles.keys() - spoken:
            known = ", ".join(sorted(s for s in spoken if s)) or "none"
            raise QualcodeError(f"no speaker '{speaker}' there", hint=f"Speakers: {known}.")
        done: list[str] = []
        for transcript in stored.load(project.db, selection):
            own = {s: r for s, r in roles.items() if any(t.speaker == s for t in transcript.turns)}
            done += [transcript.name] * bool(attributes or own)
            stored.set_attributes(project.db, transcript.uid, attributes)
            stored.set_roles(project.db, transcript.uid, own)
        verb.details |= {"transcripts": done, "attributes": dict(attributes), "roles": dict(roles)}
    return done


def history(project: Project, name: str) -> Output:
    """Every revision of a transcript: columns revision, imported, file, words, turns, segments, current, sha256."""
    import pandas as pd

    name = naming.transcript(project, name)
    rows = stored.revisions(project.db, stored.uid(project.db, name))
    return Output(
        pd.DataFrame(rows),
        provenance(project, Selection(transcripts=(name,))),
        title=name,
        lang=project.settings.lang,
        brief=("revision", "imported", "file", "words", "turns", "segments", "current"),
    )


def rename(project: Project, old: str, new: str, *, coder: str = "", dry_run: bool = False) -> None:
    """Give a transcript another name; its codings follow."""
    with project.verb("transcripts rename", coder, dry_run=dry_run) as verb:
        uid = stored.uid(project.db, old)
        if new in stored.names(project.db):
            raise QualcodeError(f"there is a transcript called {new} already")
        if not new.strip() or new != new.strip():
            raise QualcodeError(f"'{new}' is no name for a transcript")
        stored.rename(project.db, uid, new)
        verb.details |= {"transcript": old, "to": new}


def remove(project: Project, names: Sequence[str], *, coder: str = "", dry_run: bool = False) -> list[str]:
    """Take transcripts (names or globs) out; `undo` brings them back with their codings. Returns which."""
    with project.verb("transcripts remove", coder, dry_run=dry_run) as verb:
        meant = stored.selected(project.db, Selection(transcripts=tuple(names))) if names else {}
        stored.remove(project.db, meant.values(), verb.time)
        verb.details["transcripts"] = list(meant)
    return list(meant)


def _fields(thing: object, names: str) -> dict[str, object]:
    return {name: getattr(thing, name) for name in names.split()}
