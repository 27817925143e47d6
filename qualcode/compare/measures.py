"""Every measure of one code from its counts, the reasons where one is undefined, and its intervals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from qualcode.compare import coefficients as c
from qualcode.compare.coefficients import Numbers
from qualcode.compare.counts import Counts, Crew, Tables
from qualcode.compare.intervals import SCALES, Support, interval
from qualcode.wording import later

MEASURES = (
    "percent",
    "positive_agreement",
    "negative_agreement",
    "kappa",
    "kappa_max",
    "alpha",
    "ac1",
    "brennan_prediger",
    "fleiss",
)
"""The coefficients of one code, in the order in which they are shown."""
OF_PAIRS = ("positive_agreement", "negative_agreement", "kappa", "kappa_max")
"""Those that are means over the pairs of coders for which they are defined (Light 1971)."""
PER_PAIR = ("percent", *OF_PAIRS, "bias_index", "prevalence_index")
POOLED = ("kappa", "alpha")

NO_COMMON = later("no transcript was finished by two of these coders")
NOBODY = later("nobody used the code")
EVERYBODY = later("everybody coded everything")
NO_UNITS = later("the compared transcripts have no such unit")
ALL_OR_NOTHING = later("each pair of coders coded everything or nothing")
SPAN = "the spans that nobody marked cannot be counted"
OF_CODING = ("positive_agreement",)
"""What exists where the unit is the span: F1, Holsti's coefficient."""


def measure(counts: Tables, crew: Crew, unit: str) -> dict[str, Numbers]:
    """Every measure by name, with the leading dimensions of `counts`; nan where undefined.

    Percent is over pairs of coders within units. `pair_…` hold a further dimension of pairs.
    """
    pairs, votes = counts.pairs, crew.votes
    by_pair = {
        "percent": c.percent(pairs),
        "positive_agreement": c.positive_agreement(pairs),
        "negative_agreement": c.negative_agreement(pairs),
        "kappa": c.cohen_kappa(pairs),
        "kappa_max": c.kappa_max(pairs),
        "bias_index": c.bias_index(pairs),
        "prevalence_index": c.prevalence_index(pairs),
    }
    found = {f"pair_{name}": values for name, values in by_pair.items()}
    found |= {name: _mean(by_pair[name]) for name in OF_PAIRS}
    found |= {
        "percent": c.observed_agreement(votes, counts.kinds),
        "alpha": c.krippendorff_alpha(votes, counts.kinds),
        "ac1": c.gwet_ac1(votes, counts.kinds),
        "brennan_prediger": c.brennan_prediger(votes, counts.kinds),
        "fleiss": c.fleiss(votes, counts.kinds),
        "prevalence": c.value_shares(votes, counts.kinds)[..., 0],
    }
    if unit == "span":
        kept = {*OF_CODING, *(f"pair_{name}" for name in OF_CODING)}
        return {name: values if name in kept else np.full_like(values, np.nan) for name, values in found.items()}
    return found


def pooled(counts: Tables, crew: Crew, unit: str) -> dict[str, Numbers]:
    """One number over all codes: per pair the κ of De Vries et al. (2008), then the pairs' mean; α = 1 − ΣDo / ΣDe.

    There is none with spans as units.
    """
    if unit == "span":
        return {}
    by_pair = c.pooled_kappa(np.moveaxis(counts.pairs, -4, -3))
    return {"kappa": _mean(by_pair), "alpha": c.pooled_alpha(crew.votes, counts.kinds)}


def _mean(values: Numbers) -> Numbers:
    """The mean over the last axis of what is defined; nan where nothing is."""
    defined = ~np.isnan(values)
    return c.ratio(c.add_up(np.where(defined, values, 0.0)), c.add_up(defined.astype(float)))


@dataclass(frozen=True)
class Intervals:
    """The intervals of all codes and of the pooled numbers, `(2, codes)` and `(2,)` by measure, with their support."""

    codes: Mapping[str, Numbers]
    pooled: Mapping[str, Numbers]
    support: Support
    whole: Support


def intervals(counts: Tables, crew: Crew, unit: str) -> Intervals:
    """The intervals of what has been compared; see `qualcode.compare.intervals`."""
    own = Tables(counts.pairs[crew.compared], counts.kinds[crew.compared])
    total = own.total()
    without = Tables(total.pairs - own.pairs, total.kinds - own.kinds)
    support, whole = Support.of(own.pairs), Support.of_all(own.pairs)
    all_, left = measure(total, crew, unit), measure(without, crew, unit)
    together, apart = pooled(total, crew, unit), pooled(without, crew, unit)
    return Intervals(
        {name: interval(SCALES[name], all_[name], left[name], support.freedom) for name in SCALES},
        {name: interval(SCALES[name], together[name], apart[name], whole.freedom[0]) for name in together},
        support,
        whole,
    )


def why_undefined(total: Counts, code: int, crew: Crew, unit: str, measures: Mapping[str, Numbers]) -> dict[str, str]:
    """The reason for every undefined measure of one code, from the counts over all transcripts."""
    reasons = {}
    for name in (*MEASURES, "prevalence"):
        if np.isnan(measures[name][code]):
            spans_only = unit == "span" and name not in OF_CODING
            reasons[name] = SPAN if spans_only else _reason(total, code, crew)
    return reasons


def _reason(total: Counts, code: int, crew: Crew) -> str:
    coded = total.everyone[code] + total.some[code] + total.alone[code].sum()
    if not crew.compared.any():
        return NO_COMMON
    if not coded:
        return NOBODY if total.nobody[code] or not total.uses[code].sum() else NO_UNITS
    return EVERYBODY if coded == total.everyone[code] else ALL_OR_NOTHING


def why_pair_undefined(table: Numbers, unit: str) -> str:
    """The reason why two coders' table `(2, 2)` gives no kappa."""
    if not table.sum():
        return NO_COMMON
    if unit == "span":
        return SPAN
    return NOBODY if table[1, 1] == table.sum() else EVERYBODY
