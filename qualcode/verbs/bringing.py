"""Bring another program's project in: a REFI-QDA file, or the database of Taguette, QualCoder or RQDA.

First what is to become of everything is decided (`exchange.matching`), then it is written, in one step that one undo
takes back. What cannot be decided without a person waits in the list of what is unsettled.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from qualcode.choices import Dialect
from qualcode.codebook.edit import add as with_code
from qualcode.errors import QualcodeError
from qualcode.exchange.databases import WANTED, read_database
from qualcode.exchange.foreign import Exchanged, Fate, Memo
from qualcode.exchange.matching import Change, Clash, Codes, Settled, changes, match_codes
from qualcode.exchange.offsets import OURS
from qualcode.exchange.refi_reading import read_qdpx
from qualcode.importers import READERS, ReadOptions
from qualcode.importers.compose import compose
from qualcode.importers.incoming import Draft, File, Prose
from qualcode.importers.reanchor import Reanchored, reanchor
from qualcode.model import Codebook, Coding, Source
from qualcode.project import Project
from qualcode.store import codebook as codebooks
from qualcode.store import codings, foreign, foreign_databases, sidecar, transcripts, waiting
from qualcode.store.database import new_id
from qualcode.store.history import Verb
from qualcode.verbs.codes import save
from qualcode.verbs.intake import Intake

UNNAMED = "import"
"""Whose codings are that say no coder, if nobody else is named."""
ENDINGS = frozenset({".qdpx", ".qda", ".sqlite3", ".rqda"})
"""Of files that hold a project of another program."""


@dataclass(frozen=True)
class Wishes:
    """What a person says beside the file: how it counts, what its codes are, who codes where it does not say."""

    dialect: Dialect | None = None
    settled: Mapping[str, Settled] = field(default_factory=dict)
    coder: str = ""


def read(path: Path, wishes: Wishes) -> Exchanged:
    """The project in a file of another program."""
    if path.suffix.lower() == ".qdpx":
        return read_qdpx(path, wishes.dialect, _rich_text)
    return read_database(foreign_databases.tables(path, WANTED), path.name)


def _rich_text(data: bytes, name: str) -> str:
    """The text of a source that is there only as a word processor's file: its paragraphs, a line each."""
    file = File(name, Path(name).stem, Path(name).suffix.lower(), data, ReadOptions())
    reader = READERS.get(file.ending)
    if reader is None:
        raise QualcodeError(f"no text can be read from {file.ending}")
    return "\n".join(block.text for draft in reader(file) for block in draft.blocks)


def bring(project: Project, path: Path, intake: Intake, wishes: Wishes = Wishes(), *, dry_run: bool = False) -> None:
    """Bring a project in: transcripts, codes, codings with their coders, memos. Again, it changes nothing.

    A newer file of the same project adds what is new; what it has otherwise than it came the last time is proposed, not
    done. What was read, and what was not, is added to the intake's account.
    """
    found = read(path, wishes)
    with project.verb("import", wishes.coder, dry_run=dry_run) as verb:
        intake.begin(verb.time)
        told = _Bringing(project, path, found, wishes, intake, verb).carried_out()
    intake.account.told += told


