"""Code, take a coding back, read codings in from a table, finish a transcript."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from qualcode.codebook import edit
from qualcode.codebook.fields import as_id
from qualcode.errors import QualcodeError
from qualcode.importers.rows import read_rows
from qualcode.model import Code, Codebook, Coding, Place, Selection, Transcript
from qualcode.names import folded
from qualcode.project import Project
from qualcode.store import codebook, codings, former, readings, transcripts
from qualcode.store.codings import Added
from qualcode.store.database import new_id
from qualcode.store.history import Verb
from qualcode.verbs import anchors
from qualcode.verbs.codes import save
from qualcode.verbs.seen import Seen, check

LONGEST = 80
"""Code points of a code's id that is made of words."""


class _By(NamedTuple):
    """Who codes, when, how it comes about, and what they write to it."""

    coder: str
    time: str
    memo: str = ""
    origin: str = "manual"


def tag(
    project: Project,
    anchor: str,
    codes: Sequence[str],
    *,
    coder: str,
    memo: str = "",
    quote: str = "",
    new: bool = False,
    seen: Seen | None = None,
    dry_run: bool = False,
) -> Added:
    """Code the place `anchor` with each of `codes`, or the words `quote` in it.

    With `new` a code that there is not is made on the way, called as it was typed; without any code it is called by
    the words themselves (in vivo). `seen` is what stood there for the person who chose it.
    """
    with project.verb("tag", coder, dry_run=dry_run) as verb:
        transcript, place = anchors.resolve(project, anchor)
        if quote:
            place = anchors.words(transcript, place, quote)
        check(seen, transcript, place)
        book = codebook.load(project.db)
        if new:
            codes = codes or [" ".join(transcript.quote(place).split())]
            book, codes = _with_new(project, book, codes, verb)
        wanted = [_coding(book, transcript, place, code, _By(coder, verb.time, memo)) for code in codes]
        added = codings.add(project.db, wanted)
        verb.details |= {"codings": [c.id for c in added], "anchor": anchor, "codes": list(codes)}
    return added


def is_new_code(book: Codebook, name: str) -> bool:
    """Whether a code can be made that is called so: its id is free and not too long, and no other is called so."""
    known = {folded(called) for code in book.walk() for called in (code.id, code.name)}
    return 0 < len(as_id(name)) <= LONGEST and not {folded(name), folded(as_id(name))} & known


def _with_new(project: Project, book: Codebook, names: Sequence[str], verb: Verb) -> tuple[Codebook, Sequence[str]]:
    """The codebook with codes of these names, the new ones last at the top level; and the codes' ids."""
    before, ids = book, []
    for name in names:
        try:
            ids.append(book.find(name).id)
        except QualcodeError:
            made = Code(as_id(name), "" if as_id(name) == name else name)
            if not made.id or len(made.id) > LONGEST:
                what = f"'{name[:40]}…' is too long for a code's name" if made.id else f"'{name}' is no name for a code"
                raise QualcodeError(what, hint="Name the code: qualcode tag PLACE CODE --new.") from None
            if made.id not in book.by_id:
                book = edit.add(book, made)
            ids.append(made.id)
    if book != before:
        verb.details["version"] = save(project, book, verb, why="tag --new")
    return codebook.load(project.db), ids


def tag_places(
    project: Project,
    places: Iterable[tuple[str, Place]],
    code: str,
    *,
    coder: str,
    memo: str = "",
    verb: str = "tag",
    dry_run: bool = False,
) -> tuple[list[Coding], int]:
    """Code many places, given as transcript and span, in one step; returns the new codings and how many there were."""
    with project.verb(verb, coder, dry_run=dry_run) as doing:
        book, texts = codebook.load(project.db), {t.name: t for t in transcripts.load(project.db)}
        wanted = [_coding(book, texts[name], place, code, _By(coder, doing.time, memo)) for name, place in places]
        new = codings.add(project.db, wanted)
        doing.details |= {"codings": [c.id for c in new], "code": code}
    return new, len(wanted) - len(new)


def untag(project: Project, anchor: str, *codes: str, coder: str, dry_run: bool = False) -> list[Coding]:
    """Remove this coder's codings with `codes` (any, where none is named) that lie within a place; returns them."""
    with project.verb("untag", coder, dry_run=dry_run) as verb:
        book = codebook.load(project.db)
        meant = [book.find(code).id for code in codes]
        transcript, place = anchors.resolve(project, anchor)
        own = codings.load(project.db, Selection(transcripts=(transcript.name,), coders=(coder,)))
        there = [c for c in own if place.start <= c.start and c.end <= place.end]
        found = [c for c in there if not meant or c.code in meant]
        for code in meant or [""] * (not found):
            if code not in {c.code for c in found}:
                what = f"no coding with {code}" if code else "no coding"
                hint = f"There {coder} has: {', '.join(sorted({c.code for c in there}))}." if there else ""
                raise QualcodeError(f"{coder} has {what} within {anchor}", hint=hint or None)
        _take_back(project, found, verb, anchor)
    return found


def untag_these(project: Project, those: Sequence[Coding], *, coder: str) -> None:
    """Remove several of this coder's codings in one step."""
    with project.verb("untag", coder) as verb:
        if others := [c.coder for c in those if c.coder != coder]:
            raise QualcodeError(f"this is {others[0]}'s coding, and {coder} takes back only their own")
        places = dict.fromkeys(f"{c.transcript}@{c.start}-{c.end}" for c in those)
        _take_back(project, those, verb, ", ".join(places))


