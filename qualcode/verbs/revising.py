"""Replace a transcript by a corrected one: every coding is found again, or kept in a list until somebody settles it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace as changed
from pathlib import Path

from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.importers import ReadOptions, read
from qualcode.importers.reanchor import reanchor
from qualcode.model import Coding, Selection, Source, Transcript
from qualcode.project import Project
from qualcode.segment import segments
from qualcode.store import codebook, codings, placing
from qualcode.store import transcripts as stored
from qualcode.text.normalise import digest
from qualcode.verbs import anchors
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

    The old revision stays. Codings whose place is not sure keep pointing into it and are listed by `unsettled`; a memo
    on such a place becomes one on the transcript.
    """
    with project.verb("transcripts replace", coder, dry_run=dry_run) as verb:
        old = stored.one(project.db, name)
        source = _single(path, changed(options or ReadOptions(), language=project.settings.language))
        if digest(source.text) == old.sha256:
            raise QualcodeError(f"{path.name} is the text of {name} already")
        spans = segments(source.text, source.turns, project.settings.segment, project.settings.language)
        revision = stored.revise(project.db, old.uid, source, spans, verb.time)
        found = [one.found for one in placing.renew(project.db, old.uid, reanchor)]
        verb.details |= {"transcript": name, "revision": revision, "file": path.name}
        verb.details |= Counter(one.status for one in found)
        new = stored.one(project.db, name)
    return _output(project, new, found)


def unsettled(project: Project, selection: Selection) -> Output:
    """Codings that lost their place when their transcript was replaced.

    Columns: short (as much of the id as tells them apart), transcript, code, coder, status, quote, id.
    """
    import pandas as pd

    columns = ["short", "transcript", "code", "coder", "status", "quote", "id"]
    waiting = list(codings.load(project.db, selection, unsettled=True))
    length = next(n for n in range(6, 33) if len({c.id[:n] for c in waiting}) == len(waiting))
    rows = [(c.id[:length], c.transcript, c.code, c.coder, c.anchor, c.quote, c.id) for c in waiting]
    table = pd.DataFrame(rows, columns=columns)
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Unsettled codings", project.settings.lang),
        lang=project.settings.lang,
        brief=columns[:-1],
    )


def settle(project: Project, coding: str, anchor: str | None, *, coder: str, dry_run: bool = False) -> Coding:
    """Give an unsettled coding (its id, or the beginning of it) the place `anchor`; without one it is removed."""
    with project.verb("settle", coder, dry_run=dry_run) as verb:
        waiting = [c for c in codings.load(project.db, unsettled=True) if c.id.startswith(coding)]
        if len(waiting) != 1:
            how_many = "no" if not waiting else "more than one"
            raise QualcodeError(f"{how_many} unsettled coding is called {coding}", hint="See `transcripts unsettled`.")
        (found,) = waiting
        verb.details |= {"codings": [found.id], "anchor": anchor or "removed"}
        if anchor is None:
            codings.remove(project.db, [found.id], verb.time)
            return found
        transcript, place = anchors.resolve(project, anchor)
        if transcript.name != found.transcript:
            raise QualcodeError(f"the coding {coding} belongs to {found.transcript}, not to {transcript.name}")
        quote = transcript.quote(place)
        settled = found._replace(start=place.start, end=place.end, quote=quote, anchor="moved")
        codings.place(project.db, settled)
        return settled


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
