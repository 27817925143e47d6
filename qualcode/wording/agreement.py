"""The headings of a comparison, and numbers and names as people write them, in Norwegian and English."""

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
        "interval": "95 %-intervall",
        "alpha_interval": "α, 95 %-intervall",
        "prevalence": "Andel kodet",
        "transcript": "Transkripsjon",
        "differing": "Ulikt",
        "unit": "Enhet",
        "start": "Fra",
        "end": "Til",
        "units": "Antall",
        "text": "Tekst",
        "transcripts": "Transkripsjoner",
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
        "interval": "95 %-intervall",
        "alpha_interval": "α, 95 %-intervall",
        "prevalence": "Del koda",
        "transcript": "Transkripsjon",
        "differing": "Ulikt",
        "unit": "Eining",
        "start": "Frå",
        "end": "Til",
        "units": "Tal",
        "text": "Tekst",
        "transcripts": "Transkripsjonar",
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
        "interval": "95% interval",
        "alpha_interval": "α, 95% interval",
        "prevalence": "Share coded",
        "transcript": "Transcript",
        "differing": "Differing",
        "unit": "Unit",
        "start": "From",
        "end": "To",
        "units": "Number",
        "text": "Text",
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
