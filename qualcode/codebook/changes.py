"""What happened between two versions of a codebook, in sentences; and which codes came to mean something else."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from qualcode.codebook.fields import LISTS
from qualcode.model import Code, Codebook
from qualcode.wording import Lang, headed, later, listed, phrase

MEANING = ("definition", "include", "exclude", "keywords", "rules")
"""The fields that say what a code covers. A change in one makes older codings worth a second look."""

_FIELDS = {
    "definition": later("the definition"),
    "include": later("what to include"),
    "exclude": later("what to exclude"),
    "keywords": later("the keywords"),
    "rules": later("the search rules"),
    "examples": later("the examples"),
}


def diff(a: Codebook, b: Codebook, lang: Lang = "en") -> list[str]:
    """What changed from `a` to `b`: a sentence or two per code, gone codes last. Empty if nothing did.

    Codes are recognised by uid, without one by id; so a rename is a rename, not one code lost and another made.
    """
    old, new = _keyed(a), _keyed(b)
    out = []
    if a.name != b.name:
        out.append(phrase("The codebook is now called “{new}” (it was “{old}”).", lang, old=a.name, new=b.name))
    for key, code in new.items():
        if key not in old:
            out.append(phrase("{code} is new {where}.", lang, code=_called(code, lang), where=_where(b, code, lang)))
            continue
        if clauses := list(_itself(old[key], code, a, b, lang)):
            out.append(f"{_called(code, lang)} {listed(clauses, lang)}.")
        if clauses := list(_content(old[key], code, lang)):
            out.append(phrase("In {code}, {clauses}.", lang, code=_called(code, lang), clauses="; ".join(clauses)))
    out += _reordered(a, b, lang)
    return out + [
        phrase("{code} is gone.", lang, code=_called(code, lang)) for key, code in old.items() if key not in new
    ]


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


def _called(code: Code, lang: Lang) -> str:
    return f"{_quoted(code.name or code.id, lang)} ({code.id})"


def _quoted(text: str, lang: Lang) -> str:
    return phrase("“{text}”", lang, text=text)


def _parent(book: Codebook, code: Code) -> Code | None:
    path = book.paths[code.id]
    return book.by_id[path[-2]] if len(path) > 1 else None


def _where(book: Codebook, code: Code, lang: Lang) -> str:
    return _below(_parent(book, code), lang)


def _below(above: Code | None, lang: Lang) -> str:
    return phrase("under {above}", lang, above=_called(above, lang)) if above else phrase("at the top level", lang)


def _itself(old: Code, new: Code, a: Codebook, b: Codebook, lang: Lang) -> Iterator[str]:
    """What happened to a code as a whole, a clause for each thing."""
    if old.id != new.id:
        yield phrase("is now written “{new}” (it was “{old}”)", lang, old=old.id, new=new.id)
    if old.name != new.name:
        yield phrase("is now called “{new}” (it was “{old}”)", lang, old=old.name, new=new.name)
    above = [p and (p.uid or p.id) for p in (_parent(a, old), _parent(b, new))]
    if above[0] != above[1]:
        yield phrase("now stands {where}", lang, where=_where(b, new, lang))
    if old.retired != new.retired:
        yield phrase("was retired", lang) if new.retired else phrase("is in use again", lang)


def _content(old: Code, new: Code, lang: Lang) -> Iterator[str]:
    """What changed in what a code says, a clause for each field."""
    called = headed(_FIELDS, lang)
    for key in ("definition", "include", "exclude"):
        yield from _text_change(called[key], getattr(old, key), getattr(new, key), lang)
    for key in LISTS:
        yield from _list_change(called[key], getattr(old, key), getattr(new, key), lang)
    if old.color != new.color:
        yield phrase("the colour changed", lang)


def _text_change(what: str, old: str, new: str, lang: Lang) -> Iterator[str]:
    before, after = old.split(), new.split()
    if before == after:
        return
    if not before:
        yield phrase("{what} is new: “{new}”", lang, what=what, new=" ".join(after))
    elif not after:
        yield phrase("{what} was removed", lang, what=what)
    else:
        how = listed(list(_word_changes(before, after, lang)), lang)
        yield phrase("{what} changed: {how}", lang, what=what, how=how)


def _word_changes(before: Sequence[str], after: Sequence[str], lang: Lang) -> Iterator[str]:
    """Which words were put in, taken out or replaced; the whole text where little is left of it."""
    match = SequenceMatcher(None, before, after, autojunk=False)
    steps = [step for step in match.get_opcodes() if step[0] != "equal"]
    if match.ratio() < 0.5 or len(steps) > 4:
        steps = [("replace", 0, len(before), 0, len(after))]
    for kind, i, j, k, m in steps:
        was, now = " ".join(before[i:j]), " ".join(after[k:m])
        if kind == "replace":
            yield phrase("“{old}” became “{new}”", lang, old=was, new=now)
        elif kind == "delete":
            yield phrase("“{old}” was taken out", lang, old=was)
        else:
            yield phrase("“{new}” was put in", lang, new=now)


def _list_change(what: str, old: Sequence[str], new: Sequence[str], lang: Lang) -> Iterator[str]:
    gained, lost = [e for e in new if e not in old], [e for e in old if e not in new]
    if gained:
        yield phrase("{what} gained {new}", lang, what=what, new=listed([_quoted(e, lang) for e in gained], lang))
    if lost:
        yield phrase("{what} lost {old}", lang, what=what, old=listed([_quoted(e, lang) for e in lost], lang))


def _reordered(a: Codebook, b: Codebook, lang: Lang) -> Iterator[str]:
    """Where the same codes stand in another order."""
    old = _siblings(a)
    for key, order in _siblings(b).items():
        before = [k for k in old.get(key, []) if k in order]
        if before != [k for k in order if k in before]:
            where = _below(_keyed(b).get(key), lang)
            yield phrase("The codes {where} have another order.", lang, where=where)


def _siblings(book: Codebook) -> dict[str, list[str]]:
    """The keys below each code's key, and of the top level below ''."""
    return {"": [c.uid or c.id for c in book.codes]} | {
        c.uid or c.id: [d.uid or d.id for d in c.codes] for c in book.walk()
    }