def tag_from(project: Project, table: Path, *, coder: str | None = None, dry_run: bool = False) -> tuple[Added, int]:
    """Code from a table (CSV or XLSX): columns transcript, code and segment or start, end; optional quote, coder, memo.

    One wrong row refuses the whole table. Returns what was added, and how many codings were there already.

    A quote with a segment marks just those words of it; a quote with start and end must be the text there.
    """
    rows = read_rows(table)
    missing = {"transcript", "code"} - set(rows[0] if rows else {})
    if missing:
        hint = "The columns are transcript, code, and segment or start and end; quote, coder and memo if you like."
        raise QualcodeError(f"there is no column {' or '.join(sorted(missing))}", where=table.name, hint=hint)
    with project.verb("tag --from", project.actor(coder), dry_run=dry_run) as verb:
        book, texts = codebook.load(project.db), {t.name: t for t in transcripts.load(project.db)}
        wanted, faults = [], []
        for n, row in enumerate(rows, start=2):
            try:
                wanted.append(_row_coding(project, book, texts, row, coder, verb.time))
            except QualcodeError as error:
                faults.append((n, error))
        if faults:
            n, first = faults[0]
            others = f" ({len(faults)} rows are wrong: {_numbers([n for n, _ in faults])})" if len(faults) > 1 else ""
            raise QualcodeError(first.what + others, where=f"{table.name}, row {n}", hint=first.hint)
        added = codings.add(project.db, wanted)
        verb.details |= {"file": table.name, "codings": [c.id for c in added]}
    return added, len(wanted) - len(added)


def finish(
    project: Project, names: Sequence[str], *, coder: str, take_back: bool = False, seen: Seen | None = None
) -> list[str]:
    """Record that this coder has read these transcripts (names or globs) to the end; returns those that are news.

    What is uncoded in a finished transcript was judged and left; in an unfinished one it may not have been read. Who
    finished an earlier text of it finishes the current one by this.
    """
    with project.verb("finish", coder) as verb:
        meant = transcripts.selected(project.db, Selection(transcripts=tuple(names)))
        for name in meant if seen else ():
            check(seen, transcripts.one(project.db, name))
        if take_back:
            news = [name for name, uid in meant.items() if codings.reopen(project.db, uid, coder)]
        else:
            news = [name for name, uid in meant.items() if readings.finish(project.db, uid, coder, verb.time)]
        verb.details |= {"transcripts": news, "take back": take_back}
    return news


def _take_back(project: Project, own: Sequence[Coding], verb: Verb, anchor: str) -> None:
    """Remove codings, and say so in the log."""
    codings.remove(project.db, [c.id for c in own], verb.time)
    codes = list(dict.fromkeys(c.code for c in own))
    verb.details |= {"codings": [c.id for c in own], "anchor": anchor}
    verb.details |= {"code": codes[0]} if len(codes) == 1 else {"codes": codes}


def _row_coding(
    project: Project,
    book: Codebook,
    texts: Mapping[str, Transcript],
    row: Mapping[str, str],
    coder: str | None,
    time: str,
) -> Coding:
    name = row["transcript"]
    if name not in texts:
        name = former.called_now(project.db, "transcript", name) or name
        transcripts.uid(project.db, name)
    transcript = texts[name]
    code = row["code"]
    if code not in book.by_id:
        code = former.called_now(project.db, "code", code) or code
    who = row.get("coder") or project.coder(coder)
    by = _By(who, time, row.get("memo", ""), "import")
    return _coding(book, transcript, _row_place(transcript, row), code, by)


def _row_place(transcript: Transcript, row: Mapping[str, str]) -> Place:
    quote = row.get("quote", "")
    if row.get("start") and row.get("end"):
        place = anchors.span(transcript, _number(row["start"]), _number(row["end"]))
        if quote and transcript.quote(place).strip() != quote:  # a cell is read without the blanks around it
            raise QualcodeError(f"the quote is not what stands at {place.start}-{place.end} of {transcript.name}")
        return place
    if not row.get("segment"):
        raise QualcodeError("there is neither a segment nor start and end")
    first, _, last = row["segment"].partition("-")
    place = anchors.segments(transcript, _number(first), _number(last or first))
    if not quote:
        return place
    inside = transcript.quote(place)
    if inside.count(quote) != 1:
        how_often = "not" if quote not in inside else "more than once"
        raise QualcodeError(f"the quote stands {how_often} in segment {row['segment']} of {transcript.name}")
    start = place.start + inside.index(quote)
    return Place(start, start + len(quote))


def standing_code(book: Codebook, typed: str) -> Code:
    """The code that is meant, if it may be given."""
    given = book.find(typed)
    if given.retired:
        raise QualcodeError(f"the code '{given.id}' is retired", hint="Use another, or bring it back in the codebook.")
    return given


def _coding(book: Codebook, transcript: Transcript, place: Place, code: str, by: _By) -> Coding:
    given = standing_code(book, code)
    quote = transcript.quote(place)
    where = (transcript.name, given.id, by.coder, place.start, place.end, quote)
    return Coding(new_id(), *where, by.memo, by.origin, by.time, book.version)


def _number(text: str) -> int:
    try:
        return int(float(text))
    except ValueError:
        raise QualcodeError(f"'{text}' is not a number") from None


def _numbers(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:8]))
    return shown + (", …" if len(rows) > 8 else "")
