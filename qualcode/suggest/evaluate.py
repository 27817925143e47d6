"""How good the suggestions are for this very project, honestly: every score is from a model that had not seen the fold.

Folds keep transcripts whole (or offices, with `holdout`). Segments that were read and left unmarked count against what
is shown for them; how codes are ranked can only be said of segments that have one. Segments that nobody has read do not
count, nor do those that the codebook quotes as examples. Codes that fewer than half of a segment's readers gave are
neither right nor wrong. Three baselines and the codebook alone are measured in the same run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from qualcode.defaults import RESAMPLES
from qualcode.errors import QualcodeError
from qualcode.model import Code
from qualcode.suggest.baselines import frequent_codes, keyword_search, tfidf_regression
from qualcode.suggest.engine.engine import Engine, quoted_in
from qualcode.suggest.engine.keyword_trust import folds
from qualcode.suggest.engine.segments import NOTHING_KNOWN, Labels, Unit
from qualcode.suggest.engine.vectors import Floats
from qualcode.suggest.known import Known
from qualcode.suggest.measures import average_precision, calibration_error, first_right, recall_at
from qualcode.suggest.options import Options
from qualcode.suggest.suggesting import learning_sample

if TYPE_CHECKING:
    import pandas as pd

FOLDS = 5
CURVE = (0.25, 0.5)
"""Shares of the coded groups at which the learning curve is measured, besides none and all."""
READY = 0.7
"""A code can be trusted when this share of what is shown for it is right, at the lower end of the interval."""
FEW = 10
"""Coded segments below which nothing firm can be said of a code."""
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Evaluation:
    """What was measured. `scores` has for each method `(segments, codes)`, out of fold; `units` the read segments.

    `suggested` are the pairs of segment and code that would be shown; `quoted` segments are not among all these.
    """

    codes: tuple[Code, ...]
    units: tuple[Unit, ...]
    right: Flags
    counted: Flags
    scores: Mapping[str, Floats]
    confidence: Floats
    suggested: Flags
    curve: "pd.DataFrame"
    quoted: int = 0

    @property
    def groups(self) -> list[str]:
        """The transcript (or office) of each segment."""
        return [unit.group for unit in self.units]

    @property
    def with_codes(self) -> int:
        """How many of the read segments have a code: what the methods' rankings are measured on."""
        return int(self.right.any(axis=1).sum())

    def shown_right(self, which: Literal["first", "all"]) -> dict[str, float | int | None]:
        """The share right of what is shown, of all or of the first of each segment: `share`, `low`, `high`, `n`."""
        shown = self.suggested & self.counted
        if which == "first":
            scores = np.where(self.suggested, self.scores["suggestions"], -np.inf)
            shown = shown & (scores == scores.max(axis=1, keepdims=True))
        return share_right(shown, self.right, self.groups)

    def methods(self) -> "pd.DataFrame":
        """One row per method: mean average precision, first right, recall in the first three, with 95% intervals.

        Over the segments that have a code; the precision is that of each segment's ranking of the codes.
        """
        import pandas as pd

        rows = []
        for name, scores in self.scores.items():
            values = per_segment(scores, self.right, self.counted)
            row: dict[str, object] = {"method": name}
            for measure, column in zip(("map", "p_at_1", "r_at_3"), values.T, strict=True):
                low, high = interval(column, self.groups)
                row |= {measure: _mean(column), f"{measure}_low": low, f"{measure}_high": high}
            rows.append(row)
        return pd.DataFrame(rows)

    def table(self) -> "pd.DataFrame":
        """One row per code: how many coded segments and groups, precision, recall, average precision, readiness."""
        import pandas as pd

        return pd.DataFrame([self._code_row(j, code) for j, code in enumerate(self.codes)])

    def _code_row(self, j: int, code: Code) -> dict[str, object]:
        counted, right, scores = self.counted[:, j], self.right[:, j], self.scores["suggestions"]
        suggested = self.suggested[:, j] & counted
        n, sure = int((right & counted).sum()), self.confidence[suggested, j]
        shown = share_right(suggested[:, None], right[:, None], self.groups)
        low, high = ap_interval(
            scores[counted, j], right[counted], [g for g, c in zip(self.groups, counted, strict=True) if c]
        )
        cold = average_precision(self.scores["codebook alone"][counted, j], right[counted])
        return {
            "code": code.id,
            "segments": n,
            "groups": len({g for g, r in zip(self.groups, right & counted, strict=True) if r}),
            "suggested": int(suggested.sum()),
            "precision": shown["share"],
            "precision_low": shown["low"],
            "precision_high": shown["high"],
            "said": float(sure.mean()) if len(sure) and np.isfinite(sure).all() else None,
            "recall": int((suggested & right).sum()) / n if n else None,
            "average_precision": average_precision(scores[counted, j], right[counted]) if n else None,
            "ap_low": low,
            "ap_high": high,
            "ap_codebook_alone": cold if n else None,
            "advice": advice(n, shown["low"], shown["high"], bool(code.keywords)),
        }

    @property
    def calibration_error(self) -> float | None:
        """Expected calibration error over every pair of read segment and code; None without confidences."""
        return self._error(np.ones_like(self.right))

    @property
    def calibration_error_of_suggestions(self) -> float | None:
        """The same over what would be suggested."""
        return self._error(self.suggested)

    @property
    def calibration_error_by_code(self) -> float | None:
        """How far what is said of a code's shown suggestions is from the share right, on the mean over them."""
        shown = self.suggested & self.counted & np.isfinite(self.confidence)
        if not shown.any():
            return None
        gaps = np.where(shown, np.nan_to_num(self.confidence) - self.right, 0).sum(axis=0)
        return float(np.abs(gaps).sum() / shown.sum())

    def _error(self, among: Flags) -> float | None:
        known = self.counted & among & np.isfinite(self.confidence)
        return calibration_error(self.confidence[known], self.right[known]) if known.any() else None


