"""Facts that go with the numbers, in all languages. Facts, not verdicts: no adjective grades a coefficient."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qualcode.compare.agreement import Agreement, Comparison
from qualcode.compare.intervals import ALIKE, FEW, FEWEST, NOT_MET
from qualcode.document import Lang
from qualcode.wording.agreement import number

FEW_USES = 10
MOST_NAMED = 4
"""So many codes are named on a terminal; documents name all."""
RARE, COMMON = 0.05, 0.95

FACTS: Mapping[str, Mapping[Lang, str]] = {
    "nothing": {
        "nb": "Ingen transkripsjoner er lest ferdig av to av koderne; ingenting kunne sammenlignes.",
        "nn": "Ingen transkripsjonar er lesne ferdig av to av kodarane; ingenting kunne samanliknast.",
        "en": "No transcript was finished by two of these coders; nothing could be compared.",
    },
    "left out": {
        "nb": "{n} av {of} transkripsjoner er utelatt: ikke lest ferdig av to kodere.",
        "nn": "{n} av {of} transkripsjonar er utelatne: ikkje lesne ferdig av to kodarar.",
        "en": "{n} of {of} transcripts left out: not finished by two coders.",
    },
    "not finished": {
        "nb": "{coder} har ikke lest ferdig {n} av {of} transkripsjoner; de mangler for {coder}, "
        "de regnes ikke som ukodet.",
        "nn": "{coder} har ikkje lese ferdig {n} av {of} transkripsjonar; dei manglar for {coder}, "
        "dei blir ikkje rekna som ukoda.",
        "en": "{coder} has not finished {n} of {of} transcripts; they are missing for {coder}, not uncoded.",
    },
    "not counted": {
        "nb": "{n} kodinger i transkripsjoner koderen ikke har lest ferdig, er ikke talt med.",
        "nn": "{n} kodingar i transkripsjonar kodaren ikkje har lese ferdig, er ikkje talde med.",
        "en": "{n} codings in transcripts that their coder has not finished were not counted.",
    },
    "no intervals": {
        "nb": "Ingen intervaller: {n} transkripsjoner er sammenlignet, minst fem trengs.",
        "nn": "Ingen intervall: {n} transkripsjonar er samanlikna, minst fem trengst.",
        "en": "No intervals: {n} transcripts compared, at least five are needed.",
    },
    FEW: {
        "nb": "Uten intervall, for færre enn fem transkripsjoner har koden: {codes}.",
        "nn": "Utan intervall, for færre enn fem transkripsjonar har koden: {codes}.",
        "en": "Without an interval, for fewer than five transcripts hold the code: {codes}.",
    },
    NOT_MET: {
        "nb": "Uten intervall, for koderne ga koden til samme enhet i færre enn to transkripsjoner: {codes}.",
        "nn": "Utan intervall, for kodarane gav koden til same eining i færre enn to transkripsjonar: {codes}.",
        "en": "Without an interval, for coders gave the code to the same unit in fewer than two transcripts: {codes}.",
    },
    ALIKE: {
        "nb": "Uten intervall, for koderne er ikke uenige noe sted: {codes}.",
        "nn": "Utan intervall, for kodarane er ikkje usamde nokon stad: {codes}.",
        "en": "Without an interval, for the coders differ nowhere: {codes}.",
    },
    "spans": {
        "nb": "Med tekststykker som enhet finnes bare positiv enighet: stykker som ingen har merket, kan ikke telles.",
        "nn": "Med tekststykke som eining finst berre positiv semje: stykke som ingen har merkt, kan ikkje teljast.",
        "en": "With spans as the unit there is positive agreement only: spans that nobody marked cannot be counted.",
    },
    "discussed": {
        "nb": "Koderne hadde drøftet disse transkripsjonene: tallene viser enighet, ikke reliabilitet.",
        "nn": "Kodarane hadde drøfta desse transkripsjonane: tala viser semje, ikkje reliabilitet.",
        "en": "The coders had discussed these transcripts: the numbers show agreement, not reliability.",
    },
    "one-sided": {
        "nb": "Brukt av bare én koder: {codes}.",
        "nn": "Brukt av berre éin kodar: {codes}.",
        "en": "Used by one coder only: {codes}.",
    },
    "few uses": {
        "nb": "Færre enn {n} kodinger i alt: {codes}.",
        "nn": "Færre enn {n} kodingar i alt: {codes}.",
        "en": "Fewer than {n} uses in all: {codes}.",
    },
    "skewed": {
        "nb": "Kodet i mindre enn 5 % eller mer enn 95 % av enhetene, noe kappa og alfa påvirkes av: {codes}.",
        "nn": "Koda i mindre enn 5 % eller meir enn 95 % av einingane, noko kappa og alfa blir påverka av: {codes}.",
        "en": "Coded in less than 5 % or more than 95 % of the units, to which kappa and alpha are sensitive: {codes}.",
    },
    "edges": {
        "nb": "De fleste passasjene koderne er uenige om, overlapper, og bare grensene er ulike: {codes}.",
        "nn": "Dei fleste passasjane kodarane er usamde om, overlappar, og berre grensene er ulike: {codes}.",
        "en": "Most passages on which the coders differ overlap, and only the edges differ: {codes}.",
    },
    "threshold": {
        "nb": "Intervallet for alfa omfatter terskelen {threshold}: {codes}.",
        "nn": "Intervallet for alfa femner terskelen {threshold}: {codes}.",
        "en": "The interval of alpha holds the threshold {threshold}: {codes}.",
    },
}
SKEWED_IN_SHORT = (
    "{many} of {of} {kind} are coded in less than 5 % or more than 95 % of the units; kappa and alpha are sensitive "
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
        codes = ", ".join(_said(a.name, detail, lang) for a, detail in self.about)
        values = {k: _shown(v, lang) for k, v in self.values.items()}
        return FACTS[self.fact][lang].format(**values, codes=codes)

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
        return FACTS[self.fact]["en"].format(**self.values, codes=named + others)


def _said(code: str, detail: str | float, lang: Lang) -> str:
    """A code with what is said of it: a coder, a number, a share of all."""
    if isinstance(detail, float):
        detail = _percent(detail, lang)
    return f"{code} ({detail})" if detail != "" else code


def _shown(value: object, lang: Lang) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace(".", ",") if isinstance(value, float) and lang != "en" else text


def _percent(share: float, lang: Lang) -> str:
    value = 100 * share
    if 0 < value < 0.1:
        return f"< {number(0.1, lang, 1)} %"
    return f"{number(value, lang, 0 if 10 <= value <= 90 or value == 100 else 1)} %"


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
