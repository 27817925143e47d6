"""The nouns of this room: a text that is looked through, a place in it that may identify somebody, a candidate."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from qualcode.model import Turn

Kind = Literal[
    "person",
    "initials",
    "place",
    "address",
    "school",
    "employer",
    "office",
    "age",
    "date",
    "phone",
    "email",
    "national_id",
    "account",
    "vehicle",
    "detail",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
NUMBERS: frozenset[Kind] = frozenset({"phone", "email", "national_id", "account", "vehicle"})
"""Kinds that identify somebody by themselves, whatever stands beside them."""


class Mention(NamedTuple):
    """A stretch `[start, end)` of a text that may identify somebody, and what speaks for it."""

    start: int
    end: int
    kind: Kind
    why: str


@dataclass(frozen=True)
class Text:
    """A text that is looked through: a transcript with its turns, or a memo without."""

    name: str
    text: str
    turns: Sequence[Turn] = ()


@dataclass
class Candidate:
    """Something that may identify somebody: the same name in all its forms, or one number, date, age or detail.

    `found` is the form to show; `forms` every form as written, with how often; `places` transcript, start, end.
    """

    kind: Kind
    found: str
    why: str
    forms: dict[str, int] = field(default_factory=dict)
    places: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How often it stands in the texts."""
        return len(self.places)

    @property
    def transcripts(self) -> list[str]:
        """The transcripts it stands in, in their order."""
        return list(dict.fromkeys(name for name, _, _ in self.places))
