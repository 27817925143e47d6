"""Fourth step: refuse what would leave the project broken, and say what is other than it was."""

import json
from collections import Counter
from collections.abc import Mapping

from qualcode.errors import QualcodeError
from qualcode.names import folded
from qualcode.store import codings
from qualcode.store.conflicts import only_moved
from qualcode.store.merging.meeting import Meeting
from qualcode.store.replay import Row

_CALLED = {"code": "id", "transcript": "name", "person": "name", "saved_set": "name", "round": "name", "draft": "name"}
"""By table the column that has what people call a row."""


def check(m: Meeting, faults: set[str]) -> None:
    """Refuse what would leave the project broken. `faults` are those that codings had before."""
    known = [row[0] for row in m.db.execute("SELECT id FROM code ORDER BY id")]
    times = Counter(map(folded, known))
    if twice := [code for code in known if times[folded(code)] > 1]:
        hint = "Rename it in one of the copies, and merge again."
        raise QualcodeError(f"both copies call something else {', '.join(dict.fromkeys(twice))}", hint=hint)
    parents = {row["uid"]: row["parent"] for row in m.db.execute("SELECT uid, parent FROM code")}
    if any(_round_and_round(uid, parents) for uid in parents):
        hint = "Move one of them back in one of the copies, and merge again."
        raise QualcodeError("codes were moved below each other in the two copies", hint=hint)
    if found := sorted(set(codings.faults(m.db)) - faults):
        raise QualcodeError(f"{len(found)} codings would not fit their texts any more: {found[0]}")


def account(m: Meeting, since: int) -> None:
    """Say what is other than it was, row by row: what was put back on the way counts for nothing.

    `since` is the last change that the log knew before the merge.
    """
    m.verb.details |= {"needed": sorted(m.needed)} if m.needed else {}
    came: Counter[tuple[str, str]] = Counter()
    seen: dict[tuple[str, str], list[Row | None]] = {}
    for name, key, *states in m.db.execute(
        "SELECT name, key, before, after FROM change WHERE log = (SELECT seq FROM log WHERE id = ?) AND seq > ?"
        " ORDER BY seq",
        [m.verb.id, since],
    ):
        before, after = (json.loads(one) if one else None for one in states)
        seen.setdefault((name, key), [before, after])[1] = after
    for (name, _), (before, after) in seen.items():
        row = after or before
        if row and before != after and not only_moved(name, before, after):
            what = _what(before, after)
            m.report.counts[name, str(row.get("coder", "")), what] += 1
            if name == "coding" and what == "new" and row["removed"] is None:
                came[str(row["code"]), str(row["coder"])] += 1
            if name in _CALLED:
                m.report.names[name, what].append(str(row[_CALLED[name]]))
    retired = {row["uid"]: row["id"] for row in m.db.execute("SELECT uid, id FROM code WHERE retired")}
    for (code, who), n in sorted(came.items()):
        if code in retired:
            m.report.notes.append(f"{n} codings by {who} came with {retired[code]}, which is retired here")


def _what(before: Row | None, after: Row | None) -> str:
    if after is None or (after.get("removed") is not None and (before is None or before.get("removed") is None)):
        return "removed"
    return "new" if before is None else "changed"


def _round_and_round(uid: str, parents: Mapping[str, str | None]) -> bool:
    seen, at = set(), parents.get(uid)
    while at is not None:
        if at in seen or at == uid:
            return True
        seen.add(at)
        at = parents.get(at)
    return False
