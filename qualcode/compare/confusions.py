"""Which code of one coder met which code of the other: as a table code × code, and as a text for people."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.compare.disagreements import Disagreement

if TYPE_CHECKING:
    import pandas as pd

NOTHING = "(none)"

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
