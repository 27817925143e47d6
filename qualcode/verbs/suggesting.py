"""Suggestions for what is not coded yet. They are never codings by themselves."""

from collections.abc import Iterator
from dataclasses import replace

from qualcode.document import Output
from qualcode.model import Selection, Suggestion
from qualcode.project import Project
from qualcode.segment import sentences
from qualcode.store import codebook, codings, transcripts
from qualcode.suggest import Options, iter_suggestions
from qualcode.verbs.setup import EVERYTHING, provenance

COLUMNS = ("transcript", "segment", "start", "end", "code", "score", "confidence", "why")


def suggest(project: Project, selection: Selection = EVERYTHING, options: Options | None = None) -> Output:
    """Suggested codings for the selected transcripts, speakers and codes: one row each, see `COLUMNS`."""
    import pandas as pd

    rows = [tuple(getattr(s, column) for column in COLUMNS) for s in suggestions(project, selection, options)]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"confidence": float})
    brief = ("transcript", "segment", "code", "confidence", "why")
    return Output(table, provenance(project, selection), title="Suggestions", brief=brief)


def suggestions(
    project: Project, selection: Selection = EVERYTHING, options: Options | None = None
) -> Iterator[Suggestion]:
    """Suggestions one after the other. What is learned from is the whole project, also outside the selection."""
    book = codebook.load(project.db)
    everything = list(transcripts.load(project.db))
    chosen = {t.name: t for t in everything if selection.has(t)}
    if selection.transcripts or selection.where:
        transcripts.selected(project.db, selection)
    options = replace(
        options or Options(),
        language=project.settings.language,
        codes=selection.code_ids(book),
        only=set(chosen),
        coders=selection.coders or None,
        sentences=lambda text, start, end: sentences(text, start, end, project.settings.language),
    )
    finished = {(name, coder) for name, who in codings.readings(project.db).items() for coder in who}
    made = list(codings.load(project.db, Selection(since=selection.since, until=selection.until)))
    for found in iter_suggestions(everything, book, made, finished, (), options):
        transcript = chosen[found.transcript]
        if selection.has_passage(transcript, transcript.turn_at(found.start)):
            yield found
