"""Facts that go with the numbers, in all languages. Facts, not verdicts: no adjective grades a coefficient."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qualcode.compare.agreement import Agreement, Comparison
from qualcode.compare.measures import FEW

FEW_USES = 10
MOST_NAMED = 4
"""So many codes are named on a terminal; documents name all."""
RARE, COMMON = 0.05, 0.95


@dataclass(frozen=True)
class Note:
    """One fact in all languages; `short` is for a terminal, where the whole would be too long to read."""

    en: str
    nb: str
    short: str = ""
    nn: str = field(kw_only=True)

    def text(self, lang: str) -> str:
        """The fact in bokmål (nb), nynorsk (nn) or English."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}[lang]

    @property
    def brief(self) -> str:
        """The fact in a line."""
        return self.short or self.en


def notes_on(comparison: Comparison) -> tuple[Note, ...]:
    """All facts about a comparison: what was left out, how it came about, then what holds for some codes."""
    return (*_left_out(comparison), *_circumstances(comparison), *_codes(comparison))


def _left_out(comparison: Comparison) -> Iterator[Note]:
    compared, selected = len(comparison.transcripts), len(comparison.basis.transcripts)
    if not compared:
        yield Note(
            "No transcript was finished by two of these coders; nothing could be compared.",
            "Ingen intervjuer er lest ferdig av to av koderne; ingenting kunne sammenlignes.",
            nn="Ingen intervju er lesne ferdig av to av kodarane; ingenting kunne samanliknast.",
        )
    elif compared < selected:
        yield Note(
            f"{selected - compared} of {selected} transcripts left out: not finished by two coders.",
            f"{selected - compared} av {selected} intervjuer er utelatt: ikke lest ferdig av to kodere.",
            nn=f"{selected - compared} av {selected} intervju er utelatne: ikkje lesne ferdig av to kodarar.",
        )
    for coder, n in comparison.left_out.items():
        if n:
            yield Note(
                f"{coder} has not finished {n} of {selected} transcripts; they are missing for {coder}, not uncoded.",
                f"{coder} har ikke lest ferdig {n} av {selected} intervjuer; de mangler for {coder}, "
                "de regnes ikke som ukodet.",
                nn=f"{coder} har ikkje lese ferdig {n} av {selected} intervju; dei manglar for {coder}, "
                "dei blir ikkje rekna som ukoda.",
            )
    if comparison.basis.unfinished:
        yield Note(
            f"{comparison.basis.unfinished} codings in transcripts that their coder has not finished were not counted.",
            f"{comparison.basis.unfinished} kodinger i intervjuer koderen ikke har lest ferdig, er ikke talt med.",
            nn=f"{comparison.basis.unfinished} kodingar i intervju kodaren ikkje har lese ferdig, er ikkje talde med.",
        )


def _circumstances(comparison: Comparison) -> Iterator[Note]:
    if comparison.bootstrap.reason == FEW and comparison.transcripts:
        yield Note(
            f"No intervals: {len(comparison.transcripts)} transcripts compared, at least five are needed.",
            f"Ingen intervaller: {len(comparison.transcripts)} intervjuer er sammenlignet, minst fem trengs.",
            nn=f"Ingen intervall: {len(comparison.transcripts)} intervju er samanlikna, minst fem trengst.",
        )
    if comparison.circumstances.after_discussion:
        yield Note(
            "The coders had discussed these transcripts: the numbers show agreement, not reliability.",
            "Koderne hadde drøftet disse intervjuene: tallene viser enighet, ikke reliabilitet.",
            nn="Kodarane hadde drøfta desse intervjua: tala viser semje, ikkje reliabilitet.",
        )
    one_sided = [f"{a.code} ({a.used_by[0]})" for a in comparison.codes if a.one_sided]
    if one_sided:
        listed = ", ".join(one_sided)
        yield Note(
            f"Used by one coder only: {listed}.",
            f"Brukt av bare én koder: {listed}.",
            f"Used by one coder only: {_some(one_sided)}.",
            nn=f"Brukt av berre éin kodar: {listed}.",
        )


def _codes(comparison: Comparison) -> Iterator[Note]:
    few = [f"{a.code} ({n})" for a in comparison.codes if 0 < (n := sum(a.n.values())) < FEW_USES]
    if few:
        listed = ", ".join(few)
        yield Note(
            f"Fewer than {FEW_USES} uses in all: {listed}.",
            f"Færre enn {FEW_USES} kodinger i alt: {listed}.",
            f"Fewer than {FEW_USES} uses in all: {_some(few)}.",
            nn=f"Færre enn {FEW_USES} kodingar i alt: {listed}.",
        )
    skewed = [(a.code, a.prevalence) for a in comparison.codes if _skewed(a)]
    kind = "themes" if comparison.themes else "codes"
    if skewed:
        listed = ", ".join(f"{code} ({100 * (share or 0):.2g} %)" for code, share in skewed)
        yield Note(
            f"Coded in less than 5 % or more than 95 % of the units, to which kappa and alpha are sensitive: {listed}.",
            "Kodet i mindre enn 5 % eller mer enn 95 % av enhetene, noe kappa og alfa påvirkes av: "
            f"{listed.replace('.', ',')}.",
            f"{len(skewed)} of {len(comparison.codes)} {kind} are coded in less than 5 % or more than 95 % of the "
            "units; kappa and alpha are sensitive to that.",
            nn="Koda i mindre enn 5 % eller meir enn 95 % av einingane, noko kappa og alfa blir påverka av: "
            f"{listed.replace('.', ',')}.",
        )
    edges = [(a.code, a.boundary_share) for a in comparison.codes if (a.boundary_share or 0) > 0.5]
    if edges:
        named = [f"{code} ({100 * (share or 0):.0f} %)" for code, share in edges]
        listed = ", ".join(named)
        yield Note(
            f"Most passages on which the coders differ overlap, and only the edges differ: {listed}.",
            f"De fleste passasjene koderne er uenige om, overlapper, og bare grensene er ulike: {listed}.",
            f"Most passages on which the coders differ overlap, and only the edges differ: {_some(named)}.",
            nn=f"Dei fleste passasjane kodarane er usamde om, overlappar, og berre grensene er ulike: {listed}.",
        )
    yield from _threshold(comparison)


def _skewed(a: Agreement) -> bool:
    return a.prevalence is not None and bool(a.used_by) and not RARE <= a.prevalence <= COMMON


def _threshold(comparison: Comparison) -> Iterator[Note]:
    threshold = comparison.circumstances.threshold
    if threshold is None:
        return
    between = [(a.code, a.intervals["alpha"]) for a in comparison.codes if "alpha" in a.intervals]
    inside = [code for code, (low, high) in between if low < threshold < high]
    if inside:
        unclear = ", ".join(inside)
        comma = f"{threshold:g}".replace(".", ",")
        yield Note(
            f"The interval of alpha holds the threshold {threshold:g}: {unclear}.",
            f"Intervallet for alfa omfatter terskelen {comma}: {unclear}.",
            f"The interval of alpha holds the threshold {threshold:g}: {_some(inside)}.",
            nn=f"Intervallet for alfa femner terskelen {comma}: {unclear}.",
        )


def _some(names: Sequence[str]) -> str:
    """The first names, and how many others there are."""
    if len(names) <= MOST_NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} others"
