"""Which code of one coder meets which of the other, as lists to read."""

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.compare.coders_work import Work
from qualcode.compare.confusions import Pairs
from qualcode.document import Block, Document, Grid, Heading, Paragraph
from qualcode.wording import Lang, later, phrase

if TYPE_CHECKING:
    import pandas as pd


_KINDS = {
    "other": later("Another code"),
    "alone": later("A code from one of them only"),
    "same": later("The same code"),
}


def confusions(counted: Pairs, work: Work, sides: tuple[str, str], lang: Lang = "nb") -> Document:
    """The same as lists, the commonest first: another code, a code from one of them only, the same code."""
    lists: dict[str, Pairs] = {"other": Counter(), "alone": Counter(), "same": Counter()}
    for (a, b), n in counted.items():
        lists["alone" if a is None or b is None else "same" if a == b else "other"][a, b] = n
    blocks: list[Block] = [
        Paragraph(phrase("Each passage is counted once, with the code that each of them gave it.", lang))
    ]
    for kind, found in lists.items():
        if found:
            blocks += [Heading(1, phrase(_KINDS[kind], lang), found.total()), Grid(_list(found, work, sides, lang))]
    return Document(phrase("{a} and {b}: which code meets which", lang, a=sides[0], b=sides[1]), blocks, lang)


def _list(found: Pairs, work: Work, sides: tuple[str, str], lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    order = {code: n for n, code in enumerate(work.codebook.titles)}
    place = {pair: [order.get(code or "", -1) for code in pair] for pair in found}
    rows = [
        [*(work.codebook.titles[code] if code else "–" for code in pair), n]
        for pair, n in sorted(found.items(), key=lambda item: (-item[1], place[item[0]]))
    ]
    return pd.DataFrame(rows, columns=[*sides, phrase("Places", lang)])
