"""The methods paragraph and the headings of a comparison, in Norwegian and English."""

from qualcode import __version__
from qualcode.compare.agreement import Comparison
from qualcode.model import again

UNIT_NAMES = {
    "nb": {
        "character": "tegn",
        "segment": "segment",
        "turn": "ytring",
        "transcript": "intervju (koden brukt eller ikke)",
        "span": "tekststykke",
    },
    "nn": {
        "character": "teikn",
        "segment": "segment",
        "turn": "ytring",
        "transcript": "intervju (koden brukt eller ikkje)",
        "span": "tekststykke",
    },
    "en": {
        "character": "the character",
        "segment": "the segment",
        "turn": "the turn",
        "transcript": "the transcript (code used or not)",
        "span": "the marked span",
    },
}

HEADINGS = {
    "nb": {
        "code": "Kode",
        "theme": "Tema",
        "n": "Kodinger",
        "both": "Begge",
        "everyone": "Alle",
        "only": "Bare",
        "some": "Noen",
        "neither": "Ingen",
        "percent": "Andel enige",
        "positive_agreement": "Positiv enighet",
        "kappa": "Cohens κ",
        "mean_kappa": "Cohens κ (snitt av par)",
        "alpha": "Krippendorffs α",
        "ac1": "Gwets AC1",
        "brennan_prediger": "Brennan–Prediger",
        "fleiss": "Scotts π / Fleiss’ κ",
        "interval": "α, 95 %-intervall",
        "prevalence": "Andel kodet",
        "transcript": "Intervju",
        "transcripts": "Intervjuer",
    },
    "nn": {
        "code": "Kode",
        "theme": "Tema",
        "n": "Kodingar",
        "both": "Begge",
        "everyone": "Alle",
        "only": "Berre",
        "some": "Nokre",
        "neither": "Ingen",
        "percent": "Del samde",
        "positive_agreement": "Positiv semje",
        "kappa": "Cohens κ",
        "mean_kappa": "Cohens κ (snitt av par)",
        "alpha": "Krippendorffs α",
        "ac1": "Gwets AC1",
        "brennan_prediger": "Brennan–Prediger",
        "fleiss": "Scotts π / Fleiss’ κ",
        "interval": "α, 95 %-intervall",
        "prevalence": "Del koda",
        "transcript": "Intervju",
        "transcripts": "Intervju",
    },
    "en": {
        "code": "Code",
        "theme": "Theme",
        "n": "Codings",
        "both": "Both",
        "everyone": "All",
        "only": "Only",
        "some": "Some",
        "neither": "Neither",
        "percent": "Share agreeing",
        "positive_agreement": "Positive agreement",
        "kappa": "Cohen’s κ",
        "mean_kappa": "Cohen’s κ (mean of pairs)",
        "alpha": "Krippendorff’s α",
        "ac1": "Gwet’s AC1",
        "brennan_prediger": "Brennan–Prediger",
        "fleiss": "Scott’s π / Fleiss’ κ",
        "interval": "α, 95% interval",
        "prevalence": "Share coded",
        "transcript": "Transcript",
        "transcripts": "Transcripts",
    },
}


def number(value: float | None, lang: str, digits: int = 2) -> str:
    """A number for people, with the language's decimal sign; a dash where undefined."""
    if value is None or value != value:
        return "–"
    text = f"{value:z.{digits}f}".replace("-", "−")
    return text if lang == "en" else text.replace(".", ",")


def listed(names: "tuple[str, ...] | list[str]", lang: str) -> str:
    """Names in running text."""
    word = " and " if lang == "en" else " og "
    return ", ".join(names[:-1]) + word + names[-1] if len(names) > 1 else "".join(names)


def methods(comparison: Comparison, lang: str = "nb") -> str:
    """What was compared, in which unit, with what result and how the uncertainty was found."""
    sentences = {"nb": _methods_nb, "nn": _methods_nn, "en": _methods_en}[lang](comparison)
    given = comparison.circumstances.drawn(lang)
    return " ".join([given, *sentences] if given else sentences)


