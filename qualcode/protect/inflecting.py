"""A replacement in the form in which the name stood: `Karis` becomes `Annes`, `KARI` becomes `ANNE`."""

_SIBILANTS = tuple("sxzSXZ")
_APOSTROPHES = ("'s", "’s", "´s")


def inflected(form: str, found: str, new: str) -> str:
    """What stands for a form of `found`, whose base is replaced by `new`.

    A genitive stays one, a word with a hyphen keeps what was behind it, capitals stay capitals. What is no form of
    `found` (a number written otherwise) is replaced whole.
    """
    if form == found:
        return new
    low, base = form.casefold(), found.casefold()
    rest = form[len(found) :] if low.startswith(base) and len(form.casefold()) == len(form) else ""
    return _cased(form[: len(form) - len(rest)], new) + _ending(rest, new)


def _cased(form: str, new: str) -> str:
    """A replacement in the letters of the form."""
    if new.startswith("["):
        return new
    letters = [c for c in form if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return new.upper()
    return new.lower() if letters and all(c.islower() for c in letters) else new


def _ending(rest: str, new: str) -> str:
    if rest.casefold() in ("s", "'", "’", *_APOSTROPHES):
        if new.endswith(_SIBILANTS):
            return "'" if rest.casefold() not in _APOSTROPHES else rest
        return "s" if rest in ("'", "’") else rest
    if not rest or rest[0] in "-'’ ":
        return rest
    return f"-{rest.removeprefix('s')}" if new.endswith("]") else rest
