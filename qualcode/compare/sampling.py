"""Which transcripts two coders both code: drawn at random within groups, so that it can be redrawn and described."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import floor
from random import Random

from qualcode.defaults import SEED
from qualcode.errors import WrongUsage
from qualcode.model import Coding, Transcript
from qualcode.wording import Lang, counted, percent, phrase


@dataclass(frozen=True)
class Stratum:
    """Transcripts with the same attribute values, and how many of them were drawn."""

    values: tuple[str, ...]
    size: int
    drawn: int


@dataclass(frozen=True)
class Sample:
    """The drawn transcripts, in order of name.

    `topped_up` were added so that each code has a chance of being seen; `unseen` are codes that no transcript of the
    sample holds although they were used elsewhere (only without topping up).
    """

    transcripts: tuple[str, ...]
    of: int
    strata: tuple[str, ...]
    groups: tuple[Stratum, ...]
    topped_up: tuple[str, ...]
    unseen: tuple[str, ...]
    seed: int

    def methods(self, lang: Lang = "nb", *, again: bool = False) -> str:
        """The sentence for the methods section, in bokmål (nb), nynorsk (nn) or English (en).

        `again`: drawn to be coded a second time by the same coder.
        """
        added, whole = len(self.topped_up), len(self.transcripts)
        drawn, names = whole - added, ", ".join(self.strata)
        said = counted(
            "{drawn} of {n} transcript ({share}) was drawn at random{within} for {why} (seed {seed}).",
            "{drawn} of {n} transcripts ({share}) were drawn at random{within} for {why} (seed {seed}).",
            self.of,
            lang,
            drawn=drawn,
            share=percent(drawn / self.of, lang),
            within=phrase(", stratified by {names},", lang, names=names) if names else "",
            why=phrase("being coded again by the same coder", lang) if again else phrase("double coding", lang),
            seed=self.seed,
        )
        if not added:
            return said
        more = counted(
            "{n} more was added so that every code could be seen, {whole} in all.",
            "{n} more were added so that every code could be seen, {whole} in all.",
            added,
            lang,
            whole=whole,
        )
        return f"{said} {more}"


@dataclass(frozen=True)
class Draw:
    """How a sample is drawn: a `share` of the transcripts (above 0, up to 1) or a `number`, spread over the `strata`.

    With `top_up`, further transcripts are added until each code used so far occurs in the sample.
    """

    share: float | None = None
    number: int | None = None
    strata: tuple[str, ...] = ()
    seed: int = SEED
    top_up: bool = True


def choose(transcripts: Sequence[Transcript], draw: Draw, codings: Iterable[Coding] = ()) -> Sample:
    """Draw whole transcripts as `draw` says.

    Every group of the strata (attribute names) gets its proportional part by largest remainders. The order of the
    arguments' items does not matter. WrongUsage where neither or both of share and number are given, or they are out of
    range.
    """
    total, strata = _how_many(len(transcripts), draw.share, draw.number), draw.strata
    random, groups = Random(draw.seed), _grouped(transcripts, strata)  # noqa: S311 - a sample, not a secret
    drawn: list[str] = []
    described = []
    for values, quota in zip(groups, _quotas([len(g) for g in groups.values()], total), strict=True):
        drawn += random.sample(groups[values], quota)
        described.append(Stratum(values, len(groups[values]), quota))
    holds = _codes_of(codings, {t.name for t in transcripts})
    added = _missing(drawn, holds, random) if draw.top_up else []
    seen = set().union(*(holds.get(name, set()) for name in drawn + added))
    unseen = set().union(*holds.values()) - seen if holds else set()
    return Sample(
        transcripts=tuple(sorted(drawn + added)),
        of=len(transcripts),
        strata=strata,
        groups=tuple(described),
        topped_up=tuple(sorted(added)),
        unseen=tuple(sorted(unseen)),
        seed=draw.seed,
    )


def _how_many(available: int, share: float | None, number: int | None) -> int:
    if (share is None) == (number is None):
        raise WrongUsage("a sample takes a share or a number")
    if not available:
        raise WrongUsage("there are no transcripts to draw from")
    if share is not None:
        if not 0 < share <= 1:
            raise WrongUsage("a share lies above 0 and up to 1")
        return max(1, floor(share * available + 0.5))
    if number is None or not 1 <= number <= available:
        raise WrongUsage(f"a number from 1 to {available} can be drawn")
    return number


def _grouped(transcripts: Sequence[Transcript], strata: Sequence[str]) -> dict[tuple[str, ...], list[str]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for t in sorted(transcripts, key=lambda t: t.name):
        groups.setdefault(tuple(t.attributes.get(a, "") for a in strata), []).append(t.name)
    return dict(sorted(groups.items()))


def _quotas(sizes: Sequence[int], total: int) -> list[int]:
    """`total` shared out in proportion to the sizes, by largest remainders."""
    exact = [total * size / sum(sizes) for size in sizes]
    quotas = [floor(q) for q in exact]
    by_remainder = sorted(range(len(sizes)), key=lambda i: (quotas[i] - exact[i], -sizes[i], i))
    for i in by_remainder[: total - sum(quotas)]:
        quotas[i] += 1
    return quotas


def _codes_of(codings: Iterable[Coding], names: Collection[str]) -> dict[str, set[str]]:
    holds: dict[str, set[str]] = {}
    for coding in codings:
        if coding.transcript in names:
            holds.setdefault(coding.transcript, set()).add(coding.code)
    return holds


def _missing(drawn: Sequence[str], holds: dict[str, set[str]], random: Random) -> list[str]:
    """Transcripts to add, rarest code first, each the one that brings the most unseen codes; ties by lot."""
    unseen = set().union(*holds.values()) - set().union(*(holds.get(n, set()) for n in drawn)) if holds else set()
    frequency = Counter(code for codes in holds.values() for code in codes)
    added: list[str] = []
    while unseen:
        rarest = min(unseen, key=lambda code: (frequency[code], code))
        having = sorted(name for name, codes in holds.items() if rarest in codes)
        most = max(len(holds[name] & unseen) for name in having)
        added.append(random.choice([name for name in having if len(holds[name] & unseen) == most]))
        unseen -= holds[added[-1]]
    return added
