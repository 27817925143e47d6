"""Words that say nothing about a topic: pronouns, articles, conjunctions, prepositions, auxiliaries, interjections.

Bokmål, nynorsk and dialect-near forms together, because one interview mixes them. Kept short and closed on purpose: a
general list would hold words that interviews are about (spaCy's Norwegian one has 'leder' and 'kontakt').
"""

from collections.abc import Mapping

_NORWEGIAN = """
jeg eg je æ meg meg du deg han ham ho hun henne den det de dem dei dere de dykk vi me oss seg man ein en ei et eit
min mi mitt mine din di ditt dine sin si sitt sine hans hennes hennar vår vårt våre deres deira dens dets
denne dette disse desse slik sånn sånt sånne slikt slike selv sjølv annen annet andre anna noe noen noko nokon nokre
ingen ingenting inga all alt alle hver hvert kvar kvart begge både
hva kva hvem kven hvilken hvilket hvilke kva hvor kor hvordan korleis hvorfor kvifor når da då
og eller men for så at om hvis viss fordi siden sidan enn som både enten verken mens
i på til fra frå med av hos ved mot uten utan over under mellom etter før gjennom rundt blant ut inn opp ned bort
ikke ikkje aldri alltid bare berre også òg au jo nok vel da altså liksom egentlig eigentleg kanskje kanskje sikkert
veldig ganske litt mye mykje mer meir mest mange flere fleire
være vere er var vært vore ha har hadde hatt bli blir ble blei blitt få får fikk fekk fått kunne kan skulle skal ville
vil måtte må burde bør gjøre gjør gjorde gjort gjere gjer
ja nei jo mm hm eh øh åh ok okei her der hit dit nå no
"""
_ENGLISH = """
i me my mine you your yours he him his she her hers it its we us our ours they them their theirs one
this that these those such who whom whose which what where when why how
a an the and or but if because so as than then though while of at by for with about into through over under to from in
on off out up down not no nor only just also too very some any all each both few more most other same
be am is are was were been being have has had do does did done can could shall should will would may might must
yes yeah mm eh um uh well okay here there now
"""
STOP_WORDS: Mapping[str, frozenset[str]] = {
    "nb": frozenset(_NORWEGIAN.split()),
    "nn": frozenset(_NORWEGIAN.split()),
    "en": frozenset(_ENGLISH.split()),
}


def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language, in lower case; none for a language that has no list."""
    return STOP_WORDS.get("nb" if language == "no" else language, frozenset())
