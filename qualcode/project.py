"""A project: a folder with `qualcode.toml` (settings, for people) and `project.db` (everything else)."""

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from qualcode.choices import METHODS, SEGMENTINGS, Method, Segmenting
from qualcode.errors import ProjectUnavailable, QualcodeError, WrongUsage
from qualcode.names import LIKE, folded, nearest
from qualcode.store import backups, coders, codings, database, history
from qualcode.store.backups import Rule
from qualcode.wording import LANGS, Lang

SETTINGS, STORE = "qualcode.toml", "project.db"
DOCUMENTS: Mapping[str, Lang] = {"no": "nb", **{lang: lang for lang in LANGS}}
"""The language of documents by that of the transcripts; others have English ones."""


@dataclass(frozen=True)
class Settings:
    """What `qualcode.toml` says.

    `segment` is the default coding unit; `method` 'reflexive' (thematic analysis) puts reading side by side before
    coefficients.
    """

    name: str
    language: str = "nb"
    segment: Segmenting = "paragraph"
    method: Method = "codebook"
    coder: str = ""
    backups: Rule = field(default_factory=Rule)

    @property
    def lang(self) -> Lang:
        """The language of documents: bokmål or nynorsk for Norwegian projects, else English."""
        return DOCUMENTS.get(self.language, "en")

    def toml(self) -> str:
        """The settings file."""
        return (
            f"name = {_quoted(self.name)}\n"
            f"language = {_quoted(self.language)}  # of the transcripts: nb, nn, en, sv, da, ...\n"
            f"segment = {_quoted(self.segment)}  # the default coding unit: paragraph or sentence\n"
            f"method = {_quoted(self.method)}  # codebook, or reflexive (thematic analysis)\n"
            f"coder = {_quoted(self.coder)}  # who codes when neither --coder nor QUALCODE_CODER says\n"
        )


class Project:
    """An open project. The functions of `qualcode.verbs` take it as their first argument.

    >>> from qualcode import Project
    >>> from qualcode.verbs.reading import excerpts
    >>> with Project.open("holf") as project:  # doctest: +SKIP
    ...     table = excerpts(project).table
    """

    def __init__(self, folder: Path, settings: Settings, db: database.Connection) -> None:
        self.folder, self.settings, self.db = folder, settings, db
        self.tell: Callable[[str], object] = _silently
        """Says a line to the person at work; whoever opened the project may put something better here."""

    @classmethod
    def create(cls, folder: str | Path, settings: Settings) -> Self:
        """Make a project in a folder that may exist but holds none yet."""
        folder = Path(folder)
        if (folder / SETTINGS).exists() or (folder / STORE).exists():
            raise QualcodeError("there is a project here already", where=str(folder))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise QualcodeError(f"the folder cannot be made: {error.strerror}", where=str(folder)) from None
        db = database.create(folder / STORE)
        (folder / SETTINGS).write_text(settings.toml(), encoding="utf-8")
        return cls(folder, settings, db)

    @classmethod
    def open(cls, folder: str | Path | None = None) -> Self:
        """Open the project in `folder`, else in `QUALCODE_PROJECT`, else in the nearest folder upwards."""
        found = find(folder)
        return cls(found, read_settings(found / SETTINGS), database.open_file(found / STORE))

    def close(self) -> None:
        """Let go of the project file."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
        if database.is_fault(error):
            raise database.unavailable(error, self.folder / STORE) from None

    @contextmanager
    def verb(self, name: str, coder: str = "", *, why: str = "", undoable: bool = True, dry_run: bool = False
             ) -> Iterator[history.Verb]:  # fmt: skip
        """Do one verb: one transaction and one log line, or nothing at all; before it a backup, if one is due."""
        if not dry_run:
            self._back_up(name)
        with history.doing(self.db, name, coder, why=why, undoable=undoable, dry_run=dry_run) as verb:
            yield verb

    @property
    def backup_folder(self) -> Path:
        """Where backups lie."""
        return self.folder / Path(self.settings.backups.folder).expanduser()

    def _back_up(self, verb: str) -> None:
        """Make a backup where one is due; a verb is not held up by one that cannot be made, but it is told."""
        rule, now = self.settings.backups, datetime.now(UTC)
        if not rule.wanted or not backups.due(self.db, verb, self.backup_folder, now):
            return
        try:
            backups.make(self.db, self.backup_folder, now)
            backups.thin(self.backup_folder, rule)
        except QualcodeError as error:
            self.tell(f"no backup was made: {error.what}")

    def coder(self, name: str | None = None) -> str:
        """Who acts: `name`, else `QUALCODE_CODER`, else the settings' coder; somebody known, where that may be."""
        if not (coder := self.actor(name)):
            raise WrongUsage(
                "who is coding?", hint=f"Give --coder NAME, or set QUALCODE_CODER, or coder in {SETTINGS}."
            )
        return coder

    def actor(self, name: str | None = None) -> str:
        """Who acts where nobody need be named: as `coder`, else ''."""
        return self._known(name or os.environ.get("QUALCODE_CODER") or self.settings.coder)

    def _known(self, name: str) -> str:
        """Who is meant by a coder's name: one that looks the same as a known one is that person, told.

        One that is new and merely like a known one is told too, since it may be a slip of the pen.
        """
        if name in (given_up := coders.names(self.db)):
            self.tell(f"coder '{name}' is called '{given_up[name]}' now")
            return given_up[name]
        if not name or codings.is_known(self.db, name):
            return name
        known = codings.people(self.db)
        same = [other for other in known if folded(other) == folded(name)]
        if same:
            self.tell(f"coder '{name}' is taken for '{same[0]}'")
            return given_up.get(same[0], same[0])
        if near := nearest(name, known, 1, LIKE):
            self.tell(f"coder '{name}' is new here; did you mean '{near[0]}'? Then undo this as '{name}'.")
        return name.strip()

    @property
    def date(self) -> str:
        """The day of the last change, for the head of documents: the same project gives the same document."""
        return history.last_change(self.db)[:10]


