"""What was settled about disagreements between coders: the progress of adjudication."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.store.database import new_id
from qualcode.store.order import OF_THIS_VERB


@dataclass(frozen=True)
class Settlement:
    """One decision of `coder` on the disagreement with this id. `layer` names the consensus it belongs to.

    `between` are the coders who differ; `choice`, `start`, `end`, `code` and `reason` as in the sheet of decisions.
    """

    layer: str
    disagreement: str
    transcript: str
    coder: str
    between: tuple[str, ...]
    choice: str
    start: int | None = None
    end: int | None = None
    code: str | None = None
    reason: str = ""


def add(db: sqlite3.Connection, settlements: Iterable[Settlement], time: str) -> None:
    """Write decisions down. An earlier one on the same disagreement stays in the file and no longer counts.

    Where two copies had settled it differently, that waits no more.
    """
    for s in settlements:
        db.execute(
            "UPDATE waiting SET settled = ?, verdict = ? WHERE kind = 'settlement' AND about = ? AND settled IS NULL"
            " AND json_extract(payload, '$.layer') = ?",
            [time, s.choice, s.disagreement, s.layer],
        )
        db.execute(
            "INSERT INTO settlement SELECT ?, ?, ?, uid, ?, ?, ?, ?, ?, (SELECT uid FROM code WHERE id = ?), ?, ?,"
            f" {OF_THIS_VERB}, revision"
            " FROM transcript WHERE name = ? AND removed IS NULL",
            [
                *(new_id(), s.layer, s.disagreement, s.coder, json.dumps(s.between, ensure_ascii=False)),
                *(s.choice, s.start, s.end, s.code, s.reason, time, s.transcript),
            ],
        )


def load(db: sqlite3.Connection, layer: str, transcript: str | None = None) -> dict[str, Settlement]:
    """What counts in a layer, or in one transcript of it: the latest decision on each disagreement, oldest first.

    A disagreement that two copies settled differently is open until somebody settles it anew.
    """
    found: dict[str, Settlement] = {}
    for row in db.execute(
        'SELECT s.disagreement, t.name, s.coder, s."between", s.choice, s."start", s."end", k.id AS code, s.reason'
        " FROM settlement s JOIN transcript t ON t.uid = s.transcript LEFT JOIN code k ON k.uid = s.code"
        " WHERE s.layer = ?1 AND t.removed IS NULL AND (?2 IS NULL OR t.name = ?2) AND NOT EXISTS ("
        "SELECT 1 FROM waiting w WHERE w.kind = 'settlement' AND w.about = s.disagreement AND w.settled IS NULL"
        " AND json_extract(w.payload, '$.layer') = s.layer) ORDER BY s.tick, s.id",
        [layer, transcript],
    ):
        between = tuple(json.loads(row["between"]))
        found.pop(row["disagreement"], None)
        found[row["disagreement"]] = Settlement(
            *(layer, row["disagreement"], row["name"], row["coder"], between, row["choice"]),
            *(row["start"], row["end"], row["code"], row["reason"]),
        )
    return found
