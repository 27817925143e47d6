"""The words of documents for people, in bokmål, nynorsk and English."""

from collections.abc import Mapping

from qualcode.document import LANGS, Lang

WORDS: Mapping[str, tuple[str, str, str]] = {
    "excerpts": ("Utdrag", "Utdrag", "Excerpts"),
    "coded_by": ("kodet av", "koda av", "coded by"),
    "segment": ("segment", "segment", "segment"),
    "without": ("uten {}", "utan {}", "no {}"),
    "nothing": ("Ingen utdrag i dette utvalget.", "Ingen utdrag i dette utvalet.", "No excerpts in this selection."),
    "coding": ("koding", "koding", "coding"),
    "codings": ("kodinger", "kodingar", "codings"),
    "transcript": ("transkripsjon", "transkripsjon", "transcript"),
    "transcripts": ("transkripsjoner", "transkripsjonar", "transcripts"),
    "excerpt": ("utdrag", "utdrag", "excerpt"),
    "different": ("{} ulike utdrag", "{} ulike utdrag", "{} different excerpts"),
    "in": ("i", "i", "in"),
    "and": ("og", "og", "and"),
    "interviewer": ("intervjuer", "intervjuar", "interviewer"),
    "participant": ("deltaker", "deltakar", "participant"),
    "participants_words": ("Andel av ordene", "Del av orda", "Share of words"),
    "per_1000": ("Kodinger per 1000 ord", "Kodingar per 1000 ord", "Codings per 1,000 words"),
    "of": ("{} av {}", "{} av {}", "{} of {}"),
    "group": ("Gruppe", "Gruppe", "Group"),
    "everyone": ("alle", "alle", "all"),
    "Codings": ("Kodinger", "Kodingar", "Codings"),
    "Transcripts": ("Transkripsjoner", "Transkripsjonar", "Transcripts"),
    "Speakers": ("Stemmer", "Stemmer", "Voices"),
    "Offices": ("Kontorer", "Kontor", "Offices"),
    "Words": ("Ord", "Ord", "Words"),
    "themes_title": ("Temaer", "Tema", "Themes"),
    "overview": ("Oversikt", "Oversyn", "Overview"),
    "overview_caption": (
        "I hvor mange av gruppens transkripsjoner temaet er kodet.",
        "I kor mange av transkripsjonane til gruppa temaet er koda.",
        "In how many of the group's transcripts the theme is coded.",
    ),
    "below_caption": (
        "Temaets koder: i hvor mange av gruppens transkripsjoner, og hvor ofte.",
        "Kodane til temaet: i kor mange av transkripsjonane til gruppa, og kor ofte.",
        "The theme's codes: in how many of the group's transcripts, and how often.",
    ),
    "itself": ("temaet selv", "temaet sjølv", "the theme itself"),
    "unread_note": (
        "{} av {} utvalgte transkripsjoner er verken lest ferdig eller kodet. De teller likevel med i alle totaler.",
        "{} av {} utvalde transkripsjonar er verken lesne ferdig eller koda. Dei tel likevel med i alle totalar.",
        "{} of {} selected transcripts are neither finished nor coded. They count in all totals nevertheless.",
    ),
    "coder_in": ("{} (i {} transkripsjoner)", "{} (i {} transkripsjonar)", "{} (in {} transcripts)"),
    "coders_note": (
        (
            "Kodet av {}. Antall kodinger, også per 1000 ord, blir høyere der flere har kodet: sammenlign grupper "
            "etter transkripsjoner, stemmer og ord, eller velg én koder."
        ),
        (
            "Koda av {}. Talet på kodingar, også per 1000 ord, blir høgare der fleire har koda: samanlikn grupper "
            "etter transkripsjonar, stemmer og ord, eller vel éin kodar."
        ),
        (
            "Coded by {}. The number of codings, also per 1,000 words, is higher where several people coded: "
            "compare groups by transcripts, voices and words, or choose one coder."
        ),
    ),
    "counts_note": (
        (
            "Kodinger telles per koder. Transkripsjoner, stemmer, kontorer og ord telles én gang, uansett hvem som "
            "har kodet dem. Totalene er alle utvalgte transkripsjoner, kodet eller ikke. Ord er deltakernes ord; "
            "en intervjuers ord er ikke med."
        ),
        (
            "Kodingar blir talde per kodar. Transkripsjonar, stemmer, kontor og ord blir talde éin gong, same kven "
            "som har koda dei. Totalane er alle utvalde transkripsjonar, koda eller ikkje. Ord er orda til "
            "deltakarane; det ein intervjuar seier, er ikkje med."
        ),
        (
            "Codings are counted per coder. Transcripts, voices, offices and words are counted once, whoever coded "
            "them. Totals are all selected transcripts, coded or not. Words are the participants'; an "
            "interviewer's words are not counted."
        ),
    ),
    "highlights_note": (
        (
            "Typiske utdrag ligger nærmest midten av det gruppen sier om temaet (cosinus mellom tf-idf-vektorer av "
            "ordenes grunnformer); utdrag som skiller seg ut, ligger lengst fra den. Hver stemme kommer til orde "
            "én gang før noen kommer til orde to ganger, og utdrag under åtte ord velges sist. All tekst er "
            "ordrett."
        ),
        (
            "Typiske utdrag ligg nærast midten av det gruppa seier om temaet (cosinus mellom tf-idf-vektorar av "
            "grunnformene til orda); utdrag som skil seg ut, ligg lengst frå han. Kvar stemme kjem til orde éin "
            "gong før nokon kjem til orde to gonger, og utdrag under åtte ord blir valde sist. All tekst er "
            "ordrett."
        ),
        (
            "Typical excerpts lie nearest to the centre of what the group says about the theme (cosine of tf-idf "
            "vectors of lemmas); differing ones lie furthest from it. Each voice is heard once before any is heard "
            "twice, and excerpts under eight words are chosen last. All text is verbatim."
        ),
    ),
    "typical": ("Typiske utdrag", "Typiske utdrag", "Typical excerpts"),
    "differing": ("Utdrag som skiller seg ut", "Utdrag som skil seg ut", "Differing excerpts"),
    "longest": ("De lengste utdragene", "Dei lengste utdraga", "The longest excerpts"),
    "own_text": ("[Egen tekst om temaet]", "[Eigen tekst om temaet]", "[Your text about this theme]"),
    "include": ("Tas med", "Blir teke med", "Include"),
    "exclude": ("Tas ikke med", "Blir ikkje teke med", "Exclude"),
    "share_of_transcripts": (
        "Andel av gruppens transkripsjoner der temaet er kodet",
        "Del av transkripsjonane til gruppa der temaet er koda",
        "Share of the group's transcripts",
    ),
    "contrast_title": ("Forskjeller mellom grupper", "Skilnader mellom grupper", "Differences between groups"),
    "contrast_note": (
        (
            "Én observasjon per {}: andelen av {} der temaet er kodet. Gruppens tall er gjennomsnittet over "
            "observasjonene, som alle veier likt."
        ),
        (
            "Éin observasjon per {}: delen av {} der temaet er koda. Talet for gruppa er gjennomsnittet over "
            "observasjonane, som alle veg likt."
        ),
        (
            "One observation per {}: the share of its {} in which the theme is coded. A group's number is the mean "
            "over its observations, each with the same weight."
        ),
    ),
    "test_note": (
        (
            "p-verdien kommer av å fordele observasjonene på nytt til gruppene (eller, i par, av å snu fortegnet på "
            "forskjellene) og er justert for antall tester etter Holm. Intervallet er de forskjellene som testen "
            "ikke forkaster på 5 %-nivå."
        ),
        (
            "p-verdien kjem av å fordele observasjonane på nytt til gruppene (eller, i par, av å snu forteiknet på "
            "skilnadene) og er justert for talet på testar etter Holm. Intervallet er dei skilnadene som testen "
            "ikkje forkastar på 5 %-nivå."
        ),
        (
            "The p-value comes from dealing the observations anew to the groups (or, in pairs, from flipping the "
            "signs of the differences) and is adjusted for the number of tests by Holm's method. The interval holds "
            "the differences that the test does not reject at 5 %."
        ),
    ),
    "share_transcripts": ("transkripsjonene", "transkripsjonane", "transcripts"),
    "share_words": ("ordene", "orda", "words"),
    "office": ("kontor", "kontor", "office"),
    "in_pairs": (
        "Sammenlignet i par etter {}: {} er med i begge gruppene, og bare de teller her.",
        "Samanlikna i par etter {}: {} er med i begge gruppene, og berre dei tel her.",
        "Compared in pairs by {}: {} stand in both groups, and only they count here.",
    ),
    "offices_with": ("{} av {} kontorer", "{} av {} kontor", "{} of {} offices"),
    "difference": ("Forskjell, prosentpoeng", "Skilnad, prosentpoeng", "Difference, percentage points"),
    "interval": ("95 %-intervall", "95 %-intervall", "95 % interval"),
    "p_adjusted": ("p (Holm)", "p (Holm)", "p (Holm)"),
    "no_test": (
        (
            "Ingen test: med {} mot {} observasjoner kunne selv den klareste forskjell ikke skilles fra "
            "tilfeldighet. Tallene sier hva som ble sagt her, ikke hva som gjelder andre steder."
        ),
        (
            "Ingen test: med {} mot {} observasjonar kunne sjølv den klaraste skilnaden ikkje skiljast frå "
            "tilfelle. Tala seier kva som blei sagt her, ikkje kva som gjeld andre stader."
        ),
        (
            "No test: with {} against {} observations even the clearest difference could not be told from chance. "
            "The numbers tell what was said here, not what holds elsewhere."
        ),
    ),
    "against": ("{} mot {}", "{} mot {}", "{} against {}"),
    "words_apart": ("Ord som skiller gruppene", "Ord som skil gruppene", "Words that set the groups apart"),
    "words_note": (
        (
            "Grunnformen av ord, med hvor mange ganger de står i det gruppen sier om temaet, mot i de andre "
            "gruppene. Rekkefølgen er log-odds trukket mot hvor vanlig ordet er i hele materialet; bare ord fra "
            "minst to transkripsjoner. Småord og navn (ord som bare står med stor forbokstav) er utelatt. "
            "* er påfallende (z over 2). Kommandoen contrast --words gir alle tall, contrast --lines ORD hvert sted."
        ),
        (
            "Grunnforma av ord, med kor mange gonger dei står i det gruppa seier om temaet, mot i dei andre "
            "gruppene. Rekkjefølgja er log-odds trekte mot kor vanleg ordet er i heile materialet; berre ord frå "
            "minst to transkripsjonar. Småord og namn (ord som berre står med stor forbokstav) er utelatne. "
            "* er påfallande (z over 2). Kommandoen contrast --words gir alle tal, contrast --lines ORD kvar stad."
        ),
        (
            "Lemmas, with how often they stand in what the group says about the theme, against in the other "
            "groups. The order is log-odds shrunk towards how common the word is in all speech; only words of at "
            "least two transcripts. Function words and names (words that stand with a capital letter only) are left "
            "out. * is noteworthy (z above 2). The command contrast --words gives all numbers, contrast --lines WORD "
            "every place."
        ),
    ),
    "word": ("Ord", "Ord", "Word"),
    "matrix": ("Matrise", "Matrise", "Matrix"),
    "summary": ("Sammenfatning", "Samandrag", "Summary"),
    "Transcript": ("Transkripsjon", "Transkripsjon", "Transcript"),
    "Speaker": ("Stemme", "Stemme", "Voice"),
    "theme": ("Tema", "Tema", "Theme"),
    "code": ("Kode", "Kode", "Code"),
    "themes": ("temaer", "tema", "themes"),
    "codes": ("koder", "kodar", "codes"),
    "covering": (
        "Setninger som til sammen dekker mest av det som blir sagt",
        "Setningar som til saman dekkjer mest av det som blir sagt",
        "Sentences that together cover most",
    ),
    "covering_note": (
        (
            "Setninger som dekker mest, er valgt én for én: hver gang den som legger til mest av det gruppen sier om "
            "temaet, og som ikke er dekket ennå, målt mot hvor lang setningen er."
        ),
        (
            "Setningar som dekkjer mest, er valde éi for éi: kvar gong den som legg til mest av det gruppa seier om "
            "temaet, og som ikkje er dekt enno, målt mot kor lang setninga er."
        ),
        (
            "Sentences that cover most are chosen one by one: each time the one that adds most of what the group says "
            "about the theme and is not covered yet, set against the sentence's length."
        ),
    ),
    "together": ("sammen i så mange enheter", "saman i så mange einingar", "together in so many units"),
    "together_caption": (
        "Hvor mange ganger kodene står sammen (per {}). På diagonalen, i fet skrift: hvor ofte koden står i alt.",
        "Kor mange gonger kodane står saman (per {}). På diagonalen, i feit skrift: kor ofte koden står i alt.",
        "How often codes stand together (per {}). On the diagonal, in bold: how often the code stands at all.",
    ),
    "none_together": (
        "Ingen koder står sammen i dette utvalget.",
        "Ingen kodar står saman i dette utvalet.",
        "No codes stand together in this selection.",
    ),
    "in_order": ("i innsamlingsrekkefølge", "i innsamlingsrekkjefølgja", "in the order of collection"),
    "any_order": ("forventet i vilkårlig rekkefølge", "venta i vilkårleg rekkjefølgje", "expected in any order"),
    "most_orders": (
        "95 % av 1000 tilfeldige rekkefølger",
        "95 % av 1000 tilfeldige rekkjefølgjer",
        "95 % of 1,000 random orders",
    ),
    "saturation_caption": (
        "{} av {} {} er funnet etter {} transkripsjoner; den siste nye kom i nummer {}.",
        "{} av {} {} er funne etter {} transkripsjonar; den siste nye kom i nummer {}.",
        "{} of {} {} found after {} transcripts; the last new one came in number {}.",
    ),
    "coverage_title": ("Hvem som har lest og kodet", "Kven som har lese og koda", "Who has read and coded"),
    "Coder": ("Koder", "Kodar", "Coder"),
    "finished": ("Lest ferdig", "Lese ferdig", "Finished"),
    "different_codes": ("Ulike koder", "Ulike kodar", "Different codes"),
    "segments_coded": ("Segmenter kodet", "Segment koda", "Segments coded"),
    "of_segments": ("av segmenter", "av segment", "of segments"),
    "words_coded": ("Ord kodet", "Ord koda", "Words coded"),
    "of_words": ("av ord", "av ord", "of words"),
    "search_title": ("Søk", "Søk", "Search"),
    "Segment": ("Segment", "Segment", "Segment"),
    "match": ("Treff", "Treff", "Match"),
    "cases_title": ("Ett intervju per rad", "Eitt intervju per rad", "One transcript a row"),
    "cooccur_title": ("Koder som står sammen", "Kodar som står saman", "Codes that stand together"),
    "saturation_title": ("Metning", "Metting", "Saturation"),
    "bars_caption": (
        "Andel av transkripsjonene der temaet er kodet",
        "Del av transkripsjonane der temaet er koda",
        "Share of the transcripts in which the theme is coded",
    ),
    "contrast_picture": (
        "Forskjell i prosentpoeng mellom {} og {}; til høyre for null er temaet vanligere hos {}",
        "Skilnad i prosentpoeng mellom {} og {}; til høgre for null er temaet vanlegare hos {}",
        "Difference in percentage points between {} and {}; to the right of zero the theme is more common with {}",
    ),
    "points": ("prosentpoeng", "prosentpoeng", "percentage points"),
    "to": ("til", "til", "to"),
    "words_of": ("Ord hos {}", "Ord hos {}", "Words of {}"),
    "together_most": ("Oftest", "Oftast", "Most often"),
    "unit_overlap": ("overlapp", "overlapp", "overlap"),
    "unit_segment": ("segment", "segment", "segment"),
    "unit_turn": ("replikk", "replikk", "turn"),
    "unit_transcript": ("transkripsjon", "transkripsjon", "transcript"),
    "first_code": ("Kode", "Kode", "Code"),
    "second_code": ("sammen med", "saman med", "together with"),
    "times_together": ("Ganger sammen", "Gonger saman", "Times together"),
    "times_first": ("Den første i alt", "Den første i alt", "The first in all"),
    "times_second": ("Den andre i alt", "Den andre i alt", "The second in all"),
    "c": ("c", "c", "c"),
    "Coders": ("Kodere", "Kodarar", "Coders"),
    "c_note": (
        (
            "c er ganger sammen delt på segmentene (eller andre enheter) som har minst én av dem: 0 er aldri, 1 er "
            "alltid."
        ),
        (
            "c er gonger saman delt på segmenta (eller andre einingar) som har minst éin av dei: 0 er aldri, 1 er "
            "alltid."
        ),
        (
            "c is times together divided by the segments (or other units) that have at least one of them: 0 is "
            "never, 1 is always."
        ),
    ),
    "number": ("Nr.", "Nr.", "No."),
    "in_it": ("Koder i den", "Kodar i han", "Codes in it"),
    "new_codes": ("Nye", "Nye", "New"),
    "so_far": ("Hittil", "Hittil", "So far"),
    "expected": ("Forventet", "Venta", "Expected"),
    "low": ("Lavest", "Lågast", "Lowest"),
    "high": ("Høyest", "Høgast", "Highest"),
    "which": ("Hvilke", "Kva for nokre", "Which"),
    "new_keywords": ("Nye stikkord", "Nye stikkord", "New keywords"),
    "keywords_so_far": ("Stikkord hittil", "Stikkord hittil", "Keywords so far"),
    "saturation_note": (
        (
            "Forventet, lavest og høyest er antall koder etter så mange transkripsjoner i vilkårlig rekkefølge: "
            "gjennomsnittet og 95 % av 1000 tilfeldige rekkefølger."
        ),
        (
            "Venta, lågast og høgast er talet på kodar etter så mange transkripsjonar i vilkårleg rekkjefølgje: "
            "gjennomsnittet og 95 % av 1000 tilfeldige rekkjefølgjer."
        ),
        (
            "Expected, lowest and highest are the number of codes after so many transcripts in any order: the mean "
            "and 95 % of 1,000 random orders."
        ),
    ),
    "passages": ("Utdragene", "Utdraga", "The excerpts"),
    "passages_note": (
        "Lenkene fører til utdragene bakerst, der de står med ordene rundt; «tilbake» fører til ruten de står i.",
        "Lenkjene fører til utdraga bakarst, der dei står med orda rundt; «tilbake» fører til ruta dei står i.",
        "The links lead to the excerpts at the end, where they stand with the words around them; “back” leads to their "
        "cell.",
    ),
    "paper_note": (
        (
            "Hver rute viser de mest typiske utdragene (de som ligger nærmest midten av det som blir sagt der), "
            "forkortet, og sier hvor mange flere ruten har. Lenken fører til hele utdraget lenger bak. Alle utdrag "
            "står i samme matrise som html eller xlsx, eller her med --excerpts 0."
        ),
        (
            "Kvar rute viser dei mest typiske utdraga (dei som ligg nærast midten av det som blir sagt der), "
            "forkorta, og seier kor mange fleire ruta har. Lenkja fører til heile utdraget lenger bak. Alle utdrag "
            "står i same matrise som html eller xlsx, eller her med --excerpts 0."
        ),
        (
            "Each cell shows its most typical excerpts (those nearest to the centre of what is said there), "
            "shortened, and says how many more it has. The link leads to the whole excerpt further back. All "
            "excerpts are in the same matrix as html or xlsx, or here with --excerpts 0."
        ),
    ),
    "and_more": ("og {} til", "og {} til", "and {} more"),
    "before": ("Før", "Før", "Before"),
    "after": ("Etter", "Etter", "After"),
    "Codes": ("Koder", "Kodar", "Codes"),
}
"""Each word in the order of `LANGS`: bokmål, nynorsk, English."""


def say(key: str, lang: Lang) -> str:
    """The word for `key`."""
    return WORDS[key][LANGS.index(lang)]


def headed(columns: Mapping[str, str], lang: Lang) -> dict[str, str]:
    """The words by which people call columns, from their keys."""
    return {column: say(key, lang) for column, key in columns.items()}


def counted(number: int, singular: str, plural: str, lang: Lang) -> str:
    """A number with its noun: '1 coding', '7 codings'."""
    return f"{number} {say(singular if number == 1 else plural, lang)}"


def listed(items: list[str], lang: Lang) -> str:
    """'a', 'a og b', 'a, b og c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {say('and', lang)} {items[-1]}"
