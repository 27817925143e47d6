"""Set codings against cases, groups, each other and time. Every analysis starts from the same selected rows."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qualcode.choices import CaseCell, Level, Share, Together
from qualcode.document import Document, Output, Table
from qualcode.model import Codebook, Selection, Transcript
from qualcode.project import Project
from qualcode.store import codings, former, transcripts
from qualcode.store import summaries as stored
from qualcode.verbs.reading import cautions, selected
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
    rows, chosen, book = selected(project, selection)
    kept = _summaries(project, case)
    cases = _cases(rows, chosen, selection, case)
    table = matrix_table(rows, book, selection, cases, case, content, kept if summaries or kept else None)

    def paper() -> Document:
        best = highlights.highlights(rows.frame, (case, "theme"), project.settings.language, n, ("typical",))
        return matrix_document(table.frame, rows.frame, book, lang, typical=best)

    return Output(
        table,
        provenance(project, selection),
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
    rows, chosen, book = selected(project)
    frame = _as_called_now(project, frame, case, book)
    found = read_back(frame, _cases(rows, chosen, EVERYTHING, case), book)
    with project.verb("matrix --read-back", coder, dry_run=dry_run) as verb:
        before, once = _summaries(project, case), stored.replaced(project.db, case)
        standing = {(one.case, one.theme, one.text) for one in stored.load(project.db, case)}
        said = {k: text for k, text in found.items() if text and text != before.get(k) and (*k, text) not in standing}
        old = {key for key, text in said.items() if text in once.get(key, ())}
        for name, theme in sorted(old):
            project.tell(
                f"{name}, {theme or case}: the sheet is older than the summary that stands; nothing changed there"
            )
        changed = {key: text for key, text in said.items() if key not in old}
        for (name, theme), text in changed.items():
            stored.put(project.db, case, name, theme, coder, text, verb.time)
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
    if case == stored.TRANSCRIPT:
        known = transcripts.names(project.db)
        names = [
            n if n in known else former.called_now(project.db, "transcript", n) or n for n in map(str, frame[case])
        ]
        frame = frame.assign(**{case: names})
    return frame


def contrast(
    project: Project,
    by: str,
    selection: Selection = EVERYTHING,
    lang: Lang | None = None,
    *,
    measure: Share = "transcripts",
    unit: str = "office",
    pair: str = "informant",
) -> Output:
    """How groups differ per theme, tested by dealing whole offices anew to the groups; with the words that differ."""
    from qualcode.documents.contrast import contrast_document, contrast_picture
    from qualcode.summarise import concordance
    from qualcode.summarise.contrast import BRIEF, contrast_table

    lang = lang or project.settings.lang
    rows, chosen, book = selected(project, selection)
    chosen = read_by_somebody(project, chosen)
    table = contrast_table(rows, chosen, book, selection, by, measure, unit, pair)

    def document() -> Document:
        words = concordance.word_table(rows, chosen, selection, by, project.settings.language)
        told = cautions(project, selection, rows, chosen, lang)
        return contrast_document(table.frame, words, book, by, lang, measure=measure, unit=unit, cautions=told)

    return Output(
        table,
        provenance(project, selection),
        document=document,
        title=f"{phrase('Differences between groups', lang)}: {by}",
        lang=lang,
        picture=lambda: contrast_picture(table.frame, book, by, lang),
        brief=BRIEF,
    )


def contrast_words(project: Project, by: str, selection: Selection = EVERYTHING, n: int = 10) -> Output:
    """The words that set the groups' talk about each theme apart, the clearest first."""
    from qualcode.summarise import concordance

    rows, chosen, _ = selected(project, selection)
    table = concordance.word_table(rows, chosen, selection, by, project.settings.language, n)
    concordance.refuse_without_words(table, by)
    lang = project.settings.lang
    return Output(
        table,
        provenance(project, selection),
        title=f"{phrase('Words that set the groups apart', lang)}: {by}",
        lang=lang,
    )


def contrast_lines(project: Project, word: str, selection: Selection = EVERYTHING) -> Output:
    """Every place in the selected excerpts where a form of `word` stands, with the words around it."""
    from qualcode.summarise.concordance import concordance

    rows, _, _ = selected(project, selection)
    table = concordance(rows, word, project.settings.language)
    return Output(table, provenance(project, selection), title=word, lang=project.settings.lang)


