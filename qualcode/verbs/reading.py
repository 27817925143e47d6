"""Read what was coded: excerpts, themes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.document import Document, Output, Picture, Table
from qualcode.documents.excerpts import excerpts_document
from qualcode.model import Codebook, Selection, Transcript
from qualcode.project import Project
from qualcode.store import codebook, codings, transcripts
from qualcode.summarise.excerpts import BRIEF, check_by, excerpt_table, split
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import Lang, phrase

if TYPE_CHECKING:
    import pandas as pd


def selected(project: Project, selection: Selection = EVERYTHING) -> tuple[Table, list[Transcript], Codebook]:
    """What every analysis starts from: the selected codings as excerpt rows, the selected transcripts, the codebook.

    A consensus repeats what people coded, and counts only where the selection names it.
    """
    codings.check_coders(project.db, selection.coders)
    book = codebook.load(project.db)
    chosen = list(transcripts.load(project.db, selection)) if transcripts.names(project.db) else []
    layers = () if selection.coders else codings.layers(project.db)
    made = (c for c in codings.load(project.db, selection) if c.coder not in layers)
    return excerpt_table(chosen, made, book, selection), chosen, book


def cautions(
    project: Project, selection: Selection, rows: Table, chosen: Sequence[Transcript], lang: Lang
) -> list[str]:
    """What a reader of counts must know of who has read and coded the selected transcripts, in words."""
    from qualcode.documents.cautions import cautions as of

    readings = codings.readings(project.db)
    finished = {name for name, who in readings.items() if not selection.coders or {*who} & {*selection.coders}}
    any_code = replace(selection, codes=(), since=None, until=None)
    coded = {coding.transcript for coding in codings.load(project.db, any_code)}
    return of(rows, [t.name for t in chosen], finished | coded, lang)


def excerpts(
    project: Project,
    selection: Selection = EVERYTHING,
    by: Sequence[str] = ("theme",),
    lang: Lang | None = None,
    *,
    context: bool = False,
) -> Output:
    """The coded passages, one row a coding; as a document, a heading per level of `by`, with `context` around each."""
    table, _, book = selected(project, selection)
    check_by(table, by)
    return _excerpts(project, selection, table, book, by, lang or project.settings.lang, context=context)


def excerpts_split(
    project: Project,
    selection: Selection = EVERYTHING,
    by: Sequence[str] = ("theme",),
    lang: Lang | None = None,
    *,
    context: bool = False,
) -> Iterator[tuple[str, Output]]:
    """The excerpts in parts, one per combination of `by`, each with a name for its file."""
    table, _, book = selected(project, selection)
    for name, part in split(table.frame, by, book):
        yield name, _excerpts(project, selection, part, book, by, lang or project.settings.lang, context=context)


def _excerpts(
    project: Project,
    selection: Selection,
    table: "Table | pd.DataFrame",
    book: Codebook,
    by: Sequence[str],
    lang: Lang,
    *,
    context: bool,
) -> Output:
    output = Output(table)
    return Output(
        table,
        provenance(project, selection),
        document=lambda: excerpts_document(output.table, book, by, lang, context=context),
        title=phrase("Excerpts", lang),
        lang=lang,
        brief=[*(c for c in by if c not in ("theme", *BRIEF)), *BRIEF],
    )


def themes(
    project: Project,
    selection: Selection = EVERYTHING,
    by: Sequence[str] = (),
    lang: Lang | None = None,
    *,
    n: int = 3,
    extractive: bool = False,
) -> Output:
    """Per theme and group of `by`: how much was coded, by whom it was said, and the `n` most typical excerpts.

    The table has the counts; the document has a chapter a theme with counts and excerpts, and with `extractive` also
    the sentences that together cover the theme best. No text is generated.
    """
    from qualcode.documents.themes import theme_picture, themes_document
    from qualcode.summarise import covering, highlights, themes

    lang = lang or project.settings.lang
    rows, chosen, book = selected(project, selection)
    by = tuple(by) if {"theme", "code"} & set(by) else ("theme", *by)
    check_by(rows, by)
    table = themes.theme_table(rows, chosen, book, selection, by)

    def picture() -> Picture:
        return theme_picture(table.frame, book, lang)

    def document() -> Document:
        language = project.settings.language
        best = highlights.highlights(rows.frame, by, language, n)
        sentences = covering.covering(rows.frame, by, language) if extractive else None
        return themes_document(
            table.frame,
            best,
            rows.frame,
            book,
            lang,
            picture=picture(),
            covering=sentences,
            codes=selection.code_ids(book),
            cautions=cautions(project, selection, rows, chosen, lang),
        )

    brief = [*(c for c in by if c in table.columns), *themes.BRIEF]
    return Output(
        table,
        provenance(project, selection),
        document=document,
        title=phrase("Themes", lang),
        lang=lang,
        brief=brief,
        picture=picture,
    )
