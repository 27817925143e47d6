"""How groups differ, theme by theme: shares, an effect with an interval, and a test where there is a base for one.

Transcripts lie within offices, and what two coordinators of one office say is not independent. So an office is one
observation: its share of transcripts with the theme (or of words). Groups are compared by the mean over their offices
and tested by dealing the offices anew to the groups. Where the same offices stand in both groups (2017 and 2018), the
differences of the same informants are taken, averaged within their office, and tested by flipping signs. Where the
groups share offices but nobody, as leaders and coordinators do, the offices themselves are the pairs.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import isnan, nan
from statistics import fmean
from typing import Any

from qualcode.choices import Share
from qualcode.document import Table
from qualcode.errors import QualcodeError
from qualcode.model import Codebook, Selection, Transcript
from qualcode.summarise.excerpts import check_by
from qualcode.summarise.permutation import Difference, holm, paired, unpaired
from qualcode.summarise.themes import theme_table
from qualcode.summarise.totals import OFFICE

INFORMANT = "informant"
_Cell = Mapping[str, Any]
"""A row of a `theme_table`."""
COLUMNS = (
    "theme",
    "name",
    "group_a",
    "group_b",
    "offices_a",
    "of_offices_a",
    "offices_b",
    "of_offices_b",
    "share_a",
    "share_b",
    "difference",
    "low",
    "high",
    "p",
    "p_holm",
    "permutations",
    "exact",
    "design",
    "pairs",
    "reason",
)
BRIEF = ("theme", "group_a", "group_b", "share_a", "share_b", "difference", "low", "high", "p_holm", "reason")


def contrast_table(
    excerpts: Table,
    transcripts: Iterable[Transcript],
    codebook: Codebook,
    selection: Selection,
    by: str,
    measure: Share = "transcripts",
    unit: str = OFFICE,
    pair: str = INFORMANT,
) -> Table:
    """One row per theme and pair of groups: `COLUMNS`.

    `share_a` and `share_b` are means over offices of the share of transcripts (or words) with the theme, `difference`
    is a minus b, `low` and `high` its 95% interval by inverting the test, `p_holm` adjusted over all rows. `offices_a`
    of `of_offices_a` have the theme at all. `pairs` is how many people (or units) stand in both groups, and only they
    count then. `unit` is the attribute of the independent units. Refuses when there are not two groups, or the
    transcripts do not say their unit.
    """
    known = list(transcripts)
    check_by(excerpts, [by])
    _refuse_without_units(known, selection, unit)

    def cells(*columns: str) -> list[_Cell]:
        wanted = list(dict.fromkeys(["theme", by, unit, *columns]))
        found = theme_table(excerpts, known, codebook, selection, wanted)
        rows = (
            dict(zip(found.columns, row, strict=True)) for row in zip(*(found[c] for c in found.columns), strict=True)
        )
        return [cell for cell in rows if cell[by] != "" and cell[unit] != "" and cell["of_transcripts"] > 0]

    of_units = cells()
    groups = list(dict.fromkeys(cell[by] for cell in of_units))
    if len(groups) < 2:
        raise QualcodeError(
            f"'{by}' does not tell two groups apart among transcripts that say their {unit}",
            hint=f"Give the transcripts the attributes '{by}' and '{unit}', or choose another --by.",
        )
    shares_units = pair in excerpts.columns and pair != by and _shared(of_units, by, unit)
    of_people = cells(pair) if shares_units else []
    rows: list[dict[str, Any]] = []
    for a, b in combinations(groups, 2):
        in_pairs = ((c, some) for c, some in ((pair, of_people), (unit, of_units)) if _shared(some, by, c, (a, b)))
        paired_by, some = next(in_pairs, ("", of_units))
        rows += [_row(of_theme, a, b, by, unit, paired_by, f"share_{measure}") for of_theme in _by_theme(some)]
    adjusted = holm([row["p"] for row in rows])
    told = [{**row, "p_holm": p} for row, p in zip(rows, adjusted, strict=True)]
    return Table.of([[nan if row[c] is None else row[c] for c in COLUMNS] for row in told], COLUMNS)


def _by_theme(cells: Iterable[_Cell]) -> Iterable[list[_Cell]]:
    """The cells of each theme, in the order of the themes."""
    themes: dict[str, list[_Cell]] = {}
    for cell in cells:
        themes.setdefault(cell["theme"], []).append(cell)
    return themes.values()


def _refuse_without_units(transcripts: Iterable[Transcript], selection: Selection, unit: str) -> None:
    """Say so when no selected transcript names its unit."""
    if not any(t.attributes.get(unit) for t in transcripts if selection.has(t)):
        raise QualcodeError(
            f"no transcript says its {unit}, so nothing tells which transcripts belong together",
            hint=f"Give the transcripts the attribute '{unit}', or name another with --across.",
        )


def _shared(cells: Iterable[_Cell], by: str, column: str, groups: Sequence[str] | None = None) -> set[str]:
    """The units or people that stand in several groups (or in both of two); one without a name is nobody."""
    stands: dict[str, set[str]] = {}
    for cell in cells:
        if cell[column] != "" and (groups is None or cell[by] in groups):
            stands.setdefault(cell[column], set()).add(cell[by])
    return {name for name, of in stands.items() if len(of) > 1}


def _row(cells: Sequence[_Cell], a: str, b: str, by: str, unit: str, paired_by: str, share: str) -> dict[str, Any]:
    of_a, of_b = ([cell for cell in cells if cell[by] == group] for group in (a, b))
    both = _shared(cells, by, paired_by, (a, b)) if paired_by else set[str]()
    if paired_by:
        of_a, of_b = ([cell for cell in of if cell[paired_by] in both] for of in (of_a, of_b))
    mean_a, mean_b = (_means(of, unit, share) for of in (of_a, of_b))
    found: Difference
    if paired_by:
        found = paired([mean - mean_b[of] for of, mean in mean_a.items() if of in mean_b])
    else:
        found = unpaired(list(mean_a.values()), list(mean_b.values()))
    return {
        "theme": cells[0]["theme"],
        "name": cells[0]["name"],
        "group_a": a,
        "group_b": b,
        **_offices(of_a, unit, "a"),
        **_offices(of_b, unit, "b"),
        "share_a": fmean(mean_a.values()) if mean_a else nan,
        "share_b": fmean(mean_b.values()) if mean_b else nan,
        "difference": found.value,
        "low": found.low,
        "high": found.high,
        "p": found.p,
        "permutations": found.permutations,
        "exact": found.exact,
        "pairs": len(both) if paired_by else None,
        "design": f"paired by {paired_by}" if paired_by else f"{unit} dealt anew",
        "reason": found.reason,
    }


def _means(cells: Sequence[_Cell], unit: str, share: str) -> dict[str, float]:
    """The mean share of each unit; a unit whose share is of nothing has none."""
    shares: dict[str, list[float]] = {}
    for cell in cells:
        if not isnan(cell[share]):
            shares.setdefault(cell[unit], []).append(cell[share])
    return {name: fmean(values) for name, values in shares.items()}


def _offices(cells: Sequence[_Cell], unit: str, side: str) -> dict[str, int]:
    """In how many offices the theme occurs at all, of how many."""
    having = {cell[unit] for cell in cells if cell["codings"]}
    return {f"offices_{side}": len(having), f"of_offices_{side}": len({cell[unit] for cell in cells})}