def advice(n: int, low: float | None, high: float | None, has_keywords: bool) -> str:
    """What a code needs: nothing, keywords, examples, or a clearer definition."""
    if n < FEW or low is None or high is None:
        return "needs keywords" if not has_keywords else "needs examples"
    if low >= READY:
        return "ready"
    return "needs keywords" if not has_keywords else "promising" if high >= READY else "needs a closer look"


def evaluate(known: Known, options: Options | None = None) -> Evaluation:
    """Measure the suggestions on what has been read and coded. Reads once, and learns fifteen times."""
    options, codes = known.options(options), known.codes
    decisions = known.decisions(options)
    sample = learning_sample(known.transcripts, decisions, options)
    labels = decisions.labels(sample)
    quoted = np.isin(labels.rows, quoted_in(codes, sample))
    labels = Labels(labels.rows[~quoted], labels.y[~quoted], labels.rejected)
    read = [sample[i] for i in labels.rows]
    if len({unit.group for unit in read}) < 2 or not labels.y.any():
        hint = "Code at least two transcripts (with --holdout: in two groups), and mark them with `qualcode finish`."
        raise QualcodeError("there is too little coded to measure suggestions by", hint=hint)
    parts = folds([unit.group for unit in read], FOLDS)
    run = _Run(codes, sample, labels, options, parts)
    scores, confidence, shown = run.all_methods()
    right, counted = labels.y >= 0.5, (labels.y == 0) | (labels.y >= 0.5)
    curve = run.curve(scores, right, counted)
    return Evaluation(codes, tuple(read), right, counted, scores, confidence, shown, curve, int(quoted.sum()))


class _Run:
    """One cross-validation: which rows are coded, and how they are dealt to folds."""

    def __init__(
        self, codes: Sequence[Code], sample: Sequence[Unit], labels: Labels, options: Options, parts: list[list[int]]
    ) -> None:
        self.labels, self.parts, self.top = labels, parts, options.top
        self.engine = Engine(codes, sample, NOTHING_KNOWN, options, later=labels)
        self._plain = self.engine
        if self.engine.own.given:
            self._plain = Engine(
                codes, sample, NOTHING_KNOWN, replace(options, embedder=None, suggester=None), later=labels
            )
        self.texts = [sample[i].text for i in labels.rows]
        self.groups = [sample[i].group for i in labels.rows]

    def _trains(self, share: float = 1.0) -> Iterator[tuple[list[int], NDArray[np.intp]]]:
        """For each fold: the coded rows to be scored, and those to learn from, a share of the groups."""
        for part in self.parts:
            others = np.setdiff1d(np.arange(len(self.groups)), part)
            names = list(dict.fromkeys(self.groups[i] for i in others))
            kept = set(names[:: max(round(1 / share), 1)])
            yield part, np.array([i for i in others if self.groups[i] in kept], dtype=np.intp)

    def _knowing(self, engine: Engine, train: NDArray[np.intp]) -> Engine:
        """The engine when it has learned from these coded rows alone; it has read the texts already."""
        hidden = set(self.labels.rows.tolist()) - set(self.labels.rows[train].tolist())
        rejected = frozenset(pair for pair in self.labels.rejected if pair[0] not in hidden)
        engine.learn(Labels(self.labels.rows[train], self.labels.y[train], rejected))
        return engine

    def all_methods(self) -> tuple[dict[str, Floats], Floats, Flags]:
        """Out-of-fold scores of every method, the confidences (NaN where not measurable), and what would be shown."""
        own = self._plain is not self.engine
        names = ["suggestions", *(["without own model"] if own else []), "codebook alone"]
        shape = self.labels.y.shape
        scores = {n: np.zeros(shape) for n in (*names, "keyword search", "most frequent codes", "words, regression")}
        confidence, shown = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
        for part, train in self._trains():
            engine, rows = self._knowing(self.engine, train), self.labels.rows[part]
            scores["suggestions"][part] = engine.out_of_fold[rows]
            scores["codebook alone"][part] = engine.cold_scores[rows]
            sure = engine.confidence(found := engine.out_of_fold[rows])
            if sure is not None:
                confidence[part] = sure
            first = np.argsort(np.argsort(-found, axis=1, kind="stable"), axis=1) < self.top
            shown[part] = first & engine.worth_showing(found, sure)
            if own:
                scores["without own model"][part] = self._knowing(self._plain, train).out_of_fold[rows]
            texts, y = [self.texts[i] for i in part], self.labels.y[train]
            scores["keyword search"][part] = keyword_search(engine.evidence, engine.space, texts)
            scores["most frequent codes"][part] = frequent_codes(y, len(part))
            scores["words, regression"][part] = tfidf_regression([self.texts[i] for i in train], y, texts)
        return scores, confidence, shown

    def curve(self, scores: Mapping[str, Floats], right: Flags, counted: Flags) -> "pd.DataFrame":
        """Mean average precision by the number of coded groups learned from (a mean over the folds)."""
        import pandas as pd

        points = [(0.0, scores["codebook alone"])]
        for share in CURVE:
            partly = np.zeros(self.labels.y.shape)
            for part, train in self._trains(share):
                partly[part] = self._knowing(self.engine, train).out_of_fold[self.labels.rows[part]]
            points.append((share, partly))
        points.append((1.0, scores["suggestions"]))
        learned = len(set(self.groups)) * (1 - 1 / len(self.parts))
        rows = []
        for share, some in points:
            values = per_segment(some, right, counted)[:, 0]
            low, high = interval(values, self.groups)
            rows.append({"groups": round(share * learned), "map": _mean(values), "low": low, "high": high})
        return pd.DataFrame(rows)


