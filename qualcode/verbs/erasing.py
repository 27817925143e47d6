"""Erase for good: transcripts, one speaker's words, a person, texts before pseudonymising, the whole project.

Each returns a receipt: what was removed when and by whom, what is left and where, and what people have to remove
themselves.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.document import Document, Grid, Output, Paragraph, Provenance, Table
from qualcode.errors import QualcodeError
from qualcode.project import SETTINGS, STORE, Project
from qualcode.protect.passages import Passages
from qualcode.protect.rewriting import Body
from qualcode.protect.withdrawing import without
from qualcode.store import backups, erasing, pseudonymising, striking, written_files
from qualcode.store import transcripts as stored
from qualcode.store.database import Connection
from qualcode.store.history import Verb
from qualcode.store.order import now
from qualcode.verbs import backing_up
from qualcode.verbs.setup import provenance
from qualcode.wording import Lang, later, phrase

COLUMNS = ("state", "what", "where", "number", "todo")
_STATES = {"removed": later("removed"), "remains": later("still there"), "yours": later("for you to remove")}
_HEADINGS = (later("State"), later("What"), later("Where"), later("Number"), later("To do"))
_TODO: Mapping[str, str] = {
    "memo": later("Write the memo anew: `qualcode memo ... --instead`."),
    "code": later("Change the code: `qualcode codebook edit`."),
    "codebook_version": later("An earlier version of the codebook says it: change the code, and erase again."),
    "body": later("The same words stand in another transcript."),
    "file": later("An original file: delete it."),
    "written": later("Written by qualcode: delete it, and what was made of it."),
    "packages": later("Ask everybody who has a package or a copy to erase it too."),
    "copy": later("A copy that a migration made of the project file: delete it."),
    "": later("Change or remove it there."),
}


@dataclass
class Receipt:
    """What was erased: rows of `COLUMNS`; `remains` says whether words are left in the project file."""

    origin: Provenance
    lang: Lang
    rows: list[tuple[str, str, str, int, str]] = field(default_factory=list)
    time: str = ""
    coder: str = ""

    @property
    def remains(self) -> bool:
        """Whether words of what was erased still stand in the project file."""
        return any(row[0] == "remains" for row in self.rows)

    def add(self, state: str, what: str, where: str = "", number: int = 1, todo: str = "") -> None:
        """One more row."""
        self.rows.append((state, what, where, number, todo))

    @property
    def output(self) -> Output:
        """The receipt as a table and as a document."""
        lang = self.lang
        title = phrase("Receipt for erasing", lang)
        table = Table.of(self.rows, COLUMNS)
        data = {"time": self.time, "coder": self.coder, "rows": [dict(zip(COLUMNS, r, strict=True)) for r in self.rows]}
        return Output(table, self.origin, self._document, data=data, title=title, lang=lang)

    def _document(self) -> Document:
        import pandas as pd

        lang = self.lang
        headings = [phrase(heading, lang) for heading in _HEADINGS]
        rows = [
            (phrase(_STATES[state], lang), what, where, n, phrase(todo, lang) if todo else "")
            for state, what, where, n, todo in self.rows
        ]
        who = phrase("Erased {time} by {coder}.", lang, time=self.time[:16].replace("T", " "), coder=self.coder or "–")
        grid = Grid(pd.DataFrame(rows, columns=headings))
        return Document(phrase("Receipt for erasing", lang), [Paragraph(who), grid], lang)


def transcripts(project: Project, names: Sequence[str], *, coder: str = "", dry_run: bool = False) -> Receipt:
    """Delete transcripts, removed ones too, with all that was made on them, and what quotes them in the codebook.

    The file is written anew and searched: for every run of words, as each value's reader sees it, and for longer lines
    among its bytes.
    """
    uids = [u for n in dict.fromkeys(names) for u in erasing.called(project.db, n) or [stored.uid(project.db, n)]]
    gone = {body for uid in uids for body in erasing.bodies_of(project.db, uid)}
    work = _Work(project, gone, uids)
    with project.verb("transcripts erase", coder, undoable=False, dry_run=dry_run) as verb:
        rows, _ = erasing.belonging(project.db, uids)
        erasing.erase(project.db, uids, verb)
        verb.details["transcripts"] = len(uids)
        work.receipt.add("removed", "transcripts", ", ".join(names), len(uids))
        work.removed(Counter(table for table, _ in rows))
        work.quoted(verb)

    def too(db: Connection, verb: Verb) -> None:
        erasing.erase(db, uids, verb)
        work.strike(db, verb)

    return work.done(too, dry_run=dry_run)


def speaker(project: Project, name: str, transcript: str = "", *, coder: str = "", dry_run: bool = False) -> Receipt:
    """Take one speaker's words out: their turns become `[slettet]`, codings wholly inside go, others shrink.

    Where somebody of that name speaks in several transcripts, `transcript` says in which.
    """
    there = striking.speaking(project.db, name)
    if not there:
        raise QualcodeError(f"no speaker '{name}'", hint="See `qualcode transcripts speakers`.")
    if transcript and transcript not in there:
        raise QualcodeError(f"no speaker '{name}' in {transcript}", hint=f"They speak in: {', '.join(there)}.")
    if len(there) > 1 and not transcript:
        hint = f"Add --transcript: {', '.join(there)}. Or make them one person and use --person."
        raise QualcodeError(f"several transcripts have a speaker '{name}'", hint=hint)
    where = transcript or next(iter(there))
    return _speakers(project, [(there[where], name)], f"{name} ({where})", coder=coder, dry_run=dry_run)


def person(project: Project, name: str, *, coder: str = "", dry_run: bool = False) -> Receipt:
    """Erase what a person said everywhere: their turns, or the whole transcript where nobody else was interviewed."""
    found = striking.person(project.db, name)
    if found is None:
        known = ", ".join(striking.people(project.db)) or "none"
        raise QualcodeError(f"no person '{name}'", hint=f"Persons: {known}.")
    id_, places = found
    called = {uid: n for n, uid in stored.names(project.db).items()}
    whole = [u for u, s in places if not s or striking.participants(project.db, u) <= {s}]
    receipt = _receipt(project)
    if names := [called[u] for u in dict.fromkeys(whole) if u in called]:
        receipt = transcripts(project, names, coder=coder, dry_run=dry_run)
    if parts := [(u, s) for u, s in places if u not in whole and u in called]:
        more = _speakers(project, parts, name, coder=coder, dry_run=dry_run)
        more.rows[:0] = receipt.rows
        receipt = more
    with project.verb("erase person", coder, undoable=False, dry_run=dry_run) as verb:
        striking.strike_person(project.db, id_)
        verb.changed = True
        receipt.time, receipt.coder = receipt.time or verb.time, receipt.coder or verb.coder
    if not dry_run:
        backing_up.carry(project, "erase person", coder, lambda db, _: striking.strike_person(db, id_))
    receipt.add("removed", "person", "", 1)
    return receipt


def revisions(project: Project, *, coder: str = "", dry_run: bool = False) -> Receipt:
    """Delete the texts that are not current, with what still points into them: what stood there before is gone."""
    older = striking.older(project.db)
    current = set(pseudonymising.current(project.db).values())
    gone = {b for uid in older for b in erasing.bodies_of(project.db, uid)} - current
    work = _Work(project, gone, list(older), stay=current)
    with project.verb("erase revisions", coder, undoable=False, dry_run=dry_run) as verb:
        rows = sum(striking.revisions(project.db, uid, numbers) for uid, numbers in older.items())
        verb.changed = bool(older)
        verb.details["revisions"] = sum(map(len, older.values()))
        work.receipt.add("removed", "revisions", "", sum(map(len, older.values())))
        work.removed(Counter({"coding": rows}))
        work.quoted(verb)

    def too(db: Connection, verb: Verb) -> None:
        for uid, numbers in striking.older(db).items():
            striking.revisions(db, uid, numbers)
        if gone & {body.id for body in pseudonymising.bodies(db)}:
            raise QualcodeError("this backup is of before: what is to be gone was current in it")
        work.strike(db, verb)

    return work.done(too, dry_run=dry_run)


def everything(project: Project, *, coder: str = "", dry_run: bool = False) -> Receipt:
    """Delete the project: its file, copies of it, its settings. What else lies in the folder stays, and is named."""
    uids = list(stored.names(project.db).values())
    receipt = _receipt(project)
    receipt.time, receipt.coder = now(), coder
    receipt.add("removed", "transcripts", "", len(uids))
    ours = [project.folder / STORE, project.folder / SETTINGS, project.folder / written_files.NAME, *copies(project)]
    ours += [backup.path for backup in backups.listed(project.backup_folder)]
    for row in _yours(project, uids):
        receipt.add(*row)
    for path in ours:
        if path.exists():
            receipt.add("removed", "file", path.name)
    if not dry_run:
        project.close()
        for path in ours:
            path.unlink(missing_ok=True)
        if project.backup_folder.is_dir() and not any(project.backup_folder.iterdir()):
            project.backup_folder.rmdir()
    for path in sorted(project.folder.rglob("*")):
        if path.is_file() and path not in ours:
            receipt.add("yours", "file", str(path), 1, _TODO["written"])
    return receipt


def forget_written(project: Project) -> None:
    """Delete the list of written files once more, after the receipt was written: there is no project any longer."""
    (project.folder / written_files.NAME).unlink(missing_ok=True)


def _receipt(project: Project) -> Receipt:
    return Receipt(provenance(project), project.settings.lang)


def copies(project: Project) -> list[Path]:
    """The copies of the project file that migrations made."""
    return sorted(project.folder.glob("project.v*.db"))


def _speakers(project: Project, who: Sequence[tuple[str, str]], called: str, *, coder: str, dry_run: bool) -> Receipt:
    word = phrase("[erased]", project.settings.lang)
    bodies = {body.id: body for body in pseudonymising.bodies(project.db)}
    there = [(bodies[id_], name) for uid, name in who for _, id_ in striking.made_of(project.db, uid)]
    said = [body.text[t.start : t.end] for body, name in there for t in body.turns if t.speaker == name]
    work = _Work(project, {body.id for body, _ in there}, [uid for uid, _ in who], said)
    with project.verb("erase speaker", coder, undoable=False, dry_run=dry_run) as verb:
        rows = _take_out(project.db, verb, who, word)
        verb.details |= {"transcripts": len({uid for uid, _ in who}), "rows": rows}
        work.receipt.add("removed", "speaker", called, len(who))
        work.removed(Counter({"rows": rows}))
        work.quoted(verb)

    def too(db: Connection, verb: Verb) -> None:
        _take_out(db, verb, who, word)
        work.strike(db, verb)

    return work.done(too, dry_run=dry_run)


def _take_out(db: Connection, verb: Verb, who: Sequence[tuple[str, str]], word: str) -> int:
    """Take what speakers said out of a project file; returns how many rows went with it."""
    bodies = {body.id: body for body in pseudonymising.bodies(db)}
    replaced: dict[str, pseudonymising.Replacement] = {}
    ids: set[str] = set()
    for uid, name in who:
        for n, id_ in striking.made_of(db, uid):
            old = bodies[id_]
            new, span = without(Body(old.text, old.turns, old.segments), name, word)
            times = tuple((new_at[0], at) for position, at in old.times if (new_at := span(position, position + 1)))
            after = pseudonymising.Body("", new.text, new.turns, new.segments, times)
            replaced[id_] = pseudonymising.Replacement(old, after, span)
            ids |= striking.gone(db, uid, n, replaced[id_])
    rows = striking.strike(db, ids)
    for uid, name in who:
        striking.speaker(db, uid, name)
    pseudonymising.rewrite(db, verb, replaced, lambda _table, _column, text: text, None)
    striking.withdraw(db, (f"{uid} {hashlib.sha256(name.encode()).hexdigest()}" for uid, name in who))
    return rows


class _Work:
    """What every erasing has in common: the words that are to be gone, and the receipt."""

    def __init__(
        self,
        project: Project,
        gone: Collection[str],
        uids: Sequence[str],
        said: Sequence[str] | None = None,
        stay: Collection[str] = (),
    ) -> None:
        self.project, self.receipt = project, _receipt(project)
        bodies = {body.id: body for body in pseudonymising.bodies(project.db)}
        words = said if said is not None else [bodies[id_].text for id_ in gone]
        self.passages = Passages(words, [body.text for id_, body in bodies.items() if id_ not in gone])
        told = {name for uid in uids for name in striking.participants(project.db, uid)}
        own = said if said is not None else [part for id_ in gone for part in _spoken(bodies[id_], told)]
        lines = {line.strip() for text in own for line in text.splitlines() if len(line.strip()) >= _TELLING}
        still = [bodies[id_].text for id_ in stay]
        self.telling = {line for line in lines if not any(line in text for text in still)}
        self._yours = list(_yours(project, uids))

    def removed(self, rows: Counter[str]) -> None:
        """Rows that were deleted, by table."""
        for table, n in sorted(rows.items()):
            if n and table not in ("transcript", "revision"):
                self.receipt.add("removed", table, "", n)

    def quoted(self, verb: Verb) -> None:
        """Take what quotes out of the codebook, memos, reasons and the memory of them, inside the verb."""
        self.receipt.time, self.receipt.coder = verb.time, verb.coder
        for table, n in sorted(self.strike(self.project.db, verb).items()):
            what, where = ("examples", "") if table == "examples" else ("quotes", table)
            self.receipt.add("removed", what, where, n)

    def strike(self, db: Connection, verb: Verb) -> Counter[str]:
        """The same in any project file; returns how much, by table."""
        if not self.passages:
            return Counter()
        word = phrase("[erased]", self.project.settings.lang)
        examples = striking.examples(db, self.passages.are_in)

        def said(_table: str, _column: str, text: str) -> str:
            return pseudonymising.within(text, lambda words: self.passages.struck(words, word))

        rows, _ = pseudonymising.rewrite(db, verb, {}, said, None)
        return rows + Counter({"examples": examples})

    def done(self, too: Callable[[Connection, Verb], object], *, dry_run: bool) -> Receipt:
        """The receipt, after the same was done in every backup, and the file was written anew and searched."""
        if not dry_run:
            for name in backing_up.carry(self.project, "erase", self.receipt.coder, too):
                self.receipt.add("removed", "file", name)
            for copy in copies(self.project):
                copy.unlink()
                self.receipt.add("removed", "file", copy.name)
            for place, n in sorted(striking.remaining(self.project.db, self.passages.are_in).items()):
                table = place.partition(".")[0]
                self.receipt.add("remains", table, place, n, _TODO.get(table, _TODO[""]))
            for name, body in pseudonymising.current(self.project.db).items():
                text = next(one.text for one in pseudonymising.bodies(self.project.db) if one.id == body)
                if n := sum(line in text for line in self.telling):
                    self.receipt.add("remains", "body", name, n, _TODO["body"])
            raw = pseudonymising.rewritten_file(self.project.db)
            if not self.receipt.remains and (n := sum(line.encode() in raw for line in self.telling)):
                self.receipt.add("remains", "bytes", STORE, n, _TODO[""])
        for row in self._yours:
            self.receipt.add(*row)
        return self.receipt


_TELLING = 40
"""Characters of a line that make it the text's own. What interviewers ask is asked of many."""


def _spoken(body: pseudonymising.Body, speakers: Collection[str]) -> Iterator[str]:
    """What these speakers say; everything, where nobody is known to speak."""
    if not speakers:
        yield body.text
    for turn in body.turns:
        if turn.speaker in speakers:
            yield body.text[turn.start : turn.end]


def _yours(project: Project, uids: Sequence[str]) -> Iterator[tuple[str, str, str, int, str]]:
    """What people have to remove themselves."""
    for file in striking.origins(project.db, uids):
        yield "yours", "file", file, 1, _TODO["file"]
    for written in written_files.known(project.folder):
        if Path(written.path).exists():
            yield "yours", "file", written.path, 1, _TODO["written"]
    yield "yours", "packages", "", 1, _TODO["packages"]
