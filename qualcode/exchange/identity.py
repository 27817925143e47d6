"""Numbers by which programs know their things again (GUIDs), as other programs write them and as we keep them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID, uuid5

REMEMBERED = 100_000
"""So many numbers are remembered in their two forms: each is met several times."""
_NUMBERS = UUID("5d0c2b58-6b0c-4d54-9d2f-5b0f9d8a4a11")  # the name space of the numbers made from names


_NUMBER = re.compile(r"(?:urn:uuid:)?\{?" + "-?".join(f"([0-9a-f]{{{n}}})" for n in (8, 4, 4, 4, 12)) + r"\}?")


@lru_cache(maxsize=REMEMBERED)
def guid(uid: str, kind: str = "") -> str:
    """A number in the one form that all programs read; made from `kind` and `uid` where `uid` is no such number.

    With a kind of its own, a thing that hangs on another (a coding's note) has a number of its own too.
    """
    if match := _NUMBER.fullmatch(uid.casefold()):
        return "-".join(match.groups()).upper()
    return str(uuid5(_NUMBERS, f"{kind}:{uid}")).upper()


def guid_of_part(uid: str, kind: str) -> str:
    """The number of what hangs on a numbered thing: never the thing's own."""
    return str(uuid5(_NUMBERS, f"{kind}:{guid(uid)}")).upper()


def uid(written: str) -> str:
    """A number as we keep it, whatever its case and braces; '' for what is none."""
    match = _NUMBER.fullmatch(written.strip().casefold())
    return "".join(match.groups()) if match else ""


def keys_of(project: str) -> Callable[[str], str]:
    """A function from what a file of `project` writes for a number to a key.

    A number is its own key, in any file. Anything else (`user_1`) is a key in files of the same project only: made from
    the project's name and the written letters, so that two never become one.
    """

    @lru_cache(maxsize=REMEMBERED)
    def key(written: str) -> str:
        written = written.strip()
        return (uid(written) or uuid5(_NUMBERS, f"{project}\0{written}").hex) if written else ""

    return key


_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?")
_DAY_FIRST = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")


def moment(written: str) -> str:
    """A date and time as ISO 8601 with a zone, UTC where none is written; '' for what cannot be read as one."""
    written = written.strip()
    if match := _MOMENT.fullmatch(written):
        day, clock, seconds, fraction, zone = match.groups()
        found = f"{day}T{clock}{seconds or ':00'}{fraction or ''}{zone or 'Z'}"
        return found if _exists(f"{day}T{clock}{seconds or ':00'}") else ""
    for form in _DAY_FIRST:
        try:
            return datetime.strptime(written, form).replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            continue
    return ""


def _exists(written: str) -> bool:
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return False
    return True
