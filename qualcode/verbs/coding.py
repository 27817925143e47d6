"""Code, take a coding back, read codings in from a table, finish a transcript."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.importers.rows import read_rows
from qualcode.model import Codebook, Coding, Place, Selection, Transcript
from qualcode.project import Project
from qualcode.store import codebook, codings, transcripts
from qualcode.store.database import new_id
from qualcode.store.history import Verb
from qualcode.verbs import anchors


class _By(NamedTuple):
    """Who codes, when, how it comes about, and what they write to it."""

    coder: str
    time: str
    memo: str = ""
    origin: str = "manual"


def tag(
    project: Project, anchor: str, codes: Sequence[str], *, coder: str, memo: str = "", dry_run: bool = False
) -> list[Coding]:
    """Code the place `anchor` with each of `codes`; returns the codings that are new."""
    with project.verb("tag", coder, dry_run=dry_run) as verb:
        book = codebook.load(project.db)
        transcript, place = anchors.resolve(project, anchor)
        wanted = [_coding(book, transcript, place, code, _By(coder, verb.time, memo)) for code in codes]
        new = codings.add(project.db, wanted)
        verb.details |= {"codings": [c.id for c in new], "anchor": anchor, "codes": list(codes)}
    return new


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


def untag(project: Project, anchor: str, code: str, *, coder: str, dry_run: bool = False) -> list[Coding]:
    """Remove this coder's codings with `code` that lie within the place `anchor`; returns them."""
    with project.verb("untag", coder, dry_run=dry_run) as verb:
        code = codebook.load(project.db).find(code).id
        transcript, place = anchors.resolve(project, anchor)
        own = codings.load(project.db, Selection(transcripts=(transcript.name,), coders=(coder,)))
        found = [c for c in own if c.code == code and place.start <= c.start and c.end <= place.end]
        if not found:
            raise QualcodeError(f"{coder} has no coding with {code} within {anchor}")
        _take_back(project, found, verb, anchor)
    return found


def untag_one(project: Project, coding: Coding, *, coder: str) -> None:
    """Remove one of this coder's codings, whatever others with the same code stand there."""
    with project.verb("untag", coder) as verb:
        if coding.coder != coder:
            raise QualcodeError(f"this is {coding.coder}'s coding, and {coder} takes back only their own")
        _take_back(project, [coding], verb, f"{coding.transcript}@{coding.start}-{coding.end}")


def tag_from(project: Project, table: Path, *, coder: str | None = None, dry_run: bool = False) -> tuple[int, int]:
    """Code from a table (CSV or XLSX): columns transcript, code and segment or start, end; optional quote, coder, memo.

    One wrong row refuses the whole table. Returns how many codings are new and how many were there already.

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
        new = codings.add(project.db, wanted)
        verb.details |= {"file": table.name, "codings": [c.id for c in new]}
    return len(new), len(wanted) - len(new)


def finish(project: Project, names: Sequence[str], *, coder: str, take_back: bool = False) -> list[str]:
    """Record that this coder has read these transcripts (names or globs) to the end; returns those that are news.

    What is uncoded in a finished transcript was judged and left; in an unfinished one it may not have been read.
    """
    with project.verb("finish", coder) as verb:
        meant = transcripts.selected(project.db, Selection(transcripts=tuple(names)))
        if take_back:
            news = [name for name, uid in meant.items() if codings.reopen(project.db, uid, coder)]
        else:
            news = [name for name, uid in meant.items() if codings.finish(project.db, uid, coder, verb.time)]
        verb.details |= {"transcripts": news, "take back": take_back}
    return news


def _take_back(project: Project, own: Sequence[Coding], verb: Verb, anchor: str) -> None:
    """Remove codings with one code, and say so in the log."""
    codings.remove(project.db, [c.id for c in own], verb.time)
    verb.details |= {"codings": [c.id for c in own], "anchor": anchor, "code": own[0].code}


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
        transcripts.uid(project.db, name)
    transcript = texts[name]
    who = row.get("coder") or project.coder(coder)
    by = _By(who, time, row.get("memo", ""), "import")
    return _coding(book, transcript, _row_place(transcript, row), row["code"], by)


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


def _coding(book: Codebook, transcript: Transcript, place: Place, code: str, by: _By) -> Coding:
    given = book.find(code)
    if given.retired:
        raise QualcodeError(f"the code '{given.id}' is retired", hint="Use another, or bring it back in the codebook.")
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