def cooccur(
    project: Project,
    selection: Selection = EVERYTHING,
    unit: Together = "segment",
    level: Level = "code",
    *,
    window: int = 0,
    across_coders: bool = False,
    as_matrix: bool = False,
    lang: Lang | None = None,
) -> Output:
    """Which codes stand together, how often, and how often for what each has (c, from 0 to 1); a coder at a time."""
    from qualcode.documents.patterns import cooccur_document, cooccur_picture
    from qualcode.summarise import cooccur

    lang = lang or project.settings.lang
    rows, chosen, book = selected(project, selection)
    pairs = cooccur.cooccurrence(rows, chosen, book, unit, level, window, across_coders)
    return Output(
        cooccur.as_matrix(pairs, book) if as_matrix else pairs,
        provenance(project, selection),
        document=lambda: cooccur_document(pairs, book, unit, lang),
        title=phrase("Codes that stand together", lang),
        lang=lang,
        picture=lambda: cooccur_picture(pairs, book, unit, lang),
    )


def cooccur_excerpts(
    project: Project,
    pair: tuple[str, str],
    selection: Selection = EVERYTHING,
    unit: Together = "segment",
    level: Level = "code",
    *,
    window: int = 0,
    across_coders: bool = False,
) -> Output:
    """The excerpts behind one pair's number."""
    from qualcode.documents.excerpts import excerpts_document
    from qualcode.summarise.cooccur import together
    from qualcode.summarise.excerpts import BRIEF

    rows, chosen, book = selected(project, selection)
    for code in pair:
        Selection(codes=(code,)).code_ids(book)
    table = together(rows, chosen, *pair, unit, level, window, across_coders)
    lang = project.settings.lang
    return Output(
        table,
        provenance(project, selection),
        document=lambda: excerpts_document(table.frame, book, (level,), lang),
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
    from qualcode.summarise import saturation

    lang = lang or project.settings.lang
    rows, chosen, book = selected(project, selection)
    say(project, unread(project, chosen))
    added = {name: n for n, name in enumerate(transcripts.in_order(project.db))}
    chosen.sort(key=lambda t: (t.attributes.get(order, "") if order else "", added[t.name]))
    table = saturation.saturation(rows, chosen, book, level, selection)
    codes = len(book.codes) if level == "theme" else len(book.by_id)
    return Output(
        table,
        provenance(project, selection),
        document=lambda: saturation_document(table.frame, book, level, codes, lang),
        title=phrase("Saturation", lang),
        lang=lang,
        picture=lambda: saturation_picture(table.frame, level, codes, lang),
    )


def coverage(project: Project, selection: Selection = EVERYTHING) -> Output:
    """Who has finished and coded what: one row per transcript and coder."""
    from qualcode.summarise import coverage

    rows, chosen, _ = selected(project, selection)
    people = selection.coders or codings.coders(project.db)
    missing = unread(project, chosen)
    say(project, missing)
    table = coverage.coverage(rows, chosen, selection, codings.readings(project.db), people, missing)
    lang = project.settings.lang
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Who has read and coded", lang),
        lang=lang,
        headings=headed(coverage.HEADINGS, lang),
    )


def crosstab(
    project: Project, by: tuple[str, ...], selection: Selection = EVERYTHING, measure: str = "codings"
) -> Output:
    """Themes (or codes) down, groups across, in the cells one of the measures of `themes`."""
    from qualcode.documents.crosstab import crosstab_document
    from qualcode.summarise import crosstab
    from qualcode.summarise.themes import theme_table

    rows, chosen, book = selected(project, selection)
    counts, lang = theme_table(rows, chosen, book, selection, by), project.settings.lang
    return Output(
        crosstab.crosstab(counts, book, measure),
        provenance(project, selection),
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

    rows, chosen, book = selected(project, selection)
    read = set(codings.readings(project.db))
    table = case_matrix(rows, chosen, book, selection, level, cell, read)
    lang = project.settings.lang
    return Output(table, provenance(project, selection), title=phrase("One transcript a row", lang), lang=lang)


def _cases(rows: Table, chosen: Sequence[Transcript], selection: Selection, case: str) -> list[str]:
    """All cases of a matrix, coded or not."""
    from qualcode.summarise.excerpts import check_by
    from qualcode.summarise.matrix import cases_of
    from qualcode.summarise.totals import groups_of

    check_by(rows, [case])
    return cases_of(groups_of(chosen, selection, [case]))


def _summaries(project: Project, case: str) -> Mapping[tuple[str, str], str]:
    """The summaries kept for the cells of the matrix by `case`; those of several people stand below each other."""
    kept: dict[tuple[str, str], list[stored.Summary]] = {}
    for one in stored.load(project.db, case):
        kept.setdefault((one.case, one.theme), []).append(one)
    return {key: _together(those) for key, those in kept.items()}


def _together(those: Sequence[stored.Summary]) -> str:
    if len({one.coder for one in those}) == 1:
        return those[-1].text
    return "\n".join(f"{one.coder}: {one.text}" for one in those)


def _target(case: str, name: str, theme: str) -> str:
    return json.dumps([case, name, theme], ensure_ascii=False)
