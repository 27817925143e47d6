"""Theme by theme and group by group: how much was said, by how many, and how large a share that is."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from qualcode.document import Table
from qualcode.model import Codebook, Selection, Transcript
from qualcode.summarise.excerpts import check_by, value_order
from qualcode.summarise.totals import Group, Key, groups_of

if TYPE_CHECKING:
    import pandas as pd

CODES = ("theme", "code")
MEASURES = (
    "codings",
    "transcripts",
    "of_transcripts",
    "share_transcripts",
    "speakers",
    "of_speakers",
    "offices",
    "of_offices",
    "words",
    "of_words",
    "share_words",
    "per_1000_words",
)
BRIEF = ("codings", "transcripts", "of_transcripts", "speakers", "offices", "words", "share_words")
"""The measures that a terminal has room for, after the columns of `by`."""
_CODERS = ("coder", "origin")
_Coding = tuple[str, int, int, str | None]


def theme_table(
    excerpts: Table,
    transcripts: Iterable[Transcript],
    codebook: Codebook,
    selection: Selection,
    by: Sequence[str] = ("theme",),
    read: Collection[str] | None = None,
) -> Table:
    """One row per theme (or code) and group: the columns of `by`, the code's name, then `MEASURES`.

    `excerpts` are the rows of `excerpt_table` for the same selection. `by` is `theme` or `code` or both, then any
    columns to group by. Groups without a coding have a row too. `codings` counts every coder's coding; `transcripts`,
    `speakers`, `offices` and `words` count each one once, whoever coded it, so that splitting a coding in two touching
    ones changes `codings` only. The columns `of_…` are the group's totals (see `qualcode.summarise.totals`), shares run
    from 0 to 1, and `per_1000_words` is codings per 1,000 of the group's words. A share of nothing is absent. All but
    `codings` are of the transcripts that are `read` (all, when None): unread is missing, not empty.
    """
    check_by(excerpts, by)
    codes = [b for b in by if b in CODES] or ["theme"]
    spoken = [b for b in by if b not in CODES + _CODERS]
    coders = [b for b in by if b in _CODERS]
    known = list(transcripts)
    totals = groups_of(known, selection, spoken)
    if read is not None:
        finished = groups_of([t for t in known if t.name in read], selection, spoken)
        totals = {group: finished.get(group, Group()) for group in totals}
    found = dict(_cells(excerpts, [*codes, *spoken, *coders]))
    coder_keys = sorted(set(zip(*(excerpts[c] for c in coders), strict=True))) if coders else [()]
    rows: list[list[Any]] = []
    for code in selected_codes(codebook, selection, codes):
        for group, who in product(sorted(totals, key=lambda k: _group_order(spoken, k, codebook)), coder_keys):
            measures = _measures(found.get((*code, *group, *who), []), totals[group])
            rows.append([*code, codebook.by_id[code[-1]].name or code[-1], *group, *who, *measures])
    return Table.of(rows, [*codes, "name", *spoken, *coders, *MEASURES])


def _cells(excerpts: Table, columns: list[str]) -> Iterator[tuple[Key, list[_Coding]]]:
    """Of each cell: transcript, start, end and speaker of every coding (an interviewer's speaker is None)."""
    cells: dict[Key, list[Any]] = {}
    said = zip(excerpts["speaker"], excerpts["speaker_role"], strict=True)
    speakers = (None if role == "interviewer" else speaker for speaker, role in said)
    what = zip(excerpts["transcript"], excerpts["start"], excerpts["end"], speakers, strict=True)
    keys = zip(*(excerpts[c] for c in columns), strict=True)
    for key, coding in zip(keys, what, strict=True):
        cells.setdefault(key, []).append(coding)
    yield from cells.items()


def selected_codes(codebook: Codebook, selection: Selection, codes: Sequence[str]) -> list[Key]:
    """The selected themes or codes in the codebook's order, as keys."""
    chosen = selection.code_ids(codebook)
    paths = [path for code, path in codebook.paths.items() if code in chosen]
    return list(dict.fromkeys(tuple({"theme": p[0], "code": p[-1]}[c] for c in codes) for p in paths))


def group_columns(table: "Table | pd.DataFrame") -> list[str]:
    """The columns that a theme table is grouped by, beside theme and code."""
    return [c for c in table.columns if c not in (*CODES, "name", *MEASURES)]


def _group_order(by: Sequence[str], key: Key, codebook: Codebook) -> tuple[Any, ...]:
    return tuple(value_order(column, value, codebook) for column, value in zip(by, key, strict=True))


def _measures(codings: list[_Coding], group: Group) -> list[object]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for transcript, start, end, _ in codings:
        if transcript in group.transcripts:
            spans.setdefault(transcript, []).append((start, end))
    speakers = {(t, s) for t, _, _, s in codings if isinstance(s, str)} & group.speakers
    offices = {group.office[t] for t in spans if group.office.get(t)}
    words = sum(group.words_in(t, places) for t, places in spans.items())
    return [
        len(codings),
        len(spans),
        len(group.transcripts),
        _share(len(spans), len(group.transcripts)),
        len(speakers),
        len(group.speakers),
        len(offices),
        len(group.offices),
        words,
        group.words,
        _share(words, group.words),
        _share(1000 * sum(map(len, spans.values())), group.words),
    ]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
