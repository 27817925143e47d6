"""The key: what stood where, encrypted with a passphrase (age), kept apart from the project.

It holds the rulings, so that a new interview gets the same pseudonyms; for each new text what has to be put back at
which place; and the words of everything else that was changed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.protect.deciding import Ruling
from qualcode.protect.rewriting import Edit, Rewriting
from qualcode.protect.sealing import opened, sealed

VERSION = 1


@dataclass(frozen=True)
class Old:
    """What a body was: its hash, the edits that give its text back, its speakers turn by turn, its time stamps."""

    id: str
    back: Rewriting
    speakers: tuple[str | None, ...] = ()
    times: tuple[tuple[int, float], ...] = ()


@dataclass
class Key:
    """`id` marks the projects that it was applied to. `bodies`: by the new text's hash what it was.

    `values`: by table and column, then by a new value, the old one, of memos, attributes, names and the like; one that
    two old ones became has none.
    """

    id: str
    rulings: list[Ruling] = field(default_factory=list)
    bodies: dict[str, Old] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    def forward(self, old: str) -> Rewriting | None:
        """The edits that were made to a text before, by its hash."""
        return next((was.back.inverse for was in self.bodies.values() if was.id == old), None)

    @property
    def mark(self) -> str:
        """What a file says to whose texts just these rulings were applied."""
        told = json.dumps([[r.kind, r.found, r.decision, dict(r.forms)] for r in self.rulings], sort_keys=True)
        return sha256(f"{self.id}\0{told}".encode()).hexdigest()[:32]

    def words(self) -> Iterator[str]:
        """Every form that was replaced."""
        for ruling in self.rulings:
            if ruling.decision not in ("keep", "later"):
                yield from ruling.forms

    def to_bytes(self, passphrase: str) -> bytes:
        """The file's content."""
        told = {
            "version": VERSION,
            "id": self.id,
            "rulings": [asdict(ruling) | {"forms": dict(ruling.forms)} for ruling in self.rulings],
            "bodies": {new: [was.id, was.back.edits, was.speakers, was.times] for new, was in self.bodies.items()},
            "values": self.values,
        }
        return sealed(json.dumps(told, ensure_ascii=False).encode(), passphrase)

    @classmethod
    def from_bytes(cls, data: bytes, passphrase: str, where: Path) -> "Key":
        """Read a key file; raises an error for a wrong passphrase, and for what is no key."""
        plain = opened(data, passphrase, where)
        try:
            told: Mapping[str, Any] = json.loads(plain)
            if told["version"] > VERSION:
                raise QualcodeError("the key was made by a newer qualcode", where=str(where))
            return cls(
                told["id"],
                [Ruling(**ruling) for ruling in told["rulings"]],
                {new: _old(*was) for new, was in told["bodies"].items()},
                told["values"],
            )
        except (ValueError, KeyError, TypeError):
            raise QualcodeError("this is no key for pseudonyms", where=str(where)) from None


def _old(id_: str, edits: Iterable[Any], speakers: Iterable[str | None], times: Iterable[Any]) -> Old:
    back = Rewriting(tuple(Edit(*edit) for edit in edits))
    return Old(id_, back, tuple(speakers), tuple((position, seconds) for position, seconds in times))
