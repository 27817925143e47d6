"""First step: take in the other copy's log with the changes it tells, its texts, and rows that no log remembers."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta

from qualcode.errors import ProjectUnavailable
from qualcode.store import transcripts
from qualcode.store.journal import MERGE
from qualcode.store.kinds import BY_TABLE
from qualcode.store.merging.meeting import Meeting, needed, rows_of, undoings_of
from qualcode.store.order import FORMAT
from qualcode.store.replay import Key, Row


def bring(m: Meeting) -> None:
    """Take in what only the other copy knows; afterwards `m.new` and `m.touched` say what that is."""
    learned = needed(m.other) - m.needed
    m.needed |= learned
    _bring_lines(m)
    m.verb.changed |= bool(m.new)
    m.touched |= rows_of(learned) | m.journal().touched(m.new | undoings_of(learned))
    _bring_texts(m)
    _bring_unremembered(m)


def _bring_lines(m: Meeting) -> None:
    merges = {row[0] for row in m.other.execute("SELECT id FROM log WHERE verb = ?", [MERGE])}
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime(FORMAT)
    ahead = 0
    for line in m.other.execute("SELECT * FROM line ORDER BY seq"):
        if line["id"] not in m.ours and line["about"] not in merges:
            m.new.add(line["id"])
            m.report.lines += line["verb"] != MERGE
            ahead += line["time"] > tomorrow
            _bring_line(m, line)
    if ahead:
        told = f"{ahead} steps of the other copy are dated ahead of this machine's clock: its clock was wrong then"
        m.report.notes.append(f"{told}; the dates stay as they are and what is done now is dated by this clock")


def _bring_line(m: Meeting, line: sqlite3.Row) -> None:
    hidden = m.db.execute("UPDATE log SET via = ? WHERE id = ?", [m.verb.id, line["id"]]).rowcount
    if hidden:  # an earlier merge brought it and was undone
        return
    seq = m.write_line(line)
    if line["verb"] == MERGE:
        return
    for change in m.other.execute("SELECT * FROM change WHERE log = ? ORDER BY seq", [line["seq"]]):
        key = _key(m, change)
        if not _is_erased(m, key[0], json.loads(change["after"] or change["before"])):
            m.write_change(seq, key, change["before"], change["after"])


def _key(m: Meeting, change: sqlite3.Row) -> Key:
    rows = [json.loads(row) for row in (change["before"], change["after"]) if row is not None]
    if not rows or any(set(row) != m.columns.get(change["name"]) for row in rows):
        raise ProjectUnavailable("the file to merge is damaged: its log names what is not in a project")
    return change["name"], tuple(rows[-1][k] for k in m.keys[change["name"]])


def _bring_texts(m: Meeting) -> None:
    here = {row[0] for row in m.db.execute("SELECT id FROM body")}
    for id_, transcript in m.other.execute("SELECT body, transcript FROM revision").fetchall():
        if id_ not in here and transcript not in m.erased:
            here.add(id_)
            body = m.other.execute("SELECT * FROM body WHERE id = ?", [id_]).fetchone()
            if transcripts.body_name(body["text"], body["turns"], body["segments"], body["times"]) != id_:
                raise ProjectUnavailable("the file to merge is damaged: a text in it is not the one imported")
            m.db.execute(f"INSERT INTO body VALUES ({', '.join('?' * len(body))})", tuple(body))


def _bring_unremembered(m: Meeting) -> None:
    """Rows of theirs whose making stands in no log (it began as a package), unless they are known here."""
    foreign: dict[Key, Row] = {}
    for table, pk in m.keys.items():
        names = ", ".join(f'"{k}"' for k in pk)
        here = {tuple(row) for row in m.db.execute(f"SELECT {names} FROM {table}")}
        for row in m.other.execute(f"SELECT * FROM {table}"):
            if (key := tuple(row[k] for k in pk)) not in here and not _is_erased(m, table, dict(row)):
                foreign[table, key] = dict(row)
    remembered = m.journal().of_rows(foreign)
    for key, row in foreign.items():
        if key not in remembered:
            m.put(key, row)
            m.touched.add(key)


def _is_erased(m: Meeting, table: str, row: Row) -> bool:
    """Whether a row belongs to a transcript that was erased here, and must not come back."""
    own = {row.get("uid"), row.get("id")} if table != "code" else set()
    return bool(m.erased & own) or BY_TABLE[table].belongs(row, m.erased)
