"""Which code of one coder meets which of the other, as lists to read."""

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.compare.coders_work import Work
from qualcode.compare.confusions import Pairs
from qualcode.document import Block, Document, Grid, Heading, Lang, Paragraph

if TYPE_CHECKING:
    import pandas as pd


WORDS = {
    "nb": {
        "title": "{a} og {b}: hvilken kode møter hvilken",
        "how": "Hvert tekststykke telles én gang, med koden hver av dem ga det.",
        "other": "Ulik kode",
        "alone": "Kode bare fra den ene",
        "same": "Samme kode",
        "times": "Steder",
    },
    "nn": {
        "title": "{a} og {b}: kva kode møter kva kode",
        "how": "Kvart tekststykke blir talt éin gong, med koden kvar av dei gav det.",
        "other": "Ulik kode",
        "alone": "Kode berre frå den eine",
        "same": "Same kode",
        "times": "Stader",
    },
    "en": {
        "title": "{a} and {b}: which code meets which",
        "how": "Each passage is counted once, with the code that each of them gave it.",
        "other": "Another code",
        "alone": "A code from one of them only",
        "same": "The same code",
        "times": "Places",
    },
}


def confusions(counted: Pairs, work: Work, sides: tuple[str, str], lang: Lang = "nb") -> Document:
    """The same as lists, the commonest first: another code, a code from one of them only, the same code."""
    words = WORDS[lang]
    lists: dict[str, Pairs] = {"other": Counter(), "alone": Counter(), "same": Counter()}
    for (a, b), n in counted.items():
        lists["alone" if a is None or b is None else "same" if a == b else "other"][a, b] = n
    blocks: list[Block] = [Paragraph(words["how"])]
    for kind, found in lists.items():
        if found:
            blocks += [Heading(1, words[kind], found.total()), Grid(_list(found, work, sides, words["times"]))]
    return Document(words["title"].format(a=sides[0], b=sides[1]), blocks, lang)


def _list(found: Pairs, work: Work, sides: tuple[str, str], times: str) -> "pd.DataFrame":
    import pandas as pd

    order = {code: n for n, code in enumerate(work.codebook.titles)}
    place = {pair: [order.get(code or "", -1) for code in pair] for pair in found}
    rows = [
        [*(work.codebook.titles[code] if code else "–" for code in pair), n]
        for pair, n in sorted(found.items(), key=lambda item: (-item[1], place[item[0]]))
    ]
    return pd.DataFrame(rows, columns=[*sides, times])
