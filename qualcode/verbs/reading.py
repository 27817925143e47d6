"""Read what was coded: excerpts, themes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from qualcode.document import Document, Note, Output, Picture, Provenance, Table
from qualcode.documents.cautions import notes_on
from qualcode.documents.excerpts import excerpts_document
from qualcode.model import Codebook, Coding, Selection, Transcript
from qualcode.project import Project
from qualcode.store import codebook, codings, transcripts
from qualcode.summarise import layers
from qualcode.summarise.excerpts import BRIEF, check_by, excerpt_table, split
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import Lang, phrase

if TYPE_CHECKING:
    import pandas as pd


class Basis(NamedTuple):
    """What every analysis starts from: the selected codings as excerpt rows, the selected transcripts, the codebook.

    `read` are the selected transcripts that count in shares, tests and orders; `notes` say whose codings were read, and
    what was left out.
    """

    rows: Table
    transcripts: list[Transcript]
    codebook: Codebook
    read: frozenset[str]
    notes: tuple[Note, ...]

    @property
    def finished(self) -> list[Transcript]:
        """The selected transcripts that count."""
        return [t for t in self.transcripts if t.name in self.read]


def selected(project: Project, selection: Selection = EVERYTHING) -> Basis:
    """The basis of an analysis.

    Where several people have finished a transcript, one layer of it is read (see `qualcode.summarise.layers`), unless
    coders are named or all are asked for. A second coding, or a consensus that is not settled, counts only where the
    selection names it.
    """
    codings.check_coders(project.db, selection.coders)
    book = codebook.load(project.db)
    chosen = list(transcripts.load(project.db, selection)) if transcripts.names(project.db) else []
    apart = codings.layers(project.db)
    made, readings, of_transcript = (
        list(codings.load(project.db, selection)),
        codings.readings(project.db),
        dict[str, str](),
    )
    if not selection.coders:
        own = {name: [c for c in who if c not in apart] for name, who in readings.items()}
        if not selection.all_coders:
            of_transcript = layers.choose(own, _settled(project, own, apart))
            made = [c for c in made if c.coder not in apart or of_transcript.get(c.transcript) == c.coder]
            made = layers.one_layer(made, own, of_transcript)
        else:
            made = [c for c in made if c.coder not in apart]
        readings = {name: who for name, who in own.items() if who}
    any_code = codings.load(project.db, replace(selection, codes=(), since=None, until=None))
    read, by_coding = layers.read_by(readings, any_code, selection)
    here = frozenset(t.name for t in chosen)
    of_transcript = {name: coder for name, coder in of_transcript.items() if name in here}
    notes = notes_on(here, read, of_transcript, by_coding=by_coding, pooled=_pooled(made, selection))
    return Basis(excerpt_table(chosen, made, book, selection), chosen, book, read & here, notes)


def everybody(selection: Selection) -> Selection:
    """The selection with everybody's codings, unless it names coders: for what looks after single codings."""
    return selection if selection.coders else replace(selection, all_coders=True)


def _pooled(made: Sequence[Coding], selection: Selection) -> tuple[str, ...]:
    """The coders whose codings of the same transcripts are added up, because that was asked for."""
    if not (selection.all_coders or len(selection.coders) > 1):
        return ()
    by_transcript: dict[str, set[str]] = {}
    for coding in made:
        by_transcript.setdefault(coding.transcript, set()).add(coding.coder)
    return tuple(sorted(set().union(*(who for who in by_transcript.values() if len(who) > 1))))


def _settled(project: Project, readings: Mapping[str, Sequence[str]], layers: Sequence[str]) -> dict[str, str]:
    """The consensus of each transcript where one stands on which all is settled and nothing has changed since."""
    from qualcode.verbs import adjudicating

    found: dict[str, str] = {}
    finished = codings.readings(project.db)
    for layer in layers:
        names = [n for n, who in readings.items() if len(who) > 1 and layer in finished.get(n, ())]
        if names and codings.origins(project.db, layer) == {"adjudication"}:
            standing = adjudicating.standing(project, layer, {n: readings[n] for n in names})
            found |= {name: layer for name in standing if name not in found}
    return found


def sourced(project: Project, selection: Selection, basis: Basis) -> Provenance:
    """Where an output of a basis comes from, with what must be known of it."""
    coders = tuple(sorted(set(basis.rows["coder"]))) if not selection.coders else selection.coders
    return replace(provenance(project, selection), notes=basis.notes, coders=coders)


def noted(table: Table, basis: Basis) -> Table:
    """A table with what must be known of it in a last column, for programs, which read nothing else."""
    told = " ".join(note.text("en") for note in basis.notes)
    return Table({**{c: partial(table.__getitem__, c) for c in table.columns}, "notes": [told] * len(table)})


def excerpts(
    project: Project,
    selection: Selection = EVERYTHING,
    by: Sequence[str] = ("theme",),
    lang: Lang | None = None,
    *,
    context: bool = False,
) -> Output:
    """The coded passages, one row a coding; as a document, a heading per level of `by`, with `context` around each."""
    basis = selected(project, selection)
    check_by(basis.rows, by)
    return _excerpts(project, selection, basis, basis.rows, by, lang, context=context)


def excerpts_split(
    project: Project,
    selection: Selection = EVERYTHING,
    by: Sequence[str] = ("theme",),
    lang: Lang | None = None,
    *,
    context: bool = False,
) -> Iterator[tuple[str, Output]]:
    """The excerpts in parts, one per combination of `by`, each with a name for its file."""
    basis = selected(project, selection)
    for name, part in split(basis.rows.frame, by, basis.codebook):
        yield name, _excerpts(project, selection, basis, part, by, lang, context=context)


def _excerpts(
    project: Project,
    selection: Selection,
    basis: Basis,
    table: "Table | pd.DataFrame",
    by: Sequence[str],
    lang: Lang | None,
    *,
    context: bool,
) -> Output:
    output, lang, book = Output(table), lang or project.settings.lang, basis.codebook
    return Output(
        table,
        sourced(project, selection, basis),
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
    basis = selected(project, selection)
    rows, book = basis.rows, basis.codebook
    by = tuple(by) if {"theme", "code"} & set(by) else ("theme", *by)
    check_by(rows, by)
    table = themes.theme_table(rows, basis.transcripts, book, selection, by, basis.read)

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
        )

    brief = [*(c for c in by if c in table.columns), *themes.BRIEF]
    return Output(
        noted(table, basis),
        sourced(project, selection, basis),
        document=document,
        title=phrase("Themes", lang),
        lang=lang,
        brief=brief,
        picture=picture,
    )
