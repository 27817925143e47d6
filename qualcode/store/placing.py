"""Find the place of codings and memos again where their transcript has another text than the one they were made on.

A coding, and a memo on a place, counts in one revision of its transcript. How words are found again in another text is
given from outside: what is known here is which rows need it, and what becomes of them.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from qualcode.model import Anchor, Coding, Span
from qualcode.store import transcripts
from qualcode.store.history import put
from qualcode.store.kinds import BY_TABLE, KINDS
from qualcode.store.uniting import unite

Row = Mapping[str, Any]
_PLACE = re.compile(r"(?P<uid>.+)@(?P<start>\d+)-(?P<end>\d+)(/(?P<n>\d+))?")


class Found(Protocol):
    """A coding in the new text; `start` and `end` are None where no single place is sure."""

    @property
    def coding(self) -> Coding: ...
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...
    @property
    def status(self) -> Anchor: ...
    @property
    def candidates(self) -> Sequence[Span]: ...


Reanchor = Callable[[str, str, Sequence[Coding]], Sequence[Found]]
"""Finds codings of one text in another, in their order (see `qualcode.importers.reanchor`)."""


@dataclass(frozen=True)
class Renewed:
    """A row of a kind with places as it was, as it is now, and how its words fared."""

    table: str
    before: Row
    after: Row
    found: Found


def renew(db: sqlite3.Connection, uid: str, reanchor: Reanchor, time: str) -> list[Renewed]:
    """Bring what was made on other revisions of a transcript over to the current one.

    What was taken away comes too, since it may be brought back. Codings that are doubles now are united, at `time`.
    Returns how the codings that stand fared.
    """
    rows: list[tuple[str, Row]] = []
    for kind in KINDS:
        if kind.placed:
            where, order = (
                ("transcript", '"start", "end"') if kind.placed == "span" else ("substr(target, 1, 32)", "id")
            )
            found = db.execute(f"SELECT * FROM {kind.table} WHERE {where} = ? ORDER BY {order}", [uid])
            rows += [(kind.table, dict(row)) for row in found]
    done = list(renewed(db, rows, reanchor))
    for one in done:
        put(db, one.table, {"id": one.before["id"]}, one.after)
    unite(db, uid, time)
    return [one for one in done if one.table == "coding" and one.before["removed"] is None]


def renewed(db: sqlite3.Connection, rows: Iterable[tuple[str, Row]], reanchor: Reanchor) -> Iterator[Renewed]:
    """Those of these rows that count in another revision than the current one, with their place in that.

    A coding whose place is not sure stays where it was, with its `anchor` saying why; a memo on such a place becomes
    one on the transcript.
    """
    current = {r["uid"]: r["revision"] for r in db.execute("SELECT uid, revision FROM transcript")}
    outdated = [
        (uid, n, table, row, place)
        for table, row in rows
        if (found := _where(table, row, current)) and found[1] != current[found[0]]
        for uid, n, place in [found]
    ]
    for (uid, n), group in groupby(sorted(outdated, key=lambda one: one[:2]), key=lambda one: one[:2]):
        old, new = transcripts.text(db, uid, n), transcripts.text(db, uid, current[uid])
        if old is None or new is None:
            continue
        those = [(t, row, p._replace(quote=p.quote or old[p.start : p.end])) for *_, t, row, p in group]
        for (table, row, _), again in zip(those, reanchor(old, new, [place for *_, place in those]), strict=True):
            yield Renewed(table, row, _after(row, again, new, current[uid]), again)


def _where(table: str, row: Row, current: Mapping[str, int]) -> tuple[str, int, Coding] | None:
    """The transcript and revision that a row points into, and its span there; None where it points into none."""
    if BY_TABLE[table].placed == "span":
        span = (row["start"], row["end"], row["quote"])
        here = Coding(row["id"], row["transcript"], row.get("code", ""), row["coder"], *span)
        return (here.transcript, row["revision"], here) if here.transcript in current else None
    at = _PLACE.fullmatch(row["target"]) if row["kind"] == "segment" else None
    if at is None or (uid := at["uid"]) not in current:
        return None
    here = Coding(row["id"], uid, "", row.get("coder", ""), int(at["start"]), int(at["end"]), "")
    return uid, int(at["n"] or current[uid]), here


def _after(row: Row, found: Found, text: str, n: int) -> Row:
    if found.start is None or found.end is None:
        lost = {"anchor": found.status} if "quote" in row else {"kind": "transcript", "target": found.coding.transcript}
        return {**row, **lost}
    if "quote" not in row:
        return {**row, "target": f"{found.coding.transcript}@{found.start}-{found.end}/{n}"}
    quote = text[found.start : found.end]
    return {**row, "revision": n, "start": found.start, "end": found.end, "quote": quote, "anchor": found.status}
