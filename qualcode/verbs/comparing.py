"""Compare coders."""

from collections.abc import Sequence
from dataclasses import replace

from qualcode.compare.comparison import Comparison
from qualcode.compare.comparison import compare as compared
from qualcode.compare.report import report
from qualcode.document import Lang, Output
from qualcode.model import Selection, Span, Transcript
from qualcode.project import Project
from qualcode.store import codebook, codings, transcripts
from qualcode.verbs.setup import EVERYTHING, provenance


def compare(
    project: Project,
    coders: Sequence[str],
    selection: Selection = EVERYTHING,
    unit: str = "segment",
    *,
    themes: bool = False,
    overlap: float | None = None,
    replicates: int = 1000,
    seed: int = 2018,
) -> Comparison:
    """The agreement of two or more coders on the selected transcripts that at least two of them have finished."""
    codings.check_coders(project.db, coders)
    book = codebook.load(project.db)
    chosen = list(transcripts.load(project.db, selection))
    return compared(
        chosen,
        list(codings.load(project.db, selection)),
        codings.readings(project.db),
        coders,
        book,
        unit,
        codes=selection.code_ids(book),
        themes=themes,
        overlap=overlap,
        within={t.name: _spoken(t, selection) for t in chosen} if selection.speakers else None,
        replicates=replicates,
        seed=seed,
    )


def output(
    project: Project,
    found: Comparison,
    selection: Selection = EVERYTHING,
    lang: Lang | None = None,
    *,
    explain: str | None = None,
    per: str | None = None,
) -> Output:
    """A comparison as a table: a row a code, or the units behind one code, or a row per transcript or attribute."""
    lang = lang or project.settings.lang
    origin = replace(provenance(project, selection), coders=found.coders)
    if explain:
        return Output(found.explain(explain), origin, title=f"{explain}: {', '.join(found.coders)}", lang=lang)
    if per:
        table = found.by_transcript() if per == "transcript" else found.by_attribute(per)
        return Output(table, origin, title=f"{', '.join(found.coders)} per {per}", lang=lang)
    return Output(
        found.table(),
        origin,
        document=lambda: report(found, lang),
        data=found.data(),
        title=", ".join(found.coders),
        lang=lang,
    )


def _spoken(transcript: Transcript, selection: Selection) -> Sequence[Span]:
    return [turn for turn in transcript.turns if selection.has_passage(transcript, turn)]
