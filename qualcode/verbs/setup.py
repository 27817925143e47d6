"""Make a project, say how far it has come, and prove that it is whole."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from qualcode import __version__
from qualcode.document import Output, Provenance, Table
from qualcode.model import Selection
from qualcode.project import STORE, Project, Settings
from qualcode.store import backups, checking, codebook, codings, decisions, transcripts, waiting
from qualcode.store.database import integrity
from qualcode.wording import phrase

EVERYTHING = Selection()


def init(folder: str | Path, *, name: str = "", language: str = "nb", coder: str = "") -> Project:
    """Make a new project in `folder`, named after it unless told otherwise."""
    return Project.create(folder, Settings(name or Path(folder).resolve().name, language=language, coder=coder))


def provenance(project: Project, selection: Selection = EVERYTHING) -> Provenance:
    """What an output of this project says about where it comes from. The command is added by whoever ran one."""
    book = codebook.load(project.db)
    layers = codings.layers(project.db)
    return Provenance(
        project=project.settings.name,
        codebook=book.name,
        version=book.version,
        selection=str(selection),
        coders=tuple(selection.coders or (c for c in codings.coders(project.db) if c not in layers)),
        date=project.date,
        program=f"qualcode {__version__}",
    )


def status(project: Project) -> Output:
    """What there is and what is left: columns `what`, `who`, `number`, `of`, `note`."""
    import pandas as pd

    names = transcripts.names(project.db)
    listed = transcripts.listing(project.db, EVERYTHING) if names else []
    book = codebook.load(project.db)
    rows: list[tuple[str, str, int, int | None, str]] = [
        ("transcripts", "", len(listed), None, ""),
        ("words", "", sum(int(str(row["words"])) for row in listed), None, ""),
        ("segments", "", sum(int(str(row["segments"])) for row in listed), None, ""),
        ("codes", "", len(book.by_id), None, f"codebook version {book.version}" if book.version else "none loaded"),
    ]
    made = list(codings.load(project.db))
    meanings = codebook.meanings(project.db)
    readings = codings.readings(project.db)
    for coder in codings.coders(project.db):
        own = [c for c in made if c.coder == coder]
        finished = sum(coder in who for who in readings.values())
        rows.append(("codings", coder, len(own), None, f"{len({c.code for c in own})} codes used"))
        rows.append(("finished", coder, finished, len(names), "transcripts read to the end"))
        older = sum(c.version < meanings[c.code] for c in own)
        if older:
            rows.append(
                ("to look at again", coder, older, len(own), "older than their code's meaning: codebook outdated")
            )
    told = Counter((d.coder, d.verdict) for d in decisions.load(project.db))
    for coder in sorted({who for who, _ in told}):
        accepted, of = told[coder, "accepted"], told[coder, "accepted"] + told[coder, "rejected"]
        rows.append(("accepted", coder, accepted, of, f"{accepted / of:.0%} of the suggestions decided on"))
    unsettled = Counter(one.kind for one in waiting.load(project.db))
    notes = {kind: f"{kind} after a revision" for kind in ("lost", "ambiguous")}
    rows += [("unsettled", "", n, None, notes.get(kind, kind)) for kind, n in sorted(unsettled.items())]
    unused = len(book.by_id) - len({c.code for c in made})
    if made and unused:
        rows.append(("unused codes", "", unused, len(book.by_id), ""))
    rows += _safety(project)
    table = pd.DataFrame(rows, columns=["what", "who", "number", "of", "note"]).astype({"of": "Int64"})
    return Output(
        table,
        provenance(project),
        title=phrase("Status: {project}", project.settings.lang, project=project.settings.name),
        lang=project.settings.lang,
    )


def _safety(project: Project) -> list[tuple[str, str, int, int | None, str]]:
    """How old the last backup is, and copies that a sync program made of the project file."""
    made = backups.listed(project.backup_folder)
    rows: list[tuple[str, str, int, int | None, str]] = []
    if made:
        hours = int((datetime.now(UTC) - made[0].made).total_seconds() // 3600)
        rows.append(("backups", "", len(made), None, f"the last {hours} hours ago" if hours else "the last just now"))
    for name in backups.conflict_copies(project.folder, STORE):
        rows.append(("copy beside it", "", 1, None, f"{name}: bring it in with `qualcode merge {name}`"))
    return rows


def check(project: Project) -> Output:
    """Verify every hash, anchor and reference: one row a fault, columns `fault`. No rows, no faults."""
    found = (integrity, transcripts.faults, codings.faults, checking.faults)
    faults = [fault for look in found for fault in look(project.db)]
    return Output(
        Table({"fault": faults}),
        provenance(project),
        title=phrase("Check", project.settings.lang),
        lang=project.settings.lang,
    )