def find(folder: str | Path | None = None) -> Path:
    """The folder of the project that is meant."""
    named = folder or os.environ.get("QUALCODE_PROJECT")
    if named:
        if not (Path(named) / SETTINGS).is_file():
            raise ProjectUnavailable(
                f"there is no project here (no {SETTINGS})", where=str(named), hint="Make one with `qualcode init DIR`."
            )
        return Path(named)
    here = Path.cwd()
    for place in (here, *here.parents):
        if (place / SETTINGS).is_file():
            return place
    hint = "Name it with --project DIR, or make one with `qualcode init DIR`."
    raise ProjectUnavailable("there is no project in this folder or above it", hint=hint)


def read_settings(path: Path) -> Settings:
    """Read `qualcode.toml`; what it does not say has its default."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectUnavailable(f"the settings cannot be read ({error})", where=str(path)) from None
    texts = {key: found[key] for key in ("name", "language", "segment", "method", "coder") if key in found}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise ProjectUnavailable(f"{key} must be a text in quotation marks", where=str(path))
    settings = replace(Settings(path.parent.name, backups=_rule(found.get("backups", {}), path)), **texts)
    for key, allowed in (("segment", SEGMENTINGS), ("method", METHODS)):
        if getattr(settings, key) not in allowed:
            raise ProjectUnavailable(f"{key} must be one of {', '.join(allowed)}", where=str(path))
    return settings


def _rule(said: object, path: Path) -> Rule:
    """How backups are kept, as a table `[backups]` says, or `backups = false`."""
    if isinstance(said, bool):
        return Rule(wanted=said)
    if not isinstance(said, dict):
        raise ProjectUnavailable("backups must be a table, or false", where=str(path))
    known = {key: type(getattr(Rule(), key)) for key in Rule.__annotations__ if key != "wanted"}
    for key, value in said.items():
        if type(value) is not known.get(key) or (isinstance(value, int) and value < 1):
            hint = f"Numbers above 0: {', '.join(k for k, t in known.items() if t is int)}; a text: folder."
            raise ProjectUnavailable(f"'{key} = {value}' in [backups] is not understood", where=str(path), hint=hint)
    return Rule(**said)


def _silently(_: str) -> None:
    """Says nothing."""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
