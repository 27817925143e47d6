"""What a reader of counts must know of who read and coded what; nothing where there is nothing to say."""

from collections.abc import Collection, Mapping

from qualcode.document import Note
from qualcode.wording import later, plural


def notes_on(
    transcripts: Collection[str],
    read: Collection[str],
    layers: Mapping[str, str],
    *,
    by_coding: bool = False,
    pooled: tuple[str, ...] = (),
) -> tuple[Note, ...]:
    """The facts about the selected `transcripts`.

    `read` count in shares, tests and orders (`by_coding`: because they are coded, for nobody says what is finished);
    `layers` names the coder whose layer is read where several finished; `pooled` those whose codings are added up.
    """
    found = []
    if by_coding and transcripts:
        found.append(Note(later("Nobody has finished a transcript, so those that are coded count as read.")))
    unread = sum(name not in read for name in transcripts)
    if unread:
        found.append(Note(_UNREAD, {"of": len(transcripts)}, unread))
    for layer in sorted(set(layers.values())):
        number = sum(coder == layer for coder in layers.values())
        found.append(Note(_LAYER, {"coder": layer}, number))
    if pooled:
        found.append(Note(_POOLED, {"coders": pooled}))
    return tuple(found)


def out_of_reach(least: float, tests: int) -> Note:
    """That no theme can be told from chance after adjustment, with these units and so many tests."""
    return Note(_OUT_OF_REACH, {"p": f"{least:.2g}"}, tests)


_OUT_OF_REACH = plural(
    "With these units the test cannot reach p = .05: the clearest difference would have p = {p}.",
    "With these units no theme can reach p = .05 after adjustment for {n} tests: the clearest would have p = {p}.",
)
ORDER_OF_IMPORT = Note(later("The order is that of import: no attribute was named that says when they were made."))
_UNREAD = plural(
    "{n} of {of} selected transcripts is not finished, and is left out of shares, tests and orders.",
    "{n} of {of} selected transcripts are not finished, and are left out of shares, tests and orders.",
)
_LAYER = plural(
    "{n} transcript was finished by several coders, and is read as {coder} coded it.",
    "{n} transcripts were finished by several coders, and are read as {coder} coded them.",
)
_POOLED = later(
    "The codings of {coders} of the same transcripts are added up: numbers of codings, also per 1,000 words, are "
    "higher where several coded."
)
