"""Who codes: what each has done, and one person under one name.

A name that was given up stays known as another name of the person, so that work that comes under it from another copy
later is theirs, and so are the steps of the log, which keep the name they were done under.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping

from qualcode.store.history import put
from qualcode.store.kinds import KINDS
from qualcode.store.schema import keys
from qualcode.store.uniting import Change


def names(db: sqlite3.Connection) -> dict[str, str]:
    """The names that were given up, each with that of the person."""
    return {row["name"]: row["coder"] for row in db.execute("SELECT name, coder FROM coder_alias ORDER BY name")}


def counts(db: sqlite3.Connection) -> dict[str, Counter[str]]:
    """How many of each kind stand under each name, by name and table; `log` are the steps that stand."""
    found: dict[str, Counter[str]] = {}
    for kind in KINDS:
        if kind.whose and kind.table != "coder_alias":
            stands = " WHERE removed IS NULL" if "removed" in kind.times else ""
            for who, n in db.execute(f"SELECT {kind.whose}, count(*) FROM {kind.table}{stands} GROUP BY 1"):
                if who:
                    found.setdefault(who, Counter())[kind.table] += n
    given_up = names(db)
    for who, n in db.execute("SELECT coder, count(*) FROM line WHERE undone IS NULL AND undoable GROUP BY 1"):
        if who:
            found.setdefault(given_up.get(who, who), Counter())["log"] += n
    return found


def both_finished(db: sqlite3.Connection, one: str, other: str) -> list[str]:
    """The names of the transcripts that two people have both finished."""
    rows = db.execute(
        "SELECT t.name FROM transcript t WHERE t.removed IS NULL"
        " AND EXISTS (SELECT 1 FROM reading WHERE transcript = t.uid AND coder = ?)"
        " AND EXISTS (SELECT 1 FROM reading WHERE transcript = t.uid AND coder = ?) ORDER BY t.name",
        [one, other],
    )
    return [row[0] for row in rows]


def give(db: sqlite3.Connection, old: str, new: str, time: str) -> int:
    """Let all that stands under one name stand under another, and know the old one as another name of that person.

    Returns how many rows that were.
    """
    db.execute("DELETE FROM coder_alias WHERE name = ?", [new])
    db.execute("INSERT OR REPLACE INTO coder_alias VALUES (?, ?, ?)", [old, new, time])
    changes = renamed(db, {old: new})
    for (table, values), _, row in changes:
        put(db, table, dict(zip(keys(db, table), values, strict=True)), row)
    return len(changes)


def renamed(db: sqlite3.Connection, given: Mapping[str, str]) -> list[Change]:
    """What has to change where rows still stand under names that were given up; of two rows that become one the one
    that is there stays."""
    changes: list[Change] = []
    for kind in KINDS:
        key, columns = keys(db, kind.table), [c for c in kind.coders if (kind.table, c) != ("coder_alias", "name")]
        for before in _under(db, kind.table, columns, given):
            after = {**before, **{c: _given(before[c], given, in_list=c in kind.json) for c in columns}}
            if before == after:
                continue
            old, new = (tuple(row[k] for k in key) for row in (before, after))
            if old == new:
                changes.append(((kind.table, old), before, after))
                continue
            changes.append(((kind.table, old), before, None))
            where = " AND ".join(f'"{k}" = ?' for k in key)
            if not db.execute(f"SELECT 1 FROM {kind.table} WHERE {where}", new).fetchone():
                changes.append(((kind.table, new), None, after))
    return changes


def _under(
    db: sqlite3.Connection, table: str, columns: list[str], given: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    """Rows of a table that may hold one of these names."""
    if not columns or not given:
        return
    said = json.dumps(list(given), ensure_ascii=False)
    for column in columns:
        for row in db.execute(
            f'SELECT * FROM {table} WHERE EXISTS (SELECT 1 FROM json_each(?) WHERE value = "{column}"'
            f" OR instr(\"{column}\", '\"' || value || '\"')) ORDER BY rowid",
            [said],
        ).fetchall():
            if not any(_holds(row[other], given) for other in columns[: columns.index(column)]):
                yield dict(row)


def _holds(value: object, given: Mapping[str, str]) -> bool:
    return any(value == name or f'"{name}"' in str(value) for name in given)


def _given(value: object, given: Mapping[str, str], *, in_list: bool) -> object:
    if not in_list:
        return given.get(str(value), value)
    known = json.loads(str(value) or "[]")
    told = [given.get(name, name) for name in known]
    return value if told == known else json.dumps(told, ensure_ascii=False)
