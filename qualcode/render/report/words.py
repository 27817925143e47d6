"""The words of the page, in Norwegian and English; those in braces are filled in by the page's script."""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "report": ("Rapport", "Report"),
    "skip": ("Hopp til innholdet", "Skip to the content"),
    "contents": ("Innhold", "Contents"),
    "about": ("Om rapporten", "About this report"),
    "no_script": (
        "Denne siden teller og filtrerer i nettleseren. Slå på JavaScript for å lese den; ingenting hentes fra nettet.",
        "This page counts and filters in the browser. Turn JavaScript on to read it; nothing is fetched from the net.",
    ),
    "pseudonyms_note": (
        "Transkripsjoner, deltakere, intervjuere og kontorer har oppdiktede navn her, og notater er utelatt. Navn som "
        "noen sier høyt i intervjuene, er ikke endret: les gjennom før siden deles.",
        "Transcripts, participants, interviewers and offices have invented names here, and memos are left out. Names "
        "that somebody speaks in the interviews are unchanged: read through the page before you share it.",
    ),
    "no_transcripts_note": (
        "Siden holder bare utdragene, ikke hele transkripsjoner.",
        "The page holds the excerpts only, not the whole transcripts.",
    ),
    "overview": ("Oversikt", "Overview"),
    "themes": ("Temaer", "Themes"),
    "matrix": ("Matrise", "Matrix"),
    "together": ("Samforekomst", "Co-occurrence"),
    "agreement": ("Samsvar", "Agreement"),
    "codebook": ("Kodebok", "Codebook"),
    "transcripts": ("Transkripsjoner", "Transcripts"),
    # Filters
    "filters": ("Filtre", "Filters"),
    "filters_on": ("Filtre ({})", "Filters ({})"),
    "search": ("Søk i teksten", "Search the text"),
    "search_hint": ("ord, eller «flere ord etter hverandre»", "words, or “several words in a row”"),
    "all": ("alle", "all"),
    "code": ("Kode eller tema", "Code or theme"),
    "coder": ("Koder", "Coder"),
    "speaker": ("Hvem som snakker", "Who speaks"),
    "transcript": ("Transkripsjon", "Transcript"),
    "office": ("Kontor", "Office"),
    "participants": ("alle deltakere", "all participants"),
    "interviewers": ("alle intervjuere", "all interviewers"),
    "clear": ("Fjern alle filtre", "Clear all filters"),
    "by": ("Sammenlign grupper etter", "Compare groups by"),
    "by_none": ("ingen grupper", "no groups"),
    "order": ("Rekkefølge på utdrag", "Order of excerpts"),
    "order_typical": ("de mest typiske først", "the most typical first"),
    "order_longest": ("de lengste først", "the longest first"),
    "order_place": ("slik de står", "as they stand"),
    "missing": ("uten verdi", "no value"),
    "shown": (
        "Viser {} i {} fra {}.",
        "Showing {} in {} from {}.",
    ),
    "nothing": (
        "Ingenting passer til disse filtrene.",
        "Nothing fits these filters.",
    ),
    "active": ("Filtre: {}", "Filters: {}"),
    # Counts
    "n_codings": ("{} kodinger", "{} codings"),
    "n_coding": ("{} koding", "{} coding"),
    "n_excerpts": ("{} utdrag", "{} excerpts"),
    "n_excerpt": ("{} utdrag", "{} excerpt"),
    "n_transcripts": ("{} transkripsjoner", "{} transcripts"),
    "n_transcript": ("{} transkripsjon", "{} transcript"),
    "of": ("{} av {}", "{} of {}"),
    "codings": ("Kodinger", "Codings"),
    "excerpts": ("Utdrag", "Excerpts"),
    "speakers": ("Stemmer", "Voices"),
    "offices": ("Kontorer", "Offices"),
    "words": ("Deltakernes ord", "Participants’ words"),
    "coders": ("Kodere", "Coders"),
    "codes_used": ("Koder i bruk", "Codes in use"),
    "per_1000": ("Kodinger per 1000 ord", "Codings per 1,000 words"),
    "group": ("Gruppe", "Group"),
    "everyone": ("alle", "all"),
    # Themes
    "bars_title": (
        "Hvor mange av transkripsjonene snakker om temaet?",
        "How many of the transcripts speak of the theme?",
    ),
    "bars_note": (
        "Søylen er andelen av gruppens transkripsjoner der temaet er kodet; tallene står ved siden av. Totalen er alle "
        "transkripsjoner i utvalget, også de ingen har kodet.",
        "The bar is the share of the group’s transcripts in which the theme is coded; the numbers stand beside it. The "
        "total is all transcripts of the selection, also those nobody has coded.",
    ),
    "counts_note": (
        "Kodinger telles per koder. Utdrag, transkripsjoner, stemmer og kontorer telles én gang, uansett hvem som har "
        "kodet dem. Ord er deltakernes; intervjuernes telles ikke, med mindre filteret ber om det.",
        "Codings are counted per coder. Excerpts, transcripts, voices and offices are counted once, whoever coded. "
        "Words are the participants’; an interviewer’s do not count unless the filter asks for them.",
    ),
    "typical_note": (
        "De typiske utdragene ligger nærmest midten av det gruppen sier om temaet (cosinus mellom tf-idf-vektorer av "
        "ordenes grunnformer); hver stemme kommer til orde én gang før noen kommer til orde to ganger. All tekst er "
        "ordrett.",
        "The typical excerpts lie nearest to the centre of what the group says about the theme (cosine of tf-idf "
        "vectors of lemmas); each voice is heard once before any is heard twice. All text is verbatim.",
    ),
    "typical": ("typisk", "typical"),
    "below": ("Koder under temaet", "Codes below the theme"),
    "more": ("Vis {} til", "Show {} more"),
    "more_of": ("Vis {} til av «{}», {}", "Show {} more of “{}”, {}"),
    "no_excerpts": ("Ingen utdrag.", "No excerpts."),
    "to_place": ("Se stedet i transkripsjonen", "See the place in the transcript"),
    "segment": ("segment", "segment"),
    "coded_by": ("kodet av {}", "coded by {}"),
    "memo": ("Notat", "Memo"),
    "differs": ("Forskjell mellom gruppene", "Difference between the groups"),
    "difference_of": ("{} mot {}", "{} against {}"),
    "difference_is": (
        "{} prosentpoeng i snitt over kontorene ({} mot {} kontorer der temaet er kodet)",
        "{} percentage points, mean over offices ({} against {} offices where the theme is coded)",
    ),
    "interval_is": ("95 %-intervall {} til {}, p = {} (Holm)", "95 % interval {} to {}, p = {} (Holm)"),
    "no_test": (
        "Ingen test: for få kontorer til at selv den klareste forskjell kunne skilles fra tilfeldighet.",
        "No test: too few offices for even the clearest difference to be told from chance.",
    ),
    "words_apart": ("Ord som skiller gruppene", "Words that set the groups apart"),
    "words_more": (
        "{}: {} ganger, mot {} i de andre gruppene. Søk etter ordet",
        "{}: {} times, against {} in the other groups. Search for the word",
    ),
    "whole": (
        "Gjelder hele rapporten, ikke filtrene.",
        "Of the whole report, not of the filters.",
    ),
    # Matrix and co-occurrence
    "matrix_note": (
        "Antall utdrag i hver rute. Velg en rute for å lese dem.",
        "The number of excerpts in each cell. Choose a cell to read them.",
    ),
    "case": ("Rader", "Rows"),
    "cell": ("{}, {}: {}", "{}, {}: {}"),
    "together_note": (
        "I hvor mange segmenter samme koder har brukt begge temaene. Mørkere rute betyr større c: antallet delt på "
        "segmentene som har minst ett av dem. På diagonalen: segmenter med temaet. Velg en rute for å lese utdragene.",
        "In how many segments the same coder used both themes. A darker cell means a greater c: the number divided by "
        "the segments that have at least one of them. On the diagonal: segments with the theme. Choose a cell to read "
        "the excerpts.",
    ),
    "pair": ("{} og {}: {} segmenter sammen, c = {}", "{} and {}: {} segments together, c = {}"),
    "alone": ("{}: {} segmenter", "{}: {} segments"),
    "theme": ("Tema", "Theme"),
    # Agreement
    "positive_agreement": ("Positiv enighet", "Positive agreement"),
    "percent": ("Andel enige", "Share agreeing"),
    "both": ("Begge", "Both"),
    "everybody": ("Alle", "All"),
    "only": ("Bare {}", "Only {}"),
    "neither": ("Ingen", "Neither"),
    "kappa": ("Cohens κ", "Cohen’s κ"),
    "alpha": ("Krippendorffs α", "Krippendorff’s α"),
    "interval": ("95 %-intervall for α", "95 % interval of α"),
    "code_column": ("Kode", "Code"),
    # Codebook and transcripts
    "include": ("Tas med", "Include"),
    "exclude": ("Tas ikke med", "Exclude"),
    "keywords": ("Stikkord", "Keywords"),
    "retired": ("ikke lenger i bruk", "no longer in use"),
    "read_excerpts": ("Les utdragene", "Read the excerpts"),
    "transcripts_note": (
        "Kodingene står i margen. Et navn der fører til utdraget under temaet.",
        "The codings stand in the margin. A name there leads to the excerpt below its theme.",
    ),
    "hits": ("{} treff", "{} hits"),
    "hit": ("{} treff", "{} hit"),
    "to_excerpt": ("{}, kodet av {}: gå til utdraget", "{}, coded by {}: go to the excerpt"),
    "interviewer": ("intervjuer", "interviewer"),
}
