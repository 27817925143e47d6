"""Which of the things that there are somebody means who writes a name.

An exact name always counts first. Where one only reads, letter case, Unicode form and blanks around do not count
either, and an unambiguous beginning is enough; where something is written, the name must be whole. What is unknown or
ambiguous is refused with what it might be.
"""

import unicodedata
from collections.abc import Collection, Iterable

from qualcode.errors import QualcodeError

NEAR, LIKE = 60, 80
"""Of 100: the least likeness of a name that is offered for one that is not known, and of one that may be a slip."""


def folded(text: str) -> str:
    """A form that is the same for texts that look the same but for letter case and blanks.

    Unicode's compatibility form without what nobody sees: soft hyphens, direction marks, zero-width signs.
    """
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(ch for ch in plain if unicodedata.category(ch) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen.casefold()).split())


def nearest(typed: str, known: Iterable[str], n: int = 3, least: int = NEAR) -> list[str]:
    """The names most like one that is not known, the likest first: at least so like (Indel, of folded names)."""
    from rapidfuzz import fuzz, process

    found = process.extract(typed, list(known), scorer=fuzz.ratio, processor=folded, limit=n, score_cutoff=least)
    return [name for name, _, _ in found]


def unknown(what: str, typed: str, known: Collection[str], see: str = "") -> QualcodeError:
    """The error for a name that nothing has, naming the nearest, else all where they are few, else where to look."""
    near = nearest(typed, known)
    if near:
        hint = f"Did you mean {', '.join(near)}?"
    elif see:
        hint = f"See `qualcode {see}`."
    else:
        hint = f"There are: {', '.join(sorted(known)) or 'none yet'}."
    return QualcodeError(f"no {what} '{typed}'", hint=hint)


def ambiguous(what: str, typed: str, fitting: Iterable[str]) -> QualcodeError:
    """The error for a name that several things might be meant by."""
    found = sorted(fitting)
    shown = ", ".join(found[:8]) + ", …" * (len(found) > 8)
    return QualcodeError(f"'{typed}' may be any of {len(found)} {what}s: {shown}", hint="Write the whole name.")


def meant(typed: str, known: Collection[str], what: str, see: str = "", *, whole: bool = False) -> str:
    """The name that is meant. `whole` is for writing: nothing but the name itself will do. See the module.

    `what` the names name, for messages; `see` the command that lists them.
    """
    if typed in known:
        return typed
    if not whole:
        same = [name for name in known if folded(name) == folded(typed)]
        begun = [name for name in known if folded(typed) and folded(name).startswith(folded(typed))]
        fitting = same or begun
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise ambiguous(what, typed, fitting)
    raise unknown(what, typed, known, see)
