"""Put what was decided in the place of what identifies people, for good, and back again.

What stood where is in the key alone, an encrypted file that must lie elsewhere.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from qualcode.compare.adjudication import consensus
from qualcode.document import Output, Table
from qualcode.errors import QualcodeError
from qualcode.importers.rows import read_rows
from qualcode.project import Project
from qualcode.protect.deciding import Ruling, parts, rulings
from qualcode.protect.finding import mentions, ordinary
from qualcode.protect.keyfile import Key, Old
from qualcode.protect.mentions import Mention, Text
from qualcode.protect.rewriting import Body, Rewriting, Rules
from qualcode.store import backups
from qualcode.store import pseudonymising as stored
from qualcode.store.codings import people
from qualcode.store.database import Connection, new_id, write_private
from qualcode.store.history import Verb
from qualcode.verbs import backing_up
from qualcode.verbs.candidates import Looking
from qualcode.verbs.disagreeing import both
from qualcode.verbs.setup import provenance

_PROSE = 3
"""Words from which on a value is looked through for names as a text is."""
_NAMED = {("speaker", "name"), ("speaker_attribute", "speaker"), ("person_speaker", "speaker"), ("person", "name")}
_PLAIN_NAMES = {("transcript", "name"), ("code", "id"), ("former_name", "name")}
_HASH = re.compile(r"[0-9a-f]{12}(?:[0-9a-f]{20}(?:[0-9a-f]{32})?)?")
_UNFIT = re.compile(r"[\[\]*?]")


@dataclass
class Done:
    """What was done, or would be: texts and replacements in them, changed rows elsewhere by table, rows left open.

    `left` says where replaced words still stand and how often; `copies` are the backups that were removed.
    """

    texts: int = 0
    replaced: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    open: int = 0
    left: dict[str, int] = field(default_factory=dict)
    copies: list[Path] = field(default_factory=list)


def apply(
    project: Project,
    key: Path,
    passphrase: str,
    sheet: Path | None = None,
    looking: Looking = Looking(),  # noqa: B008 - frozen
    *,
    coder: str = "",
    dry_run: bool = False,
) -> Done:
    """Put what was decided in the place of what was found, everywhere and for good, and write the key.

    A key that is there is used and added to: a new interview gets the same pseudonyms. Copies that migrations made of
    the project file are removed, since the words are in them.
    """
    check_apart(project, key)
    known = Key.from_bytes(key.read_bytes(), passphrase, key) if key.exists() else None
    decided = rulings(read_rows(sheet), sheet.name) if sheet else []
    if not decided and known is None:
        raise QualcodeError("nothing is decided", hint="Give --from FILE, a sheet of `qualcode pseudonymise find`.")
    made = joined(known or Key(new_id()), decided)
    work = _Forward(project, made, looking)
    done = Done(open=sum(ruling.is_open for ruling in decided), copies=_copies(project))
    with project.verb("pseudonymise", coder, undoable=False, dry_run=dry_run) as verb:
        names = _disagreements(project)
        replaced = work.replaced()
        done.texts, done.replaced = len(replaced), sum(len(r.edits) for r in work.rewritings.values())
        done.rows, ids = stored.rewrite(project.db, verb, replaced, work.said, work.mark)
        renamed = _renamed(names, _disagreements(project))
        stored.rename_disagreements(project.db, renamed)
        verb.details |= {"texts": done.texts, "replaced": done.replaced}
        work.remember(ids)
        if not dry_run:
            write_private(made.to_bytes(passphrase), key)
    if not dry_run:
        for copy in done.copies:
            copy.unlink(missing_ok=True)

        def too(db: Connection, verb: Verb) -> None:
            there = _Forward(project, made, looking, db)
            _, ids = stored.rewrite(db, verb, there.replaced(), there.said, there.mark)
            stored.rename_disagreements(db, renamed)
            there.remember(ids)

        for name in backing_up.carry(project, "pseudonymise", coder, too):
            project.tell(f"the backup {name} could not be opened to pseudonymise it, and was deleted")
        write_private(made.to_bytes(passphrase), key)
        done.left = left(project, made, looking)
    return done


def reverse(project: Project, key: Path, passphrase: str, *, coder: str = "", dry_run: bool = False) -> Done:
    """Put back what stood there, by the key: the very same texts, with what was made on them since.

    What was written since, and values that several old ones became (`[sted]`), stay as they are.
    """
    check_apart(project, key)
    known = Key.from_bytes(_bytes(key), passphrase, key)
    done = Done()
    with project.verb("pseudonymise reverse", coder, undoable=False, dry_run=dry_run) as verb:
        names = _disagreements(project)
        while bodies := {body.id: body for body in stored.bodies(project.db) if body.id in known.bodies}:
            done.texts = done.texts or len(bodies)
            done.replaced += sum(len(known.bodies[id_].back.edits) for id_ in bodies)
            replaced = {id_: _back(body, known.bodies[id_]) for id_, body in bodies.items()}
            rows, ids = stored.rewrite(project.db, verb, replaced, _backward(known), {})
            done.rows |= rows
            if wrong := [id_ for id_, new in ids.items() if new != known.bodies[id_].id]:
                raise QualcodeError(f"{len(wrong)} texts would not be what they were", where=str(key))
        if not done.texts:
            raise QualcodeError("no text here was made with this key", where=str(key))
        stored.rename_disagreements(project.db, _renamed(names, _disagreements(project)))
        verb.details |= {"texts": done.texts, "replaced": done.replaced}
    return done


def left(project: Project, key: Key, looking: Looking = Looking()) -> dict[str, int]:  # noqa: B008 - frozen
    """Where words that the key replaced still stand: table and column, or the file's bytes; and how often.

    A word that is kept elsewhere, is somebody's pseudonym, or a coder's name too, proves nothing; nor does a name that
    is a word.
    """
    work = _Forward(project, key, looking)
    coders = {name.casefold() for name in people(project.db)}
    allowed, found = work.given | work.kept | coders, Counter[str]()
    for table, column, text in stored.everything(project.db):
        if not _HASH.fullmatch(text):
            found[f"{table}.{column}"] += len(work.rules.left(text, allowed))
    raw = stored.rewritten_file(project.db).decode("utf-8", "ignore")
    found["the file's bytes"] = len(work.rules.left(raw, allowed))
    for backup in backups.listed(project.backup_folder):
        raw = backup.path.read_bytes().decode("utf-8", "ignore")
        found[f"backup {backup.path.name}"] = len(work.rules.left(raw, allowed))
    return {place: n for place, n in found.items() if n}


def check(project: Project, key: Path, passphrase: str) -> Output:
    """Where words that a key replaced still stand (see `left`): columns place and times. No rows: nowhere."""
    found = left(project, Key.from_bytes(_bytes(key), passphrase, key))
    rows = sorted(found.items())
    return Output(Table.of(rows, ("place", "times")), provenance(project), title="Words that were replaced")


def check_apart(project: Project, key: Path) -> None:
    """Refuse a key inside the project's folder, and one that could not be written."""
    if key.resolve().is_relative_to(project.folder.resolve()):
        hint = "Keep it where nobody has both, such as on another disk."
        raise QualcodeError("the key must not lie in the project's folder", where=str(key), hint=hint)
    if not key.parent.is_dir():
        raise QualcodeError("there is no such folder", where=str(key.parent))


