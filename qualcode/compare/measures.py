"""Every measure of one code from its counts, the reasons where one is undefined, and intervals by resampling."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.compare import coefficients as c
from qualcode.compare.coefficients import Numbers
from qualcode.compare.counts import Counts, Crew

MEASURES = ("percent", "positive_agreement", "kappa", "alpha", "ac1", "brennan_prediger", "fleiss")
"""The coefficients of one code, in the order in which they are shown."""

PER_PAIR = ("percent", "positive_agreement", "kappa", "bias_index", "prevalence_index")
RESAMPLED = ("percent", "positive_agreement", "kappa", "alpha", "ac1")
FEWEST_TRANSCRIPTS = 5

NO_COMMON = "no transcript was finished by two of these coders"
NOBODY = "nobody used the code"
EVERYBODY = "everybody coded everything"
NO_UNITS = "the compared transcripts have no such unit"
ALL_OR_NOTHING = "each pair of coders coded everything or nothing"
SPAN = "the spans that nobody marked cannot be counted"
FEW = f"fewer than {FEWEST_TRANSCRIPTS} transcripts to resample"
ABSENT = "undefined in more than one resample in twenty"


def _mean(values: Numbers) -> Numbers:
    """The mean over the last axis of what is defined; nan where nothing is."""
    defined = ~np.isnan(values)
    count = defined.sum(-1)
    return np.where(count > 0, np.where(defined, values, 0).sum(-1) / np.maximum(count, 1), np.nan)


def measure(counts: Counts, crew: Crew, unit: str) -> dict[str, Numbers]:
    """Every measure by name, with the leading dimensions of `counts`; nan where undefined.

    Percent is over pairs of coders within units; kappa and positive agreement are means over the pairs for which they
    are defined (Light 1971). At unit span only positive agreement (= F1 = Holsti's coefficient) exists.
    """
    pairs, votes = counts.pairs, crew.votes
    per_pair = {
        "percent": c.percent(pairs),
        "positive_agreement": c.positive_agreement(pairs),
        "kappa": c.cohen_kappa(pairs),
        "bias_index": c.bias_index(pairs),
        "prevalence_index": c.prevalence_index(pairs),
    }
    found = {
        "percent": c.observed_agreement(votes, counts.kinds),
        "positive_agreement": _mean(per_pair["positive_agreement"]),
        "kappa": _mean(per_pair["kappa"]),
        "alpha": c.krippendorff_alpha(votes, counts.kinds),
        "ac1": c.gwet_ac1(votes, counts.kinds),
        "brennan_prediger": c.brennan_prediger(votes, counts.kinds),
        "fleiss": c.fleiss(votes, counts.kinds),
        "prevalence": c.value_shares(votes, counts.kinds)[..., 0],
    }
    found |= {f"pair_{name}": values for name, values in per_pair.items()}
    if unit == "span":
        keep = ("positive_agreement", "pair_positive_agreement")
        found = {name: v if name in keep else np.full_like(v, np.nan) for name, v in found.items()}
    return found


def pool_parts(counts: Counts, crew: Crew) -> dict[str, Numbers]:
    """What one code adds to the pooled coefficients; parts of several codes are summed by name."""
    chance = c.expected_by_coders(counts.pairs)
    observed, expected = c.alpha_disagreements(crew.votes, counts.kinds)
    return {"agree": c.percent(counts.pairs) - chance, "room": 1 - chance, "do": observed, "de": expected}


class Parts(dict[str, Numbers]):
    """Running sums of what codes add to the pooled coefficients."""

    def add(self, parts: dict[str, Numbers]) -> None:
        """Add one code's parts. A code on which no pair is defined (nobody read it) adds nothing."""
        for name, value in parts.items():
            self[name] = self.get(name, 0) + np.nan_to_num(value)


def pool(parts: Parts) -> dict[str, Numbers]:
    """One number over several codes: per pair the κ of De Vries et al. (2008), then the pairs' mean; α = 1 − ΣDo / ΣDe.

    (mean po − mean pe) / (1 − mean pe) has the number of codes above and below, so sums serve as well as means.
    """
    room, expected = (np.where(parts[name] == 0, np.nan, parts[name]) for name in ("room", "de"))
    return {"kappa": _mean(parts["agree"] / room), "alpha": 1 - parts["do"] / expected}


@dataclass(frozen=True)
class Bootstrap:
    """Resamples of the compared transcripts: `weights (replicates, transcripts)`, or the reason why there are none."""

    weights: Numbers | None
    reason: str = ""

    @classmethod
    def draw(cls, compared: NDArray[np.bool_], replicates: int, seed: int) -> "Bootstrap":
        """Draw as many transcripts as were compared, with replacement, `replicates` times; the same for every code."""
        chosen = np.flatnonzero(compared)
        if len(chosen) < FEWEST_TRANSCRIPTS or replicates < 1:
            return cls(None, FEW)
        picks = np.random.default_rng(seed).integers(len(chosen), size=(replicates, len(chosen)))
        weights = np.zeros((replicates, len(compared)))
        np.add.at(weights, (np.arange(replicates)[:, None], chosen[picks]), 1)
        return cls(weights)


def interval(values: Numbers) -> tuple[float, float] | None:
    """The middle 95 % of resampled values; none where more than one in twenty is undefined."""
    defined = values[~np.isnan(values)]
    if len(defined) < 0.95 * len(values):
        return None
    low, high = np.quantile(defined, [0.025, 0.975])
    return float(low), float(high)


def why_undefined(counts: Counts, crew: Crew, unit: str, measures: dict[str, Numbers]) -> dict[str, str]:
    """The reason for every undefined measure of one code (total counts, without leading dimensions)."""
    reasons = {}
    for name in (*MEASURES, "prevalence"):
        if np.isnan(measures[name]):
            spans_only = unit == "span" and name != "positive_agreement"
            reasons[name] = SPAN if spans_only else _reason(counts, crew)
    return reasons


def _reason(counts: Counts, crew: Crew) -> str:
    coded = counts.everyone + counts.some + counts.alone.sum()
    if not (np.bitwise_count(crew.seen) >= 2).any():
        return NO_COMMON
    if not coded:
        return NOBODY if counts.nobody or not counts.uses.sum() else NO_UNITS
    return EVERYBODY if coded == counts.everyone else ALL_OR_NOTHING


def why_pair_undefined(table: Numbers) -> str:
    """The reason why two coders' table `(2, 2)` gives no kappa."""
    if not table.sum():
        return NO_COMMON
    return NOBODY if table[1, 1] == table.sum() else EVERYBODY
