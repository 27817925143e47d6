"""The methods paragraph of a comparison: what was compared, how, and with what result."""

from qualcode import __version__
from qualcode.compare.agreement import Comparison
from qualcode.second_coding import again
from qualcode.wording import Lang, counted, later, listed, number, phrase

_UNITS = {
    "character": later("the character"),
    "segment": later("the segment"),
    "turn": later("the turn"),
    "transcript": later("the transcript (used or not)"),
    "span": later("the marked span"),
}


def methods(comparison: Comparison, lang: Lang = "nb", *, coefficients: bool = True) -> str:
    """A paragraph for the methods section: how it was drawn, who coded, the unit, the result and its uncertainty.

    Without `coefficients` it says what was counted.
    """
    given, twice = comparison.circumstances, _twice(comparison)
    said = [given.drawn(lang), _who(comparison, twice, lang), _blind(given.blind, twice, lang)]
    said.append(_unit(comparison, lang, coefficients))
    missing = phrase(
        "Transcripts that a coder had not finished count as missing for that coder, and a coder's own overlapping "
        "codings were united.",
        lang,
    )
    said += [missing, *(_result(comparison, lang) if coefficients else ())]
    if given.after_discussion and coefficients:
        said.append(phrase("The numbers are from after discussion and show agreement, not reliability.", lang))
    said.append(phrase("Computed with qualcode {version}.", lang, version=__version__))
    return " ".join(filter(None, said))


def _twice(c: Comparison) -> str:
    """The coder who is compared with themselves; '' where several are compared."""
    first, *others = c.coders
    return first if others == [again(first)] else ""


def _who(c: Comparison, twice: str, lang: Lang) -> str:
    """How many transcripts were coded by whom, in which round, with how many codes."""
    version = "–".join(map(str, dict.fromkeys((c.codebook_versions[0], c.codebook_versions[-1]))))
    values = {"round": _round(c, lang), "codes": _codes(c, lang), "version": version}
    were = _transcripts(c, lang)
    if twice:
        return phrase(
            "{transcripts} coded twice by {coder}{round} with {codes} (codebook version {version}).",
            lang,
            transcripts=were,
            coder=twice,
            **values,
        )
    names = listed(c.coders, lang)
    who = (
        phrase("both {coders}", lang, coders=names)
        if len(c.coders) == 2
        else phrase("at least two of {coders}", lang, coders=names)
    )
    return phrase(
        "{transcripts} coded by {coders}{round} with {codes} (codebook version {version}).",
        lang,
        transcripts=were,
        coders=who,
        **values,
    )


def _transcripts(c: Comparison, lang: Lang) -> str:
    """How many were compared; of how many, unless it was said how they were drawn."""
    n, of = len(c.transcripts), len(c.basis.transcripts)
    if c.circumstances.drawn(lang):
        return counted("{n} transcript was", "{n} transcripts were", n, lang)
    return counted("{some} of {n} transcript was", "{some} of {n} transcripts were", of, lang, some=n)


def _codes(c: Comparison, lang: Lang) -> str:
    if c.themes:
        return counted("{n} theme", "{n} themes", len(c.codes), lang)
    return counted("{n} code", "{n} codes", len(c.codes), lang)


def _blind(blind: bool | None, twice: str, lang: Lang) -> str:
    """Whether a coder saw the other coding."""
    if blind is None:
        return ""
    if twice and blind:
        return phrase("{coder} did not see the first coding during the second.", lang, coder=twice)
    if twice:
        return phrase("{coder} saw the first coding during the second.", lang, coder=twice)
    if blind:
        return phrase("The coders did not see each other's coding.", lang)
    return phrase("The coders saw each other's coding.", lang)


def _unit(c: Comparison, lang: Lang, coefficients: bool) -> str:
    """What was counted or computed, in which unit."""
    values = {
        "what": phrase("theme", lang) if c.themes else phrase("code", lang),
        "unit": phrase(_UNITS[c.unit], lang),
        "rule": _rule(c, lang),
    }
    if coefficients:
        return phrase("Agreement was computed per {what} with {unit} as the unit{rule}.", lang, **values)
    return phrase("What was coded is counted per {what} with {unit} as the unit{rule}.", lang, **values)


def _round(c: Comparison, lang: Lang) -> str:
    """The round by its number, where it has the name it gets by itself, else by its own name."""
    if not (name := c.circumstances.round):
        return ""
    word, _, numeral = name.partition(" ")
    numbered = word == "round" and numeral.isdecimal()
    if numbered:
        return phrase(" in round {number}", lang, number=numeral)
    return phrase(" in round {name}", lang, name=name)


def _rule(c: Comparison, lang: Lang) -> str:
    """When two spans are the same one."""
    if c.unit != "span":
        return ""
    if c.counting.overlap is None:
        return phrase("; spans match when equal", lang)
    share = number(c.counting.overlap, lang)
    return phrase("; spans match when the shared length is at least {share} of the joint length", lang, share=share)


def _result(c: Comparison, lang: Lang) -> list[str]:
    """The pooled numbers, and where the intervals come from."""
    said = []
    if c.pooled.values["alpha"] is not None:
        told = phrase(
            "Pooled over {what}, Cohen's kappa was {kappa} (De Vries et al. 2008) and Krippendorff's alpha {alpha}.",
            lang,
            what=phrase("the themes", lang) if c.themes else phrase("the codes", lang),
            kappa=_with_interval(c, "kappa", lang),
            alpha=_with_interval(c, "alpha", lang),
        )
        said.append(told)
    if any(a.intervals for a in c.codes):
        said.append(phrase("Intervals are 95% t intervals over transcripts (jackknife).", lang))
    return said


def _with_interval(c: Comparison, name: str, lang: Lang) -> str:
    value, between = number(c.pooled.values[name], lang), c.pooled.intervals.get(name)
    if not between:
        return value
    low, high = (number(end, lang) for end in between)
    return f"{value} ({phrase('{low} to {high}', lang, low=low, high=high)})"
