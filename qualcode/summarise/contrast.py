"""How groups differ, theme by theme: shares, an effect with an interval, and a test where there is a base for one.

Transcripts lie within offices, and what two coordinators of one office say is not independent. So an office is one
observation: its share of transcripts with the theme (or of words). Groups are compared by the mean over their offices
and tested by dealing the offices anew to the groups. Where the same offices stand in both groups (2017 and 2018), the
differences of the same informants are taken, averaged within their office, and tested by flipping signs.
"""

from collections.abc import Iterable, Sequence
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
    of `of_offices_a` have the theme at all. `unit` is the attribute of the independent units. Refuses when there are
    not two groups, or the transcripts do not say their unit.
    """
    import pandas as pd

    known = list(transcripts)
    check_by(excerpts, [by])
    paired_by = _pairing(excerpts, known, selection, by, unit, pair)
    columns = list(dict.fromkeys(["theme", by, unit, *([paired_by] if paired_by else [])]))
    cells = theme_table(excerpts, known, codebook, selection, columns).frame
    cells = cells[(cells[by] != "") & (cells[unit] != "") & (cells["of_transcripts"] > 0)]
    groups = list(dict.fromkeys(cells[by]))
    if len(groups) < 2:
        raise QualcodeError(
            f"'{by}' does not tell two groups apart among transcripts that say their {unit}",
            hint=f"Give the transcripts the attributes '{by}' and '{unit}', or choose another --by.",
        )
    rows = [
        _row(theme_cells, a, b, by, unit, paired_by, f"share_{measure}")
        for a, b in combinations(groups, 2)
        for _, theme_cells in cells.groupby("theme", sort=False)
    ]
    adjusted = holm([row["p"] for row in rows])
    table = pd.DataFrame([{**row, "p_holm": p} for row, p in zip(rows, adjusted, strict=True)], columns=list(COLUMNS))
    numbers = ["share_a", "share_b", "difference", "low", "high", "p", "p_holm"]
    return table.astype(dict.fromkeys(numbers, float))


def _pairing(
    excerpts: Table, transcripts: Sequence[Transcript], selection: Selection, by: str, unit: str, pair: str
) -> str:
    """The column to pair by where units stand in several groups, else ''."""
    chosen = [t for t in transcripts if selection.has(t)]
    groups: dict[str, set[str]] = {}
    for transcript in chosen:
        if transcript.attributes.get(unit):
            groups.setdefault(transcript.attributes[unit], set()).add(transcript.attributes.get(by, ""))
    if not groups:
        raise QualcodeError(
            f"no transcript says its {unit}, so nothing tells which transcripts belong together",
            hint=f"Give the transcripts the attribute '{unit}', or name another with --unit.",
        )
    if all(len(g - {""}) < 2 for g in groups.values()):
        return ""
    return pair if pair in excerpts.columns else unit


def _row(cells: "pd.DataFrame", a: str, b: str, by: str, unit: str, paired_by: str, share: str) -> dict[str, Any]:
    of_a, of_b = cells[cells[by] == a], cells[cells[by] == b]
    if paired_by:
        of_a, of_b = _in_both(of_a, of_b, paired_by)
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
        "design": f"paired by {paired_by}" if paired_by else f"{unit} dealt anew",
        "reason": found.reason,
    }


def _in_both(a: "pd.DataFrame", b: "pd.DataFrame", paired_by: str) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """The cells of informants that stand in both groups; one without a name is nobody's pair."""
    both = (set(a[paired_by]) & set(b[paired_by])) - {""}
    return a[a[paired_by].isin(both)], b[b[paired_by].isin(both)]


def _offices(cells: "pd.DataFrame", unit: str, side: str) -> dict[str, int]:
    """In how many offices the theme occurs at all, of how many."""
    codings = cells.groupby(unit)["codings"].sum()
    return {f"offices_{side}": int((codings > 0).sum()), f"of_offices_{side}": len(codings)}
