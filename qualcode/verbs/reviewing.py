"""Review of suggestions: the queue, and the sheet to fill in. `qualcode.sessions.reviewing` walks through a queue."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.choices import ReviewGroup, ReviewOrder
from qualcode.conditions import as_number
from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.importers.rows import read_rows
from qualcode.model import Codebook, Place, Selection, Span, Suggestion, Transcript, overlaps
from qualcode.project import Project
from qualcode.segment import sentences
from qualcode.store import codebook, codings, decisions, transcripts
from qualcode.suggest import QUEUES, Options
from qualcode.verbs import anchors
from qualcode.verbs.accepting import Answer, Answering, Decided
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.verbs.suggesting import known, suggestions
from qualcode.wording import phrase

SHEET = ("decision", "code", "code_name", "confidence", "text", "why", "transcript", "segment", "speaker")
CORRECTIONS = ("new_quote", "new_start", "new_end")
PROOF = ("context", "start", "end", "score")
NEEDED = {"decision", "transcript", "start", "end", "code", "score"}
LONGEST_WHY = 500
_COMPARED = 40
_WORD = re.compile(r"\w+")
SheetRow = Mapping[str, str]
SuggestionKey = tuple[str, str, int, int]


def queue(
    project: Project,
    selection: Selection = EVERYTHING,
    order: ReviewOrder = "confidence",
    options: Options | None = None,
    *,
    coder: str,
    by: ReviewGroup | None = None,
    unfinished: bool = False,
) -> list[Suggestion]:
    """The suggestions on which `coder` has not decided, ordered as `QUEUES` says; with `by` group after group."""
    said = (d for d in decisions.load(project.db) if d.coder == coder)
    decided = Decided([*codings.load(project.db, Selection(coders=(coder,))), *said])
    found = suggestions(project, selection, options, coder=coder, unfinished=unfinished)
    news = [s for s in found if s not in decided]
    given = Counter(c.code for c in known(project, selection, coder, selection.coders).codings)
    ordered = QUEUES[order](news, given)
    return sorted(ordered, key=lambda s: getattr(s, by)) if by else ordered


def sheet(project: Project, found: Sequence[Suggestion], selection: Selection = EVERYTHING) -> Output:
    """Suggestions to be decided on in a table, one row each: `SHEET`, `CORRECTIONS`, `PROOF`.

    A person writes accept or reject into `decision` and, to correct the span, the right words into `new_quote` or
    code points into `new_start` and `new_end`. `context` is the segment where only a sentence of it is suggested.
    """
    import pandas as pd

    book = codebook.load(project.db)
    wording = {name: transcripts.one(project.db, name) for name in {s.transcript for s in found}}
    rows = [_sheet_row(s, wording[s.transcript], book) for s in found]
    table = pd.DataFrame(rows, columns=[*SHEET, *CORRECTIONS, *PROOF]).astype({"confidence": float})
    brief = ("decision", "code", "confidence", "text", "why", "transcript", "segment")
    choices = {"decision": ("accept", "reject")}
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Review", project.settings.lang),
        lang=project.settings.lang,
        brief=brief,
        choices=choices,
    )


@dataclass(frozen=True)
class ReviewAccount:
    """What a filled-in sheet brought: new decisions, decisions that were known, and rows left open."""

    accepted: int
    rejected: int
    known: int
    left: int


def review_from(project: Project, table: Path, *, coder: str, dry_run: bool = False) -> ReviewAccount:
    """Take in a filled-in sheet: what is accepted becomes a coding by `coder`, what is rejected is remembered.

    One wrong row refuses the whole sheet. Reading it again changes nothing; after an answer in it was changed, the new
    answer counts, and the coding that the old one made is taken back.
    """
    rows = read_rows(table)
    if missing := NEEDED - set(rows[0]):
        raise QualcodeError(f"there is no column {' or '.join(sorted(missing))}", where=table.name)
    with project.verb("review --from", coder, dry_run=dry_run) as verb:
        filled = list(_filled(project, rows, table.name))
        answering = Answering(project, coder, verb.time)
        taken = [(answer, *answering.take(answer)) for answer in filled]
        news = [answer for answer, is_news, _ in taken if is_news]
        accepted = sum(answer.verdict == "accepted" for answer in news)
        made = [coding.id for _, _, new in taken for coding in new]
        verb.details |= {"file": table.name, "accepted": accepted, "rejected": len(news) - accepted, "codings": made}
    return ReviewAccount(accepted, len(news) - accepted, len(filled) - len(news), len(rows) - len(filled))


def sentences_of(project: Project, transcript: Transcript, suggestion: Suggestion) -> list[Place]:
    """The sentences of the segment that a suggestion stands in."""
    whole = _segments(transcript, suggestion)
    return list(sentences(transcript.text, whole.start, whole.end, project.settings.language))


def corrected(transcript: Transcript, suggestion: Suggestion, cut: Sequence[Place], answer: str) -> Place:
    """The span that an answer means: sentences of `cut` by number (`2`, `2-3`), or words of the segment."""
    if found := re.fullmatch(r"(\d+)(?:\s*-\s*(\d+))?", answer.strip()):
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= len(cut):
            raise QualcodeError(f"there are sentences 1-{len(cut)}")
        return Place(cut[first - 1].start, cut[last - 1].end)
    return _quoted(transcript, suggestion, answer)


def _sheet_row(s: Suggestion, transcript: Transcript, book: Codebook) -> tuple[object, ...]:
    turn = transcript.turn_at(s.start)
    whole = _segments(transcript, s)
    text = transcript.quote(s)
    context = transcript.quote(whole) if (whole.start, whole.end) != (s.start, s.end) else ""
    shown = (s.code, book.by_id[s.code].name, s.confidence, text, s.why, s.transcript, s.segment)
    return "", *shown, turn.speaker if turn else "", "", "", "", context, s.start, s.end, s.score


def _segments(transcript: Transcript, span: Span) -> Place:
    """The segments that a span touches, as one place."""
    first, last = transcript.segment_at(span.start), transcript.segment_at(span.end - 1)
    return Place(first.start, last.end) if first and last else Place(span.start, span.end)


def _filled(project: Project, rows: Sequence[SheetRow], file: str) -> Iterator[Answer]:
    """The rows that were decided on; all faults are found before the first is told."""
    book, names = codebook.load(project.db), {row["transcript"] for row in rows if row["decision"]}
    known_names = transcripts.names(project.db)
    wording = {name: transcripts.one(project.db, name) for name in names if name in known_names}
    good: dict[SuggestionKey, Answer] = {}
    faults: list[tuple[int, QualcodeError]] = []
    for n, row in enumerate(rows, start=2):
        if not row["decision"]:
            continue
        try:
            read = _row(project, row, wording, book)
            if good.setdefault(read.key, read) != read:
                raise QualcodeError("an earlier row says otherwise of the same suggestion")
        except QualcodeError as error:
            faults.append((n, error))
    if faults:
        n, first = faults[0]
        others = f" ({len(faults)} rows are wrong: {_numbers([n for n, _ in faults])})" if len(faults) > 1 else ""
        raise QualcodeError(first.what + others, where=f"{file}, row {n}", hint=first.hint)
    yield from good.values()


def _row(project: Project, row: SheetRow, wording: Mapping[str, Transcript], book: Codebook) -> Answer:
    verdict = row["decision"].casefold()
    if verdict not in ("accept", "reject"):
        raise QualcodeError("the decision is neither accept nor reject", hint="Leave it empty to decide later.")
    if row["transcript"] not in wording:
        transcripts.uid(project.db, row["transcript"])
    transcript = wording[row["transcript"]]
    code = book.find(row["code"])
    if code.retired and verdict == "accept":  # told with the row, before anything is done
        raise QualcodeError(f"the code '{code.id}' is retired")
    where = anchors.span(transcript, _whole(row, "start"), _whole(row, "end"))
    _check_text(transcript, where, row.get("text", ""))
    segment = transcript.segment_at(where.start)
    suggestion = Suggestion(
        transcript.name,
        segment.n if segment else 1,
        where.start,
        where.end,
        code.id,
        _decimal(row, "score"),
        _decimal(row, "confidence") if row.get("confidence") else None,
        row.get("why", "")[:LONGEST_WHY],
    )
    place = _correction(transcript, suggestion, row)
    if place and verdict == "reject":
        raise QualcodeError("a corrected span goes with accept")
    return Answer.on(transcript, suggestion, "accepted" if verdict == "accept" else "rejected", place)


def _correction(transcript: Transcript, suggestion: Suggestion, row: SheetRow) -> Place | None:
    """The corrected span of a row, if there is one; it must touch the suggested one."""
    quote, numbers = row.get("new_quote", ""), bool(row.get("new_start")) + bool(row.get("new_end"))
    if quote and numbers:
        raise QualcodeError("there is both a new quote and a new start or end", hint="Give one of them.")
    if quote:
        return _quoted(transcript, suggestion, quote)
    if numbers == 1:
        raise QualcodeError("a corrected span needs both new_start and new_end")
    if not numbers:
        return None
    place = anchors.span(transcript, _whole(row, "new_start"), _whole(row, "new_end"))
    if not overlaps(place, suggestion):
        raise QualcodeError(f"{place.start}-{place.end} does not touch {suggestion.start}-{suggestion.end}")
    return place


def _quoted(transcript: Transcript, suggestion: Suggestion, quote: str) -> Place:
    """Where words stand in a suggestion's segment, whatever blanks are between them; they must stand there once."""
    whole = _segments(transcript, suggestion)
    pattern = r"\s+".join(map(re.escape, quote.split()))
    found = list(re.finditer(pattern, transcript.quote(whole))) if pattern else []
    if len(found) != 1:
        how_often = "more than once" if found else "not"
        raise QualcodeError(f"the quote stands {how_often} in segment {suggestion.segment} of {transcript.name}")
    return Place(whole.start + found[0].start(), whole.start + found[0].end())


def _check_text(transcript: Transcript, place: Place, text: str) -> None:
    """Refuse a row whose text is not what stands there: the transcript was corrected since. Words are compared."""
    if text and _WORD.findall(text)[:_COMPARED] != _WORD.findall(transcript.quote(place))[:_COMPARED]:
        hint = "Write a new sheet with `qualcode review -o FILE.xlsx`."
        raise QualcodeError(f"the text is not what stands at {place.start}-{place.end} of {transcript.name}", hint=hint)


def _whole(row: SheetRow, name: str) -> int:
    number = as_number(row[name])
    if number is None or number != int(number):
        raise QualcodeError(f"{name} is not a whole number")
    return int(number)


def _decimal(row: SheetRow, name: str) -> float:
    number = as_number(row[name])
    if number is None or (name == "confidence" and not 0 <= number <= 1):
        raise QualcodeError(f"{name} is not a number" + " from 0 to 1" * (name == "confidence"))
    return number


def _numbers(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows[:8])) + (", …" if len(rows) > 8 else "")