class _Bringing:
    """One file on its way in. What is decided about one part is needed for the next."""

    def __init__(
        self, project: Project, path: Path, found: Exchanged, wishes: Wishes, intake: Intake, verb: Verb
    ) -> None:
        self.project, self.path, self.found, self.wishes = project, path, found, wishes
        self.intake, self.verb, self.db = intake, verb, project.db
        self.origin = (found.origin, found.name)
        self.coder = wishes.coder or UNNAMED

    def carried_out(self) -> list[str]:
        """Everything, in the order in which one part needs another; what there is to tell."""
        if self.found.sidecar:
            others = sidecar.in_the_way(self.db, self.found.sidecar)
            if not others:
                return self._our_own()
            told = f"{', '.join(others[:3])} is something else here, so that only what the standard holds comes in"
            self.found = replace(self.found, report=(*self.found.report, told))
        names = self._texts()
        codes = self._codes()
        placed = list(self._placed(names, codes.ours))
        made = self._new_codings(placed, codes.ours)
        proposed = self._proposals(placed)
        memos = self._memos(names, codes.ours)
        kept = foreign.keep(self.db, self.origin, _parts(self.found.opaque), self.verb.time)
        if (placed or self._met) and not self.found.origin.startswith(OURS):
            brought = {"codings": sorted(c.id for c in placed)}
            foreign.remember(self.db, "project", self.origin, _PROJECT, "", brought)
        self._open(codes.clashes, names)
        self.verb.details |= {"file": self.path.name, "transcripts": sorted(names.values())}
        self.verb.details |= {"codings": [c.id for c in made], "codes": list(codes.added), "memos": memos, "kept": kept}
        return [
            f"{self.path.name}: {line}" for line in (*self._account(codes, made, memos, proposed), *self.found.report)
        ]

    def _our_own(self) -> list[str]:
        """A file of ours that nobody changed: every row as it was, of those that are not here."""
        new = sidecar.insert(self.db, self.found.sidecar)
        here = {uid: name for name, uid in transcripts.names(self.db).items()}
        for text in self.found.texts:
            if text.key in here:
                fresh = new["transcript"] > 0
                self.intake.account.add("imported" if fresh else "unchanged", self.path.name, text.source)
        self.verb.details |= {"file": self.path.name, "rows": {table: n for table, n in new.items() if n}}
        told = (
            f"of {len(self.found.codings)} codings {new['coding']} are new, of {len(self.found.codebook.by_id)} codes "
        )
        told += f"{new['code']}; with turns, times, readings and all else that qualcode keeps"
        return [f"{self.path.name}: {told}", *(f"{self.path.name}: {line}" for line in self.found.report)]

    def _texts(self) -> dict[str, str]:
        """Take the texts in; the names here by the names there, of those that are here."""
        known, here = foreign.known(self.db, "transcript"), {uid: n for n, uid in transcripts.names(self.db).items()}
        names: dict[str, str] = {}
        self.other: dict[str, str] = {}
        for text in self.found.texts:
            source = text.source
            known_as = here.get(known.get(text.key, ""), "")
            if known_as and transcripts.one(self.db, known_as).text != source.text:
                self.other[known_as] = source.text  # a corrected text: the codings are looked for in ours
                names[source.name] = known_as
                continue
            if self.intake.take(self.path.name, _spoken(replace(source, name=known_as or source.name), self.intake)):
                names[source.name] = known_as or source.name
            elif (mine := self._alike(source)) is not None:
                self.other[mine] = source.text
                names[source.name] = mine
        uids = transcripts.names(self.db)
        for text in self.found.texts:
            mine = uids.get(names.get(text.source.name, ""), text.key)
            if mine != text.key:
                foreign.remember(self.db, "transcript", self.origin, text.key, mine)
        return names

    def _alike(self, source: Source) -> str | None:
        """The transcript of the same name whose text differs by a little only."""
        if source.name not in transcripts.names(self.db):
            return None
        mine = transcripts.one(self.db, source.name)
        lines = [line for line in source.text.splitlines() if line.strip()]
        there = sum(line in mine.text for line in lines)
        return source.name if lines and there * 2 >= len(lines) else None

    def _codes(self) -> Codes:
        """Match the codes, save the codebook where it changed, and remember the numbers."""
        ours = codebooks.load(self.db)
        names = {guid: str(said.get("name", "")) for guid, said in foreign.details(self.db, "code").items()}
        known = foreign.known(self.db, "code")
        start = replace(self.found.codebook, codes=(), language=ours.language) if not ours.codes else ours
        codes = match_codes(start, self.found.codebook, known, self.wishes.settled, names, _added)
        if codes.book.codes != ours.codes:
            save(self.project, codes.book, self.verb, why=f"import of {self.path.name}")
        self.uids = uids = {code.id: code.uid for code in codebooks.load(self.db).walk()}
        for code in self.found.codebook.walk():
            if code.id in codes.ours:
                mine = uids[codes.ours[code.id]]
                if not self.found.origin.startswith(OURS):
                    foreign.remember(self.db, "code", self.origin, code.uid, mine, {"name": code.name})
        self._close({code.uid for code in self.found.codebook.walk() if code.id in codes.ours})
        return codes

    def _close(self, known: Collection[str]) -> None:
        """What waited for somebody to say which code these are waits no longer."""
        for row in waiting.load(self.db):
            if row.kind == "conflict" and row.payload.get("guid") in known:
                waiting.settle(self.db, row.id, "--settle", self.verb.time)

    def _placed(self, names: Mapping[str, str], codes: Mapping[str, str]) -> Iterator[Coding]:
        """The codings whose text and code are here, as they would stand here."""
        version = codebooks.load(self.db).version
        for c in self._in_our_texts(names):
            if c.code in codes and c.start < c.end:
                named = c._replace(
                    id=c.id or new_id(), code=codes[c.code], coder=c.coder or self.coder, version=version
                )
                yield named._replace(created=c.created or self.verb.time)

    def _in_our_texts(self, names: Mapping[str, str]) -> Iterator[Coding]:
        self.astray: list[Reanchored] = []
        elsewhere: dict[str, list[Coding]] = defaultdict(list)
        for c in self.found.codings:
            name = names.get(c.transcript)
            if name in self.other:
                elsewhere[name].append(c._replace(transcript=name))
            elif name:
                yield c._replace(transcript=name)
        for name, own in elsewhere.items():
            text = transcripts.one(self.db, name).text
            for placed in reanchor(self.other[name], text, own):
                if placed.start is None or placed.end is None:
                    self.astray.append(placed)
                else:
                    quote = text[placed.start : placed.end]
                    yield placed.coding._replace(start=placed.start, end=placed.end, quote=quote)

    def _new_codings(self, placed: Sequence[Coding], codes: Mapping[str, str]) -> list[Coding]:
        """Add those that were never here; one that was here before, removed or not, is not added."""
        known = codings.ids(self.db)
        made = codings.add(self.db, [c for c in placed if c.id not in known])
        uids = transcripts.names(self.db)
        for lost in self.astray:
            c = lost.coding
            if c.id not in known:
                code = self.uids.get(codes.get(c.code, ""), "")
                payload = {"what": "coding", "file": self.path.name, "code": code, "quote": c.quote, "memo": c.memo}
                payload["guid"] = c.id
                uid = uids[c.transcript]
                waiting.add(self.db, "row", payload, self.verb.time, transcript=uid, coder=c.coder or self.coder)
        return made

    def _proposals(self, placed: Sequence[Coding]) -> list[Change]:
        """What a newer file has otherwise than it came: proposed, because somebody may have worked on it here."""
        before = foreign.details(self.db, "project").get(_PROJECT, {}) if self._met else {}
        there = {c.transcript for c in placed} | set(self._names_here)
        ours = {c.id: c for c in codings.load(self.db) if c.transcript in there}
        found = changes(ours, placed, before.get("codings", ()))
        uids = transcripts.names(self.db)
        for change in found:
            payload: dict[str, Any] = {"what": change.what, "file": self.path.name, "quote": change.ours.quote}
            payload |= {"code": self.uids[change.ours.code], "start": change.ours.start, "end": change.ours.end}
            if change.theirs:
                new = change.theirs
                payload["theirs"] = {
                    "code": self.uids[new.code],
                    "start": new.start,
                    "end": new.end,
                    "quote": new.quote,
                }
            mine = change.ours
            place = {"about": mine.id, "transcript": uids[mine.transcript], "coder": mine.coder}
            waiting.add(self.db, "proposal", payload, self.verb.time, **place)
        return found

    @property
    def _met(self) -> bool:
        return _PROJECT in foreign.known(self.db, "project")

    @property
    def _names_here(self) -> Iterator[str]:
        here = {uid: name for name, uid in transcripts.names(self.db).items()}
        known = foreign.known(self.db, "transcript")
        return (here[known[t.key]] for t in self.found.texts if known.get(t.key) in here)

    def _memos(self, names: Mapping[str, str], codes: Mapping[str, str]) -> int:
        """Add the memos that are not here yet; returns how many."""
        uids, book = transcripts.names(self.db), codebooks.load(self.db)
        there = {(m["kind"], m["target"], m["coder"], m["text"]) for m in codings.memos(self.db)}
        added = 0
        for memo in self.found.memos:
            if (place := _target(memo, names, codes, uids, book, self.other)) is None:
                continue
            who = memo.coder or self.coder
            if (*place, who, memo.text) not in there:
                there.add((*place, who, memo.text))
                codings.add_memo(self.db, *place, who, memo.text, memo.created or self.verb.time)
                added += 1
        return added

    def _open(self, clashes: Iterable[Clash], names: Mapping[str, str]) -> None:
        """Have codes that clash wait, each with its codings, so that nothing is silently united."""
        uids = transcripts.names(self.db)
        for clash in clashes:
            own = list(self._of_code(clash.theirs.id, names, uids))
            payload: dict[str, Any] = {"what": "code", "file": self.path.name, "path": list(clash.path)}
            payload |= {
                "origin": list(self.origin),
                "name": clash.theirs.name,
                "definition": clash.theirs.definition,
                "guid": clash.theirs.uid,
                "codings": own,
            }
            waiting.add(self.db, "conflict", payload, self.verb.time, about=clash.ours.uid)

    def _of_code(self, code: str, names: Mapping[str, str], uids: Mapping[str, str]) -> Iterator[dict[str, object]]:
        """The codings of a code that waits, as they will be added when it is settled."""
        for c in self.found.codings:
            name = names.get(c.transcript)
            if c.code == code and name is not None and name not in self.other:
                place = {"transcript": uids[name], "start": c.start, "end": c.end, "quote": c.quote, "id": c.id}
                yield {**place, "coder": c.coder or self.coder, "memo": c.memo, "created": c.created}

    def _account(self, codes: Codes, made: Sequence[Coding], memos: int, proposed: Sequence[Change]) -> Iterator[str]:
        """What was read, in words."""
        found, who = self.found, Counter(c.coder for c in made)
        by = f" ({', '.join(f'{name} {n}' for name, n in sorted(who.items()))})" if who else ""
        origin = f"made by {found.origin}; " if found.origin else ""
        of = f"of {len(found.codebook.by_id)} codes {len(codes.added)} are new"
        yield f"{origin}{of}, of {len(found.codings)} codings {len(made)}{by}, of {len(found.memos)} memos {memos}"
        for old, new in codes.renamed:
            yield f"the code '{old}' is called '{new}' now, as in the file"
        for clash in codes.clashes:
            yield (
                f"the code '{' > '.join(clash.path)}' waits: {clash.why}. Say what it is with --settle "
                f"{clash.theirs.name}=ours|theirs|both, or see `qualcode unsettled`"
            )
        if proposed:
            counts = Counter(change.what for change in proposed)
            said = ", ".join(f"{n} {what}" for what, n in counts.items())
            yield f"changed in the file since it was brought in: {said}; proposed in `qualcode unsettled`, nothing done"
        if self.astray:
            yield f"{len(self.astray)} codings have no sure place in the text as it is here; see `qualcode unsettled`"
        yield from _counted(found)
        if any(not c.coder for c in found.codings):
            yield f"{sum(not c.coder for c in found.codings)} codings name no coder; they are {self.coder}'s"


