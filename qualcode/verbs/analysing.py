"""Set codings against cases, groups, each other and time. Every analysis starts from the same selected rows."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from qualcode.choices import CaseCell, Level
from qualcode.conditions import as_date, as_number
from qualcode.document import Document, Output, Table
from qualcode.documents.cautions import ORDER_OF_IMPORT, out_of_reach
from qualcode.model import Codebook, Selection, Transcript
from qualcode.project import Project
from qualcode.store import codings, former, summaries, transcripts
from qualcode.summarise.contrast import Groups as Groups
from qualcode.summarise.cooccur import Meeting as Meeting
from qualcode.verbs import naming
from qualcode.verbs.reading import everybody, noted, selected, sourced
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.verbs.unread import read_by_somebody, say, unread
from qualcode.wording import Lang, headed, phrase

if TYPE_CHECKING:
    import pandas as pd


def matrix(
    project: Project,
    selection: Selection = EVERYTHING,
    case: str = "transcript",
    content: Literal["text", "codings"] = "text",
    lang: Lang | None = None,
    *,
    summaries: bool = False,
    n: int = 2,
) -> Output:
    """The framework matrix: a row per case, a column per theme; `summaries` adds a column to write in beside each.

    On paper a cell shows its `n` most typical excerpts, or all of them when `n` is 0.
    """
    from qualcode.documents.matrix import matrix_behind, matrix_document
    from qualcode.summarise import highlights
    from qualcode.summarise.matrix import matrix_table

    lang = lang or project.settings.lang
    basis = selected(project, selection)
    rows, book = basis.rows, basis.codebook
    kept = _summaries(project, case)
    cases = _cases(rows, basis.transcripts, selection, case)
    table = matrix_table(rows, book, selection, cases, case, content, kept if summaries or kept else None)

    def paper() -> Document:
        best = highlights.highlights(rows.frame, (case, "theme"), project.settings.language, n, ("typical",))
        return matrix_document(table.frame, rows.frame, book, lang, typical=best)

    return Output(
        table,
        sourced(project, selection, basis),
        document=lambda: matrix_document(table.frame, rows.frame, book, lang),
        title=phrase("Matrix", lang),
        lang=lang,
        behind=lambda: matrix_behind(table.frame, rows.frame, book, lang),
        paper=paper if n else None,
    )


def matrix_read_back(project: Project, table: Path, *, coder: str, dry_run: bool = False) -> int:
    """Keep the summaries of a matrix that somebody has filled in, cell by cell; returns how many are new.

    An empty cell changes nothing, and neither does one with a text that somebody has replaced since: the sheet is older
    (told). What stands under the same name is replaced and stays in the history; others' summaries stand beside it.
    """
    import pandas as pd

    from qualcode.importers.rows import read_rows
    from qualcode.summarise.matrix import read_back

    frame = pd.DataFrame(read_rows(table))
    case = str(frame.columns[0])
    basis = selected(project)
    frame = _as_called_now(project, frame, case, basis.codebook)
    found = read_back(frame, _cases(basis.rows, basis.transcripts, EVERYTHING, case), basis.codebook)
    with project.verb("matrix --read-back", coder, dry_run=dry_run) as verb:
        before, once = _summaries(project, case), summaries.replaced(project.db, case)
        standing = {(one.case, one.theme, one.text) for one in summaries.load(project.db, case)}
        said = {k: text for k, text in found.items() if text and text != before.get(k) and (*k, text) not in standing}
        old = {key for key, text in said.items() if text in once.get(key, ())}
        for name, theme in sorted(old):
            project.tell(
                f"{name}, {theme or case}: the sheet is older than the summary that stands; nothing changed there"
            )
        changed = {key: text for key, text in said.items() if key not in old}
        for (name, theme), text in changed.items():
            summaries.put(project.db, case, name, theme, coder, text, verb.time)
        verb.details |= {"file": table.name, "cells": [_target(case, *key) for key in changed]}
    return len(changed)


def _as_called_now(project: Project, frame: "pd.DataFrame", case: str, book: Codebook) -> "pd.DataFrame":
    """A sheet that was handed out before transcripts or codes got other names, with the names they have now."""
    from qualcode.summarise.matrix import SUMMARY

    columns = {}
    for column in map(str, frame.columns[1:]):
        theme = column.removesuffix(f" {SUMMARY}")
        if column.endswith(f" {SUMMARY}") and theme not in book.by_id:
            columns[column] = f"{former.called_now(project.db, 'code', theme) or theme} {SUMMARY}"
    frame = frame.rename(columns=columns)
    if case == summaries.TRANSCRIPT:
        known = transcripts.names(project.db)
        names = [
            n if n in known else former.called_now(project.db, "transcript", n) or n for n in map(str, frame[case])
        ]
        frame = frame.assign(**{case: names})
    return frame


def contrast(project: Project, groups: Groups, selection: Selection = EVERYTHING, lang: Lang | None = None) -> Output:
    """How groups differ per theme, tested over whole offices; with the words that differ."""
    from qualcode.documents.contrast import contrast_document, contrast_picture
    from qualcode.summarise import concordance
    from qualcode.summarise.contrast import BRIEF, LEVEL, clearest, contrast_table

    lang = lang or project.settings.lang
    basis = selected(project, selection)
    rows, book, chosen = basis.rows, basis.codebook, read_by_somebody(project, basis.finished)
    table = contrast_table(rows, chosen, book, selection, groups)
    if (least := clearest(table)) and least[0] > LEVEL:
        basis = basis._replace(notes=(*basis.notes, out_of_reach(*least)))

    def document() -> Document:
        words = None
        if len(groups.by) == 1:
            words = concordance.word_table(rows, basis.finished, selection, groups.by[0], project.settings.language)
        return contrast_document(table.frame, words, book, groups, lang)

    return Output(
        noted(table, basis),
        sourced(project, selection, basis),
        document=document,
        title=f"{phrase('Differences between groups', lang)}: {', '.join(groups.by)}",
        lang=lang,
        picture=lambda: contrast_picture(table.frame, book, groups, lang),
        brief=BRIEF,
    )


def contrast_power(
    project: Project, groups: Groups, selection: Selection = EVERYTHING, lang: Lang | None = None
) -> Output:
    """The smallest difference that the finished transcripts' units could show, alone and after Holm's adjustment."""
    from qualcode.documents.contrast import power_document
    from qualcode.summarise.contrast import power_table

    lang = lang or project.settings.lang
    basis = selected(project, selection)
    table = power_table(basis.rows, basis.finished, basis.codebook, selection, groups)
    return Output(
        table,
        sourced(project, selection, basis),
        document=lambda: power_document(table, groups, lang),
        title=phrase("The smallest differences that could be shown", lang),
        lang=lang,
    )


def contrast_words(project: Project, by: str, selection: Selection = EVERYTHING, n: int = 10) -> Output:
    """The words that set the groups' talk about each theme apart, the clearest first."""
    from qualcode.summarise import concordance

    basis = selected(project, selection)
    table = concordance.word_table(basis.rows, basis.finished, selection, by, project.settings.language, n)
    concordance.refuse_without_words(table, by)
    lang = project.settings.lang
    return Output(
        table,
        sourced(project, selection, basis),
        title=f"{phrase('Words that set the groups apart', lang)}: {by}",
        lang=lang,
    )