def _methods_nb(c: Comparison) -> list[str]:
    n, who = f"{len(c.transcripts)} {'intervju' if len(c.transcripts) == 1 else 'intervjuer'}", listed(c.coders, "nb")
    if not c.circumstances.drawn("nb"):
        n = f"{len(c.transcripts)} av {len(c.basis.transcripts)} intervjuer"
    when = f" i {_round(c, 'runde', 'runden')}" if c.circumstances.round else ""
    what = f"{when} med {_codes(c, 'nb')} (kodebok versjon {c.codebook_version})."
    by = "både" if len(c.coders) == 2 else "minst to av"
    first = _twice(c)
    said = [f"{n} ble kodet to ganger av {first}{what}" if first else f"{n} ble kodet av {by} {who}{what}"]
    if c.circumstances.blind is not None and first:
        said.append(f"{first} så {'ikke ' if c.circumstances.blind else ''}sin første koding under den andre.")
    elif c.circumstances.blind is not None:
        said.append("Koderne så " + ("ikke " if c.circumstances.blind else "") + "hverandres koding.")
    said.append(f"Samsvar ble regnet ut per kode med {UNIT_NAMES['nb'][c.unit]} som enhet{_rule(c, 'nb')}.")
    said.append(
        "Intervjuer en koder ikke hadde lest ferdig, regnes som manglende for vedkommende, "
        "og en koders egne overlappende kodinger er slått sammen."
    )
    if c.pooled["alpha"] is not None:
        said.append(
            f"Samlet over kodene var Cohens kappa {_with_interval(c, 'kappa', 'nb')} (De Vries mfl. 2008) "
            f"og Krippendorffs alfa {_with_interval(c, 'alpha', 'nb')}."
        )
    if not c.bootstrap.reason and c.unit != "span":
        said.append(
            f"Intervallene er 95 %, funnet ved å trekke hele intervjuer på nytt {c.bootstrap.replicates} ganger "
            f"(frø {c.bootstrap.seed})."
        )
    if c.circumstances.after_discussion:
        said.append("Tallene er fra etter drøfting og viser enighet, ikke reliabilitet.")
    return [*said, f"Beregnet med qualcode {__version__}."]


def _methods_nn(c: Comparison) -> list[str]:
    n, who = f"{len(c.transcripts)} intervju", listed(c.coders, "nn")
    if not c.circumstances.drawn("nn"):
        n = f"{len(c.transcripts)} av {len(c.basis.transcripts)} intervju"
    when = f" i {_round(c, 'runde', 'runden')}" if c.circumstances.round else ""
    what = f"{when} med {_codes(c, 'nn')} (kodebok versjon {c.codebook_version})."
    by = "både" if len(c.coders) == 2 else "minst to av"
    first = _twice(c)
    said = [f"{n} vart koda to gonger av {first}{what}" if first else f"{n} vart koda av {by} {who}{what}"]
    if c.circumstances.blind is not None and first:
        said.append(f"{first} såg {'ikkje ' if c.circumstances.blind else ''}den første kodinga si under den andre.")
    elif c.circumstances.blind is not None:
        said.append("Kodarane såg " + ("ikkje " if c.circumstances.blind else "") + "kodinga til kvarandre.")
    said.append(f"Samsvar vart rekna ut per kode med {UNIT_NAMES['nn'][c.unit]} som eining{_rule(c, 'nn')}.")
    said.append(
        "Intervju som ein kodar ikkje hadde lese ferdig, blir rekna som manglande for vedkomande, "
        "og dei overlappande kodingane til ein kodar er slegne saman."
    )
    if c.pooled["alpha"] is not None:
        said.append(
            f"Samla over kodane var Cohens kappa {_with_interval(c, 'kappa', 'nn')} (De Vries mfl. 2008) "
            f"og Krippendorffs alfa {_with_interval(c, 'alpha', 'nn')}."
        )
    if not c.bootstrap.reason and c.unit != "span":
        said.append(
            f"Intervalla er 95 %, funne ved å trekkje heile intervju på nytt {c.bootstrap.replicates} gonger "
            f"(frø {c.bootstrap.seed})."
        )
    if c.circumstances.after_discussion:
        said.append("Tala er frå etter drøfting og viser semje, ikkje reliabilitet.")
    return [*said, f"Rekna ut med qualcode {__version__}."]


