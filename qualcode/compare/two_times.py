"""The same coder at two times, and the same codes before and after the coders talked."""

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.compare.agreement import Agreement, Comparison
from qualcode.compare.coders_work import Work
from qualcode.errors import WrongUsage

if TYPE_CHECKING:
    import pandas as pd


COUNTS = ("both", "differing")
CHANGING = (*COUNTS, "positive_agreement", "kappa", "alpha")
"""What is shown of a code before and after."""


def at_two_times(work: Work, since: str) -> Work:
    """One coder as two: what they coded before the day `since` (ISO 8601), and from it on.

    Both are taken to have finished a transcript where the coder finished it and coded something at each time, for a
    transcript that was only coded once says nothing. WrongUsage for more coders than one.
    """
    if len(work.coders) != 1:
        raise WrongUsage("the same person at two times is one coder", hint="Name one coder.")
    coder = work.coders[0]
    names = f"{coder} < {since}", f"{coder} ≥ {since}"
    own = [c for c in work.codings if c.coder == coder]
    split = [c._replace(coder=names[c.created[:10] >= since]) for c in own]
    coded = {(c.transcript, c.coder) for c in split}
    both = [t for t, finished in work.readings.items() if coder in finished and all((t, n) in coded for n in names)]
    return replace(work, coders=names, codings=split, readings=dict.fromkeys(both, names))


def change(before: Comparison, after: Comparison) -> "pd.DataFrame":
    """Per code two comparisons side by side: units that all coded, units on which they differ, coefficients.

    WrongUsage where their unit or coders differ.
    """
    import pandas as pd

    if _same(before) != _same(after):
        raise WrongUsage("two comparisons are set side by side with the same unit and the same coders")
    later = {a.code: a for a in after.codes}
    rows = []
    for a in before.codes:
        then, now = _told(a), _told(later[a.code]) if a.code in later else {}
        row: dict[str, object] = {"code": a.code}
        rows.append(
            row | {f"{k}_{time}": told.get(k) for k in CHANGING for time, told in (("before", then), ("after", now))}
        )
    return pd.DataFrame(rows)


def _same(comparison: Comparison) -> tuple[object, ...]:
    """What has to be the same in two comparisons that are set side by side."""
    return comparison.unit, comparison.counting.overlap, comparison.coders


def _told(a: Agreement) -> dict[str, float | None]:
    return {"both": a.both, "differing": a.some + sum(a.only.values()), **a.measures}
