"""The words of the page, in bokmål, nynorsk and English; those in braces are filled in by the page's script."""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str, str]] = {
    "report": ("Rapport", "Rapport", "Report"),
    "skip": ("Hopp til innholdet", "Hopp til innhaldet", "Skip to the content"),
    "contents": ("Innhold", "Innhald", "Contents"),
    "about": ("Om rapporten", "Om rapporten", "About this report"),
    "no_script": (
        (
            "Denne siden teller og filtrerer i nettleseren. Slå på JavaScript for å lese den; ingenting hentes fra "
            "nettet."
        ),
        (
            "Denne sida tel og filtrerer i nettlesaren. Slå på JavaScript for å lese henne; ingenting blir henta "
            "frå nettet."
        ),
        (
            "This page counts and filters in the browser. Turn JavaScript on to read it; nothing is fetched from "
            "the net."
        ),
    ),
    "pseudonyms_note": (
        (
            "Transkripsjoner, deltakere, intervjuere og kontorer har oppdiktede navn her, og notater er utelatt. "
            "Navn som noen sier høyt i intervjuene, er ikke endret: les gjennom før siden deles."
        ),
        (
            "Transkripsjonar, deltakarar, intervjuarar og kontor har oppdikta namn her, og notat er utelatne. Namn "
            "som nokon seier høgt i intervjua, er ikkje endra: les gjennom før sida blir delt."
        ),
        (
            "Transcripts, participants, interviewers and offices have invented names here, and memos are left out. "
            "Names that somebody speaks in the interviews are unchanged: read through the page before you share it."
        ),
    ),
    "no_transcripts_note": (
        "Siden holder bare utdragene, ikke hele transkripsjoner.",
        "Sida held berre utdraga, ikkje heile transkripsjonar.",
        "The page holds the excerpts only, not the whole transcripts.",
    ),
    "overview": ("Oversikt", "Oversyn", "Overview"),
    "themes": ("Temaer", "Tema", "Themes"),
    "matrix": ("Matrise", "Matrise", "Matrix"),
    "together": ("Samforekomst", "Samførekomst", "Co-occurrence"),
    "agreement": ("Samsvar", "Samsvar", "Agreement"),
    "codebook": ("Kodebok", "Kodebok", "Codebook"),
    "transcripts": ("Transkripsjoner", "Transkripsjonar", "Transcripts"),
    # Filters
    "filters": ("Filtre", "Filter", "Filters"),
    "filters_on": ("Filtre ({})", "Filter ({})", "Filters ({})"),
    "search": ("Søk i teksten", "Søk i teksten", "Search the text"),
    "search_hint": (
        "ord, eller «flere ord etter hverandre»",
        "ord, eller «fleire ord etter kvarandre»",
        "words, or “several words in a row”",
    ),
    "all": ("alle", "alle", "all"),
    "code": ("Kode eller tema", "Kode eller tema", "Code or theme"),
    "coder": ("Koder", "Kodar", "Coder"),
    "speaker": ("Hvem som snakker", "Kven som snakkar", "Who speaks"),
    "transcript": ("Transkripsjon", "Transkripsjon", "Transcript"),
    "office": ("Kontor", "Kontor", "Office"),
    "participants": ("alle deltakere", "alle deltakarar", "all participants"),
    "interviewers": ("alle intervjuere", "alle intervjuarar", "all interviewers"),
    "clear": ("Fjern alle filtre", "Fjern alle filter", "Clear all filters"),
    "by": ("Sammenlign grupper etter", "Samanlikn grupper etter", "Compare groups by"),
    "by_none": ("ingen grupper", "ingen grupper", "no groups"),
    "order": ("Rekkefølge på utdrag", "Rekkjefølgje på utdrag", "Order of excerpts"),
    "order_typical": ("de mest typiske først", "dei mest typiske først", "the most typical first"),
    "order_longest": ("de lengste først", "dei lengste først", "the longest first"),
    "order_place": ("slik de står", "slik dei står", "as they stand"),
    "paper": ("På papir", "På papir", "On paper"),
    "paper_shown": ("det som vises nå", "det som er vist no", "what is shown now"),
    "paper_excerpts": ("alle utdrag", "alle utdrag", "all excerpts"),
    "paper_all": ("alle utdrag og transkripsjoner", "alle utdrag og transkripsjonar", "all excerpts and transcripts"),
    "left": ("… og {} til.", "… og {} til.", "… and {} more."),
    "missing": ("uten verdi", "utan verdi", "no value"),
    "shown": ("Viser {} i {} fra {}.", "Viser {} i {} frå {}.", "Showing {} in {} from {}."),
    "nothing": (
        "Ingenting passer til disse filtrene.",
        "Ingenting passar til desse filtera.",
        "Nothing fits these filters.",
    ),
    "active": ("Filtre: {}", "Filter: {}", "Filters: {}"),
    # Counts
    "n_codings": ("{} kodinger", "{} kodingar", "{} codings"),
    "n_coding": ("{} koding", "{} koding", "{} coding"),
    "n_excerpts": ("{} utdrag", "{} utdrag", "{} excerpts"),
    "n_excerpt": ("{} utdrag", "{} utdrag", "{} excerpt"),
    "n_transcripts": ("{} transkripsjoner", "{} transkripsjonar", "{} transcripts"),
    "n_transcript": ("{} transkripsjon", "{} transkripsjon", "{} transcript"),
    "of": ("{} av {}", "{} av {}", "{} of {}"),
    "codings": ("Kodinger", "Kodingar", "Codings"),
    "excerpts": ("Utdrag", "Utdrag", "Excerpts"),
    "speakers": ("Stemmer", "Stemmer", "Voices"),
    "offices": ("Kontorer", "Kontor", "Offices"),
    "words": ("Deltakernes ord", "Orda til deltakarane", "Participants’ words"),
    "coders": ("Kodere", "Kodarar", "Coders"),
    "codes_used": ("Koder i bruk", "Kodar i bruk", "Codes in use"),
    "per_1000": ("Kodinger per 1000 ord", "Kodingar per 1000 ord", "Codings per 1,000 words"),
    "group": ("Gruppe", "Gruppe", "Group"),
    "everyone": ("alle", "alle", "all"),
    # Themes
    "bars_title": (
        "Hvor mange av transkripsjonene snakker om temaet?",
        "Kor mange av transkripsjonane snakkar om temaet?",
        "How many of the transcripts speak of the theme?",
    ),
    "bars_note": (
        (
            "Søylen er andelen av gruppens transkripsjoner der temaet er kodet; tallene står ved siden av. Totalen "
            "er alle transkripsjoner i utvalget, også de ingen har kodet."
        ),
        (
            "Søyla er delen av transkripsjonane til gruppa der temaet er koda; tala står ved sida av. Totalen er "
            "alle transkripsjonar i utvalet, også dei ingen har koda."
        ),
        (
            "The bar is the share of the group’s transcripts in which the theme is coded; the numbers stand beside "
            "it. The total is all transcripts of the selection, also those nobody has coded."
        ),
    ),
    "counts_note": (
        (
            "Kodinger telles per koder. Utdrag, transkripsjoner, stemmer og kontorer telles én gang, uansett hvem "
            "som har kodet dem. Ord er deltakernes; intervjuernes telles ikke, med mindre filteret ber om det."
        ),
        (
            "Kodingar blir talde per kodar. Utdrag, transkripsjonar, stemmer og kontor blir talde éin gong, same "
            "kven som har koda dei. Ord er orda til deltakarane; det intervjuarane seier, tel ikkje, med mindre "
            "filteret ber om det."
        ),
        (
            "Codings are counted per coder. Excerpts, transcripts, voices and offices are counted once, whoever "
            "coded. Words are the participants’; an interviewer’s do not count unless the filter asks for them."
        ),
    ),
    "typical_note": (
        (
            "De typiske utdragene ligger nærmest midten av det gruppen sier om temaet (cosinus mellom "
            "tf-idf-vektorer av ordenes grunnformer); hver stemme kommer til orde én gang før noen kommer til orde "
            "to ganger. All tekst er ordrett."
        ),
        (
            "Dei typiske utdraga ligg nærast midten av det gruppa seier om temaet (cosinus mellom tf-idf-vektorar "
            "av grunnformene til orda); kvar stemme kjem til orde éin gong før nokon kjem til orde to gonger. All "
            "tekst er ordrett."
        ),
        (
            "The typical excerpts lie nearest to the centre of what the group says about the theme (cosine of "
            "tf-idf vectors of lemmas); each voice is heard once before any is heard twice. All text is verbatim."
        ),
    ),
    "typical": ("typisk", "typisk", "typical"),
    "numbers_of": ("Tall for {}", "Tal for {}", "Numbers of {}"),
    "table_of": ("{}: tabellen", "{}: tabellen", "{}: the table"),
    "below": ("Koder under temaet", "Kodar under temaet", "Codes below the theme"),
    "below_caption": (
        "I hvor mange av gruppens transkripsjoner hver kode er brukt.",
        "I kor mange av transkripsjonane til gruppa kvar kode er brukt.",
        "In how many of the group’s transcripts each code is used.",
    ),
    "itself": ("temaet selv", "temaet sjølv", "the theme itself"),
    "more": ("Vis {} til", "Vis {} til", "Show {} more"),
    "more_of": ("Vis {} til av «{}», {}", "Vis {} til av «{}», {}", "Show {} more of “{}”, {}"),
    "no_excerpts": ("Ingen utdrag.", "Ingen utdrag.", "No excerpts."),
    "to_place": ("Se stedet i transkripsjonen", "Sjå staden i transkripsjonen", "See the place in the transcript"),
    "segment": ("segment", "segment", "segment"),
    "coded_by": ("kodet av {}", "koda av {}", "coded by {}"),
    "memo": ("Notat", "Notat", "Memo"),
    "differs": ("Forskjell mellom gruppene", "Skilnad mellom gruppene", "Difference between the groups"),
    "difference_of": ("{} mot {}", "{} mot {}", "{} against {}"),
    "difference_is": (
        "{} prosentpoeng i snitt over kontorene ({} mot {} kontorer der temaet er kodet)",
        "{} prosentpoeng i snitt over kontora ({} mot {} kontor der temaet er koda)",
        "{} percentage points, mean over offices ({} against {} offices where the theme is coded)",
    ),
    "interval_is": (
        "95 %-intervall {} til {}, p = {} (Holm)",
        "95 %-intervall {} til {}, p = {} (Holm)",
        "95 % interval {} to {}, p = {} (Holm)",
    ),
    "no_test": (
        "Ingen test: for få kontorer til at selv den klareste forskjell kunne skilles fra tilfeldighet.",
        "Ingen test: for få kontor til at sjølv den klaraste skilnaden kunne skiljast frå tilfelle.",
        "No test: too few offices for even the clearest difference to be told from chance.",
    ),
    "words_apart": ("Ord som skiller gruppene", "Ord som skil gruppene", "Words that set the groups apart"),
    "words_more": (
        "{}: {} ganger, mot {} i de andre gruppene. Søk etter ordet",
        "{}: {} gonger, mot {} i dei andre gruppene. Søk etter ordet",
        "{}: {} times, against {} in the other groups. Search for the word",
    ),
    "whole": (
        "Gjelder hele rapporten, ikke filtrene.",
        "Gjeld heile rapporten, ikkje filtera.",
        "Of the whole report, not of the filters.",
    ),
    # Matrix and co-occurrence
    "matrix_note": (
        "Antall utdrag i hver rute. Velg en rute for å lese dem.",
        "Talet på utdrag i kvar rute. Vel ei rute for å lese dei.",
        "The number of excerpts in each cell. Choose a cell to read them.",
    ),
    "case": ("Rader", "Rader", "Rows"),
    "cell": ("{}, {}: {}", "{}, {}: {}", "{}, {}: {}"),
    "together_note": (
        (
            "I hvor mange segmenter samme koder har brukt begge temaene. Mørkere rute betyr større c: antallet "
            "delt på segmentene som har minst ett av dem. På diagonalen: segmenter med temaet. Velg en rute for å "
            "lese utdragene."
        ),
        (
            "I kor mange segment same kodar har brukt begge temaa. Mørkare rute betyr større c: talet delt på "
            "segmenta som har minst eitt av dei. På diagonalen: segment med temaet. Vel ei rute for å lese utdraga."
        ),
        (
            "In how many segments the same coder used both themes. A darker cell means a greater c: the number "
            "divided by the segments that have at least one of them. On the diagonal: segments with the theme. "
            "Choose a cell to read the excerpts."
        ),
    ),
    "pair": (
        "{} og {}: {} segmenter sammen, c = {}",
        "{} og {}: {} segment saman, c = {}",
        "{} and {}: {} segments together, c = {}",
    ),
    "alone": ("{}: {} segmenter", "{}: {} segment", "{}: {} segments"),
    "theme": ("Tema", "Tema", "Theme"),
    # Agreement
    "positive_agreement": ("Positiv enighet", "Positiv semje", "Positive agreement"),
    "percent": ("Andel enige", "Del samde", "Share agreeing"),
    "both": ("Begge", "Begge", "Both"),
    "everybody": ("Alle", "Alle", "All"),
    "only": ("Bare {}", "Berre {}", "Only {}"),
    "neither": ("Ingen", "Ingen", "Neither"),
    "kappa": ("Cohens κ", "Cohens κ", "Cohen’s κ"),
    "alpha": ("Krippendorffs α", "Krippendorffs α", "Krippendorff’s α"),
    "interval": ("95 %-intervall for α", "95 %-intervall for α", "95 % interval of α"),
    "code_column": ("Kode", "Kode", "Code"),
    # Codebook and transcripts
    "include": ("Tas med", "Blir teke med", "Include"),
    "exclude": ("Tas ikke med", "Blir ikkje teke med", "Exclude"),
    "keywords": ("Stikkord", "Stikkord", "Keywords"),
    "retired": ("ikke lenger i bruk", "ikkje lenger i bruk", "no longer in use"),
    "read_excerpts": ("Les utdragene", "Les utdraga", "Read the excerpts"),
    "transcripts_note": (
        "Kodingene står i margen. Et navn der fører til utdraget under temaet.",
        "Kodingane står i margen. Eit namn der fører til utdraget under temaet.",
        "The codings stand in the margin. A name there leads to the excerpt below its theme.",
    ),
    "hits": ("{} treff", "{} treff", "{} hits"),
    "hit": ("{} treff", "{} treff", "{} hit"),
    "to_excerpt": (
        "{}, kodet av {}: gå til utdraget",
        "{}, koda av {}: gå til utdraget",
        "{}, coded by {}: go to the excerpt",
    ),
    "interviewer": ("intervjuer", "intervjuar", "interviewer"),
}
"""Each word in the order of `LANGS`."""
