"""How a group's files are written, said once in a TOML file."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.importers.incoming import ReadOptions

_LISTS = frozenset({"text_columns", "interviewers"})
_NAMES = tuple(f.name for f in fields(ReadOptions))


def read_profile(path: Path) -> ReadOptions:
    """Read an import profile: any of the fields of `ReadOptions`, lists as TOML lists.

    Example: `speaker_pattern = '(?P<speaker>[A-Z]\\d?)>'` and `interviewers = ["M"]`.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise QualcodeError("the profile cannot be read", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QualcodeError(f"the profile is not TOML: {error}", where=path.name) from error
    values = {name: _value(path, name, value) for name, value in given.items()}
    return ReadOptions(**values)  # type: ignore[arg-type]


def _value(path: Path, name: str, value: object) -> str | bool | tuple[str, ...]:
    if name not in _NAMES:
        raise QualcodeError(f"a profile has no '{name}'", where=path.name, hint=f"It may hold {', '.join(_NAMES)}.")
    if name == "plain_top" and isinstance(value, bool):
        return value
    if name in _LISTS and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if name in _LISTS or not isinstance(value, str):
        kind = "a list of words in quotation marks" if name in _LISTS else "text in quotation marks"
        raise QualcodeError(f"'{name}' must be {kind}", where=path.name)
    if name == "speaker_pattern":
        try:
            re.compile(value)
        except re.error as error:
            raise QualcodeError(f"the speaker pattern is not a regular expression: {error}", where=path.name) from error
    return value