def joined(known: Key, decided: Sequence[Ruling]) -> Key:
    """The key with further rulings. One that says something else than the key refuses all.

    So does one about a word that is somebody's pseudonym already.
    """
    given = {new.casefold() for r in known.rulings if r.decision == "replace" for new in r.forms.values()}
    if any(given & {f.casefold() for f in r.forms} for r in decided if r.decision not in ("keep", "later")):
        hint = "Decide keep for what are pseudonyms by now."
        raise QualcodeError("the sheet replaces a word that is a pseudonym in the key", hint=hint)
    said = {(r.kind, r.found): r for r in known.rulings if not r.is_open}
    new = []
    for ruling in decided:
        before = said.get((ruling.kind, ruling.found))
        if before is None:
            new.append(ruling)
        elif not ruling.is_open and any(before.forms.get(f, n) != n for f, n in ruling.forms.items()):
            hint = "Take it out of the sheet, or decide as before."
            raise QualcodeError(f"the key says something else of a {ruling.kind} in the sheet", hint=hint)
        else:
            new.append(replace(before, forms={**ruling.forms, **before.forms}) if not ruling.is_open else before)
    changed = {(r.kind, r.found) for r in new}
    kept = [r for r in known.rulings if (r.kind, r.found) not in changed]
    return replace(known, rulings=[*kept, *new])


