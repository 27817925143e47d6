"""Changing a codebook: every function takes a codebook and gives a new one; the old one stands.

A code keeps its `uid` through every change, so the codings that refer to it follow. A new code gets a new one unless it
brings its own. What makes no sense is refused with a `QualcodeError`.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from qualcode.codebook import fields as f
from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook, unknown_code

EDITABLE = tuple(key for key in f.FIELDS if key != "id")


def add(
    book: Codebook, code: Code, parent: str | None = None, after: str | None = None, before: str | None = None
) -> Codebook:
    """The codebook with a new code (and what is below it): under `parent`, last, or beside `after` or `before`."""
    taken = {id_.casefold() for id_ in book.by_id}
    for new in code.walk():
        _check_free(f.checked_id(new.id), taken)
        taken.add(f.checked_id(new.id).casefold())
    return _placed(book, _fresh(code), parent, after, before)


def edit(book: Codebook, code: str, **changes: Any) -> Codebook:
    """The codebook with some fields of a code changed: name, definition, include, exclude, keywords, rules, examples,
    color, retired. Lists may be given as one text (keywords by comma, rules and examples by line)."""
    for key in changes:
        if key not in EDITABLE:
            raise f.unknown_key(key, EDITABLE, f.Place("", 0), "field")
    return _changed(book, code, lambda c: replace(c, **{key: _value(key, value) for key, value in changes.items()}))


def rename(book: Codebook, old: str, new: str) -> Codebook:
    """The codebook with another id for a code. A name that was only the id in words goes with it."""
    new = f.checked_id(new)
    code = _code(book, old)
    _check_free(new, {id_.casefold() for id_ in book.by_id if id_ != old})
    name = f.as_name(new) if code.name == f.as_name(old) else code.name
    return _changed(book, old, lambda c: replace(c, id=new, name=name))


def move(
    book: Codebook, code: str, parent: str | None = None, after: str | None = None, before: str | None = None
) -> Codebook:
    """The codebook with a code (and what is below it) elsewhere: last under `parent` (None: the top level), or beside
    the code `after` or `before`, wherever that stands."""
    moved = _code(book, code)
    for other in (parent, after, before):
        if other is not None and _code(book, other).id in book.subtree(code):
            raise QualcodeError(f"'{code}' cannot be moved to itself or to a code below it ('{other}')")
    return _placed(_without(book, code), moved, parent, after, before)


def merge(book: Codebook, sources: Sequence[str], target: str) -> Codebook:
    """The codebook with `sources` gone into `target`, which keeps its name, definition, include and exclude.

    What is below the sources moves below the target; keywords, rules and examples are united. The codings of the
    sources are the caller's to move.
    """
    _code(book, target)
    for source in dict.fromkeys(sources):
        if target in {below.id for below in _code(book, source).walk()}:
            what = "itself" if source == target else f"'{target}', which lies below it"
            raise QualcodeError(f"'{source}' cannot be merged into {what}", hint="Move it out first, or merge up.")
    for source in dict.fromkeys(sources):
        book = _merged(book, source, target)
    return book


def _merged(book: Codebook, source: str, target: str) -> Codebook:
    gone = _code(book, source)

    def united(code: Code) -> Code:
        lists: dict[str, Any] = {key: _united(getattr(code, key), getattr(gone, key)) for key in f.LISTS}
        return replace(code, codes=code.codes + gone.codes, **lists)

    return _changed(_without(book, source), target, united)


def remove(book: Codebook, code: str) -> Codebook:
    """The codebook without a code, which must have none below it. Whether anything was coded is the caller's to see."""
    if below := [c.id for c in _code(book, code).codes]:
        raise QualcodeError(f"below '{code}' there is still {', '.join(below)}", hint="Move or remove that first.")
    return _without(book, code)


def group(book: Codebook, theme: Code, codes: Sequence[str]) -> Codebook:
    """The codebook with a new code above these, where the first of them stands; they keep their order as named."""
    for code in codes:
        above = [other for other in codes if other != code and code in book.subtree(_code(book, other).id)]
        if above:
            raise QualcodeError(f"'{code}' is below '{above[0]}' already, and comes along with it")
    book = add(book, theme, before=codes[0])
    for code in dict.fromkeys(codes):
        book = move(book, code, parent=theme.id)
    return book


def retire(book: Codebook, code: str) -> Codebook:
    """The codebook with a code and all below it retired: kept with their codings, no longer offered."""

    def retired(c: Code) -> Code:
        return replace(c, retired=True, codes=tuple(map(retired, c.codes)))

    return _changed(book, code, retired)


def split(book: Codebook, code: str, new_codes: Sequence[Code]) -> Codebook:
    """The codebook with a code divided: the new codes stand after it, and it is retired unless it is one of them.

    A part that is in the codebook already is left as it is. Which coding goes where is the caller's to settle.
    """
    _code(book, code)
    if not {part.id for part in new_codes} - {code}:
        raise QualcodeError(f"'{code}' is split into nothing", hint="Name at least one other code.")
    last = code
    for part in new_codes:
        if part.id not in book.by_id:
            book = add(book, part, after=last)
            last = part.id
    if code in {part.id for part in new_codes}:
        return book
    return _changed(book, code, lambda c: replace(c, retired=True))


