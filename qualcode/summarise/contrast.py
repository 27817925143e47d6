"""How groups differ, theme by theme: shares, an effect with an interval, and a test where there is a base for one.

Transcripts lie within offices, and what two coordinators of one office say is not independent. So an office is one
observation: its share of transcripts with the theme (or of words). Groups are compared by the mean over their offices
and tested by dealing the offices anew to the groups. Where the same offices stand in both groups (2017 and 2018), the
differences of the same informants are taken, averaged within their office, and tested by flipping signs. Where the
groups share offices but nobody, as leaders and coordinators do, the offices themselves are the pairs.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from qualcode.document import Table
from qualcode.errors import QualcodeError
from qualcode.model import Codebook, Selection, Transcript
from qualcode.summarise.excerpts import check_by
from qualcode.summarise.permutation import Difference, holm, paired, unpaired
from qualcode.summarise.themes import theme_table
from qualcode.summarise.totals import OFFICE

if TYPE_CHECKING:
    import pandas as pd

Measure = Literal["transcripts", "words"]
INFORMANT = "informant"
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
    measure: Measure = "transcripts",
    unit: str = OFFICE,
    pair: str = INFORMANT,
) -> "pd.DataFrame":
    """One row per theme and pair of groups: `COLUMNS`.

    `share_a` and `share_b` are means over offices of the share of transcripts (or words) with the theme, `difference`
    is a minus b, `low` and `high` its 95 % interval by inverting the test, `p_holm` adjusted over all rows. `offices_a`
    of `of_offices_a` have the theme at all. `pairs` is how many people (or units) stand in both groups, and only they
    count then. `unit` is the attribute of the independent units. Refuses when there are
    not two groups, or the transcripts do not say their unit.
    """
    import pandas as pd

    known = list(transcripts)
    check_by(excerpts, [by])
    _refuse_without_units(known, selection, unit)

    def cells(*columns: str) -> "pd.DataFrame":
        wanted = list(dict.fromkeys(["theme", by, unit, *columns]))
        found = theme_table(excerpts, known, codebook, selection, wanted).frame
        return found[(found[by] != "") & (found[unit] != "") & (found["of_transcripts"] > 0)]

    of_units = cells()
    groups = list(dict.fromkeys(of_units[by]))
    if len(groups) < 2:
        raise QualcodeError(
            f"'{by}' does not tell two groups apart among transcripts that say their {unit}",
            hint=f"Give the transcripts the attributes '{by}' and '{unit}', or choose another --by.",
        )
    of_people = cells(pair) if pair in excerpts.columns and pair != by and _shared(of_units, by, unit) else of_units
    rows = []
    for a, b in combinations(groups, 2):
        paired_by = next((c for c in (pair, unit) if c in of_people and _shared(of_people, by, c, (a, b))), "")
        known_cells = of_people if paired_by == pair else of_units
        for _, of_theme in known_cells.groupby("theme", sort=False):
            rows.append(_row(of_theme, a, b, by, unit, paired_by, f"share_{measure}"))
    adjusted = holm([row["p"] for row in rows])
    table = pd.DataFrame([{**row, "p_holm": p} for row, p in zip(rows, adjusted, strict=True)], columns=list(COLUMNS))
    numbers = ["share_a", "share_b", "difference", "low", "high", "p", "p_holm"]
    return table.astype({**dict.fromkeys(numbers, float), "pairs": "Int64"})


def _refuse_without_units(transcripts: Iterable[Transcript], selection: Selection, unit: str) -> None:
    """Say so when no selected transcript names its unit."""
    if not any(t.attributes.get(unit) for t in transcripts if selection.has(t)):
        raise QualcodeError(
            f"no transcript says its {unit}, so nothing tells which transcripts belong together",
            hint=f"Give the transcripts the attribute '{unit}', or name another with --across.",
        )


def _shared(cells: "pd.DataFrame", by: str, column: str, groups: tuple[str, str] | None = None) -> set[str]:
    """The units or people that stand in several groups (or in both of two); one without a name is nobody."""
    some = cells if groups is None else cells[cells[by].isin(groups)]
    number = some[some[column] != ""].groupby(column)[by].nunique()
    return set(number[number > 1].index)


def _row(cells: "pd.DataFrame", a: str, b: str, by: str, unit: str, paired_by: str, share: str) -> dict[str, Any]:
    of_a, of_b = cells[cells[by] == a], cells[cells[by] == b]
    both: set[str] = set()
    if paired_by:
        both = _shared(cells, by, paired_by, (a, b))
        of_a, of_b = (of[of[paired_by].isin(both)] for of in (of_a, of_b))
    mean_a, mean_b = (of.groupby(unit, sort=False)[share].mean() for of in (of_a, of_b))
    found: Difference
    if paired_by:
        found = paired(((mean_a - mean_b).dropna() if len(of_a) else mean_a).tolist())
    else:
        found = unpaired(mean_a.dropna().tolist(), mean_b.dropna().tolist())
    return {
        "theme": cells["theme"].iloc[0],
        "name": cells["name"].iloc[0],
        "group_a": a,
        "group_b": b,
        **_offices(of_a, unit, "a"),
        **_offices(of_b, unit, "b"),
        "share_a": mean_a.mean(),
        "share_b": mean_b.mean(),
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


def _offices(cells: "pd.DataFrame", unit: str, side: str) -> dict[str, int]:
    """In how many offices the theme occurs at all, of how many."""
    codings = cells.groupby(unit)["codings"].sum()
    return {f"offices_{side}": int((codings > 0).sum()), f"of_offices_{side}": len(codings)}
