"""Replace a transcript by a corrected one: every coding is found again, or kept in a list until somebody settles it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace as changed
from pathlib import Path

from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.importers import ReadOptions, read
from qualcode.importers.reanchor import reanchor
from qualcode.model import Selection, Source, Transcript
from qualcode.project import Project
from qualcode.segment import segments
from qualcode.store import codebook, placing
from qualcode.store import transcripts as stored
from qualcode.text.normalise import digest
from qualcode.verbs.setup import provenance
from qualcode.wording import phrase

COLUMNS = ("status", "code", "coder", "start", "end", "new_start", "new_end", "segment", "candidates", "quote", "id")


def replace(
    project: Project,
    name: str,
    path: Path,
    options: ReadOptions | None = None,
    *,
    coder: str = "",
    dry_run: bool = False,
) -> Output:
    """Make the text of `path` the new revision of a transcript. One row a coding, with how it fared (see `COLUMNS`).

    The old revision stays. Codings whose place is not sure keep pointing into it and wait (see `waiting`); a memo
    on such a place becomes one on the transcript.
    """
    with project.verb("transcripts replace", coder, dry_run=dry_run) as verb:
        old = stored.one(project.db, name)
        source = _single(path, changed(options or ReadOptions(), language=project.settings.language))
        if digest(source.text) == old.sha256:
            raise QualcodeError(f"{path.name} is the text of {name} already")
        spans = segments(source.text, source.turns, project.settings.segment, project.settings.language)
        revision = stored.revise(project.db, old.uid, source, spans, verb.time)
        found = [one.found for one in placing.renew(project.db, old.uid, reanchor, verb.time)]
        verb.details |= {"transcript": name, "revision": revision, "file": path.name}
        verb.details |= Counter(one.status for one in found)
        new = stored.one(project.db, name)
    return _output(project, new, found)


def _single(path: Path, options: ReadOptions) -> Source:
    found = list(read(path, options))
    if len(found) != 1:
        raise QualcodeError(f"it holds {len(found)} transcripts, not one", where=path.name)
    return found[0]


def _output(project: Project, new: Transcript, found: Sequence[placing.Found]) -> Output:
    import pandas as pd

    codes = {code.uid: code.id for code in codebook.load(project.db).walk()}
    order = ("lost", "ambiguous", "moved", "kept")
    rows = []
    for one in sorted(found, key=lambda one: (order.index(one.status), one.coding.start)):
        segment = new.segment_at(one.start) if one.start is not None else None
        places = ", ".join(f"{p.start}-{p.end}" for p in one.candidates)
        c = one.coding
        rows.append(
            (
                one.status,
                codes[c.code],
                c.coder,
                c.start,
                c.end,
                one.start,
                one.end,
                segment and segment.n,
                places,
                c.quote,
                c.id,
            )
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("new_start", "new_end", "segment"):
        table[column] = table[column].astype("Int64")
    origin = provenance(project, Selection(transcripts=(new.name,)))
    return Output(
        table,
        origin,
        title=phrase("{transcript}: codings found again", project.settings.lang, transcript=new.name),
        lang=project.settings.lang,
        brief=COLUMNS[:9],
    )
