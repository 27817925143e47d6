"""The words of documents for people, in Norwegian and English."""

from collections.abc import Mapping

from qualcode.document import Lang

WORDS: Mapping[str, tuple[str, str]] = {
    "excerpts": (
        "Utdrag",
        "Excerpts",
    ),
    "coded_by": (
        "kodet av",
        "coded by",
    ),
    "segment": (
        "segment",
        "segment",
    ),
    "without": (
        "uten {}",
        "no {}",
    ),
    "nothing": (
        "Ingen utdrag i dette utvalget.",
        "No excerpts in this selection.",
    ),
    "coding": (
        "koding",
        "coding",
    ),
    "codings": (
        "kodinger",
        "codings",
    ),
    "transcript": (
        "transkripsjon",
        "transcript",
    ),
    "transcripts": (
        "transkripsjoner",
        "transcripts",
    ),
    "excerpt": (
        "utdrag",
        "excerpt",
    ),
    "different": (
        "{} ulike utdrag",
        "{} different excerpts",
    ),
    "in": (
        "i",
        "in",
    ),
    "and": (
        "og",
        "and",
    ),
    "interviewer": (
        "intervjuer",
        "interviewer",
    ),
    "participant": (
        "deltaker",
        "participant",
    ),
    "participants_words": (
        "Andel av ordene",
        "Share of words",
    ),
    "per_1000": (
        "Kodinger per 1000 ord",
        "Codings per 1,000 words",
    ),
    "of": (
        "{} av {}",
        "{} of {}",
    ),
    "group": (
        "Gruppe",
        "Group",
    ),
    "everyone": (
        "alle",
        "all",
    ),
    "Codings": (
        "Kodinger",
        "Codings",
    ),
    "Transcripts": (
        "Transkripsjoner",
        "Transcripts",
    ),
    "Speakers": (
        "Stemmer",
        "Voices",
    ),
    "Offices": (
        "Kontorer",
        "Offices",
    ),
    "Words": (
        "Ord",
        "Words",
    ),
    "themes_title": (
        "Temaer",
        "Themes",
    ),
    "overview": (
        "Oversikt",
        "Overview",
    ),
    "overview_caption": (
        "I hvor mange av gruppens transkripsjoner temaet er kodet.",
        "In how many of the group's transcripts the theme is coded.",
    ),
    "below": (
        "Koder under temaet",
        "Codes below the theme",
    ),
    "counts_note": (
        (
            "Kodinger telles per koder. Transkripsjoner, stemmer, kontorer og ord telles én gang, uansett"
            " hvem som har kodet dem. Totalene er alle utvalgte transkripsjoner, kodet eller ikke. Ord er"
            " deltakernes ord; en intervjuers ord er ikke med."
        ),
        (
            "Codings are counted per coder. Transcripts, voices, offices and words are counted once, "
            "whoever coded them. Totals are all selected transcripts, coded or not. Words are the "
            "participants'; an interviewer's words are not counted."
        ),
    ),
    "highlights_note": (
        (
            "Typiske utdrag ligger nærmest midten av det gruppen sier om temaet (cosinus mellom tf-idf-"
            "vektorer av ordenes grunnformer); utdrag som skiller seg ut, ligger lengst fra den. Hver "
            "stemme kommer til orde én gang før noen kommer til orde to ganger, og utdrag under åtte ord "
            "velges sist. All tekst er ordrett."
        ),
        (
            "Typical excerpts lie nearest to the centre of what the group says about the theme (cosine of"
            " tf-idf vectors of lemmas); differing ones lie furthest from it. Each voice is heard once "
            "before any is heard twice, and excerpts under eight words are chosen last. All text is "
            "verbatim."
        ),
    ),
    "typical": (
        "Typiske utdrag",
        "Typical excerpts",
    ),
    "differing": (
        "Utdrag som skiller seg ut",
        "Differing excerpts",
    ),
    "longest": (
        "De lengste utdragene",
        "The longest excerpts",
    ),
    "own_text": (
        "[Egen tekst om temaet]",
        "[Your text about this theme]",
    ),
    "include": (
        "Tas med",
        "Include",
    ),
    "exclude": (
        "Tas ikke med",
        "Exclude",
    ),
    "share_of_transcripts": (
        "Andel av gruppens transkripsjoner der temaet er kodet",
        "Share of the group's transcripts",
    ),
    "bars_alt": ("Søyler: {}", "Bars: {}"),
    "contrast_title": ("Forskjeller mellom grupper", "Differences between groups"),
    "contrast_note": (
        "Et kontor er én observasjon: andelen av kontorets transkripsjoner (eller ord) der temaet er kodet. Gruppens "
        "tall er gjennomsnittet over kontorene. p-verdien kommer av å fordele kontorene på nytt til gruppene (eller, "
        "når de samme er intervjuet flere ganger, av å snu fortegnet på kontorenes endring) og er justert for "
        "antall tester etter Holm. Intervallet er de forskjellene som testen ikke forkaster på 5 %-nivå.",
        "An office is one observation: the share of its transcripts (or words) in which the theme is coded. A group's "
        "number is the mean over its offices. The p-value comes from dealing the offices anew to the groups (or, where "
        "the same people were interviewed again, from flipping the signs of the offices' changes) and is adjusted for "
        "the number of tests by Holm's method. The interval holds the differences that the test does not "
        "reject at 5 %.",
    ),
    "offices_with": ("{} av {} kontorer", "{} of {} offices"),
    "difference": ("Forskjell", "Difference"),
    "interval": ("95 %-intervall", "95 % interval"),
    "p_adjusted": ("p (Holm)", "p (Holm)"),
    "no_test": (
        "Ingen test: det er for få kontorer til at selv den klareste forskjell kunne skilles fra tilfeldighet.",
        "No test: there are too few offices for even the clearest difference to be told from chance.",
    ),
    "against": ("{} mot {}", "{} against {}"),
    "words_apart": ("Ord som skiller gruppene", "Words that set the groups apart"),
    "words_note": (
        "Log-odds for ordenes grunnformer i det gruppen sier om temaet, mot de andre gruppene, trukket mot hvor vanlig "
        "ordet er i hele materialet; bare ord fra minst to transkripsjoner. z over 2 er påfallende.",
        "Log-odds of lemmas in what the group says about the theme, against the other groups, shrunk towards how "
        "common the word is in all speech; only words of at least two transcripts. A z above 2 is noteworthy.",
    ),
    "word": ("Ord", "Word"),
    "matrix": ("Matrise", "Matrix"),
    "summary": ("Sammenfatning", "Summary"),
    "Transcript": ("Transkripsjon", "Transcript"),
    "Speaker": ("Stemme", "Voice"),
    "theme": ("Tema", "Theme"),
    "code": ("Kode", "Code"),
    "themes": ("temaer", "themes"),
    "codes": ("koder", "codes"),
    "covering": ("Setninger som til sammen dekker mest av det som blir sagt", "Sentences that together cover most"),
    "together": ("sammen i så mange enheter", "together in so many units"),
    "together_caption": (
        "Hvor mange ganger kodene står sammen (per {}). På diagonalen: hvor ofte koden står i det hele tatt.",
        "How often codes stand together (per {}). On the diagonal: how often the code stands at all.",
    ),
    "in_order": ("i innsamlingsrekkefølge", "in the order of collection"),
    "any_order": ("forventet i vilkårlig rekkefølge", "expected in any order"),
    "most_orders": ("95 % av 1000 tilfeldige rekkefølger", "95 % of 1,000 random orders"),
    "saturation_caption": (
        "{} av {} {} er funnet etter {} transkripsjoner; den siste nye kom i nummer {}.",
        "{} of {} {} found after {} transcripts; the last new one came in number {}.",
    ),
    "cooccur_title": ("Koder som står sammen", "Codes that stand together"),
    "saturation_title": ("Metning", "Saturation"),
}
"""Each word in Norwegian and in English."""


def say(key: str, lang: Lang) -> str:
    """The word for `key`."""
    return WORDS[key][lang == "en"]


def counted(number: int, singular: str, plural: str, lang: Lang) -> str:
    """A number with its noun: '1 coding', '7 codings'."""
    return f"{number} {say(singular if number == 1 else plural, lang)}"


def listed(items: list[str], lang: Lang) -> str:
    """'a', 'a og b', 'a, b og c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {say('and', lang)} {items[-1]}"