class _Forward:
    """The way from the old words to the new, in one project."""

    def __init__(self, project: Project, key: Key, looking: Looking, db: Connection | None = None) -> None:
        self.key, self._looking, self._language = key, looking, project.settings.language
        self._db = db or project.db
        decided = [*key.rulings, *parts(key.rulings)]
        self.bodies = {body.id: body for body in stored.bodies(self._db)}
        self._texts = [Text(id_, body.text, body.turns) for id_, body in self.bodies.items()]
        self.given = {new.casefold() for r in decided for new in r.forms.values() if new}
        self.kept = {f.casefold() for r in key.rulings if r.decision == "keep" for f in r.forms}
        is_ordinary = ordinary(self._texts, self._language, looking.lists)
        self.rules = Rules(decided, is_ordinary)
        # Where the key was used before, a word may be somebody's pseudonym, whatever it meant in a text that is new.
        used = [ruling for ruling in decided if not self.given & {form.casefold() for form in ruling.forms}]
        self._again = Rules(used, is_ordinary) if stored.mark(self._db) else self.rules
        self.rewritings: dict[str, Rewriting] = {}
        self._values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    @cached_property
    def _found(self) -> Mapping[str, Sequence[Mention]]:
        """The mentions in each text, by its body's id, and in everything else that is prose, by itself."""
        values = {v for _, _, value in stored.values(self._db) for v in stored.strings(value) if _is_prose(v)}
        texts = [*self._texts, *(Text(value, value) for value in sorted(values))]
        found = mentions(texts, self._language, self._looking.lists)
        return {text.name: inside for text, inside in zip(texts, found, strict=True)}

    @property
    def mark(self) -> dict[str, str]:
        """What the file says of itself from now on: by which rulings, and which words are decided on."""
        decided = stored.decided(self._db) | self.kept | self.given
        return {stored.MARK: self.key.mark, stored.DECIDED: json.dumps(sorted(decided), ensure_ascii=False)}

    def replaced(self) -> dict[str, stored.Replacement]:
        """What stands instead of each text that changes."""
        found = {}
        for id_, body in self.bodies.items():
            rules = self._again if id_ in self.key.bodies else self.rules
            rewriting = self.key.forward(id_) or rules.rewriting(body.text, self._found[id_])
            new = Body(body.text, body.turns, body.segments).rewritten(rewriting, rules.whole)
            times = tuple((rewriting.position(position), seconds) for position, seconds in body.times)
            after = stored.Body("", new.text, new.turns, new.segments, times)
            if (new.text, new.turns) != (body.text, body.turns):
                found[id_] = stored.Replacement(body, after, rewriting.span)
                self.rewritings[id_] = rewriting
        return found

    def said(self, table: str, column: str, text: str) -> str:
        """What stands in a cell from now on."""
        new = self._deep(table, column, text)
        if new != text:
            self._values[f"{table}.{column}"][new].add(text)
        return new

    def _deep(self, table: str, column: str, text: str) -> str:
        if text[:1] in ("{", "["):
            try:
                told = json.loads(text)
            except ValueError:
                return self._words(table, column, text)
            new = self._inside(table, column, told)
            return text if new == told else json.dumps(new, ensure_ascii=False)
        return self._words(table, column, text)

    def _inside(self, table: str, column: str, told: Any) -> Any:
        if isinstance(told, str):
            return self._deep(table, column, told)
        if isinstance(told, list):
            return [self._inside(table, column, one) for one in told]
        if isinstance(told, dict):
            where = "code" if column == "book" else table
            return {key: self._inside(where, key, one) for key, one in told.items()}
        return told

    def _words(self, table: str, column: str, text: str) -> str:
        if _HASH.fullmatch(text):
            return text
        if (table, column) in _NAMED:
            return self._again.whole(text)
        new = self._again.rewriting(text, self._found.get(text, ())).text(text)
        return _UNFIT.sub("", new) if new != text and (table, column) in _PLAIN_NAMES else new

    def remember(self, ids: Mapping[str, str]) -> None:
        """Write into the key what has to be put back where."""
        for old, new in ids.items():
            body = self.bodies[old]
            speakers = tuple(turn.speaker for turn in body.turns)
            self.key.bodies[new] = Old(old, self.rewritings[old].inverse, speakers, body.times)
        for where, values in self._values.items():
            known = self.key.values.setdefault(where, {})
            for new, olds in values.items():
                if len(olds) > 1 or known.get(new, next(iter(olds))) not in olds:
                    known.pop(new, None)
                else:
                    known[new] = next(iter(olds))


def _is_prose(text: str) -> bool:
    return len(text.split()) >= _PROSE


def _back(body: stored.Body, was: Old) -> stored.Replacement:
    new = Body(body.text, body.turns, body.segments).rewritten(was.back, str)
    turns = tuple(turn._replace(speaker=name) for turn, name in zip(new.turns, was.speakers, strict=True))
    return stored.Replacement(body, stored.Body("", new.text, turns, new.segments, was.times), was.back.span)


def _backward(key: Key) -> Callable[[str, str, str], str]:
    def said(table: str, column: str, text: str) -> str:
        return key.values.get(f"{table}.{column}", {}).get(text, text)

    return said


def _bytes(key: Path) -> bytes:
    try:
        return key.read_bytes()
    except OSError as error:
        raise QualcodeError(f"the key cannot be read: {error.strerror}", where=str(key)) from None


def _copies(project: Project) -> list[Path]:
    """The copies of the project file that migrations made."""
    return sorted(project.folder.glob("project.v*.db"))


def _disagreements(project: Project) -> dict[tuple[str, ...], list[str]]:
    """The ids of all disagreements between coders about whom something is settled, in the order of the texts."""
    found: dict[tuple[str, ...], list[str]] = {}
    for coders in stored.settled_between(project.db):
        try:
            result = consensus(both(project, coders), [])
        except QualcodeError:  # somebody of them is no longer there: nothing to carry along
            continue
        found[coders] = [one.id for one in result.differing]
    return found


def _renamed(before: Mapping[tuple[str, ...], list[str]], after: Mapping[tuple[str, ...], list[str]]) -> dict[str, str]:
    return {
        old: new
        for who, olds in before.items()
        if len(olds) == len(after.get(who, ()))
        for old, new in zip(olds, after[who], strict=True)
        if old != new
    }