def missing(current: Codebook, loaded: Codebook) -> list[Code]:
    """The codes that a loaded codebook lacks, known by permanent id or id; retired ones need not be there."""
    uids = {code.uid for code in loaded.walk()}
    ids = {code.id.casefold() for code in loaded.walk()}
    return [c for c in current.walk() if not c.retired and c.uid not in uids and c.id.casefold() not in ids]


def reconcile(
    current: Codebook, loaded: Codebook, in_use: Collection[str] = (), *, keep_missing: bool = False
) -> Codebook:
    """A loaded codebook as the next state of the current one: known codes keep their uid, new codes get one.

    A code is known by its uid, if the loaded one has that, else by its id. A code that the loaded one lacks is dropped,
    or, if its id is in `in_use`, kept as retired under the nearest of its former parents that is still there; with
    `keep_missing` all of them stay as they are. A loaded codebook without a name (a sheet) keeps the current name and
    language.
    """

    folded = {code.id.casefold(): code for code in current.walk()}
    uids = {code.uid: code for code in current.walk() if code.uid}
    claimed = {code.uid for code in loaded.walk() if code.uid in uids}

    def known(code: Code) -> Code:
        called = current.by_id.get(code.id) or folded.get(code.id.casefold())
        before = uids.get(code.uid) or (called if called and called.uid not in claimed else None)
        uid = before.uid if before else (code.uid if code.uid not in uids else "")
        return replace(code, uid=uid or uuid4().hex, codes=tuple(map(known, code.codes)))

    named = loaded if loaded.name else replace(loaded, name=current.name, language=current.language)
    book = replace(named, codes=tuple(map(known, loaded.codes)))
    there, kept_uids = {id_.casefold() for id_ in book.by_id}, {code.uid for code in book.walk()}
    for code in current.walk():
        if (keep_missing or code.id in in_use) and code.uid not in kept_uids and code.id.casefold() not in there:
            now = {c.uid: c.id for c in book.walk()}
            above = [
                now[current.by_id[id_].uid] for id_ in current.paths[code.id][:-1] if current.by_id[id_].uid in now
            ]
            kept = replace(code, retired=code.retired or not keep_missing, codes=(), uid=code.uid or uuid4().hex)
            book = _placed(book, kept, above[-1] if above else None, None, None)
    return book


def _code(book: Codebook, code: str) -> Code:
    found = book.by_id.get(code)
    if found is None:
        raise unknown_code(code, book)
    return found


def _check_free(code: str, taken: Collection[str]) -> None:
    if code.casefold() in taken:
        raise QualcodeError(f"there is a code '{code}' already", hint="Choose another id, or edit or merge that one.")


def _fresh(code: Code) -> Code:
    """A new code, its fields in order, with a uid; likewise all below it."""
    values = {key: _value(key, getattr(code, key)) for key in EDITABLE}
    id_ = f.checked_id(code.id)
    values["name"] = values["name"] or f.as_name(id_)
    return replace(code, **values, id=id_, uid=code.uid or uuid4().hex, codes=tuple(map(_fresh, code.codes)))


def _value(key: str, value: Any) -> Any:
    """A field's value as the codebook holds it."""
    if key == "retired":
        return bool(value)
    if key in f.LISTS:
        given = f.parts(value, key) if isinstance(value, str) else value
        return tuple(_united((), tuple(filter(None, (str(v).strip() for v in given or ())))))
    text = re.sub("\r\n?", "\n", str(value or "")).strip()
    return f.color(text, f.Place("", 0)) if key == "color" else text


def _united(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Both lists, each entry once (upper and lower case taken as one)."""
    seen: dict[str, str] = {}
    for entry in (*first, *second):
        seen.setdefault(entry.casefold(), entry)
    return tuple(seen.values())


def _changed(book: Codebook, code: str, change: Callable[[Code], Code]) -> Codebook:
    _code(book, code)

    def walk(c: Code) -> Code:
        return change(c) if c.id == code else replace(c, codes=tuple(map(walk, c.codes)))

    return replace(book, codes=tuple(map(walk, book.codes)))


def _without(book: Codebook, code: str) -> Codebook:
    def rest(codes: tuple[Code, ...]) -> tuple[Code, ...]:
        return tuple(replace(c, codes=rest(c.codes)) for c in codes if c.id != code)

    return replace(book, codes=rest(book.codes))


def _placed(book: Codebook, code: Code, parent: str | None, after: str | None, before: str | None) -> Codebook:
    """A code put last under `parent`, or beside `after` or `before`, which decide where if they are given."""
    beside = after if after is not None else before
    if beside is not None:
        above = book.paths[_code(book, beside).id][:-1]
        if parent is not None and (not above or above[-1] != _code(book, parent).id):
            raise QualcodeError(f"'{beside}' does not stand directly under '{parent}'")
        parent = above[-1] if above else None

    def inserted(codes: tuple[Code, ...]) -> tuple[Code, ...]:
        at = len(codes)
        if beside is not None:
            at = [c.id for c in codes].index(beside) + (after is not None)
        return (*codes[:at], code, *codes[at:])

    if parent is None:
        return replace(book, codes=inserted(book.codes))
    return _changed(book, parent, lambda c: replace(c, codes=inserted(c.codes)))
