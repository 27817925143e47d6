"""Whether a project, or a file made from it, may leave: what in it could still say who somebody is."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from qualcode.document import Output, Table
from qualcode.project import Project
from qualcode.protect import outputs
from qualcode.protect.finding import find, mentions
from qualcode.protect.mentions import NUMBERS, Mention, Text
from qualcode.store import codings, pseudonymising, transcripts
from qualcode.verbs.candidates import Looking, texts_of
from qualcode.verbs.setup import provenance

COLUMNS = ("kind", "where", "what", "why")
FEWEST, LONGEST = 3, 60
"""Fewer persons in a group, or more words in a quote, are named."""
Row = tuple[str, str, str, str]
_SAID_ELSEWHERE = {("codebook_version", "book"), ("codebook_version", "source"), ("waiting", "payload")}


def check(
    project: Project,
    file: Path | None = None,
    looking: Looking = Looking(),  # noqa: B008 - frozen
    fewest: int = FEWEST,
) -> Output:
    """What is open: a row each, columns `COLUMNS`. Words that pseudonymising decided on are passed over.

    Of the project: candidates not decided, identifiers anywhere, groups of fewer than `fewest` persons, combinations of
    attributes that one person has, quotes that hold such words. Of a `file`: its words, its properties, long quotes.
    """
    rows = _of_file(project, file, looking) if file else _of_project(project, looking, fewest)
    return Output(Table.of(list(rows), COLUMNS), provenance(project), title="Privacy")


def _of_file(project: Project, file: Path, looking: Looking) -> Iterator[Row]:
    text, properties = outputs.read(file)
    for name, value in properties.items():
        yield "metadata", f"{file.name}: {name}", value, "a property of the file that may name a person"
    yield from _found(project, [Text(file.name, text)], looking)
    for n, words in outputs.long_passages(text, LONGEST):
        yield "quote", f"{file.name}, line {n}", f"{words} words", "long enough to be recognised"


def _of_project(project: Project, looking: Looking, fewest: int) -> Iterator[Row]:
    decided = pseudonymising.decided(project.db)
    for one in find(texts_of(project), project.settings.language, looking.lists):
        if not {form.casefold() for form in one.forms} <= decided:
            kind = "identifier" if one.kind in NUMBERS else "candidate"
            yield kind, ", ".join(one.transcripts), one.found, f"{one.kind}: {one.why}"
    yield from _found(project, list(_said(project)), looking)
    yield from _persons(project, fewest)
    yield from _quotes(project, looking)


def _open(project: Project, texts: list[Text], looking: Looking) -> list[list[Mention]]:
    """The mentions in each text on which nobody has decided."""
    decided = pseudonymising.decided(project.db)
    found = mentions(texts, project.settings.language, looking.lists)
    return [
        [m for m in inside if text.text[m.start : m.end].casefold() not in decided]
        for text, inside in zip(texts, found, strict=True)
    ]


def _said(project: Project) -> Iterator[Text]:
    """What people wrote beside the texts, each value by its table and column."""
    for table, column, value in pseudonymising.values(project.db):
        if (table, column) not in _SAID_ELSEWHERE:
            yield from (Text(f"{table}.{column}", said) for said in pseudonymising.strings(value))


def _found(project: Project, texts: list[Text], looking: Looking) -> Iterator[Row]:
    """What identifies somebody in texts, once for each."""
    for text, inside in zip(texts, _open(project, texts, looking), strict=True):
        for said, why in dict.fromkeys((text.text[m.start : m.end], f"{m.kind}: {m.why}") for m in inside):
            yield "identifier", text.name, said, why


def _persons(project: Project, fewest: int) -> Iterator[Row]:
    """Groups that are small, and persons whom all that is known of them tells from everybody."""
    known: dict[str, tuple[tuple[str, str], ...]] = {}
    for transcript in transcripts.load(project.db):
        speakers = {t.speaker for t in transcript.turns if t.role != "interviewer"} or {None}
        for speaker in speakers:
            values = tuple(sorted(transcript.attributes_of(speaker).items()))
            known[f"{transcript.name} ({speaker})" if speaker else transcript.name] = values
    sizes = Counter(pair for values in known.values() for pair in values)
    for (name, value), n in sorted(sizes.items()):
        if n < fewest:
            yield "cell", f"{name}={value}", f"{n} of {len(known)} persons", f"fewer than {fewest}"
    same = Counter(known.values())
    for who, values in known.items():
        if len(values) > 1 and same[values] == 1:
            told = ", ".join(f"{name}={value}" for name, value in values)
            yield "combination", who, told, "nobody else has this combination"


def _quotes(project: Project, looking: Looking) -> Iterator[Row]:
    """Coded passages that hold what is open."""
    texts = texts_of(project)
    inside = {t.name: found for t, found in zip(texts, _open(project, texts, looking), strict=True)}
    for coding in codings.load(project.db):
        held = {m.kind for m in inside[coding.transcript] if m.start < coding.end and coding.start < m.end}
        if held:
            where = f"{coding.transcript}@{coding.start}-{coding.end}"
            yield "quote", where, f"{len(coding.quote.split())} words", f"holds {', '.join(sorted(held))}"