_PROJECT = "project"
"""The number under which a project of another program is remembered: it has none of its own."""


def _counted(found: Exchanged) -> Iterator[str]:
    """How positions are counted, and what became of the kinds of elements that did not come in whole."""
    ways: dict[str, list[str]] = defaultdict(list)
    for name, way in found.counting.items():
        ways[way].append(name)
    for way, names in ways.items():
        yield f"positions count {way} ({', '.join(names[:3])}{f' and {len(names) - 3} more' * (len(names) > 3)})"
    for fate in map(partial(_as_stored, found), found.fates):
        if fate.kept or fate.lost:
            parts = [f"{fate.imported} imported", f"{fate.kept} kept for the way out" * bool(fate.kept)]
            parts.append(f"{fate.lost} not ({fate.why})" * bool(fate.lost))
            yield f"{fate.kind}: {fate.file} in the file, {', '.join(filter(None, parts))}"


def _as_stored(found: Exchanged, fate: Fate) -> Fate:
    """What became of a kind of element here: cases and sets are read, but there is no place for them yet."""
    read = {"Case": len(found.cases), "Set": len(found.groups), "Part of a case": fate.imported}.get(fate.kind, 0)
    if not read:
        return fate
    why = "; ".join(filter(None, (fate.why, f"read, but not kept (attributes of whole texts are): {read}")))
    return fate._replace(imported=fate.imported - read, lost=fate.lost + read, why=why)