def contrast_lines(project: Project, word: str, selection: Selection = EVERYTHING) -> Output:
    """Every place in the selected excerpts where a form of `word` stands, with the words around it."""
    from qualcode.summarise.concordance import concordance

    basis = selected(project, selection)
    rows = basis.rows
    table = concordance(rows, word, project.settings.language)
    return Output(table, sourced(project, selection, basis), title=word, lang=project.settings.lang)


def cooccur(
    project: Project,
    selection: Selection = EVERYTHING,
    together: Meeting = Meeting(),  # noqa: B008 - frozen
    lang: Lang | None = None,
    *,
    as_matrix: bool = False,
) -> Output:
    """Which codes stand together, how often, and how often for what each has (c, from 0 to 1); a coder at a time."""
    from qualcode.documents.patterns import cooccur_document, cooccur_picture
    from qualcode.summarise import cooccur

    lang = lang or project.settings.lang
    basis = selected(project, selection)
    book = basis.codebook
    pairs = cooccur.cooccurrence(basis.rows, basis.transcripts, book, together)
    return Output(
        cooccur.as_matrix(pairs, book) if as_matrix else pairs,
        sourced(project, selection, basis),
        document=lambda: cooccur_document(pairs, book, together.unit, lang),
        title=phrase("Codes that stand together", lang),
        lang=lang,
        picture=lambda: cooccur_picture(pairs, book, together.unit, lang),
    )


def cooccur_excerpts(
    project: Project,
    pair: tuple[str, str],
    selection: Selection = EVERYTHING,
    together: Meeting = Meeting(),  # noqa: B008 - frozen
) -> Output:
    """The excerpts behind one pair's number."""
    from qualcode.documents.excerpts import excerpts_document
    from qualcode.summarise import cooccur
    from qualcode.summarise.excerpts import BRIEF

    basis = selected(project, selection)
    rows, chosen, book = basis.rows, basis.transcripts, basis.codebook
    for code in pair:
        Selection(codes=(code,)).code_ids(book)
    table = cooccur.together(rows, chosen, *pair, together)
    lang = project.settings.lang
    return Output(
        table,
        sourced(project, selection, basis),
        document=lambda: excerpts_document(table.frame, book, (together.level,), lang),
        title=" + ".join(pair),
        lang=lang,
        brief=BRIEF,
    )


