"""The methods paragraph of a comparison: what was compared, how, and with what result."""

from collections.abc import Mapping

from qualcode import __version__
from qualcode.compare.agreement import Comparison
from qualcode.document import Lang
from qualcode.model import again
from qualcode.wording.agreement import listed, number

WORDS: Mapping[Lang, Mapping[str, str]] = {
    "nb": {
        "one": "{n} transkripsjon ble",
        "many": "{n} transkripsjoner ble",
        "some": "{n} av {of} transkripsjoner ble",
        "coded": "{n} kodet av {by} {who}{round} med {codes} (kodebok versjon {version}).",
        "twice": "{n} kodet to ganger av {who}{round} med {codes} (kodebok versjon {version}).",
        "both": "både",
        "two of": "minst to av",
        "round": " i runde {name}",
        "named round": " i runden {name}",
        "codes": "{n} koder",
        "one codes": "{n} kode",
        "themes": "{n} temaer",
        "one themes": "{n} tema",
        "blind": "Koderne så ikke hverandres koding.",
        "open": "Koderne så hverandres koding.",
        "blind twice": "{who} så ikke sin første koding under den andre.",
        "open twice": "{who} så sin første koding under den andre.",
        "counted": "Det er talt per {what} med {unit} som enhet{rule}.",
        "unit": "Samsvar ble regnet ut per {what} med {unit} som enhet{rule}.",
        "code": "kode",
        "theme": "tema",
        "character": "tegn",
        "segment": "segment",
        "turn": "ytring",
        "transcript": "transkripsjon (brukt eller ikke)",
        "span": "tekststykke",
        "equal": "; to stykker er like når grensene er de samme",
        "shared": "; to stykker er like når delt lengde er minst {share} av samlet lengde",
        "missing": "Transkripsjoner en koder ikke hadde lest ferdig, regnes som manglende for vedkommende, "
        "og en koders egne overlappende kodinger er slått sammen.",
        "pooled": "Samlet over {what} var Cohens kappa {kappa} (De Vries mfl. 2008) og Krippendorffs alfa {alpha}.",
        "the codes": "kodene",
        "the themes": "temaene",
        "to": "til",
        "resampled": "Intervallene er 95 % t-intervaller over transkripsjoner (jackknife).",
        "discussed": "Tallene er fra etter drøfting og viser enighet, ikke reliabilitet.",
        "program": "Beregnet med qualcode {version}.",
    },
    "nn": {
        "one": "{n} transkripsjon vart",
        "many": "{n} transkripsjonar vart",
        "some": "{n} av {of} transkripsjonar vart",
        "coded": "{n} koda av {by} {who}{round} med {codes} (kodebok versjon {version}).",
        "twice": "{n} koda to gonger av {who}{round} med {codes} (kodebok versjon {version}).",
        "both": "både",
        "two of": "minst to av",
        "round": " i runde {name}",
        "named round": " i runden {name}",
        "codes": "{n} kodar",
        "one codes": "{n} kode",
        "themes": "{n} tema",
        "one themes": "{n} tema",
        "blind": "Kodarane såg ikkje kodinga til kvarandre.",
        "open": "Kodarane såg kodinga til kvarandre.",
        "blind twice": "{who} såg ikkje den første kodinga si under den andre.",
        "open twice": "{who} såg den første kodinga si under den andre.",
        "counted": "Det er talt per {what} med {unit} som eining{rule}.",
        "unit": "Samsvar vart rekna ut per {what} med {unit} som eining{rule}.",
        "code": "kode",
        "theme": "tema",
        "character": "teikn",
        "segment": "segment",
        "turn": "ytring",
        "transcript": "transkripsjon (brukt eller ikkje)",
        "span": "tekststykke",
        "equal": "; to stykke er like når grensene er dei same",
        "shared": "; to stykke er like når delt lengd er minst {share} av samla lengd",
        "missing": "Transkripsjonar som ein kodar ikkje hadde lese ferdig, blir rekna som manglande for vedkomande, "
        "og dei overlappande kodingane til ein kodar er slegne saman.",
        "pooled": "Samla over {what} var Cohens kappa {kappa} (De Vries mfl. 2008) og Krippendorffs alfa {alpha}.",
        "the codes": "kodane",
        "the themes": "temaa",
        "to": "til",
        "resampled": "Intervalla er 95 % t-intervall over transkripsjonar (jackknife).",
        "discussed": "Tala er frå etter drøfting og viser semje, ikkje reliabilitet.",
        "program": "Rekna ut med qualcode {version}.",
    },
    "en": {
        "one": "{n} transcript was",
        "many": "{n} transcripts were",
        "some": "{n} of {of} transcripts were",
        "coded": "{n} coded by {by} {who}{round} with {codes} (codebook version {version}).",
        "twice": "{n} coded twice by {who}{round} with {codes} (codebook version {version}).",
        "both": "both",
        "two of": "at least two of",
        "round": " in round {name}",
        "named round": " in round {name}",
        "codes": "{n} codes",
        "one codes": "{n} code",
        "themes": "{n} themes",
        "one themes": "{n} theme",
        "blind": "The coders did not see each other's coding.",
        "open": "The coders saw each other's coding.",
        "blind twice": "{who} did not see the first coding during the second.",
        "open twice": "{who} saw the first coding during the second.",
        "counted": "What was coded is counted per {what} with {unit} as the unit{rule}.",
        "unit": "Agreement was computed per {what} with {unit} as the unit{rule}.",
        "code": "code",
        "theme": "theme",
        "character": "the character",
        "segment": "the segment",
        "turn": "the turn",
        "transcript": "the transcript (used or not)",
        "span": "the marked span",
        "equal": "; spans match when equal",
        "shared": "; spans match when the shared length is at least {share} of the joint length",
        "missing": "Transcripts that a coder had not finished count as missing for that coder, "
        "and a coder's own overlapping codings were united.",
        "pooled": "Pooled over the {what}, Cohen's kappa was {kappa} (De Vries et al. 2008) "
        "and Krippendorff's alpha {alpha}.",
        "the codes": "codes",
        "the themes": "themes",
        "to": "to",
        "resampled": "Intervals are 95% t intervals over transcripts (jackknife).",
        "discussed": "The numbers are from after discussion and show agreement, not reliability.",
        "program": "Computed with qualcode {version}.",
    },
}


