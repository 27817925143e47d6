"""The report: everything that was found, as one page to read, filter, present and hand out."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Selection, Transcript
from qualcode.project import Project
from qualcode.render.report import Agreement, Names, Report, invented, report_bytes
from qualcode.store import codings, transcripts
from qualcode.verbs.reading import Basis, selected, sourced
from qualcode.verbs.setup import EVERYTHING
from qualcode.wording import Lang

if TYPE_CHECKING:
    import pandas as pd

GROUPS = "office_group"
_MOST_GROUPS = 8
_TYPICAL = 3
_FORM = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def report(
    project: Project,
    selection: Selection = EVERYTHING,
    by: str | None = None,
    lang: Lang | None = None,
    *,
    pseudonyms: bool = False,
    with_transcripts: bool = True,
) -> Report:
    """What the page holds; `page` makes it.

    `by` is the attribute whose groups are set beside each other; when it is None, the groups of offices where the
    project has them, else the first attribute with two groups or more; '' for none. With `pseudonyms` transcripts,
    speakers and offices have invented labels, and memos are left out; without transcripts the page holds the excerpts
    only. Words inside the speech are never changed.
    """
    from qualcode.summarise import highlights, totals

    lang = lang or project.settings.lang
    basis = selected(project, selection)
    excerpts, chosen, book = basis.rows, basis.transcripts, basis.codebook
    rows = excerpts.frame
    by = _groups(rows, chosen, by)
    cells = ("theme", by) if by else ("theme",)
    contrast, words = _contrast(project, basis, selection, by)
    return Report(
        rows,
        chosen,
        book,
        lambda transcript, turn: totals.is_counted(transcript, turn, selection),
        basis.read,
        selection,
        by,
        highlights.highlights(rows, cells, project.settings.language, _TYPICAL, ("typical",)) if len(rows) else None,
        contrast,
        words,
        _agreement(project, selection, lang),
        sourced(project, selection, basis),
        lang,
        _names(project, lang) if pseudonyms else Names(),
        pseudonyms,
        with_transcripts,
    )


def page(made: Report) -> bytes:
    """The report as one HTML page."""
    return report_bytes(made)


def _groups(rows: "pd.DataFrame", chosen: Sequence[Transcript], by: str | None) -> str:
    """The attribute to group by."""
    values: dict[str, set[str]] = {}
    for transcript in chosen:
        for known in (transcript.attributes, *transcript.speakers.values()):
            for name, value in known.items():
                values.setdefault(name, set()).add(value)
    if by:
        if by not in values:
            known_names = ", ".join(values) or "none"
            raise WrongUsage(f"there is no attribute '{by}'", hint=f"Use one of: {known_names}.")
        return by
    fit = [name for name, found in values.items() if 2 <= len(found) <= _MOST_GROUPS and name in rows]
    return "" if by == "" or not fit else GROUPS if GROUPS in fit else fit[0]


def _contrast(
    project: Project,
    basis: Basis,
    selection: Selection,
    by: str,
) -> "tuple[pd.DataFrame | None, pd.DataFrame | None]":
    """How the groups differ and in which words; None where there is no base for it."""
    from qualcode.summarise import concordance, contrast

    if not by or not len(basis.rows):
        return None, None
    rows = basis.rows.frame
    words = concordance.word_table(basis.rows, basis.finished, selection, by, project.settings.language)
    words["forms"] = _forms(words, rows, project.settings.language)
    try:
        return contrast.contrast_table(
            basis.rows, basis.finished, basis.codebook, selection, contrast.Groups((by,))
        ).frame, words
    except QualcodeError:  # the transcripts do not say their office, or there are not two groups
        return None, words


def _forms(words: "pd.DataFrame", rows: "pd.DataFrame", language: str) -> list[str]:
    """The forms in which each word of a table stands in its theme's excerpts, so that a search finds them."""
    from qualcode.text.lemmas import lemmatiser

    lemma = lemmatiser(language)
    forms: dict[tuple[str, str], set[str]] = {}
    for theme, text in rows[["theme", "text"]].drop_duplicates().itertuples(index=False):
        for form in set(_FORM.findall(text.lower())):
            forms.setdefault((theme, lemma(form)), set()).add(form)
    keys = zip(words["theme"], words["lemma"], strict=True)
    return ["|".join(sorted(forms.get(key, {key[1]}))) for key in keys]


def _agreement(project: Project, selection: Selection, lang: Lang) -> Agreement | None:
    """How far the coders agree, where at least two finished common transcripts.

    Without coefficients where the project's method is reflexive.
    """
    from qualcode.compare.tables import as_data
    from qualcode.documents.agreement_notes import notes_on
    from qualcode.documents.methods_paragraph import methods
    from qualcode.verbs.comparing import compare

    layers = codings.layers(project.db)
    people = [c for c in selection.coders or codings.coders(project.db) if c not in layers]
    readings = codings.readings(project.db)
    readers = [c for c in people if any(c in who and len({*who} & {*people}) > 1 for who in readings.values())]
    if len(readers) < 2:
        return None
    found = compare(project, readers, selection)
    if not found.transcripts:
        return None
    counts_only = project.settings.method == "reflexive"
    notes = notes_on(found)
    data = as_data(found, [note.en for note in notes])
    return Agreement(data, "" if counts_only else methods(found, lang), [note.text(lang) for note in notes])


def _names(project: Project, lang: Lang) -> Names:
    order = {name: n for n, name in enumerate(transcripts.in_order(project.db))}
    return invented(sorted(transcripts.load(project.db), key=lambda t: order[t.name]), lang)
