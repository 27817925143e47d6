"""Which code of one coder met which code of the other: as a table code × code, and as a text for people."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.compare.disagreements import Disagreement
from qualcode.compare.work import Work
from qualcode.document import Block, Document, Grid, Heading, Lang, Paragraph

if TYPE_CHECKING:
    import pandas as pd

NOTHING = "(none)"
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

Pairs = Counter[tuple[str | None, str | None]]
"""How often the first coder's code met the second's; None where one of them did not code so."""


def pairs(met: Sequence[Disagreement]) -> Pairs:
    """Passages by the first coder's code and the second's, from `meetings`."""
    return Counter((d.a.code if d.a else None, d.b.code if d.b else None) for d in met)


def confusion(counted: Pairs, codes: Sequence[str]) -> "pd.DataFrame":
    """Code × code: the first coder's code in rows, the second's in columns.

    The diagonal holds passages with the same code from both; '(none)' what the other coder did not code so.
    """
    import pandas as pd

    labels = [*codes, None]
    cells = [[counted[row, column] for column in labels] for row in labels]
    rows, columns = (pd.Index([*codes, NOTHING], name=name) for name in ("code_a", "code_b"))
    return pd.DataFrame(cells, index=rows, columns=columns)


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