def _target(
    memo: Memo,
    names: Mapping[str, str],
    codes: Mapping[str, str],
    uids: Mapping[str, str],
    book: Codebook,
    other: Mapping[str, str],
) -> tuple[str, str] | None:
    """What kind of memo it is here, and on what; None where that is not here."""
    if not memo.text.strip():
        return None
    if memo.code:
        return ("code", book.by_id[codes[memo.code]].uid) if memo.code in codes else None
    if not memo.transcript:
        return "project", ""
    name = names.get(memo.transcript)
    if name is None:
        return None
    uid = uids[name]
    return ("transcript", uid) if memo.start is None or name in other else ("segment", f"{uid}@{memo.start}-{memo.end}")


def _added(book: Codebook, code: Any, parent: str | None) -> Codebook:
    return with_code(book, code, parent)


def _parts(opaque: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The kind of each element that is kept, and the element."""
    return ((xml[1:].split(None, 1)[0].rstrip("/>"), xml) for xml in opaque)


def _spoken(source: Source, intake: Intake) -> Source:
    """A source with its speakers found; its text stays to the character."""
    composed = compose(Draft([Prose(source.text)]), intake.options)
    if composed.text != source.text:
        raise QualcodeError(f"the text of {source.name} is not as it should be")
    return replace(source, turns=composed.turns, notes=(*source.notes, *composed.notes))
