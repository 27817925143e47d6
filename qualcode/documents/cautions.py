"""What a reader of counts must know of who read and coded what, in words; nothing where there is nothing to say."""

from collections.abc import Collection, Sequence

from qualcode.document import Lang, Table
from qualcode.wording.analyses import listed, say


def cautions(excerpts: Table, transcripts: Sequence[str], looked_at: Collection[str], lang: Lang = "nb") -> list[str]:
    """Sentences for the top of a document of the selected `excerpts`.

    `transcripts` are the selected ones, `looked_at` those that one of the selected coders has finished or coded, with
    whatever code.
    """
    return [text for text in (_unread(transcripts, looked_at, lang), _unequal(excerpts, lang)) if text]


def _unread(transcripts: Sequence[str], looked_at: Collection[str], lang: Lang) -> str:
    """How many selected transcripts nobody has finished or coded: they count in every total all the same."""
    unread = sum(name not in looked_at for name in transcripts)
    return say("unread_note", lang).format(unread, len(transcripts)) if unread else ""


def _unequal(excerpts: Table, lang: Lang) -> str:
    """Who coded in how many transcripts, where several did and not in the same ones.

    Counts of codings rise where several coded, and then say nothing of a difference between groups.
    """
    where: dict[str, set[str]] = {}
    for coder, name in zip(excerpts["coder"], excerpts["transcript"], strict=True):
        where.setdefault(coder, set()).add(name)
    if len(set(map(frozenset, where.values()))) < 2:
        return ""
    told = [say("coder_in", lang).format(coder, len(where[coder])) for coder in sorted(where)]
    return say("coders_note", lang).format(listed(told, lang))
