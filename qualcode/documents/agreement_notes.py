"""Facts that go with the numbers, in all languages. Facts, not verdicts: no adjective grades a coefficient."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qualcode.compare.agreement import Agreement, Comparison
from qualcode.compare.intervals import ALIKE, FEW, FEWEST, NOT_MET
from qualcode.wording import Lang, counted, later, number, percent, phrase, plural

FEW_USES = 10
MOST_NAMED = 4
"""So many codes are named on a terminal; documents name all."""
RARE, COMMON = 0.05, 0.95

FACTS: Mapping[str, str | tuple[str, str]] = {
    "nothing": later("No transcript was finished by two of these coders; nothing could be compared."),
    "left out": plural(
        "{n} of {of} transcripts left out: not finished by two coders.",
        "{n} of {of} transcripts left out: not finished by two coders.",
    ),
    "not finished": plural(
        "{coder} has not finished {n} of {of} transcripts; it is missing for {coder}, not uncoded.",
        "{coder} has not finished {n} of {of} transcripts; they are missing for {coder}, not uncoded.",
    ),
    "not counted": plural(
        "{n} coding in a transcript that its coder has not finished was not counted.",
        "{n} codings in transcripts that their coder has not finished were not counted.",
    ),
    "no intervals": plural(
        "No intervals: {n} transcript compared, at least five are needed.",
        "No intervals: {n} transcripts compared, at least five are needed.",
    ),
    FEW: later("Without an interval, for fewer than five transcripts hold the code: {codes}."),
    NOT_MET: later(
        "Without an interval, for coders gave the code to the same unit in fewer than two transcripts: {codes}."
    ),
    ALIKE: later("Without an interval, for the coders differ nowhere: {codes}."),
    "spans": later(
        "With spans as the unit there is positive agreement only: spans that nobody marked cannot be counted."
    ),
    "discussed": later("The coders had discussed these transcripts: the numbers show agreement, not reliability."),
    "one-sided": later("Used by one coder only: {codes}."),
    "few uses": later("Fewer than {n} uses in all: {codes}."),
    "skewed": later(
        "Coded in less than 5% or more than 95% of the units, to which kappa and alpha are sensitive: {codes}."
    ),
    "edges": later("Most passages on which the coders differ overlap, and only the edges differ: {codes}."),
    "threshold": later("The interval of alpha holds the threshold {threshold}: {codes}."),
}
SKEWED_IN_SHORT = (
    "{many} of {of} {kind} are coded in less than 5% or more than 95% of the units; kappa and alpha are sensitive "
    "to that."
)


@dataclass(frozen=True)
class Note:
    """One fact, with the values in its words, and the codes that it holds for, each with what is to be said of it."""

    fact: str
    values: Mapping[str, object] = field(default_factory=dict)
    about: tuple[tuple[Agreement, str | float], ...] = ()

    def text(self, lang: Lang) -> str:
        """The fact for a document, with the codes' names."""
        return self._told(", ".join(_said(a.name, detail, lang) for a, detail in self.about), lang)

    @property
    def en(self) -> str:
        """The fact for programs: in English, with the codes' ids."""
        return self._listing(len(self.about))

    @property
    def brief(self) -> str:
        """The fact for a terminal, where the whole may be too long to read."""
        if self.fact == "skewed":
            return SKEWED_IN_SHORT.format(**self.values, many=len(self.about))
        return self._listing(len(self.about) if len(self.about) <= MOST_NAMED + 1 else MOST_NAMED)

    def _listing(self, most: int) -> str:
        named = ", ".join(_said(a.code, detail, "en") for a, detail in self.about[:most])
        others = f" and {len(self.about) - most} others" if most < len(self.about) else ""
        return self._told(named + others, "en")

    def _told(self, codes: str, lang: Lang) -> str:
        values = {k: number(v, lang, None) if isinstance(v, float) else v for k, v in self.values.items()}
        fact, n = FACTS[self.fact], values.pop("n", 0)
        if isinstance(fact, str):
            return phrase(fact, lang, **values, n=n, codes=codes)
        return counted(*fact, int(str(n)), lang, **values, codes=codes)


def _said(code: str, detail: str | float, lang: Lang) -> str:
    """A code with what is said of it: a coder, a number, a share of all."""
    if isinstance(detail, float):
        detail = _percent(detail, lang)
    return f"{code} ({detail})" if detail != "" else code


def _percent(share: float, lang: Lang) -> str:
    if 0 < share < 0.001:
        return f"< {percent(0.001, lang, 1)}"
    return percent(share, lang, 0 if 0.1 <= share <= 0.9 or share == 1 else 1)


def notes_on(comparison: Comparison) -> tuple[Note, ...]:
    """All facts about a comparison: what was left out, how it came about, then what holds for some codes."""
    return (*_left_out(comparison), *_circumstances(comparison), *_codes(comparison))


def _left_out(comparison: Comparison) -> Iterator[Note]:
    compared, of = len(comparison.transcripts), len(comparison.basis.transcripts)
    if not compared:
        yield Note("nothing")
    elif compared < of:
        yield Note("left out", {"n": of - compared, "of": of})
    for coder, n in comparison.left_out.items():
        if n:
            yield Note("not finished", {"coder": coder, "n": n, "of": of})
    if comparison.basis.unfinished:
        yield Note("not counted", {"n": comparison.basis.unfinished})


def _circumstances(comparison: Comparison) -> Iterator[Note]:
    if 0 < len(comparison.transcripts) < FEWEST:
        yield Note("no intervals", {"n": len(comparison.transcripts)})
    if comparison.unit == "span":
        yield Note("spans")
    if comparison.circumstances.after_discussion:
        yield Note("discussed")


def _codes(comparison: Comparison) -> Iterator[Note]:
    codes, threshold = comparison.codes, comparison.circumstances.threshold
    enough = len(comparison.transcripts) >= FEWEST
    kind = {"of": len(codes), "kind": "themes" if comparison.themes else "codes"}
    found = [
        Note("one-sided", about=tuple((a, a.used_by[0]) for a in codes if a.one_sided)),
        Note("few uses", {"n": FEW_USES}, tuple((a, str(n)) for a in codes if 0 < (n := sum(a.n.values())) < FEW_USES)),
        Note("skewed", kind, tuple((a, a.prevalence) for a in codes if a.prevalence is not None and _skewed(a))),
        Note("edges", about=tuple((a, share) for a in codes if (share := a.boundary_share or 0.0) > 0.5)),
        *(Note(why, about=tuple((a, "") for a in codes if _lacks(a, why))) for why in (FEW, NOT_MET, ALIKE) if enough),
        Note("threshold", {"threshold": threshold}, tuple((a, "") for a in codes if _holds(a, threshold))),
    ]
    yield from (note for note in found if note.about)


def _skewed(a: Agreement) -> bool:
    return a.prevalence is not None and bool(a.used_by) and not RARE <= a.prevalence <= COMMON


def _lacks(a: Agreement, why: str) -> bool:
    """Whether a code has numbers and for this reason no interval."""
    return a.no_interval == why and not a.one_sided and a.measures["positive_agreement"] is not None


def _holds(a: Agreement, threshold: float | None) -> bool:
    """Whether the interval of a code's alpha spans the threshold."""
    low, high = a.intervals.get("alpha", (0.0, 0.0))
    return threshold is not None and low < threshold < high