def _methods_en(c: Comparison) -> list[str]:
    n, who = f"{len(c.transcripts)} transcript{'s' * (len(c.transcripts) != 1)}", listed(c.coders, "en")
    if not c.circumstances.drawn("en"):
        n = f"{len(c.transcripts)} of {len(c.basis.transcripts)} transcripts"
    when = f" in {_round(c, 'round', 'round')}" if c.circumstances.round else ""
    what = f"{when} with {_codes(c, 'en')} (codebook version {c.codebook_version})."
    by = "both" if len(c.coders) == 2 else "at least two of"
    first = _twice(c)
    said = [f"{n} were coded twice by {first}{what}" if first else f"{n} were coded by {by} {who}{what}"]
    if c.circumstances.blind is not None and first:
        said.append(f"{first} {'did not see' if c.circumstances.blind else 'saw'} the first coding during the second.")
    elif c.circumstances.blind is not None:
        said.append("The coders " + ("did not see" if c.circumstances.blind else "saw") + " each other's coding.")
    said.append(f"Agreement was computed per code with {UNIT_NAMES['en'][c.unit]} as the unit{_rule(c, 'en')}.")
    said.append(
        "Transcripts that a coder had not finished count as missing for that coder, "
        "and a coder's own overlapping codings were united."
    )
    if c.pooled["alpha"] is not None:
        said.append(
            f"Pooled over the codes, Cohen's kappa was {_with_interval(c, 'kappa', 'en')} (De Vries et al. 2008) "
            f"and Krippendorff's alpha {_with_interval(c, 'alpha', 'en')}."
        )
    if not c.bootstrap.reason and c.unit != "span":
        said.append(
            f"Intervals are 95%, from resampling whole transcripts {c.bootstrap.replicates} times "
            f"(seed {c.bootstrap.seed})."
        )
    if c.circumstances.after_discussion:
        said.append("The numbers are from after discussion and show agreement, not reliability.")
    return [*said, f"Computed with qualcode {__version__}."]


def _round(c: Comparison, one: str, the: str) -> str:
    """The round by its number, where it has the name it gets by itself, else by its own name."""
    word, _, number = c.circumstances.round.partition(" ")
    return f"{one} {number}" if word == "round" and number.isdecimal() else f"{the} {c.circumstances.round}"


def _twice(c: Comparison) -> str:
    """The coder who is compared with themselves; '' where several are compared."""
    first, *others = c.coders
    return first if others == [again(first)] else ""


def _codes(c: Comparison, lang: str) -> str:
    n = len(c.codes)
    words = ONE_AND_MANY[lang]["themes" if c.themes else "codes"]
    return f"{n} {words[n != 1]}"


ONE_AND_MANY = {
    "nb": {"codes": ("kode", "koder"), "themes": ("tema", "temaer")},
    "nn": {"codes": ("kode", "kodar"), "themes": ("tema", "tema")},
    "en": {"codes": ("code", "codes"), "themes": ("theme", "themes")},
}


def _rule(c: Comparison, lang: str) -> str:
    if c.unit != "span":
        return ""
    return SPANS[lang]["equal" if c.overlap is None else "shared"].format(share=number(c.overlap, lang))


SPANS = {
    "nb": {
        "equal": "; to stykker er like når grensene er de samme",
        "shared": "; to stykker er like når delt lengde er minst {share} av samlet lengde",
    },
    "nn": {
        "equal": "; to stykke er like når grensene er dei same",
        "shared": "; to stykke er like når delt lengd er minst {share} av samla lengd",
    },
    "en": {
        "equal": "; spans match when equal",
        "shared": "; spans match when the shared length is at least {share} of the joint length",
    },
}


def _with_interval(c: Comparison, name: str, lang: str) -> str:
    value, between = number(c.pooled[name], lang), c.pooled_intervals.get(name)
    if not between:
        return value
    word = "to" if lang == "en" else "til"
    return f"{value} ({number(between[0], lang)} {word} {number(between[1], lang)})"
