"""The same coder at two times, and the same codes before and after the coders talked."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from qualcode.compare.comparison import Comparison
from qualcode.errors import WrongUsage
from qualcode.model import Coding

if TYPE_CHECKING:
    import pandas as pd


def two_times(
    codings: Iterable[Coding], readings: Mapping[str, Collection[str]], coder: str, since: str
) -> tuple[list[Coding], dict[str, list[str]], tuple[str, str]]:
    """One coder as two, for `compare`: codings made before and from the day `since` (ISO 8601) on.

    Both are taken to have finished a transcript where the coder finished it and coded something at each time, for a
    transcript that was only coded once says nothing. Returns the codings, the readings and the two names.
    """
    names = f"{coder} < {since}", f"{coder} ≥ {since}"
    own = [c for c in codings if c.coder == coder]
    split = [c._replace(coder=names[c.created[:10] >= since]) for c in own]
    coded = {(c.transcript, c.coder) for c in split}
    both = [t for t, finished in readings.items() if coder in finished and all((t, n) in coded for n in names)]
    return split, {t: list(names) for t in both}, names


def change(before: Comparison, after: Comparison) -> "pd.DataFrame":
    """Per code the coefficients of two comparisons side by side. WrongUsage where their unit or coders differ."""
    import pandas as pd

    if (before.unit, before.overlap, before.coders) != (after.unit, after.overlap, after.coders):
        raise WrongUsage("two comparisons are set side by side with the same unit and the same coders")
    later = {a.code: a for a in after.codes}
    rows = []
    for a in before.codes:
        row: dict[str, object] = {"code": a.code}
        for name in ("positive_agreement", "kappa", "alpha"):
            row[f"{name}_before"] = a.measures[name]
            row[f"{name}_after"] = later[a.code].measures[name] if a.code in later else None
        rows.append(row)
    return pd.DataFrame(rows)
