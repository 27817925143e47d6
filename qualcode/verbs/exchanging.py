"""Exchange with other programs: REFI-QDA projects and codebooks, and codings as a plain table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from qualcode.choices import Dialect
from qualcode.codebook.edit import add as with_code
from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.exchange.foreign import Exchanged, Memo
from qualcode.exchange.refi_codes import write_qdc
from qualcode.exchange.refi_reading import read_qdpx
from qualcode.exchange.refi_writing import Outgoing, write_qdpx
from qualcode.importers.compose import compose
from qualcode.importers.incoming import Draft, Prose
from qualcode.model import Code, Codebook, Coding, Selection, Source, Transcript
from qualcode.project import Project
from qualcode.store import codebook as stored
from qualcode.store import codings, transcripts
from qualcode.store.database import new_id
from qualcode.store.history import Verb
from qualcode.verbs.codes import save
from qualcode.verbs.intake import Intake
from qualcode.verbs.setup import EVERYTHING, provenance

COLUMNS = ("transcript", "code", "segment", "start", "end", "quote", "coder", "memo", "origin", "created")
UNNAMED = "import"
"""Whose codings are that say no coder, if nobody else is named."""


def qdpx(
    project: Project, selection: Selection = EVERYTHING, dialect: Dialect = "standard"
) -> tuple[bytes, tuple[str, ...]]:
    """The selected transcripts and codings with the whole codebook as a REFI-QDA project, and what it cannot hold."""
    chosen, made = _selected(project, selection)
    memos = list(_own_memos(project, chosen, selection))
    data = write_qdpx(Outgoing(project.settings.name, stored.load(project.db), chosen, made, memos), dialect)
    return data, tuple(_left_out(chosen, dialect))


def qdc(project: Project) -> bytes:
    """The codebook as a REFI-QDA codebook."""
    return write_qdc(stored.load(project.db))


def table(project: Project, selection: Selection = EVERYTHING) -> Output:
    """The selected codings as a table that `tag --from` reads back: see `COLUMNS`. `segment` is for people."""
    import pandas as pd

    chosen, made = _selected(project, selection)
    known = {t.name: t for t in chosen}
    rows = []
    for c in made:
        segment = known[c.transcript].segment_at(c.start)
        place = (c.transcript, c.code, segment.n if segment else None, c.start, c.end)
        rows.append((*place, c.quote, c.coder, c.memo, c.origin, c.created))
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"segment": "Int64"})
    return Output(frame, provenance(project, selection), title="Codings", brief=COLUMNS[:8])


def bring(project: Project, path: Path, intake: Intake, *, coder: str = "", dry_run: bool = False) -> None:
    """Bring a REFI-QDA project in: transcripts, codes, codings with their coders, memos. Again, it changes nothing.

    Codes are matched by their permanent ids, else by id; new ones are added below their parents. Codings that name no
    coder are `coder`'s. What was read, and what was not, is added to the intake's account.
    """
    found = read_qdpx(path)
    with project.verb("import", coder, dry_run=dry_run) as verb:
        intake.begin(verb.time)
        taken = {s.name for s in found.sources if intake.take(path.name, _spoken(s, intake))}
        book, new_codes = _with_codes(stored.load(project.db), found.codebook)
        if new_codes:
            save(project, book, verb, why=f"import of {path.name}")
        codes = _matching(book, found.codebook)
        made = _codings(project, found.codings, codes, taken, coder or UNNAMED, verb)
        memos = _memos(project, found.memos, codes, taken, coder or UNNAMED, verb)
        verb.details |= {"file": path.name, "transcripts": sorted(taken), "codings": [c.id for c in made]}
        verb.details |= {"codes": new_codes, "memos": memos}
    told = _account(path, found, new_codes, made, memos, coder or UNNAMED)
    intake.account.told += [*told, *(f"{path.name}: {line}" for line in found.report)]


def _selected(project: Project, selection: Selection) -> tuple[list[Transcript], list[Coding]]:
    codings.check_coders(project.db, selection.coders)
    chosen = list(transcripts.load(project.db, selection)) if transcripts.names(project.db) else []
    known = {t.name: t for t in chosen}
    codes = selection.code_ids(stored.load(project.db))
    made = [
        c
        for c in codings.load(project.db, selection)
        if c.code in codes and selection.has_passage(known[c.transcript], known[c.transcript].turn_at(c.start))
    ]
    return chosen, made


def _own_memos(project: Project, chosen: Sequence[Transcript], selection: Selection) -> Iterable[Memo]:
    """The memos that are not a coding's: of the project, of codes, of the selected transcripts and places in them."""
    names = {t.uid: t.name for t in chosen}
    lengths = {t.uid: len(t.text) for t in chosen}
    codes = {code.uid: code.id for code in stored.load(project.db).walk()}
    for m in codings.memos(project.db):
        target, _, place = m["target"].partition("@")
        memo = Memo(m["text"], coder=m["coder"], created=m["created"])
        if not selection.has_made(m["coder"], m["created"]):
            continue
        if m["kind"] == "project":
            yield memo
        elif m["kind"] == "code" and target in codes:
            yield replace(memo, code=codes[target])
        elif m["kind"] == "transcript" and target in names:
            yield replace(memo, transcript=names[target])
        elif m["kind"] == "segment" and target in names:
            start, end = (int(n) for n in place.split("-"))
            if end <= lengths[target]:
                yield replace(memo, transcript=names[target], start=start, end=end)


