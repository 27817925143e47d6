"""Search words and codes; code what was found."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from qualcode.choices import Extent, Within
from qualcode.document import Output, Table
from qualcode.errors import WrongUsage
from qualcode.model import Coding, Place, Selection
from qualcode.project import Project
from qualcode.store import codebook, codings, transcripts
from qualcode.summarise.search import BRIEF, HEADINGS, Question, regex_finder, search_table, words_finder
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import headed, phrase

if TYPE_CHECKING:
    import pandas as pd


def search(
    project: Project,
    query: str = "",
    selection: Selection = EVERYTHING,
    *,
    regex: bool = False,
    both: Sequence[str] = (),
    without: Sequence[str] = (),
    within: Within = "segment",
) -> Output:
    """Where words stand (`query`), or where codes meet: a row a hit, see `qualcode.summarise.search.search_table`.

    A query's AND, NOT and NEAR, and the codes in `both` and `without`, are asked of each segment, turn or transcript,
    as `within` says. Without a query the hits are the passages with the codes in `both`, or with the selected codes.
    """
    if not query and not both and not selection.codes:
        hint = "Give words to look for, --both A B, or --code ID (with --not ID)."
        raise WrongUsage("search for what?", hint=hint)
    codings.check_coders(project.db, selection.coders)
    chosen = list(transcripts.load(project.db, selection)) if transcripts.names(project.db) else []
    find = None
    if query:
        language = project.settings.language
        find = regex_finder(query) if regex else words_finder(query, chosen, language)
    question = Question(tuple(both), tuple(without), within)
    made, book = codings.load(project.db, replace(selection, codes=())), codebook.load(project.db)
    table = search_table(chosen, made, book, selection, question, find)
    lang = project.settings.lang
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Search", lang),
        lang=lang,
        headings=headed(HEADINGS, lang),
        brief=BRIEF,
    )


def tag(
    project: Project,
    hits: "Table | pd.DataFrame",
    code: str,
    extent: Extent = "segment",
    *,
    coder: str,
    memo: str = "",
    dry_run: bool = False,
) -> tuple[list[Coding], int]:
    """Code every hit of a search, or the segments or the turn it stands in, in one step.

    Returns the new codings and how many there were already.
    """
    from qualcode.verbs import coding

    places = list(dict.fromkeys(_places(project, hits, extent)))
    return coding.tag_places(project, places, code, coder=coder, memo=memo, verb="search --tag", dry_run=dry_run)


def _places(project: Project, hits: "Table | pd.DataFrame", extent: Extent) -> Iterator[tuple[str, Place]]:
    for name, rows in groupby(zip(hits["transcript"], hits["start"], hits["end"], strict=True), key=itemgetter(0)):
        transcript = transcripts.one(project.db, name)
        for _, start, end in rows:
            if extent == "match":
                yield name, Place(start, end)
                continue
            units = transcript.segments if extent == "segment" else transcript.turns
            yield from ((name, Place(u.start, u.end)) for u in units if u.start < end and start < u.end)
