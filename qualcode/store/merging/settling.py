"""Second step: find what both copies wrote into one place, each in its own way, and write down whose version counts."""

import json
from hashlib import sha256

from qualcode.choices import Side
from qualcode.store.conflicts import Verdicts, differences
from qualcode.store.merging.meeting import Meeting
from qualcode.store.order import following, now
from qualcode.store.replay import Key, Row


def settle(m: Meeting, verdicts: Verdicts) -> None:
    """Let `verdicts` decide what both wrote into the codebook, and which text counts; the rest is reported."""
    settled: list[tuple[Key, Row | None, Row | None]] = []
    chosen: dict[str, Side] = {}
    for one in differences(m.db, m.other, m.journal(), m.touched, m.new, m.theirs):
        fields, texts = one.fields(), one.changed_texts() if one.key[0] == "transcript" else []
        if fields and (said := verdicts.on(one.key[0], one.name)) is None:
            m.report.conflicts += one.conflicts(fields)
            continue
        m.report.notes += [one.both_stand()] if not fields and one.both_stand() else []
        if fields and said:
            side, chosen[one.name] = said, said
        elif len(texts) == 1:  # the other side cut the same text in other segments: a correction counts for more
            side, fields = texts[0], ["revision"]
        else:
            continue
        if (row := one.settled(fields, side)) != one.folded:
            settled.append((one.key, one.folded, row))
    if settled:
        details = json.dumps({"settled": chosen}, ensure_ascii=False)
        id_ = sha256(f"{m.verb.id}\0settled".encode()).hexdigest()[:32]
        line = {"id": id_, "time": (time := now()), "tick": following(m.db, time), "coder": m.verb.coder}
        m.write(line | {"verb": "merge: settled", "details": details}, settled)
