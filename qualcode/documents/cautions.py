"""What a reader of counts must know of who read and coded what, in words; nothing where there is nothing to say."""

from collections.abc import Collection, Sequence

from qualcode.document import Table
from qualcode.wording import Lang, counted, listed, phrase


def cautions(excerpts: Table, transcripts: Sequence[str], looked_at: Collection[str], lang: Lang = "nb") -> list[str]:
    """Sentences for the top of a document of the selected `excerpts`.

    `transcripts` are the selected ones, `looked_at` those that one of the selected coders has finished or coded, with
    whatever code.
    """
    return [text for text in (_unread(transcripts, looked_at, lang), _unequal(excerpts, lang)) if text]


def _unread(transcripts: Sequence[str], looked_at: Collection[str], lang: Lang) -> str:
    """How many selected transcripts nobody has finished or coded: they count in every total all the same."""
    unread = sum(name not in looked_at for name in transcripts)
    if not unread:
        return ""
    return counted(
        "{n} of {of} selected transcripts is neither finished nor coded. It counts in all totals nevertheless.",
        "{n} of {of} selected transcripts are neither finished nor coded. They count in all totals nevertheless.",
        unread,
        lang,
        of=len(transcripts),
    )


def _unequal(excerpts: Table, lang: Lang) -> str:
    """Who coded in how many transcripts, where several did and not in the same ones.

    Counts of codings rise where several coded, and then say nothing of a difference between groups.
    """
    where: dict[str, set[str]] = {}
    for coder, name in zip(excerpts["coder"], excerpts["transcript"], strict=True):
        where.setdefault(coder, set()).add(name)
    if len(set(map(frozenset, where.values()))) < 2:
        return ""
    told = [
        counted("{coder} (in {n} transcript)", "{coder} (in {n} transcripts)", len(where[coder]), lang, coder=coder)
        for coder in sorted(where)
    ]
    return phrase(
        "Coded by {coders}. The number of codings, also per 1,000 words, is higher where several people coded: compare "
        "groups by transcripts, voices and words, or choose one coder.",
        lang,
        coders=listed(told, lang),
    )
