"""The list of disagreements as work: which ones, in which order, as a sheet to fill in and as a text side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.choices import DISAGREEMENT_KINDS, DisagreementOrder
from qualcode.compare.adjudication import SHEET_COLUMNS, Decision
from qualcode.compare.coders_work import Work
from qualcode.compare.disagreements import COLUMNS, Disagreement, disagreement_table

if TYPE_CHECKING:
    import pandas as pd

ORDERS: Mapping[DisagreementOrder, Callable[[Disagreement], tuple[object, ...]]] = {
    "text": lambda d: (),
    "kind": lambda d: (DISAGREEMENT_KINDS.index(d.kind),),
    "code": lambda d: (sorted(m.code for m in d.marks),),
    "overlap": lambda d: (d.iou,),
}
"""Text: as they stand; the others put first the kind, the code, the least shared text, and keep that order within."""

FRONT = ["id", *SHEET_COLUMNS, "kind", "transcript", "segment", "coder_a", "code_a", "coder_b", "code_b"]
BRIEF = ["id", "kind", "transcript", "segment", "code_a", "code_b", "text"]


def in_order(found: Iterable[Disagreement], order: DisagreementOrder = "text") -> list[Disagreement]:
    """Disagreements, which come in the order of the texts, in another order."""
    return sorted(found, key=ORDERS[order])


def sheet(found: Sequence[Disagreement], work: Work, decided: Mapping[str, Decision]) -> "pd.DataFrame":
    """The table of disagreements with the columns to fill in, which hold what is decided already."""
    table = disagreement_table(found, work)
    made = [decided.get(d.id) for d in found]
    table["decision"] = [d.choice if d else "" for d in made]
    for column in ("code", "reason"):
        table[column] = [getattr(d, column) or "" if d else "" for d in made]
    for column in ("start", "end"):
        table[column] = [getattr(d, column) if d else None for d in made]
    return table[[*FRONT, *(c for c in COLUMNS if c not in FRONT)]].astype(
        dict.fromkeys(("segment", "start", "end", "start_a", "end_a", "start_b", "end_b"), "Int64")
    )
