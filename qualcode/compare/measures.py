"""Every measure of one code from its counts, the reasons where one is undefined, and intervals by resampling."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.compare import coefficients as c
from qualcode.compare.coefficients import Numbers
from qualcode.compare.counts import Counts, Crew, Tables
from qualcode.wording import later

MEASURES = ("percent", "positive_agreement", "kappa", "alpha", "ac1", "brennan_prediger", "fleiss")
"""The coefficients of one code, in the order in which they are shown."""

PER_PAIR = ("percent", "positive_agreement", "kappa", "bias_index", "prevalence_index")
RESAMPLED = ("percent", "positive_agreement", "kappa", "alpha", "ac1")
FEWEST_TRANSCRIPTS = 5
MOST_NUMBERS = 500_000  # counts held at once while resampling: 4 MB, few enough calls

NO_COMMON = later("no transcript was finished by two of these coders")
NOBODY = later("nobody used the code")
EVERYBODY = later("everybody coded everything")
NO_UNITS = later("the compared transcripts have no such unit")
ALL_OR_NOTHING = later("each pair of coders coded everything or nothing")
SPAN = "the spans that nobody marked cannot be counted"
FEW = f"fewer than {FEWEST_TRANSCRIPTS} transcripts to resample"
NOT_ASKED = "no resamples were asked for"


def _mean(values: Numbers) -> Numbers:
    """The mean over the last axis of what is defined; nan where nothing is."""
    defined = ~np.isnan(values)
    return c.ratio(c.add_up(np.where(defined, values, 0.0)), c.add_up(defined.astype(float)))


def measure(counts: Tables, crew: Crew, unit: str) -> dict[str, Numbers]:
    """Every measure by name, with the leading dimensions of `counts`; nan where undefined.

    Percent is over pairs of coders within units; kappa and positive agreement are means over the pairs for which they
    are defined (Light 1971). `pair_…` hold a further dimension of pairs.
    """
    pairs, votes = counts.pairs, crew.votes
    found = {
        "brennan_prediger": c.brennan_prediger(votes, counts.kinds),
        "fleiss": c.fleiss(votes, counts.kinds),
        "prevalence": c.value_shares(votes, counts.kinds)[..., 0],
        "pair_percent": c.percent(pairs),
        "pair_bias_index": c.bias_index(pairs),
        "pair_prevalence_index": c.prevalence_index(pairs),
    }
    if unit == "span":
        found = {name: np.full_like(values, np.nan) for name, values in found.items()}
    return found | _resampled_measures(counts, crew, unit)[0]


def pooled(counts: Tables, crew: Crew, unit: str) -> dict[str, Numbers]:
    """One number over all codes: per pair the κ of De Vries et al. (2008), then the pairs' mean; α = 1 − ΣDo / ΣDe.

    There is none with spans as units.
    """
    return _resampled_measures(counts, crew, unit)[1]


def _resampled_measures(counts: Tables, crew: Crew, unit: str) -> tuple[dict[str, Numbers], dict[str, Numbers]]:
    """The measures that get intervals, by code and pooled; these share their parts.

    At unit span only positive agreement exists (= F1 = Holsti's coefficient).
    """
    by_pair = c.positive_agreement(counts.pairs)
    found = {"pair_positive_agreement": by_pair, "positive_agreement": _mean(by_pair)}
    if unit == "span":
        nothing = dict.fromkeys(("percent", "kappa", "alpha", "ac1"), np.full(by_pair.shape[:-1], np.nan))
        return found | nothing | {"pair_kappa": np.full_like(by_pair, np.nan)}, {}
    agreed, by_chance = c.percent(counts.pairs), c.expected_by_coders(counts.pairs)
    apart, apart_by_chance = c.alpha_disagreements(crew.votes, counts.kinds)
    kappas = c.beyond_chance(agreed, by_chance)
    found |= {
        "percent": c.observed_agreement(crew.votes, counts.kinds),
        "pair_kappa": kappas,
        "kappa": _mean(kappas),
        "alpha": 1 - c.ratio(apart, apart_by_chance),
        "ac1": c.gwet_ac1(crew.votes, counts.kinds),
    }
    whole = {
        "kappa": _mean(c.beyond_chance(c.mean(agreed, -2), c.mean(by_chance, -2))),
        "alpha": 1 - c.ratio(np.nan_to_num(apart).sum(-1), np.nan_to_num(apart_by_chance).sum(-1)),
    }
    return found, whole


@dataclass(frozen=True)
class Bootstrap:
    """Resamples of whole transcripts: as many as were compared, with replacement, the same ones for every code."""

    transcripts: int
    compared: NDArray[np.int64]
    replicates: int
    seed: int

    @property
    def reason(self) -> str:
        """Why there are no resamples; empty where there are."""
        if not self.replicates:
            return NOT_ASKED
        return FEW if len(self.compared) < FEWEST_TRANSCRIPTS else ""

    def weights(self, size: int) -> Iterator[Numbers]:
        """How often each resample holds each transcript, `size` resamples at a time `(size, transcripts)`."""
        random, chosen = np.random.default_rng(self.seed), self.compared
        for first in range(0, 0 if self.reason else self.replicates, size):
            rows = min(size, self.replicates - first)
            picks = chosen[random.integers(len(chosen), size=(rows, len(chosen)))]
            cells = picks + self.transcripts * np.arange(rows)[:, None]
            drawn = np.bincount(cells.ravel(), minlength=rows * self.transcripts)
            yield drawn.reshape(rows, self.transcripts).astype(float)


def resampled(counts: Tables, crew: Crew, unit: str, bootstrap: Bootstrap) -> Numbers:
    """The resampled measures `(replicates, codes + 1, RESAMPLED)`; the last code is all of them pooled."""
    codes, width = counts.kinds.shape[1], counts.pairs[0].size + counts.kinds[0].size if len(counts.kinds) else 0
    found = []
    for weights in bootstrap.weights(max(1, MOST_NUMBERS // max(1, width))):
        values, whole = _resampled_measures(counts.weighted(weights), crew, unit)
        nothing = np.full(len(weights), np.nan)
        by_code = np.stack([values[name] for name in RESAMPLED], axis=-1)
        last = np.stack([whole.get(name, nothing) for name in RESAMPLED], axis=-1)
        found.append(np.concatenate([by_code, last[:, None]], axis=1))
    return np.concatenate(found) if found else np.empty((0, codes + 1, len(RESAMPLED)))


def intervals(values: Numbers) -> Numbers:
    """The middle 95 % over the first axis `(2, …)`; nan where more than one resample in twenty is undefined."""
    if not len(values):
        return np.full((2, *values.shape[1:]), np.nan)
    ordered = np.sort(values, axis=0)  # nan comes last
    defined = (~np.isnan(ordered)).sum(0)
    found = []
    for share in (0.025, 0.975):
        place = share * np.maximum(defined - 1, 0)
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, np.maximum(defined - 1, 0))
        at_low, at_high = (np.take_along_axis(ordered, i[None], 0)[0] for i in (low, high))
        found.append(at_low + (at_high - at_low) * (place - low))
    return np.where(defined >= 0.95 * len(values), np.stack(found), np.nan)


def why_undefined(total: Counts, code: int, crew: Crew, unit: str, measures: Mapping[str, Numbers]) -> dict[str, str]:
    """The reason for every undefined measure of one code, from the counts over all transcripts."""
    reasons = {}
    for name in (*MEASURES, "prevalence"):
        if np.isnan(measures[name][code]):
            spans_only = unit == "span" and name != "positive_agreement"
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
