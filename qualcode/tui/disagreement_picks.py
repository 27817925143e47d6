"""What the pickers of the list of disagreements list: what to look at, in which order, what the codes mean."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from rich.text import Text

from qualcode.choices import DISAGREEMENT_KINDS, DISAGREEMENT_ORDERS, DisagreementKind, DisagreementOrder
from qualcode.sessions.settling import NOTHING, Filter, Settling
from qualcode.tui.code_search import fold
from qualcode.tui.dialogs import Entry
from qualcode.tui.palette import Palette
from qualcode.tui.panel import meaning
from qualcode.tui.sides import Sides
from qualcode.wording import later, phrase

ABOUT: Mapping[DisagreementKind, str] = {
    "boundary": later("The same code on overlapping text, with other edges."),
    "split": later("The same code on overlapping text, in other portions."),
    "different code": later("Another code on overlapping text."),
    "extra label": later("One code more on text that the other coded too."),
    "omission": later("The other left the text uncoded."),
}
ORDER_ABOUT: Mapping[DisagreementOrder, str] = {
    "text": later("As they stand in the transcripts."),
    "kind": later("Boundary, split, different code, extra label, omission."),
    "code": later("Those with the same code together."),
    "overlap": later("Those with the least text in common first."),
}


def filters(session: Settling, colours: Mapping[str, str], letters: str) -> list[Entry]:
    """What can be looked at: all, what is undecided, a kind, a code with those below it; each with its number."""
    return [entry for entry in _filters(session, colours) if fold(letters) in fold(entry.listed.plain)]


def _filters(session: Settling, colours: Mapping[str, str]) -> Iterator[Entry]:
    (settled, waiting, of), lang = session.progress, session.project.settings.lang
    yield Entry("", Text(f"{of:>4}  {phrase('all', lang)}"), Text(phrase("Every disagreement.", lang)))
    undecided = Text(f"{of - settled - waiting:>4}  {phrase('undecided', lang)}")
    yield Entry("undecided", undecided, Text(phrase("Those without a decision.", lang)))
    for kind in DISAGREEMENT_KINDS:
        if count := session.kinds.get(kind, 0):
            yield Entry(f"kind {kind}", Text(f"{count:>4}  {phrase(kind, lang)}"), Text(phrase(ABOUT[kind], lang)))
    for code, count in session.codes.items():
        depth = len(session.codebook.paths[code])
        listed = Text(f"{count:>4}" + "  " * depth).append(code, colours[code])
        about = phrase("With {code}, or a code below it, on either side.", lang, code=code)
        yield Entry(f"code {code}", listed, Text(about))


def pairs(session: Settling, words: Sides, palette: Palette, letters: str) -> list[Entry]:
    """Which code of A met which code of B, how often, with what both mean."""
    book, entries = session.codebook, []
    for (a, b), count in session.pairs.items():
        listed = Text(f"{count:>4}  ").append("–" if a == NOTHING else a, words.colours.get(a, palette.quiet))
        listed.append("\n    × ").append("–" if b == NOTHING else b, words.colours.get(b, palette.quiet))
        told = [
            meaning(book.by_id[c], book, palette, words.colours, words.lang)
            for c in dict.fromkeys((a, b))
            if c in book.by_id
        ]
        if fold(letters) in fold(listed.plain):
            entries.append(Entry(f"pair {a} {b}", listed, Text("\n\n").join(told)))
    return entries


def orders(session: Settling, letters: str) -> list[Entry]:
    """The orders there are; a dot marks the present one."""
    lang = session.project.settings.lang
    named = [o for o in DISAGREEMENT_ORDERS if letters.casefold() in o]
    return [
        Entry(o, Text(f"{'●' if o == session.order else ' '} {phrase(o, lang)}"), Text(phrase(ORDER_ABOUT[o], lang)))
        for o in named
    ]


def meanings(session: Settling, words: Sides, palette: Palette, letters: str) -> list[Entry]:
    """The codes at issue, and what they mean."""
    return [
        Entry(c.id, Text(c.id, words.colours[c.id]), meaning(c, session.codebook, palette, words.colours, words.lang))
        for c in session.codes_here
        if fold(letters) in fold(c.id)
    ]


def filter_of(key: str, now: Filter) -> Filter:
    """What is looked at after an entry was chosen: a kind, a code and what is undecided narrow each other."""
    what, _, rest = key.partition(" ")
    if what == "undecided":
        return replace(now, undecided=True)
    if what == "kind":
        return replace(now, kind=cast("DisagreementKind", rest))
    if what == "code":
        return replace(now, code=rest, pair=None)
    if what == "pair":
        first, second = rest.split(" ")
        return replace(now, pair=(first, second), code="", kind=None)
    return Filter()