def saturation(
    project: Project,
    selection: Selection = EVERYTHING,
    level: Level = "code",
    order: str | None = None,
    lang: Lang | None = None,
) -> Output:
    """What each further transcript adds, in the order of `order` (an attribute) or of import, and in any order."""
    from qualcode.documents.patterns import saturation_document, saturation_picture
    from qualcode.summarise.saturation import saturation

    lang = lang or project.settings.lang
    order = naming.attribute(project, order) if order else None
    basis = selected(project, selection)
    rows, chosen, book = basis.rows, basis.transcripts, basis.codebook
    say(project, unread(project, chosen))
    added = {name: n for n, name in enumerate(transcripts.in_order(project.db))}
    chosen = sorted(basis.finished, key=lambda t: (_by_value(t, order), added[t.name]))
    if not order:
        basis = basis._replace(notes=(*basis.notes, ORDER_OF_IMPORT))
    table = saturation(rows, chosen, book, level, selection)
    codes = len(book.codes) if level == "theme" else len(book.by_id)
    return Output(
        noted(table, basis),
        sourced(project, selection, basis),
        brief=table.columns,
        document=lambda: saturation_document(table.frame, book, level, codes, lang, order or ""),
        title=phrase("Saturation", lang),
        lang=lang,
        picture=lambda: saturation_picture(table.frame, level, codes, lang, order or ""),
    )


def _by_value(transcript: Transcript, order: str | None) -> tuple[Any, ...]:
    """Where a transcript stands by the value of an attribute: days and numbers by size, those without it last."""
    if not order:
        return ()
    value = transcript.attributes.get(order, "")
    day, size = as_date(value), as_number(value)
    kind = 3 if not value else 0 if day else 1 if size is not None else 2
    parts = [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", value.casefold())]
    return kind, (day or size or 0) if kind < 2 else 0, parts if kind == 2 else []


def coverage(project: Project, selection: Selection = EVERYTHING) -> Output:
    """Who has finished and coded what: one row per transcript and coder."""
    from qualcode.summarise.coverage import HEADINGS, coverage

    basis = selected(project, everybody(selection))
    rows, chosen = basis.rows, basis.transcripts
    people = selection.coders or codings.coders(project.db)
    missing = unread(project, chosen)
    say(project, missing)
    table = coverage(rows, chosen, selection, codings.readings(project.db), people, missing)
    lang = project.settings.lang
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Who has read and coded", lang),
        lang=lang,
        headings=headed(HEADINGS, lang),
    )


def crosstab(
    project: Project, by: tuple[str, ...], selection: Selection = EVERYTHING, measure: str = "codings"
) -> Output:
    """Themes (or codes) down, groups across, in the cells one of the measures of `themes`."""
    from qualcode.documents.crosstab import crosstab_document
    from qualcode.summarise.crosstab import crosstab
    from qualcode.summarise.themes import theme_table

    basis = selected(project, selection)
    rows, chosen, book = basis.rows, basis.transcripts, basis.codebook
    counts, lang = theme_table(rows, chosen, book, selection, by, basis.read), project.settings.lang
    return Output(
        crosstab(counts, book, measure),
        sourced(project, selection, basis),
        document=lambda: crosstab_document(counts, book, measure, lang),
        title=f"{measure}: {', '.join(by)}",
        lang=lang,
    )


def cases(
    project: Project,
    selection: Selection = EVERYTHING,
    level: Level = "theme",
    cell: CaseCell = "present",
) -> Output:
    """The case matrix for R and SPSS: a row per transcript, its attributes, then 0 or 1 (or a number) per theme.

    A transcript that nobody has finished or coded has empty cells: unread is not the same as uncoded.
    """
    from qualcode.summarise.crosstab import case_matrix

    basis = selected(project, selection)
    rows, chosen, book = basis.rows, basis.transcripts, basis.codebook
    table = case_matrix(rows, chosen, book, selection, level, cell, basis.read)
    lang = project.settings.lang
    return Output(table, sourced(project, selection, basis), title=phrase("One transcript a row", lang), lang=lang)


def _cases(rows: Table, chosen: Sequence[Transcript], selection: Selection, case: str) -> list[str]:
    """All cases of a matrix, coded or not."""
    from qualcode.summarise.excerpts import check_by
    from qualcode.summarise.matrix import cases_of
    from qualcode.summarise.totals import groups_of

    check_by(rows, [case])
    return cases_of(groups_of(chosen, selection, [case]))


def _summaries(project: Project, case: str) -> Mapping[tuple[str, str], str]:
    """The summaries kept for the cells of the matrix by `case`; those of several people stand below each other."""
    kept: dict[tuple[str, str], list[summaries.Summary]] = {}
    for one in summaries.load(project.db, case):
        kept.setdefault((one.case, one.theme), []).append(one)
    return {key: _together(those) for key, those in kept.items()}


def _together(those: Sequence[summaries.Summary]) -> str:
    if len({one.coder for one in those}) == 1:
        return those[-1].text
    return "\n".join(f"{one.coder}: {one.text}" for one in those)


def _target(case: str, name: str, theme: str) -> str:
    return json.dumps([case, name, theme], ensure_ascii=False)
