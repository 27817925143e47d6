"""Bring another copy of the project back into this one, losing nothing of either.

What was done in the other copy and is not known here is written into this copy's log, and each row that it touched is
made what both histories together say (see `replay`). The log lines remember the merge that brought them: undoing the
merge hides them again. What was coded on another text of a transcript than the one that counts now is found again in
that (see `placing`), always from where a person put it: how often copies met on the way makes no difference. Where
both copies wrote something else into one field of the codebook, or gave one transcript another text, nothing is
guessed; what both did and cannot both be stays, and waits for a person (see `disputing`).

Four steps over one value, a `Meeting`: bring, settle, apply, account.
"""

import sqlite3

from qualcode.store import codings
from qualcode.store.conflicts import Verdicts
from qualcode.store.history import Verb
from qualcode.store.merging.accounting import account, check
from qualcode.store.merging.applying import apply
from qualcode.store.merging.bringing import bring
from qualcode.store.merging.disputing import disputes
from qualcode.store.merging.meeting import Meeting, Report
from qualcode.store.merging.settling import settle
from qualcode.store.placing import Reanchor

__all__ = ["Meeting", "Report", "merge"]


def merge(
    db: sqlite3.Connection, other: sqlite3.Connection, verb: Verb, *, verdicts: Verdicts, reanchor: Reanchor
) -> Report:
    """Merge the project file `other` into `db`, inside the merge's verb.

    What both changed and `verdicts` says nothing about is among the report's conflicts, and the caller has to refuse.
    `reanchor` finds codings again in another text.
    """
    m = Meeting.of(db, other, verb, reanchor)
    since, faults = db.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0], set(codings.faults(db))
    if len({one.execute("SELECT value FROM meta WHERE key = 'project'").fetchone()[0] for one in (db, other)}) > 1:
        m.report.notes.append("not a copy of this project: transcripts and codes are matched by name and content")
    found = disputes(m)
    bring(m)
    settle(m, verdicts)
    for dispute in found:
        m.write(dispute.line, dispute.changes)
        m.report.notes.append(dispute.told)
    apply(m)
    check(m, faults)
    account(m, since)
    return m.report
