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

ABOUT: Mapping[DisagreementKind, str] = {
    "boundary": "The same code on overlapping text, with other edges.",
    "split": "The same code on overlapping text, in other portions.",
    "different code": "Another code on overlapping text.",
    "extra label": "One code more on text that the other coded too.",
    "omission": "The other left the text uncoded.",
}
ORDER_ABOUT: Mapping[DisagreementOrder, str] = {
    "text": "As they stand in the transcripts.",
    "kind": "Boundary, split, different code, extra label, omission.",
    "code": "Those with the same code together.",
    "overlap": "Those with the least text in common first.",
}


def filters(session: Settling, colours: Mapping[str, str], letters: str) -> list[Entry]:
    """What can be looked at: all, what is undecided, a kind, a code with those below it; each with its number."""
    return [entry for entry in _filters(session, colours) if fold(letters) in fold(entry.listed.plain)]


def _filters(session: Settling, colours: Mapping[str, str]) -> Iterator[Entry]:
    settled, waiting, of = session.progress
    yield Entry("", Text(f"{of:>4}  all"), Text("Every disagreement."))
    yield Entry("undecided", Text(f"{of - settled - waiting:>4}  undecided"), Text("Those without a decision."))
    for kind in DISAGREEMENT_KINDS:
        if count := session.kinds.get(kind, 0):
            yield Entry(f"kind {kind}", Text(f"{count:>4}  {kind}"), Text(ABOUT[kind]))
    for code, count in session.codes.items():
        depth = len(session.codebook.paths[code])
        listed = Text(f"{count:>4}" + "  " * depth).append(code, colours[code])
        yield Entry(f"code {code}", listed, Text(f"With {code}, or a code below it, on either side."))


def pairs(session: Settling, words: Sides, palette: Palette, letters: str) -> list[Entry]:
    """Which code of A met which code of B, how often, with what both mean."""
    book, entries = session.codebook, []
    for (a, b), count in session.pairs.items():
        listed = Text(f"{count:>4}  ").append("–" if a == NOTHING else a, words.colours.get(a, palette.quiet))
        listed.append("\n    × ").append("–" if b == NOTHING else b, words.colours.get(b, palette.quiet))
        told = [meaning(book.by_id[c], book, palette, words.colours) for c in dict.fromkeys((a, b)) if c in book.by_id]
        if fold(letters) in fold(listed.plain):
            entries.append(Entry(f"pair {a} {b}", listed, Text("\n\n").join(told)))
    return entries


def orders(session: Settling, letters: str) -> list[Entry]:
    """The orders there are; a dot marks the present one."""
    named = [o for o in DISAGREEMENT_ORDERS if letters.casefold() in o]
    return [Entry(o, Text(f"{'●' if o == session.order else ' '} {o}"), Text(ORDER_ABOUT[o])) for o in named]


def meanings(session: Settling, words: Sides, palette: Palette, letters: str) -> list[Entry]:
    """The codes at issue, and what they mean."""
    return [
        Entry(c.id, Text(c.id, words.colours[c.id]), meaning(c, session.codebook, palette, words.colours))
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
