"""Sentences of Norwegian (and English) speech as it is transcribed.

A rule, not a model: after `.`, `!`, `?` or `…`, with closing quotation marks and a stage direction such as `(ler)`, a
sentence ends when the next one begins with a capital, a digit, an opening mark or a dash. It does not end after an
abbreviation, an ordinal or an initial, nor inside a short quotation or bracket.
"""

import re

from qualcode.model import Place
from qualcode.text.paragraphs import trimmed

_NEVER_LAST = {
    "nb": """
        adm adr alm asst avd bl bl.a d.v.s dir dr dvs eks ekskl e.kr f.eks f.kr f.o.m feb frk gnr bnr gt hhv hr ibid
        iht ift ifm inkl innb jan jf jfr kap kgl kl kr kv lok m.a m.h.t m.o.t mfl mht mill mndl mnd mrd mv nov nr okt
        p.g.a pga prof rel s sek sept siv skj spm ss stk str t.d t.o.m t.v tlf ult utg v vedr vha vol vs al ev evt forf
        forts ekstr eg.ent f f.t p pkt d.e d.å
    """,
    "en": "mr mrs ms dr prof st vs e.g i.e approx no vol fig eq dept jan feb aug sept oct nov dec cf p pp",
}
_MAY_BE_WORDS = frozenset(
    "apr art aug ca des fr int maks mag mar min ref red sep sign sp st tab temp tr ang max".split()
)
_MAY_BE_LAST = frozenset("osv o.l o.s.v e.l etc m.m mm m.fl mfl m.v mv osb o.a d.å d.m s.k".split())
_STARTERS = frozenset(
    """
    jeg eg du han hun ho vi dere de dei det den dette denne disse der her da når og men så for fordi hvis om som
    ja nei er har kan skal vil må hva kva hvor kor hvem kven hvordan korleis hvorfor kvifor nå no i på til med
    ved etter alle noen nokon ingen mange it the we you they he she this that there and but so if yes no is
    """.split()
)
_MONTHS = frozenset(
    """
    januar februar mars april mai juni juli august september oktober november desember etasje klasse trinn
    """.split()
)
_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?:[^\S\n]*[(\[][a-zæøå][^()\[\]\n]{0,40}[)\]][.]?)*(?=\s)")
_NEXT = re.compile(r"\s+(?P<open>[\"'«“„‘(\[–—-]*\s?)(?P<first>\S)(?P<word>\w*)")
_WORD_BEFORE = re.compile(r"[\w.]+$")
_INITIALS = re.compile(r"(?:[A-ZÆØÅ]\.)*[A-ZÆØÅ]")
_FEWEST_WORDS = 3  # before an ellipsis that ends a sentence; with fewer, a speaker begins anew
_ENCLOSED = re.compile(
    r"«[^«»\n]{0,200}(?:«[^«»\n]{0,100}»[^«»\n]{0,100})?»|“[^“”\n]{0,200}”|\([^()\n]{0,200}\)|\[[^\[\]\n]{0,200}\]"
)
_ABBREVIATIONS = {language: frozenset(words.split()) for language, words in _NEVER_LAST.items()}


def sentences(text: str, start: int, end: int, language: str = "nb") -> list[Place]:
    """The sentences between two places, without blanks at their ends; together they hold every non-blank character."""
    never = _ABBREVIATIONS["en" if language == "en" else "nb"]
    enclosed = [m.span() for m in _ENCLOSED.finditer(text, start, end)]
    found: list[Place] = []
    begin = start
    for mark in _END.finditer(text, start, end):
        stop = mark.end()
        if any(a < stop < b for a, b in enclosed) or not _ends(text, mark, begin, end, never):
            continue
        if place := trimmed(text, begin, stop):
            found.append(place)
        begin = stop
    if place := trimmed(text, begin, end):
        found.append(place)
    return _joined(text, found)


def _joined(text: str, places: list[Place]) -> list[Place]:
    """Pieces without a letter or digit (`...`, `(…)`) go with the one before, or with the next when they come first."""
    result: list[Place] = []
    for place in places:
        if result and not (_says(text, place) and _says(text, result[-1])):
            result[-1] = Place(result[-1].start, place.end)
        else:
            result.append(place)
    return result


def _says(text: str, place: Place) -> bool:
    return any(c.isalnum() for c in text[place.start : place.end])


def _ends(text: str, mark: re.Match[str], begin: int, end: int, never: frozenset[str]) -> bool:
    """Whether a sentence ends at a full stop, exclamation mark, question mark or ellipsis."""
    after = _NEXT.match(text, mark.end(), end)
    if after is None:
        return True
    first, following = after["first"], (after["first"] + after["word"]).casefold()
    asked = mark[0][0] in "!?"
    if first.islower():
        return asked and mark.end() - mark.start() == 1 and not after["open"].strip()
    if asked:
        return True
    if mark[0].startswith(("..", "…")):
        said = text[begin : mark.start()].split()
        return len(said) >= _FEWEST_WORDS or said in ([], ["("], ["["])
    return _stop_ends(text, mark.start(), begin, following, never)


def _stop_ends(text: str, stop: int, begin: int, following: str, never: frozenset[str]) -> bool:
    """Whether a full stop before a capital ends a sentence: not after abbreviations, ordinals and initials."""
    before = _WORD_BEFORE.search(text, max(begin, stop - 40), stop)
    if before is None:
        return True
    word = before[0].casefold().lstrip(".")
    if word in never and word not in _MAY_BE_LAST:
        return False
    if word in _MAY_BE_WORDS:
        return following in _STARTERS
    if word.isdigit():
        numbered = not text[begin : before.start()].strip()
        return not numbered and following not in _MONTHS
    return following in _STARTERS or not _INITIALS.fullmatch(before[0])