def methods(comparison: Comparison, lang: Lang = "nb", *, coefficients: bool = True) -> str:
    """A paragraph for the methods section: how it was drawn, who coded, the unit, the result and its uncertainty.

    Without `coefficients` it says what was counted.
    """
    words, given = WORDS[lang], comparison.circumstances
    twice = _twice(comparison)
    said = [given.drawn(lang), _who(comparison, twice, lang)]
    if given.blind is not None:
        said.append(words[("blind" if given.blind else "open") + " twice" * bool(twice)].format(who=twice))
    what = words["theme" if comparison.themes else "code"]
    said.append(
        words["unit" if coefficients else "counted"].format(
            what=what, unit=words[comparison.unit], rule=_rule(comparison, lang)
        )
    )
    said += [words["missing"], *(_result(comparison, lang) if coefficients else ())]
    said += [words["discussed"]] * (given.after_discussion and coefficients)
    return " ".join([*filter(None, said), words["program"].format(version=__version__)])


def _twice(c: Comparison) -> str:
    """The coder who is compared with themselves; '' where several are compared."""
    first, *others = c.coders
    return first if others == [again(first)] else ""


def _who(c: Comparison, twice: str, lang: Lang) -> str:
    """How many transcripts were coded by whom, in which round, with how many codes."""
    words, n, of = WORDS[lang], len(c.transcripts), len(c.basis.transcripts)
    kind = "one" if n == 1 else "many"
    counted = words[kind if c.circumstances.drawn(lang) else "some"].format(n=n, of=of)
    kind = "themes" if c.themes else "codes"
    codes = words["one " * (len(c.codes) == 1) + kind].format(n=len(c.codes))
    by, who = words["both" if len(c.coders) == 2 else "two of"], twice or listed(c.coders, lang)
    version = "–".join(map(str, dict.fromkeys((c.codebook_versions[0], c.codebook_versions[-1]))))
    values = {"by": by, "who": who, "round": _round(c, lang), "codes": codes, "version": version}
    return words["twice" if twice else "coded"].format(n=counted, **values)


def _round(c: Comparison, lang: Lang) -> str:
    """The round by its number, where it has the name it gets by itself, else by its own name."""
    if not (name := c.circumstances.round):
        return ""
    word, _, numeral = name.partition(" ")
    numbered = word == "round" and numeral.isdecimal()
    return WORDS[lang]["round" if numbered else "named round"].format(name=numeral if numbered else name)


def _rule(c: Comparison, lang: Lang) -> str:
    """When two spans are the same one."""
    if c.unit != "span":
        return ""
    return WORDS[lang]["equal" if c.counting.overlap is None else "shared"].format(
        share=number(c.counting.overlap, lang)
    )


def _result(c: Comparison, lang: Lang) -> list[str]:
    """The pooled numbers, and where the intervals come from."""
    words, said = WORDS[lang], []
    if c.pooled.values["alpha"] is not None:
        what = words["the themes" if c.themes else "the codes"]
        values = {name: _with_interval(c, name, lang) for name in ("kappa", "alpha")}
        said.append(words["pooled"].format(what=what, **values))
    said += [words["resampled"]] * any(a.intervals for a in c.codes)
    return said


def _with_interval(c: Comparison, name: str, lang: Lang) -> str:
    value, between = number(c.pooled.values[name], lang), c.pooled.intervals.get(name)
    if not between:
        return value
    return f"{value} ({number(between[0], lang)} {WORDS[lang]['to']} {number(between[1], lang)})"
