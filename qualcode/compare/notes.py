"""Facts that go with the numbers, in Norwegian and English. Facts, not verdicts: no adjective grades a coefficient."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.compare.comparison import Agreement, Comparison

FEW_USES = 10
RARE, COMMON = 0.05, 0.95


@dataclass(frozen=True)
class Circumstances:
    """What the counts cannot know: how the transcripts were drawn, whether the coders worked blind, and when.

    `sample` is a sentence for the methods section; `round` a name; `after_discussion` makes the numbers agreement and
    not reliability; `threshold` is the value the researcher set beforehand.
    """

    sample: str = ""
    blind: bool | None = None
    round: str = ""
    after_discussion: bool = False
    threshold: float | None = None


@dataclass(frozen=True)
class Note:
    """One fact in both languages; `code` where it is about one code."""

    en: str
    nb: str
    code: str | None = None

    def text(self, lang: str) -> str:
        """The fact in Norwegian (nb) or English."""
        return self.nb if lang == "nb" else self.en


def notes_on(comparison: "Comparison") -> tuple[Note, ...]:
    """All facts about a comparison: what was left out first, then code by code."""
    whole = list(_left_out(comparison)) + list(_circumstances(comparison))
    return tuple(whole + [note for a in comparison.codes for note in _on_code(comparison, a)])


def _left_out(comparison: "Comparison") -> Iterator[Note]:
    compared, selected = len(comparison.transcripts), comparison.selected
    if not compared:
        yield Note(
            "No transcript was finished by two of these coders; nothing could be compared.",
            "Ingen intervjuer er lest ferdig av to av koderne; ingenting kunne sammenlignes.",
        )
    elif compared < selected:
        yield Note(
            f"{selected - compared} of {selected} transcripts left out: not finished by two coders.",
            f"{selected - compared} av {selected} intervjuer er utelatt: ikke lest ferdig av to kodere.",
        )
    for coder, n in comparison.left_out.items():
        if n:
            yield Note(
                f"{coder} has not finished {n} of {selected} transcripts; they are missing for {coder}, not uncoded.",
                f"{coder} har ikke lest ferdig {n} av {selected} intervjuer; de mangler for {coder}, "
                "de regnes ikke som ukodet.",
            )
    if comparison.unfinished:
        yield Note(
            f"{comparison.unfinished} codings in transcripts that their coder has not finished were not counted.",
            f"{comparison.unfinished} kodinger i intervjuer koderen ikke har lest ferdig, er ikke talt med.",
        )


def _circumstances(comparison: "Comparison") -> Iterator[Note]:
    if comparison.no_interval and comparison.transcripts and comparison.replicates:
        yield Note(
            f"No intervals: {len(comparison.transcripts)} transcripts compared, at least five are needed.",
            f"Ingen intervaller: {len(comparison.transcripts)} intervjuer er sammenlignet, minst fem trengs.",
        )
    if comparison.circumstances.after_discussion:
        yield Note(
            "The coders had discussed these transcripts: the numbers show agreement, not reliability.",
            "Koderne hadde drøftet disse intervjuene: tallene viser enighet, ikke reliabilitet.",
        )
    one_sided = [f"{a.code} ({a.used_by[0]})" for a in comparison.codes if a.one_sided]
    if one_sided:
        listed = ", ".join(one_sided)
        yield Note(f"Used by one coder only: {listed}.", f"Brukt av bare én koder: {listed}.")


def _on_code(comparison: "Comparison", a: "Agreement") -> Iterator[Note]:
    uses = sum(a.n.values())
    if 0 < uses < FEW_USES:
        yield Note(f"{a.code}: {uses} uses in all.", f"{a.code}: {uses} kodinger i alt.", a.code)
    if a.prevalence is not None and uses and not RARE <= a.prevalence <= COMMON:
        share_en = f"{100 * a.prevalence:.2g}"
        yield Note(
            f"{a.code}: coded in {share_en} % of the units; kappa and alpha are sensitive to this.",
            f"{a.code}: kodet i {share_en.replace('.', ',')} % av enhetene; kappa og alfa påvirkes av det.",
            a.code,
        )
    if a.boundary_share is not None and a.boundary_share > 0.5:
        share = round(100 * a.boundary_share)
        yield Note(
            f"{a.code}: {share} % of the passages on which coders differ overlap; only the edges differ.",
            f"{a.code}: {share} % av passasjene koderne er uenige om, overlapper; bare grensene er ulike.",
            a.code,
        )
    threshold = comparison.circumstances.threshold
    between = a.intervals.get("alpha")
    if threshold is not None and between and between[0] < threshold < between[1]:
        yield Note(
            f"{a.code}: the interval of alpha holds the threshold {threshold:g}.",
            f"{a.code}: intervallet for alfa omfatter terskelen {threshold:g}.".replace(".", ",", 0),
            a.code,
        )
