"""The lists that say what is a name: those that come with the program, and those that people add for their study.

A list of one's own is a text file, one name a line, called for what it holds: `persons.txt`, `places.txt`,
`schools.txt`, `offices.txt`, `employers.txt`, or `not.txt` for what is no name here. `#` begins a remark.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

from qualcode.errors import QualcodeError
from qualcode.protect.mentions import Kind

Gender = Literal["f", "m", "n"]
_FOLDER = Path(__file__).with_name("lists")
_OWN: Mapping[str, Kind] = {
    "persons": "person",
    "places": "place",
    "schools": "school",
    "offices": "office",
    "employers": "employer",
    "details": "detail",
}
_NOT = "not"


@dataclass(frozen=True)
class Lists:
    """What is known of names. Everything is in lower case.

    `first` by gender, `homes` by where a name is at home; endings without their hyphen, longest first; `words` by
    section of `words.txt`; `own` are the
    names that people added, by kind, and `never` what they say is none.
    """

    first: Mapping[str, Gender]
    homes: Mapping[str, str]
    surnames: frozenset[str]
    surname_endings: tuple[str, ...]
    places: frozenset[str]
    place_endings: tuple[str, ...]
    words: Mapping[str, frozenset[str]]
    own: Mapping[str, Kind] = field(default_factory=dict)
    never: frozenset[str] = frozenset()

    def section(self, name: str) -> frozenset[str]:
        """The words of a section."""
        return self.words[name]

    def gender(self, name: str) -> Gender | None:
        """Whose first name it is; None for what is no first name. Of a double name the first part says."""
        found = self.first.get(name)
        return found or (self.first.get(name.partition("-")[0]) if "-" in name else None)

    def with_own(self, files: Iterable[Path]) -> "Lists":
        """These lists and those of a study: files, or folders of them."""
        own, never = dict(self.own), set(self.never)
        for path in _files(files):
            for name in _own_lines(path):
                if path.stem == _NOT:
                    never.add(name)
                else:
                    own[name] = _OWN[path.stem]
        return replace(self, own=own, never=frozenset(never))


@cache
def built_in() -> Lists:
    """The lists that come with the program."""
    first: dict[str, Gender] = {}
    homes: dict[str, str] = {}
    home = ""
    for line in _lines("first_names"):
        if heading := re.fullmatch(r"\[(.+)\]", line):
            home = heading[1]
            continue
        gender, *names = line.lower().split()
        for name in names:
            first[name] = _both(first.get(name), gender)
            homes.setdefault(name, home)
    surnames, surname_endings = _with_endings("surnames")
    places, place_endings = _with_endings("places")
    return Lists(first, homes, surnames, surname_endings, places, place_endings, _sections())


def _both(known: Gender | None, said: str) -> Gender:
    gender: Gender = "f" if said == "f" else "m" if said == "m" else "n"
    return gender if known in (None, gender) else "n"


def _lines(name: str) -> Iterator[str]:
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _with_endings(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words = [word.lower() for line in _lines(name) for word in line.split()]
    endings = sorted((word[1:] for word in words if word.startswith("-")), key=lambda ending: (-len(ending), ending))
    return frozenset(word for word in words if not word.startswith("-")), tuple(endings)


def _sections() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    section = ""
    for line in _lines("words"):
        if heading := re.fullmatch(r"\[(.+)\]", line):
            section = heading[1]
        else:
            found.setdefault(section, set()).update(word.lower().replace("_", " ") for word in line.split())
    return {name: frozenset(words) for name, words in found.items()}


def _files(given: Iterable[Path]) -> Iterator[Path]:
    for path in given:
        inside = sorted(path.glob("*.txt")) if path.is_dir() else [path]
        if not inside:
            raise QualcodeError("there is no list (*.txt) in this folder", where=str(path))
        for one in inside:
            if one.stem not in (*_OWN, _NOT):
                hint = f"Call it {', '.join(f'{name}.txt' for name in (*_OWN, _NOT))}."
                raise QualcodeError("the name of the list does not say what it holds", where=one.name, hint=hint)
            yield one


def _own_lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QualcodeError(f"the list cannot be read ({error})", where=path.name) from None
    names = (line.partition("#")[0].strip().lower() for line in lines)
    return [name for name in names if name]
