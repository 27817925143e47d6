"""What happened between two versions of a codebook, in sentences; and which codes came to mean something else."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from qualcode.codebook.fields import LISTS
from qualcode.document import Lang
from qualcode.model import Code, Codebook

MEANING = ("definition", "include", "exclude", "keywords", "rules")
"""The fields that say what a code covers. A change in one makes older codings worth a second look."""

_WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "quote": "“{}”", "and": "and", "within": "In {code}, {clauses}.",
        "book": "The codebook is now called “{new}” (it was “{old}”).",
        "new": "{code} is new {where}.", "gone": "{code} is gone.", "under": "under {above}", "top": "at the top level",
        "renamed": "is now written “{new}” (it was “{old}”)", "named": "is now called “{new}” (it was “{old}”)",
        "moved": "now stands {where}", "retired": "was retired", "revived": "is in use again",
        "order": "The codes {where} have another order.", "color": "the colour changed",
        "text": "{what} changed: {how}", "set": "{what} is new: “{new}”", "unset": "{what} was removed",
        "swap": "“{old}” became “{new}”", "cut": "“{old}” was taken out", "put": "“{new}” was put in",
        "gained": "{what} gained {new}", "lost": "{what} lost {old}",
        "definition": "the definition", "include": "what to include", "exclude": "what to exclude",
        "keywords": "the keywords", "rules": "the search rules", "examples": "the examples",
    },
    "nb": {
        "quote": "«{}»", "and": "og", "within": "I {code}: {clauses}.",
        "book": "Kodeboken heter nå «{new}» (før «{old}»).",
        "new": "{code} er ny {where}.", "gone": "{code} er borte.", "under": "under {above}", "top": "på øverste nivå",
        "renamed": "skrives nå «{new}» (før «{old}»)", "named": "heter nå «{new}» (før «{old}»)",
        "moved": "står nå {where}", "retired": "er tatt ut av bruk", "revived": "er i bruk igjen",
        "order": "Kodene {where} har fått en annen rekkefølge.", "color": "fargen er endret",
        "text": "{what} er endret: {how}", "set": "{what} er kommet til: «{new}»", "unset": "{what} er fjernet",
        "swap": "«{old}» ble til «{new}»", "cut": "«{old}» er strøket", "put": "«{new}» er satt inn",
        "gained": "{what} har fått {new}", "lost": "{what} har mistet {old}",
        "definition": "definisjonen", "include": "det som skal tas med,", "exclude": "det som ikke skal tas med,",
        "keywords": "nøkkelordene", "rules": "søkereglene", "examples": "eksemplene",
    },
    "nn": {
        "quote": "«{}»", "and": "og", "within": "I {code}: {clauses}.",
        "book": "Kodeboka heiter no «{new}» (før «{old}»).",
        "new": "{code} er ny {where}.", "gone": "{code} er borte.", "under": "under {above}", "top": "på øvste nivå",
        "renamed": "blir no skriven «{new}» (før «{old}»)", "named": "heiter no «{new}» (før «{old}»)",
        "moved": "står no {where}", "retired": "er teken ut av bruk", "revived": "er i bruk igjen",
        "order": "Kodane {where} har fått ei anna rekkjefølgje.", "color": "fargen er endra",
        "text": "{what} er endra: {how}", "set": "{what} er komen til: «{new}»", "unset": "{what} er fjerna",
        "swap": "«{old}» vart til «{new}»", "cut": "«{old}» er stroke", "put": "«{new}» er sett inn",
        "gained": "{what} har fått {new}", "lost": "{what} har mista {old}",
        "definition": "definisjonen", "include": "det som skal takast med,",
        "exclude": "det som ikkje skal takast med,", "keywords": "nøkkelorda",
        "rules": "søkjereglane", "examples": "eksempla",
    },
}  # fmt: skip


def diff(a: Codebook, b: Codebook, lang: Lang = "en") -> list[str]:
    """What changed from `a` to `b`: a sentence or two per code, gone codes last. Empty if nothing did.

    Codes are recognised by uid, without one by id; so a rename is a rename, not one code lost and another made.
    """
    words = _WORDS[lang]
    old, new = _keyed(a), _keyed(b)
    out = [words["book"].format(old=a.name, new=b.name)] if a.name != b.name else []
    for key, code in new.items():
        if key not in old:
            out.append(words["new"].format(code=_called(code, words), where=_where(b, code, words)))
            continue
        if clauses := list(_itself(old[key], code, a, b, words)):
            out.append(f"{_called(code, words)} {_joined(clauses, words)}.")
        if clauses := list(_content(old[key], code, words)):
            out.append(words["within"].format(code=_called(code, words), clauses="; ".join(clauses)))
    out += _reordered(a, b, words)
    return out + [words["gone"].format(code=_called(code, words)) for key, code in old.items() if key not in new]


def changed_meaning(a: Codebook, b: Codebook) -> set[str]:
    """The uids of the codes in both whose definition, include, exclude, keywords or rules differ.

    White space and the order of keywords do not count. A code without a uid is named by its id.
    """
    old = _keyed(a)
    return {key for key, code in _keyed(b).items() if key in old and _meaning(old[key]) != _meaning(code)}


def _meaning(code: Code) -> list[object]:
    texts = [" ".join(getattr(code, key).split()) for key in MEANING if key not in LISTS]
    return [*texts, *(frozenset(getattr(code, key)) for key in MEANING if key in LISTS)]


def _keyed(book: Codebook) -> dict[str, Code]:
    return {code.uid or code.id: code for code in book.walk()}


def _called(code: Code, words: dict[str, str]) -> str:
    return f"{words['quote'].format(code.name or code.id)} ({code.id})"


def _parent(book: Codebook, code: Code) -> Code | None:
    path = book.paths[code.id]
    return book.by_id[path[-2]] if len(path) > 1 else None


def _where(book: Codebook, code: Code, words: dict[str, str]) -> str:
    above = _parent(book, code)
    return words["under"].format(above=_called(above, words)) if above else words["top"]


def _itself(old: Code, new: Code, a: Codebook, b: Codebook, words: dict[str, str]) -> Iterator[str]:
    """What happened to a code as a whole, a clause for each thing."""
    for key, field in (("renamed", "id"), ("named", "name")):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield words[key].format(old=before, new=after)
    above = [p and (p.uid or p.id) for p in (_parent(a, old), _parent(b, new))]
    if above[0] != above[1]:
        yield words["moved"].format(where=_where(b, new, words))
    if old.retired != new.retired:
        yield words["retired" if new.retired else "revived"]


def _content(old: Code, new: Code, words: dict[str, str]) -> Iterator[str]:
    """What changed in what a code says, a clause for each field."""
    for key in ("definition", "include", "exclude"):
        yield from _text_change(words[key], getattr(old, key), getattr(new, key), words)
    for key in LISTS:
        yield from _list_change(words[key], getattr(old, key), getattr(new, key), words)
    if old.color != new.color:
        yield words["color"]


def _text_change(what: str, old: str, new: str, words: dict[str, str]) -> Iterator[str]:
    before, after = old.split(), new.split()
    if before == after:
        return
    if not before:
        yield words["set"].format(what=what, new=" ".join(after))
    elif not after:
        yield words["unset"].format(what=what)
    else:
        yield words["text"].format(what=what, how=_joined(list(_word_changes(before, after, words)), words))


def _word_changes(before: Sequence[str], after: Sequence[str], words: dict[str, str]) -> Iterator[str]:
    """Which words were put in, taken out or replaced; the whole text where little is left of it."""
    match = SequenceMatcher(None, before, after, autojunk=False)
    steps = [step for step in match.get_opcodes() if step[0] != "equal"]
    if match.ratio() < 0.5 or len(steps) > 4:
        steps = [("replace", 0, len(before), 0, len(after))]
    for kind, i, j, k, m in steps:
        name = {"replace": "swap", "delete": "cut", "insert": "put"}[kind]
        yield words[name].format(old=" ".join(before[i:j]), new=" ".join(after[k:m]))


def _list_change(what: str, old: Sequence[str], new: Sequence[str], words: dict[str, str]) -> Iterator[str]:
    gained, lost = [e for e in new if e not in old], [e for e in old if e not in new]
    quote = words["quote"]
    if gained:
        yield words["gained"].format(what=what, new=_joined([quote.format(e) for e in gained], words))
    if lost:
        yield words["lost"].format(what=what, old=_joined([quote.format(e) for e in lost], words))


def _reordered(a: Codebook, b: Codebook, words: dict[str, str]) -> Iterator[str]:
    """Where the same codes stand in another order."""
    old = _siblings(a)
    for key, order in _siblings(b).items():
        before = [k for k in old.get(key, []) if k in order]
        if before != [k for k in order if k in before]:
            above = _keyed(b).get(key)
            where = words["under"].format(above=_called(above, words)) if above else words["top"]
            yield words["order"].format(where=where)


def _siblings(book: Codebook) -> dict[str, list[str]]:
    """The keys below each code's key, and of the top level below ''."""
    return {"": [c.uid or c.id for c in book.codes]} | {
        c.uid or c.id: [d.uid or d.id for d in c.codes] for c in book.walk()
    }


def _joined(parts: Sequence[str], words: dict[str, str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {words['and']} {parts[-1]}"