def _left_out(chosen: Sequence[Transcript], dialect: Dialect) -> Iterable[str]:
    if any(t.speakers for t in chosen):
        yield "attributes of single speakers are not in it: REFI-QDA knows those of transcripts"
    if dialect == "standard" and any(ord(ch) > 0xFFFF for t in chosen for ch in t.text):
        yield "some texts hold emoji or rare signs: for NVivo add --dialect nvivo, which counts them as NVivo does"


def _spoken(source: Source, intake: Intake) -> Source:
    """A source with its speakers found; its text stays to the character."""
    found = compose(Draft([Prose(source.text)]), intake.options)
    if found.text != source.text:
        raise QualcodeError(f"the text of {source.name} is not as it should be")
    return replace(source, turns=found.turns, notes=(*source.notes, *found.notes))


def _with_codes(ours: Codebook, theirs: Codebook) -> tuple[Codebook, int]:
    """Our codebook with the codes of theirs that it lacks, below their parents; and how many those are."""
    if not ours.codes:
        return (replace(theirs, language=ours.language), len(theirs.by_id)) if theirs.codes else (ours, 0)
    book, added = ours, 0

    def visit(code: Code, parent: str | None) -> None:
        nonlocal book, added
        mine = _match(book, code)
        if mine is None:
            book, added = with_code(book, replace(code, codes=()), parent), added + 1
            mine = code.id
        for child in code.codes:
            visit(child, mine)

    for top in theirs.codes:
        visit(top, None)
    return book, added


def _match(book: Codebook, code: Code) -> str | None:
    """The id of our code that is this one."""
    same = (c.id for c in book.walk() if code.uid and c.uid == code.uid)
    alike = (c.id for c in book.walk() if c.id.casefold() == code.id.casefold())
    return next(same, None) or next(alike, None)


def _matching(book: Codebook, theirs: Codebook) -> dict[str, str]:
    return {code.id: _match(book, code) or code.id for code in theirs.walk()}


def _codings(
    project: Project, found: Iterable[Coding], codes: dict[str, str], taken: set[str], coder: str, verb: Verb
) -> list[Coding]:
    """Add the codings of the transcripts that are here; one that was here before, removed or not, is not added."""
    known = codings.ids(project.db)
    version = stored.load(project.db).version
    wanted = []
    for c in found:
        if c.transcript not in taken or c.start >= c.end or c.id in known:
            continue
        known.add(c.id)
        known_as = c._replace(id=c.id or new_id(), version=version, code=codes[c.code], coder=c.coder or coder)
        wanted.append(known_as._replace(created=c.created or verb.time))
    return codings.add(project.db, wanted).new


def _memos(
    project: Project, found: Iterable[Memo], codes: dict[str, str], taken: set[str], coder: str, verb: Verb
) -> int:
    """Add the memos that are not here yet; returns how many."""
    uids, book = transcripts.names(project.db), stored.load(project.db)
    there = {(m["kind"], m["target"], m["coder"], m["text"]) for m in codings.memos(project.db)}
    added = 0
    for memo in found:
        if not memo.text.strip() or (memo.transcript and memo.transcript not in taken):
            continue
        uid, who = uids.get(memo.transcript, ""), memo.coder or coder
        kind, target = "transcript" if uid else "project", uid
        if memo.code:
            kind, target = "code", book.by_id[codes[memo.code]].uid
        elif memo.start is not None:
            kind, target = "segment", f"{uid}@{memo.start}-{memo.end}"
        if (kind, target, who, memo.text) not in there:
            there.add((kind, target, who, memo.text))
            codings.add_memo(project.db, kind, target, who, memo.text, memo.created or verb.time)
            added += 1
    return added


def _account(
    path: Path, found: Exchanged, new_codes: int, made: Sequence[Coding], memos: int, coder: str
) -> Iterable[str]:
    """What was read, in words."""
    who = Counter(c.coder for c in made)
    by = f" ({', '.join(f'{name} {n}' for name, n in sorted(who.items()))})" if who else ""
    origin = f"made by {found.origin}; " if found.origin else ""
    there = f"of {len(found.codebook.by_id)} codes {new_codes} are new, of {len(found.codings)} codings {len(made)}{by}"
    yield f"{path.name}: {origin}{there}, of {len(found.memos)} memos {memos}"
    for way, names in _ways(found).items():
        yield f"{path.name}: positions count {way} ({', '.join(names)})"
    for fate in found.fates:
        if fate.kept or fate.lost:
            parts = [f"{fate.imported} imported", f"{fate.kept} kept for the way out" * bool(fate.kept)]
            parts.append(f"{fate.lost} not ({fate.why})" * bool(fate.lost))
            yield f"{path.name}: {fate.kind}: {fate.file} in the file, {', '.join(filter(None, parts))}"
    if any(not c.coder for c in found.codings):
        yield f"{path.name}: {sum(not c.coder for c in found.codings)} codings name no coder; they are {coder}'s"


def _ways(found: Exchanged) -> dict[str, list[str]]:
    """The texts by how their positions are counted."""
    ways: dict[str, list[str]] = {}
    for name, way in found.counting.items():
        ways.setdefault(way, []).append(name)
    return ways
