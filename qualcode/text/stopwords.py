"""Words that say nothing about a topic: function words, the commonest verbs, numerals, and a transcriber's remarks.

Bokmål, nynorsk and dialect-near forms together, because one interview mixes them. Closed classes on purpose: a general
list holds words that interviews are about (spaCy's
Norwegian one has 'leder', 'kontakt' and 'kroner'); what that costs suggestions stands in docs/methods/suggestions.md.
"""

from collections.abc import Mapping

_NORWEGIAN = """
jeg eg je æ meg meg me du deg han ham ho hu hun henne den det de dem dei dere de dykk dykkar vi oss seg man
ein en ei et eit én ett å
min mi mitt mine din di ditt dine sin si sitt sine hans hennes hennar vår vårt våre deres deira dens dets
denne dette disse desse slik sånn sånt sånne slikt slike selv sjølv sjøl annen annet andre anna
noe noen noko nokon nokre ingen ingenting inga all alt alle hver hvert kvar kvart begge både
samme same hverandre kvarandre
hva kva hvem kven hvilken hvilket hvilke hvor kor hvordan korleis hvorfor kvifor når da då
og eller men for så at om hvis viss fordi siden sidan enn som både enten verken mens
i på til fra frå med av hos ved mot uten utan over under mellom etter før gjennom rundt blant ut inn opp ned bort
ikke ikkje aldri alltid bare berre også òg au jo nok vel da altså liksom egentlig eigentleg kanskje sikkert
veldig ganske litt mye mykje mer meir mest mange flere fleire nesten likevel helt heilt hele heile
igjen att attende tilbake allerede allereie fortsatt fremdeles framleis fram videre vidare først første fyrst fyrste
siste sist ja nei mm hm eh øh åh ok okei her der hit dit nå no
"""
_NORWEGIAN_VERBS = """
være vere er var vært vore ha har hadde hatt bli blir ble blei blitt vart vorte vorten få får fikk fekk fått
kunne kan skulle skal ville vil måtte må burde bør gjøre gjør gjorde gjort gjere gjer
gå går gikk gått gjeng gjekk komme kommer kom kommet kome kjem ta tar tok tatt tek teke si sier sa sagt seie seier
se ser så sett sjå såg gi gir ga gav gitt gje gjev la lar lot lat sette satt sitte sitter stå står sto stod stått
tro tror trodde tru trur trudde vite vet visste visst veit
"""
_NORWEGIAN_NUMERALS = "null to tre fire fem seks sju syv åtte ni ti elleve tolv hundre tusen"
_NORWEGIAN_REMARKS = "ler latter pause uhørlig uhøyrleg"
_ENGLISH = """
i me my mine you your yours he him his she her hers it its we us our ours they them their theirs one ones
myself yourself himself herself itself ourselves yourselves themselves each other another
this that these those such who whom whose which what where when why how whether
a an the and or but if because so as than then though although while until unless since
of at by for with without about into through over under to from in on off out up down between during before after
again against around above below within upon not no nor only just also too very even still yet already almost quite
rather really perhaps always never often ever back first last same
some any all both few more most many much less least several enough every everything everyone something someone
anything anyone nothing nobody
yes yeah mm eh um uh well okay here there now
"""
_ENGLISH_VERBS = """
be am is are was were been being have has had having do does did done doing can could shall should will would may might
must cannot get gets got go goes going went gone come comes came coming take takes took taken give gives gave given
say says said see sees saw seen make makes made put let know knows knew known think thinks thought
"""
_ENGLISH_NUMERALS = "two three four five six seven eight nine ten eleven twelve hundred thousand"
_ENGLISH_REMARKS = "laughs laughing laughter pause inaudible"

_SPOKEN_NORWEGIAN = frozenset(f"{_NORWEGIAN}{_NORWEGIAN_VERBS}{_NORWEGIAN_NUMERALS} {_NORWEGIAN_REMARKS}".split())
STOP_WORDS: Mapping[str, frozenset[str]] = {
    "nb": _SPOKEN_NORWEGIAN,
    "nn": _SPOKEN_NORWEGIAN,
    "en": frozenset(f"{_ENGLISH}{_ENGLISH_VERBS}{_ENGLISH_NUMERALS} {_ENGLISH_REMARKS}".split()),
}


def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language, in lower case; none for a language that has no list here."""
    return STOP_WORDS.get("nb" if language == "no" else language, frozenset())