def per_segment(scores: Floats, right: Flags, counted: Flags) -> Floats:
    """Average precision, first right and recall in three of each segment, `(segments, 3)`; NaN where it has no code."""
    values = np.full((len(scores), 3), np.nan)
    for i, (score, is_right, counts) in enumerate(zip(scores, right, counted, strict=True)):
        if is_right.any():
            s, r = score[counts], is_right[counts]
            values[i] = average_precision(s, r), first_right(s, r), recall_at(s, r, 3)
    return values


def interval(values: Floats, groups: Sequence[str]) -> tuple[float | None, float | None]:
    """95 % percentile interval of the mean of the known values, by resampling whole groups (Field & Welsh 2007)."""
    number = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    at = np.array([number[g] for g in groups])
    known = np.isfinite(values)
    total = np.bincount(at[known], values[known], len(number))
    count = np.bincount(at[known], minlength=len(number))
    if (count > 0).sum() < 2:
        return None, None
    drawn = np.random.default_rng(0).integers(0, len(number), (RESAMPLES, len(number)))
    n = count[drawn].sum(axis=1)
    means = total[drawn].sum(axis=1)[n > 0] / n[n > 0]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def share_right(shown: Flags, right: Flags, groups: Sequence[str]) -> dict[str, float | int | None]:
    """The share right of what is shown, with a 95 % percentile interval by resampling whole groups, and its `n`."""
    number = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    at = np.array([number[g] for g in groups], dtype=np.intp)
    n = np.bincount(at, shown.sum(axis=1), len(number))
    hits = np.bincount(at, (shown & right).sum(axis=1), len(number))
    if not n.sum():
        return {"share": None, "low": None, "high": None, "n": 0}
    low: float | None = None
    high: float | None = None
    if (n > 0).sum() > 1:
        drawn = np.random.default_rng(0).integers(0, len(number), (RESAMPLES, len(number)))
        of = n[drawn].sum(axis=1)
        low, high = map(float, np.percentile(hits[drawn].sum(axis=1)[of > 0] / of[of > 0], [2.5, 97.5]))
    return {"share": float(hits.sum() / n.sum()), "low": low, "high": high, "n": int(n.sum())}


def ap_interval(scores: Floats, right: Flags, groups: Sequence[str]) -> tuple[float | None, float | None]:
    """95 % percentile interval of one code's average precision, by resampling whole groups."""
    members: dict[str, list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    blocks = [np.array(rows) for rows in members.values()]
    if len({g for g, r in zip(groups, right, strict=True) if r}) < 2:
        return None, None
    random = np.random.default_rng(0)
    found = []
    for _ in range(RESAMPLES // 5):
        rows = np.concatenate([blocks[k] for k in random.integers(0, len(blocks), len(blocks))])
        if right[rows].any():
            found.append(average_precision(scores[rows], right[rows]))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def _mean(values: Floats) -> float:
    return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")
